// Numbered pins at the places that a panel beside the map lists, by the same numbers: where events pile up, fires.
(() => {
  const map = cockpit.map;
  let drawn = "";

  const pin = ({ dataset: { hot, lon, lat, told, regionCode, to, look } }) => {
    const icon = L.divIcon({ className: "hot-pin", html: `<i class="${map.text(look)}"></i><b class="n">${map.text(hot)}</b>`, iconSize: null });
    const one = L.marker([Number(lat), Number(lon)], { icon, keyboard: false, zIndexOffset: 100 - Number(hot), pane: "cockpit-hot" });
    one.bindTooltip(map.text(told), { direction: "top", offset: [0, -34], opacity: 1, className: "map-card map-card-small" });
    one.on("click", () => (to ? location.assign(to) : regionCode && cockpit.view.go({ region: regionCode })));
    return one;
  };

  // Called after every drawing; only what has changed, or a map that is new, is drawn.
  map.drawHot = () => {
    const rows = [...document.querySelectorAll("[data-hot]")];
    if (!map.main || !(rows.length || map.layers.hot)) return;
    const key = rows.map(({ dataset }) => `${dataset.regionCode} ${dataset.told} ${dataset.look}`).join("|");
    if (map.layers.hot && key === drawn) return;
    map.layers.hot?.remove();
    map.layers.hot = L.layerGroup(rows.map(pin), { pane: "cockpit-hot" }).addTo(map.main);
    drawn = key;
    map.tidy();
  };
})();
