// From a scene to layers of the map. What arrives too late is dropped.
(() => {
  const map = cockpit.map;
  const none = { type: "FeatureCollection", features: [] };
  const current = (scene) => map.main && map.scene?.region === scene.region;
  const shapes = (code) => (code ? cockpit.shapes(code).catch(() => none) : Promise.resolve(none));
  const role = (name) => ({ properties }) => properties.role === name;

  // The region: its areas in their classes with labels, its outline, its neighbours. Then all that is not the level switch.
  // True when it was drawn, false when something newer overtook it.
  map.show = async (scene) => {
    if (!map.main) return false;
    const again = map.drawn === scene.region;
    map.scene = scene;
    if (again) map.paintAreas();
    else {
      const [found, beside] = await Promise.all([shapes(scene.region), shapes(scene.parent)]);
      if (!current(scene)) return;
      for (const pane of ["areas", "borders", "warned", "outline", "finer", "points", "labels"]) map.layers[pane]?.clearLayers();
      map.warnedKey = null;
      map.look(scene.region, found, scene.near);
      map.drawAround(beside, scene);
      map.nameAround(beside, scene);
      map.drawAreas(found, map.scene);
      map.drawn = scene.region;
    }
    map.drawLabels(map.scene);
    map.drawWarned(map.scene);
    map.drawHot();
    document.querySelector("[data-testid='map']")?.setAttribute("data-drawn", scene.region);
    setTimeout(map.showLayers, 0);
    if (again) return true;
    setTimeout(() => showInset(scene), 120);
    setTimeout(map.showNeighbour, 0);
    return true;
  };

  // A row of neighbours that is longer than its map shows the one where we are; a wheel moves it along.
  map.showNeighbour = () => {
    const row = document.querySelector(".siblings");
    const on = row?.querySelector(".on");
    if (on) row.scrollLeft = on.offsetLeft - (row.clientWidth - on.offsetWidth) / 2;
    if (row) row.onwheel = (event) => {
      if (row.scrollWidth <= row.clientWidth) return;
      event.preventDefault();
      row.scrollLeft += event.deltaX || event.deltaY;
    };
  };

  let soon;
  map.showLayers = () => {
    const wanted = cockpit.view.get("region") || map.scene?.city;
    if (!map.scene || !map.main || map.scene.region !== wanted) return; // another scene is on its way
    map.askPoints();
    showStorm(map.scene);
    clearTimeout(soon);
    soon = setTimeout(() => showFiner(map.scene), 250);
  };

  // The city with the region in it; the city itself among its neighbours. A frame that is resized shows them anew.
  let inInset = null;
  map.fitInset = () => {
    map.inset.invalidateSize({ animate: false });
    const { x, y } = map.inset.getSize();
    if (inInset?.isValid() && x && y) map.inset.fitBounds(inInset, { animate: false, padding: [6, 6] });
  };

  const showInset = async (scene) => {
    const inset = map.inset;
    const [city, own] = await Promise.all([shapes(scene.city), scene.region === scene.city ? none : shapes(scene.region)]);
    if (!current(scene) || !inset) return;
    const put = (features, className) => L.geoJSON(features, { style: () => ({ className }), interactive: false });
    if (map.insetCity !== inset) {
      put(city.features.filter(role("child")), "inset-county").addTo(inset);
      put(city.features.filter(role("self")), "inset-city").addTo(inset);
      map.insetCity = inset;
    }
    map.insetHere?.remove();
    map.insetHere = put(own.features.filter(role("self")), "inset-here").addTo(inset);
    if (scene.level > 3) L.circleMarker([scene.here[1], scene.here[0]], { radius: 6, className: "inset-spot" }).addTo(map.insetHere);
    const bounds = L.geoJSON(city.features.filter(role("self"))).getBounds();
    inInset = own.features.length ? bounds : bounds.pad(0.2);
    map.fitInset();
  };

  // Boundaries one level further down, when they are wanted and few enough to be read.
  const showFiner = async (scene) => {
    const wanted = scene.level <= 2 && cockpit.layers().includes("boundary");
    if (wanted && map.finer === scene.region) return;
    const found = wanted ? await Promise.all(scene.areas.map(({ code }) => shapes(code))) : [];
    if (!current(scene)) return;
    const below = found.flatMap(({ features }) => features.filter(role("child")));
    const rings = below.flatMap(({ geometry }) => (geometry.type === "Polygon" ? [geometry.coordinates] : geometry.coordinates));
    const whole = { type: "Feature", properties: {}, geometry: { type: "MultiPolygon", coordinates: rings } };
    map.put("finer", whole, { style: () => ({ className: `finer level-${scene.level + 2}` }), interactive: false });
    map.finer = wanted ? scene.region : null;
  };

  const showStorm = async (scene) => {
    const wanted = scene.storm && cockpit.layers().includes("typhoon");
    const at = scene.at ? `?at=${encodeURIComponent(scene.at)}` : "";
    const key = wanted ? `${scene.storm}${at}|${scene.storm_at}` : "";
    if (map.stormKey === key) return;
    map.stormKey = key;
    const points = wanted ? await cockpit.json(`/api/v1/map/storms/${scene.storm}.json${at}`).catch(() => []) : [];
    if (map.main && map.stormKey === key) map.drawStorm(points, scene);
  };

  // Points of what is in view, asked of the server again whenever view, layers or data change.
  let asking = "";
  map.askPoints = async () => {
    map.underWay.delete("move");
    const scene = map.scene;
    if (!scene || !map.main || map.looked !== scene.region || !Number.isFinite(map.main.getZoom())) return; // no room, no view
    const layers = cockpit.layers().filter((layer) => !["boundary", "typhoon"].includes(layer));
    const asked = cockpit.view.params();
    const query = new URLSearchParams({ region: scene.region, layers: layers.join(","), bbox: map.bbox(), zoom: map.seenZoom().toFixed(2) });
    for (const name of ["window", "at"]) if (asked.has(name)) query.set(name, asked.get(name));
    const url = `/api/v1/map/points.json?${query}`;
    if (url === asking) return;
    asking = url;
    const ask = {};
    map.underWay.add(ask);
    const points = layers.length ? await cockpit.json(url).catch(() => null) : none;
    if (asking === url) {
      asking = "";
      if (points && current(scene)) await map.drawPoints(points);
    }
    map.underWay.delete(ask);
  };

  // Fetch outlines as soon as somebody decides to go, while the server finds the numbers.
  cockpit.view.listeners.push(() => {
    const region = cockpit.view.get("region");
    if (region && region !== map.scene?.region) shapes(region);
  });
})();
