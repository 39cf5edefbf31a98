// Tables whose heads are buttons: a click orders the rows by that column, a second one the other way round.
(() => {
  const chosen = new Map(); // panel → {column, down}
  const figure = (row, column) => {
    const words = row.children[column]?.textContent.trim() ?? "";
    const value = Number(words.replace(/[^\d.−-]/g, "").replace("−", "-"));
    return { words, value: /\d/.test(words) ? value : NaN };
  };
  const compare = (a, b) => (Number.isNaN(a.value) || Number.isNaN(b.value) ? Number.isNaN(a.value) - Number.isNaN(b.value) || a.words.localeCompare(b.words, "zh") : a.value - b.value);

  const order = (head) => {
    const choice = chosen.get(head.closest("[data-panel]")?.dataset.panel);
    if (!choice) return;
    const { column, down } = choice;
    const place = head.parentElement;
    const rows = [...place.querySelectorAll(":scope > .row")].filter((row) => row !== head);
    const key = column === 0 ? (row) => ({ words: row.children[0].textContent, value: NaN }) : (row) => figure(row, column);
    const sorted = rows.map((row) => [key(row), row]).sort(([a], [b]) => (down ? compare(b, a) : compare(a, b)));
    sorted.forEach(([, row]) => place.append(row));
    head.querySelectorAll("[data-sort]").forEach((button) => button.setAttribute("data-order", Number(button.dataset.sort) !== column ? "none" : down ? "descending" : "ascending"));
  };

  // A redrawn table keeps the order that was chosen.
  cockpit.keepOrder = (root) => root?.querySelectorAll(".row-sorting").forEach(order);

  document.addEventListener("click", ({ target }) => {
    const button = target.closest?.("[data-sort]");
    if (!button) return;
    const head = button.closest(".row-sorting");
    const column = Number(button.dataset.sort);
    chosen.set(head.closest("[data-panel]").dataset.panel, { column, down: button.dataset.order === "ascending" });
    order(head);
  });
})();
