// The push: one stream of what moves for all tabs of a browser. It feeds the revisions, which everything else follows.
// The tab that holds the lock keeps the stream and passes on what it hears; without it, it asks now and then, and says so.
(() => {
  const NAME = "yitu-live";
  const SILENCE = 12000; // ms: the server gives a sign of life every five seconds
  const PATIENCE = 3000; // ms without a stream before that is said, and asking begins
  const FIRST_RETRY = 300;
  const LONGEST_RETRY = 5000;
  const GAP = 5000; // ms between two steps that tell of a sleep
  const PACE = 1000; // ms between two news: in fast motion a screen is still read
  const PULSE = 3000; // ms after which what waits in the page for its turn is looked at again
  const SHOWN = 30000; // ms an alarm stays
  const MOST_SHOWN = 3;
  const MORE_SHOWN = 600000; // ms that it is said how many more there were
  const SEEN = 200;
  const tabs = new BroadcastChannel(NAME);
  const lang = () => cockpit.view.get("lang") || "zh";

  // What is heard, in every tab.
  let last = ""; // id: up to which alarm we have been told
  let waiting = null;
  let shown = null;
  let first = null; // what was heard first
  let fedAt = 0; // when the page was last given news
  let pouredAt = 0; // and when it last looked at what it has
  const seen = new Set();

  const hear = ({ event, data, id, link }) => {
    if (id) last = id;
    if (link !== "down") cockpit.heard = Date.now();
    document.documentElement.dataset.link = link;
    if (event === "revisions") [waiting, first] = [data, first ?? data];
    if (event === "alarm") alarm(data);
    if (event === "missed") missed(data, id);
    document.dispatchEvent(new CustomEvent("cockpit:heard", { detail: { event, data, link } }));
    pour();
  };

  // News wait while panels are being drawn, else under a storm of news none would ever be; and while nobody looks.
  const pour = () => {
    hurry();
    const now = Date.now();
    const drawing = [...(cockpit.pending?.values() ?? [])].some(({ since }) => now - since < PATIENCE);
    if (!waiting || document.hidden || now - fedAt < (drawing ? PATIENCE : PACE)) return;
    [shown, waiting, fedAt, pouredAt] = [waiting, null, now, now];
    cockpit.setProps("revisions", { data: shown });
  };

  // But who sends people sees at once what the others have sent: for that alone no panel is drawn again, and the rest waits.
  const hurry = () => {
    const last = shown ?? first;
    if (!waiting || document.hidden || waiting.dispatch === last.dispatch) return;
    [shown, fedAt] = [{ ...last, dispatch: waiting.dispatch }, Date.now()];
    cockpit.setProps("revisions", { data: shown });
  };

  // What followed something else is looked at again.
  cockpit.look = () => cockpit.setProps("revisions", { data: { ...(shown ?? first) } });

  const pulse = () => {
    pour();
    if (!shown || document.hidden || Date.now() - pouredAt < PULSE) return;
    pouredAt = Date.now();
    cockpit.setProps("revisions", { data: { ...shown } });
  };

  const alarm = ({ kind, code, at, level, way, words, provenance }) => {
    const place = document.querySelector("[data-alarms]");
    const sign = `${kind}|${code}|${at}`;
    if (!place || seen.has(sign)) return;
    if (seen.size >= SEEN) seen.clear();
    seen.add(sign);
    const one = document.createElement("a");
    one.className = "alarm-told";
    one.href = way;
    one.dataset.carry = "view";
    one.dataset.kind = kind;
    const mark = Object.assign(document.createElement("i"), { className: `lv lv-${level}` });
    const text = Object.assign(document.createElement("span"), { textContent: words[lang()] ?? words.zh });
    one.append(mark, text);
    if (provenance === "simulated") one.append(Object.assign(document.createElement("em"), { className: "chip chip-simulated", textContent: place.dataset.simulated }));
    place.prepend(one);
    cockpit.showSwitches();
    setTimeout(() => one.remove(), SHOWN);
    for (const old of [...place.querySelectorAll(".alarm-told")].slice(MOST_SHOWN)) {
      old.remove();
      more(old.dataset.kind, 1);
    }
  };

  // What there is no room for, or was too much to be told one by one, is counted and leads to the list; opened, it is over.
  const LISTS = { warning: ["/risk", {}], event: ["/events", { grade: "S" }] };
  const listOf = (kind) => {
    const [path, filter] = LISTS[kind];
    const asked = new URLSearchParams(filter);
    for (const name of ["lang", "skin"]) if (cockpit.view.get(name)) asked.set(name, cockpit.view.get(name));
    return asked.size ? `${path}?${asked}` : path;
  };
  const more = (kind, n) => {
    const place = document.querySelector("[data-alarms]");
    if (!place || !n) return;
    let one = place.querySelector(`.alarm-more[data-kind="${kind}"]`);
    if (!one) {
      one = Object.assign(document.createElement("a"), { className: "alarm-more", href: listOf(kind), onclick: () => setTimeout(() => one.remove()) });
      Object.assign(one.dataset, { kind, n: 0 });
      place.append(one);
    }
    one.dataset.n = Number(one.dataset.n) + n;
    one.textContent = place.dataset[kind === "event" ? "moreEvent" : "moreWarning"].replace("{n}", one.dataset.n);
    clearTimeout(fading.get(kind));
    fading.set(kind, setTimeout(() => one.remove(), MORE_SHOWN));
  };
  const fading = new Map();
  const missed = (counts, id) => {
    const sign = `missed|${id}|${JSON.stringify(counts)}`;
    if (seen.has(sign)) return;
    seen.add(sign);
    Object.entries(counts).forEach(([kind, n]) => more(kind, n));
  };

  // The stream, in the tab that leads.
  let leading = false;
  let source = null;
  let tries = 0;
  let spokenAt = 0;
  let lostAt = 0; // since when there is no stream; 0: there is
  let askedAt = 0;
  let retry;

  const say = (message) => {
    hear(message);
    tabs.postMessage(message);
  };
  const since = () => (last ? `?last=${encodeURIComponent(last)}` : "");

  const open = () => {
    clearTimeout(retry);
    source?.close();
    if (!leading) return;
    spokenAt = Date.now();
    source = new EventSource(`/api/v1/live${since()}`);
    source.onerror = lose;
    for (const event of ["revisions", "alarm", "missed", "beat"]) source.addEventListener(event, spoken);
  };

  const spoken = ({ type, data, lastEventId }) => {
    [spokenAt, lostAt, tries] = [Date.now(), 0, 0];
    say({ event: type, data: JSON.parse(data), id: lastEventId, link: "up" });
  };

  const lose = () => {
    source?.close();
    source = null;
    clearTimeout(retry);
    if (!leading) return;
    lostAt ||= Date.now();
    retry = setTimeout(open, Math.min(LONGEST_RETRY, FIRST_RETRY * 2 ** tries++) * (0.5 + Math.random() / 2));
  };

  const ask = async () => {
    askedAt = Date.now();
    const told = await fetch(`/api/v1/revisions${since()}`, { cache: "no-store", signal: AbortSignal.timeout(8000) }).catch(() => null);
    const answer = told?.ok ? await told.json().catch(() => null) : null;
    if (!lostAt || !leading) return; // the stream was faster
    if (told?.status === 401) return stop(), say({ link: "out" }); // whoever asked says so: 50-seat.js
    if (!answer) return say({ link: "down" });
    say({ event: "missed", data: answer.missed, id: last, link: "poll" });
    answer.alarms.forEach((data) => say({ event: "alarm", data, link: "poll" }));
    say({ event: "revisions", data: answer.revisions, id: answer.last, link: "poll" });
  };

  const lead = () => {
    [leading, tries, lostAt] = [true, 0, 0];
    open();
  };
  const stop = () => {
    leading = false;
    clearTimeout(retry);
    source?.close();
    source = null;
  };

  // Who leads: whoever holds the lock, until the tab closes. Without locks (plain http) every tab that is in sight does.
  let line = null;
  let letGo;
  const stand = (steal) => {
    line?.abort();
    line = new AbortController();
    const wish = steal ? { steal } : { signal: line.signal };
    const held = (release) => ((letGo = release), lead());
    navigator.locks.request(NAME, wish, () => new Promise(held)).catch(() => {
      if (!leading) return;
      stop(); // another has taken it
      stand();
    });
  };
  const inSight = () => (document.hidden ? stop() : leading || lead());

  // A tab that nobody sees is slowed down by the browser: one that is seen leads, where there is one.
  const hidden = () => {
    if (!leading || !navigator.locks) return;
    stop();
    letGo();
    stand();
  };

  const woke = ({ type } = {}) => {
    if (document.hidden) return hidden();
    pour();
    const now = Date.now();
    if (type === "visibilitychange" && !leading && navigator.locks) return stand(true);
    if (leading && (type === "online" || !source || now - spokenAt > GAP + 1000)) [tries, askedAt] = [0, 0], open();
    else if (!leading && navigator.locks && now - cockpit.heard > SILENCE) stand(true);
  };

  let steppedAt = Date.now();
  const step = () => {
    const now = Date.now();
    if (now - steppedAt > GAP && !document.hidden) woke();
    steppedAt = now;
    pulse();
    if (!leading) {
      if (now - cockpit.heard > 2 * SILENCE) document.documentElement.dataset.link = "down";
      return void (now - cockpit.heard > 2 * SILENCE && woke());
    }
    if (source && now - spokenAt > SILENCE) lose();
    const every = 1000 * Number(document.querySelector("[data-live-poll]")?.dataset.livePoll ?? 10);
    if (lostAt && now - lostAt > PATIENCE && now - askedAt > every) ask();
  };

  // Once the page stands: what is heard earlier would reach nobody.
  const begin = () => {
    if (!document.querySelector("[data-live-poll]")) return void setTimeout(begin, 50);
    cockpit.heard = Date.now();
    document.documentElement.dataset.link = "up";
    tabs.onmessage = ({ data }) => hear(data);
    if (navigator.locks) stand();
    else inSight(), document.addEventListener("visibilitychange", inSight);
    document.addEventListener("visibilitychange", woke);
    window.addEventListener("online", woke);
    window.addEventListener("pagehide", stop);
    setInterval(step, 1000);
    setInterval(pour, 100);
  };
  begin();
})();
