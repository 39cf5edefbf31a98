// Switches show the View and change it: layers of the map, window, and links to the panels' own pages.
(() => {
  const legend = () => document.querySelector(".layers");

  // What is on until somebody chooses: a page may have layers of its own.
  const usual = () => document.querySelector("[data-own-layers]")?.dataset.ownLayers ?? legend()?.dataset.default ?? "";

  // Layers that are on; without a choice in the address, the usual ones.
  cockpit.layers = () => (cockpit.view.params().get("layers") ?? usual()).split(",").filter(Boolean);

  cockpit.showSwitches = () => {
    const [on, window] = [cockpit.layers(), cockpit.view.get("window")];
    document.querySelector(".panel-map")?.setAttribute("data-layers", on.join(" "));
    document.querySelectorAll("[data-layer]").forEach((layer) => {
      layer.classList.toggle("on", on.includes(layer.dataset.layer));
      layer.setAttribute("aria-pressed", on.includes(layer.dataset.layer));
    });
    document.querySelectorAll("[data-window]").forEach((one) => one.classList.toggle("on", one.dataset.window === window));
    document.querySelectorAll("a[data-carry]").forEach(carry);
    cockpit.showPhase();
  };

  // Links to other pages carry the View along; files take of it only what says which figures.
  const carry = (link) => {
    const asked = cockpit.view.params();
    if (link.dataset.carry === "events") return link.setAttribute("href", link.pathname + cockpit.fileQuery());
    if (link.dataset.carry === "archive") return dress(link, asked);
    if (["view", "beside"].includes(link.dataset.carry)) cockpit.NOT_VIEW.forEach((name) => asked.delete(name));
    if (link.dataset.carry === "api") ["skin", "lang", "layers"].forEach((name) => asked.delete(name));
    if (link.dataset.carry === "beside") {
      link.dataset.own ??= link.search; // what the link itself names stands beside the View
      new URLSearchParams(link.dataset.own).forEach((value, name) => asked.set(name, value));
    }
    link.setAttribute("href", link.pathname + (asked.size ? `?${cockpit.view.text(asked)}` : ""));
  };

  // What says itself where it leads takes along nothing but the looks.
  const dress = (link, shown) => {
    const own = new URL(link.href).searchParams;
    ["lang", "skin"].filter((name) => shown.get(name)).forEach((name) => own.set(name, shown.get(name)));
    link.setAttribute("href", link.pathname + (own.size ? `?${cockpit.view.text(own)}` : "") + link.hash);
  };

  window.dash_clientside.cockpit.showView = () => {
    cockpit.view.path = location.pathname;
    cockpit.layOut();
    cockpit.showSwitches();
    cockpit.map.showLayers();
  };

  document.addEventListener("click", (event) => {
    const { layer } = event.target.closest("[data-layer]")?.dataset ?? {};
    if (!layer) return;
    const on = cockpit.layers();
    const wanted = legend().dataset.layers.split(",").filter((one) => on.includes(one) !== (one === layer));
    const query = wanted.join(",");
    cockpit.view.go({ layers: query === usual() ? "" : query || "," });
  });

})();
