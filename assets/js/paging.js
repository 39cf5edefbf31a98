// Lists longer than their place turn a page every ten seconds and say which rows are shown; they rest under the pointer.
(() => {
  const EVERY = 10000;

  const page = (list) => {
    const rows = list.children;
    const fits = list.scrollHeight <= list.clientHeight + 4;
    list.classList.toggle("overflowing", !fits);
    const said = list.closest("[data-panel]")?.querySelector(".panel-sub");
    if (fits || !rows.length) return said?.removeAttribute("data-range");
    const tall = rows[0].offsetHeight + (parseFloat(getComputedStyle(list).rowGap) || 0);
    const per = Math.max(1, Math.floor(list.clientHeight / tall));
    const first = Math.round(list.scrollTop / tall);
    said?.setAttribute("data-range", `${first + 1}–${Math.min(first + per, rows.length)} / ${rows.length}`);
    return { tall, per, first, count: rows.length };
  };

  const turn = (list) => {
    const shown = page(list);
    if (!shown || list.matches(":hover, :focus-within")) return;
    const next = shown.first + shown.per;
    list.scrollTop = next >= shown.count ? 0 : next * shown.tall;
    page(list);
  };

  const all = (act) => document.querySelectorAll(".paged").forEach(act);
  setInterval(() => all(page), 1000);
  setInterval(() => all(turn), EVERY);
})();
