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

  // The wall of pictures: each is asked for again every half minute, and says when nothing comes.
  const AGAIN = 30000; // ms
  const lost = (image, on) => image.closest(".video-screen")?.classList.toggle("lost", on);
  for (const name of ["error", "load"]) {
    document.addEventListener(name, ({ target }) => target.dataset?.videoPicture && lost(target, name === "error"), true);
  }
  const renew = () => {
    if (document.hidden) return;
    for (const image of document.querySelectorAll("[data-video-picture]")) {
      const address = new URL(image.src);
      address.searchParams.set("yitu_at", Date.now());
      image.src = address;
    }
  };
  setInterval(renew, AGAIN);

  document.addEventListener("submit", (event) => {
    const form = event.target.closest("form[data-video-seek]");
    if (!form) return;
    event.preventDefault();
    form.elements.text.blur(); // what is being written is not drawn over
    cockpit.view.go({ text: form.elements.text.value.trim() });
  });
})();
