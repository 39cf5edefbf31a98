// Keys of the dispatch desk, before those of the wall; the list of keys, and the line in which commands are written.
(() => {
  const { desk } = cockpit;
  const page = () => document.querySelector("[data-live='dispatch']");
  const dialog = (name) => document.querySelector(`.${name}-dialog`);
  const press = (where) => {
    const button = [...document.querySelectorAll(where)].find((one) => !one.disabled && one.getClientRects().length);
    button?.click();
    return Boolean(button);
  };

  // The browser itself keeps the focus inside a modal dialog, closes it with Esc, and gives the focus back.
  const open = (name) => {
    const one = dialog(name);
    if (!one || one.open) return;
    one.showModal();
    one.querySelector("input")?.select();
  };

  const chips = [..."12345"].map((digit, n) => [digit, () => document.querySelectorAll("[data-chip]")[n]?.click()]);
  const acts = {
    j: () => desk.step(1),
    ArrowDown: () => desk.step(1),
    k: () => desk.step(-1),
    ArrowUp: () => desk.step(-1),
    x: () => desk.pick(document.activeElement?.closest?.(".queue-row")?.dataset.subject ?? desk.on),
    Enter: () => document.querySelector(".case-title a")?.focus(),
    Escape: () => press("[data-dispatch-recall]"),
    "?": () => open("keys"),
    "/": () => open("line"),
    ...Object.fromEntries(chips),
  };
  const WALL = ["ArrowLeft", "ArrowRight", "6", "7", "8", "9"]; // keys of the wall that mean nothing here

  document.addEventListener(
    "keydown",
    (event) => {
      if (!page() || document.querySelector("dialog[open]")) return;
      if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
        event.preventDefault();
        event.stopImmediatePropagation();
        return void press("[data-dispatch-send]");
      }
      if (event.metaKey || event.ctrlKey || event.altKey) return;
      const typing = event.target.closest?.("input:not([type='checkbox']), textarea, select, [contenteditable]");
      if (typing) return;
      if (event.key === "Enter" && event.target.closest("a, summary, button:not(.queue-choose)")) return;
      if (WALL.includes(event.key)) return event.stopImmediatePropagation();
      const act = acts[event.key] ?? acts[event.key.toLowerCase()];
      if (!act) return;
      event.preventDefault();
      event.stopImmediatePropagation();
      act();
    },
    true
  );

  const say = (words) => (document.querySelector(".line-say").textContent = words);

  // A command by its words or initials clicks the button that does it; anything else is looked for in the queue.
  const run = (text) => {
    const wanted = text.trim().toLowerCase();
    if (!wanted) return;
    const { absent, none } = document.querySelector(".line-say").dataset;
    const command = [...document.querySelectorAll("[data-command]")].find((one) => one.dataset.command.toLowerCase().split(" ").includes(wanted));
    if (command) return press(command.dataset.button) ? dialog("line").close() : say(absent.replace("{name}", command.dataset.said));
    const found = [...document.querySelectorAll(".queue-row[data-subject]")].find((row) => `${row.dataset.code} ${row.dataset.subject} ${row.textContent}`.toLowerCase().includes(wanted));
    if (!found) return say(none.replace("{name}", text.trim()));
    dialog("line").close();
    desk.choose(found.dataset.subject);
    found.querySelector(".queue-choose").focus();
  };

  document.addEventListener("submit", (event) => {
    if (!event.target.matches?.(".line-form")) return;
    event.preventDefault();
    say("");
    const box = event.target.querySelector("input");
    run(box.value);
    if (!dialog("line").open) box.value = "";
  });
  document.addEventListener("click", ({ target }) => {
    if (!page()) return;
    if (target.closest?.("[data-keys]")) open("keys");
    if (target.closest?.("[data-close]")) target.closest("dialog")?.close();
  });
})();
