// Freezing and handouts of a briefing, and the key that drafts one: what is sent, how far it is, and the file.
(() => {
  const JSON_TYPE = { "Content-Type": "application/json" };
  const lang = () => cockpit.view.get("lang") || "zh";
  const tail = () => (lang() === "en" ? "?lang=en" : "");

  const post = async (path, body) => {
    const answer = await fetch(`/briefing/data/${path}${tail()}`, { method: "POST", headers: JSON_TYPE, body: JSON.stringify(body) });
    if (answer.ok) return answer;
    const told = await answer.json().catch(() => ({}));
    throw Object.assign(new Error(told.detail || ""), { told: Boolean(told.detail) });
  };
  const why = (error, usual) => (error.told ? error.message : usual);

  // Lines of JSON as they come.
  const lines = async function* (answer) {
    const reader = answer.body.pipeThrough(new TextDecoderStream()).getReader();
    let rest = "";
    for (;;) {
      const { done, value } = await reader.read();
      const pieces = (rest + (value ?? "")).split("\n");
      rest = pieces.pop();
      for (const piece of pieces) if (piece) yield JSON.parse(piece);
      if (done) return;
    }
  };

  const save = ({ file, name, type }) => {
    const bytes = Uint8Array.from(atob(file), (one) => one.charCodeAt(0));
    const href = URL.createObjectURL(new Blob([bytes], { type }));
    const way = Object.assign(document.createElement("a"), { href, download: name });
    way.click();
    setTimeout(() => URL.revokeObjectURL(href), 60_000);
  };

  const make = async (form, kind) => {
    const [bar, say] = [form.querySelector("progress"), form.querySelector(".act-say")];
    const buttons = form.querySelectorAll("button");
    const put = (words, told) => words.replace(/\{(\w+)\}/g, (_all, name) => told[name]);
    const on = (name) => form.elements[name]?.checked === true;
    buttons.forEach((one) => (one.disabled = true));
    Object.assign(bar, { hidden: false, value: 0 });
    let told = {};
    try {
      const answer = await post(`${form.dataset.handoutForm}/handout`, { kind, notes: on("notes"), live: on("live"), lang: lang() });
      for await (told of lines(answer)) {
        if (told.failed) throw Object.assign(new Error(told.failed), { told: true });
        if (!told.of) continue;
        bar.max = told.of;
        bar.value = told.done;
        say.textContent = told.done === told.of ? say.dataset.setting : put(say.dataset.doing, told);
      }
      if (!told.file) throw new Error();
      save(told);
      say.textContent = put(say.dataset.done, told);
    } catch (error) {
      say.textContent = why(error, say.dataset.failed);
    } finally {
      bar.hidden = true;
      buttons.forEach((one) => (one.disabled = false));
    }
  };

  document.addEventListener("submit", (event) => {
    const form = event.target.closest("[data-handout-form]");
    if (!form) return;
    event.preventDefault();
    make(form, event.submitter?.value || "pdf");
  });

  document.addEventListener("click", async ({ target }) => {
    const act = target.closest?.("[data-handout-act]");
    if (!act) return;
    const { handoutCode } = act.parentElement.dataset;
    const say = act.closest(".panel-body").querySelector("[data-handout-said]");
    act.disabled = true;
    say.textContent = "";
    try {
      await post(`${handoutCode}/${act.dataset.handoutAct}`, {}); // the page is drawn again when the briefing moves
    } catch (error) {
      say.textContent = why(error, say.dataset.failed);
    } finally {
      act.disabled = false;
    }
  });

  document.addEventListener("click", async ({ target }) => {
    const key = target.closest?.("[data-draft]");
    if (!key) return;
    const say = key.closest(".panel-body").querySelector(".act-say");
    key.disabled = true;
    say.textContent = "";
    try {
      const { draft, query, event } = key.dataset;
      const { code } = await (await post("draft", { template: draft, query, event })).json();
      location.assign(`/briefing/edit/${code}${tail()}`);
    } catch (error) {
      say.textContent = why(error, say.dataset.failed);
      key.disabled = false;
    }
  });
})();
