// The slider of a review: what had happened by its moment is shown, what came later is dimmed; it may run by itself.
(() => {
  const STEP_MS = 1_500;
  let running = 0;
  const slider = () => document.querySelector("[data-review-stops]");

  const show = (range) => {
    const page = range.closest(".review-page");
    const at = Number(range.value);
    const words = JSON.parse(range.dataset.reviewStops)[at];
    const steps = [...page.querySelectorAll("[data-review-at]")];
    const past = steps.filter((one) => Number(one.dataset.reviewAt) <= at);
    steps.forEach((one) => {
      one.classList.toggle("ahead", Number(one.dataset.reviewAt) > at);
      one.toggleAttribute("data-now", Number(one.dataset.reviewAt) === at);
    });
    const stage = page.querySelector("[data-review-stages]");
    const last = past.map((one) => one.dataset.stage).filter(Boolean).at(-1);
    stage.textContent = JSON.parse(stage.dataset.reviewStages)[last] ?? "—";
    page.querySelectorAll("[data-review-count]").forEach((one) => {
      const { reviewCount } = one.dataset;
      one.textContent = past.filter(({ dataset }) => dataset.of === "order" && dataset.move === reviewCount).length;
    });
    page.querySelector(".review-now").textContent = words;
    range.setAttribute("aria-valuetext", words);
    past.at(-1)?.scrollIntoView({ block: "nearest" });
  };

  const stop = () => {
    clearInterval(running);
    running = 0;
    document.querySelector("[data-review-key=play]")?.removeAttribute("aria-pressed");
  };

  const go = (to) => {
    const range = slider();
    if (!range) return stop();
    range.value = to === "on" ? Number(range.value) + 1 : Number(range.value) - 1;
    show(range);
    if (Number(range.value) === Number(range.max)) stop();
  };

  const play = (key) => {
    if (running) return stop();
    const range = slider();
    if (range.value === range.max) range.value = 0;
    show(range);
    key.setAttribute("aria-pressed", "true");
    running = setInterval(() => go("on"), STEP_MS);
  };

  const make = async (key) => {
    const say = key.parentElement.querySelector(".act-say");
    const lang = cockpit.view.get("lang") === "en" ? "?lang=en" : "";
    key.disabled = true;
    say.textContent = "";
    try {
      const body = JSON.stringify({ event: key.dataset.reviewMake });
      const answer = await fetch(`/briefing/data/review${lang}`, { method: "POST", headers: { "Content-Type": "application/json" }, body });
      const told = await answer.json();
      if (answer.ok) return location.assign(`/briefing/edit/${told.code}${lang}`);
      say.textContent = told.detail || say.dataset.failed;
    } catch {
      say.textContent = say.dataset.failed;
    }
    key.disabled = false;
  };

  document.addEventListener("input", ({ target }) => {
    if (!target.matches?.("[data-review-stops]")) return;
    stop();
    show(target);
  });
  document.addEventListener("click", ({ target }) => {
    const key = target.closest?.("[data-review-key]");
    if (key?.dataset.reviewKey === "play") return play(key);
    if (key) {
      stop();
      go(key.dataset.reviewKey);
    }
    const made = target.closest?.("[data-review-make]");
    if (made) make(made);
  });

  // Pages arrive after their address and in pieces: the slider is set once it and its steps are there.
  new MutationObserver(() => {
    const range = slider();
    if (!range || range.dataset.set || !document.querySelector("[data-review-at]")) return;
    range.dataset.set = "1";
    show(range);
  }).observe(document.documentElement, { childList: true, subtree: true });
})();
