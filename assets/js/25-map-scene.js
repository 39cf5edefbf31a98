// From a scene to layers. Each function is one callback without output; what arrives too late is dropped.
(() => {
  const map = cockpit.map;
  const none = { type: "FeatureCollection", features: [] };
  const current = (scene) => map.main && map.scene?.region === scene.region;
  const shapes = (code) => (code ? cockpit.shapes(code).catch(() => none) : Promise.resolve(none));

  // The region: its areas in their classes with labels, its outline, its neighbours.
  const drawScene = async (scene) => {
    if (!scene || !map.main) return;
    const again = map.drawn === scene.region && map.scene?.region === scene.region;
    map.scene = scene;
    if (again) map.paintAreas();
    else {
      const [found, beside] = await Promise.all([shapes(scene.region), shapes(scene.parent)]);
      if (!current(scene)) return;
      map.look(scene.region, found);
      map.drawAround(beside, scene.region);
      map.drawAreas(found, map.scene);
      map.drawn = scene.region;
    }
    map.drawLabels(map.scene);
    document.querySelector("[data-testid='map']")?.setAttribute("data-drawn", scene.region);
    if (!again) drawInset(scene);
  };

  // The city with the region in it; the city itself among its neighbours.
  const drawInset = async (scene) => {
    const inset = map.inset;
    if (!inset) return;
    const [city, own] = await Promise.all([shapes(scene.city), scene.region === scene.city ? none : shapes(scene.region)]);
    if (!current(scene)) return;
    const whole = city.features.filter(({ properties }) => properties.role === "self");
    const here = own.features.filter(({ properties }) => properties.role === "self");
    map.insetLayer?.remove();
    map.insetLayer = L.layerGroup([
      L.geoJSON(city.features.filter(({ properties }) => properties.role === "child"), { style: () => ({ className: "inset-county" }) }),
      L.geoJSON(whole, { style: () => ({ className: "inset-city" }) }),
      L.geoJSON(here, { style: () => ({ className: "inset-here" }) }),
    ]).addTo(inset);
    inset.invalidateSize({ animate: false });
    const bounds = L.geoJSON(whole).getBounds();
    if (bounds.isValid()) inset.fitBounds(here.length ? bounds : bounds.pad(0.2), { animate: false, padding: [6, 6] });
  };

  // Boundaries one level further down, when they are wanted and few enough to be read.
  const drawFiner = async (view, scene) => {
    if (!scene || !map.main) return;
    const wanted = scene.level <= 2 && cockpit.layers(view).includes("boundary");
    const found = wanted ? await Promise.all(scene.areas.map(({ code }) => shapes(code))) : [];
    if (!current(scene)) return;
    const below = found.flatMap(({ features }) => features.filter(({ properties }) => properties.role === "child"));
    map.put("finer", below, { style: ({ properties }) => ({ className: `finer level-${properties.level}` }), interactive: false });
  };

  const drawStorm = async (view, scene) => {
    if (!scene || !map.main) return;
    const wanted = scene.storm && cockpit.layers(view).includes("typhoon");
    const at = scene.at ? `?at=${encodeURIComponent(scene.at)}` : "";
    const points = wanted ? await cockpit.json(`/api/v1/map/storms/${scene.storm}.json${at}`).catch(() => []) : [];
    if (current(scene)) map.drawStorm(points, scene);
  };

  // Points of what is in view, asked of the server again whenever view, layers or data change.
  let asking = null;
  const drawPoints = async (port, view, scene) => {
    if (!port || !scene || !map.main) return;
    asking?.abort();
    asking = new AbortController();
    const layers = cockpit.layers(view).filter((layer) => !["boundary", "typhoon"].includes(layer));
    const asked = new URLSearchParams(view || "");
    const query = new URLSearchParams({ region: scene.region, layers: layers.join(","), bbox: port.bbox, zoom: port.zoom.toFixed(2) });
    for (const name of ["window", "at"]) if (asked.has(name)) query.set(name, asked.get(name));
    const url = `/api/v1/map/points.json?${query}`;
    const points = layers.length ? await cockpit.json(url, { signal: asking.signal }).catch(() => null) : none;
    if (points && current(scene)) map.drawPoints(points);
  };

  // Layers that are not the level switch itself come after it.
  const later = (draw) => (...given) => void setTimeout(() => draw(...given), 0);
  Object.assign(window.dash_clientside.cockpit, {
    mapScene: (scene) => void drawScene(scene),
    mapFiner: later(drawFiner),
    mapStorm: later(drawStorm),
    mapPoints: (port, view, scene) => void drawPoints(port, view, scene),
  });

  // Fetch outlines as soon as somebody decides to go, while the server finds the numbers.
  cockpit.view.listeners.push(() => {
    const region = cockpit.view.get("region");
    if (region && region !== map.scene?.region) shapes(region);
  });
})();
