// The slider over the track of a storm: a mark and its wind circles on the map where it stood, and the way to that moment.
(() => {
  const PANE = "cockpit-track";
  let ghost = null;

  const chosen = (slider) => JSON.parse(slider.dataset.fixes)[Number(slider.value)];

  const show = (slider) => {
    const fix = chosen(slider);
    const { lon, lat, past, words } = fix;
    const { main } = cockpit.map;
    slider.parentElement.querySelector("output").textContent = words;
    slider.parentElement.querySelector("[data-storm-moment]").disabled = !past;
    slider.setAttribute("aria-valuetext", words);
    ghost?.remove();
    if (!main) return;
    if (cockpit.layers().includes("typhoon")) cockpit.map.showWinds(fix);
    ghost = L.circleMarker([lat, lon], { radius: 12, pane: PANE, interactive: false, className: "storm-ghost" }).addTo(main);
  };

  document.addEventListener("input", ({ target }) => target.matches?.("[data-fixes]") && show(target));
  document.addEventListener("click", ({ target }) => {
    const button = target.closest?.("[data-storm-moment]");
    if (button) cockpit.view.go({ at: chosen(button.parentElement.querySelector("[data-fixes]")).at });
  });
})();
