// The area that exposure is asked of on the page of risks: it stands in the address, is picked by lists and links, drawn
// on the map by mouse or keyboard, or written as numbers; the server says what it holds.
(() => {
  const TOPICS = { "": ["warnings", "features", "storms", "indicators", "videos"], cover: ["features"] }; // of a tab
  const PICKED = { warning: "warnings", storm: "storms" }; // what moves an area of that kind
  const MOST = 60; // corners of an outline
  const STEP = 60; // pixels an arrow key moves the map by
  const SPOT_KM = 0.1; // around a single place
  const STILL = 6; // pixels a press may move and still be a click
  const keep = () => window.dash_clientside.no_update;
  const card = () => document.querySelector(".area-card");
  const part = (name) => document.querySelector(`[data-area-part="${name}"]`);
  let asked = null;
  let revised = null; // revisions, as last told

  const question = (revisions) => {
    const view = cockpit.view.params();
    const about = ["area", "region", "at", "storm", "lang"].map((name) => view.get(name) ?? "");
    const tab = card().dataset.tab === "cover" ? "cover" : "";
    return { view: location.search, area: about[0], tab, about: about.join("|"), stamp: [...about, tab, ...[...TOPICS[tab], PICKED[about[0].split(":")[0]]].map((topic) => revisions?.[topic] ?? 0)].join("|") };
  };

  // Other numbers of the same question come quietly: only what answers another question greys what stands.
  const busy = (quietly) => {
    if (!quietly || card().dataset.state !== "held") card().dataset.state = "busy";
    card().querySelectorAll(".area-part").forEach((place) => place.setAttribute("aria-busy", "true"));
  };

  window.dash_clientside.cockpit.askArea = (_view, revisions, last) => {
    if (!card() || !revisions) return keep();
    revised = revisions;
    if (!card().dataset.tab) showTab(cockpit.view.get("tab"));
    const now = question(revisions);
    if (last?.stamp === now.stamp && asked) return keep();
    busy(asked?.about === now.about);
    asked = now;
    return now;
  };

  const again = () => {
    asked = { ...asked, stamp: `${asked?.stamp ?? ""}|${Date.now()}` };
    busy(false);
    cockpit.setProps("area-asked", { data: asked });
  };

  window.dash_clientside.cockpit.drawArea = (drawn) => {
    if (!drawn || !card() || drawn.stamp !== asked?.stamp) return;
    card().dataset.state = drawn.refused ? "failed" : asked.area ? "held" : "none";
    card().querySelectorAll(".area-part").forEach((place) => place.removeAttribute("aria-busy"));
    card().querySelector(".area-broken").textContent = drawn.refused ?? "";
    for (const [name, html] of Object.entries(drawn.parts ?? {})) {
      const place = part(name);
      if (place && cockpit.filled.get(place) !== html) {
        place.innerHTML = html;
        cockpit.filled.set(place, html);
      }
    }
    cockpit.markVideos();
    if (!drawing) outline(drawn.outline ?? {}, drawn.stamp);
  };

  // What was picked, on the map; a map that is not there yet is waited for.
  const outline = async (told, stamp, tries = 50) => {
    const { main } = cockpit.map;
    if (!main) return void (tries && setTimeout(() => outline(told, stamp, tries - 1), 200));
    const found = await Promise.all((told.codes ?? []).map((code) => cockpit.shapes(code).catch(() => null)));
    const drains = told.catchment && (await cockpit.json(`/api/v1/stations/${encodeURIComponent(told.catchment)}/catchment.json`).catch(() => null));
    if (asked?.stamp !== stamp || drawing || main !== cockpit.map.main) return;
    const selves = found.flatMap((one) => one?.features.filter(({ properties }) => properties.role === "self") ?? []);
    const gaps = told.gaps ? [{ type: "Feature", properties: { gap: true }, geometry: told.gaps }] : [];
    show([...selves, ...gaps, ...(told.ring ? [shape("Polygon", [told.ring])] : []), ...(drains ? [drains] : [])], told.km ? told : null);
  };

  const shape = (type, coordinates) => ({ type: "Feature", properties: {}, geometry: { type, coordinates } });

  const show = (features, circle, corners = []) => {
    const { map } = cockpit;
    if (!map.main.getPane("cockpit-picked")) map.main.createPane("cockpit-picked").classList.add("pane-picked");
    map.put("picked", { type: "FeatureCollection", features }, { interactive: false, style: ({ properties }) => ({ className: properties.gap ? "picked-gap" : "picked" }) });
    if (circle) L.circle([circle.lat, circle.lon], { radius: circle.km * 1000, pane: "cockpit-picked", interactive: false, className: "picked" }).addTo(map.layers.picked);
    for (const at of corners) L.circleMarker(at, { radius: 4, pane: "cockpit-picked", interactive: false, className: "picked-corner" }).addTo(map.layers.picked);
  };

  // Drawing: {kind, points}. Points are set by clicks, or at the cross in the middle by the space bar.
  let drawing = null;

  const panel = () => document.querySelector(".panel-map");

  const begin = (kind) => {
    const { main } = cockpit.map;
    if (!main) return;
    if (drawing?.kind === kind) return cancel();
    drawing = { kind, points: [] };
    panel().dataset.drawing = kind;
    told();
    preview();
    main.getContainer().setAttribute("tabindex", "-1");
    main.getContainer().focus({ preventScroll: false });
  };

  const told = () => {
    document.querySelectorAll("[data-draw]").forEach((one) => one.setAttribute("aria-pressed", String(one.dataset.draw === drawing?.kind)));
    const hint = document.querySelector(".area-hint");
    if (hint) hint.textContent = drawing ? hint.dataset[drawing.kind] : "";
  };

  const end = () => {
    drawing = null;
    delete panel()?.dataset.drawing;
    told();
  };

  const cancel = () => {
    end();
    show([], null);
    again();
  };

  const preview = (moving) => {
    const { kind, points } = drawing;
    const corners = [...points, ...(moving ? [moving] : [])];
    const ring = corners.map(({ lng, lat }) => [lng, lat]);
    if (kind === "circle") return show([], points.length && moving ? round(points[0], moving) : null, points);
    show(ring.length > 2 ? [shape("Polygon", [[...ring, ring[0]]])] : ring.length > 1 ? [shape("LineString", ring)] : [], null, points);
  };

  const round = (middle, edge) => ({ lon: middle.lng, lat: middle.lat, km: cockpit.map.main.distance(middle, edge) / 1000 });
  const degrees = (value) => value.toFixed(5);

  const add = (at) => {
    drawing.points.push(at);
    const { kind, points } = drawing;
    if (kind === "single") return spotted(at);
    if (kind === "circle" && points.length === 2) return finish();
    if (points.length >= MOST) return finish();
    preview();
  };

  // A single place: what sees it is in the tab of feeds.
  const spotted = (at) => {
    end();
    showTab("videos");
    cockpit.view.go({ area: `circle:${degrees(at.lng)},${degrees(at.lat)},${SPOT_KM}` });
  };

  const finish = () => {
    const { kind, points } = drawing;
    if (kind === "single") return;
    if (points.length < (kind === "circle" ? 2 : 3)) return;
    const { lon, lat, km } = round(points[0], points[1]);
    if (kind === "circle" && km < 0.01) return void points.pop();
    end();
    const corners = points.map((at) => `${degrees(at.lng)},${degrees(at.lat)}`);
    cockpit.view.go({ area: kind === "circle" ? `circle:${degrees(lon)},${degrees(lat)},${Math.max(0.1, km).toFixed(1)}` : `polygon:${corners.join(";")}` });
  };

  let pressed = null;
  const onMap = (event) => drawing && cockpit.map.main?.getContainer().contains(event.target);
  document.addEventListener("pointerdown", (event) => onMap(event) && (pressed = [event.clientX, event.clientY]), true);
  document.addEventListener("pointermove", (event) => onMap(event) && drawing.points.length && preview(cockpit.map.main.mouseEventToLatLng(event)), true);
  for (const name of ["click", "dblclick"]) {
    document.addEventListener(
      name,
      (event) => {
        if (!onMap(event)) return;
        event.stopPropagation();
        event.preventDefault();
        if (name === "dblclick") return finish();
        const moved = pressed && Math.hypot(event.clientX - pressed[0], event.clientY - pressed[1]) > STILL;
        if (!moved && event.detail < 2) add(cockpit.map.main.mouseEventToLatLng(event));
      },
      true
    );
  }

  const ARROWS = { ArrowUp: [0, -STEP], ArrowDown: [0, STEP], ArrowLeft: [-STEP, 0], ArrowRight: [STEP, 0] };
  document.addEventListener(
    "keydown",
    (event) => {
      if (!drawing || event.metaKey || event.ctrlKey || event.altKey || event.target.closest?.("input, textarea, select")) return;
      const pan = ARROWS[event.key];
      const onButton = event.target.closest?.("button, a, summary");
      const acts = {
        Escape: cancel,
        Enter: onButton ? null : finish,
        " ": onButton ? null : () => add(cockpit.map.main.getCenter()),
        Backspace: () => (drawing.points.pop(), preview()),
      };
      const act = pan ? () => (cockpit.map.main.panBy(pan, { animate: false }), drawing.points.length && preview(cockpit.map.main.getCenter())) : acts[event.key];
      if (!act) return;
      event.preventDefault();
      event.stopImmediatePropagation();
      act();
    },
    true
  );

  // Coverage takes longer to reckon: it is asked for when it is looked at, and gone from the map when it is not.
  const pickTab = (tab) => {
    const before = card().dataset.tab === "cover";
    showTab(tab.dataset.areaTab);
    if (before !== (card().dataset.tab === "cover")) {
      asked = question(revised);
      busy(false);
      cockpit.setProps("area-asked", { data: asked });
    }
  };

  const zoomIn = () => {
    const bounds = cockpit.map.layers.picked?.getBounds();
    if (bounds?.isValid()) cockpit.map.main.fitBounds(bounds.pad(0.15), { animate: false });
  };

  const showTab = (name) => {
    const tabs = [...card().querySelectorAll("[data-area-tab]")];
    const shown = tabs.find((one) => one.dataset.areaTab === name) ?? tabs[0];
    card().dataset.tab = shown.dataset.areaTab;
    tabs.forEach((one) => one.setAttribute("aria-selected", String(one === shown)));
  };

  document.addEventListener("click", ({ target }) => {
    const one = target.closest?.("[data-draw], [data-area-again], [data-area-tab], [data-area-zoom]");
    if (!one || !card()) return;
    if (one.dataset.draw) begin(one.dataset.draw);
    else if (one.dataset.areaTab) pickTab(one);
    else if (one.dataset.areaZoom) zoomIn();
    else again();
  });
  document.addEventListener("change", ({ target }) => {
    if (target.matches?.("[data-area-choice]")) cockpit.view.go({ area: target.value });
  });
  document.addEventListener("submit", (event) => {
    const form = event.target.closest("[data-area-form]");
    if (!form) return;
    event.preventDefault();
    const { lon, lat, km } = Object.fromEntries(new FormData(form));
    if (form.reportValidity()) cockpit.view.go({ area: `circle:${Number(lon)},${Number(lat)},${Number(km)}` });
  });

  // A station on the map is picked where there is something to pick for; a theme leads to where that is.
  cockpit.pickStation = (code) => {
    const area = `station:${code}`;
    if (card()) return void (drawing || cockpit.view.go({ area }));
    if (!document.querySelector(".theme-page")) return;
    const params = cockpit.view.params();
    params.delete("layers");
    params.set("area", area);
    location.assign(`/risk?${cockpit.view.text(params)}`);
  };
})();
