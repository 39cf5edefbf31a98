// The page of one event: parts filled as they move, forms of moves, and the clock that counts down between drawings.
(() => {
  const keep = () => window.dash_clientside.no_update;
  const store = (name, value) => (value === undefined ? sessionStorage.getItem(name) : sessionStorage.setItem(name, value));

  // Who acts, in this browser tab; the server decides whether that means anything.
  cockpit.acting = () => ({ role: store("role") || "duty_officer", number: Number(store("number")) || 1 });

  // A page is asked for again when a topic of its own moved, when the minute did, and after each of its moves.
  const ask = (topics) => (revisions, moved, sheet, asked) => {
    if (!revisions || !sheet) return keep();
    const stamp = [...topics.map((topic) => revisions[topic]), sheet.at ? "" : revisions.minute, moved?.refused ? "" : moved?.sign].join("|");
    if (moved) told(moved);
    if (asked?.stamp === stamp) return keep();
    return { ...sheet, ...cockpit.acting(), stamp };
  };
  window.dash_clientside.cockpit.askEvent = ask(["events", "rules", "rooms"]);
  window.dash_clientside.cockpit.askWarning = ask(["warnings", "rooms"]);
  window.dash_clientside.cockpit.askRule = ask(["rules", "warnings"]);
  window.dash_clientside.cockpit.askRoom = ask(["rooms", "dispatch", "events", "warnings"]);

  // Whose page this is: what its stores are called, and its number or code.
  const sheet = () => {
    const [, where, id] = location.pathname.split("/");
    if (!id || !document.querySelector("[data-event-part]")) return null;
    return { events: { kind: "event", id }, warnings: { kind: "warning", id }, rules: { kind: "rule", id }, rooms: { kind: "room", id } }[where];
  };

  const again = () => {
    const { kind, id } = sheet() ?? {};
    if (!kind) return;
    const about = { id, region: cockpit.view.get("region"), at: cockpit.view.get("at"), lang: cockpit.view.get("lang") || "zh" };
    cockpit.setProps(`${kind}-asked`, { data: { ...about, ...cockpit.acting(), stamp: `again|${Date.now()}` } });
  };
  const shown = (cockpit.filled = new WeakMap()); // part → the HTML it holds

  // What is being written in an open form outlives a redraw of the forms.
  const written = (place) => {
    const act = place.querySelector(".act[open]");
    return act && { name: act.dataset.act, given: [...new FormData(act.querySelector("form"))] };
  };
  const restore = (place, { name, given }) => {
    const act = place.querySelector(`[data-act="${name}"]`);
    if (!act) return;
    act.open = true;
    for (const [field, value] of given) {
      const radio = act.querySelector(`[type=radio][name="${field}"][value="${value}"]`);
      const control = act.querySelector(`[name="${field}"]`);
      if (radio) radio.checked = true;
      else if (control) control.value = value;
    }
  };

  window.dash_clientside.cockpit.drawEvent = (drawn) => {
    document.documentElement.toggleAttribute("data-refused", Boolean(drawn?.refused));
    for (const [name, html] of Object.entries(drawn?.parts ?? {})) {
      const place = document.querySelector(`[data-event-part="${name}"]`);
      if (!place || shown.get(place) === html) continue;
      const open = written(place);
      place.innerHTML = html;
      shown.set(place, html);
      cockpit.showPhotos(place);
      if (open) restore(place, open);
    }
  };

  // The minutes of a room are read from their end; who has gone back to read stays where he is.
  window.dash_clientside.cockpit.drawRoom = (drawn) => {
    const list = () => document.querySelector(".room-minutes");
    const { scrollTop, scrollHeight, clientHeight } = list() ?? {};
    const back = list()?.closest("[data-read]") && scrollHeight - scrollTop - clientHeight > 40;
    window.dash_clientside.cockpit.drawEvent(drawn);
    if (!list()) return;
    list().scrollTop = back ? scrollTop : list().scrollHeight;
    list().parentElement.dataset.read = "1";
  };

  // What a form asks goes to the server with a sign, by which the answer finds it again.
  const waiting = new Map();
  document.addEventListener("submit", (event) => {
    const form = event.target.closest("form[data-move]");
    if (!form) return;
    event.preventDefault();
    const sign = `${Date.now()}`;
    const photos = cockpit.givenPhotos(form);
    if (!photos) return;
    const given = { ...Object.fromEntries(new FormData(form)), ...photos };
    const { kind, id } = sheet();
    const lang = cockpit.view.get("lang") || "zh";
    waiting.set(sign, form);
    form.classList.add("waiting");
    cockpit.setProps(`${kind}-move`, { data: { id, move: event.submitter?.dataset.move ?? form.dataset.move, given, lang, sign, ...cockpit.acting() } });
  });

  const told = ({ sign, refused, said }) => {
    const form = waiting.get(sign);
    waiting.delete(sign);
    form?.classList.remove("waiting");
    const say = form?.querySelector(".act-say");
    if (say) say.textContent = refused || said || "";
    say?.classList.toggle("said", Boolean(said));
    if (form && !refused && !said) form.reset(), cockpit.forgetPhotos(form);
    if (form?.closest("details") && !refused && !said) form.closest("details").open = false;
  };

  document.addEventListener("change", (event) => {
    if (!event.target.matches?.("[data-role]")) return;
    store(event.target.name, event.target.value);
    again();
  });

  // A suggestion is taken over into the form of the move; the person still sends it.
  document.addEventListener("click", (event) => {
    const { merge } = event.target.closest("[data-event-part] [data-merge]")?.dataset ?? {};
    const act = merge && document.querySelector('[data-act="merge"]');
    if (!act) return;
    act.open = true;
    act.querySelector("[name=into]").value = merge;
    act.querySelector("[name=reason]").focus();
  });

  // 3 d 04 h, 3 h 20 min, 12 min 05 s: one second less each second, in the words of the page.
  const spelled = (seconds, [day, hour, minute, second]) => {
    const [d, h, m, s] = [Math.floor(seconds / 86400), Math.floor(seconds / 3600) % 24, Math.floor(seconds / 60) % 60, seconds % 60];
    const two = (n) => String(n).padStart(2, "0");
    if (d) return `${d}${day}${two(h)}${hour}`;
    return h ? `${h}${hour}${two(m)}${minute}${two(s)}${second}` : `${m}${minute}${two(s)}${second}`;
  };
  const began = new WeakMap();
  setInterval(() => {
    for (const clock of document.querySelectorAll("[data-left]")) {
      if (!began.has(clock)) began.set(clock, Date.now());
      const left = Number(clock.dataset.left) - Math.floor((Date.now() - began.get(clock)) / 1000);
      clock.textContent = clock.dataset.words.replace("#", spelled(Math.abs(left), clock.dataset.units.split("|")));
    }
  }, 1000);
})();
