// How layers look: classes only. Every colour, width and dash is in assets/css/map.css, so a skin changes them at once.
(() => {
  const map = cockpit.map;
  const text = (value) => String(value ?? "").replace(/[&<>"]/g, (sign) => `&#${sign.charCodeAt(0)};`);
  map.text = text;

  map.ground = ({ properties }) => ({ className: `ground ground-${properties.role}` });
  map.besides = ({ properties }, { hideout }) => properties.role === "child" && properties.code !== hideout?.region;
  map.around = () => ({ className: "around" });
  map.area = ({ properties }, { hideout }) => {
    if (properties.role === "self") return { className: `outline level-${properties.level}`, interactive: false };
    const step = hideout?.classes?.[properties.code];
    return { className: `area level-${properties.level} ${step == null ? "unknown" : "r" + (step + 1)}` };
  };
  map.finer = ({ properties }) => ({ className: `finer level-${properties.level}`, interactive: false });
  map.insetArea = ({ properties }) => ({ className: `inset-area inset-${properties.role}`, interactive: false });

  map.eachArea = ({ properties }, layer, { hideout }) => {
    if (properties.role === "self") return;
    const { code, name } = properties;
    map.areas[code] = layer;
    const own = properties.code === hideout?.region;
    layer.on("click", () => !own && cockpit.view.go({ region: code }));
    layer.on("mouseover", () => map.choose(code));
    layer.bindTooltip(() => card(name, hideout?.texts?.[code] ?? "—", hideout?.words ?? {}), {
      sticky: true,
      direction: "top",
      offset: [0, -12],
      opacity: 1,
      className: "map-card",
    });
  };

  map.eachAround = ({ properties }, layer) => {
    layer.on("click", () => cockpit.view.go({ region: properties.code }));
    layer.bindTooltip(text(properties.name), { sticky: true, className: "map-card map-card-small" });
  };

  // A hover card keeps chip and name, as every card does.
  const card = (name, value, words) =>
    `<header><b>${text(name)}</b><span class="chip chip-${words.provenance}">${text(words.chip)}</span></header>` +
    `<p>${text(words.metric)}<b class="n">${text(value)}</b></p>`;
})();
