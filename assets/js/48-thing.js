// The page of one thing: parts filled as it changes, and the forms by which people of the demo change it.
(() => {
  const keep = () => window.dash_clientside.no_update;
  const shown = new WeakMap(); // part → the HTML it holds
  const waiting = new Map(); // sign → form
  let current = null; // what the page asked for last

  window.dash_clientside.cockpit.askThing = (revisions, moved, thing, asked) => {
    if (!revisions || !thing) return keep();
    if (moved) told(moved);
    const stamp = [revisions.features, moved?.refused ? "" : moved?.sign].join("|");
    if (asked?.stamp === stamp) return keep();
    current = thing;
    return { ...thing, ...cockpit.acting(), stamp };
  };

  // An open form is being written in: it outlives a redraw.
  window.dash_clientside.cockpit.drawThing = (drawn) => {
    document.documentElement.toggleAttribute("data-refused", Boolean(drawn?.refused));
    for (const [name, html] of Object.entries(drawn?.parts ?? {})) {
      const place = document.querySelector(`[data-thing-part="${name}"]`);
      if (!place || shown.get(place) === html || place.querySelector(".act[open]")) continue;
      place.innerHTML = html;
      shown.set(place, html);
    }
  };

  document.addEventListener("submit", (event) => {
    const form = event.target.closest("form[data-thing-move]");
    if (!form || !current) return;
    event.preventDefault();
    const sign = `${Date.now()}`;
    waiting.set(sign, form);
    form.classList.add("waiting");
    const { thingMove: move, seq } = form.dataset;
    cockpit.setProps("thing-move", { data: { ...current, move, seq, given: Object.fromEntries(new FormData(form)), sign, ...cockpit.acting() } });
  });

  const told = ({ sign, refused }) => {
    const form = waiting.get(sign);
    waiting.delete(sign);
    form?.classList.remove("waiting");
    const say = form?.querySelector(".act-say");
    if (say) say.textContent = refused;
    if (form && !refused) form.closest("details").open = false;
  };

  document.addEventListener("change", (event) => {
    if (!current || !event.target.matches?.(".thing-page [data-role]")) return;
    setTimeout(() => cockpit.setProps("thing-asked", { data: { ...current, ...cockpit.acting(), stamp: `again|${Date.now()}` } }), 0);
  });
})();
