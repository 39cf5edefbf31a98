// The slider over the track of a storm: a ring on the map where it stood, in which moment, and the way to look at that moment.
(() => {
  const PANE = "cockpit-track";
  let ghost = null;

  const chosen = (slider) => JSON.parse(slider.dataset.fixes)[Number(slider.value)];

  const show = (slider) => {
    const { lon, lat, past, words } = chosen(slider);
    const { main } = cockpit.map;
    slider.parentElement.querySelector("output").textContent = words;
    slider.parentElement.querySelector("[data-storm-moment]").disabled = !past;
    slider.setAttribute("aria-valuetext", words);
    ghost?.remove();
    if (main) ghost = L.circleMarker([lat, lon], { radius: 12, pane: PANE, interactive: false, className: "storm-ghost" }).addTo(main);
  };

  document.addEventListener("input", ({ target }) => target.matches?.("[data-fixes]") && show(target));
  document.addEventListener("click", ({ target }) => {
    const button = target.closest?.("[data-storm-moment]");
    if (button) cockpit.view.go({ at: chosen(button.parentElement.querySelector("[data-fixes]")).at });
  });
})();
