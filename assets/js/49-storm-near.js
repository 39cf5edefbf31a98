// Where and when the storm comes nearest to the city, each county and town, and the storms most like it: asked for when it is opened.
(() => {
  const cell = (text) => Object.assign(document.createElement("td"), { textContent: text });
  const when = (at) => new Date(Date.parse(at) + 8 * 3600e3).toISOString().slice(5, 16).replace("T", " "); // the city's clock
  const km = (value) => `${Math.round(value)} km`;
  const wind = (value) => (value === null ? "—" : `${Math.round(value)} m/s`);

  const place = (row, words) => [row.name, row.over ? words.over : km(row.km), when(row.at), row.past ? words.past : "", wind(row.wind_ms)];
  const storm = (row) => [`${row.season} ${row.name || row.track_id}`, km(row.nearest_km), row.nearest_at.slice(0, 10), km(row.mean_km), wind(row.wind_ms)];

  const table = (title, heads, rows) => {
    const made = Object.assign(document.createElement("table"), { className: "n" });
    made.createCaption().textContent = title;
    const head = made.createTHead().insertRow();
    heads.forEach((text) => head.append(Object.assign(document.createElement("th"), { textContent: text, scope: "col" })));
    const body = made.createTBody();
    rows.forEach((row) => body.insertRow().append(...row.map(cell)));
    return made;
  };

  const ask = async (track, name) => {
    const at = cockpit.view.get("at");
    return cockpit.json(`/api/v1/storms/${track}/${name}${at ? `?at=${encodeURIComponent(at)}` : ""}`);
  };

  const fill = async (box) => {
    const [words, inside] = [JSON.parse(box.dataset.stormNear), box.querySelector("div")];
    const track = box.parentElement.querySelector("[data-track]")?.dataset.track;
    if (!track) return;
    try {
      const [near, like] = await Promise.all([ask(track, "approach"), ask(track, "analogues")]);
      const places = [near.city, ...near.counties, ...near.towns].filter(Boolean).map((row) => place(row, words));
      inside.replaceChildren(table(words.near, words.places, places), table(words.like, words.storms, like.storms.map(storm)));
    } catch {
      inside.textContent = words.failed;
    }
  };

  document.addEventListener("toggle", ({ target }) => target.matches?.("[data-storm-near][open]") && fill(target), true);
})();
