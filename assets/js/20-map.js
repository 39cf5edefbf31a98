// The map itself: a hold on Leaflet, its panes and layers, and its view, which moves only when the region changes.
cockpit.map = { main: null, aim: null, inset: null, scene: null, areas: {}, chosen: null, layers: {}, underWay: new Set() };

// Outlines by region code, fetched once a page.
cockpit.shapes = (() => {
  const known = new Map();
  return (code) => {
    if (!known.has(code)) {
      const found = cockpit.json(`/api/v1/map/shapes/${code}.json`).catch((error) => {
        known.delete(code);
        throw error;
      });
      known.set(code, found);
      if (known.size > 300) known.delete(known.keys().next().value);
    }
    return known.get(code);
  };
})();

(() => {
  const map = cockpit.map;
  const PANES = ["ground", "around", "areas", "finer", "borders", "warned", "outline", "winds", "track", "points", "hot", "labels"]; // from the ground up
  let wanted = null; // bounds of the region, kept so that a resized wall fits them again
  let drawn = null; // its outline and areas
  let touched = false; // whether a person has moved the map since
  let beside = 1.2; // rem kept free on the right
  let waiting;

  const rem = () => parseFloat(getComputedStyle(document.documentElement).fontSize);

  // Where a map stands over several screens side by side, the region keeps to one of them, the middle one if it may:
  // how many pixels on its left and on its right are other screens'.
  map.margins = () => {
    const { left, right } = map.main.getContainer().getBoundingClientRect();
    const screens = innerWidth >= 4 * innerHeight ? 3 : innerWidth >= 3 * innerHeight ? 2 : 1;
    const own = Array.from({ length: screens }, (_one, n) => [n, n + 1].map((edge) => (edge * innerWidth) / screens)).map(([from, to]) => [Math.max(left, from), Math.min(right, to)]);
    const worth = ([from, to]) => to - from - Math.abs(from + to - innerWidth) / 20;
    const [from, to] = own.reduce((best, one) => (worth(one) > worth(best) + 1 ? one : best));
    return to > from ? [from - left, right - to] : [0, 0];
  };

  const fit = () => {
    if (!map.main || !wanted) return;
    if (map.aim?.()) return;
    const low = map.main.getSize().y < 45 * rem(); // then the scale would stand on the southernmost label
    const [left, right, top, bottom] = [1.2, beside, 3.4, low ? 4.5 : 2.4].map((size) => size * rem());
    const [west, east] = map.margins();
    const { centre, zoom } = cockpit.place(map.main, wanted, drawn, { left: left + west, right: right + east, top, bottom });
    map.main.setView(centre, zoom, { animate: false });
    touched = false;
  };

  map.fit = fit;

  // Called with the outline of the region shown; a redraw of the same region leaves the view alone.
  map.look = (code, outline, also) => {
    if (map.looked === code) return;
    map.looked = code;
    drawn = also ? { features: [...outline.features, { properties: { role: "child", lon: also[0], lat: also[1] } }] } : outline; // a storm nearby is to be seen
    wanted = L.geoJSON(outline).getBounds();
    if (also) wanted.extend([also[1], also[0]]);
    beside = also ? 5 : 1.2;
    fit();
  };

  // A round length near nine rem, in metres or kilometres.
  const showScale = () => {
    const bar = document.querySelector(".map-scale");
    const { x, y } = map.main.getSize();
    const [west, east] = [0, 100].map((dx) => map.main.containerPointToLatLng([x / 2 + dx, y / 2]));
    const metres = map.main.distance(west, east) / 100; // of one pixel
    const power = 10 ** Math.floor(Math.log10(metres * 9 * rem()));
    const length = [5, 2, 1].map((step) => step * power).find((one) => one <= metres * 9 * rem()) ?? power;
    if (!bar || !Number.isFinite(length)) return;
    bar.style.width = `${length / metres}px`;
    bar.firstChild.textContent = length < 1000 ? `${length} m` : `${length / 1000} km`;
  };

  // As if signs were of their usual size: where they are larger, for a finer screen or readers far away, fewer have room.
  map.seenZoom = () => map.main.getZoom() - Math.max(0, Math.log2(rem() / 16));

  // Replace what a pane shows.
  map.put = (pane, features, options = {}) => {
    map.layers[pane]?.remove();
    map.layers[pane] = L.geoJSON(features, { pane: `cockpit-${pane}`, ...options }).addTo(map.main);
  };

  // What can be seen, with a margin, as west,south,east,north.
  map.bbox = () => {
    const bounds = map.main.getBounds().pad(0.05);
    return [bounds.getWest(), bounds.getSouth(), bounds.getEast(), bounds.getNorth()].map((side) => side.toFixed(5)).join(",");
  };

  const hold = (leaflet) => {
    Object.assign(map, { main: leaflet, scene: null, drawn: null, finer: null, parent: null, stormKey: null, warnedKey: null, insetHere: null, areas: {}, chosen: null, layers: {}, looked: null });
    map.underWay.clear();
    [wanted, touched] = [null, false];
    for (const name of PANES) leaflet.createPane(`cockpit-${name}`).classList.add(`pane-${name}`);
    leaflet.on("moveend", () => {
      clearTimeout(waiting);
      map.underWay.add("move");
      waiting = setTimeout(map.askPoints, 40);
      map.placeAround();
    });
    leaflet.on("zoomend", () => (map.tidy(), showScale()));
    leaflet.on("dragstart", () => (touched = true));
    leaflet.getContainer().addEventListener("wheel", () => (touched = true), { passive: true });
    leaflet.on("unload", () => map.main === leaflet && (map.main = null));
    new ResizeObserver(() => {
      if (map.main !== leaflet) return;
      leaflet.invalidateSize({ animate: false });
      if (!touched) fit();
    }).observe(leaflet.getContainer());
  };

  // Nothing on a wall's map is animated; without 3-D transforms a hundred markers are one layer to paint, not a hundred.
  // Leaflet would then round every zoom, so that a region fills half its screen: it shall not.
  L.Browser.any3d = false;
  L.Map.include({
    _limitZoom(zoom) {
      return Math.max(this.getMinZoom(), Math.min(this.getMaxZoom(), zoom));
    },
    getBoundsZoom(bounds, _inside, padding = L.point(0, 0)) {
      const room = this.getSize().subtract(padding);
      const extent = this.project(bounds.getSouthEast(), 0).subtract(this.project(bounds.getNorthWest(), 0));
      return this._limitZoom(Math.log2(Math.min(room.x / extent.x, room.y / extent.y)));
    },
    // Nor shall it round where outlines and the map's middle lie, or simplify by what an eye sees: at each zoom of the
    // browser what lies under the pointer is what is there. Signs still stand on whole pixels: those round for themselves.
    latLngToLayerPoint(place) {
      return this.project(L.latLng(place)).subtract(this.getPixelOrigin());
    },
    _getNewPixelOrigin(centre, zoom) {
      return this.project(centre, zoom).subtract(this.getSize().divideBy(2)).add(this._getMapPanePos());
    },
  });
  L.Polyline.mergeOptions({ smoothFactor: 0.25 });

  L.Map.addInitHook(function () {
    const { id } = this.getContainer();
    if (id === "map") hold(this);
    if (id === "inset") {
      map.inset = this;
      this.on("unload", () => map.inset === this && (map.inset = null));
      this.createPane("cockpit-ground");
      new ResizeObserver(() => map.inset === this && map.fitInset()).observe(this.getContainer());
    }
  });
})();
