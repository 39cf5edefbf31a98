// A screen on a wall: it asks what it is to show when it is told that something has moved, and shows it by the server's clock.
(() => {
  const EVERY = 10000; // ms between two words about itself
  const SOON = 1000;
  const AHEAD = 12000; // ms before its turn that a page is laid out
  const STEP = 200;
  const SLOW = 8000; // ms a page may be awaited before that is said
  const TOPICS = ["screens", "warnings", "events", "footing", "minute"];
  const EXPOSED = [...TOPICS, "readings", "features", "regions", "responders", "dispatch"]; // what an alarm's card tells of
  const AWAY = ["down", "away"];
  const KEYS = { PageDown: "next", PageUp: "back", " ": "pause" };
  const box = () => document.querySelector("[data-kiosk]");

  let state = null;
  let reloads = null;
  let told = ""; // of the topics that it follows
  let exposed = "";
  let more; // alarms besides the gravest
  let wantedAt = 0; // since when a page is awaited
  let toldAt = 0;
  let missed = false; // a question that was not answered
  let clock = { offset: 0, trip: Infinity, at: 0 };
  const began = Date.now();
  const words = (name, n) => JSON.parse(box().dataset.kiosk)[name].replace("{n}", n);
  const now = () => Date.now() + clock.offset;

  // The server's time in the middle of a question and its answer; a quick one is worth more than a slow one.
  const heardTime = (server, from, to) => {
    const trip = to - from;
    if (trip > clock.trip * 1.2 && to - clock.at < 120000) return;
    clock = { offset: server - (from + to) / 2, trip, at: to };
  };

  const take = (answer) => {
    if (answer.over) return over();
    reloads ??= answer.screen.reloads;
    if (answer.screen.reloads !== reloads) return location.reload();
    state = answer;
    if (state.takeover?.more !== more) cockpit.taken.renew((more = state.takeover?.more));
    cockpit.heights = state.screen.distance; // of this screen's readers: bar and alarm grow as its pages do
    cockpit.sizeType();
    cockpit.frames.fit(state.screen.profile);
    cockpit.frames.away(state.screen.distance);
    document.querySelector("[data-kiosk-group]").textContent = state.group === state.screen.name ? "" : state.group;
    step();
  };

  const over = () => {
    cockpit.frames.clear();
    location.reload(); // its page says why
  };

  const ask = async (path, body) => {
    const options = body ? { method: "POST", body: JSON.stringify(body), headers: { "Content-Type": "application/json" } } : {};
    const from = Date.now();
    const answer = await fetch(`/kiosk/${path}${location.search}`, { cache: "no-store", signal: AbortSignal.timeout(8000), ...options }).catch(() => null);
    const to = Date.now();
    const found = answer?.ok ? await answer.json().catch(() => null) : null;
    if (!found) return void (missed = true);
    if (missed) cockpit.frames.again();
    missed = false;
    if (found.now) heardTime(found.now, from, to);
    take(found);
  };

  const health = () => {
    const { innerWidth: width, innerHeight: height, devicePixelRatio: ratio } = window;
    const link = document.documentElement.dataset.link ?? "";
    const what = box().dataset.state ?? "";
    const up = Math.round((Date.now() - began) / 1000);
    return { width, height, ratio, page: cockpit.frames.path(), state: what, sound: cockpit.taken.heard(), link, errors: cockpit.frames.errors(), up };
  };

  const wanted = (shown) => {
    if (state.pinned) return { path: state.pinned, skin: state.skin };
    const page = state.turn.pages.find(({ id }) => id === shown);
    return page ? { path: page.path, skin: page.skin || state.skin } : null;
  };

  const briefed = () => state.pinned.startsWith("/briefing/");

  const step = () => {
    if (!state) return;
    const here = now();
    const shown = cockpit.turn(state.turn, here);
    const page = wanted(shown.page);
    const briefing = cockpit.frames.path().startsWith("/briefing/");
    const taken = cockpit.taken.follow(state.takeover, here, state.screen.sound, briefing);
    const early = here < state.turn.turned + state.turn.lead && cockpit.frames.path();
    const seen = page && !early ? cockpit.frames.show(page.path, page.skin) : page?.path === cockpit.frames.path();
    if (early && page) cockpit.frames.prepare(page.path, page.skin);
    wantedAt = seen ? 0 : wantedAt || Date.now();
    const next = !state.pinned && seen && !state.turn.paused && shown.left < AHEAD ? wanted(shown.next) : null;
    if (next) cockpit.frames.prepare(next.path, next.skin);
    say(shown, page, taken);
  };

  // What stands in the bar; the same words for what the desk reads.
  const say = (shown, page, taken) => {
    const left = Math.ceil(shown.left / 1000);
    const slow = wantedAt && Date.now() - wantedAt > SLOW;
    const down = AWAY.includes(document.documentElement.dataset.link);
    const held = !state.pinned && state.turn.since > now() + state.turn.lead;
    const how = down ? "down" : !page ? "empty" : slow ? "waiting" : taken || held ? "held" : state.pinned ? (briefed() ? "briefing" : "pinned") : state.turn.paused ? "paused" : "left";
    const what = taken ? "taken" : how;
    if (box().dataset.state !== what) toldAt = Math.min(toldAt, Date.now() - EVERY + SOON); // the desk wants to know
    box().dataset.state = what;
    const title = state.pinned ? "" : state.turn.pages.find(({ id }) => id === shown.page)?.title ?? "";
    fill("[data-kiosk-said]", [title, words(how, left)].filter(Boolean).join(" · "));
    dashes(shown);
  };

  const fill = (place, text) => {
    const one = document.querySelector(place);
    if (one.textContent !== text) one.textContent = text;
  };

  const dashes = ({ page, turns, left }) => {
    const lasts = state.turn.pages.find(({ id }) => id === turns)?.seconds ?? 1;
    const place = document.querySelector("[data-kiosk-dashes]");
    const ids = state.pinned ? [] : state.turn.pages.filter(({ id }) => state.turn.among.includes(id) || id === page);
    if (place.children.length !== ids.length) place.replaceChildren(...ids.map(() => document.createElement("i")));
    ids.forEach(({ id }, n) => {
      const part = id === page ? 1 - left / (lasts * 1000) : 0;
      const [one, text] = [place.children[n], part.toFixed(2)];
      one.classList.toggle("on", id === page);
      if (one.dataset.part !== text) one.style.setProperty("--part", (one.dataset.part = text));
    });
  };

  const key = (event) => {
    const move = KEYS[event.key];
    if (!move || !state?.screen.keys || state.pinned || event.target.closest?.("input, textarea, select, button, a")) return;
    event.preventDefault();
    ask("turn", { move: move === "pause" && state.turn.paused ? "resume" : move });
  };

  const heard = ({ detail: { event, data, link } }) => {
    if (link === "out") return void ask("state"); // shut out: why, the answer says
    const [sign, card] = event === "revisions" ? [TOPICS, EXPOSED].map((all) => all.map((topic) => data[topic]).join("|")) : [told, exposed];
    if (card !== exposed) cockpit.taken.renew((exposed = card));
    if (sign === told && event !== "alarm") return;
    told = sign;
    if (!AWAY.includes(link)) ask("state");
  };

  // The next look is at the next step, or at the very moment at which the turn passes on.
  const round = () => {
    step();
    if (Date.now() - toldAt > EVERY) {
      toldAt = Date.now();
      ask("seen", health());
    }
    const left = state && !state.turn.paused ? cockpit.turn(state.turn, now()).left : STEP;
    setTimeout(round, Math.max(10, Math.min(STEP, left)));
  };

  const begin = () => {
    if (!box()) return;
    cockpit.frames.key = key;
    cockpit.linked = () => ask("state"); // the server is back
    document.addEventListener("cockpit:heard", heard);
    document.addEventListener("keydown", key);
    window.addEventListener("resize", () => state && cockpit.frames.fit(state.screen.profile));
    round();
  };
  begin();
})();
