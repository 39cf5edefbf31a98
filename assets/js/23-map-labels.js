// Labels that do not collide: larger areas first; who finds no room gives up its value, then its name.
(() => {
  const map = cockpit.map;
  const pad = 2;

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

  const box = (element) => {
    const { left, top, right, bottom } = element.getBoundingClientRect();
    return { left: left - pad, top: top - pad, right: right + pad, bottom: bottom + pad };
  };
  const hit = (a, b) => a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom;
  const size = (code) => {
    const layer = map.areas[code];
    if (!layer?._map) return 0;
    const bounds = layer.getBounds();
    const corner = map.main.latLngToLayerPoint(bounds.getSouthEast()).subtract(map.main.latLngToLayerPoint(bounds.getNorthWest()));
    return corner.x * corner.y;
  };

  const place = () => {
    const root = map.main?.getContainer();
    if (!root) return;
    const labels = [...root.querySelectorAll(".map-label > span")];
    labels.forEach((label) => label.classList.remove("brief", "away"));
    const order = new Map((map.scene?.areas ?? []).map(({ code, name }) => [name, size(code)]));
    labels.sort((a, b) => (order.get(b.firstChild.textContent) ?? 0) - (order.get(a.firstChild.textContent) ?? 0));
    const taken = [...root.querySelectorAll(".track-now > *")].map(box);
    const free = (label) => !taken.some((other) => hit(other, box(label)));
    for (const label of labels) {
      if (!free(label)) label.classList.add("brief");
      if (!free(label)) label.classList.add("away");
      else taken.push(box(label));
    }
    tellOff(root.querySelectorAll(".track-label > span"), taken);
    hideUnder(root, taken);
  };

  // Times along a storm's track come after the labels.
  const tellOff = (labels, taken) =>
    labels.forEach((label) => {
      label.classList.remove("away");
      const mine = box(label);
      if (taken.some((other) => hit(other, mine))) label.classList.add("away");
      else taken.push(mine);
    });

  // Static points under a label are hidden; events never are.
  const hideUnder = (root, taken) => {
    const still = [...root.querySelectorAll(".point:not(.point-event)")];
    const boxes = still.map(box);
    still.forEach((point, n) => point.classList.toggle("under", taken.some((label) => hit(label, boxes[n]))));
  };

  let asked = false;
  map.tidy = () => {
    if (asked) return;
    asked = true;
    requestAnimationFrame(() => {
      asked = false;
      place();
    });
  };
})();
