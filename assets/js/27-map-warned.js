// Areas by the highest colour of their live warnings: hatch, dash and colour of the level, over a dark casing.
(() => {
  const map = cockpit.map;

  // Called with every scene; only what has changed, or a map that is new, is drawn.
  map.drawWarned = ({ region, areas }) => {
    const levels = new Map(areas.filter(({ warned }) => warned).map(({ code, warned }) => [code, warned]));
    const key = [region, ...levels].join("|");
    if (!map.main || map.warnedKey === key) return;
    map.warnedKey = key;
    const shapes = [...levels.keys()].flatMap((code) => map.areas[code]?.feature ?? []);
    const level = ({ properties }) => levels.get(properties.code);
    // The gravest last, so that its border is not covered by a neighbour's.
    shapes.sort((one, other) => level(other) - level(one));
    const layers = ["casing", "stroke"].map((part) =>
      L.geoJSON(shapes, { pane: "cockpit-warned", interactive: false, style: (shape) => ({ className: `warned warned-${part} warned-${level(shape)}` }) })
    );
    map.layers.warned?.remove();
    map.layers.warned = L.layerGroup(layers).addTo(map.main);
  };
})();
