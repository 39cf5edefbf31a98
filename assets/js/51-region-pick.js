// Regions by name, pinyin or code, for a form: the search of the title bar, each choice a ticked box.
(() => {
  const WAIT_MS = 120;
  let asked = 0;
  const parts = (box) => {
    const pick = box.closest("[data-region-pick]");
    return { list: pick.querySelector("[role=listbox]"), chosen: pick.querySelector("[data-region-chosen]") };
  };
  const options = (list) => [...list.querySelectorAll("[role=option]")];

  const close = (box) => {
    asked += 1;
    parts(box).list.hidden = true;
    box.setAttribute("aria-expanded", "false");
    box.removeAttribute("aria-activedescendant");
  };

  const mark = (box, n) => {
    const all = options(parts(box).list);
    all.forEach((one, at) => one.setAttribute("aria-selected", String(at === n)));
    if (!all[n]) return;
    box.setAttribute("aria-activedescendant", all[n].id);
    all[n].scrollIntoView({ block: "nearest" });
  };

  const row = ({ code, name, path, level_name }, n) => {
    const one = Object.assign(document.createElement("li"), { id: `region-option-${n}` });
    one.setAttribute("role", "option");
    Object.assign(one.dataset, { code, name });
    for (const [tag, text] of [["b", name], ["span", [path, level_name].filter(Boolean).join(" · ")], ["small", code]]) {
      one.appendChild(document.createElement(tag)).textContent = text;
    }
    return one;
  };

  const show = (box, rows) => {
    const { list } = parts(box);
    const none = Object.assign(document.createElement("li"), { textContent: list.dataset.none, className: "quiet" });
    list.replaceChildren(...(rows.length ? rows.map(row) : [none]));
    list.hidden = false;
    box.setAttribute("aria-expanded", "true");
    if (rows.length) mark(box, 0);
  };

  const find = async (box) => {
    const mine = (asked += 1);
    if (!box.value.trim()) return close(box);
    await new Promise((done) => setTimeout(done, WAIT_MS));
    if (mine !== asked) return;
    const query = new URLSearchParams({ q: box.value.trim().slice(0, 40), lang: document.documentElement.lang === "en" ? "en" : "zh" });
    const rows = await fetch(`/api/v1/regions?${query}`).then((answer) => (answer.ok ? answer.json() : [])).catch(() => []);
    if (mine === asked) show(box, rows);
  };

  const ticked = (code, name) => {
    const label = Object.assign(document.createElement("label"), { title: code });
    label.append(Object.assign(document.createElement("input"), { type: "checkbox", name: "region", value: code, checked: true }));
    label.append(Object.assign(document.createElement("span"), { textContent: name }));
    return label;
  };

  const take = (box, one) => {
    if (!one) return;
    const { chosen } = parts(box);
    const { code, name } = one.dataset;
    const known = [...chosen.querySelectorAll("input")].find(({ value }) => value === code);
    if (known) known.checked = true;
    else chosen.append(ticked(code, name));
    box.value = "";
    close(box);
  };

  const pressed = (event) => {
    const box = event.target;
    const { list } = parts(box);
    if (list.hidden) return;
    const all = options(list);
    const at = all.findIndex((one) => one.getAttribute("aria-selected") === "true");
    const act = {
      ArrowDown: () => mark(box, (at + 1) % all.length),
      ArrowUp: () => mark(box, (at - 1 + all.length) % all.length),
      Enter: () => take(box, all[at]),
      Escape: () => close(box),
    }[event.key];
    if (!act || (event.key !== "Escape" && !all.length)) return;
    event.preventDefault();
    act();
  };

  const isBox = ({ target }) => target.matches?.("[data-region-pick] [role=combobox]");
  document.addEventListener("input", (event) => isBox(event) && find(event.target));
  document.addEventListener("keydown", (event) => isBox(event) && pressed(event));
  document.addEventListener("focusout", (event) => isBox(event) && close(event.target));
  document.addEventListener("mousedown", (event) => {
    const one = event.target.closest?.("[data-region-pick] [role=option]");
    if (!one) return;
    event.preventDefault();
    take(one.closest("[data-region-pick]").querySelector("[role=combobox]"), one);
  });
})();
