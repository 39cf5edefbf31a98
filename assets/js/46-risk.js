// The page of risks: which phase of a disaster is looked at; without one in the address, the one that the server chose.
cockpit.showPhase = () => {
  const page = document.querySelector("[data-live='risk']");
  if (!page) return;
  page.dataset.usualPhase ??= page.dataset.phase;
  page.dataset.phase = cockpit.view.get("phase") || page.dataset.usualPhase;
  document.querySelectorAll("[data-phase-way]").forEach((way) => {
    const on = way.dataset.phaseWay === page.dataset.phase;
    way.classList.toggle("on", on);
    way.toggleAttribute("aria-current", on);
  });
};
