// Switches show the View and change it: layers, window, links to the panels' pages.
(() => {
  const legend = () => document.querySelector(".layers");

  // Layers that are on; without a choice in the address, the defaults.
  cockpit.layers = (search) => {
    const chosen = new URLSearchParams(search ?? location.search).get("layers");
    return (chosen ?? legend()?.dataset.default ?? "").split(",").filter(Boolean);
  };

  document.addEventListener("click", (event) => {
    const { layer } = event.target.closest("[data-layer]")?.dataset ?? {};
    if (!layer) return;
    const on = cockpit.layers();
    const wanted = legend().dataset.layers.split(",").filter((one) => on.includes(one) !== (one === layer));
    const query = wanted.join(",");
    cockpit.view.go({ layers: query === legend().dataset.default ? "" : query || "," });
  });

  Object.assign(window.dash_clientside.cockpit, {
    showLayers: (view, ids) => {
      const on = cockpit.layers(view);
      document.querySelector(".panel-map")?.setAttribute("data-layers", on.join(" "));
      return ids.map(({ layer }) => (on.includes(layer) ? "layer on" : "layer"));
    },
    showWindow: (view, ids) => {
      const now = new URLSearchParams(view || "").get("window") || "today";
      return ids.map(({ window }) => (window === now ? "segment on" : "segment"));
    },
    panelLinks: (view, ids) => ids.map(({ panel }) => `/panel/${panel}${view || ""}`),
  });
})();
