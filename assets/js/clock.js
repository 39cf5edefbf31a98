// The city's clock ticks from the moment the server gave with the page; the browser's own clock only counts seconds.
// In an exercise the server gives it anew, with the speed at which it runs.
(() => {
  const starts = new WeakMap();
  const put = (element, text) => {
    if (element?.firstChild && element.firstChild.nodeValue !== text) element.firstChild.nodeValue = text;
  };

  // The city's own time as milliseconds of its wall clock read as UTC; null where time stands.
  cockpit.cityNow = () => {
    const clock = document.querySelector(".clock[data-now]");
    if (!clock) return null;
    if (starts.get(clock)?.told !== clock.dataset.now) starts.set(clock, { told: clock.dataset.now, since: performance.now() });
    const { told, since } = starts.get(clock);
    return Date.parse(told) + (performance.now() - since) * Number(clock.dataset.speed ?? 1);
  };

  const tick = () => {
    const clock = document.querySelector(".clock[data-now]");
    if (!clock) return;
    const now = new Date(cockpit.cityNow());
    put(clock.querySelector(".time"), now.toISOString().slice(11, 19));
    put(clock.querySelector(".date"), now.toISOString().slice(0, 10));
    const weekday = clock.querySelector(".weekday");
    put(weekday, weekday.dataset.days.split("|")[(now.getUTCDay() + 6) % 7]);
  };

  setInterval(tick, 1000);
})();
