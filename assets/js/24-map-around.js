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

  // An outline on the screen, with no more corners than an eye sees.
  const drawn = (ring) => {
    const spots = [];
    for (const [lon, lat] of ring) {
      const { x, y } = map.main.latLngToContainerPoint([lat, lon]);
      const last = spots.at(-1);
      if (!last || Math.abs(last[0] - x) + Math.abs(last[1] - y) > NEAR) spots.push([x, y]);
    }
    return spots;
  };
  const inside = (x, y, ring) => {
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

  const name = (text, [x, y]) => {
    const icon = L.divIcon({ className: "around-name", html: `<span>${map.text(text)}</span>`, iconSize: null });
    return L.marker(map.main.containerPointToLatLng([x, y]), { icon, interactive: false, keyboard: false, pane: "cockpit-around" });
  };

  const put = () => {
    map.layers.named?.remove();
    if (!map.main) return;
    const own = map.main.getContainer().getBoundingClientRect();
    const cards = [...document.querySelectorAll(CARDS)].map((one) => one.getBoundingClientRect()).filter(({ width, height }) => width && height)
      .map((box) => ({ left: box.left - own.left, right: box.right - own.left, top: box.top - own.top, bottom: box.bottom - own.top }));
    const { x: wide, y: high } = map.main.getSize();
    const step = STEP * parseFloat(getComputedStyle(document.documentElement).fontSize);
    const found = known.map(({ name, rings }) => [name, roomiest(rings.map(drawn), cards, wide, high, step)]);
    map.layers.named = L.layerGroup(found.filter(([, at]) => at).map(([text, at]) => name(text, at))).addTo(map.main);
  };
  map.placeAround = () => {
    clearTimeout(soon);
    soon = setTimeout(put, 300);
  };

  // Of a city its neighbours, else the other regions of the same parent.
  map.nameAround = async (beside, { region, parent }) => {
    const all = parent ? beside : await cockpit.json("/api/v1/map/context.json").catch(() => ({ features: [] }));
    if (map.scene?.region !== region) return;
    const others = all.features.filter(({ properties: { role, code } }) => code !== region && role === (parent ? "child" : "neighbour"));
    known = others.map((one) => ({ name: one.properties.name, rings: ringsOf(one) }));
    map.placeAround();
  };
})();
