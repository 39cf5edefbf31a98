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
    const whole = list.dataset.counted ? "" : ` / ${rows.length}`; // some lists name their length themselves
    said?.setAttribute("data-range", `${first + 1}–${first + seen.length}${whole}`);
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

  // On a small screen the columns themselves are paged, a panel at a time; each panel says which of them it is.
  const columns = () => [...document.querySelectorAll(".slot-left, .slot-right")];
  const paged = (slot) => slot.scrollHeight > slot.clientHeight + 4 && getComputedStyle(slot).overflowY === "auto";
  const nearest = (slot) => {
    const away = [...slot.children].map((panel) => Math.abs(panel.offsetTop - slot.scrollTop));
    return away.indexOf(Math.min(...away));
  };
  const place = (slot) => {
    const many = paged(slot);
    [...slot.children].forEach((panel, n) => {
      const head = panel.querySelector(".panel-head");
      if (many) head?.setAttribute("data-place", `${n + 1}/${slot.children.length}`);
      else head?.removeAttribute("data-place");
    });
  };
  const turnColumn = (slot) => {
    place(slot);
    if (!paged(slot) || slot.matches(":hover, :focus-within")) return;
    slot.scrollTop = slot.children[(nearest(slot) + 1) % slot.children.length].offsetTop;
  };
  // A list in a panel that is out of sight waits for it.
  const inSight = (list) => {
    const slot = list.closest(".slot-left, .slot-right");
    return !slot || !paged(slot) || slot.children[nearest(slot)].contains(list);
  };

  const all = (act) => document.querySelectorAll(".paged").forEach(act);
  cockpit.showRanges = () =>
    requestAnimationFrame(() => {
      all(page);
      columns().forEach(place);
    });
  window.addEventListener("resize", cockpit.showRanges);
  setInterval(() => {
    all((list) => inSight(list) && turn(list));
    columns().forEach(turnColumn);
  }, EVERY);
})();
