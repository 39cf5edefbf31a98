// What people do on the pages of themes: a button or a dialog says what; what became of it is told beside it.
(() => {
  let waiting = null; // {sign, panel, form}
  let told = {}; // what the button said that has opened a dialog
  let point = null; // where on the map was clicked last

  const panelOf = (element) => element.closest("[data-panel]")?.dataset.panel;
  const send = (what, { panel, form = null }) => {
    waiting = { sign: `${Date.now()}`, panel, form };
    const lang = cockpit.view.get("lang") || "zh";
    cockpit.setProps("theme-act", { data: { ...what, ...cockpit.acting(), lang, sign: waiting.sign } });
  };

  const open = (button) => {
    const box = button.closest("[data-panel]").querySelector(`[data-theme-dialog="${button.dataset.themeOpen}"]`);
    const form = box.querySelector("form");
    told = { ...JSON.parse(button.dataset.themeTold), key: `${Date.now()}-${Math.random().toString(36).slice(2)}` }; // however often it is sent, once
    box.querySelector("[data-theme-about]").textContent = told.about ?? "";
    box.querySelector(".act-say").textContent = "";
    if (told.options) form.querySelector("[data-theme-options]").replaceChildren(...told.options.map(([value, words]) => new Option(words, value)));
    if (form.elements.lon && point) [form.elements.lon.value, form.elements.lat.value] = [point.lng.toFixed(6), point.lat.toFixed(6)];
    box.showModal();
  };

  window.dash_clientside.cockpit.themeActed = (came) => {
    if (!came || came.sign !== waiting?.sign) return;
    const { panel, form } = waiting;
    const root = document.querySelector(`[data-panel="${panel}"]`);
    const refused = came.refused === "1";
    waiting = null;
    root?.querySelectorAll("[data-theme-act]").forEach((button) => (button.disabled = false));
    form?.classList.remove("waiting");
    if (form && !refused) form.closest("dialog").close();
    const say = form && refused ? form.querySelector(".act-say") : root?.querySelector("[data-theme-say]");
    if (say) {
      say.textContent = came.words;
      say.classList.toggle("refused", refused);
    }
    if (root && !refused) cockpit.retry([root]);
  };

  document.addEventListener("click", (event) => {
    const { target } = event;
    const act = target.closest?.("[data-theme-act]");
    if (act && !waiting) {
      act.disabled = true;
      send(JSON.parse(act.dataset.themeAct), { panel: panelOf(act) });
    }
    const opens = target.closest?.("[data-theme-open]");
    if (opens) open(opens);
    if (target.closest?.("[data-theme-close]")) target.closest("dialog").close();
    if (target.closest?.(".theme-page .map-canvas") && cockpit.map.main) point = cockpit.map.main.mouseEventToLatLng(event);
  });
  document.addEventListener("submit", (event) => {
    const form = event.target.closest("[data-theme-form]");
    if (!form) return;
    event.preventDefault();
    if (waiting) return;
    form.classList.add("waiting");
    const { act, drone, code, key } = told;
    send({ act, drone, code, key, ...Object.fromEntries(new FormData(form)) }, { panel: panelOf(form), form });
  });
})();
