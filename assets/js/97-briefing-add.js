// 加入汇报: what this page shows, by its address, becomes a scene of a briefing.
(() => {
  const dialog = () => document.querySelector("[data-briefing-add-dialog]");
  const say = (...inside) => dialog().querySelector(".act-say").replaceChildren(...inside);

  const here = () => {
    const asked = cockpit.view.params();
    for (const name of ["lang", "skin"]) asked.delete(name);
    return location.pathname + (asked.size ? `?${cockpit.view.text(asked)}` : "");
  };
  const named = () => [document.querySelector("[data-testid='breadcrumb']")?.lastElementChild?.textContent, document.querySelector("h1")?.textContent].filter(Boolean).map((one) => one.trim().replaceAll("*", "")).filter(Boolean)[0] ?? "";

  const open = async () => {
    const { elements } = dialog().querySelector("form");
    say();
    elements.scene_title.value = named().slice(0, 48);
    elements.scene_new.value ||= named().slice(0, 48);
    const known = await cockpit.json("/briefing/data/own").catch(() => []);
    const before = elements.scene_of.value || sessionStorage.getItem("yitu-briefing");
    elements.scene_of.replaceChildren(elements.scene_of.options[0], ...known.map(({ code, title }) => new Option(title, code)));
    elements.scene_of.value = known.some(({ code }) => code === before) ? before : "";
    choose();
    dialog().showModal();
    elements.scene_title.select();
  };
  const choose = () => (dialog().querySelector(".add-new").hidden = dialog().querySelector("form").elements.scene_of.value !== "");

  const send = async (form) => {
    const { elements } = form;
    const scene = { path: here(), title: elements.scene_title.value, sentence: elements.scene_sentence.value, notes: elements.scene_notes.value, minutes: Number(elements.scene_minutes.value) };
    try {
      let code = elements.scene_of.value;
      const title = code ? elements.scene_of.selectedOptions[0].textContent : elements.scene_new.value;
      if (code) await cockpit.post(`/briefing/data/${code}/add`, { scene });
      else ({ code } = await cockpit.post("/briefing/data/make", { title, scenes: [scene] }));
      sessionStorage.setItem("yitu-briefing", code);
      const { scenes } = await cockpit.json(`/briefing/data/${code}/scenes`);
      const way = Object.assign(document.createElement("a"), { className: "button small", href: cockpit.briefingWay(`/briefing/edit/${code}`), textContent: dialog().dataset.open });
      say(dialog().dataset.added.replace("{title}", title).replace("{n}", scenes.length), " ", way);
      [elements.scene_sentence.value, elements.scene_notes.value] = ["", ""];
    } catch (error) {
      say(error.status ? error.message : dialog().dataset.failed);
    }
  };

  document.addEventListener("click", ({ target }) => {
    if (target.closest?.("[data-briefing-add]")) open();
    if (target.closest?.("[data-briefing-add-close]")) dialog().close();
  });
  document.addEventListener("change", ({ target }) => target.closest?.("[data-briefing-add-dialog]") && target.name === "scene_of" && choose());
  document.addEventListener("submit", (event) => {
    if (!event.target.closest?.("[data-briefing-add-dialog]")) return;
    event.preventDefault();
    send(event.target);
  });
})();
