// Tables that a page shows whole: a head orders the rows, a word narrows them, and what is left, in its order, becomes a file.
(() => {
  const asked = new Map(); // table's name → {column, down, find}
  const state = (name) => asked.get(name) ?? asked.set(name, { column: -1, down: false, find: "" }).get(name);
  const barOf = (name) => document.querySelector(`[data-table-bar="${name}"]`);
  const tableOf = (name) => document.querySelector(`table[data-table="${name}"]`);
  const ACTS = "form, details, button, script";

  // What a cell says, without what can be done there.
  const told = (cell) => {
    const walk = document.createTreeWalker(cell, NodeFilter.SHOW_TEXT);
    const words = [];
    while (walk.nextNode()) if (!walk.currentNode.parentElement.closest(ACTS) && walk.currentNode.data.trim()) words.push(walk.currentNode.data.trim());
    return words.join(" ");
  };
  // What orders a cell: moments and lengths of time are written for readers.
  const meant = (cell) => cell.dataset.order ?? told(cell);
  const figure = (words) => {
    const plain = words.replace(/[,\s]/g, "").replace("−", "-");
    return /^-?\d+(\.\d+)?%?$/.test(plain) ? parseFloat(plain) : NaN;
  };
  const none = (words) => words === "" || words === "—";
  const compare = (a, b) => {
    const [x, y] = [figure(a), figure(b)];
    return Number.isNaN(x) || Number.isNaN(y) ? a.localeCompare(b, "zh", { numeric: true }) : x - y;
  };

  // Rows in the order chosen, those without the word hidden; what is not known stands last either way.
  const lay = (table) => {
    const { column, down, find } = state(table.dataset.table);
    const body = table.tBodies[0];
    const rows = [...body.rows];
    if (column >= 0) {
      const keyed = rows.map((row, n) => [meant(row.cells[column]), n, row]);
      keyed.sort(([a, m], [b, n]) => none(a) - none(b) || (down ? -1 : 1) * compare(a, b) || m - n);
      if (keyed.some(([, n], at) => n !== at)) body.append(...keyed.map(([, , row]) => row));
    }
    const wanted = find.trim().toLowerCase();
    rows.forEach((row) => (row.hidden = Boolean(wanted) && !told(row).toLowerCase().includes(wanted)));
    table.querySelectorAll("[data-table-column]").forEach((head) => {
      const on = Number(head.dataset.tableColumn) === column;
      head.closest("th").setAttribute("aria-sort", on ? (down ? "descending" : "ascending") : "none");
    });
    const count = barOf(table.dataset.table)?.querySelector("[data-table-count]");
    if (count) count.textContent = wanted ? count.dataset.words.replace("{n}", rows.filter((row) => !row.hidden).length).replace("{all}", rows.length) : "";
  };

  // A redrawn table keeps what was chosen.
  cockpit.keepTables = (place) =>
    place.querySelectorAll("table[data-table]").forEach((table) => {
      const known = asked.get(table.dataset.table);
      if (!known) return;
      const find = barOf(table.dataset.table)?.querySelector("[name=find]");
      if (find && find.value !== known.find) find.value = known.find;
      lay(table);
    });

  const take = async (bar, format) => {
    const table = tableOf(bar.dataset.tableBar);
    const say = bar.querySelector(".act-say");
    const columns = [...table.querySelectorAll("[data-table-column]")].sort((a, b) => a.dataset.tableColumn - b.dataset.tableColumn);
    const cells = (row) => columns.map(({ dataset }) => {
      const words = told(row.cells[dataset.tableColumn]);
      const plain = row.cells[dataset.tableColumn].classList.contains("num") && !words.includes("%") ? figure(words) : NaN;
      return Number.isNaN(plain) ? words : plain;
    });
    const rows = [...table.tBodies[0].rows].filter((row) => !row.hidden).map(cells);
    const body = { title: bar.dataset.title, heads: columns.map(({ dataset }) => dataset.head), rows, format, lang: cockpit.view.get("lang") || "zh" };
    say.textContent = "";
    const response = await fetch("/tables/data", { method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify(body) }).catch(() => null);
    if (!response?.ok) return (say.textContent = say.dataset.failed);
    const name = /filename="([^"]+)"/.exec(response.headers.get("Content-Disposition") ?? "")?.[1] ?? `table.${format}`;
    const href = URL.createObjectURL(await response.blob());
    Object.assign(document.createElement("a"), { href, download: name }).click();
    setTimeout(() => URL.revokeObjectURL(href), 60000);
  };

  document.addEventListener("click", ({ target }) => {
    const head = target.closest?.("[data-table-column]");
    const file = target.closest?.("[data-table-file]");
    if (file) take(file.closest("[data-table-bar]"), file.dataset.tableFile);
    if (!head) return;
    const table = head.closest("table[data-table]");
    const known = state(table.dataset.table);
    const column = Number(head.dataset.tableColumn);
    Object.assign(known, { column, down: known.column === column && !known.down });
    lay(table);
  });
  document.addEventListener("input", ({ target }) => {
    const bar = target.closest?.("[data-table-bar]");
    if (!bar) return;
    state(bar.dataset.tableBar).find = target.value;
    lay(tableOf(bar.dataset.tableBar));
  });
  document.addEventListener("submit", (event) => event.target.closest("[data-table-bar]") && event.preventDefault());
})();
