// A file of a register is handed to the server whole; what became of its rows is said in the dialog.
(() => {
  const dialog = () => document.querySelector(".import-dialog");
  const line = (name, text) => Object.assign(document.createElement(name), { textContent: text });

  const open = () => {
    const box = dialog();
    const { role, number } = cockpit.acting();
    const [played, numbered] = ["role", "number"].map((name) => box.querySelector(`[name=${name}]`));
    if (played) [played.value, numbered.value] = [role, number];
    box.querySelector(".act-say").textContent = "";
    box.querySelector(".import-done").replaceChildren();
    box.showModal();
  };

  const tell = (place, told) => {
    const said = told.said.map((text) => line("p", text));
    const faults = told.faults.map(({ fault, n }) => line("li", `${fault} ${n}`));
    const list = document.createElement("ul");
    list.append(...faults);
    const way = told.quarantine ? [Object.assign(line("a", place.dataset.kept), { href: told.quarantine, className: "button small" })] : [];
    place.replaceChildren(...said, ...(faults.length ? [list] : []), ...way);
  };

  const send = async (form) => {
    const [say, done, button] = [".act-say", ".import-done", "[type=submit]"].map((part) => form.querySelector(part));
    const [file, crs] = [form.querySelector("[name=file]").files[0], form.querySelector("[name=crs]").value.trim()];
    done.replaceChildren();
    say.textContent = file ? (crs ? "" : say.dataset.crs) : say.dataset.none;
    if (say.textContent) return;
    const { role, number } = cockpit.acting();
    const asked = new URLSearchParams({ layer: form.dataset.importForm, crs, name: file.name, role, number, lang: cockpit.view.get("lang") || "zh" });
    button.disabled = true;
    form.classList.add("waiting");
    try {
      const answer = await fetch(`/things/import?${asked}`, { method: "POST", headers: { "Content-Type": "application/octet-stream" }, body: file });
      const told = await answer.json();
      if (!answer.ok) throw new Error(told.detail);
      tell(done, told);
    } catch (error) {
      say.textContent = error.message && !(error instanceof TypeError) && !(error instanceof SyntaxError) ? error.message : say.dataset.failed;
    } finally {
      button.disabled = false;
      form.classList.remove("waiting");
    }
  };

  document.addEventListener("click", ({ target }) => {
    if (target.closest?.("[data-import-open]")) open();
    if (target.closest?.("[data-import-close]")) dialog().close();
  });
  document.addEventListener("submit", (event) => {
    const form = event.target.closest("[data-import-form]");
    if (!form) return;
    event.preventDefault();
    send(form);
  });
})();
