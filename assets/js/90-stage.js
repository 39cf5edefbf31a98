// The stage: shows one scene of a briefing at a time, as the show's state says. Neighbouring scenes are fetched before
// they are wanted, so that a change is drawn from what is at hand.
(() => {
  if (window.frameElement?.dataset.stageFrame !== undefined) document.documentElement.dataset.framed = "1";
  const WARNED = ["warnings", "warning_regions", "typhoon"]; // panels beside which areas are hatched
  const PACE = 1000; // ms between two looks at whether what is shown has moved
  const HERE = 8000; // ms between two signs that this screen is there
  const KEPT = 4; // pages of the platform that stay loaded
  const stage = (cockpit.stage = { known: new Map(), shown: null, state: null });
  const own = Object.fromEntries(["lang", "skin", "distance"].map((name) => [name, new URLSearchParams(location.search).get(name)]).filter(([, value]) => value));
  const went = () => parent.cockpit?.stage?.framedWent?.(window.frameElement, location.pathname + location.search);
  const part = (name) => stage.root.querySelector(`[data-stage-part="${name}"]`);
  const base = () => `/briefing/data/${stage.code}`;
  const scene = (n) => stage.whole?.scenes.find((one) => one.n === n);

  // What a scene shows, fetched once until something in it has moved.
  const keyOf = (n, path) => `${n}|${path}`;
  const fetchScene = (n, path = "") => {
    const key = keyOf(n, path);
    if (!stage.known.has(key)) {
      const asked = new URLSearchParams({ ...own, ...(path ? { path } : {}) });
      const found = cockpit.json(`${base()}/scenes/${n}?${asked}`).then((told) => ({ ...told, signs: signs(told) }));
      found.catch(() => stage.known.delete(key));
      stage.known.set(key, found);
    }
    return stage.known.get(key);
  };
  const signs = ({ query, follows }) =>
    Object.values(follows).map((follow) => cockpit.panelKey(new URLSearchParams(query), stage.revisions ?? {}, follow)).join();

  // The address holds what the map's scripts read: the View of the scene.
  const address = (query) => {
    const asked = new URLSearchParams(query);
    for (const name of ["lang", "skin", "distance"]) asked.delete(name);
    for (const [name, value] of Object.entries(own)) asked.set(name, value);
    const search = asked.size ? `?${cockpit.view.text(asked)}` : "";
    stage.search = search;
    if (search !== location.search) history.replaceState(null, "", location.pathname + search);
  };

  const caption = (cockpit.stageCaption = ({ n, drilled, said = "" }) => {
    const told = scene(n);
    if (!told) return;
    part("title").replaceChildren(...cockpit.accented(said || told.title));
    part("sentence").textContent = said ? "" : told.sentence;
    const order = stage.whole.scenes.map((one) => one.n);
    const here = order.indexOf(n);
    part("dashes").replaceChildren(...order.map((_one, at) => Object.assign(document.createElement("i"), { className: at === here ? "on" : at < here ? "past" : "" })));
    part("drilled").textContent = drilled ? stage.root.dataset.drilled : "";
  });

  // Of what is drawn largest: whose figures they are, and as of when.
  const corner = ({ drawings, panels, kind, frozen }) => {
    const first = drawings[panels[0]] ?? (kind === "map" ? drawings.map : null);
    const words = Object.assign(document.createElement("span"), { textContent: frozen || stage.root.dataset.asOfWords });
    const meta = Object.assign(document.createElement("span"), { className: "panel-meta", innerHTML: first?.parts.meta?.html ?? "" });
    part("corner").replaceChildren(...(frozen ? [words] : first ? [words, meta] : []));
  };

  // Pages that are no map stand in frames; the last few stay, so that one comes back at once.
  const framed = (n, path) => {
    const place = stage.root.querySelector(".stage-frames");
    let frame = place.querySelector(`iframe[data-stage-frame="${n}"]`);
    if (!frame) {
      frame = Object.assign(document.createElement("iframe"), { title: "" });
      frame.dataset.stageFrame = n;
      place.append(frame);
      [...place.children].slice(0, -KEPT).forEach((old) => old !== frame && !old.classList.contains("on") && old.remove());
    }
    const there = new URL(path, location.href);
    for (const [name, value] of Object.entries(own)) there.searchParams.set(name, value);
    const wanted = there.pathname + there.search;
    if (frame.dataset.wanted !== wanted) Object.assign(frame.dataset, { wanted }), (frame.src = wanted);
    return frame;
  };
  stage.framed = framed;

  const settled = async (told) => {
    if (told.kind === "map") {
      const region = told.drawings.map.parts.scene?.data?.region;
      for (let n = 0; n < 250 && region && cockpit.map.drawn !== region; n++) await new Promise(requestAnimationFrame);
    }
    await new Promise(requestAnimationFrame);
  };

  const draw = async (told) => {
    const { n, path, kind, panels, drawings } = told;
    const fade = scene(n)?.transition === "fade" && stage.shown && stage.shown.n !== n;
    if (fade) stage.root.classList.remove("fading"), void stage.root.offsetWidth, stage.root.classList.add("fading");
    const moved = stage.shown?.n !== n || stage.shown?.path !== path;
    stage.shown = told;
    Object.assign(stage.root.dataset, { kind, beside: panels.length, n, shownAt: Date.now(), warned: panels.some((one) => WARNED.includes(one)) ? "1" : "", many: panels.length > 4 ? "1" : "", frozen: told.frozen ? "1" : "" });
    address(told.query);
    stage.root.querySelectorAll(".stage-beside > [data-panel]").forEach((one) => (one.hidden = !panels.includes(one.dataset.panel)));
    const frame = kind === "page" ? framed(n, path) : null;
    stage.root.querySelectorAll("iframe[data-stage-frame]").forEach((one) => one.classList.toggle("on", one === frame));
    const drawing = Object.fromEntries(Object.entries(drawings).map(([panel, one]) => [panel, { ...one, key: `${one.key}|${told.signs}` }]));
    Object.entries(drawing).forEach(([panel, { key }]) => cockpit.wanted.set(panel, key));
    caption(told);
    corner(told);
    cockpit.stageWarned(stage.root, told);
    cockpit.stageFigures(stage.root, told);
    window.dash_clientside.cockpit.draw(drawing);
    cockpit.stageEnlarge(stage.root, told);
    if (kind === "map") cockpit.stageMarks(told, moved);
    await settled(told);
    if (stage.shown !== told) return;
    if (kind === "map") cockpit.stageMarks(told, moved);
    stage.root.dataset.drawn = keyOf(n, stage.state?.path ?? "");
    stage.root.dataset.drawnAt = Date.now();
  };

  stage.go = async (n, path = "") => {
    const wanted = (stage.wanted = keyOf(n, path));
    if (!scene(n)) return;
    const told = await fetchScene(n, path).catch(() => null);
    if (stage.wanted !== wanted) return; // overtaken
    if (told) await draw(told);
    ahead(n);
  };

  // The scenes before and behind: their figures, the outlines of their regions, their pages.
  const ahead = (n) => {
    const order = stage.whole.scenes.map((one) => one.n);
    const at = order.indexOf(n);
    for (const near of [order[at + 1], order[at + 2], order[at - 1]].filter((one) => one !== undefined))
      fetchScene(near).then((told) => {
        const { region, parent, areas = [] } = told.drawings.map?.parts.scene?.data ?? {};
        [region, parent].filter(Boolean).forEach(cockpit.shapes);
        if (areas.length && areas[0].level <= 3) areas.forEach(({ code }) => cockpit.shapes(code));
        if (told.kind === "page" && near === order[at + 1]) framed(near, told.path);
      }).catch(() => {});
  };

  // Figures that moved are drawn anew, those of the scene that is shown first.
  window.dash_clientside.cockpit.stageHeard = (revisions) => {
    if (!revisions || !document.querySelector("[data-stage]")) return;
    stage.revisions = revisions;
    clearTimeout(stage.soon);
    stage.soon = setTimeout(renew, PACE);
  };
  const renew = async () => {
    for (const [key, found] of [...stage.known]) {
      const told = await found.catch(() => null);
      if (told && signs(told) !== told.signs) stage.known.delete(key);
    }
    if (stage.state && !stage.known.has(keyOf(stage.state.scene, stage.state.path))) stage.go(stage.state.scene, stage.state.path);
  };

  const load = async () => {
    stage.whole = await cockpit.json(`${base()}/scenes`);
    stage.skew = stage.whole.now - Date.now();
    stage.known.clear();
  };

  // What the show's state says, or whoever holds this stage in a frame.
  stage.follow = async (state) => {
    const old = stage.state;
    stage.state = state;
    if (state.over) return over();
    if (!stage.whole || (state.briefing && state.briefing !== stage.whole.revision)) await load().catch(() => {});
    Object.assign(stage.root.dataset, { black: state.black ? "1" : "", caption: state.caption === false ? "" : "1", paused: state.paused_at ? "1" : "" });
    const spot = part("pointer");
    spot.hidden = !state.pointer;
    if (state.pointer) Object.assign(spot.style, { left: `${state.pointer[0] * 100}%`, top: `${state.pointer[1] * 100}%` });
    if (old?.scene !== state.scene || old?.path !== state.path || old?.briefing !== state.briefing || !stage.shown) await stage.go(state.scene, state.path);
  };

  const over = () => {
    part("say").textContent = stage.root.dataset.over;
    stage.root.dataset.over = "1";
  };

  // Clicks that lead elsewhere lead the whole show there, where this stage may; else nowhere.
  stage.drilled = (path) => {
    if (stage.mover) return void stage.mover({ move: "drill", path });
    if (parent !== window && parent.cockpit?.speaker) return void parent.cockpit.speaker.drilled(path, stage.root.dataset.role);
    address(stage.shown?.query ?? "");
  };
  cockpit.view.listeners.push(() => {
    if (document.documentElement.dataset.framed) return went();
    if (!stage.root || location.search === stage.search) return;
    const { region } = Object.fromEntries(cockpit.view.params());
    if (stage.root.dataset.role === "edit") return address(stage.shown?.query ?? ""), void stage.picked?.(region);
    const page = stage.shown?.path.split("?")[0] ?? "/";
    const there = `${page}${location.search}`;
    address(stage.shown?.query ?? "");
    stage.drilled(there);
  });
  // A page in the frame that is seen has gone elsewhere by a click in it; one that waits its turn only came.
  stage.framedWent = (frame, path) => {
    if (!frame.classList.contains("on") || path === frame.dataset.wanted) return;
    frame.dataset.wanted = path;
    const asked = new URLSearchParams(path.split("?")[1] ?? "");
    for (const name of Object.keys(own)) asked.delete(name);
    stage.drilled(path.split("?")[0] + (asked.size ? `?${cockpit.view.text(asked)}` : ""));
  };

  const announce = () => {
    const body = { screen: stage.screen, size: `${innerWidth}×${innerHeight}` };
    cockpit.post(`/briefing/data/shows/${stage.show}/here`, body).catch(() => {});
  };

  const begin = (root) => {
    const { stage: code, show, role } = root.dataset;
    Object.assign(stage, { root, code, show });
    root.dataset.moves = role === "current" ? "1" : "";
    if (role !== "audience") return parent.cockpit?.speaker?.ready?.(role, stage);
    stage.screen = Array.from(crypto.getRandomValues(new Uint8Array(6)), (one) => (one % 36).toString(36)).join("");
    root.addEventListener("dblclick", () => (document.fullscreenElement ? document.exitFullscreen() : root.requestFullscreen().catch(() => {})));
    announce();
    setInterval(announce, HERE);
    cockpit.json(`/briefing/data/shows/${show}`).then(({ pin, state }) => {
      root.dataset.moves = pin ? "1" : "";
      if (pin) stage.mover = (move) => cockpit.post(`/briefing/data/shows/${show}/moves`, move).catch(() => {});
      if (pin) cockpit.showKeys(stage.mover, () => stage.state, () => stage.whole, { skew: () => stage.skew });
      stage.follow(state);
    }).catch(({ message }) => /^4/.test(message) && (over(), stage.unfollow()));
    stage.unfollow = cockpit.follow(`/briefing/data/shows/${show}`, {
      state: stage.follow,
      link: (link) => {
        root.dataset.link = link;
        if (link !== "up") return (stage.losing ||= setTimeout(() => (part("say").textContent = root.dataset.lost), 3000)); // from the first time on
        clearTimeout(stage.losing);
        stage.losing = 0;
        if (root.dataset.over !== "1") part("say").textContent = "";
      },
    });
  };

  const wait = () => {
    if (document.documentElement.dataset.framed) return went();
    const root = document.querySelector("[data-stage]");
    if (root && cockpit.map.main) begin(root);
    else if (location.pathname.startsWith("/briefing/stage/")) setTimeout(wait, 30);
  };
  wait();
})();
