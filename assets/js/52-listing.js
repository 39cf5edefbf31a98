// Rooms, tasks, what was asked of whom, letters: filters are links of the address, parts are filled as they move, forms are sent.
(() => {
  const keep = () => window.dash_clientside.no_update;
  const TOPICS = {
    rooms: ["rooms"],
    accountability: ["dispatch", "events", "rooms"],
    messages: ["dispatch", "letters"],
    callouts: ["callouts", "letters"],
    digest: ["events"],
    bundle: ["events"],
    tasks: ["dispatch"],
    screens: ["screens", "warnings", "events"],
    handout: ["briefings"],
    drafts: ["events"],
    visits: ["visits", "rules", "events", "ledgers"],
    indicators: ["indicators"],
    forms: ["ledgers"],
    documents: ["documents"],
    signals: ["signals"],
    warnings: ["warnings"],
    stations: ["stations", "readings", "warnings"],
    videos: ["videos"],
    coordination: ["coordination", "ledgers", "features"],
    chains: ["ledgers"],
    enterprises: ["ledgers", "events", "coordination", "documents"],
    projects: ["ledgers"],
    policies: ["ledgers"],
    signs: ["indicators"],
    lists: ["lists", "events"],
    assessment: ["events", "lists", "readings", "regions"],
    catalogue: ["catalogue", "ledgers"],
    returns: ["returns", "ledgers", "indicators"],
    grids: ["grids", "regions", "events", "rules"],
    report: ["reports"],
    reports: ["reports"],
    archive: ["lists", "events", "ledgers", "features", "indicators", "regions", "documents"],
  };
  const root = () => document.querySelector("[data-listing]");
  // What the address asks for; of a page whose path names its region, that region.
  const search = () => {
    const region = root().dataset.listingRegion;
    if (!region) return location.search;
    const asked = cockpit.view.params();
    const wanted = asked.get("region") || region; // another one was searched for: its page is another
    asked.delete("region");
    if (wanted !== region) location.assign(`/${root().dataset.listing}/${wanted}${asked.size ? `?${asked}` : ""}`);
    asked.set("region", region);
    return `?${asked}`;
  };
  let again = 0; // moves with the role that a visitor picks

  window.dash_clientside.cockpit.askListing = (revisions, _view, moved, asked) => {
    const page = root()?.dataset.listing;
    if (!revisions || !page) return keep();
    if (moved) told(moved);
    const stamp = [page, ...TOPICS[page].map((topic) => revisions[topic]), revisions.minute, search(), moved?.refused ? "" : moved?.sign, again].join("|");
    return asked?.stamp === stamp ? keep() : { page, of: root().dataset.listingOf, search: search(), stamp, ...cockpit.acting() };
  };

  // What is being written, or was opened to be read, stays as it is.
  const busy = (place) => place.querySelector("details[open], form :is(input, textarea, select):focus, [data-pick]:checked");
  window.dash_clientside.cockpit.drawListing = (drawn) => {
    document.documentElement.toggleAttribute("data-refused", Boolean(drawn?.refused));
    for (const [name, html] of Object.entries(drawn?.parts ?? {})) {
      const place = document.querySelector(`[data-listing-part="${name}"]`);
      if (!place || cockpit.filled.get(place) === html || (busy(place) && !(name === "file" && html === ""))) continue; // a form that was left goes with what is in it
      place.innerHTML = html;
      cockpit.filled.set(place, html);
      cockpit.showPhotos(place);
      cockpit.keepTables(place);
    }
    cockpit.showSwitches();
  };

  // What is sought becomes part of the address.
  document.addEventListener("submit", (event) => {
    const form = event.target.closest("form[data-listing-find]");
    if (!form) return;
    event.preventDefault();
    cockpit.view.go(Object.fromEntries(new FormData(form)));
  });

  let waiting = null;
  document.addEventListener("submit", (event) => {
    const form = event.target.closest("form[data-listing-move]");
    if (!form) return;
    event.preventDefault();
    const photos = cockpit.givenPhotos(form);
    if (!photos) return; // one is on its way: the form says so
    form.classList.add("waiting");
    waiting = { form, sign: `${Date.now()}` };
    const given = { ...Object.fromEntries(new FormData(form, event.submitter)), ...photos };
    const lang = cockpit.view.get("lang") || "zh";
    cockpit.setProps("listing-move", { data: { move: form.dataset.listingMove, given, lang, sign: waiting.sign, ...cockpit.acting() } });
  });

  const told = ({ sign, refused, faults, code, said, html }) => {
    if (waiting?.sign !== sign) return;
    const { form } = waiting;
    waiting = null;
    form.classList.remove("waiting");
    if (!refused) form.querySelectorAll("[data-pick], [data-pick-all]").forEach((one) => (one.checked = false));
    if (!refused) cockpit.forgetPhotos(form);
    if (!refused) form.closest("details")?.removeAttribute("open"); // what was written is sent: its part may be drawn again
    const rest = cockpit.sayFaults(form, faults ?? {}); // what has no field of its own
    form.querySelector(".act-say").textContent = faults ? rest.join(" ") : refused || "";
    const place = document.querySelector("[data-listing-said]"); // outlives the redraw that follows
    if (place && said) place.textContent = said;
    const once = document.querySelector("[data-listing-told]"); // what is told this once
    if (once && html) once.innerHTML = html;
    if (html) form.reset();
    if (code) location.assign(`/rooms/${code}${cockpit.view.get("lang") === "en" ? "?lang=en" : ""}`);
  };

  document.addEventListener("change", ({ target }) => {
    if (!target.matches?.("[data-pick-all]")) return;
    target.closest("form").querySelectorAll("[data-pick]").forEach((one) => (one.checked = target.checked));
  });

  document.addEventListener("change", (event) => {
    if (!event.target.matches?.("[data-role]") || !root()) return;
    again += 1;
    const page = root().dataset.listing;
    const of = root().dataset.listingOf;
    cockpit.setProps("listing-asked", { data: { page, of, search: search(), stamp: `again|${again}`, ...cockpit.acting() } });
  });
})();
