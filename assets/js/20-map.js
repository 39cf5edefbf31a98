// The map itself: a hold on Leaflet, its view, and what it shows now. The view moves only when the region changes.
cockpit.map = { main: null, inset: null, scene: null, areas: {}, chosen: null };

// Outlines by region code, fetched once a page; the server says when they changed (ETag).
cockpit.shapes = (() => {
  const known = new Map();
  return (code) => {
    if (!known.has(code)) {
      const found = cockpit.json(`/api/v1/map/shapes/${code}.json`).catch((error) => {
        known.delete(code);
        throw error;
      });
      known.set(code, found);
      if (known.size > 200) known.delete(known.keys().next().value);
    }
    return known.get(code);
  };
})();

(() => {
  const map = cockpit.map;
  let wanted = null; // bounds of the region, kept so that a resized wall fits them again
  let touched = false; // whether a person has moved the map since

  const rem = () => parseFloat(getComputedStyle(document.documentElement).fontSize);

  const fit = () => {
    if (!map.main || !wanted) return;
    const [side, top, low, high] = [1.2, 3.4, 2.4, 8].map((size) => size * rem());
    const zoomed = (bottom) => map.main.getBoundsZoom(wanted, false, L.point(2 * side, top + bottom));
    const bottom = zoomed(high) > zoomed(low) - 0.03 ? high : low; // room above the legend when it costs nothing
    map.main.fitBounds(wanted, { animate: false, maxZoom: 19, paddingTopLeft: [side, top], paddingBottomRight: [side, bottom] });
    touched = false;
  };

  // Called with the outline of the region shown; a redraw of the same region leaves the view alone.
  map.look = (code, outline) => {
    if (map.looked === code && wanted) return;
    map.looked = code;
    wanted = L.geoJSON(outline).getBounds();
    fit();
  };

  const port = () => {
    const bounds = map.main.getBounds().pad(0.05);
    const sides = [bounds.getWest(), bounds.getSouth(), bounds.getEast(), bounds.getNorth()];
    cockpit.setProps("map-port", { data: { bbox: sides.map((side) => side.toFixed(5)).join(","), zoom: map.main.getZoom() } });
  };

  let waiting;
  const moved = () => {
    clearTimeout(waiting);
    waiting = setTimeout(port, 60);
  };

  const hold = (leaflet) => {
    map.main = leaflet;
    map.looked = null;
    wanted = null;
    leaflet.on("moveend", moved);
    leaflet.on("zoomend layeradd", () => map.tidy());
    leaflet.on("dragstart", () => (touched = true));
    leaflet.getContainer().addEventListener("wheel", () => (touched = true), { passive: true });
    new ResizeObserver(() => {
      leaflet.invalidateSize({ animate: false });
      if (!touched) fit();
    }).observe(leaflet.getContainer());
  };

  L.Map.addInitHook(function () {
    const { id } = this.getContainer();
    if (id === "map") hold(this);
    if (id === "inset") map.inset = this;
  });

  // The chosen area: by pointer, by keyboard, or by a row that names it.
  map.choose = (code) => {
    map.areas[map.chosen]?.getElement()?.classList.remove("chosen");
    map.chosen = code in map.areas ? code : null;
    const element = map.areas[map.chosen]?.getElement();
    element?.classList.add("chosen");
    element?.parentNode.appendChild(element);
  };

  map.enter = () => map.chosen && cockpit.view.go({ region: map.chosen });

  // To the nearest area in a direction of the screen; the first step starts in the middle of the region.
  map.step = (dx, dy) => {
    const areas = (map.scene?.areas ?? []).filter(({ code }) => code in map.areas);
    if (!areas.length) return;
    const spot = ({ at }) => map.main.latLngToLayerPoint([at[1], at[0]]);
    const from = areas.find(({ code }) => code === map.chosen);
    const here = from ? spot(from) : map.main.latLngToLayerPoint(map.main.getCenter());
    const ranked = areas
      .filter((area) => area !== from)
      .map((area) => {
        const { x, y } = spot(area).subtract(here);
        const ahead = x * dx + y * dy;
        return { code: area.code, ahead, cost: ahead + 2.5 * Math.abs(x * dy + y * dx) };
      })
      .filter(({ ahead }) => !from || ahead > 1)
      .sort((a, b) => a.cost - b.cost);
    if (ranked.length) map.choose(ranked[0].code);
  };

  document.addEventListener("mouseover", (event) => {
    const code = event.target.closest?.(".row[data-region-code]")?.dataset.regionCode;
    if (code && code !== map.chosen) map.choose(code);
  });
})();
