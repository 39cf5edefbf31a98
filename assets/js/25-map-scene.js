// From a scene to data of layers. Each function is one callback; answers that come too late are dropped.
(() => {
  const map = cockpit.map;
  const keep = () => window.dash_clientside.no_update;
  const none = { type: "FeatureCollection", features: [] };
  const current = (scene) => map.scene?.region === scene.region;
  const from = (items, pick) => Object.fromEntries(items.map((item) => [item.code, pick(item)]));

  const functions = {
    // Areas of the level below in their classes, and the region's own outline above them.
    mapAreas: async (scene) => {
      if (!scene) return [keep(), keep()];
      map.scene = scene;
      const shapes = await cockpit.shapes(scene.region).catch(() => none);
      if (!current(scene)) return [keep(), keep()];
      const own = shapes.features.find(({ properties }) => properties.role === "self");
      const below = shapes.features.filter(({ properties }) => properties.role === "child");
      const alone = own && !below.length ? [{ ...own, properties: { ...own.properties, role: "child" } }] : [];
      map.areas = {};
      map.chosen = null;
      if (own) map.look(scene.region, own);
      const hideout = {
        region: scene.region,
        classes: from(scene.areas, ({ cls }) => cls),
        texts: from(scene.areas, ({ text }) => text),
        words: scene.words,
      };
      return [{ type: "FeatureCollection", features: [...below, ...alone, ...(own ? [own] : [])] }, hideout];
    },

    // Neighbours under the same parent, faint.
    mapAround: async (scene) => {
      if (!scene?.parent) return [none, { region: scene?.region }];
      const shapes = await cockpit.shapes(scene.parent).catch(() => none);
      return current(scene) ? [shapes, { region: scene.region }] : [keep(), keep()];
    },

    mapLabels: (scene) => ({
      type: "FeatureCollection",
      features: (scene?.areas ?? []).map(({ code, name, level, text, at }) => ({
        type: "Feature",
        properties: { code, name, level, text },
        geometry: { type: "Point", coordinates: at },
      })),
    }),

    // Boundaries one level further down, when they are wanted and few enough to be read.
    mapFiner: async (view, scene) => {
      if (!scene || scene.level > 2 || !cockpit.layers(view).includes("boundary")) return none;
      await new Promise((done) => setTimeout(done, 250));
      const found = await Promise.all(scene.areas.map(({ code }) => cockpit.shapes(code).catch(() => none)));
      if (!current(scene)) return keep();
      const below = found.flatMap(({ features }) => features.filter(({ properties }) => properties.role === "child"));
      return { type: "FeatureCollection", features: below };
    },

    mapTrack: async (view, scene) => {
      if (!scene?.storm || !cockpit.layers(view).includes("typhoon")) return none;
      const at = scene.at ? `?at=${encodeURIComponent(scene.at)}` : "";
      const points = await cockpit.json(`/api/v1/map/storms/${scene.storm}.json${at}`).catch(() => []);
      return map.stormFeatures(points, scene);
    },

    // The city with the region in it; the city itself among its neighbours.
    mapInset: async (scene) => {
      if (!scene || !map.inset) return keep();
      const city = (await cockpit.shapes(scene.city)).features;
      const own = scene.region === scene.city ? [] : (await cockpit.shapes(scene.region)).features;
      const here = own.filter(({ properties }) => properties.role === "self");
      const role = (feature, name) => ({ ...feature, properties: { ...feature.properties, role: name } });
      const whole = city.map((feature) => role(feature, feature.properties.role === "self" ? "city" : "county"));
      const bounds = L.geoJSON(city.filter(({ properties }) => properties.role === "self")).getBounds();
      map.inset.invalidateSize({ animate: false });
      map.inset.fitBounds(here.length ? bounds : bounds.pad(0.25), { animate: false, padding: [6, 6] });
      return { type: "FeatureCollection", features: [...whole, ...here.map((feature) => role(feature, "here"))] };
    },
  };

  // Points of what is in view, asked of the server again whenever view, layers or data change.
  let asking = null;
  functions.mapPoints = async (port, view, scene) => {
    if (!port || !scene) return [keep(), keep()];
    asking?.abort();
    asking = new AbortController();
    const layers = cockpit.layers(view).filter((layer) => !["boundary", "typhoon"].includes(layer));
    if (!layers.length) return [none, scene.words];
    const asked = new URLSearchParams(view || "");
    const query = new URLSearchParams({ region: scene.region, layers: layers.join(","), bbox: port.bbox, zoom: port.zoom.toFixed(2) });
    for (const name of ["window", "at"]) if (asked.has(name)) query.set(name, asked.get(name));
    try {
      return [await cockpit.json(`/api/v1/map/points.json?${query}`, { signal: asking.signal }), scene.words];
    } catch {
      return [keep(), keep()];
    }
  };

  Object.assign(window.dash_clientside.cockpit, functions);

  // Fetch outlines as soon as somebody decides to go, while the server finds the numbers.
  cockpit.view.listeners.push(() => {
    const region = cockpit.view.get("region");
    if (region && region !== map.scene?.region) cockpit.shapes(region).catch(() => {});
  });
})();
