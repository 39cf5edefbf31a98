// 资料: a file is handed to the server whole, with a bar that says how far; pages are turned by keys too, and not dragged away.
(() => {
  const done = (form, text) => (form.querySelector(".act-say").textContent = text);
  const show = (form, { loaded, total }) => (form.querySelector("progress").value = total ? Math.round((100 * loaded) / total) : 0);

  const send = (form) => {
    const file = form.querySelector("[name=file]").files[0];
    const say = form.querySelector(".act-say");
    if (!file) return done(form, say.dataset.none);
    const { role, number } = cockpit.acting();
    const asked = new URLSearchParams({ name: file.name, role, number, lang: cockpit.view.get("lang") || "zh" });
    if (form.dataset.documentForm) asked.set("code", form.dataset.documentForm);
    for (const [name, value] of new FormData(form)) if (!["file", "role", "number"].includes(name)) asked.set(name, value);
    const [bar, button, request] = [form.querySelector("progress"), form.querySelector("[type=submit]"), new XMLHttpRequest()];
    const end = (words) => {
      button.disabled = false;
      bar.hidden = true;
      form.classList.remove("waiting");
      done(form, words);
    };
    request.open("POST", `/documents/data?${asked}`);
    request.setRequestHeader("Content-Type", "application/octet-stream");
    request.responseType = "json";
    request.upload.onprogress = (event) => show(form, event);
    request.onerror = () => end(say.dataset.failed);
    request.onload = () => {
      if (request.status !== 201) return end(request.response?.detail || say.dataset.failed);
      end("");
      form.reset();
      form.closest("details")?.removeAttribute("open");
      const place = document.querySelector("[data-listing-said]");
      if (place) place.textContent = `${say.dataset.done} ${request.response.code}`;
    };
    [bar.hidden, button.disabled] = [false, true];
    form.classList.add("waiting");
    done(form, "");
    request.send(file);
  };

  document.addEventListener("submit", (event) => {
    const form = event.target.closest("[data-document-form]");
    const find = event.target.closest("[data-document-find]");
    if (!form && !find) return;
    event.preventDefault();
    if (form) send(form);
    else cockpit.view.go({ doc_text: find.querySelector("[name=doc_text]").value.trim() });
  });

  // A page that is not given says why there is none.
  document.addEventListener("error", ({ target }) => {
    if (!target.dataset?.documentLeaf) return;
    target.hidden = true;
    target.parentElement.querySelector(".document-lost").hidden = false;
  }, true);
  document.addEventListener("contextmenu", (event) => event.target.dataset?.documentLeaf && event.preventDefault());
  document.addEventListener("keydown", ({ key, target }) => {
    const place = document.querySelector(".listing-of-documents [data-document-leaf]");
    if (!place || target.closest("input, select, textarea") || !["ArrowLeft", "ArrowRight"].includes(key)) return;
    const ways = [...place.closest(".panel").querySelectorAll('.panel-meta [href^="?leaf="], .panel-meta .off')].slice(0, 2);
    ways[key === "ArrowLeft" ? 0 : 1]?.click();
  });
})();
