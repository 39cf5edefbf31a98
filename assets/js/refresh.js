// One clock, many panels: each panel's own Store changes only when something that panel shows has changed.
cockpit.heard = Date.now();

window.dash_clientside.cockpit.fanOut = (view, revisions, follows, ids, current) => {
  const keep = window.dash_clientside.no_update;
  if (!revisions || !follows) return ids.map(() => keep);
  cockpit.heard = Date.now();
  const asked = new URLSearchParams(view || "");
  return ids.map(({ panel }, n) => {
    const key = cockpit.panelKey(asked, revisions, follows[panel]);
    return key === current[n] ? keep : key;
  });
};

// "?region=350302|12.7|28698282": the part of the view this panel follows, its topics' revisions, the minute if it rolls.
cockpit.panelKey = (asked, revisions, { fields, topics, rolling }) => {
  const kept = new URLSearchParams(fields.filter((name) => asked.has(name)).map((name) => [name, asked.get(name)]));
  const minute = rolling && !asked.get("at") ? revisions.minute : "";
  return `?${kept}|${topics.map((topic) => revisions[topic] ?? 0).join(".")}|${minute}`;
};

// Ask again for what failed: any other key will do, the server reads only the view in it.
cockpit.retry = (roots) =>
  roots.forEach((root) => {
    const { panel } = root.dataset;
    cockpit.setProps({ type: "panel-key", panel }, { data: `${location.search || "?"}|retry|${Date.now()}` });
  });

document.addEventListener("click", (event) => {
  const root = event.target.closest("[data-retry]")?.closest("[data-panel]");
  if (root) cockpit.retry([root]);
});
