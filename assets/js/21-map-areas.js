// Areas of the level below, the outline above them, neighbours around. Classes only: colours are in assets/css/map.css.
(() => {
  const map = cockpit.map;
  const STEPS = ["unknown", "r1", "r2", "r3", "r4", "r5"];
  const text = (value) => String(value ?? "").replace(/[&<>"]/g, (sign) => `&#${sign.charCodeAt(0)};`);
  map.text = text;

  // For dash-leaflet: the ground under everything.
  map.ground = ({ properties }) => ({ className: `ground ground-${properties.role}` });

  const step = (cls) => (cls == null ? "unknown" : `r${cls + 1}`);
  const known = (code) => map.scene?.areas.find((area) => area.code === code);

  // A hover card keeps name and chip, as every card does; what it says is read when it opens.
  const card = (code) => {
    const { words } = map.scene;
    const { name, text: value, warned } = known(code) ?? {};
    const alarm = warned ? `<p><i class="lv lv-${warned}"></i><b>${text(words.warned[warned])}</b></p>` : "";
    return (
      `<header><b>${text(name)}</b><span class="chip chip-${words.provenance}">${text(words.chip)}</span></header>` +
      `<p>${text(words.metric)}<b class="n">${text(value)}${words.unit && ` ${text(words.unit)}`}</b></p>${alarm}`
    );
  };
  const tip = { sticky: true, direction: "top", offset: [0, -12], opacity: 1, className: "map-card" };

  const each = ({ properties: { code, role } }, layer) => {
    map.areas[code] = layer;
    layer.bindTooltip(() => card(code), tip);
    layer.on("mouseover mousemove", () => map.chosen === code || map.choose(code));
    if (role === "child") layer.on("click", () => cockpit.view.go({ region: code }));
  };

  map.drawAreas = (shapes, scene) => {
    const self = shapes.features.filter(({ properties }) => properties.role === "self");
    const below = shapes.features.filter(({ properties }) => properties.role === "child");
    const style = ({ properties: { code, level } }) => ({ className: `area level-${level} ${step(known(code)?.cls)}` });
    const shown = below.length ? below : self;
    const border = ({ properties: { level } }) => ({ className: `border level-${level}`, interactive: false });
    Object.assign(map, { areas: {}, borders: {}, chosen: null });
    map.put("areas", shown, { style, onEachFeature: each });
    map.put("borders", shown, { style: border, onEachFeature: ({ properties }, layer) => (map.borders[properties.code] = layer) });
    map.put("outline", self, { style: () => ({ className: `outline level-${scene.level}` }), interactive: false });
  };

  // The same areas with new values: only the class of each changes.
  map.paintAreas = () => {
    for (const [code, layer] of Object.entries(map.areas)) {
      layer.getElement()?.classList.remove(...STEPS);
      layer.getElement()?.classList.add(step(known(code)?.cls));
    }
  };

  // Neighbours under one parent stay drawn while one goes from one to the next; the region itself is left out.
  map.drawAround = (shapes, { region, parent }) => {
    if (map.parent !== parent) drawSiblings(shapes.features.filter(({ properties }) => properties.role === "child"));
    map.parent = parent;
    map.layers.around.eachLayer((layer) => layer.getElement()?.classList.toggle("own", layer.feature.properties.code === region));
  };

  const drawSiblings = (siblings) => {
    map.put("around", siblings, {
      style: () => ({ className: "around" }),
      onEachFeature: ({ properties }, layer) => {
        layer.on("click", () => cockpit.view.go({ region: properties.code }));
        layer.bindTooltip(text(properties.name), { sticky: true, opacity: 1, className: "map-card map-card-small" });
      },
    });
  };

  // The chosen area: by pointer, by keyboard, or by a row that names it.
  map.choose = (code) => {
    map.borders?.[map.chosen]?.getElement()?.classList.remove("chosen");
    map.chosen = code in map.areas ? code : null;
    const element = map.borders?.[map.chosen]?.getElement();
    element?.classList.add("chosen");
    element?.parentNode.appendChild(element);
  };

  map.enter = () => map.chosen && map.chosen !== map.scene.region && cockpit.view.go({ region: map.chosen });

  // To the nearest area in a direction of the screen; the first step starts in the middle of the region.
  map.step = (dx, dy) => {
    const areas = (map.scene?.areas ?? []).filter(({ code }) => code in map.areas);
    const spot = ({ at }) => map.main.latLngToLayerPoint([at[1], at[0]]);
    const from = areas.find(({ code }) => code === map.chosen);
    const here = from ? spot(from) : map.main?.latLngToLayerPoint(map.main.getCenter());
    const ranked = areas
      .filter((area) => area !== from)
      .map((area) => {
        const { x, y } = spot(area).subtract(here);
        const ahead = x * dx + y * dy;
        return { code: area.code, ahead, cost: Math.abs(ahead) + 2.5 * Math.abs(x * dy + y * dx) };
      })
      .filter(({ ahead }) => !from || ahead > 1)
      .sort((a, b) => a.cost - b.cost);
    if (ranked.length) map.choose(ranked[0].code);
  };

  document.addEventListener("mouseover", (event) => {
    const code = event.target.closest?.(".row[data-region-code]")?.dataset.regionCode;
    if (code && code !== map.chosen) map.choose(code);
  });
})();
