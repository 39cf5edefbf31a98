// A file of scenarios: handed over whole; how many were taken and which lines were wrong is told beneath.
(() => {
  const line = (text) => Object.assign(document.createElement("li"), { textContent: text });

  const send = async (form) => {
    const [say, done, file] = [form.querySelector(".act-say"), form.querySelector(".import-done"), form.querySelector("[name=file]").files[0]];
    done.replaceChildren();
    say.textContent = file ? "" : say.dataset.none;
    if (!file) return;
    form.classList.add("waiting");
    try {
      const asked = new URLSearchParams({ name: file.name, ...cockpit.acting(), lang: cockpit.view.get("lang") || "zh" });
      const answer = await fetch(`/catalogue/data/scenarios?${asked}`, { method: "POST", headers: { "Content-Type": "application/octet-stream" }, body: file });
      const told = await answer.json();
      if (!answer.ok) say.textContent = told.detail;
      else done.replaceChildren(...[told.said, ...told.faults].map(line));
    } catch {
      say.textContent = say.dataset.failed;
    } finally {
      form.classList.remove("waiting");
    }
  };

  document.addEventListener("submit", (event) => {
    const form = event.target.closest("form[data-scenario-form]");
    if (!form) return;
    event.preventDefault();
    send(form);
  });
})();
