// Grids and cells picked on the map of a village: clicks fill the form that is open, and the map shows what the form holds.
(() => {
  const map = () => document.querySelector("[data-grid-map]");
  const form = () => document.querySelector('details.act[data-act^="grid-"][open] form');
  const act = (one) => one.elements.act.value;
  const tick = (one, grid) => one.elements[`part_${grid}`];

  // "1-3,5" ⇄ the numbers it means.
  const numbers = (text) => {
    const parts = text.replaceAll("，", ",").split(",").map((part) => part.trim().match(/^(\d+)(?:-(\d+))?$/)).filter(Boolean);
    return new Set(parts.flatMap(([, first, last = first]) => Array.from({ length: Math.min(Math.max(last - first + 1, 0), 999) }, (_, n) => Number(first) + n)));
  };
  const written = (found) => {
    const spans = [];
    for (const n of [...found].sort((a, b) => a - b)) {
      const last = spans.at(-1);
      if (last && last[1] === n - 1) last[1] = n;
      else spans.push([n, n]);
    }
    return spans.map(([first, last]) => (first === last ? first : `${first}-${last}`)).join(",");
  };

  const paint = () => {
    const one = form();
    const cells = one?.elements.cells ? numbers(one.elements.cells.value) : null;
    map()?.querySelectorAll("[data-in-grid]").forEach((path) => {
      const { inGrid, cellN } = path.dataset;
      const picked = one && (cells ? one.elements.one.value === inGrid && cells.has(Number(cellN)) : tick(one, inGrid)?.checked);
      path.classList.toggle("picked", Boolean(picked));
      path.classList.toggle("other", Boolean(one?.elements.other && one.elements.other.value === inGrid));
    });
  };

  const pick = (grid, n) => {
    const one = form();
    if (!one) return;
    const box = tick(one, grid);
    if (box) box.checked = !box.checked;
    if (one.elements.cells) {
      const { one: from, cells, other } = one.elements;
      const found = numbers(cells.value);
      if (act(one) === "enclave" && from.value && from.value !== grid && found.size) other.value = other.value === grid ? "" : grid;
      else {
        if (from.value !== grid) found.clear();
        from.value = grid;
        if (!found.delete(n)) found.add(n);
        cells.value = written(found);
      }
    }
    paint();
  };

  document.addEventListener("click", ({ target }) => {
    const path = target.closest?.("[data-in-grid]");
    if (path) pick(path.dataset.inGrid, Number(path.dataset.cellN));
  });
  for (const kind of ["change", "input", "toggle", "reset"]) document.addEventListener(kind, ({ target }) => target.closest?.(".listing-change, .listing-second") && setTimeout(paint, 0), true);
})();
