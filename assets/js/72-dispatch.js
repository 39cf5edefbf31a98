// The dispatch desk: its queue and the chosen subject, asked anew when something moved; clocks that tick in the browser.
(() => {
  const keep = () => window.dash_clientside.no_update;
  const page = () => document.querySelector("[data-live='dispatch']");
  const part = (name) => document.querySelector(`[data-desk-part="${name}"]`);
  const rows = () => [...document.querySelectorAll(".queue-row[data-subject]")];
  const desk = (cockpit.desk = { on: "", picked: new Set() });
  const CHIPS = ["all", "warning", "waiting", "late", "mine"];
  const chip = () => (CHIPS.includes(cockpit.view.get("queue")) ? cockpit.view.get("queue") : "all");

  // Orders as the column of orders shows them: it is drawn first, and this follows.
  const orders = (revisions) => cockpit.order.orders ?? revisions.dispatch;
  const stamp = (revisions, ...more) => [revisions.events ?? 0, revisions.warnings ?? 0, orders(revisions) ?? 0, cockpit.view.get("at") ? "" : revisions.minute, ...more].join("|");
  const about = () => ({ view: location.search, ...cockpit.acting() });

  window.dash_clientside.cockpit.askQueue = (_view, revisions, asked) => {
    if (!page() || !revisions) return keep();
    if (desk.page !== page()) Object.assign(desk, { page: page(), shown: undefined, picked: new Set() });
    const now = stamp(revisions, ...["region", "at", "lang"].map((name) => cockpit.view.get(name)), chip());
    return asked?.stamp === now ? keep() : (desk.queue = { ...about(), chip: chip(), stamp: now });
  };

  window.dash_clientside.cockpit.askCase = (subject, revisions, asked) => {
    if (!page() || !revisions) return keep();
    desk.on = subject ?? "";
    mark();
    const now = stamp(revisions, desk.on);
    if (asked?.stamp === now) return keep();
    if (desk.shown !== desk.on) busy(true); // what moved is drawn over; another subject is not what is still seen
    return (desk.case = { ...about(), on: desk.on, stamp: now });
  };

  const busy = (on) => document.querySelectorAll(".desk-case > section").forEach((card) => card.setAttribute("aria-busy", String(on)));

  const fill = (parts) => {
    for (const [name, html] of Object.entries(parts ?? {})) {
      const place = part(name);
      if (!place || cockpit.filled.get(place) === html) continue;
      place.innerHTML = html;
      cockpit.filled.set(place, html);
    }
  };
  const broken = (where, words) => {
    const place = document.querySelector(where);
    if (place) place.textContent = words ?? "";
  };

  // What the database did not answer is asked again by itself, until it is answered or something else is asked.
  const AGAIN = 5000;
  const waits = {};
  desk.again = (name, drawn, ask) => {
    clearTimeout(waits[name]);
    if (drawn.away) waits[name] = setTimeout(() => page() && ask(), AGAIN);
  };
  const once = (name) => () => cockpit.setProps(`${name}-asked`, { data: { ...desk[name], again: Date.now() } });

  desk.countAgain = () => page() && desk.queue && once("queue")(); // what this officer has read is new to him no longer

  window.dash_clientside.cockpit.drawQueue = (drawn) => {
    if (!drawn || !page()) return;
    cockpit.layOut();
    broken(".queue-broken", drawn.refused);
    desk.again("queue", drawn, once("queue"));
    if (drawn.refused) return rows().length ? undefined : fill({ queue: "" });
    const held = document.activeElement?.closest?.(".queue-row")?.dataset.subject;
    fill(drawn.parts);
    mark();
    tick();
    if (held) rows().find((row) => row.dataset.subject === held)?.querySelector(".queue-choose").focus({ preventScroll: true });
  };

  window.dash_clientside.cockpit.drawCase = (drawn) => {
    if (!drawn || !page() || drawn.on !== desk.on) return;
    cockpit.layOut();
    broken(".case-broken", drawn.refused);
    busy(false);
    desk.again("case", drawn, once("case"));
    if (drawn.refused && desk.shown === drawn.on) return; // the last drawing stays; that of another subject does not
    desk.shown = drawn.on;
    const blank = { detail: "", "detail-title": part("detail-title").textContent, "detail-meta": "", course: "", "course-meta": "" };
    fill(drawn.refused ? blank : drawn.parts);
    cockpit.showSwitches();
    cockpit.map.drawDispatch(drawn.map ?? null);
  };

  // What the page itself keeps in the address: no step back is made of it, and no page is laid out anew.
  desk.address = (changes) => {
    const params = cockpit.view.params();
    for (const [name, value] of Object.entries(changes)) value ? params.set(name, value) : params.delete(name);
    history.replaceState(history.state, "", location.pathname + (params.size ? `?${cockpit.view.text(params)}` : ""));
  };

  desk.choose = (subject) => {
    desk.on = subject;
    desk.address({ on: subject });
    mark(true);
    cockpit.setProps("subject", { data: subject });
  };

  desk.show = (name) => {
    desk.address({ queue: name === "all" ? "" : name });
    cockpit.setProps("view", { data: location.search });
  };

  // The row of the chosen subject, the only one that Tab comes to; ticks of those that are picked.
  const mark = (follow) => {
    const all = rows();
    const at = all.find((row) => row.dataset.subject === desk.on) ?? all[0];
    all.forEach((row) => {
      const on = row.dataset.subject === desk.on;
      row.classList.toggle("on", on);
      row.querySelector(".queue-choose").setAttribute("aria-current", String(on));
      row.querySelectorAll("button, input").forEach((one) => (one.tabIndex = row === at ? 0 : -1));
      row.querySelector("input").checked = desk.picked.has(row.dataset.subject);
    });
    if (follow) at?.scrollIntoView({ block: "nearest" });
  };

  desk.step = (by) => {
    const all = rows();
    const n = all.findIndex((row) => row.dataset.subject === desk.on);
    const next = all[n < 0 ? 0 : Math.min(all.length - 1, Math.max(0, n + by))];
    if (!next) return;
    desk.choose(next.dataset.subject);
    next.querySelector(".queue-choose").focus({ preventScroll: true });
  };

  desk.pick = (subject) => {
    if (!rows().some((row) => row.dataset.subject === subject)) return; // only what is seen is picked
    desk.picked.has(subject) ? desk.picked.delete(subject) : desk.picked.add(subject);
    mark();
    cockpit.setProps("picked", { data: [...desk.picked] });
  };

  // 4:12, 1:04:12, 2d04h in the words of the page: what is left, or by how much it is late.
  const two = (n) => String(n).padStart(2, "0");
  const spelled = (s) => {
    const [d, h, m] = [Math.floor(s / 86400), Math.floor(s / 3600) % 24, Math.floor(s / 60) % 60];
    if (d) return document.documentElement.lang.startsWith("en") ? `${d}d ${two(h)}h` : `${d}天${two(h)}时`;
    return h ? `${h}:${two(m)}:${two(s % 60)}` : `${two(m)}:${two(s % 60)}`;
  };
  const moment = () => cockpit.cityNow() ?? Date.parse(cockpit.view.get("at")) + 8 * 3600e3;

  const tick = () => {
    const now = moment();
    if (!Number.isFinite(now)) return;
    for (const row of document.querySelectorAll(".queue-row[data-due]")) {
      const [due, since] = [Number(row.dataset.due), Number(row.dataset.since)];
      const left = Math.floor((due - now) / 1000);
      const share = due > since ? (due - now) / (due - since) : 0;
      const words = left < 0 ? `▲+${spelled(-left)}` : spelled(left);
      const clock = row.querySelector(".queue-clock");
      if (clock.textContent !== words) clock.textContent = words;
      row.classList.toggle("late", left < 0);
      row.classList.toggle("near", left >= 0 && share < 0.25);
      row.querySelector(".queue-bar i").style.width = `${Math.round(100 * (left < 0 ? 1 : Math.max(0, Math.min(1, share))))}%`;
    }
  };
  setInterval(tick, 1000);

  document.addEventListener("click", ({ target }) => {
    if (!page()) return;
    const one = target.closest?.("[data-choose], [data-chip]");
    if (one?.dataset.choose) desk.choose(one.dataset.choose);
    if (one?.dataset.chip) desk.show(one.dataset.chip);
  });
  document.addEventListener("change", ({ target }) => {
    if (target.matches?.("[data-pick]")) desk.pick(target.dataset.pick);
  });
})();
