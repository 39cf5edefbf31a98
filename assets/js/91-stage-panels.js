// What stands on the stage beside the map. Panels are as large as what stands in them allows: nothing is cut, and nothing is smaller than it must be.
(() => {
  const NUMERALS = ["", "I", "II", "III", "IV"];
  const LARGER = [2.2, 1.75, 1.5, 1.3, 1.15, 1, 0.9, 0.8, 0.7, 0.6];
  const cut = (one) => one.clientHeight && one.scrollHeight > one.clientHeight + 3 && getComputedStyle(one).overflowY === "visible";
  const most = ({ kind, panels }) => {
    if (panels.length > 4) return 1;
    if (window.innerWidth >= 3 * window.innerHeight) return 2.2; // a whole screen of several
    return kind === "panel" && panels.length === 1 ? 1.75 : 1.3;
  };
  // Beside panels of warnings and of the storm: the gravest that the map's areas are under.
  cockpit.stageWarned = (root, { kind, drawings }) => {
    const place = root.querySelector('[data-stage-part="warned"]');
    const { areas = [], words } = (kind === "map" && root.dataset.warned && drawings.map?.parts.scene?.data) || {};
    const level = Math.min(...areas.map(({ warned }) => warned || 9));
    const mark = Object.assign(document.createElement("i"), { className: `lv lv-${level}`, textContent: NUMERALS[level] });
    const said = Object.assign(document.createElement("b"), { textContent: words?.warned[level] });
    place.replaceChildren(...(level < NUMERALS.length ? [mark, said] : []));
  };
  // Where a map would stand beside an empty screen: its areas, the greatest first, those that the scene outlines marked.
  const MOST = 24;
  const element = (name, className, ...inside) => {
    const one = Object.assign(document.createElement(name), { className });
    one.append(...inside);
    return one;
  };
  cockpit.stageFigures = (root, { kind, panels, drawings, emphasis }) => {
    const place = root.querySelector('[data-stage-part="figures"]');
    const { areas = [], words, region } = (kind === "map" && !panels.length && drawings.map?.parts.scene?.data) || {};
    const below = areas.filter(({ code }) => code !== region).sort((a, b) => (b.value ?? -Infinity) - (a.value ?? -Infinity));
    place.classList.toggle("many", below.length > MOST / 2);
    if (below.length < 2) return void place.replaceChildren();
    const chip = element("span", `chip chip-${words.provenance}`, words.chip);
    const rows = below.slice(0, MOST).map(({ code, name, text, cls }) => {
      const step = element("i", cls == null ? "step" : `step r${cls + 1}`);
      return element("li", emphasis.regions?.includes(code) ? "meant" : "", step, element("b", "", name), element("em", "n", text));
    });
    const more = below.length > MOST ? [element("p", "", root.dataset.moreAreas.replace("{n}", below.length - MOST))] : [];
    place.replaceChildren(element("h2", "", element("span", "", words.metric), element("small", "", words.unit), chip), element("ol", "", ...rows), ...more);
  };
  cockpit.stageEnlarge = (root, told) => {
    const steps = LARGER.filter((step) => step <= most(told));
    for (const panel of root.querySelectorAll(".stage-beside > .panel:not([hidden])"))
      for (const step of steps) {
        panel.style.setProperty("--larger", step);
        const body = panel.querySelector(".panel-body");
        if (body && ![body, ...body.querySelectorAll(":scope > *, :scope > * > *")].some(cut)) break;
      }
  };
})();
