// Labels that do not collide: larger areas first; who finds no room gives up its value, then its name.
(() => {
  const map = cockpit.map;

  const label = ({ properties }, latlng) => {
    const shape = properties.warned ? `<i class="lv lv-${properties.warned}"></i>` : "";
    const html = `<span data-code="${properties.code}"><b>${shape}${map.text(properties.name)}</b><em class="n">${map.text(properties.text)}</em></span>`;
    const icon = L.divIcon({ className: `map-label level-${properties.level}`, html, iconSize: null });
    return L.marker(latlng, { icon, interactive: false, keyboard: false, pane: "cockpit-labels" });
  };

  map.drawLabels = ({ areas }) => {
    const features = areas.map(({ code, name, level, text, at, warned }) => ({
      type: "Feature",
      properties: { code, name, level, text, warned },
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

  // And where a bunch may: nearer first.
  const STEPS = [1, 1.7, 2.4].reduce((all, r) => [...all, ...[[0, -1], [0, 1], [1, 0], [-1, 0], [1, -1], [-1, -1], [1, 1], [-1, 1]].map(([x, y]) => [1.3 * r * x, r * y])], [[0, 0]]);

  // The best free spot for one of the label's two shapes, or none.
  const spot = (shapes, taken, events, rem) => {
    for (const [brief, plain] of shapes.entries()) {
      const free = ASIDE.map(([x, y]) => [x * rem, y * rem])
        .map((step, n) => ({ brief, step, at: moved(plain, step), dear: 6 * n }))
        .filter(({ at }) => !hits(at, taken))
        .map((one) => ({ ...one, dear: one.dear + cost(one.at, events) }));
      if (free.length) return free.reduce((best, one) => (one.dear < best.dear ? one : best));
    }
    return null;
  };

  const put = (label, found) => {
    const [x, y] = found?.step ?? [0, 0];
    label.classList.toggle("brief", Boolean(found?.brief));
    label.classList.toggle("away", !found);
    label.style.transform = x || y ? `translate(${x}px, ${y}px)` : "";
  };

  // All boxes are read before anything is written: the browser lays out twice, however many labels there are.
  const tidy = () => {
    const root = map.main?.getContainer();
    if (!root) return;
    const rem = parseFloat(getComputedStyle(document.documentElement).fontSize);
    const all = (selector, within = root) => [...within.querySelectorAll(selector)];
    const weight = new Map((map.scene?.areas ?? []).map(({ code }) => [code, size(code)]));
    const labels = all(".map-label > span").sort((a, b) => (weight.get(b.dataset.code) ?? 0) - (weight.get(a.dataset.code) ?? 0));
    labels.forEach((label) => {
      label.classList.remove("brief", "away");
      label.style.transform = "";
    });
    const still = all(".map-point:not(.map-point-event) > *");
    still.forEach((point) => (point.style.transform = ""));
    const cards = all(".legend, .storm-card, .map-inset, .siblings", root.closest(".panel-map"));
    const taken = [...all(".track-now > *"), ...cards].map((mark) => box(mark));
    const events = all(".map-point-event > *, .hot-pin > i").map((event) => box(event));
    const times = all(".track-label > span");
    const timed = times.map((time) => box(time));
    const stood = still.map((point) => box(point));
    const full = labels.map((label) => box(label, 1));
    labels.forEach((label) => label.classList.add("brief"));
    const short = labels.map((label) => box(label, 1));

    labels.forEach((label, n) => {
      const found = spot([full[n], short[n]], taken, events, rem);
      if (found) taken.push(found.at);
      put(label, found);
    });
    times.forEach((time, n) => {
      const away = hits(timed[n], taken);
      time.classList.toggle("away", away);
      if (!away) taken.push(timed[n]);
    });
    settle(still, stood, [...taken, ...events], rem);
  };

  // Single points under a label or an event are hidden; counted bunches step aside, to where they cover the least.
  const settle = (points, boxes, taken, rem) => {
    points.forEach((point, n) => {
      if (!point.classList.contains("bunch")) return;
      const spots = STEPS.map(([x, y]) => [x * rem, y * rem]).map((step) => ({ step, at: moved(boxes[n], step) }));
      const priced = spots.map((one) => ({ ...one, dear: cost(one.at, taken) }));
      const { step, at } = priced.reduce((best, one) => (one.dear < best.dear ? one : best));
      point.style.transform = step[0] || step[1] ? `translate(${step[0]}px, ${step[1]}px)` : "";
      taken.push(at);
    });
    points.forEach((point, n) => {
      if (!point.classList.contains("bunch")) point.parentNode.classList.toggle("under", hits(boxes[n], taken));
    });
  };

  let asked = false;
  map.tidy = () => {
    if (asked) return;
    asked = true;
    map.underWay.add("tidy");
    requestAnimationFrame(() => {
      asked = false;
      tidy();
      map.underWay.delete("tidy");
    });
  };
})();
