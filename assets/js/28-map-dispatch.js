// The dispatch layer: the subject, rings around it, units with straight links to it; the map flies to what is chosen.
(() => {
  const { map } = cockpit;
  const NUMERALS = ["", "I", "II", "III", "IV"];
  const PANE = "dispatch";
  let told = null; // what the server said of the subject
  let layer = null;
  let key = "";

  const here = () => document.querySelector("[data-live='dispatch']") !== null;
  const ring = () => Number(cockpit.view.get("ring")) || 3;
  const forces = () => cockpit.view.get("forces") !== "0";
  const at = ({ lon, lat }) => L.latLng(lat, lon);

  const icon = (className, html) => L.divIcon({ className, html, iconSize: null });
  const marker = (where, className, html, z) => L.marker(where, { icon: icon(className, html), keyboard: false, zIndexOffset: z, pane: `cockpit-${PANE}` });

  const circle = (km) => L.circle(at(told), { radius: km * 1000, pane: `cockpit-${PANE}`, interactive: false, className: `ring-km${km === ring() ? " on" : ""}` });
  const ringName = (km) => {
    const top = at(told).toBounds(km * 2000).getNorth();
    return marker(L.latLng(top, told.lon), "ring-name", `<span class="n">${km} km</span>`, 0);
  };

  const unit = (one) => {
    const minutes = one.minutes === null ? "" : `<em class="n">${map.text(told.minutes.replace("#", one.minutes))}</em>`;
    const html = `<i class="force force-${one.look}">${map.text(one.sign)}</i><span><b>${map.text(one.name)}</b>${minutes}</span>`;
    const passed = one.look === "passed";
    const sign = marker(at(one), passed ? "map-unit passed" : "map-unit", html, passed ? 100 : 500);
    const why = one.why ? `<p>${map.text(one.why)}</p>` : "";
    const km = one.km === null ? "" : ` · ${one.km} km`;
    sign.bindTooltip(`<header><b>${map.text(one.name)}</b></header><p>${map.text(`${one.kind} · ${one.state}${km}`)}</p>${why}`, { direction: "top", offset: [0, -14], opacity: 1, className: "map-card" });
    return sign;
  };

  const link = (one) => L.polyline([at(told), at(one)], { pane: `cockpit-${PANE}`, interactive: false, className: `link link-${one.line}` });

  const draw = () => {
    layer?.remove();
    layer = null;
    if (!map.main || !told) return;
    if (!map.main.getPane(`cockpit-${PANE}`)) map.main.createPane(`cockpit-${PANE}`).classList.add(`pane-${PANE}`);
    const units = forces() ? told.units : [];
    const rings = [1, 3, 5].filter((km) => km <= ring());
    const subject = marker(at(told), "map-subject", `<i class="lv lv-${told.level} pin">${NUMERALS[told.level]}</i>`, 1000);
    layer = L.layerGroup([...rings.flatMap((km) => [circle(km), ringName(km)]), ...units.filter((one) => one.line).map(link), ...units.map(unit), subject]).addTo(map.main);
    document.querySelector("[data-testid='map']")?.setAttribute("data-subject", `${told.lon},${told.lat}`);
    spread();
  };

  // Names of units that would cover one another, or the subject, give way; the sign stays, and a pointer tells the name.
  const spread = () => {
    const box = (element) => element.getBoundingClientRect();
    const hit = (a, b) => a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom;
    const root = map.main.getContainer();
    const taken = [...root.querySelectorAll(".map-subject > i, .map-unit > i")].map(box);
    for (const name of root.querySelectorAll(".map-unit > span")) {
      const mine = box(name);
      const covered = taken.some((other) => hit(mine, other));
      name.classList.toggle("away", covered);
      if (!covered) taken.push(mine);
    }
  };

  // The whole of the chosen ring, with room for what stands over the map. True where there is something to aim at.
  const aim = () => {
    if (!here() || !told) return false;
    map.main.fitBounds(at(told).toBounds(ring() * 2200), { animate: false, padding: [16, 44] });
    return true;
  };

  const fly = () => {
    if (!map.main || !told) return;
    aim();
    draw();
  };

  map.drawDispatch = (next) => {
    const now = next ? `${next.lon} ${next.lat}` : "";
    told = next;
    map.aim = next ? aim : null;
    if (now !== key) fly();
    key = now;
    draw();
    showTools();
  };

  const showTools = () => {
    document.querySelectorAll("[data-ring]").forEach((one) => press(one, Number(one.dataset.ring) === ring()));
    document.querySelectorAll("[data-forces]").forEach((one) => press(one, forces()));
  };
  const press = (one, on) => {
    one.classList.toggle("on", on);
    one.setAttribute("aria-pressed", String(on));
  };

  // Rings and units are a matter of this page's own address; the map is not asked of the server for them.
  document.addEventListener("click", (event) => {
    const one = event.target.closest?.("[data-ring], [data-forces]");
    if (!one || !here()) return;
    const changes = one.dataset.ring ? { ring: one.dataset.ring === "3" ? "" : one.dataset.ring } : { forces: forces() ? "0" : "" };
    cockpit.desk.address(changes);
    if (one.dataset.ring) fly();
    draw();
    showTools();
  });

  // A map that is laid out later than its subject is told, and one that is new, takes it then.
  L.Map.addInitHook(function () {
    if (this.getContainer().id !== "map" || !here()) return;
    this.whenReady(() => setTimeout(() => told && fly()));
    this.on("zoomend moveend", () => layer && spread());
  });
  cockpit.view.listeners.push(() => here() && (draw(), showTools()));
})();
