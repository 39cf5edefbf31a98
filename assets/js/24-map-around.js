// Names of what lies around the region: each where there is most room for it, under no card and over no place of ours.
(() => {
  const map = cockpit.map;
  const STEP = 1.75; // rem between two spots that are tried
  const NEAR = 4; // px: corners of outlines closer than that are one
  const CARDS = ".legend, .storm-card, .map-inset, .siblings, .map-note, .track-now > *, .track-label > span:not(.away)";
  const LEAST = 1.25; // steps of room that a name wants
  let known = []; // [{name, rings}] of the region that is shown
  let soon;

  const ringsOf = ({ geometry }) => (geometry.type === "Polygon" ? [geometry.coordinates] : geometry.coordinates).map(([outer]) => outer);

  // An outline on the screen, with no more corners than an eye sees, and how far it reaches.
  const drawn = (ring) => {
    const spots = [];
    for (const [lon, lat] of ring) {
      const { x, y } = map.main.latLngToContainerPoint([lat, lon]);
      const last = spots.at(-1);
      if (!last || Math.abs(last[0] - x) + Math.abs(last[1] - y) > NEAR) spots.push([x, y]);
    }
    const [across, down] = [0, 1].map((axis) => spots.map((spot) => spot[axis]));
    return Object.assign(spots, { left: Math.min(...across), right: Math.max(...across), top: Math.min(...down), bottom: Math.max(...down) });
  };
  const inside = (x, y, ring) => {
    if (x < ring.left || x > ring.right || y < ring.top || y > ring.bottom) return false;
    let within = false;
    for (let n = 0, before = ring.length - 1; n < ring.length; before = n++) {
      const [[ax, ay], [bx, by]] = [ring[n], ring[before]];
      if (ay > y !== by > y && x < ((bx - ax) * (y - ay)) / (by - ay) + ax) within = !within;
    }
    return within;
  };

  // The free spot that is farthest from all that is not free: {x, y}, or nothing.
  const roomiest = (rings, cards, wide, high, step) => {
    const free = [];
    const taken = [];
    for (let y = 0; y <= high; y += step)
      for (let x = 0; x <= wide; x += step) {
        const edge = x < step || y < step || x > wide - step || y > high - step;
        const covered = cards.some((box) => x > box.left - step && x < box.right + step && y > box.top - step && y < box.bottom + step);
        (!edge && !covered && rings.some((ring) => inside(x, y, ring)) ? free : taken).push([x, y]);
      }
    const room = ([x, y]) => taken.reduce((least, [a, b]) => Math.min(least, Math.hypot((a - x) / 2, b - y)), Infinity); // names are broad
    const [best] = free.map((at) => [room(at), at]).sort(([a], [b]) => b - a);
    return best && best[0] >= LEAST * step ? best[1] : null;
  };

  // The way of the storm, as boxes along it.
  const track = (step) => {
    const lines = (map.layers.track?.getLayers() ?? []).filter((one) => one.getLatLngs).map((one) => one.getLatLngs().map((at) => map.main.latLngToContainerPoint(at)));
    return lines.flatMap((line) => line.slice(1).flatMap((to, n) => {
      const from = line[n];
      const parts = Math.min(200, Math.ceil(from.distanceTo(to) / step));
      return Array.from({ length: parts + 1 }, (_, k) => from.add(to.subtract(from).multiplyBy(k / (parts || 1)))).map(({ x, y }) => ({ left: x, right: x, top: y, bottom: y }));
    }));
  };

  const name = (text, [x, y]) => {
    const icon = L.divIcon({ className: "around-name", html: `<span>${map.text(text)}</span>`, iconSize: null });
    return L.marker(map.main.containerPointToLatLng([x, y]), { icon, interactive: false, keyboard: false, zIndexOffset: 5000, pane: "cockpit-around" });
  };

  const put = () => {
    map.layers.named?.remove();
    if (!map.main) return;
    const own = map.main.getContainer().getBoundingClientRect();
    const cards = [...document.querySelectorAll(CARDS)].map((one) => one.getBoundingClientRect()).filter(({ width, height }) => width && height)
      .map((box) => ({ left: box.left - own.left, right: box.right - own.left, top: box.top - own.top, bottom: box.bottom - own.top }));
    const { x: wide, y: high } = map.main.getSize();
    const step = STEP * parseFloat(getComputedStyle(document.documentElement).fontSize);
    const found = known.map(({ name, rings }) => [name, roomiest(rings.map(drawn), [...cards, ...track(step)], wide, high, step)]);
    map.layers.named = L.layerGroup(found.filter(([, at]) => at).map(([text, at]) => name(text, at))).addTo(map.main);
  };
  map.placeAround = () => {
    clearTimeout(soon);
    soon = setTimeout(put, 300);
  };

  let cities; // around ours: asked once a page
  const around = () => (cities ??= cockpit.json("/api/v1/map/context.json").catch(() => (cities = undefined)));

  // Regions of the same parent; of a city and its counties also the cities around, of a town also the other counties.
  map.nameAround = async (beside, { region, parent, city, level }) => {
    const about = level <= 2 ? around() : level === 3 ? cockpit.shapes(city) : Promise.resolve(null);
    const beyond = (await about.catch(() => null))?.features ?? [];
    if (map.scene?.region !== region) return;
    const others = [...beside.features, ...beyond].filter(({ properties: { role, code } }) => ["child", "neighbour"].includes(role) && ![region, parent].includes(code));
    known = others.map((one) => ({ name: one.properties.name, rings: ringsOf(one) }));
    map.placeAround();
  };
})();
