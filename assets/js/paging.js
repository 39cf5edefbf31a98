// Lists longer than their place turn a page every ten seconds and say which rows are shown; they rest under the pointer.
(() => {
  const EVERY = 10000;

  const look = (list) => {
    const rows = list.children;
    const fits = list.scrollWidth <= list.clientWidth + 4;
    const said = list.closest("[data-panel]")?.querySelector(".panel-meta");
    if (fits || !rows.length) return { said };
    const wide = list.clientWidth + (parseFloat(getComputedStyle(list).columnGap) || 0);
    const seen = [...rows].filter(({ offsetLeft }) => Math.floor((offsetLeft - rows[0].offsetLeft + 1) / wide) === Math.round(list.scrollLeft / wide));
    const first = [...rows].indexOf(seen[0]);
    const whole = list.dataset.counted ? "" : ` / ${rows.length}`; // some lists name their length themselves
    const range = `${first + 1}–${first + seen.length}${whole}`;
    return { said, range, wide, last: first + seen.length >= rows.length };
  };
  const tell = ({ said, range }) => {
    if (said && !range) said.removeAttribute("data-range");
    else if (said && said.dataset.range !== range) said.dataset.range = range;
  };
  const page = (list) => {
    const shown = look(list);
    tell(shown);
    return shown.range && shown;
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

  // Where a column does not show all its panels it is paged itself; each panel says which of them it is.
  const columns = () => [...document.querySelectorAll(".slot-left, .slot-right")];
  const paged = (slot) => slot.scrollHeight > slot.clientHeight + 4 && getComputedStyle(slot).overflowY === "auto";
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
    const end = slot.scrollTop + slot.clientHeight > slot.scrollHeight - 4;
    slot.scrollTop = end ? 0 : slot.scrollTop + slot.clientHeight;
  };
  // A list in a panel that is out of sight waits for it.
  const inSight = (list) => {
    const slot = list.closest(".slot-left, .slot-right");
    if (!slot || !paged(slot)) return true;
    const above = list.closest(".panel").offsetTop - slot.scrollTop;
    return above > -4 && above < slot.clientHeight - 4;
  };

  const all = (act) => document.querySelectorAll(".paged").forEach(act);
  let asked = 0;
  cockpit.showRanges = () => {
    asked ||= requestAnimationFrame(() => {
      asked = 0;
      // All are looked at before any is told: a browser lays the page out anew at the first look after a change.
      [...document.querySelectorAll(".paged")].map(look).forEach(tell);
      columns().forEach(place);
    });
  };
  window.addEventListener("resize", cockpit.showRanges);
  setInterval(() => {
    all((list) => inSight(list) && turn(list));
    columns().forEach(turnColumn);
  }, EVERY);
})();
