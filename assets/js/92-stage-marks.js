// What a scene points at: regions with a strong outline, the others stepped back, and annotations with their words.
(() => {
  const { map } = cockpit;
  const PANE = "stage";
  let layer = null;
  let key = "";

  const icon = (text) => L.divIcon({ className: "stage-mark", html: `<i></i><span>${map.text(text)}</span>`, iconSize: null });
  const point = ({ properties: { text } }, latlng) => L.marker(latlng, { icon: icon(text), interactive: false, keyboard: false, pane: `cockpit-${PANE}` });
  const style = ({ geometry }) => ({ className: `stage-line stage-${geometry.type.toLowerCase()}`, interactive: false });

  // Words of a line or an area stand at its middle.
  const named = ({ properties: { text }, geometry }, shape) =>
    geometry.type === "Point" || !text ? null : L.marker(shape.getBounds().getCenter(), { icon: L.divIcon({ className: "stage-words", html: `<span>${map.text(text)}</span>`, iconSize: null }), interactive: false, pane: `cockpit-${PANE}` });

  const self = ({ properties: { role } }) => role === "self";
  const label = (code, outline) => {
    const { name, lon, lat } = outline.features.find(self)?.properties ?? {};
    if (!name || code in map.areas) return null;
    const html = `<span><b>${map.text(name)}</b></span>`;
    return L.marker([lat, lon], { icon: L.divIcon({ className: "stage-words", html, iconSize: null }), interactive: false, pane: `cockpit-${PANE}` });
  };

  const put = async ({ regions = [], marks = [] }, mine) => {
    const outlines = await Promise.all(regions.map((code) => cockpit.shapes(code).catch(() => null)));
    if (key !== mine || !map.main) return;
    if (!map.main.getPane(`cockpit-${PANE}`)) map.main.createPane(`cockpit-${PANE}`).classList.add(`pane-${PANE}`);
    layer?.remove();
    const shown = outlines.map((found) => found && L.geoJSON(found.features.filter(self), { pane: `cockpit-${PANE}`, style: () => ({ className: "stage-region", interactive: false }) }));
    const names = outlines.map((found, n) => found && label(regions[n], found));
    const drawn = L.geoJSON(marks, { pane: `cockpit-${PANE}`, pointToLayer: point, style });
    const words = drawn.getLayers().map((one) => named(one.feature, one)).filter(Boolean);
    layer = L.layerGroup([...shown, ...names, drawn, ...words].filter(Boolean)).addTo(map.main);
    const bounds = L.latLngBounds([]);
    [...shown, drawn].filter(Boolean).forEach((one) => one.getLayers().length && bounds.extend(one.getBounds()));
    const aim = () => {
      const [west, east] = map.margins();
      map.main.fitBounds(bounds.pad(0.18), { animate: false, paddingTopLeft: [west, 0], paddingBottomRight: [east, 0] });
      return true;
    };
    map.aim = shown.some(Boolean) && bounds.isValid() ? aim : null;
    map.aim?.();
  };

  cockpit.stageMarks = (told, moved) => {
    const { regions = [], marks = [] } = told.emphasis;
    const root = cockpit.stage.root;
    root.classList.toggle("pointed", regions.length > 0);
    for (const [code, area] of Object.entries(map.areas)) area.getElement()?.classList.toggle("meant", regions.includes(code));
    const mine = JSON.stringify([told.n, told.path, regions, marks, map.drawn]);
    if (mine === key && !moved) return;
    const aimed = Boolean(map.aim);
    key = mine;
    map.aim = null;
    if (regions.length || marks.length) return void put(told.emphasis, mine);
    layer?.remove();
    layer = null;
    if (aimed) map.fit();
  };
})();
