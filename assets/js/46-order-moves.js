// What an officer does with orders: one intention is one key, however often it is clicked or the answer is lost.
(() => {
  const { order } = cockpit;
  const KEPT = "order-key";
  const SILENCE = 10000; // ms after which the server is said not to answer
  const HELD = 15000; // ms in which what was sent can be recalled
  const column = () => document.getElementById("order-column");
  const one = (what) => column()?.querySelector(what);
  const random = () => Array.from(crypto.getRandomValues(new Uint8Array(12)), (n) => n.toString(16).padStart(2, "0")).join("");

  // The key of an intention lives until its answer is known: a click again, or after a reload, is the same order.
  const keyOf = (intention) => {
    const kept = JSON.parse(sessionStorage.getItem(KEPT) ?? "{}");
    if (kept.intention === intention) return kept.key;
    const key = random();
    sessionStorage.setItem(KEPT, JSON.stringify({ intention, key }));
    return key;
  };

  let silence;
  const tell = (move) => {
    if (order.sending) return;
    Object.assign(order, { sending: `${Date.now()}-${random()}`, move, said: "", look: "" });
    order.show();
    const lang = cockpit.view.get("lang") || "zh";
    cockpit.setProps("order-act", { data: { ...move, lang, sign: order.sending, ...cockpit.acting() } });
    clearTimeout(silence);
    silence = setTimeout(unanswered, SILENCE);
  };
  const unanswered = () => {
    Object.assign(order, { sending: "", said: one("[data-order-say]")?.dataset.silent ?? "" });
    order.show();
  };

  order.acted = (told) => {
    if (!order.sending || told.sign !== order.sending) return;
    clearTimeout(silence);
    const { move } = order;
    order.sending = "";
    if (!told.unsure) sessionStorage.removeItem(KEPT);
    const dialog = one("dialog[open]");
    if (dialog && told.refused) dialog.querySelector(".act-say").textContent = told.refused;
    else dialog?.close();
    Object.assign(order, { said: told.refused, look: told.conflict && move.act === "send" ? "1" : "" });
    if (!told.refused) done(move, told);
    order.show();
  };
  const done = (move, { codes, results }) => {
    if (move.act === "send") order.clear();
    if (move.act === "call") order.said = (move.called ?? "").replace("{code}", codes[0]);
    if (move.act === "recall") order.bulk = null;
    if (move.act === "recall" && results.length) order.said = results.map(([, , why]) => why).join(" ");
    if (move.act !== "bulk") return;
    const { said, refused } = one("[data-dispatch-send]")?.dataset ?? { said: "{code}", refused: "{why}" };
    results.forEach(([on, code, why]) => order.results.set(on, code ? said.replace("{code}", code) : refused.replace("{why}", why)));
    order.bulk = { codes, until: performance.now() + HELD };
  };

  // One order: what is ticked now, as it is seen now.
  const given = (name) => one(`[data-order-part="send"] [name="${name}"]`);
  const send = (confirmed) => {
    const button = one("[data-dispatch-send]");
    if (!button || button.disabled) return;
    if (button.dataset.orders) return sendMany(JSON.parse(button.dataset.orders));
    const boxes = order.boxes();
    const stale = boxes.filter((box) => box.dataset.stale);
    if (stale.length && !confirmed) return ask(stale);
    const { on, seq, plan } = button.dataset;
    const move = { act: "send", on, seq, plan, responders: boxes.map((box) => box.dataset.unit), confirmed: stale.map((box) => box.dataset.unit) };
    Object.assign(move, { words: given("words")?.value ?? "", whistle: given("whistle")?.value ?? "", chain: given("chain")?.checked ?? true });
    tell({ ...move, key: keyOf(JSON.stringify(move)) });
  };
  // A call to whoever is ticked: it sends nobody.
  const call = ({ dataset: { callSaid: called, callNone } }) => {
    const responders = order.boxes().map((box) => box.dataset.unit);
    const move = { act: "call", on: order.on, responders, words: given("words")?.value ?? "", called };
    if (responders.length) return tell({ ...move, key: keyOf(JSON.stringify(move)) });
    order.said = callNone;
    order.show();
  };
  const sendMany = (orders) => tell({ act: "bulk", orders, key: keyOf(JSON.stringify(orders)) });

  const ask = (stale) => {
    const dialog = one(".stale-dialog");
    const list = dialog.querySelector("ul");
    const line = ({ dataset: { name, stale: n, phone } }) => list.dataset.staleWords.replace("{name}", name).replace("{n}", n).replace("{phone}", phone);
    list.replaceChildren(...stale.map((box) => Object.assign(document.createElement("li"), { textContent: line(box) })));
    dialog.querySelector(".act-say").textContent = "";
    dialog.showModal();
  };

  // A task or an order: what may be done with it, in the dialog.
  const ASKS = { transfer: ["transfer", "words"], handover: ["handover"], confirm: [] };
  const lack = (dialog) => {
    const asks = ASKS[dialog.querySelector("[name=act]").value] ?? ["words"];
    for (const name of ["transfer", "handover", "words"]) dialog.querySelector(`.for-${name}`).hidden = !asks.includes(name);
  };
  const open = (told) => {
    const dialog = one(".order-dialog");
    const options = (name, rows) => dialog.querySelector(`[name=${name}]`).replaceChildren(...rows.map(([value, words]) => new Option(words, value)));
    dialog.dataset.code = told.code;
    dialog.dataset.key = random();
    dialog.querySelector("[data-shown=name]").textContent = told.name;
    options("act", told.acts);
    options("to", told.to);
    options("who", told.who);
    dialog.querySelector("[name=words]").value = "";
    dialog.querySelector(".act-say").textContent = "";
    lack(dialog);
    dialog.showModal();
  };
  const submit = (form) => {
    const { act, to, who, words } = Object.fromEntries(new FormData(form));
    const { code, key } = form.closest("dialog").dataset;
    const { on, seq, plan } = one("[data-dispatch-send]")?.dataset ?? { on: order.on };
    const [name, what] = act.split(":"); // receipt:accepted
    tell({ act: name, what, code, words, key, on, seq, plan, to: act === "handover" ? who : to });
  };

  document.addEventListener("click", ({ target }) => {
    const button = target.closest?.("#order-column button");
    if (!button || button.closest("[aria-busy='true']")) return; // what is seen belongs to the subject before
    const { orderMenu, orderConfirm, orderLook, orderClose, bulkClear, dispatchCall, dispatchSend, dispatchRecall, codes } = button.dataset;
    if (dispatchSend) send(false);
    if (dispatchCall) call(button);
    if (dispatchRecall !== undefined) tell({ act: "recall", codes: JSON.parse(codes) });
    if (button.dataset.five) tell({ act: "link", code: button.dataset.fiveOrder, what: button.dataset.five });
    if (orderConfirm) tell({ act: "confirm", code: orderConfirm });
    if (orderMenu) open(JSON.parse(orderMenu));
    if (orderClose) button.closest("dialog").close();
    if (orderLook) one(".receipts-table")?.scrollIntoView({ block: "nearest" });
    if (orderLook) one(".order-receipts")?.classList.add("looked");
    if (bulkClear) cockpit.setProps("picked", { data: [] });
  });
  // Reading is no deed: it goes beside what is sent, one thread after another; where it fails the mark stays.
  const unfolded = new Map(); // {task: as far as it is unfolded}
  let [reading, patience] = ["", 0];
  const hear = () => {
    const [next] = unfolded;
    if (reading || !next) return;
    reading = `${Date.now()}-${random()}`;
    unfolded.delete(next[0]);
    cockpit.setProps("order-hear", { data: { code: next[0], upto: next[1], lang: cockpit.view.get("lang") || "zh", sign: reading, ...cockpit.acting() } });
    patience = setTimeout(heard, SILENCE);
  };
  const heard = () => {
    clearTimeout(patience);
    reading = "";
    hear();
  };
  window.dash_clientside.cockpit.heardTalk = (told) => {
    if (!told || told.sign !== reading) return;
    heard();
    if (told.refused || !column()) return;
    order.again();
    cockpit.desk.countAgain();
  };

  // What is new in a thread is read once it is unfolded before somebody's eyes; a fold that stays open counts too.
  document.addEventListener(
    "toggle",
    ({ target }) => {
      const { talk, talkUpto: upto, talkNew: unread } = target.dataset ?? {};
      if (!talk || !unread || !target.open || document.visibilityState !== "visible" || !column()?.contains(target)) return;
      unfolded.set(talk, upto);
      hear();
    },
    true,
  );
  document.addEventListener("change", ({ target }) => target.matches?.(".order-dialog [name=act]") && lack(target.closest("dialog")));
  document.addEventListener("submit", (event) => {
    const form = event.target.closest?.("[data-order-move], [data-order-stale]");
    if (!form) return;
    event.preventDefault();
    if (form.dataset.orderMove) return submit(form);
    form.closest("dialog").close();
    send(true);
  });
})();
