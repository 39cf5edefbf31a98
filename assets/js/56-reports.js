// Reports: a new one, a copy, files that say why there are none, buttons that ask first; issues are filled as they were drawn then.
(() => {
  const there = (path) => (cockpit.view.get("lang") === "en" ? `${path}?lang=en` : path);
  const say = (near, words) => {
    const place = near.closest(".panel, form")?.querySelector(".act-say") ?? document.querySelector("[data-listing-said]");
    if (place) place.textContent = words;
    return place;
  };

  // The drawing of a piece into its frame: attributes of its root, HTML and style of its parts. A chart has its own page.
  cockpit.fillPiece = (place, { frame = {}, parts }) => {
    const root = place.querySelector("[data-panel]");
    Object.entries(frame).forEach(([name, value]) => root?.setAttribute(name, value));
    if (root && !frame["data-state"]) root.dataset.state = "fresh";
    for (const [part, { html, hidden, style }] of Object.entries(parts)) {
      for (const one of place.querySelectorAll(`[data-part="${part}"]`)) {
        if (html !== undefined) one.innerHTML = html;
        if (hidden !== undefined) one.hidden = hidden;
        if (style !== undefined) one.style.cssText = style;
      }
    }
  };

  document.addEventListener("submit", async (event) => {
    const form = event.target.closest("[data-report-new]");
    if (!form) return;
    event.preventDefault();
    try {
      const { code } = await cockpit.post("/reports/data/make", { title: form.elements.title.value });
      location.href = there(`/reports/${code}/edit`);
    } catch (error) {
      say(form, error.message || form.querySelector(".act-say").dataset.failed);
    }
  });

  // Asked before it is sent: 52-listing.js hears what is not stopped here.
  document.addEventListener("submit", (event) => {
    const { reportAsk } = event.target.dataset;
    if (reportAsk && !confirm(reportAsk)) [event.preventDefault(), event.stopImmediatePropagation()];
  }, true);

  const file = async (button) => {
    const [box, panel] = [button.closest("[data-report-issue]"), button.closest(".panel")];
    const place = panel.querySelector(".act-say");
    const asked = new URLSearchParams([...cockpit.view.params()].filter(([name]) => ["region", "window", "at", "lang", "storm", "slice", "metric"].includes(name)));
    if (box.dataset.reportIssue) asked.set("issue", box.dataset.reportIssue);
    button.disabled = true;
    place.textContent = place.dataset.doing;
    try {
      const answer = await fetch(`${button.dataset.reportFile}?${asked}`);
      if (!answer.ok) throw new Error((await answer.json().catch(() => ({}))).detail ?? "");
      const name = decodeURIComponent(answer.headers.get("Content-Disposition").split("UTF-8''")[1] ?? "report");
      const way = Object.assign(document.createElement("a"), { href: URL.createObjectURL(await answer.blob()), download: name });
      way.click();
      setTimeout(() => URL.revokeObjectURL(way.href), 60_000);
      place.textContent = "";
    } catch (error) {
      place.textContent = (error instanceof TypeError ? "" : error.message) || place.dataset.failed;
    } finally {
      button.disabled = false;
    }
  };

  document.addEventListener("click", async ({ target }) => {
    const made = target.closest?.("[data-report-file]");
    if (made) return file(made);
    const copy = target.closest?.("[data-report-copy]");
    if (!copy) return;
    try {
      const { code } = await cockpit.post(`/reports/data/${copy.dataset.reportCopy}/copy`);
      location.href = there(`/reports/${code}/edit`);
    } catch (error) {
      say(copy, error.message);
    }
  });

  // A report opens with the View it was saved with; who comes by an address that says more sees that.
  const OWN = ["region", "window", "at", "storm", "slice", "metric"];
  const opened = () => {
    const root = document.querySelector("[data-report-query]");
    const { reportQuery } = root.dataset;
    if (!reportQuery || OWN.some((name) => cockpit.view.params().has(name))) return;
    const params = new URLSearchParams(reportQuery);
    for (const [name, value] of cockpit.view.params()) params.set(name, value);
    history.replaceState(null, "", `${location.pathname}?${cockpit.view.text(params)}`);
    cockpit.view.show();
  };
  const begin = () => {
    cockpit.layOut();
    for (const place of document.querySelectorAll("[data-report-then]")) {
      cockpit.fillPiece(place, JSON.parse(place.dataset.reportThen));
      place.removeAttribute("data-report-then");
    }
    opened();
  };
  const wait = () => {
    if (document.querySelector("[data-report]") && document.querySelector(".report-grid")) return begin();
    if (/^\/reports\/[^/]+$/.test(location.pathname)) setTimeout(wait, 30);
  };
  wait();
})();
