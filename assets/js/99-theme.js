// What people do on the pages of themes: a button says what; what became of it is told beside it.
(() => {
  let waiting = null; // {sign, button}

  const send = (button) => {
    if (waiting) return;
    waiting = { sign: `${Date.now()}`, panel: button.closest("[data-panel]")?.dataset.panel };
    button.disabled = true;
    const lang = cockpit.view.get("lang") || "zh";
    cockpit.setProps("theme-act", { data: { ...JSON.parse(button.dataset.themeAct), ...cockpit.acting(), lang, sign: waiting.sign } });
  };

  window.dash_clientside.cockpit.themeActed = (told) => {
    if (!told || told.sign !== waiting?.sign) return;
    const root = document.querySelector(`[data-panel="${waiting.panel}"]`);
    waiting = null;
    root?.querySelectorAll("[data-theme-act]").forEach((button) => (button.disabled = false));
    const say = root?.querySelector("[data-theme-say]");
    if (say) {
      say.textContent = told.words;
      say.classList.toggle("refused", told.refused === "1");
    }
    if (root && told.refused !== "1") cockpit.retry([root]);
  };

  document.addEventListener("click", ({ target }) => {
    const button = target.closest?.("[data-theme-act]");
    if (button) send(button);
  });
})();
