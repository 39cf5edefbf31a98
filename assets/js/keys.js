// Keyboard of the wall: arrows between areas, Enter down, Esc up, digits for layers, / search, R retry.
(() => {
  const typing = (target) => target.closest?.("input, textarea, select, [contenteditable]");

  const acts = {
    "/": () => document.querySelector("[data-testid='region-search']")?.focus(),
    Escape: () => document.querySelector(".crumb-up")?.click(),
    Enter: () => cockpit.map.enter(),
    r: () => cockpit.retry([...document.querySelectorAll("[data-panel][data-state='broken']")]),
    ArrowUp: () => cockpit.map.step(0, -1),
    ArrowDown: () => cockpit.map.step(0, 1),
    ArrowLeft: () => cockpit.map.step(-1, 0),
    ArrowRight: () => cockpit.map.step(1, 0),
  };

  const layer = (digit) => document.querySelectorAll("[data-layer]")[Number(digit) - 1]?.click();

  document.addEventListener("keydown", (event) => {
    if (!cockpit.view.live() || event.metaKey || event.ctrlKey || event.altKey || typing(event.target)) return;
    if (event.key === "Enter" && event.target.closest("a, button, summary")) return;
    const act = /^[1-9]$/.test(event.key) ? () => layer(event.key) : acts[event.key] ?? acts[event.key.toLowerCase()];
    if (!act) return;
    event.preventDefault();
    act();
  });
})();
