// Keys of a show, and autoplay. Whoever may move the show has them: the presenter's window, and the audience's under his session.
(() => {
  const neighbour = (state, whole, step) => {
    const order = whole.scenes.map((one) => one.n);
    return order[order.indexOf(state.scene) + step];
  };

  cockpit.showMoves = (move, state, whole) => ({
    next: () => neighbour(state(), whole(), 1) !== undefined && move({ move: "go", scene: neighbour(state(), whole(), 1) }),
    back: () => neighbour(state(), whole(), -1) !== undefined && move({ move: "go", scene: neighbour(state(), whole(), -1) }),
    black: () => move({ move: "black", on: !state().black }),
    caption: () => move({ move: "caption", on: !state().caption }),
    pause: () => move({ move: "pause", on: !state().paused_at }),
    up: () => move({ move: "drill", path: "" }),
    end: () => move({ move: "end" }),
  });

  const KEYS = {
    ArrowRight: "next", PageDown: "next", " ": "next", ArrowLeft: "back", PageUp: "back",
    b: "black", c: "caption", p: "pause", Backspace: "up",
  };
  const typing = (target) => target.closest?.("input, textarea, select, dialog[open], [contenteditable]");

  cockpit.showKeys = (move, state, whole, { more = {}, skew = () => 0 } = {}) => {
    const acts = { ...cockpit.showMoves(move, state, whole), ...more };
    cockpit.showKey = (event) => {
      if (!state() || state().over || event.metaKey || event.ctrlKey || event.altKey || typing(event.target)) return;
      const name = KEYS[event.key] ?? KEYS[event.key.toLowerCase()] ?? event.key;
      if (event.key === " " && event.target.closest?.("button, a, summary")) return;
      if (!acts[name]) return;
      event.preventDefault();
      event.stopImmediatePropagation();
      acts[name]();
    };
    window.addEventListener("keydown", cockpit.showKey, true);
    setInterval(() => autoplay(move, state(), whole(), skew()), 250);
    return acts;
  };

  // How long the show, and its scene, have been going on (ms).
  cockpit.showClock = (state, skew) => {
    const all = (state.paused_at || Date.now() + skew) - state.began - state.rest;
    return { all: Math.max(0, all), scene: Math.max(0, all - state.since) };
  };

  let asked = "";
  const autoplay = (move, state, whole, skew) => {
    if (!state?.auto || state.paused_at || state.over || !whole || state.path || state.black) return;
    const seconds = state.auto > 0 ? state.auto : whole.scenes.find((one) => one.n === state.scene)?.seconds;
    const sign = `${state.scene}|${state.since}`;
    if (!seconds || asked === sign || cockpit.showClock(state, skew).scene < seconds * 1000) return;
    asked = sign;
    move({ move: "advance", scene: state.scene });
  };

  // A key that is pressed within a frame belongs to whoever holds it.
  const holder = (one) => (one.cockpit?.showKey ? one : one === one.parent ? null : holder(one.parent));
  if (window.frameElement) window.addEventListener("keydown", (event) => holder(parent)?.cockpit.showKey(event), true);
})();
