// The desk of screens: seconds count down between two looks, and how screens do is asked for now and then, since a sign of life moves no revision.
(() => {
  const EVERY = 10; // seconds
  const here = () => document.querySelector('[data-listing="screens"]');
  let n = 0;
  let again = 0;

  const ask = () => {
    again += 1;
    cockpit.setProps("listing-asked", { data: { page: "screens", search: location.search, stamp: `look|${again}`, ...cockpit.acting() } });
  };

  // A page whose time is over has given way to another.
  const count = () => {
    let over = false;
    here().querySelectorAll("[data-turn-left]").forEach((one) => {
      if (one.closest("[data-still]")) return;
      const left = Number(one.dataset.turnLeft) - 1000;
      one.dataset.turnLeft = left;
      if (left > 0) one.textContent = Math.ceil(left / 1000);
      else over = true;
    });
    return over;
  };

  setInterval(() => {
    if (!here() || document.hidden) return;
    n += 1;
    if (count() || n % EVERY === 0) ask();
  }, 1000);
})();
