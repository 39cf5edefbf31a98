// Points: one symbol a thing, a ring a cluster of events, a counted symbol a cluster of anything else.
(() => {
  const map = cockpit.map;
  const NUMERALS = ["", "I", "II", "III", "IV"];
  const LEVELS = ["wr", "wo", "wy", "wb"];
  const ORDER = { camera: 0, resource: 100, key_site: 200, risk_point: 300, heritage: 310, scenic: 320, school: 330, food: 335, speaker: 336, river: 337, post: 338, hazchem: 340, vessel: 350, control: 390, drone: 395, station: 400, ponding: 410, event: 2000 };
  const SECTORS = 13; // zoom from which the ground that a camera sees is drawn
  const STATIONS = ["", "above", "silent", "doubted", "normal"]; // states by grade
  const CONTROLS = ["", "need", "blind", "working", "resting"]; // what is urgent, by grade
  const DEPTHS = 6; // classes of depth; after them stand the silent and the doubted
  const DRONES = ["", "flying", "low", "idle", "off"]; // what they do, by grade
  const FORMAT = { notation: "compact", maximumFractionDigits: 1 };
  const short = { zh: new Intl.NumberFormat("zh-CN", FORMAT), en: new Intl.NumberFormat("en", FORMAT) };
  const counted = (n) => short[document.documentElement.lang.startsWith("en") ? "en" : "zh"].format(n);

  const ring = (grades, n) => {
    let from = 0;
    const whole = grades.reduce((sum, one) => sum + one, 0) || 1;
    const arcs = grades.map((one, level) => {
      const to = from + (360 * one) / whole;
      const arc = `var(--${LEVELS[level]}) ${from.toFixed(1)}deg ${to.toFixed(1)}deg`;
      from = to;
      return arc;
    });
    const size = n < 20 ? "s" : n < 40 ? "m" : "l";
    return `<i class="ring ring-${size}" style="background:conic-gradient(${arcs.join(",")})"><b class="n">${counted(n)}</b></i>`;
  };

  // A bunch of stations, or of gates and pumps, looks as the most urgent of them does.
  const sign = ({ layer, n, grade, grades }) => {
    const urgent = n > 1 ? (grades?.findIndex(Boolean) ?? -1) + 1 : grade;
    if (layer === "control") return `sym-control control-${CONTROLS[urgent]}`;
    if (layer === "drone") return `sym-drone drone-${DRONES[urgent]}`;
    if (layer === "ponding") return urgent <= DEPTHS ? `sym-ponding ponding-${urgent}` : `sym-station station-${STATIONS[urgent - DEPTHS + 1]}`;
    return layer === "station" ? `sym-station station-${STATIONS[urgent]}` : `sym-${layer}`;
  };

  const picture = ({ layer, n, grade, grades }) => {
    if (layer === "event") {
      return n > 1 ? ring(grades, n) : `<i class="lv lv-${grade} pin">${NUMERALS[grade] ?? ""}</i>`;
    }
    const symbol = `<i class="sym ${sign({ layer, n, grade, grades })}"></i>`;
    return n > 1 ? `<span class="bunch">${symbol}<b class="n">${counted(n)}</b></span>` : symbol;
  };

  // What is doubted says so beside its value, where the state does not say it already.
  const measured = ({ quantity, value, doubted, state }, { quantities, station_states: states }) => {
    const [word, unit] = quantities[quantity] ?? [];
    const mark = doubted && state !== "doubted" ? ` ${states.doubted}` : "";
    return word && `${word} ${value ?? "—"} ${unit}${mark}`;
  };

  const told = (properties) => {
    const { layer, name, kind, stage, grade } = properties;
    const { words } = map.scene;
    const what = layer === "event" ? words.categories[kind] : words.kinds[layer]?.[kind];
    const { state, do: due } = properties;
    const { battery, task } = properties;
    const flown = [words.drone_states[state], Number.isFinite(battery) && `${words.battery} ${battery}%`, task];
    const own = layer === "drone" ? flown : layer === "control" ? [words.control_states[state], words.control_orders[due]] : layer === "station" || layer === "ponding" ? [measured(properties, words), words.ponding[layer === "ponding" && grade], words.station_states[state]] : [words.stages[stage]];
    const more = [what, ...own].filter(Boolean).map(map.text).join(" · ");
    const shape = layer === "event" ? `<i class="lv lv-${grade}"></i>` : `<i class="sym ${sign(properties)}"></i>`;
    return `<header>${shape}<b>${map.text(name)}</b></header><p>${more}</p>`;
  };

  const marker = ({ properties }, latlng) => {
    const { layer, n } = properties;
    const icon = L.divIcon({ className: `map-point map-point-${layer}`, html: picture(properties), iconSize: null });
    const one = L.marker(latlng, { icon, keyboard: false, zIndexOffset: ORDER[layer] + (n > 1 ? 50 : 0), pane: "cockpit-points" });
    if (n > 1) one.on("click", () => map.main.setView(latlng, map.main.getZoom() + 1.5, { animate: false }));
    else one.bindTooltip(() => told(properties), { direction: "top", offset: [0, -10], opacity: 1, className: "map-card" });
    if ((layer === "station" || layer === "ponding") && n === 1) one.on("click", () => cockpit.pickStation(properties.code));
    return one;
  };

  // A few at a time, so that a hand on the map is never held up; the old ones stay until the new ones are all there.
  const AT_ONCE = 30;
  const breath = () => new Promise((go) => setTimeout(go));
  let turn = 0;

  map.drawPoints = async ({ features }) => {
    const mine = ++turn;
    const { main, looked } = map;
    const group = L.layerGroup().addTo(main);
    for (let first = 0; first < features.length; first += AT_ONCE) {
      if (first) await breath();
      if (turn !== mine || map.main !== main || map.looked !== looked) return void group.remove();
      for (const feature of features.slice(first, first + AT_ONCE)) {
        const [lon, lat] = feature.geometry.coordinates;
        marker(feature, L.latLng(lat, lon)).addTo(group);
        const { sight } = feature.properties;
        if (sight && main.getZoom() >= SECTORS) cockpit.sector(lon, lat, sight).addTo(group);
      }
    }
    map.layers.points?.remove();
    map.layers.points = group;
    map.tidy();
  };
})();
