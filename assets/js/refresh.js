// One stream, many panels: a slot is asked again only for those of its panels that show something that has changed.
cockpit.keys = new Map(); // panel → key of what it shows
cockpit.wanted = new Map(); // panel → key of what it should show
cockpit.pending = new Map(); // panel → {key, since}: asked, not yet drawn
cockpit.PATIENCE = 5000; // ms after which an answer that has not come is asked for again
cockpit.AGAIN = 3000; // ms, or up to half as long more, after which a panel that failed is asked for again
cockpit.failing = new Map(); // panel → key under which it failed

// "?region=350302|12.7|28698282": the part of the view this panel follows, its topics' revisions, the minute if it rolls.
// A panel of a report may hold to a View of its own: then it follows of the page only the language.
cockpit.viewOf = (asked, held) => {
  if (held === undefined) return asked;
  const own = new URLSearchParams(held);
  if (asked.has("lang")) own.set("lang", asked.get("lang"));
  return own;
};
cockpit.panelKey = (page, revisions, { fields, topics, rolling, ledger, held }) => {
  const asked = cockpit.viewOf(page, held);
  const kept = new URLSearchParams(fields.filter((name) => asked.has(name)).map((name) => [name, asked.get(name)]));
  const minute = rolling && !asked.get("at") ? revisions.minute : "";
  return `?${kept}|${topics.map((topic) => revisions[topic] ?? 0).join(".")}|${minute}${ledger ? "|ledger" : ""}`;
};

window.dash_clientside.cockpit.fanOut = (view, revisions, follows, ids) => {
  const keep = window.dash_clientside.no_update;
  if (!revisions || !follows) return ids.map(() => keep);
  cockpit.follows = follows;
  const root = document.querySelector("[data-live]");
  if (root !== cockpit.root) [cockpit.keys, cockpit.pending, cockpit.failing].forEach((known) => known.clear()); // a new page knows nothing yet
  cockpit.root = root;
  const asked = new URLSearchParams(view || "");
  const now = Date.now();
  // A slot's newer question replaces the one under way, whose answer Dash drops: so it names all that is not yet drawn.
  // While the slot answers for the same view, what has moved meanwhile waits for its turn: one question a panel at a time.
  const due = (panel, key, slot) => {
    const waiting = cockpit.pending.get(panel);
    if (waiting && cockpit.asking(slot) && waiting.key.split("|")[0] === key.split("|")[0]) return false;
    return cockpit.keys.get(panel) !== key && !(waiting?.key === key && now - waiting.since < cockpit.PATIENCE);
  };
  return ids.map(({ slot }) => {
    const wanted = Object.entries(follows)
      .filter(([, follow]) => follow.slot === slot)
      .map(([panel, follow]) => [panel, cockpit.panelKey(asked, revisions, follow)]);
    wanted.forEach(([panel, key]) => cockpit.wanted.set(panel, key));
    if (!wanted.some(([panel, key]) => due(panel, key, slot))) return keep;
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

// A panel that failed by no fault of its question is asked for again by itself: a while later, or when the link is back.
cockpit.again = (panels) => {
  const still = panels.filter((panel) => cockpit.failing.get(panel) === cockpit.keys.get(panel) && cockpit.failing.delete(panel));
  still.forEach((panel) => cockpit.keys.delete(panel));
  return still.length > 0;
};
cockpit.failed = (panel) => {
  cockpit.failing.set(panel, cockpit.keys.get(panel));
  setTimeout(() => cockpit.again([panel]) && cockpit.look(), cockpit.AGAIN * (1 + Math.random() / 2));
};
cockpit.linked = () => {
  cockpit.pending.clear(); // what was asked before is lost
  cockpit.again([...cockpit.failing.keys()]);
  cockpit.look();
};

// Nobody tells that figures have grown old: at the moment the server named, the panel is asked for again.
setInterval(() => {
  const now = cockpit.cityNow();
  const turned = now === null ? [] : [...document.querySelectorAll("[data-turns]")].filter(({ dataset }) => Date.parse(dataset.turns) <= now);
  turned.forEach(({ dataset: { panel } }) => cockpit.keys.delete(panel));
  turned.forEach((root) => root.removeAttribute("data-turns"));
  if (turned.length) cockpit.look();
}, 5000);

// Ask again for what failed; the server reads only the view in a key.
cockpit.retry = (roots) =>
  roots.forEach(({ dataset: { panel } }) => {
    const { slot, ledger, held } = cockpit.follows[panel];
    const search = held === undefined ? location.search : `?${cockpit.viewOf(cockpit.view.params(), held)}`;
    const key = `${search || "?"}|again|${Date.now()}${ledger ? "|ledger" : ""}`;
    cockpit.wanted.set(panel, key);
    cockpit.setProps({ type: "asked", slot }, { data: { [panel]: key } });
  });

document.addEventListener("click", (event) => {
  const root = event.target.closest("[data-retry]")?.closest("[data-panel]");
  if (root) cockpit.retry([root]);
});
