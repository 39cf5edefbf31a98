// The frames of a screen: one is seen, the next one is laid out behind it, so that a change of pages is a change of sight.
// A page that has been shown is thrown away whole, with all that it held: a wall runs for weeks.
(() => {
  const PATIENCE = 8000; // ms until a page that stands is shown without waiting for its last panel
  let current = null; // {path, skin, frame, at}
  let coming = null;
  let errors = 0;
  let tries = 0; // of the page that is awaited: each has longer than the one before, for a busy machine
  let awaitedPath = "";
  let distance = ""; // of its readers, in heights of the picture

  const stage = () => document.querySelector("[data-kiosk-stage]");
  const address = (path, skin) => {
    const [page, query] = path.split("?");
    const asked = new URLSearchParams(query);
    if (skin) asked.set("skin", skin);
    if (distance && !asked.has("distance")) asked.set("distance", distance);
    return asked.size ? `${page}?${cockpit.view.text(asked)}` : page;
  };

  const settle = (frame) => {
    const inside = frame.contentWindow;
    try {
      inside.document.documentElement.dataset.kiosk = "1";
      inside.addEventListener("keydown", cockpit.frames.key);
      inside.addEventListener("error", () => (errors += 1));
    } catch {
      errors += 1; // the browser's own page of errors is not ours to look into
    }
  };

  const make = (path, skin) => {
    const frame = Object.assign(document.createElement("iframe"), { className: "kiosk-frame", src: address(path, skin), title: path });
    frame.addEventListener("load", () => settle(frame));
    stage().append(frame);
    return { path, skin, frame, at: Date.now() };
  };

  // Of a briefing only its scene is awaited, with the page that this may show: its other panels stay empty.
  const awaited = (inside, briefing) => {
    if (!briefing) return inside.querySelector('[data-panel]:not([hidden])[data-state="loading"]');
    const page = briefing.querySelector("iframe.on[data-stage-frame]");
    return !briefing.dataset.drawn || (page && !page.contentDocument?.querySelector("[data-live]"));
  };

  // Whether there is a page of ours in it, and what it shows has come.
  const stands = ({ frame, at }) => {
    const inside = frame.contentDocument;
    if (!inside?.querySelector("[data-live]") || !frame.contentWindow.cockpit) return false;
    return !awaited(inside, inside.querySelector("[data-stage]")) || Date.now() - at > PATIENCE;
  };

  const drop = (one) => one?.frame.remove();

  const prepare = (path, skin) => {
    if (!path || (coming?.path === path && coming.skin === skin) || (current?.path === path && current.skin === skin)) return;
    if (awaitedPath !== path) tries = 0;
    awaitedPath = path;
    drop(coming);
    coming = make(path, skin);
  };

  // The same page in another skin changes in place.
  const dress = (skin) => {
    if (current.skin === skin) return;
    current.skin = skin;
    current.frame.contentWindow?.cockpit?.view.go({ skin: skin || "dark" });
  };

  // Bar and alarms wear the skin of the page above them.
  const wear = () => {
    const worn = current.frame.contentDocument?.documentElement.dataset.skin;
    if (worn && document.documentElement.dataset.skin !== worn) document.documentElement.dataset.skin = worn;
  };

  // Show it if it stands; true when it is seen.
  const show = (path, skin) => {
    if (current?.path === path) return dress(skin), wear(), true;
    prepare(path, skin);
    if (!stands(coming)) {
      if (Date.now() - coming.at > 3 * PATIENCE * 2 ** tries) leave(), (tries = Math.min(tries + 1, 4)); // it is asked for anew
      return false;
    }
    tries = 0;
    const before = current;
    [current, coming] = [coming, null];
    current.frame.classList.add("seen");
    Object.assign(stage().dataset, { page: path, at: Date.now() });
    wear();
    setTimeout(() => drop(before), 250);
    return true;
  };

  // A page laid out for a profile is shown as large as it fits; else it is laid out for the window.
  const fit = (profile) => {
    const { clientWidth, clientHeight } = stage().parentElement;
    const [wide, high] = profile === "auto" ? [0, 0] : profile.split("x").map(Number);
    const room = clientHeight - document.querySelector(".kiosk-bar").offsetHeight;
    const scale = wide ? Math.min(clientWidth / wide, room / high) : 1;
    const [width, height] = wide ? [wide, high] : [clientWidth, room];
    const left = (clientWidth - width * scale) / 2;
    stage().style.cssText = `width:${width}px;height:${height}px;transform:translate(${left}px,${(room - height * scale) / 2}px) scale(${scale})`;
  };

  // Readers who stand elsewhere see the page laid out anew.
  const away = (heights) => {
    if (heights === distance) return;
    distance = heights;
    again();
    if (current) current.path = "";
  };

  const leave = () => {
    drop(coming);
    coming = null;
  };

  // What was asked for while the server was away is asked for anew, with the first patience.
  const again = () => {
    leave();
    tries = 0;
  };

  const clear = () => {
    [current, coming].forEach(drop);
    [current, coming] = [null, null];
  };

  cockpit.frames = { show, prepare, fit, away, again, clear, key: () => {}, path: () => current?.path ?? "", errors: () => errors };
})();
