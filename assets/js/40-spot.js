// The small map of one event, or of a report: what is around the place, and the place itself.
cockpit.spot = { map: null, layers: {}, marked: null };

(() => {
  const spot = cockpit.spot;
  const PANES = ["ground", "areas", "borders", "points", "labels"];
  const CLOSE = 15; // zoom at which one recognises a street
  let bounds = null;
  let touched = false;

  const told = () => JSON.parse(document.querySelector("[data-spot]")?.dataset.spot ?? "{}");

  const put = (name, features, options) => {
    spot.layers[name]?.remove();
    spot.layers[name] = L.geoJSON(features, options).addTo(spot.map);
  };

  const label = ({ properties: { name, lon, lat } }) => {
    const icon = L.divIcon({ className: "map-label level-4", html: `<span><b>${cockpit.map.text(name)}</b></span>`, iconSize: null });
    return L.marker([lat, lon], { icon, interactive: false, keyboard: false, pane: "cockpit-labels" });
  };

  // Outlines of these regions with what they hold; the last of them is looked at.
  spot.around = async (codes) => {
    const map = spot.map;
    const found = await Promise.all(codes.map((code) => cockpit.shapes(code).catch(() => null)));
    if (!map || map !== spot.map || !found.at(-1)) return;
    const role = (name) => ({ properties }) => properties.role === name;
    const below = found.flatMap((one) => one?.features.filter(role("child")) ?? []);
    const self = found.at(-1).features.filter(role("self"));
    const quiet = { interactive: false };
    put("areas", below, { ...quiet, pane: "cockpit-areas", style: () => ({ className: "area unknown" }) });
    put("borders", below, { ...quiet, pane: "cockpit-borders", style: ({ properties }) => ({ className: `border level-${properties.level}` }) });
    put("self", self, { ...quiet, pane: "cockpit-borders", style: () => ({ className: "spot-self" }) });
    spot.layers.labels?.remove();
    spot.layers.labels = L.layerGroup((found[0]?.features ?? []).filter(role("child")).map(label)).addTo(map);
    bounds = L.geoJSON(self).getBounds();
    if (!touched) look();
  };

  const look = () => {
    if (!spot.map) return;
    if (bounds?.isValid()) spot.map.fitBounds(bounds.pad(0.1), { animate: false });
    else if (spot.marked) spot.map.setView(spot.marked, CLOSE, { animate: false });
  };

  // The place: the shape of its grade, or a dashed ring where only the region around is known.
  spot.mark = (lon, lat, { level = 4, exact = true } = {}) => {
    spot.marked = [lat, lon];
    if (!spot.map) return;
    const html = exact ? `<i class="lv lv-${level} pin"></i>` : '<i class="spot-vague"></i>';
    const icon = L.divIcon({ className: "map-point map-point-event spot-pin", html, iconSize: null });
    spot.pin?.remove();
    spot.pin = L.marker([lat, lon], { icon, interactive: false, keyboard: false, pane: "cockpit-points" }).addTo(spot.map);
  };

  const hold = (map) => {
    Object.assign(spot, { map, layers: {}, pin: null, marked: null });
    [bounds, touched] = [null, false];
    for (const name of PANES) map.createPane(`cockpit-${name}`).classList.add(`pane-${name}`);
    map.on("dragstart", () => (touched = true));
    map.getContainer().addEventListener("wheel", () => (touched = true), { passive: true });
    map.on("click", ({ latlng }) => spot.tapped?.(latlng.lng, latlng.lat));
    map.on("unload", () => spot.map === map && (spot.map = null));
    new ResizeObserver(() => {
      if (spot.map !== map) return;
      map.invalidateSize({ animate: false });
      if (!touched) look();
    }).observe(map.getContainer());
    const { lon, lat, level, exact, around, sight } = told();
    if (lon !== undefined) spot.mark(lon, lat, { level, exact });
    if (sight) cockpit.sector(lon, lat, sight).addTo(map);
    if (around?.length) spot.around(around);
  };

  L.Map.addInitHook(function () {
    if (this.getContainer().id === "spot") hold(this);
  });
})();
