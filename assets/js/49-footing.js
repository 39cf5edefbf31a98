// The bar over every page while a region is on a war footing. Nobody asks for it in a house that never was on one.
(() => {
  const keep = () => window.dash_clientside.no_update;

  window.dash_clientside.cockpit.askFooting = (revisions, asked) => {
    if (!revisions?.footing) return keep();
    const lang = cockpit.view.get("lang") || "zh";
    const stamp = [revisions.footing, lang].join("|");
    return asked?.stamp === stamp ? keep() : { lang, stamp };
  };

  window.dash_clientside.cockpit.drawFooting = (drawn) => {
    const bar = document.querySelector("[data-footing-bar]");
    if (!bar || drawn?.html === undefined) return;
    bar.innerHTML = drawn.html;
    document.documentElement.toggleAttribute("data-footing", Boolean(drawn.html));
    window.dispatchEvent(new Event("resize")); // what is measured in rem has another size now
  };
})();
