// The presenter's window: two true pictures of the audience's screen, notes, clocks and keys. The audience follows the
// show, not this window: closed and opened again, it goes on where the show stands.
(() => {
  const speaker = { frames: {} };
  const TURN = 250; // ms between two looks at the clocks
  const POINT = 90; // ms between two places of the pointer
  const EVEN = 5; // seconds ahead or behind that are on time
  const NOTES = "yitu-notes-size";
  const part = (name) => speaker.root.querySelector(`[data-speaker-part="${name}"]`);
  const word = (name, values = {}) => Object.entries(values).reduce((text, [key, value]) => text.replace(`{${key}}`, value), speaker.root.dataset[name] ?? "");
  const element = (name, more = {}, ...inside) => {
    const one = Object.assign(document.createElement(name), more);
    one.append(...inside);
    return one;
  };
  const base = () => `/briefing/data/shows/${speaker.show}`;
  const order = () => speaker.whole.scenes.map(({ n }) => n);
  const scene = (n) => speaker.whole.scenes.find((one) => one.n === n);
  const after = (n) => order()[order().indexOf(n) + 1];
  const minutes = (ms) => {
    const all = Math.floor(Math.abs(ms) / 1000);
    return `${String(Math.floor(all / 60)).padStart(2, "0")}:${String(all % 60).padStart(2, "0")}`;
  };
  const length = (seconds) => (seconds < 60 ? word("seconds", { n: seconds }) : word("minutes", { n: Math.floor(seconds / 60), s: seconds % 60 }));

  const move = (told) =>
    cockpit.post(`${base()}/moves`, told).catch((error) => {
      part("lost").textContent = error.status ? error.message : word("refused");
    });

  // Frames hold the audience's page; each shows what it is told, so nothing in them asks by itself.
  const frame = (role) => {
    const words = speaker.root.querySelector(`.speaker-${role} h2 b`).textContent;
    cockpit.smallScreen(part(`${role}-screen`), `/briefing/stage/${speaker.code}/-/${role}${location.search}`, { title: words });
  };
  speaker.ready = (role, stage) => {
    speaker.frames[role] = stage;
    show();
  };
  speaker.drilled = (path, role) => role === "current" && move({ move: "drill", path });

  const show = () => {
    const { state, whole } = speaker;
    if (!state || !whole) return;
    const calm = { ...state, pointer: role(state), briefing: whole.revision };
    speaker.frames.current?.follow(calm);
    const next = after(state.scene);
    part("next-screen").classList.toggle("none", next === undefined);
    if (next !== undefined) speaker.frames.next?.follow({ ...calm, scene: next, path: "", black: false, caption: true, pointer: null });
    told();
  };
  const role = ({ pointer }) => pointer;

  const told = () => {
    const { state, whole } = speaker;
    const [here, next] = [scene(state.scene), scene(after(state.scene))];
    const at = order().indexOf(state.scene) + 1;
    const plain = (text) => text.replaceAll("*", "");
    part("current-n").textContent = `${at} / ${whole.scenes.length}`;
    part("current-title").textContent = here ? plain(here.title) : "";
    part("next-n").textContent = next ? `${at + 1} / ${whole.scenes.length}` : "";
    part("next-title").textContent = next ? plain(next.title) : word("last");
    const lines = (here?.notes ?? "").split("\n").filter((line) => line.trim());
    part("notes").replaceChildren(...(lines.length ? lines.map(note) : [element("p", { className: "quiet", textContent: word("noNotes") })]));
    part("strip").replaceChildren(...whole.scenes.map((one, n) => card(one, n, at - 1)));
    part("strip").querySelector(".on")?.scrollIntoView({ block: "nearest", inline: "nearest" });
    for (const [act, on] of [["black", state.black], ["caption", state.caption], ["pause", state.paused_at], ["up", state.path], ["point", speaker.pointing]]) press(act, on);
    part("auto").value = [...part("auto").options].some(({ value }) => value === String(state.auto)) ? String(state.auto) : "0";
    screens();
    data();
  };
  const press = (act, on) => {
    const button = speaker.root.querySelector(`[data-speaker-act="${act}"]`);
    button.setAttribute("aria-pressed", Boolean(on));
    if (act === "up") button.disabled = !on;
  };

  // 〔…〕 is for the presenter alone: what to do, not what to say.
  const note = (line) => element("p", { className: /^[〔[]/.test(line.trim()) ? "aside" : "" }, ...cockpit.noted(line, true));

  const card = ({ n, title, seconds }, at, here) => {
    const done = at < here;
    const spent = speaker.state.spent[n];
    const time = element("span", { className: "n", textContent: `${done ? "✓ " : ""}${minutes(done && spent ? spent : seconds * 1000)}` });
    const head = element("span", {}, element("span", { className: "n", textContent: at + 1 }), time);
    const one = element("button", { type: "button", className: at === here ? "on" : done ? "done" : "", onclick: () => move({ move: "go", scene: n }) }, head, element("b", { textContent: title.replaceAll("*", "") }));
    if (at === here) one.setAttribute("aria-current", "true");
    return one;
  };

  const screens = () => {
    const now = Date.now() + speaker.skew;
    const there = Object.values(speaker.state.screens).filter(([, seen]) => now - seen < 25000);
    part("screens").textContent = there.length ? word("screen", { size: there.map(([size]) => size).join("、") }) : word("noScreen");
    part("screens").classList.toggle("on", there.length > 0);
  };

  const data = () => {
    const { frozen_at } = speaker.whole;
    const time = frozen_at && new Date(frozen_at).toLocaleString("zh-CN", { timeZone: "Asia/Shanghai", hour12: false, month: "2-digit", day: "2-digit", hour: "2-digit", minute: "2-digit" });
    part("data").replaceChildren(element("b", { textContent: frozen_at ? word("nowFrozen", { time }) : word("nowLive") }));
    speaker.root.dispatchEvent(new CustomEvent("speaker-data", { detail: speaker.whole }));
  };

  const tick = () => {
    if (!speaker.state || !speaker.whole || speaker.state.over) return;
    const { state, whole } = speaker;
    const { all, scene: here } = cockpit.showClock(state, speaker.skew);
    const planned = (scene(state.scene)?.seconds ?? 0) * 1000;
    const whole_ = whole.scenes.reduce((sum, { seconds }) => sum + seconds * 1000, 0);
    const done = whole.scenes.slice(0, order().indexOf(state.scene)).reduce((sum, { seconds }) => sum + seconds * 1000, 0);
    const spentHere = here + (state.spent[state.scene] ?? 0);
    part("clock").textContent = new Date(Date.now() + speaker.skew).toLocaleTimeString("zh-CN", { timeZone: "Asia/Shanghai", hour12: false });
    [part("all").textContent, part("all-of").textContent] = [minutes(all), `/ ${minutes(whole_)}`];
    [part("scene").textContent, part("scene-of").textContent] = [minutes(spentHere), `/ ${minutes(planned)}`];
    track("all-track", all, whole_);
    track("scene-track", spentHere, planned);
    const ahead = Math.round((done + Math.min(spentHere, planned) - all) / 1000);
    const pace = part("pace");
    pace.textContent = Math.abs(ahead) < EVEN ? word("even") : word(ahead > 0 ? "ahead" : "behind", { time: length(Math.abs(ahead)) });
    pace.className = ahead <= -EVEN ? "late" : "";
    speaker.root.classList.toggle("paused", Boolean(state.paused_at));
    screens();
  };
  const track = (name, part_, all) => {
    const bar = part(name);
    bar.style.width = `${Math.min(100, (100 * part_) / (all || 1))}%`;
    bar.classList.toggle("over", part_ > all);
  };

  // The pointer: a place of the picture, told some times a second; it goes when the pointer leaves.
  const pointing = (on) => {
    speaker.pointing = on;
    part("point").hidden = !on;
    press("point", on);
    if (!on) move({ move: "point" });
  };
  let pointedAt = 0;
  let last = null;
  const point = ({ clientX, clientY, currentTarget }) => {
    const box = currentTarget.getBoundingClientRect();
    last = { x: Math.min(1, Math.max(0, (clientX - box.left) / box.width)), y: Math.min(1, Math.max(0, (clientY - box.top) / box.height)) };
    const wait = POINT - (Date.now() - pointedAt);
    clearTimeout(speaker.pointTimer);
    const send = () => ((pointedAt = Date.now()), move({ move: "point", ...last }));
    if (wait <= 0) send();
    else speaker.pointTimer = setTimeout(send, wait);
  };

  const size = (step) => {
    const now = Math.min(3.5, Math.max(1, Number(localStorage.getItem(NOTES) ?? 1.5625) + step));
    localStorage.setItem(NOTES, now);
    part("notes").style.fontSize = `${now}rem`;
  };
  const dialog = (name) => speaker.root.querySelector(`[data-speaker-dialog="${name}"]`);

  const phone = async (again) => {
    if (again) await move({ move: "pin" });
    const { address, code, pin } = await cockpit.json(`${base()}/remote${location.search}`);
    part("code").innerHTML = code;
    part("address").textContent = address || word("away");
    part("pin").textContent = address ? pin : "—";
    if (!dialog("phone").open) dialog("phone").showModal();
  };
  // Rooms whose screens may show this: each is given it, or has back what it showed before.
  const rooms = async () => {
    const { rooms: known } = await cockpit.json(`${base()}/rooms${location.search}`);
    part("rooms").replaceChildren(...(known.length ? known.map(room) : [element("p", { className: "quiet", textContent: word("noRooms") })]));
    part("rooms-say").textContent = "";
    if (!dialog("rooms").open) dialog("rooms").showModal();
  };
  const room = ({ code, name, screens, on, other }) => {
    const give = () => cockpit.post(`${base()}/rooms`, { group: code, on: !on }).then(rooms, (error) => (part("rooms-say").textContent = error.message || word("refused")));
    const told = element("small", { textContent: [word("roomScreens", { n: screens }), other ? word("roomOther") : ""].filter(Boolean).join(" · ") });
    const button = element("button", { type: "button", className: `button${on ? "" : " primary"}`, onclick: give, textContent: word(on ? "roomOn" : "roomOff") });
    return element("div", { className: on ? "on" : "" }, element("span", { className: "two" }, element("b", { textContent: name }), told), button);
  };
  const jump = () => {
    part("jumps").replaceChildren(...speaker.whole.scenes.map(({ n, title }, at) =>
      element("button", { type: "button", className: "button", onclick: () => (dialog("jump").close(), move({ move: "go", scene: n })) }, element("kbd", { textContent: at + 1 }), element("span", { textContent: title.replaceAll("*", "") }))));
    dialog("jump").showModal();
    part("jumps").querySelectorAll("button")[order().indexOf(speaker.state.scene)]?.focus();
  };
  const audience = () => window.open(`/briefing/stage/${speaker.code}/${speaker.show}/audience${location.search}`, `yitu-${speaker.show}`, "popup,width=1280,height=720");

  const begin = (root) => {
    cockpit.layOut();
    Object.assign(speaker, { root, show: root.dataset.speaker, code: root.dataset.briefing, skew: 0 });
    cockpit.speaker = speaker;
    size(0);
    ["current", "next"].forEach(frame);
    const leave = () => (speaker.pointing ? pointing(false) : dialog("end").showModal());
    const acts = cockpit.showKeys(move, () => speaker.state, () => speaker.whole, {
      skew: () => speaker.skew,
      more: { l: () => pointing(!speaker.pointing), L: () => pointing(!speaker.pointing), g: jump, G: jump, Escape: leave },
    });
    Object.assign(acts, {
      point: () => pointing(!speaker.pointing), jump, audience, phone: () => phone(), rooms: () => rooms().catch(({ message }) => (part("lost").textContent = message)), repin: () => phone(true), end: leave,
      ends: () => (dialog("end").close(), move({ move: "end" })), larger: () => size(0.1875), smaller: () => size(-0.1875),
      close: () => root.querySelectorAll("dialog[open]").forEach((one) => one.close()),
    });
    root.addEventListener("click", ({ target }) => acts[target.closest("[data-speaker-act]")?.dataset.speakerAct]?.());
    const digit = ({ key }) => dialog("jump").open && /^[1-9]$/.test(key) && part("jumps").querySelectorAll("button")[Number(key) - 1]?.click();
    window.addEventListener("keydown", digit, true);
    part("auto").addEventListener("change", ({ target }) => (move({ move: "auto", seconds: Number(target.value) }), target.blur()));
    part("point").addEventListener("pointermove", point);
    part("point").addEventListener("pointerleave", () => (clearTimeout(speaker.pointTimer), speaker.pointing && move({ move: "point" })));
    cockpit.follow(base(), {
      state: async (state) => {
        speaker.state = state;
        if (state.over) return over();
        if (!speaker.whole || speaker.whole.revision !== state.briefing) await load();
        show();
      },
      link: (link) => {
        clearTimeout(speaker.losing);
        if (link === "up") part("lost").textContent = "";
        else speaker.losing = setTimeout(() => (part("lost").textContent = word("lostWords")), 1500);
      },
    });
    setInterval(tick, TURN);
  };

  const load = async () => {
    speaker.whole = await cockpit.json(`${base()}${location.search}`);
    speaker.skew = speaker.whole.now - Date.now();
  };
  const over = () => {
    speaker.root.classList.add("over");
    part("lost").textContent = word("overWords");
    setTimeout(() => (location.href = `/briefing/edit/${speaker.code}${location.search}`), 1500);
  };

  const wait = () => {
    const root = document.querySelector("[data-speaker]");
    if (root) begin(root);
    else if (location.pathname.startsWith("/briefing/speak/")) setTimeout(wait, 30);
  };
  wait();
})();
