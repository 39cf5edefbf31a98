// The workshop of indicators: a definition is checked as it is typed, a bureau's sheet is handed over whole.
(() => {
  const PAUSE = 350; // ms after the last key
  const line = (name, text, className = "") => Object.assign(document.createElement(name), { textContent: text, className });
  let timer = 0;
  let turn = 0;

  // Of three ways to come by values the one that is chosen is shown.
  const arrange = (form) => {
    const kind = form.querySelector("[name=kind]:checked")?.value;
    form.querySelectorAll("[data-kind]").forEach((one) => (one.hidden = one.dataset.kind !== kind));
  };

  const tell = (place, { faults, hints, words }) => {
    const told = [...(words ? [line("p", words, "indicator-words")] : []), ...faults.map((text) => line("p", `✕ ${text}`, "fault")), ...hints.map((text) => line("p", `! ${text}`, "hint"))];
    place.replaceChildren(...told, ...(faults.length ? [] : [line("p", `✓ ${place.dataset.fine}`, "fine")]));
  };

  const check = async (form) => {
    turn += 1;
    const mine = turn;
    const place = form.querySelector("[data-indicator-live]");
    try {
      const { role, number } = cockpit.acting();
      const found = await cockpit.post("/indicators/data/check", { ...Object.fromEntries(new FormData(form)), role, number: String(number) });
      if (mine === turn) tell(place, found);
    } catch (error) {
      if (mine === turn) tell(place, { faults: [error.message], hints: [], words: "" });
    }
  };
  const soon = (form) => {
    clearTimeout(timer);
    timer = setTimeout(() => check(form), PAUSE);
  };

  const insert = (form, text) => {
    const box = form.elements.calc;
    const open = text.endsWith("()");
    box.setRangeText(text, box.selectionStart, box.selectionEnd, "end");
    if (open) box.selectionStart = box.selectionEnd = box.selectionEnd - 1;
    box.focus();
    soon(form);
  };

  const done = (place, told) => {
    const faults = document.createElement("ul");
    faults.append(...told.faults.map(({ fault, n }) => line("li", `${fault} ${n}`)));
    const way = told.quarantine ? [Object.assign(line("a", place.dataset.kept, "button small"), { href: told.quarantine })] : [];
    place.replaceChildren(...told.said.map((text) => line("p", text)), faults, ...way);
  };

  const bring = async (form) => {
    const [say, place, button] = [".act-say", ".import-done", "[type=submit]"].map((part) => form.querySelector(part));
    const file = form.elements.file.files[0];
    place.replaceChildren();
    say.textContent = file ? "" : say.dataset.none;
    if (!file) return;
    const { role, number } = cockpit.acting();
    const asked = new URLSearchParams({ profile: form.elements.profile.value, reason: form.elements.reason.value, name: file.name, role, number, lang: cockpit.view.get("lang") || "zh" });
    button.disabled = true;
    try {
      const answer = await fetch(`/indicators/data/import?${asked}`, { method: "POST", headers: { "Content-Type": "application/octet-stream" }, body: file });
      const told = await answer.json().catch(() => ({}));
      if (!answer.ok) throw new Error(told.detail ?? "");
      done(place, told);
    } catch (error) {
      say.textContent = (!(error instanceof TypeError) && error.message) || say.dataset.failed;
    } finally {
      button.disabled = false;
    }
  };

  // What is open is about the indicator and the region that were shown: it closes when others are.
  cockpit.view.listeners.push(() => document.querySelectorAll("[data-listing=indicators] details[open]").forEach((one) => one.removeAttribute("open")));

  const ours = (target) => target.closest?.("[data-indicator-form]");
  document.addEventListener("toggle", ({ target }) => {
    const form = target.open && target.querySelector?.("[data-indicator-form]");
    if (!form) return;
    arrange(form);
    check(form);
  }, true);
  document.addEventListener("input", ({ target }) => {
    const form = ours(target);
    if (form && !target.matches("[data-indicator-insert]")) soon(form);
  });
  document.addEventListener("change", ({ target }) => {
    const form = ours(target);
    if (!form) return;
    if (target.matches("[data-indicator-insert]") && target.value) {
      insert(form, target.value);
      target.value = "";
    }
    arrange(form);
    soon(form);
  });
  document.addEventListener("click", ({ target }) => {
    const sign = target.closest?.("[data-indicator-sign]");
    if (sign) insert(ours(sign), sign.dataset.indicatorSign);
  });
  document.addEventListener("submit", (event) => {
    const [form, find] = ["[data-indicator-import]", "[data-indicator-find]"].map((one) => event.target.closest(one));
    if (!form && !find) return;
    event.preventDefault();
    if (form) return bring(form);
    const asked = cockpit.view.text(new URLSearchParams([...cockpit.view.params()].filter(([name]) => !["domain", "code", "text"].includes(name))));
    const text = find.elements.text.value.trim();
    location.href = `/indicators?${[asked, text && `text=${encodeURIComponent(text)}`].filter(Boolean).join("&")}`;
  });
})();
