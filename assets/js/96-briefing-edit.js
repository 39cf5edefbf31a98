// The page of one briefing: choose a scene, see it as the audience will, write, point on its map, drag it to its place.
(() => {
  const edit = { chosen: null, frame: null, stage: null, draft: null, tool: "", corners: [] };
  const root = () => document.querySelector("[data-briefing-page]");
  const code = () => root().dataset.briefingPage;
  const form = () => root().querySelector("[data-scene-form]");
  const mine = () => root().dataset.mine === "1";
  const say = (text, good) => {
    const place = form()?.querySelector(".act-say");
    if (place) [place.textContent, place.dataset.good] = [text, good ? "1" : ""];
  };
  const post = (act, body) => cockpit.post(`/briefing/data/${code()}/${act}`, body);
  const failed = (error) => say(error.message || root().dataset.failed);

  // The form and the scene it stands for. Marks lie in the draft, for they are drawn.
  const fill = (scene) => {
    const { elements } = form();
    for (const name of ["title", "sentence", "notes", "minutes", "transition", "path"]) elements[name].value = scene[name];
    elements.regions.value = scene.emphasis.regions.join(",");
    form().querySelectorAll("[name=panels]").forEach((box) => (box.checked = scene.emphasis.panels.includes(box.value)));
    marks();
    ways();
  };
  // What the notes rest on, as ways to the pages that show it.
  const ways = () => {
    const lines = form().elements.notes.value.split("\n").map((line) => cockpit.noted(line, true)).filter(([one]) => one?.href);
    form().querySelector("[data-note-ways]").replaceChildren(...lines.map((inside) => {
      const item = document.createElement("li");
      item.append(...inside);
      return item;
    }));
  };
  const read = () => {
    const { elements } = form();
    const texts = Object.fromEntries(["title", "sentence", "notes", "transition", "path"].map((name) => [name, elements[name].value]));
    const panels = [...form().querySelectorAll("[name=panels]:checked")].map(({ value }) => value);
    const regions = elements.regions.value.split(/[,，\s]+/).filter(Boolean);
    return { ...texts, minutes: Number(elements.minutes.value), emphasis: { panels, regions, marks: edit.draft.emphasis.marks } };
  };
  const marks = () => {
    const place = form().querySelector("[data-marks]");
    place.replaceChildren(...edit.draft.emphasis.marks.map((mark, n) => {
      const words = Object.assign(document.createElement("input"), { className: "control", value: mark.properties.text, maxLength: 24, placeholder: place.dataset.marks });
      words.oninput = () => ((mark.properties.text = words.value), draw());
      const away = Object.assign(document.createElement("button"), { type: "button", className: "button small", textContent: "✕", onclick: () => (edit.draft.emphasis.marks.splice(n, 1), marks(), draw(), dirty()) });
      const row = document.createElement("div");
      row.append(words, away);
      return row;
    }));
  };
  const dirty = () => ((edit.dirty = true), say(root().dataset.unsaved));

  // The picture follows what is written before it is kept; which page and which panels, when it is.
  const draw = () => {
    const { stage } = edit;
    if (!stage?.shown || !edit.draft) return;
    const { regions } = read().emphasis;
    const one = stage.whole.scenes.find(({ n }) => n === edit.draft.n);
    Object.assign(one, { title: form().elements.title.value, sentence: form().elements.sentence.value });
    const view = edit.frame.contentWindow.cockpit;
    const told = { ...stage.shown, emphasis: { regions, marks: edit.draft.emphasis.marks } };
    view.stageCaption(told);
    if (told.kind === "map") view.stageMarks(told, false);
  };

  const choose = (n) => {
    if (edit.dirty && n !== edit.draft?.n && !confirm(`${root().dataset.unsaved}?`)) return;
    const scene = edit.scenes.find((one) => one.n === n) ?? edit.scenes[0];
    if (!scene) return;
    [edit.draft, edit.dirty] = [structuredClone(scene), false];
    root().querySelectorAll("[data-scene]").forEach((one) => one.classList.toggle("on", Number(one.dataset.scene) === scene.n));
    history.replaceState(null, "", `${location.pathname}${location.search}#${scene.n}`);
    tool("");
    fill(scene);
    say("");
    show();
  };
  const show = () => edit.stage?.follow({ scene: edit.draft.n, path: "", caption: true, black: false, briefing: edit.revision });
  const again = (n) => {
    history.replaceState(null, "", `${location.pathname}${location.search}#${n ?? ""}`);
    location.reload();
  };

  const save = async () => {
    try {
      await post("change", { n: edit.draft.n, scene: read() });
      edit.dirty = false;
      again(edit.draft.n);
    } catch (error) {
      failed(error);
    }
  };
  const acts = {
    async add() {
      const { n } = await post("add", { scene: { path: "/", title: root().querySelector("[data-briefing-act=add]").textContent } });
      again(n);
    },
    double: async () => again((await post("double", { n: edit.draft.n })).n),
    async take() {
      if (!confirm(root().dataset.take)) return;
      await post("take", { n: edit.draft.n });
      edit.dirty = false;
      again();
    },
  };

  // Dragged, or moved by Alt and an arrow; kept at once.
  const order = () => [...root().querySelectorAll("[data-scene]")].map(({ dataset }) => Number(dataset.scene));
  const placed = () => post("order", { order: order() }).then(numbers, (error) => (failed(error), again(edit.draft.n)));
  const numbers = () => root().querySelectorAll("[data-scene] .n").forEach((one, at) => (one.textContent = at + 1));
  const dragging = (list) => {
    let held = null;
    list.addEventListener("dragstart", ({ target, dataTransfer }) => {
      held = target.closest("[data-scene]");
      dataTransfer.effectAllowed = "move";
      dataTransfer.setData("text/plain", held.dataset.scene);
    });
    list.addEventListener("dragover", (event) => {
      const over = event.target.closest("[data-scene]");
      if (!held) return;
      event.preventDefault();
      if (!over || over === held) return;
      const box = over.getBoundingClientRect();
      over[event.clientY > box.top + box.height / 2 ? "after" : "before"](held);
    });
    list.addEventListener("drop", (event) => event.preventDefault());
    list.addEventListener("dragend", () => ((held = null), placed()));
    list.addEventListener("keydown", (event) => {
      const one = event.target.closest("[data-scene]");
      const step = { ArrowUp: "previousElementSibling", ArrowDown: "nextElementSibling" }[event.key];
      if (!event.altKey || !step || !one[step]) return;
      event.preventDefault();
      one[step][event.key === "ArrowUp" ? "before" : "after"](one);
      event.target.focus();
      placed();
    });
  };

  // Tools of the map in the picture: outline regions, set points, draw lines and areas.
  const HINTS = { region: "region", Point: "point", LineString: "line", Polygon: "line" };
  const tool = (name) => {
    [edit.tool, edit.corners] = [name, []];
    edit.stage?.root.classList.toggle("tooled", Boolean(name)); // what stands on the map lets clicks through
    root().querySelectorAll("[data-tool]").forEach((one) => {
      one.classList.toggle("on", one.dataset.tool === name);
      one.setAttribute("aria-pressed", one.dataset.tool === name);
    });
    const hint = root().querySelector("[data-tool-hint]");
    if (hint) hint.textContent = name ? hint.closest("[data-region]").dataset[HINTS[name]] : "";
  };
  const put = (type, coordinates) => {
    edit.draft.emphasis.marks.push({ type: "Feature", properties: { text: "" }, geometry: { type, coordinates } });
    marks();
    draw();
    dirty();
    form().querySelector("[data-marks] div:last-child input").focus();
  };
  const clicked = ({ latlng: { lng, lat } }) => {
    const spot = [Number(lng.toFixed(5)), Number(lat.toFixed(5))];
    if (edit.tool === "Point") return put("Point", spot);
    if (edit.tool === "LineString" || edit.tool === "Polygon") edit.corners.push(spot);
  };
  const finished = () => {
    const corners = edit.corners.filter((one, n, all) => !n || !cockpit.same(one, all[n - 1]));
    if (edit.tool === "LineString" && corners.length > 1) put("LineString", corners);
    if (edit.tool === "Polygon" && corners.length > 2) put("Polygon", [[...corners, corners[0]]]);
    edit.corners = [];
  };
  const region = (one) => {
    if (edit.tool !== "region") return;
    const field = form().elements.regions;
    const chosen = field.value.split(/[,，\s]+/).filter(Boolean);
    field.value = (chosen.includes(one) ? chosen.filter((other) => other !== one) : [...chosen, one]).join(",");
    draw();
    dirty();
  };

  const ready = async (stage) => {
    edit.stage = stage;
    stage.root.classList.toggle("tooled", Boolean(edit.tool)); // a tool may have been taken before the picture stood
    const view = edit.frame.contentWindow.cockpit;
    view.map.main.on("click", clicked);
    view.map.main.on("dblclick", finished);
    view.stage.picked = region;
    edit.revision = (await cockpit.json(`/briefing/data/${code()}/scenes`)).revision;
    show();
  };

  const begin = () => {
    if (!root().querySelector("[data-scene-form]") && root().querySelector("[data-html]")) cockpit.layOut();
    edit.scenes = JSON.parse(root().dataset.scenes);
    cockpit.speaker = { ready: (_role, stage) => ready(stage), drilled: () => {} };
    const list = root().querySelector(".briefing-scenes");
    if (mine() && list) dragging(list);
    list?.addEventListener("click", ({ target }) => target.closest("[data-scene]") && choose(Number(target.closest("[data-scene]").dataset.scene)));
    root().addEventListener("click", ({ target }) => {
      const [act, named] = [target.closest("[data-briefing-act]")?.dataset.briefingAct, target.closest("[data-tool]")?.dataset.tool];
      if (acts[act]) acts[act]().catch(failed);
      if (named !== undefined) tool(named);
    });
    root().addEventListener("submit", (event) => {
      if (event.target.matches("[data-scene-form]")) event.preventDefault(), save();
      if (event.target.matches("[data-briefing-about]")) event.preventDefault(), about(event.target);
    });
    if (!edit.scenes.length) return;
    form().addEventListener("input", () => (ways(), draw(), dirty()));
    const place = root().querySelector("[data-preview]");
    edit.frame = cockpit.smallScreen(place, cockpit.briefingWay(`/briefing/stage/${code()}/-/edit`), { title: place.dataset.preview });
    choose(Number(location.hash.slice(1)) || edit.scenes[0].n);
  };
  const about = async (one) => {
    try {
      await post("rename", { title: one.elements.title.value });
      await post("share", { roles: [...one.querySelectorAll("[name=roles]:checked")].map(({ value }) => value) });
      edit.dirty = false;
      location.reload();
    } catch (error) {
      root().querySelector(".act-say").textContent = error.message || root().dataset.failed;
    }
  };
  window.addEventListener("beforeunload", (event) => edit.dirty && root() && event.preventDefault());

  const wait = () => {
    if (root()) return begin();
    if (location.pathname.startsWith("/briefing/edit/")) setTimeout(wait, 30);
  };
  wait();
})();
