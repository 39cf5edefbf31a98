// One clock, many panels: a slot is asked again only for those of its panels that show something that has changed.
cockpit.heard = Date.now();
cockpit.keys = new Map(); // panel → key it was last asked with

// "?region=350302|12.7|28698282": the part of the view this panel follows, its topics' revisions, the minute if it rolls.
cockpit.panelKey = (asked, revisions, { fields, topics, rolling, ledger }) => {
  const kept = new URLSearchParams(fields.filter((name) => asked.has(name)).map((name) => [name, asked.get(name)]));
  const minute = rolling && !asked.get("at") ? revisions.minute : "";
  return `?${kept}|${topics.map((topic) => revisions[topic] ?? 0).join(".")}|${minute}${ledger ? "|ledger" : ""}`;
};

window.dash_clientside.cockpit.fanOut = (view, revisions, follows, ids) => {
  const keep = window.dash_clientside.no_update;
  if (!revisions || !follows) return ids.map(() => keep);
  Object.assign(cockpit, { heard: Date.now(), follows });
  const root = document.querySelector("[data-live]");
  if (root !== cockpit.root) cockpit.keys.clear(); // a new page knows nothing yet
  cockpit.root = root;
  const asked = new URLSearchParams(view || "");
  return ids.map(({ slot }) => {
    const moved = {};
    for (const [panel, follow] of Object.entries(follows)) {
      if (follow.slot !== slot) continue;
      const key = cockpit.panelKey(asked, revisions, follow);
      if (cockpit.keys.get(panel) !== key) moved[panel] = key;
      cockpit.keys.set(panel, key);
    }
    return Object.keys(moved).length ? moved : keep;
  });
};

// Ask again for what failed; the server reads only the view in a key.
cockpit.retry = (roots) =>
  roots.forEach(({ dataset: { panel } }) => {
    const { slot, ledger } = cockpit.follows[panel];
    const key = `${location.search || "?"}|again|${Date.now()}${ledger ? "|ledger" : ""}`;
    cockpit.setProps({ type: "asked", slot }, { data: { [panel]: key } });
  });

document.addEventListener("click", (event) => {
  const root = event.target.closest("[data-retry]")?.closest("[data-panel]");
  if (root) cockpit.retry([root]);
});
