// Spots of random map features, and what lies under a pointer there. Where a feature lies is reckoned here, from its
// longitude and latitude and what the map says of its middle and its zoom: Leaflet's own pixels are not asked.
async ([count, seed]) => {
  const { map } = cockpit;
  const NEAR = [0, 1, -1, 0.5, -0.5].map((step) => step / devicePixelRatio); // a pixel of the screen: pointers know no less
  const POINTED = 12; // areas at which a real pointer will point
  let state = seed;
  const dice = () => ((state = (state * 1103515245 + 12345) % 2147483648) / 2147483648);
  const any = (list) => list[Math.floor(dice() * list.length)];
  const shapes = (await cockpit.shapes(map.scene.region)).features.filter(({ properties }) => properties.role === "child");

  const world = (lon, lat, zoom) => {
    const size = 256 * 2 ** zoom;
    const turn = Math.sin((lat * Math.PI) / 180);
    return [(size * (lon + 180)) / 360, size * (0.5 - Math.log((1 + turn) / (1 - turn)) / (4 * Math.PI))];
  };
  const pixel = (lon, lat) => {
    const { lat: here, lng } = map.main.getCenter();
    const [box, zoom] = [map.main.getContainer().getBoundingClientRect(), map.main.getZoom()];
    const [x, y] = world(lon, lat, zoom);
    const [x0, y0] = world(lng, here, zoom);
    return [box.left + box.width / 2 + x - x0, box.top + box.height / 2 + y - y0];
  };

  const rings = ({ geometry }) => (geometry.type === "Polygon" ? [geometry.coordinates] : geometry.coordinates).flat();
  const inside = ([x, y], shape) => {
    let odd = false;
    for (const ring of rings(shape))
      ring.forEach(([ax, ay], n) => {
        const [bx, by] = ring[(n + 1) % ring.length];
        if (ay > y !== by > y && x < ((bx - ax) * (y - ay)) / (by - ay) + ax) odd = !odd;
      });
    return odd;
  };
  const boxes = new Map();
  const box = (shape) => {
    if (!boxes.has(shape)) {
      const all = rings(shape).flat();
      const span = (n) => [Math.min(...all.map((one) => one[n])), Math.max(...all.map((one) => one[n]))];
      boxes.set(shape, [span(0), span(1)]);
    }
    return boxes.get(shape);
  };
  const within = (shape) => {
    const [[west, east], [south, north]] = box(shape);
    for (;;) {
      const at = [west + dice() * (east - west), south + dice() * (north - south)];
      if (inside(at, shape)) return at;
    }
  };

  const under = (x, y) => document.elementFromPoint(x, y);
  const told = { hits: 0, missed: [], spots: [], areas: 0, points: 0 };
  const around = (x, y, own) => NEAR.flatMap((dx) => NEAR.map((dy) => [x + dx, y + dy])).filter((at) => own.contains(under(...at)));
  const judge = (x, y, own, mark) => {
    const top = under(x, y);
    const over = top?.closest(".map-point, .hot-pin");
    if (!top?.closest(".leaflet-pane") || (over && over !== own)) return; // a card or another sign lies over it
    const hit = own.contains(top) || around(x, y, own).length > 0; // most are hit at once
    if (hit) told.hits += 1;
    else told.missed.push([mark, x, y, top.getAttribute("class"), map.main.getCenter(), map.main.getZoom()]);
    return hit;
  };

  const areas = shapes.filter(({ properties }) => map.areas[properties.code]);
  const points = map.layers.points.getLayers().filter((one) => !one.getElement().matches(".under") && !one.getElement().firstElementChild.style.transform);
  for (let tries = 0; told.hits + told.missed.length < count && tries < 20 * count; tries += 1) {
    if (dice() < 0.5 && points.length) {
      const one = any(points);
      const { lat, lng } = one.getLatLng();
      if (judge(...pixel(lng, lat), one.getElement(), "point")) told.points += 1;
      continue;
    }
    const shape = any(areas);
    const [x, y] = pixel(...within(shape));
    const own = map.areas[shape.properties.code].getElement();
    if (!judge(x, y, own, shape.properties.code)) continue;
    told.areas += 1;
    if (told.spots.length < POINTED) told.spots.push([shape.properties.code, around(x, y, own)]);
  }
  return told;
}
