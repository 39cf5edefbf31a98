// The list of events: the grid's look, its filters in the address, and when its rows are asked for again.
window.dashAgGridFunctions = window.dashAgGridFunctions || {};
window.dashAgGridComponentFunctions = window.dashAgGridComponentFunctions || {};

Object.assign(window.dashAgGridFunctions, {
  eventRowId: ({ data }) => String(data.id),
  eventRowClass: ({ data }) => (data?.over ? "row-over" : ""),
  eventCellClass: ({ colDef, data }) => (colDef.field === "grade" ? `n-grade grade-${data?.level}` : data?.over ? "n over" : "n"),
});

window.dashAgGridComponentFunctions.EventLink = ({ data, value, colDef }) =>
  data
    ? React.createElement("a", { href: `/events/${data.id}${cockpit.listCarry()}`, className: colDef.field === "code" ? "n list-link" : "list-link", tabIndex: -1 }, value)
    : null;

(() => {
  const OF_VIEW = ["region", "window", "at"];
  const FILTERS = ["state", "category", "source", "line", "grade", "stage", "agency", "leaf", "text"];
  cockpit.NOT_VIEW = [...FILTERS, "kept", "fault", "door", "before", "phase", "area", "register", "kind", "model", "switch", "on", "queue", "ring", "forces", "bundle", "domain", "code", "forecast", "ledger", "fields", "where", "row", "field", "title", "chain", "link", "tag", "signal", "enterprise", "project", "policy", "near", "sort", "down", "form", "list", "stand", "find", "office", "by", "item", "vacant"]; // names of one page that mean nothing on another
  const SETTLED = 400; // ms without a key after which a text is taken
  const OFTEN = 12000; // ms between two renewals by news alone
  let typing, heard, sorted; // the grid that tells how it is sorted, and how: as files name it

  const api = () => (document.getElementById("event-list") ? window.dash_ag_grid?.getApiAsync?.("event-list") : null);

  // What a link from the list takes along: how the screen looks, not what it lists.
  cockpit.listCarry = () => {
    const kept = new URLSearchParams([...cockpit.view.params()].filter(([name]) => ["lang", "skin", "at"].includes(name)));
    return kept.size ? `?${cockpit.view.text(kept)}` : "";
  };

  // Names that files understand: the view's figures, the filters, and the slice as the filter that it is.
  cockpit.fileQuery = () => {
    const asked = cockpit.view.params();
    const kept = new URLSearchParams([...asked].filter(([name, value]) => value && [...OF_VIEW, ...FILTERS, "lang"].includes(name)));
    const [dim, key] = (asked.get("slice") ?? "").split(/:(.*)/);
    if (key && !kept.has(dim)) kept.set(dim, key);
    if (sorted) kept.set("sort", sorted);
    return kept.size ? `?${cockpit.view.text(kept)}` : "";
  };

  const showFilters = () => {
    const asked = cockpit.view.params();
    document.querySelectorAll("[data-filter]").forEach((one) => {
      if (document.activeElement !== one) one.value = asked.get(one.dataset.filter) ?? "";
      one.closest(".field").classList.toggle("on", Boolean(asked.get(one.dataset.filter)));
    });
  };

  // Figures that filter the list: the one that does so now is marked, and leads back.
  cockpit.showListWays = () => {
    const asked = cockpit.view.params();
    document.querySelectorAll("[data-to-list]").forEach((way) => {
      const [name, value] = way.dataset.toList.split(":");
      const on = asked.get(name) === value;
      way.classList.toggle("on", on);
      way.setAttribute("href", `?${name}=${on ? "" : value}`);
    });
  };

  // What the figures are narrowed to, in the words of the filter it is; a click takes it back.
  const showSlice = () => {
    const [dim, key] = (cockpit.view.params().get("slice") ?? "").split(/:(.*)/);
    const named = key && document.querySelector(`[data-filter="${dim}"] option[value="${CSS.escape(key)}"]`)?.textContent;
    for (const place of document.querySelectorAll("[data-slice-out]")) {
      place.hidden = !key;
      place.querySelector("b").textContent = named || key || "";
    }
  };

  // Files come in the order of the screen; where that leaves events out, the list says so.
  const hear = (grid) => {
    const tell = () => {
      const one = grid.getColumnState().find(({ sort }) => sort);
      sorted = one ? (one.sort === "desc" ? "-" : "") + one.colId : "";
      document.querySelectorAll("[data-sorted]").forEach((only) => (only.hidden = only.dataset.sorted !== sorted));
      cockpit.showSwitches();
    };
    if (grid === heard) return;
    heard = grid;
    grid.addEventListener("sortChanged", tell);
    tell();
  };

  // Rows that come now are as of now, unless the view stands in the past.
  const showAsOf = () => {
    const [place, clock] = [".list-as-of", ".clock[data-now] .time"].map((one) => document.querySelector(one));
    if (place && clock && !cockpit.view.get("at")) place.textContent = clock.textContent.slice(0, 5);
  };

  // Another view: from the top. News: only while the top is in sight, and not too often, so that nothing runs away.
  window.dash_clientside.cockpit.renewList = async (_view, revisions, last) => {
    const keep = window.dash_clientside.no_update;
    showFilters();
    showSlice();
    cockpit.showListWays();
    const grid = await api()?.catch?.(() => null);
    if (grid) hear(grid);
    if (!grid || !revisions) return keep;
    const asked = { view: location.search, events: revisions.events, at: Date.now() };
    if (last?.events !== asked.events || last?.view !== asked.view) showAsOf();
    const same = cockpit.same(...[last?.view, asked.view].map((view) => [...new URLSearchParams(view ?? "")].sort()));
    if (!last?.events && same) return asked;
    if (!same) {
      setTimeout(() => {
        grid.purgeInfiniteCache(); // after the server's side of this callback has been told the new view
        if (grid.getDisplayedRowCount()) grid.ensureIndexVisible(0, "top");
      }, 30);
      return asked;
    }
    if (last.events === asked.events || grid.getFirstDisplayedRowIndex() > 0 || asked.at - last.at < OFTEN) return keep;
    grid.refreshInfiniteCache();
    return asked;
  };

  // To the list, which is further down; on a panel's own page there is none, so it is the event centre's.
  window.addEventListener(
    "click",
    (event) => {
      const way = event.target.closest?.("[data-to-list]");
      if (!way || event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey) return;
      const [list, on] = [document.querySelector(".list-card"), way.classList.contains("on")];
      if (list && !on) setTimeout(() => list.scrollIntoView({ block: "start" }), 0);
      if (list) return;
      event.preventDefault();
      event.stopPropagation();
      const asked = cockpit.view.params();
      asked.set(...way.dataset.toList.split(":"));
      location.assign(`/events?${cockpit.view.text(asked)}`);
    },
    true
  );

  document.addEventListener("change", ({ target }) => {
    const name = target.dataset?.filter;
    if (name && name !== "text") cockpit.view.go({ [name]: target.value });
  });
  document.addEventListener("input", ({ target }) => {
    if (target.dataset?.filter !== "text") return;
    clearTimeout(typing);
    typing = setTimeout(() => cockpit.view.go({ text: target.value.trim() }), SETTLED);
  });
  document.addEventListener("click", (event) => {
    if (event.target.closest?.("[data-filter-clear]")) return cockpit.view.go(Object.fromEntries([...FILTERS, "slice"].map((name) => [name, ""])));
    const row = event.target.closest?.(".list-grid .ag-row");
    if (row && !event.target.closest("a") && !getSelection().toString()) row.querySelector("a")?.click();
  });
  document.addEventListener("keydown", (event) => {
    if (event.key === "Enter") event.target.closest?.(".list-grid .ag-cell")?.closest(".ag-row")?.querySelector("a")?.click();
  });
})();
