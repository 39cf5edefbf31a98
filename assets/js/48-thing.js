// The page of one thing: parts filled as it changes, and the forms by which people of the demo change it.
(() => {
  const keep = () => window.dash_clientside.no_update;
  const shown = new WeakMap(); // part → the HTML it holds
  const waiting = new Map(); // sign → form
  let current = null; // what the page asked for last

  window.dash_clientside.cockpit.askThing = (revisions, moved, thing, asked) => {
    if (!revisions || !thing) return keep();
    if (moved) told(moved);
    const stamp = [revisions.features, revisions.coordination, revisions.documents, moved?.refused ? "" : moved?.sign].join("|");
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
    cockpit.setProps("thing-move", { data: { ...current, move, seq, given: cockpit.thingGiven(form), sign, ...cockpit.acting() } });
  });

  const told = ({ sign, refused, faults }) => {
    const form = waiting.get(sign);
    waiting.delete(sign);
    form?.classList.remove("waiting");
    const rest = form ? cockpit.sayFaults(form, faults ?? {}) : [];
    const say = form?.querySelector(".act-say");
    if (say) say.textContent = faults ? rest.join(" ") : refused;
    if (form && !refused) form.closest("details").open = false;
  };

  document.addEventListener("change", (event) => {
    if (!current || !event.target.matches?.(".thing-page [data-role]")) return;
    setTimeout(() => cockpit.setProps("thing-asked", { data: { ...current, ...cockpit.acting(), stamp: `again|${Date.now()}` } }), 0);
  });
})();

// Forms of things, of one that is known and of a new one: the chain of persons a row each, and faults beside their fields.
(() => {
  const text = (row, name) => row.querySelector(`[data-person="${name}"]`).value.trim().replace(/[/;；]/g, " ");

  cockpit.thingGiven = (form) => {
    const given = Object.fromEntries([...form.querySelectorAll("[name]")].filter(({ name }) => name).map(({ name, value }) => [name, value]));
    const rows = [...form.querySelectorAll("[data-persons] .chain-row")].filter((row) => text(row, "name") || text(row, "phone"));
    given.persons = rows.map((row) => ["level", "role", "name", "phone"].map((name) => text(row, name)).join("/").replace(/\/$/, "")).join("; ");
    return given;
  };

  // What has no field of its own comes back.
  cockpit.sayFaults = (form, faults) => {
    form.querySelectorAll("[data-say]").forEach((place) => (place.textContent = faults[place.dataset.say] ?? ""));
    form.querySelectorAll("[name]").forEach((control) => control.toggleAttribute("aria-invalid", Boolean(faults[control.name])));
    form.querySelector("[aria-invalid]")?.focus();
    return Object.entries(faults).filter(([name]) => !form.querySelector(`[data-say="${name}"]`)).map(([, said]) => said);
  };

  document.addEventListener("click", ({ target }) => {
    const chain = target.closest?.("[data-persons]");
    if (!chain) return;
    if (target.closest("[data-person-less]")) target.closest(".chain-row").remove();
    const more = target.closest("[data-person-more]");
    const rows = chain.querySelector(".chain-rows");
    if (more && rows.children.length < Number(more.dataset.personMore)) rows.append(chain.querySelector("template").content.cloneNode(true));
  });
})();
