// 一张表: ticks and conditions become the address of a form; its rows are asked for again when the address or the ledgers move.
Object.assign(window.dashAgGridFunctions, { formRowId: ({ data }) => data.code });
window.dashAgGridComponentFunctions.FormRecord = ({ value }) =>
  value ? React.createElement("a", { href: `?row=${encodeURIComponent(value)}&field=`, className: "list-link n", tabIndex: -1 }, value) : null;

(() => {
  const keep = () => window.dash_clientside.no_update;
  const FORM = ["ledger", "fields", "where", "region", "lang"];
  const api = () => (document.getElementById("form-list") ? window.dash_ag_grid?.getApiAsync?.("form-list") : null);
  const asked = () => new URLSearchParams([...cockpit.view.params()].filter(([name]) => FORM.includes(name)));

  // Files come in the order of the screen.
  let [heard, sorted] = [null, ""];
  const hear = (grid) => {
    if (grid === heard) return;
    heard = grid;
    grid.addEventListener("sortChanged", () => {
      const one = grid.getColumnState().find(({ sort }) => sort);
      const fields = [...new Set((cockpit.view.get("fields") ?? "").split(",").filter(Boolean))];
      const code = one && (/^f\d+$/.test(one.colId) ? fields[Number(one.colId.slice(1))] : one.colId);
      sorted = code ? (one.sort === "desc" ? "-" : "") + code : "";
      showWays();
    });
  };

  const listen = () => {
    if (document.querySelector("#form-list .ag-header-cell") && (!heard || heard.isDestroyed())) api()?.then(hear, () => null);
  };
  new MutationObserver(listen).observe(document.documentElement, { childList: true, subtree: true });

  // What the page says it shows: files and a template are of exactly that.
  const showWays = () => {
    const form = asked();
    if (sorted) form.set("sort", sorted);
    if (cockpit.view.get("title")) form.set("title", cockpit.view.get("title"));
    document.querySelectorAll("[data-form-file]").forEach((one) => {
      form.set("format", one.dataset.formFile);
      one.href = `/api/v1/forms?${cockpit.view.text(form)}`;
    });
  };
  document.addEventListener("submit", ({ target }) => target.querySelectorAll("[data-form-asked]").forEach((one) => (one.value = asked().get(one.name) ?? "")), true);

  window.dash_clientside.cockpit.renewForm = async (_view, revisions, last) => {
    if (!document.querySelector(".forms-page")) return keep();
    const [before, now] = [last?.view, location.search].map((view) => new URLSearchParams(view ?? ""));
    if (FORM.some((name) => (before.get(name) ?? "") !== (now.get(name) ?? ""))) return location.reload(), keep();
    showWays();
    const grid = await api()?.catch?.(() => null);
    if (!grid || !revisions) return keep();
    const next = { view: location.search, ledgers: revisions.ledgers ?? 0 };
    if (last?.ledgers === next.ledgers) return keep();
    if (last?.ledgers === undefined) return next;
    grid.refreshInfiniteCache();
    return next;
  };

  // Conditions: a row each, whose controls follow from the kind of its field.
  const element = (name, props = {}, inside = []) => {
    const one = Object.assign(document.createElement(name), props);
    one.append(...inside);
    return one;
  };
  const told = (form) => ["fields", "ops", "opsOf", "words"].map((name) => JSON.parse(form.dataset[name]));
  const pick = (label, pairs, value) => {
    const one = element("select", { className: "control", ariaLabel: label }, pairs.map(([code, word]) => element("option", { value: code, textContent: word })));
    if (value !== undefined) one.value = value;
    return one;
  };

  const values = (form, row, given = []) => {
    const [fields, , , words] = told(form);
    const { kind, codes } = fields[row.querySelector("[data-what]").value];
    const op = row.querySelector("[data-op]").value;
    const type = { number: "number", date: "date" }[kind] ?? "text";
    const input = (value, label) => element("input", { className: "control", type, step: "any", value: value ?? "", placeholder: label, ariaLabel: label, maxLength: 200 });
    const place = row.querySelector(".form-values");
    if (op === "empty" || op === "filled") return place.replaceChildren();
    if (kind === "code") {
      const one = pick(words.field, Object.entries(codes), op === "in" ? undefined : given[0]);
      one.multiple = op === "in";
      if (op === "in") [...one.options].forEach((option) => (option.selected = given.includes(option.value)));
      return place.replaceChildren(one);
    }
    if (op === "between") return place.replaceChildren(input(given[0], words.low), input(given[1], words.high));
    const one = input(op === "in" ? given.join(" ") : given[0], fields[row.querySelector("[data-what]").value].word);
    if (op === "in") one.type = "text";
    place.replaceChildren(one);
  };

  const ops = (form, row, chosen) => {
    const [fields, all, of] = told(form);
    const { kind } = fields[row.querySelector("[data-what]").value];
    const old = row.querySelector("[data-op]");
    const one = pick(old.ariaLabel, of[kind].map((op) => [op, all[op]]), chosen ?? of[kind][0]);
    one.dataset.op = "1";
    old.replaceWith(one);
  };

  const add = (form, [field, op, ...given] = []) => {
    const [fields, , , words] = told(form);
    const place = form.querySelector(".form-conditions");
    if (place.children.length >= Number(form.dataset.most)) return;
    const what = pick(words.field, Object.entries(fields).map(([code, { word }]) => [code, word]), field);
    const how = element("select", { className: "control", ariaLabel: words.op });
    [what.dataset.what, how.dataset.op] = ["1", "1"];
    const less = element("button", { type: "button", className: "button small", textContent: "×", ariaLabel: words.less });
    less.dataset.formLess = "1";
    const row = element("div", { className: "form-condition" }, [what, how, less, element("span", { className: "form-values" })]);
    place.append(row);
    ops(form, row, op);
    values(form, row, given);
  };

  const read = (row) => {
    const [what, op] = ["[data-what]", "[data-op]"].map((name) => row.querySelector(name).value);
    const controls = [...row.querySelectorAll(".form-values .control")];
    const found = controls.flatMap((one) => (one.multiple ? [...one.selectedOptions].map(({ value }) => value) : [one.value.trim()]));
    const split = op === "in" && controls[0]?.tagName === "INPUT" ? found[0].split(/[\s,，、]+/).filter(Boolean) : found;
    return [what, op, ...split];
  };

  const ready = () => {
    const form = document.querySelector("[data-form]:not([data-ready])");
    if (!form) return;
    form.dataset.ready = "1";
    JSON.parse(form.dataset.where).forEach((one) => add(form, one));
    showWays();
  };
  new MutationObserver(ready).observe(document.documentElement, { childList: true, subtree: true });

  document.addEventListener("click", ({ target }) => {
    const form = target.closest?.("[data-form]");
    if (form && target.closest("[data-form-more]")) add(form);
    if (form && target.closest("[data-form-less]")) target.closest(".form-condition").remove();
  });
  document.addEventListener("change", ({ target }) => {
    const form = target.closest?.("[data-form]");
    const row = target.closest?.(".form-condition");
    if (row && target.dataset.what) ops(form, row);
    if (row && (target.dataset.what || target.dataset.op)) values(form, row);
    if (form && target.dataset.formField) form.querySelector("[data-form-ticked]").textContent = form.querySelectorAll("[data-form-field]:checked").length;
    if (target.dataset?.recordField) cockpit.view.go({ field: target.value });
  });
  document.addEventListener("input", ({ target }) => {
    if (!target.dataset?.formFind) return;
    const text = target.value.trim();
    document.querySelectorAll(".form-group").forEach((group) => {
      const ticks = [...group.querySelectorAll(".form-tick")];
      ticks.forEach((tick) => (tick.hidden = !(group.querySelector("b").textContent + tick.textContent).includes(text)));
      group.hidden = ticks.every((tick) => tick.hidden);
      if (text && !group.hidden) group.open = true;
    });
  });
  document.addEventListener("submit", (event) => {
    const form = event.target.closest("[data-form]");
    if (!form) return;
    event.preventDefault();
    const old = new URLSearchParams(location.search).get("fields")?.split(",") ?? [];
    const ticked = [...form.querySelectorAll("[data-form-field]:checked")].map(({ value }) => value);
    const kept = [...old.filter((code) => ticked.includes(code)), ...ticked.filter((code) => !old.includes(code))];
    const where = [...form.querySelectorAll(".form-condition")].map(read);
    const next = cockpit.view.params();
    ["row", "field", "title"].forEach((name) => next.delete(name));
    next.set("ledger", form.dataset.form);
    next.set("fields", kept.join(","));
    if (where.length) next.set("where", JSON.stringify(where));
    else next.delete("where");
    location.assign(`/forms?${cockpit.view.text(next)}`);
  });
})();
