// The column of orders: asked again when something moved, filled part by part; ticks, searches and open folds stay.
(() => {
  const keep = () => window.dash_clientside.no_update;
  const TOPICS = ["dispatch", "events", "warnings", "responders", "crews"];
  const ROUND = 194.78; // of the ring, in its own units
  const WINDOW = 15000; // ms in which an order can be recalled
  const column = () => document.getElementById("order-column");
  const all = (what) => [...(column()?.querySelectorAll(what) ?? [])];
  const one = (what) => column()?.querySelector(what);

  // What this officer has in hand: ticks and units added for this subject; `wall`: the server's clock when it last told.
  const order = (cockpit.order = { on: null, picked: "", ticks: new Map(), added: [], find: "", plan: "", said: "", look: "", results: new Map(), bulk: null });
  const fresh = () => Object.assign(order, { ticks: new Map(), added: [], find: "", plan: "", said: "", look: "" });
  order.clear = fresh;

  const asking = (on, picked) => ({
    on,
    picked,
    at: cockpit.view.get("at"),
    lang: cockpit.view.get("lang") || "zh",
    plan: order.plan,
    added: order.added,
    find: order.find,
    orders: order.heard,
    ...cockpit.acting(),
  });
  window.dash_clientside.cockpit.askOrder = (subject, picked, revisions, acted, asked) => {
    if (!revisions) return keep();
    if (acted) order.acted(acted);
    order.heard = revisions.dispatch;
    const [on, many] = [subject || "", picked ?? []];
    if (order.on !== on) fresh();
    if (order.shown !== on) busy(true); // what is still seen belongs to another subject: nothing of it may be sent
    if (order.picked !== many.join()) Object.assign(order, { results: new Map(), bulk: null, said: "" });
    Object.assign(order, { on, many, picked: many.join() });
    const minute = cockpit.view.get("at") ? "" : revisions.minute;
    const stamp = [on, many, ...TOPICS.map((topic) => revisions[topic]), minute, acted?.sign].join("|");
    if (asked?.stamp === stamp || waits(`${on}|${many}`)) return keep();
    return { ...asking(on, many), stamp };
  };

  // One question at a time: Dash drops the answer to one that another has followed, so under a storm of news none would come.
  const PATIENCE = 3000; // ms after which an answer is no longer waited for
  let [underway, missed] = [null, false];
  const waits = (what) => {
    missed = underway?.what === what && Date.now() - underway.since < PATIENCE;
    if (!missed) underway = { what, since: Date.now() };
    return missed;
  };
  const answered = () => {
    underway = null;
    if (missed) cockpit.look();
    missed = false;
  };

  order.again = () => cockpit.setProps("order-asked", { data: { ...asking(order.on, order.many), stamp: `again|${Date.now()}` } });

  const busy = (on) => column()?.setAttribute("aria-busy", String(on));

  // Parts are laid out once; each is touched only when it changed.
  const LAYOUT = ["none", "bulk", "needs", ["units", "found", "search"], "send", "receipts", "dialog"];
  const place = (name) => Object.assign(document.createElement("div"), { className: `order-part part-${name}` });
  const lay = (root) => {
    for (const name of LAYOUT) {
      const many = Array.isArray(name);
      const parts = (many ? name : [name]).map((each) => {
        const part = place(each);
        part.dataset.orderPart = each;
        return part;
      });
      if (!many) root.append(parts[0]);
      else {
        const group = Object.assign(document.createElement("div"), { className: "order-group" });
        group.append(...parts);
        root.append(group);
      }
    }
  };

  // Where the keyboard is: a tick, the head of a fold, a field.
  const named = ({ dataset: { unit }, name }) => (unit ? `[data-unit="${CSS.escape(unit)}"]` : name && `[name="${name}"]`);
  const seat = (one) => (one.matches("[data-fold] > summary") ? `[data-fold="${one.parentElement.dataset.fold}"] > summary` : named(one));
  const held = (part) => ({
    given: [...part.querySelectorAll("[name]:not([data-role], [data-order-plan])")].map((field) => [field.name, field.type === "checkbox" ? field.checked : field.value]),
    open: [...part.querySelectorAll("[data-fold][open]")].map((fold) => fold.dataset.fold),
    top: part.querySelector(".units, .receipts-table, .bulk-rows")?.scrollTop ?? 0,
    seat: part.contains(document.activeElement) ? seat(document.activeElement) : "",
  });
  const restore = (part, { given, open, top, seat }, same) => {
    open.forEach((fold) => part.querySelector(`[data-fold="${fold}"]`)?.setAttribute("open", ""));
    if (!same) return;
    for (const [name, value] of given) {
      const field = part.querySelector(`[name="${name}"]`);
      if (field?.type === "checkbox") field.checked = value;
      else if (field) field.value = value;
    }
    const long = part.querySelector(".units, .receipts-table, .bulk-rows");
    if (long) long.scrollTop = top;
    if (seat) part.querySelector(seat)?.focus();
  };
  const fill = (part, html, on) => {
    if (cockpit.filled.get(part) === html) return;
    const [was, same] = [held(part), part.dataset.on === on];
    part.innerHTML = html;
    part.dataset.on = on;
    cockpit.filled.set(part, html);
    restore(part, was, same);
  };

  // Of a subject that cannot be shown nothing stays of the one before it, but the words that say why.
  const nothing = (words) => {
    const line = Object.assign(document.createElement("p"), { className: "order-none", textContent: words });
    return { ...Object.fromEntries(LAYOUT.flat().map((name) => [name, ""])), none: line.outerHTML };
  };

  // Whoever sends people sees first what the others have sent; what is slower to draw follows: see 72-dispatch.js.
  const AFTER = 300; // ms in which the columns of others are drawn too
  const stands = (orders) => {
    if (order.orders === orders) return;
    order.orders = orders;
    setTimeout(cockpit.look, AFTER);
  };

  window.dash_clientside.cockpit.drawOrder = (drawn) => {
    const root = column();
    if (!drawn || !root || drawn.on !== order.on) return;
    answered();
    if (!root.children.length) lay(root);
    if (drawn.wall) Object.assign(order, { wall: drawn.wall, since: performance.now() });
    if (drawn.refused || order.away) order.said = drawn.refused ?? "";
    order.away = Boolean(drawn.away);
    cockpit.desk.again("order", drawn, order.again);
    const strange = drawn.refused && (order.shown !== drawn.on || !one(".order-part:not(:empty)"));
    busy(false);
    order.shown = drawn.on;
    stands(drawn.orders);
    for (const [name, html] of Object.entries(strange ? nothing(drawn.refused) : (drawn.parts ?? {}))) {
      const part = one(`[data-order-part="${name}"]`);
      if (part?.querySelector("dialog[open]")) continue;
      if (part) fill(part, html, drawn.on);
    }
    order.show();
  };

  // What is ticked, and how many the button will send.
  order.boxes = () => all("input[data-unit]:checked:not(:disabled)");
  order.show = () => {
    all("input[data-unit]:not(:disabled)").forEach((box) => {
      const { unit } = box.dataset;
      if (order.ticks.has(unit)) box.checked = order.ticks.get(unit);
      box.closest(".unit").classList.toggle("on", box.checked);
    });
    const [button, boxes] = [one("[data-dispatch-send]"), order.boxes()];
    const [label, note] = [button?.querySelector("[data-send-label]"), one("[data-cross-note]")];
    if (label) label.textContent = boxes.length ? button.dataset.words.replace("{n}", boxes.length) : button.dataset.none;
    if (label) button.disabled = Boolean(order.sending) || !boxes.length;
    else if (button) button.disabled = Boolean(order.sending) || button.dataset.orders === "[]";
    if (note) note.hidden = !boxes.some((box) => box.dataset.cross);
    [say, results, count].forEach((part) => part());
  };
  const say = () => {
    const line = one("[data-order-say]");
    if (!line || line.dataset.shown === `${order.said}${order.look}`) return;
    line.dataset.shown = `${order.said}${order.look}`;
    line.textContent = order.said;
    if (!order.look) return;
    const look = Object.assign(document.createElement("button"), { type: "button", className: "button small", textContent: line.dataset.look });
    look.dataset.orderLook = "1";
    line.append(" ", look);
  };
  const results = () => {
    for (const [on, words] of order.results) {
      const line = one(`[data-bulk-result="${on}"]`);
      if (line) line.textContent = words;
    }
  };

  // The ring: from the server's clock, so that a wrong clock of this machine opens no window and closes none.
  const asked = new Set();
  const count = () => {
    const now = order.wall + performance.now() - order.since;
    for (const box of all("[data-held-until]")) {
      const left = Number(box.dataset.heldUntil) - now;
      const seconds = Math.max(0, Math.ceil(left / 1000));
      const words = box.querySelector("[data-ring-words]");
      box.querySelector("[data-ring-left]").textContent = seconds;
      box.querySelector(".ring-left").style.strokeDashoffset = ROUND * (1 - Math.min(1, Math.max(0, left / WINDOW)));
      words.textContent = left > 0 ? words.dataset.ringWords.replace("{n}", seconds) : words.dataset.ringOver;
      box.classList.toggle("over", left <= 0);
      const recall = box.querySelector("[data-dispatch-recall]");
      if (recall) recall.disabled = left <= 0 || Boolean(order.sending);
      if (left > 0 || asked.has(box.dataset.heldCode)) continue;
      asked.add(box.dataset.heldCode);
      setTimeout(order.again, 300);
    }
    const many = one("[data-bulk-held]");
    if (!many) return;
    const left = order.bulk ? order.bulk.until - performance.now() : 0;
    const button = many.querySelector("button");
    many.hidden = left <= 0;
    many.querySelector("[data-ring-left]").textContent = Math.max(0, Math.ceil(left / 1000));
    button.toggleAttribute("data-dispatch-recall", left > 0);
    if (left > 0) button.dataset.codes = JSON.stringify(order.bulk.codes);
  };
  setInterval(() => column() && count(), 200);

  // Ticks, units added by hand, another plan, another role.
  let typed;
  const find = (words) => {
    clearTimeout(typed);
    typed = setTimeout(() => {
      order.find = words.trim();
      order.again();
    }, 250);
  };
  const add = (code) => {
    Object.assign(order, { added: [...new Set([...order.added, code])], find: "" });
    order.ticks.set(code, true);
    const field = one("[data-unit-find]");
    if (field) field.value = "";
    order.again();
  };
  document.addEventListener("input", ({ target }) => target.matches?.("[data-unit-find]") && find(target.value));
  document.addEventListener("change", ({ target }) => {
    if (!column()?.contains(target)) return;
    if (target.matches("[data-unit]")) {
      order.ticks.set(target.dataset.unit, target.checked);
      order.show();
    }
    if (target.matches("[data-order-plan]")) {
      Object.assign(order, { plan: target.value, ticks: new Map() });
      order.again();
    }
    if (target.matches("[data-role]")) order.again();
  });
  document.addEventListener("keydown", (event) => {
    const first = event.key === "Enter" && event.target.matches?.("[data-unit-find]") && one("[data-unit-add]");
    if (first) add(first.dataset.unitAdd);
  });
  document.addEventListener("click", (event) => {
    const { unitAdd, unitDrop } = event.target.closest?.("[data-unit-add], [data-unit-drop]")?.dataset ?? {};
    if (unitAdd) add(unitAdd);
    if (!unitDrop) return;
    event.preventDefault();
    order.added = order.added.filter((code) => code !== unitDrop);
    order.ticks.delete(unitDrop);
    order.again();
  });
})();
