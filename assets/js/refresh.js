// One stream, many panels: a slot is asked again only for those of its panels that show something that has changed.
cockpit.keys = new Map(); // panel → key of what it shows
cockpit.wanted = new Map(); // panel → key of what it should show
cockpit.pending = new Map(); // panel → {key, since}: asked, not yet drawn
cockpit.PATIENCE = 5000; // ms after which an answer that has not come is asked for again

// "?region=350302|12.7|28698282": the part of the view this panel follows, its topics' revisions, the minute if it rolls.
cockpit.panelKey = (asked, revisions, { fields, topics, rolling, ledger }) => {
  const kept = new URLSearchParams(fields.filter((name) => asked.has(name)).map((name) => [name, asked.get(name)]));
  const minute = rolling && !asked.get("at") ? revisions.minute : "";
  return `?${kept}|${topics.map((topic) => revisions[topic] ?? 0).join(".")}|${minute}${ledger ? "|ledger" : ""}`;
};

window.dash_clientside.cockpit.fanOut = (view, revisions, follows, ids) => {
  const keep = window.dash_clientside.no_update;
  if (!revisions || !follows) return ids.map(() => keep);
  cockpit.follows = follows;
  const root = document.querySelector("[data-live]");
  if (root !== cockpit.root) [cockpit.keys, cockpit.pending].forEach((known) => known.clear()); // a new page knows nothing yet
  cockpit.root = root;
  const asked = new URLSearchParams(view || "");
  const now = Date.now();
  // A slot's newer question replaces the one under way, whose answer Dash drops: so it names all that is not yet drawn.
  const due = (panel, key) => {
    const waiting = cockpit.pending.get(panel);
    return cockpit.keys.get(panel) !== key && !(waiting?.key === key && now - waiting.since < cockpit.PATIENCE);
  };
  return ids.map(({ slot }) => {
    const wanted = Object.entries(follows)
      .filter(([, follow]) => follow.slot === slot)
      .map(([panel, follow]) => [panel, cockpit.panelKey(asked, revisions, follow)]);
    wanted.forEach(([panel, key]) => cockpit.wanted.set(panel, key));
    if (!wanted.some(([panel, key]) => due(panel, key))) return keep;
    const missing = wanted.filter(([panel, key]) => cockpit.keys.get(panel) !== key);
    missing.forEach(([panel, key]) => cockpit.pending.set(panel, { key, since: now }));
    return Object.fromEntries(missing);
  });
};

// What came for a panel is drawn only if it is still wanted.
cockpit.arrived = (panel, key) => {
  if (cockpit.wanted.get(panel) !== key) return false;
  cockpit.pending.delete(panel);
  cockpit.keys.set(panel, key);
  return true;
};

// Ask again for what failed; the server reads only the view in a key.
cockpit.retry = (roots) =>
  roots.forEach(({ dataset: { panel } }) => {
    const { slot, ledger } = cockpit.follows[panel];
    const key = `${location.search || "?"}|again|${Date.now()}${ledger ? "|ledger" : ""}`;
    cockpit.wanted.set(panel, key);
    cockpit.setProps({ type: "asked", slot }, { data: { [panel]: key } });
  });

document.addEventListener("click", (event) => {
  const root = event.target.closest("[data-retry]")?.closest("[data-panel]");
  if (root) cockpit.retry([root]);
});
