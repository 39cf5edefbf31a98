// Where a region best lies on the map: as large as it can be while what stands over the map covers none of its places.
(() => {
  const OVER = [".legend", ".storm-card", ".map-inset", ".siblings"];
  const SIZES = [1, 0.96, 0.92, 0.88, 0.84, 0.8, 0.76, 0.72];
  const SPOTS = [0.5, 0.35, 0.65, 0.2, 0.8, 0, 1];
  const OUTLINE_POINTS = 100;
  const SHRINK = 0.4; // what losing all of the size would cost, beside 1 for hiding every place
  const LABEL_WEIGHT = 6; // a covered name is worse than a covered stretch of coast

  // Rectangles, in pixels of the map, that hide what lies under them.
  const covers = (leaflet) => {
    const own = leaflet.getContainer().getBoundingClientRect();
    return OVER.flatMap((name) => [...document.querySelectorAll(name)])
      .map((element) => element.getBoundingClientRect())
      .filter(({ width, height }) => width && height)
      .map((box) => ({ left: box.left - own.left, right: box.right - own.left, top: box.top - own.top, bottom: box.bottom - own.top }));
  };

  const corners = ({ geometry }) => (geometry.type === "Polygon" ? [geometry.coordinates] : geometry.coordinates).flatMap(([ring]) => ring);

  // [lon, lat, weight] of the outline and of the labels in it.
  const places = (found) => {
    const outline = found.features.filter(({ properties }) => properties.role === "self").flatMap(corners);
    const step = Math.max(1, Math.floor(outline.length / OUTLINE_POINTS));
    const labels = found.features.filter(({ properties }) => properties.role === "child").map(({ properties: { lon, lat } }) => [lon, lat, LABEL_WEIGHT]);
    return [...outline.filter((_point, n) => n % step === 0).map(([lon, lat]) => [lon, lat, 1]), ...labels];
  };

  // {centre, zoom} for the bounds inside the paddings {left, right, top, bottom}.
  cockpit.place = (leaflet, bounds, found, { left, right, top, bottom }) => {
    const size = leaflet.getSize();
    const zoom = Math.min(leaflet.getBoundsZoom(bounds, false, L.point(left + right, top + bottom)), 19);
    const [corner, opposite] = [leaflet.project(bounds.getNorthWest(), zoom), leaflet.project(bounds.getSouthEast(), zoom)];
    const points = places(found).map(([lon, lat, weight]) => ({ at: leaflet.project([lat, lon], zoom).subtract(corner), weight }));
    const hidden = covers(leaflet);
    const cost = (size, offset) =>
      points.reduce((sum, { at, weight }) => {
        const [x, y] = [offset.x + at.x * size, offset.y + at.y * size];
        return hidden.some((box) => x > box.left && x < box.right && y > box.top && y < box.bottom) ? sum + weight : sum;
      }, 0) / (points.length || 1) + (1 - size) * SHRINK;

    let best = { cost: Infinity };
    for (const scale of SIZES) {
      if (best.cost <= (1 - scale) * SHRINK) break; // no smaller size can do better
      const room = L.point(size.x - left - right - (opposite.x - corner.x) * scale, size.y - top - bottom - (opposite.y - corner.y) * scale);
      for (const across of SPOTS) for (const down of SPOTS) {
        const offset = L.point(left + room.x * across, top + room.y * down);
        const found = cost(scale, offset) + (Math.abs(across - 0.5) + Math.abs(down - 0.5)) * 0.01;
        if (found < best.cost) best = { cost: found, scale, offset };
      }
    }
    const middle = corner.add(size.divideBy(2).subtract(best.offset).divideBy(best.scale));
    return { centre: leaflet.unproject(middle, zoom), zoom: zoom + Math.log2(best.scale) };
  };
})();
