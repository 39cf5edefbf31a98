// The layout of a report: GridStack lets pieces be dragged and made larger; keys do the same. Every step can be undone.
(() => {
  const COLUMNS = 12;
  const SIZES = { panel: [6, 6], indicator: [3, 3], heading: [12, 1], text: [6, 3] };
  const STEPS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };
  const KEPT = 60; // steps that can be undone
  const edit = { grid: null, pieces: new Map(), chosen: null, past: [], ahead: [], quiet: 0, seq: 0, last: 0 };
  const root = () => document.querySelector("[data-report-edit]");
  const code = () => root().dataset.reportEdit;
  const words = (name, told = {}) => root().dataset[name].replace(/\{(\w+)\}/g, (_all, key) => told[key]);
  const say = (text, good) => {
    const place = root().querySelector("[data-report-say]");
    [place.textContent, place.dataset.good] = [text, good ? "1" : ""];
  };
  const form = () => root().querySelector("[data-report-piece]");
  const about = () => root().querySelector("[data-report-about]").elements;
  const element = (n) => root().querySelector(`.grid-stack-item[gs-id="${n}"]`);
  const named = ({ kind, key, text }) => edit.titles[kind]?.[key] ?? (text.split("\n")[0] || words(kind === "heading" ? "heading" : "text"));

  // What is laid out, as it is sent and as undo keeps it.
  const state = () => {
    const places = new Map(edit.grid.engine.nodes.map(({ id, x, y, w, h }) => [Number(id), { x, y, w, h }]));
    return [...edit.pieces.values()].map((piece) => ({ ...piece, ...places.get(piece.n) }));
  };
  const query = () => {
    const { region, window } = about();
    const asked = new URLSearchParams(root().dataset.query.replace(/^\?/, ""));
    const put = (name, value, usual) => (value === usual ? asked.delete(name) : asked.set(name, value));
    put("region", region.value, "");
    put("window", window.value, "today");
    return asked.size ? `?${cockpit.view.text(asked)}` : "";
  };
  const now = () => JSON.stringify({ pieces: state(), title: about().title.value, query: query() });
  const marked = () => {
    const shown = now();
    if (shown === edit.past.at(-1)) return;
    edit.past = [...edit.past, shown].slice(-KEPT);
    edit.ahead = [];
    dirty();
  };
  const dirty = () => {
    edit.dirty = edit.past.at(-1) !== edit.saved;
    root().querySelector("[data-report-undo]").disabled = edit.past.length < 2;
    root().querySelector("[data-report-redo]").disabled = !edit.ahead.length;
    if (edit.dirty) say(words("unsaved"));
  };

  // A piece as the page will show it: panels are drawn by the server, words here.
  const words_ = (piece) => {
    const place = document.createElement("div");
    place.className = piece.kind === "heading" ? "piece-heading" : "piece-text";
    place.textContent = piece.text || words(piece.kind === "heading" ? "heading" : "text");
    return place;
  };
  const viewOf = (piece) => {
    const asked = new URLSearchParams((piece.view ?? query()).replace(/^\?/, ""));
    if (cockpit.view.get("lang") === "en") asked.set("lang", "en");
    return asked;
  };
  const inside = async (piece) => {
    const place = element(piece.n)?.querySelector(".piece-inside");
    if (!place) return;
    element(piece.n).querySelector(".piece-name").textContent = named(piece);
    element(piece.n).querySelector(".piece-held").hidden = piece.view === null;
    if (piece.kind === "heading" || piece.kind === "text") return place.replaceChildren(words_(piece));
    if (piece.key === "map") return (place.textContent = words("map"));
    const asked = viewOf(piece);
    asked.set("key", piece.kind === "indicator" ? `indicator.${piece.key}` : piece.key);
    try {
      const { html, parts } = await cockpit.json(`/reports/data/piece?${asked}`);
      place.innerHTML = html;
      cockpit.fillPiece(place, { parts });
      place.querySelectorAll("a, button, input, select").forEach((one) => (one.tabIndex = -1));
    } catch (error) {
      place.textContent = words(/^404/.test(error.message) && !piece.view ? "lost" : "broken");
    }
  };

  const hang = (piece, at) => {
    const item = document.createElement("div");
    item.className = "grid-stack-item";
    item.tabIndex = 0;
    item.setAttribute("role", "group");
    const box = Object.assign(document.createElement("div"), { className: `grid-stack-item-content piece piece-of-${piece.kind}` });
    const head = Object.assign(document.createElement("header"), { className: "piece-head" });
    const held = Object.assign(document.createElement("small"), { className: "piece-held", textContent: words("held"), hidden: true });
    const gone = Object.assign(document.createElement("button"), { type: "button", className: "piece-gone", textContent: "✕", title: words("remove"), ariaLabel: words("remove") });
    gone.dataset.pieceGone = piece.n;
    head.append(Object.assign(document.createElement("b"), { className: "piece-name" }), held, gone);
    box.append(head, Object.assign(document.createElement("div"), { className: "piece-inside", inert: true }));
    item.append(box);
    edit.grid.el.append(item);
    const { x, y, w, h } = { ...piece, ...at };
    edit.pieces.set(piece.n, { ...piece, x, y, w, h });
    edit.grid.makeWidget(item, { id: `${piece.n}`, x, y, w, h, autoPosition: x === undefined });
    item.setAttribute("aria-label", named(piece));
    inside(piece);
  };
  const drawn = (told) => {
    edit.quiet += 1;
    edit.grid.removeAll();
    edit.pieces.clear();
    edit.grid.batchUpdate();
    told.forEach((piece) => hang(piece));
    edit.grid.batchUpdate(false);
    edit.quiet -= 1;
    choose(edit.pieces.has(edit.chosen) ? edit.chosen : null);
  };
  const back = (text) => {
    const { pieces, title, query: asked } = JSON.parse(text);
    const params = new URLSearchParams(asked.replace(/^\?/, ""));
    Object.assign(about().title, { value: title });
    [about().region.value, about().window.value] = [params.get("region") ?? "", params.get("window") ?? "today"];
    drawn(pieces);
    dirty();
  };
  const undo = () => {
    if (edit.past.length < 2) return;
    edit.ahead.push(edit.past.pop());
    back(edit.past.at(-1));
  };
  const redo = () => {
    if (!edit.ahead.length) return;
    edit.past.push(edit.ahead.pop());
    back(edit.past.at(-1));
  };

  // What is offered becomes a piece: dropped where it was let go, or at the end.
  const bottom = () => Math.max(0, ...edit.grid.engine.nodes.map(({ y, h }) => y + h));
  const offered = ({ offer, key }, at) => {
    if (key === "map" && [...edit.pieces.values()].some((one) => one.key === "map")) return say(words("twice"));
    const [w, h] = SIZES[offer];
    const piece = { n: (edit.last += 1), kind: offer, key: key ?? "", text: "", view: null };
    hang(piece, { w, h, ...(at ?? { x: 0, y: bottom() }) });
    marked();
    choose(piece.n);
    element(piece.n).scrollIntoView({ block: "nearest" });
    return piece.n;
  };
  const gone = (n) => {
    const piece = edit.pieces.get(n);
    if (!piece) return;
    const next = element(n).nextElementSibling ?? element(n).previousElementSibling;
    edit.grid.removeWidget(element(n));
    edit.pieces.delete(n);
    choose(null);
    marked();
    say(words("gone", { name: named(piece) }));
    next?.focus?.();
  };

  // The form on the right stands for the piece that is chosen.
  const choose = (n) => {
    edit.chosen = n;
    root().querySelectorAll(".grid-stack-item").forEach((one) => one.classList.toggle("on", one.getAttribute("gs-id") === `${n}`));
    const piece = edit.pieces.get(n);
    form().dataset.reportPiece = piece?.kind ?? "";
    if (!piece) return;
    const { elements } = form();
    const held = new URLSearchParams((piece.view ?? "").replace(/^\?/, ""));
    form().querySelector("[data-report-name]").textContent = named(piece);
    elements[piece.kind === "heading" ? "heading" : "text"].value = piece.text;
    elements.held.checked = piece.view !== null;
    form().dataset.held = piece.view === null ? "" : "1";
    [elements.region.value, elements.window.value] = [held.get("region") ?? "", held.get("window") ?? "today"];
    elements.at.value = held.has("at") ? local(held.get("at")) : "";
  };
  const local = (text) => new Date(Date.parse(text) + 8 * 3600e3).toISOString().slice(0, 16); // the city's clock
  const written = () => {
    const piece = edit.pieces.get(edit.chosen);
    if (!piece) return;
    const { elements } = form();
    if (piece.kind === "heading") piece.text = elements.heading.value;
    if (piece.kind === "text") piece.text = elements.text.value;
    const told = piece.kind === "panel" || piece.kind === "indicator";
    const asked = new URLSearchParams();
    if (elements.region.value) asked.set("region", elements.region.value);
    if (elements.window.value !== "today") asked.set("window", elements.window.value);
    if (elements.at.value) asked.set("at", `${elements.at.value}:00+08:00`);
    piece.view = told && elements.held.checked ? (asked.size ? `?${asked}` : "") : null;
    form().dataset.held = piece.view === null ? "" : "1";
    inside(piece);
    marked();
  };

  // Keys: where a piece is and how large, told to who cannot see it.
  const moved = (item, event) => {
    const n = Number(item.getAttribute("gs-id"));
    const node = item.gridstackNode;
    const [dx, dy] = STEPS[event.key];
    const { x, y, w, h } = node;
    const wanted = event.shiftKey ? { w: w + dx, h: h + dy } : { x: x + dx, y: y + dy };
    const inside_ = { x, y, w, h, ...wanted };
    event.preventDefault();
    if (inside_.x < 0 || inside_.y < 0 || inside_.w < 1 || inside_.h < 1 || inside_.x + inside_.w > COLUMNS) return say(words("full"));
    edit.grid.update(item, wanted);
    marked();
    const at = item.gridstackNode;
    say(words("there", { name: named(edit.pieces.get(n)), x: at.x + 1, y: at.y + 1, w: at.w, h: at.h }), true);
  };
  const keyed = (event) => {
    const hot = event.ctrlKey || event.metaKey;
    const writes = event.target.closest("input, textarea, select");
    if (hot && event.key === "s") return event.preventDefault(), save();
    if (hot && !writes && event.key === "z") return event.preventDefault(), event.shiftKey ? redo() : undo();
    if (hot && !writes && event.key === "y") return event.preventDefault(), redo();
    if (event.target.matches("[data-offer]") && ["Enter", " "].includes(event.key)) return event.preventDefault(), event.target.click();
    const item = event.target.closest(".grid-stack-item");
    if (!item || writes || event.target !== item) return;
    const n = Number(item.getAttribute("gs-id"));
    if (STEPS[event.key]) moved(item, event);
    if (event.key === "Delete" || event.key === "Backspace") event.preventDefault(), gone(n);
    if (event.key === "Enter") event.preventDefault(), choose(n), form().querySelector(".field:not([hidden]) .control, [name=held]")?.focus();
  };

  const save = async () => {
    if (!about().title.reportValidity()) return;
    const body = { title: about().title.value, query: query(), pieces: state(), base: edit.seq };
    const sent = now();
    try {
      const { seq } = await cockpit.post(`/reports/data/${code()}/save`, body);
      [edit.seq, edit.saved, edit.dirty] = [seq, sent, edit.past.at(-1) !== sent];
      say(words("saved", { n: seq }), true);
    } catch (error) {
      say(error.message || words("failed"));
    }
  };

  const find = (text) => {
    const sought = text.trim().toLowerCase();
    for (const group of root().querySelectorAll(".palette-groups details")) {
      const offers = [...group.querySelectorAll("[data-offer]")];
      offers.forEach((one) => (one.hidden = sought !== "" && !`${one.textContent} ${one.dataset.key}`.toLowerCase().includes(sought)));
      group.hidden = offers.every((one) => one.hidden);
      if (sought && !group.hidden) group.open = true;
    }
  };

  const listen = () => {
    const { grid } = edit;
    grid.on("change", () => edit.quiet || marked());
    root().addEventListener("dragstart", (event) => {
      const { dataset } = event.target.closest?.("[data-offer]") ?? {};
      if (!dataset) return;
      edit.held = { ...dataset };
      event.dataTransfer.effectAllowed = "copy";
      event.dataTransfer.setData("text/plain", dataset.key);
    });
    root().addEventListener("dragend", () => (edit.held = null));
    grid.el.addEventListener("dragover", (event) => edit.held && event.preventDefault());
    grid.el.addEventListener("drop", (event) => {
      event.preventDefault();
      if (!edit.held) return;
      const [box, [w, h]] = [grid.el.getBoundingClientRect(), SIZES[edit.held.offer]];
      const column = Math.floor((COLUMNS * (event.clientX - box.left)) / box.width);
      const y = Math.max(0, Math.floor((event.clientY - box.top) / grid.getCellHeight()));
      offered(edit.held, { x: Math.max(0, Math.min(column, COLUMNS - w)), y, w, h });
    });
    root().addEventListener("click", ({ target }) => {
      const offer = target.closest("[data-offer]");
      if (offer) {
        const n = offered(offer.dataset);
        if (n) element(n).focus({ preventScroll: true });
      }
      if (target.closest("[data-piece-gone]")) return gone(Number(target.closest("[data-piece-gone]").dataset.pieceGone));
      const item = target.closest(".grid-stack-item");
      if (item) choose(Number(item.getAttribute("gs-id")));
      if (target.closest("[data-report-undo]")) undo();
      if (target.closest("[data-report-redo]")) redo();
      if (target.closest("[data-report-save]")) save();
      if (target.closest("[data-report-take]")) gone(edit.chosen);
    });
    root().addEventListener("focusin", ({ target }) => target.matches(".grid-stack-item") && choose(Number(target.getAttribute("gs-id"))));
    document.addEventListener("keydown", (event) => root() && keyed(event)); // undo redraws what had the focus
    root().addEventListener("submit", (event) => event.target.closest("[data-report-piece], [data-report-about]") && event.preventDefault());
    form().addEventListener("change", written);
    root().querySelector("[data-report-about]").addEventListener("change", () => (edit.pieces.forEach((one) => one.view === null && inside(one)), marked()));
    root().querySelector("[data-report-find]").addEventListener("input", ({ target }) => find(target.value));
    window.addEventListener("beforeunload", (event) => edit.dirty && root() && event.preventDefault());
  };

  const begin = () => {
    cockpit.layOut();
    edit.titles = JSON.parse(root().dataset.titles);
    edit.seq = Number(root().dataset.seq);
    const told = JSON.parse(root().dataset.pieces);
    edit.last = Math.max(0, ...told.map(({ n }) => n));
    const size = parseFloat(getComputedStyle(document.documentElement).fontSize);
    edit.grid = GridStack.init(
      { column: COLUMNS, cellHeight: 3.75 * size, margin: 0.375 * size, float: true, handle: ".piece-head", resizable: { handles: "e,se,s" } },
      root().querySelector("[data-report-grid]")
    );
    drawn(told);
    edit.past = [now()];
    edit.saved = edit.past[0];
    listen();
    choose(null);
    root().dataset.ready = "1";
  };

  // The library comes only where it is used.
  const fetched = () => {
    const style = Object.assign(document.createElement("link"), { rel: "stylesheet", href: "/assets/vendor/gridstack.min.css?m=14.1.0" });
    const script = Object.assign(document.createElement("script"), { src: "/assets/vendor/gridstack-all.js?m=14.1.0", onload: begin });
    document.head.append(style, script);
  };
  const wait = () => {
    if (root() && document.querySelector("[data-report-grid]")) return fetched();
    if (location.pathname.endsWith("/edit") && location.pathname.startsWith("/reports/")) setTimeout(wait, 30);
  };
  wait();
})();
