// The library of rules: filters are links of the address, parts are filled as they move, a form raises a warning by hand.
(() => {
  const keep = () => window.dash_clientside.no_update;
  const SETTLED = 400; // ms without a key after which a text is taken
  let typing;

  window.dash_clientside.cockpit.askRules = (revisions, _view, sent, asked) => {
    if (!revisions || !document.querySelector("[data-rules-part]")) return keep();
    if (sent) told(sent);
    const stamp = [revisions.rules, revisions.warnings, location.search, sent?.refused ? "" : sent?.sign].join("|");
    return asked?.stamp === stamp ? keep() : { search: location.search, stamp };
  };

  // What is being written, in the form or in the search, stays under the hands that write it.
  window.dash_clientside.cockpit.drawRules = (drawn) => {
    for (const [name, html] of Object.entries(drawn?.parts ?? {})) {
      const place = document.querySelector(`[data-rules-part="${name}"]`);
      const busy = place?.querySelector("details[open], input:focus");
      if (!place || cockpit.filled.get(place) === html || busy) continue;
      place.innerHTML = html;
      cockpit.filled.set(place, html);
    }
  };

  document.addEventListener("input", ({ target }) => {
    if (!target.dataset?.ruleText) return;
    clearTimeout(typing);
    typing = setTimeout(() => cockpit.view.go({ text: target.value.trim() }), SETTLED);
  });

  let waiting = null;
  document.addEventListener("submit", (event) => {
    const form = event.target.closest("form[data-raise]");
    if (!form) return;
    event.preventDefault();
    form.classList.add("waiting");
    waiting = { form, sign: crypto.randomUUID?.() ?? `${Date.now()}` };
    const lang = cockpit.view.get("lang") || "zh";
    cockpit.setProps("new-warning", { data: { given: Object.fromEntries(new FormData(form)), lang, sign: waiting.sign, ...cockpit.acting() } });
  });

  const told = ({ sign, refused, code }) => {
    if (waiting?.sign !== sign) return;
    const { form } = waiting;
    waiting = null;
    form.classList.remove("waiting");
    const say = form.querySelector(".act-say");
    say.textContent = refused || code;
    say.classList.toggle("said", !refused);
    if (!refused) form.reset();
  };
})();
