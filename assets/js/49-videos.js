// The feeds of a region by their state: one state alone, or all of them. What was chosen stays when the list is drawn anew.
(() => {
  const card = () => document.querySelector(".area-card");

  cockpit.markVideos = () => {
    const box = card()?.querySelector(".video-states");
    if (!box) return;
    const state = card().dataset.videoState ?? "";
    box.querySelectorAll("[data-video-state]").forEach((one) => one.setAttribute("aria-pressed", String(one.dataset.videoState === state)));
    const all = [...card().querySelectorAll(".videos li")];
    all.forEach((one) => (one.hidden = Boolean(state) && one.dataset.state !== state));
    card().querySelector(".video-nothing").hidden = all.some((one) => !one.hidden);
  };

  document.addEventListener("click", ({ target }) => {
    const button = target.closest?.("[data-video-state]");
    if (!button || !card()) return;
    card().dataset.videoState = button.dataset.videoState;
    cockpit.markVideos();
  });
})();
