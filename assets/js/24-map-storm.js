// The storm: what has passed solid, what is to come dotted, the last position as a still icon.
(() => {
  const map = cockpit.map;
  const line = (points, when) => ({
    type: "Feature",
    properties: { when },
    geometry: { type: "LineString", coordinates: points.map(({ lon, lat }) => [lon, lat]) },
  });
  const dot = (point, role, label) => ({
    type: "Feature",
    properties: { role, label, when: point.past ? "past" : "future" },
    geometry: { type: "Point", coordinates: [point.lon, point.lat] },
  });

  // Times are the city's (UTC+8), said as "25日08时"; one label every six hours.
  const features = (points, scene) => {
    const past = points.filter((point) => point.past);
    const rest = points.slice(Math.max(0, past.length - 1));
    const now = past.at(-1);
    const hour = (point) => new Date(Date.parse(point.at) + 8 * 3600e3).toISOString();
    const said = (point) => `${hour(point).slice(8, 10)}${scene.words.day}${hour(point).slice(11, 13)}${scene.words.hour}`;
    const dots = points.map((point) => {
      if (point === now) return dot(point, "now", `${scene.storm_name} ${said(point)}`);
      return dot(point, "dot", Number(hour(point).slice(11, 13)) % 6 === 2 ? said(point) : "");
    });
    const lines = [past, rest].map((part, n) => line(part, n ? "future" : "past")).filter((one) => one.geometry.coordinates.length > 1);
    return [...lines, ...dots];
  };

  const style = ({ properties }) => ({ className: `track track-${properties.when}`, interactive: false });
  const spot = ({ properties }, latlng) => {
    const { role, label, when } = properties;
    const html = role === "now" ? '<i class="sym sym-typhoon"></i>' : `<i class="track-dot track-dot-${when}"></i>`;
    const tag = label ? `<span>${map.text(label)}</span>` : "";
    const icon = L.divIcon({ className: role === "now" ? "track-now" : "track-label", html: html + tag, iconSize: null });
    return L.marker(latlng, { icon, interactive: false, keyboard: false, pane: "cockpit-track" });
  };

  // A point so many km away, `turn` degrees from north.
  const away = (lat, lon, turn, km) => {
    const [b, reach, way] = [(lat * Math.PI) / 180, km / 6371, (turn * Math.PI) / 180];
    const north = Math.asin(Math.sin(b) * Math.cos(reach) + Math.cos(b) * Math.sin(reach) * Math.cos(way));
    const east = Math.atan2(Math.sin(way) * Math.sin(reach) * Math.cos(b), Math.cos(reach) - Math.sin(b) * Math.sin(north));
    return [(north * 180) / Math.PI, lon + (east * 180) / Math.PI];
  };

  // Four quarters, each as far as the winds reach to that side: north-east first, then clockwise.
  const lobes = (fix, sides) => sides.flatMap((km, n) => Array.from({ length: 19 }, (_, k) => away(fix.lat, fix.lon, n * 90 + k * 5, km)));
  const reach = (km, sides) => {
    const [least, most] = sides ? [Math.min(...sides), Math.max(...sides)].map(Math.round) : [km, km].map(Math.round);
    return least === most ? `${most} km` : `${least}–${most} km`;
  };

  // How far its winds reach at one position: a circle for each force that the source tells, or an outline where it tells
  // sides; named at its top.
  map.windCircles = (fix) => {
    const { circles } = map.scene.words;
    const told = Object.keys(circles).map((force) => [force, fix[`r${force}_km`], fix[`r${force}_sides`]?.split(",").map(Number)]).filter(([, km]) => km);
    const about = (force) => ({ pane: "cockpit-winds", interactive: false, className: `wind wind-${force}` });
    const rings = told.map(([force, km, sides]) => (sides ? L.polygon(lobes(fix, sides), about(force)) : L.circle([fix.lat, fix.lon], { radius: km * 1000, ...about(force) })));
    const names = told.map(([force, km, sides]) => {
      const html = `<span>${map.text(`${circles[force]} ${reach(km, sides)}`)}</span>`;
      const icon = L.divIcon({ className: "wind-label", html, iconSize: null });
      const top = sides ? Math.max(sides[0], sides[3]) : km;
      return L.marker([fix.lat + top / 111.2, fix.lon], { icon, interactive: false, keyboard: false, pane: "cockpit-track" });
    });
    return L.layerGroup([...rings, ...names]);
  };

  // Circles of the last position, or of the one that somebody looks at.
  map.showWinds = (fix) => {
    map.layers.winds?.remove();
    map.layers.winds = fix && map.windCircles(fix).addTo(map.main);
  };

  map.drawStorm = (points, scene) => {
    map.put("track", features(points, scene), { style, pointToLayer: spot });
    map.showWinds(points.filter((point) => point.past).at(-1));
    map.tidy();
    map.placeAround();
  };
})();
