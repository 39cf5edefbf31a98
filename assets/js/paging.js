// Lists longer than their place turn a page every ten seconds and say which rows are shown; they rest under the pointer.
(() => {
  const EVERY = 10000;

  const page = (list) => {
    const rows = list.children;
    const fits = list.scrollWidth <= list.clientWidth + 4;
    const said = list.closest("[data-panel]")?.querySelector(".panel-meta");
    if (fits || !rows.length) return said?.removeAttribute("data-range");
    const wide = list.clientWidth + (parseFloat(getComputedStyle(list).columnGap) || 0);
    const seen = [...rows].filter(({ offsetLeft }) => Math.floor((offsetLeft - rows[0].offsetLeft + 1) / wide) === Math.round(list.scrollLeft / wide));
    const first = [...rows].indexOf(seen[0]);
    said?.setAttribute("data-range", `${first + 1}–${first + seen.length} / ${rows.length}`);
    return { wide, last: first + seen.length >= rows.length };
  };

  const turn = (list) => {
    const shown = page(list);
    if (!shown || list.matches(":hover, :focus-within")) return;
    list.scrollLeft = shown.last ? 0 : list.scrollLeft + shown.wide;
    page(list);
  };

  document.addEventListener(
    "wheel",
    (event) => {
      const list = event.target.closest?.(".paged");
      const shown = list && page(list);
      if (shown) list.scrollLeft += Math.sign(event.deltaY) * shown.wide;
    },
    { passive: true }
  );

  // On a small screen the columns themselves are paged, a panel at a time.
  const turnColumn = (slot) => {
    if (slot.scrollHeight <= slot.clientHeight + 4 || slot.matches(":hover, :focus-within")) return;
    const next = slot.scrollTop + slot.clientHeight;
    slot.scrollTop = next >= slot.scrollHeight - 4 ? 0 : next;
  };
  setInterval(() => document.querySelectorAll(".slot-left, .slot-right").forEach(turnColumn), 1.5 * EVERY);

  const all = (act) => document.querySelectorAll(".paged").forEach(act);
  cockpit.showRanges = () => requestAnimationFrame(() => all(page));
  window.addEventListener("resize", cockpit.showRanges);
  setInterval(() => all(turn), EVERY);
})();
