// What people do on the page of risks: order a gate or pump, tell what came of it, tick what is done.
(() => {
  const dialog = () => document.querySelector(".hand-dialog");
  const redraw = (panel) => cockpit.retry([...document.querySelectorAll(`[data-panel="${panel}"]`)]);
  const lang = () => cockpit.view.get("lang") || "zh";
  let about = null;
  let waiting = "";

  const open = (told) => {
    const box = dialog();
    if (!box) return;
    about = { ...told, key: `${Date.now()}-${Math.random().toString(36).slice(2)}` }; // however often it is sent, one order
    box.dataset.act = told.act;
    box.querySelectorAll("[data-shown]").forEach((place) => (place.textContent = told[place.dataset.shown] ?? ""));
    box.querySelector(".hand-reason").hidden = !told.reason;
    box.querySelector("select[name=what]").replaceChildren(...told.options.map(([value, words]) => new Option(words, value, false, value === told.what)));
    box.querySelector("textarea").value = told.reason ?? "";
    const { role, number } = cockpit.acting();
    box.querySelector("[name=role]").value = role;
    box.querySelector("[name=number]").value = number;
    box.querySelector(".act-say").textContent = "";
    box.showModal();
  };

  const send = (form) => {
    const { what, why } = Object.fromEntries(new FormData(form));
    waiting = `${Date.now()}`;
    form.classList.add("waiting");
    const { act, code, seq, order, key } = about;
    const rule = what === about.what ? (about.rule ?? "") : ""; // another order than the one suggested follows no rule
    cockpit.setProps("hand", { data: { act, code, seq, order, key, rule, what, why, sign: waiting, lang: lang(), ...cockpit.acting() } });
  };

  window.dash_clientside.cockpit.handed = (told) => {
    if (!told || told.sign !== waiting) return;
    const form = dialog()?.querySelector("form");
    form?.classList.remove("waiting");
    if (told.refused) form.querySelector(".act-say").textContent = told.refused;
    else dialog()?.close();
    redraw("drainage");
  };

  const ticks = new Map(); // sign → its box
  const tick = (box) => {
    const sign = `${Date.now()}-${ticks.size}`;
    ticks.set(sign, box);
    box.disabled = true;
    cockpit.setProps("tick", { data: { phase: box.dataset.phase, item: box.dataset.tick, done: box.checked, sign, lang: lang(), ...cockpit.acting() } });
  };

  window.dash_clientside.cockpit.ticked = (told) => {
    const box = ticks.get(told?.sign);
    if (!box) return;
    ticks.delete(told.sign);
    box.disabled = false;
    if (told.refused) box.checked = !box.checked;
    const say = document.querySelector('[data-of="checks"][data-part="refused"]');
    if (say) say.textContent = told.refused;
    if (!told.refused) redraw("checks");
  };

  document.addEventListener("click", ({ target }) => {
    const button = target.closest?.("[data-hand]");
    if (button) open(JSON.parse(button.dataset.hand));
    if (target.closest?.("[data-hand-close]")) dialog().close();
  });
  document.addEventListener("change", ({ target }) => target.matches?.("[data-tick]") && tick(target));
  document.addEventListener("submit", (event) => {
    const form = event.target.closest("[data-hand-form]");
    if (!form) return;
    event.preventDefault();
    send(form);
  });
  // Keys of the map mean nothing while a dialog is open.
  document.addEventListener("keydown", (event) => document.querySelector("dialog[open]") && event.stopPropagation(), true);
})();
