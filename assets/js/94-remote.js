// The presenter's telephone. It follows the show as every screen does, and moves it by large buttons.
(() => {
  const card = document.querySelector("[data-remote-show]");
  if (!card) return;
  const base = `/briefing/remote/${card.dataset.remoteShow}`;
  const POINT = 90; // ms between two places of the pointer
  const part = (name) => card.querySelector(`[data-remote="${name}"]`);
  const remote = { state: null, whole: null, skew: 0 };
  const scene = (n) => remote.whole.scenes.find((one) => one.n === n);
  const say = (text) => {
    part("lost").textContent = text;
    part("lost").hidden = !text;
  };
  const gone = (error) => {
    if (error?.status === 401) location.reload(); // a new PIN
    else say(error?.status ? error.message : card.dataset.lost);
  };
  const move = (told) => cockpit.post(`${base}/moves`, told).then(() => say(""), gone);
  const acts = cockpit.showMoves(move, () => remote.state, () => remote.whole);

  const minutes = (ms) => `${String(Math.floor(ms / 60000)).padStart(2, "0")}:${String(Math.floor(ms / 1000) % 60).padStart(2, "0")}`;
  const tick = () => {
    if (!remote.state || remote.state.over || !remote.whole) return;
    const { all, scene: here } = cockpit.showClock(remote.state, remote.skew);
    part("time").textContent = `${minutes(here)} / ${minutes((scene(remote.state.scene)?.seconds ?? 0) * 1000)} · ${minutes(all)}`;
  };

  const show = () => {
    const { state, whole } = remote;
    const order = whole.scenes.map(({ n }) => n);
    const at = order.indexOf(state.scene);
    const [here, next] = [scene(state.scene), scene(order[at + 1])];
    part("at").textContent = `${at + 1} / ${order.length}`;
    part("title").replaceChildren(...cockpit.accented(here?.title ?? ""));
    part("notes").replaceChildren(...(here?.notes ?? "").split("\n").filter((line) => line.trim()).map((line) => {
      const one = document.createElement("p");
      one.append(...cockpit.noted(line, false));
      return one;
    }));
    part("next").textContent = next ? next.title.replaceAll("*", "") : card.dataset.last;
    part("jumps").replaceChildren(...whole.scenes.map(({ n, title }, place) => {
      const one = Object.assign(document.createElement("button"), { type: "button", className: n === state.scene ? "button on" : "button", textContent: `${place + 1} ${title.replaceAll("*", "")}`, onclick: () => move({ move: "go", scene: n }) });
      return one;
    }));
    card.querySelectorAll("[data-remote-act]").forEach((one) => (one.disabled = false)); // none was before
    for (const [act, on] of [["black", state.black], ["pause", state.paused_at], ["caption", state.caption], ["up", state.path]]) {
      const button = card.querySelector(`[data-remote-act="${act}"]`);
      button.setAttribute("aria-pressed", Boolean(on));
      if (act === "up") button.disabled = !on;
    }
    card.querySelector('[data-remote-act="back"]').disabled = at <= 0;
    card.querySelector('[data-remote-act="next"]').disabled = !next;
    tick();
  };

  const load = async () => {
    const answer = await fetch(`${base}/state`, { cache: "no-store" });
    const told = await answer.json().catch(() => ({}));
    if (!answer.ok) return gone(Object.assign(new Error(told.detail), { status: answer.status }));
    remote.whole = told;
    remote.skew = told.now - Date.now();
  };

  let pointedAt = 0;
  const point = (event) => {
    const box = part("pad").getBoundingClientRect();
    if (Date.now() - pointedAt < POINT) return;
    pointedAt = Date.now();
    move({ move: "point", x: Math.min(1, Math.max(0, (event.clientX - box.left) / box.width)), y: Math.min(1, Math.max(0, (event.clientY - box.top) / box.height)) });
  };
  const pad = part("pad");
  pad.addEventListener("pointerdown", (event) => (pad.setPointerCapture(event.pointerId), point(event)));
  pad.addEventListener("pointermove", (event) => event.buttons && point(event));
  for (const end of ["pointerup", "pointercancel"]) pad.addEventListener(end, () => setTimeout(() => move({ move: "point" }), POINT));

  card.addEventListener("click", ({ target }) => remote.state && remote.whole && acts[target.closest("[data-remote-act]")?.dataset.remoteAct]?.());
  cockpit.follow(base, {
    state: async (state) => {
      remote.state = state;
      if (state.over) {
        say(card.dataset.over);
        card.classList.add("over");
        return;
      }
      if (!remote.whole || remote.whole.revision !== state.briefing) await load();
      if (remote.whole) show();
    },
    link: (link) => {
      clearTimeout(remote.losing);
      if (link === "up") say("");
      else remote.losing = setTimeout(() => (say(card.dataset.lost), load()), 2000);
    },
  });
  setInterval(tick, 500);
})();
