// Every storm of the pack, to be looked up when somebody opens the list; each entry is a link that changes the View.
(() => {
  const entry = ({ track_id, name, season, nearest_at, nearest_km }) => {
    const link = document.createElement("a");
    link.href = `?storm=${track_id}`;
    link.className = "metric";
    const day = new Date(Date.parse(nearest_at) + 8 * 3600e3).toISOString().slice(5, 10); // on the city's calendar
    for (const [tag, text] of [["span", `${season} ${name}`], ["small", `${day} · ${Math.round(nearest_km)} km`]]) {
      link.appendChild(document.createElement(tag)).textContent = text;
    }
    return link;
  };

  const fill = async (list) => {
    if (list.dataset.filled) return;
    list.dataset.filled = "1";
    const storms = await cockpit.json("/api/v1/map/storms.json").catch(() => []);
    list.append(...storms.map(entry));
  };

  const mark = (list) => {
    const chosen = cockpit.view.get("storm");
    list.querySelectorAll("a").forEach((link) => link.classList.toggle("on", link.getAttribute("href") === `?storm=${chosen}`));
  };

  document.addEventListener(
    "toggle",
    async (event) => {
      const list = event.target.matches?.(".storm-choice[open]") && event.target.querySelector(".metric-list");
      if (!list) return;
      await fill(list);
      mark(list);
    },
    true
  );

  // A list that is open closes when something in it is chosen, or the pointer goes elsewhere.
  document.addEventListener("click", (event) => {
    document.querySelectorAll(".metric-choice[open], .storm-choice[open], .layer-choice[open]").forEach((open) => {
      if (!open.contains(event.target) || event.target.closest("a")) open.open = false;
    });
  });
})();
