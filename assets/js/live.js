// The push: one stream of what moves for all tabs of a browser. It feeds the revisions, which everything else follows.
// The tab that holds the lock keeps the stream and passes on what it hears; without it, it asks now and then, and says so.
(() => {
  const NAME = "yitu-live";
  const SILENCE = 12000; // ms: the server gives a sign of life every five seconds
  const GREETING = 4000; // ms within which a new stream begins to tell; a cut line takes what is sent and answers nothing
  const PATIENCE = 3000; // ms without a stream before that is said, and asking begins
  const FIRST_RETRY = 300;
  const LONGEST_RETRY = 4000;
  const GAP = 5000; // ms between two steps that tell of a sleep
  const PACE = 1000; // ms between two news: in fast motion a screen is still read
  const PULSE = 3000; // ms after which what waits in the page for its turn is looked at again
  const AWAY = ["down", "away"]; // the server does not answer; it does, but has no database
  const tabs = new BroadcastChannel(NAME);

  // What is heard, in every tab.
  let last = ""; // id: up to which alarm we have been told
  let waiting = null;
  let shown = null;
  let first = null; // what was heard first
  let fedAt = 0; // when the page was last given news
  let pouredAt = 0; // and when it last looked at what it has

  const hear = ({ event, data, id, link }) => {
    if (id) last = id;
    const { dataset } = document.documentElement;
    const back = AWAY.includes(dataset.link) && !AWAY.includes(link);
    if (!AWAY.includes(link)) cockpit.heard = Date.now();
    dataset.link = link;
    if (event === "revisions") [waiting, first] = [data, first ?? data];
    if (event === "alarm") cockpit.alarm?.(data);
    if (event === "missed") cockpit.missed?.(data, id);
    document.dispatchEvent(new CustomEvent("cockpit:heard", { detail: { event, data, link } }));
    pour();
    if (back) cockpit.linked?.();
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
  cockpit.look = () => (shown ?? first) && cockpit.setProps("revisions", { data: { ...(shown ?? first) } });

  const pulse = () => {
    pour();
    if (!(shown ?? first) || document.hidden || Date.now() - pouredAt < PULSE) return;
    pouredAt = Date.now();
    cockpit.look();
  };

  // The stream, in the tab that leads.
  let leading = false;
  let source = null;
  let tries = 0;
  let spokenAt = 0;
  let greeted = false;
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
    [spokenAt, greeted] = [Date.now(), false];
    source = new EventSource(`/api/v1/live${since()}`);
    source.onerror = lose;
    for (const event of ["revisions", "alarm", "missed", "beat"]) source.addEventListener(event, spoken);
  };

  const spoken = ({ type, data, lastEventId }) => {
    [spokenAt, lostAt, tries, greeted] = [Date.now(), 0, 0, true];
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
    if (!answer) return say({ link: told?.status === 503 && told.headers.get("Content-Type").includes("problem") ? "away" : "down" });
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
    if (source && now - spokenAt > (greeted ? SILENCE : GREETING)) lose();
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
