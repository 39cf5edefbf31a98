// The registers: the list of one layer, its filters and files, the things on the map beside it, and the page of one.
Object.assign(window.dashAgGridFunctions, {
  thingRowId: ({ data }) => `${data.layer}/${data.code}`,
  thingCellClass: ({ data }) => (data?.level ? `thing-grade thing-grade-${data.level}` : ""),
});

window.dashAgGridComponentFunctions.ThingName = ({ data }) =>
  data
    ? React.createElement("span", { className: "thing-name" }, [
        React.createElement("a", { key: "name", href: cockpit.thingWay(data.layer, data.code), className: "list-link", tabIndex: -1 }, data.name),
        React.createElement("small", { key: "code", className: "n" }, data.code),
      ])
    : null;
window.dashAgGridComponentFunctions.ThingFacts = ({ value }) => React.createElement("span", { className: "thing-facts" }, value);
window.dashAgGridComponentFunctions.ThingPlace = ({ value }) =>
  value ? React.createElement("span", { className: "thing-name" }, value.split(" · ").map((name, n) => React.createElement(n ? "small" : "span", { key: name }, name))) : null;

(() => {
  const SETTLED = 400; // ms without a key after which a text is taken
  const FILTERS = ["kind", "grade", "berth", "text"];
  const OFTEN = 12000; // ms between two renewals by news alone
  const keep = () => window.dash_clientside.no_update;
  let typing;

  cockpit.thingWay = (layer, code) => `/things/${layer}/${encodeURIComponent(code)}${cockpit.listCarry()}`;
  const told = () => JSON.parse(document.querySelector(".things-map")?.dataset.spot ?? "{}");
  const api = () => (document.getElementById("things-list") ? window.dash_ag_grid?.getApiAsync?.("things-list") : null);

  const showFilters = () => {
    const asked = cockpit.view.params();
    document.querySelectorAll("[data-thing-filter]").forEach((one) => {
      if (document.activeElement !== one) one.value = asked.get(one.dataset.thingFilter) ?? "";
    });
    const { register = "", region = "" } = told();
    const file = new URLSearchParams({ layer: register, region });
    FILTERS.forEach((name) => asked.get(name) && file.set(name, asked.get(name)));
    if (asked.get("lang")) file.set("lang", asked.get("lang"));
    document.querySelectorAll("[data-things-file]").forEach((one) => {
      file.set("format", one.dataset.thingsFile);
      one.href = `/api/v1/things?${cockpit.view.text(file)}`;
    });
  };

  // Another register or region is another page; other filters are other rows; news only while the top is in sight.
  window.dash_clientside.cockpit.renewThings = async (_view, revisions, last) => {
    if (!document.querySelector(".things-page")) return keep();
    const [before, now] = [last?.view, location.search].map((view) => new URLSearchParams(view ?? ""));
    if (["register", "region"].some((name) => (before.get(name) ?? "") !== (now.get(name) ?? ""))) return location.reload(), keep();
    showFilters();
    const grid = await api()?.catch?.(() => null);
    if (!grid || !revisions) return keep();
    const asked = { view: location.search, features: revisions.features, at: Date.now() };
    const same = cockpit.same([...before].sort(), [...now].sort());
    if (!last?.features && same) return asked;
    if (!same) {
      setTimeout(() => {
        grid.purgeInfiniteCache(); // after the server's side of this callback has been told the new view
        if (grid.getDisplayedRowCount()) grid.ensureIndexVisible(0, "top");
      }, 30);
      return asked;
    }
    if (last.features === asked.features || grid.getFirstDisplayedRowIndex() > 0 || asked.at - last.at < OFTEN) return keep();
    grid.refreshInfiniteCache();
    drawMarks();
    return asked;
  };

  document.addEventListener("change", ({ target }) => {
    const name = target.dataset?.thingFilter;
    if (name && name !== "text") cockpit.view.go({ [name]: target.value });
  });
  document.addEventListener("input", ({ target }) => {
    if (target.dataset?.thingFilter !== "text") return;
    clearTimeout(typing);
    typing = setTimeout(() => cockpit.view.go({ text: target.value.trim() }), SETTLED);
  });

  // Things on the small map: one symbol each, counted symbols where they stand close.
  let [held, waiting, drawn] = [null, 0, 0];
  const drawMarks = async () => {
    const [{ register, region }, map] = [told(), cockpit.spot.map];
    if (!register || !map || map !== held) return;
    const turn = ++drawn;
    const bounds = map.getBounds().pad(0.05);
    const bbox = [bounds.getWest(), bounds.getSouth(), bounds.getEast(), bounds.getNorth()].map((side) => side.toFixed(5)).join(",");
    const asked = new URLSearchParams({ layer: register, region, bbox, zoom: Math.round(map.getZoom()) });
    const found = await cockpit.json(`/api/v1/things/points.json?${cockpit.view.text(asked)}`).catch(() => null);
    if (!found || turn !== drawn || map !== cockpit.spot.map) return;
    cockpit.spot.layers.things?.remove();
    cockpit.spot.layers.things = L.geoJSON(found, { pointToLayer: marker }).addTo(map);
  };

  const marker = ({ properties: { layer, n, name, code, grade } }, latlng) => {
    const text = cockpit.map.text;
    const symbol = grade && n === 1 ? `<i class="lv lv-${grade} pin"></i>` : `<i class="sym sym-${layer}"></i>`;
    const html = n > 1 ? `<span class="bunch">${symbol}<b class="n">${n}</b></span>` : symbol;
    const icon = L.divIcon({ className: `map-point map-point-${layer}`, html, iconSize: null });
    const one = L.marker(latlng, { icon, keyboard: false, pane: "cockpit-points" });
    if (n > 1) return one.on("click", () => cockpit.spot.map.setView(latlng, cockpit.spot.map.getZoom() + 1.5, { animate: false }));
    return one
      .on("click", () => location.assign(cockpit.thingWay(layer, code)))
      .bindTooltip(`<header><b>${text(name)}</b></header><p>${text(code)}</p>`, { direction: "top", offset: [0, -10], opacity: 1, className: "map-card" });
  };

  const follow = () => {
    const map = cockpit.spot.map;
    if (!map || map === held || !document.querySelector(".things-map")) return;
    held = map;
    map.on("moveend", () => {
      clearTimeout(waiting);
      waiting = setTimeout(drawMarks, 60);
    });
    drawMarks();
  };
  new MutationObserver(follow).observe(document.documentElement, { childList: true, subtree: true });
})();
