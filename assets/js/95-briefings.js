// Briefings in the list and on their page: made, brought as a file, played, copied, removed. The page then shows them anew.
(() => {
  const root = () => document.querySelector("[data-briefings], [data-briefing-page]");
  const lang = () => cockpit.view.text(new URLSearchParams([...cockpit.view.params()].filter(([name]) => ["lang", "skin"].includes(name))));
  const there = (path) => (lang() ? `${path}?${lang()}` : path);
  cockpit.briefingWay = there;

  const say = (near, error) => {
    const place = near?.closest(".panel, form")?.querySelector(".act-say") ?? root().querySelector(".act-say");
    if (place) place.textContent = error.message || root().dataset.failed;
  };
  const acts = {
    async show(code) {
      const { show } = await cockpit.post(`/briefing/data/${code}/show`);
      location.href = there(`/briefing/speak/${show}`);
    },
    async copy(code) {
      const { code: copied } = await cockpit.post(`/briefing/data/${code}/copy`);
      location.href = there(`/briefing/edit/${copied}`);
    },
    async remove(code) {
      if (!confirm(root().dataset.remove)) return;
      await cockpit.post(`/briefing/data/${code}/remove`);
      location.href = there("/briefing");
    },
  };

  document.addEventListener("click", ({ target }) => {
    const button = target.closest?.("[data-briefing-act]");
    const code = button?.closest("[data-briefing], [data-briefing-page]")?.dataset;
    const act = acts[button?.dataset.briefingAct];
    if (!act) return;
    button.disabled = true;
    act(code.briefing ?? code.briefingPage).catch((error) => say(button, error)).finally(() => (button.disabled = false));
  });

  document.addEventListener("submit", async (event) => {
    const form = event.target.closest("[data-briefing-new]");
    if (!form) return;
    event.preventDefault();
    try {
      const { code } = await cockpit.post("/briefing/data/make", { title: form.elements.title.value, scenes: [] });
      location.href = there(`/briefing/edit/${code}`);
    } catch (error) {
      say(form, error);
    }
  });

  document.addEventListener("change", async ({ target }) => {
    if (!target.matches?.("[data-briefing-file]") || !target.files[0]) return;
    try {
      const answer = await fetch(there("/briefing/data/import"), { method: "POST", headers: { "Content-Type": "application/octet-stream" }, body: target.files[0] });
      const told = await answer.json().catch(() => ({}));
      if (!answer.ok) throw new Error(told.detail ?? "");
      location.href = there(`/briefing/edit/${told.code}`);
    } catch (error) {
      say(target, error instanceof TypeError ? {} : error);
    }
    target.value = "";
  });
})();
