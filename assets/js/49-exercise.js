// Exercises: the bar over every page of one, which also sets the page's clock, and the page that lists them.
(() => {
  const keep = () => window.dash_clientside.no_update;
  const lang = () => new URLSearchParams(location.search).get("lang") || "zh";
  const shown = new WeakMap(); // place → the HTML it holds

  // Another house on the same machine: the server knows only its port, the browser the host it came by.
  cockpit.lead = (place) => {
    for (const way of place.querySelectorAll("a[data-port]")) way.href = `${location.protocol}//${location.hostname}:${way.dataset.port}/`;
  };

  // Nothing is redrawn under a hand that chooses.
  const put = (place, html) => {
    if (!place || html === undefined || shown.get(place) === html || place.querySelector("select:focus")) return;
    place.innerHTML = html;
    cockpit.lead(place);
    shown.set(place, html);
  };

  // The bar moves with the exercise's steps and minutes, and with what its director does.
  window.dash_clientside.cockpit.askExercise = (revisions, acted, asked) => {
    if (!revisions) return keep();
    const stamp = [revisions.exercise, revisions.minute, acted?.sign].join("|");
    return asked?.stamp === stamp ? keep() : { lang: lang(), stamp };
  };

  window.dash_clientside.cockpit.drawExercise = (drawn) => {
    if (!drawn?.html) return;
    put(document.querySelector("[data-exercise-bar]"), drawn.html);
    const clock = document.querySelector(".clock[data-now]");
    if (!clock) return;
    clock.dataset.now = drawn.now;
    clock.dataset.speed = drawn.speed;
  };

  // In the city what others play (`exercises`); in an exercise what is played, and its clock.
  window.dash_clientside.cockpit.askExercises = (revisions, asked) => {
    if (!revisions || !document.querySelector("[data-exercises-part]")) return keep();
    const played = document.querySelector("[data-exercise-bar]") ? ["exercise", "events", "warnings", "minute"] : ["exercises"];
    const code = new URLSearchParams(location.search).get("code") || "";
    const stamp = [code, ...played.map((topic) => revisions[topic])].join("|");
    return asked?.stamp === stamp ? keep() : { lang: lang(), code, stamp };
  };

  window.dash_clientside.cockpit.drawExercises = (drawn) => {
    for (const [name, html] of Object.entries(drawn?.parts ?? {})) put(document.querySelector(`[data-exercises-part="${name}"]`), html);
  };

  // One is started in a process of its own: the page looks again until it can be entered, or did not come up.
  const LOOKS = 40;
  let looking;
  const look = (left) => {
    clearTimeout(looking);
    if (!left || !document.querySelector("[data-exercises-part]")) return;
    cockpit.setProps("exercises", { data: { lang: lang(), code: new URLSearchParams(location.search).get("code") || "", stamp: `look|${left}` } });
    looking = setTimeout(() => (document.querySelector(".exercise-state.coming") || left === LOOKS) && look(left - 1), 3000);
  };

  window.dash_clientside.cockpit.startedExercise = (told) => {
    const place = document.querySelector(".exercise-say");
    if (!told || !place) return;
    place.textContent = told.refused;
    look(LOOKS);
  };

  document.addEventListener("click", ({ target }) => {
    const button = target.closest?.("[data-exercise-start], [data-exercise-replay], [data-exercise-shut]");
    if (!button) return;
    button.disabled = true;
    const { exerciseStart: code, exerciseReplay: past, exerciseShut: shut } = button.dataset;
    const chosen = (name) => button.parentElement.querySelector(`[name=${name}]`)?.value;
    const what = shut ? { shut } : { speed: chosen("start-speed"), ...(past === undefined ? { code } : { day: chosen("replay-day") }) };
    cockpit.setProps("exercise-start", { data: { ...what, lang: lang(), sign: Date.now() } });
  });

  const act = (data) => cockpit.setProps("exercise-act", { data: { ...data, lang: lang(), sign: Date.now() } });

  document.addEventListener("click", ({ target }) => {
    const button = target.closest?.("[data-exercise-act]");
    if (button) act({ act: button.dataset.exerciseAct });
  });

  document.addEventListener("change", ({ target }) => {
    if (!target.matches?.("[name=exercise-speed]")) return;
    act({ act: "speed", speed: target.value });
    target.blur();
  });
})();
