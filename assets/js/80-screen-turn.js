// The turn of a group of screens, as data/screens/turn.py has it: which page is shown at a moment of the server, and how long yet.
(() => {
  const SECOND = 1000;

  // The next among those that take turns, in the order of the rotation; step -1: the one before.
  const after = ({ pages, among }, page, step = 1) => {
    const order = pages.map(({ id }) => id).filter((id) => among.includes(id) || id === page);
    if (!order.includes(page)) return order[0] ?? null;
    const there = order[(order.indexOf(page) + step + order.length) % order.length];
    return among.includes(there) ? there : null;
  };

  // A screen that stands so many pages before its group shows another page for the same seconds.
  const ahead = (turn, page) => {
    const pages = turn.among.length ? (turn.ahead ?? 0) % turn.among.length : 0;
    return Array.from({ length: pages }).reduce((at) => after(turn, at), page);
  };

  // `turns` is the page of the group, whose seconds count; `page` that of this screen.
  cockpit.turn = (turn, now) => {
    const { page, left, next } = group(turn, now);
    return { turns: page, page: ahead(turn, page), left, next: ahead(turn, next) };
  };

  const group = (turn, now) => {
    const lasts = new Map(turn.pages.map(({ id, seconds }) => [id, seconds * SECOND]));
    let page = lasts.has(turn.page) ? turn.page : after(turn, null);
    if (page === null) return { page: null, left: 0, next: null };
    let gone = turn.spent + (turn.paused ? 0 : Math.max(0, now - turn.since));
    if (gone >= lasts.get(page)) {
      gone -= lasts.get(page);
      page = after(turn, page);
      gone %= turn.among.reduce((sum, id) => sum + (lasts.get(id) ?? 0), 0) || 1;
    }
    while (page !== null && gone >= lasts.get(page)) {
      gone -= lasts.get(page);
      page = after(turn, page);
    }
    return { page, left: page === null ? 0 : lasts.get(page) - gone, next: page === null ? null : after(turn, page) };
  };
})();
