// A show is followed: its state comes whole, at first and whenever it moves, also after the link was lost.
// What it gives back ends the following. Moves say where to; one that finds no server is not kept, for nobody wants it a minute later.
cockpit.follow = (base, { state, link = () => {} }) => {
  const SILENCE = 12000; // ms: the server gives a sign of life every five seconds
  const [FIRST_RETRY, LONGEST_RETRY] = [200, 4000];
  let source = null;
  let tries = 0;
  let known = -1;
  let heardAt = Date.now();
  let timer;
  let ended = false;

  const take = (next) => {
    if (!next.over && next.revision < known) return; // overtaken
    known = next.revision ?? known;
    ended = next.over;
    state(next);
    if (ended) stop();
  };
  const heard = () => {
    [heardAt, tries] = [Date.now(), 0];
    link("up");
  };
  const stop = () => {
    clearTimeout(timer);
    source?.close();
    source = null;
  };
  const lose = () => {
    stop();
    if (ended) return;
    link("down");
    timer = setTimeout(open, Math.min(LONGEST_RETRY, FIRST_RETRY * 2 ** tries++) * (0.5 + Math.random() / 2));
  };
  const open = () => {
    stop();
    heardAt = Date.now();
    source = new EventSource(`${base}/live`);
    source.onerror = lose;
    source.addEventListener("show", ({ data }) => (heard(), take(JSON.parse(data))));
    source.addEventListener("beat", heard);
  };

  // No screen that follows goes to sleep; browsers let it sleep again when it is not seen.
  const awake = () => !document.hidden && !ended && navigator.wakeLock?.request("screen").catch(() => {});

  open();
  awake();
  document.addEventListener("visibilitychange", awake);
  setInterval(() => !ended && source && Date.now() - heardAt > SILENCE && lose(), 1000);
  window.addEventListener("online", () => !ended && open());
  document.addEventListener("visibilitychange", () => !document.hidden && !ended && Date.now() - heardAt > 6000 && open());
  window.addEventListener("pagehide", stop);
  return () => ((ended = true), stop());
};

// POST of JSON → the answer, or an Error in the server's own words.
cockpit.post = async (url, body) => {
  const lang = new URLSearchParams(location.search).get("lang");
  const answer = await fetch(lang ? `${url}?lang=${lang}` : url, { method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify(body ?? {}) });
  const told = await answer.json().catch(() => ({}));
  if (!answer.ok) throw Object.assign(new Error(told.detail ?? ""), { status: answer.status });
  return told;
};

// The audience's screen as a small picture: laid out as large as that is, then made smaller.
cockpit.smallScreen = (place, src, more = {}) => {
  const frame = Object.assign(document.createElement("iframe"), { src, className: "small-screen", tabIndex: -1, ...more });
  new ResizeObserver(() => frame.style.setProperty("--smaller", place.clientWidth / 1920)).observe(place);
  place.prepend(frame);
  return frame;
};

// A caption: between two stars stands its one accented number.
cockpit.accented = (text) =>
  text.split("*").map((part, n) => Object.assign(document.createElement(n % 2 ? "b" : "span"), { className: n % 2 && /\d/.test(part) ? "n" : "", textContent: part }));

// A line of notes. Where it ends with the page that shows its figure (→ /page) it is a way there; telephones have none.
cockpit.noted = (line, linked) => {
  const [, words, way] = line.match(/^(.*) → (\/(?![\/\\])\S*)$/) ?? [null, line, ""];
  if (!way || !linked) return cockpit.accented(words);
  const one = Object.assign(document.createElement("a"), { href: way, target: "_blank", className: "note-way" });
  one.append(...cockpit.accented(words));
  return [one];
};
