// Labels that do not collide: larger areas first; who finds no room gives up its value, then its name.
(() => {
  const map = cockpit.map;

  const label = ({ properties }, latlng) => {
    const html = `<span><b>${map.text(properties.name)}</b><em class="n">${map.text(properties.text)}</em></span>`;
    const icon = L.divIcon({ className: `map-label level-${properties.level}`, html, iconSize: null });
    return L.marker(latlng, { icon, interactive: false, keyboard: false, pane: "cockpit-labels" });
  };

  map.drawLabels = ({ areas }) => {
    const features = areas.map(({ code, name, level, text, at }) => ({
      type: "Feature",
      properties: { code, name, level, text },
      geometry: { type: "Point", coordinates: at },
    }));
    map.put("labels", features, { pointToLayer: label });
    map.tidy();
  };

  const box = (element, grow = 0) => {
    const { left, top, right, bottom } = element.getBoundingClientRect();
    return { left: left - grow, top: top - grow, right: right + grow, bottom: bottom + grow };
  };
  const moved = (at, [x, y]) => ({ left: at.left + x, top: at.top + y, right: at.right + x, bottom: at.bottom + y });
  const shared = (a, b) =>
    Math.max(0, Math.min(a.right, b.right) - Math.max(a.left, b.left)) * Math.max(0, Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top));
  const hits = (at, others) => others.some((other) => shared(at, other) > 0);
  const cost = (at, others) => others.reduce((sum, other) => sum + shared(at, other), 0);

  const size = (code) => {
    const bounds = map.areas[code]?.getBounds();
    if (!bounds) return 0;
    const corner = map.main.latLngToLayerPoint(bounds.getSouthEast()).subtract(map.main.latLngToLayerPoint(bounds.getNorthWest()));
    return corner.x * corner.y;
  };

  // Where a label may stand: on its point, or a step aside when an event is there.
  const ASIDE = [[0, 0], [0, -1.7], [0, 1.7], [2.6, 0], [-2.6, 0], [2.2, -1.7], [-2.2, -1.7], [2.2, 1.7], [-2.2, 1.7]];

  const place = (label, taken, events, rem) => {
    label.classList.remove("brief", "away");
    label.style.transform = "";
    for (const shape of ["", "brief"]) {
      if (shape) label.classList.add(shape);
      const plain = box(label, 1);
      const spots = ASIDE.map(([x, y]) => [x * rem, y * rem])
        .filter((step) => !hits(moved(plain, step), taken))
        .map((step, n) => ({ step, at: moved(plain, step), cost: cost(moved(plain, step), events) + 6 * n }))
        .sort((a, b) => a.cost - b.cost);
      if (!spots.length) continue;
      const [x, y] = spots[0].step;
      label.style.transform = x || y ? `translate(${x}px, ${y}px)` : "";
      return taken.push(spots[0].at);
    }
    label.classList.add("away");
  };

  const tidy = () => {
    const root = map.main?.getContainer();
    if (!root) return;
    const rem = parseFloat(getComputedStyle(document.documentElement).fontSize);
    const events = [...root.querySelectorAll(".map-point-event > *")].map((event) => box(event));
    const cards = root.closest(".panel-map").querySelectorAll(".legend, .storm-card, .map-inset, .siblings");
    const taken = [...root.querySelectorAll(".track-now > *"), ...cards].map((mark) => box(mark));
    const order = new Map((map.scene?.areas ?? []).map(({ code, name }) => [name, size(code)]));
    const weight = (label) => order.get(label.firstChild.textContent) ?? 0;
    const labels = [...root.querySelectorAll(".map-label > span")].sort((a, b) => weight(b) - weight(a));
    labels.forEach((label) => place(label, taken, events, rem));
    for (const label of root.querySelectorAll(".track-label > span")) {
      const at = box(label);
      label.classList.toggle("away", hits(at, taken));
      if (!hits(at, taken)) taken.push(at);
    }
    hideUnder(root, [...taken, ...events]);
  };

  // Static points under a label or an event are hidden, and of two that overlap the later one.
  const hideUnder = (root, taken) => {
    const still = [...root.querySelectorAll(".map-point:not(.map-point-event)")];
    const boxes = still.map((point) => box(point.firstChild));
    still.forEach((point, n) => {
      const under = hits(boxes[n], taken);
      point.classList.toggle("under", under);
      if (!under && point.querySelector(".bunch")) taken.push(boxes[n]);
    });
  };

  let asked = false;
  map.tidy = () => {
    if (asked) return;
    asked = true;
    requestAnimationFrame(() => {
      asked = false;
      tidy();
    });
  };
})();
