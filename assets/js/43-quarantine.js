// The quarantine: filters are links of the address; a row that is being mended keeps its text while the others are redrawn.
(() => {
  const keep = () => window.dash_clientside.no_update;

  window.dash_clientside.cockpit.askKept = (revisions, _view, settled, asked) => {
    if (!revisions || !document.querySelector("[data-kept-part]")) return keep();
    if (settled) told(settled);
    const stamp = [revisions.intake, location.search, settled?.refused ? "" : settled?.sign].join("|");
    return asked?.stamp === stamp ? keep() : { search: location.search, stamp };
  };

  // Rows are not redrawn under somebody's hands: what came meanwhile waits until the row is left, or its verdict is in.
  let held = null;
  let settledNow = false;
  const working = (place) => place.querySelector(".kept-row[open]:focus-within");

  const put = (place, html) => {
    if (cockpit.filled.get(place) === html) return;
    const open = [...place.querySelectorAll(".kept-row[open]")].map((row) => [row.dataset.kept, row.querySelector("textarea")?.value, row.querySelector(".act-say")?.textContent]);
    place.innerHTML = html;
    cockpit.filled.set(place, html);
    for (const [id, raw, said] of open) {
      const row = place.querySelector(`.kept-row[data-kept="${id}"]`);
      if (!row) continue;
      row.open = true;
      if (raw !== undefined && row.querySelector("textarea")) row.querySelector("textarea").value = raw;
      if (said && row.querySelector(".act-say")) row.querySelector(".act-say").textContent = said;
    }
  };

  window.dash_clientside.cockpit.drawKept = (drawn) => {
    for (const [name, html] of Object.entries(drawn?.parts ?? {})) {
      const place = document.querySelector(`[data-kept-part="${name}"]`);
      if (!place) continue;
      const waits = working(place) && !settledNow;
      if (waits) held = html;
      else put(place, html);
      if (!waits && name === "rows") held = null;
    }
    settledNow = false;
  };

  document.addEventListener("focusout", () =>
    setTimeout(() => {
      const place = document.querySelector('[data-kept-part="rows"]');
      if (!held || !place || working(place)) return;
      put(place, held);
      held = null;
    }, 300)
  );

  let last = null;
  const told = ({ id, refused, sign }) => {
    if (sign === last) return;
    last = sign;
    const say = document.querySelector(`.kept-row[data-kept="${id}"] .act-say`);
    if (say) say.textContent = refused || "";
    settledNow = !refused;
  };

  document.addEventListener("click", ({ target }) => {
    const { verdict } = target.closest?.("[data-verdict]")?.dataset ?? {};
    const row = verdict && target.closest("[data-kept]");
    if (!row) return;
    const lang = cockpit.view.get("lang") || "zh";
    const role = document.querySelector("[name=settler]").value;
    cockpit.setProps("verdict", { data: { id: row.dataset.kept, verdict, raw: row.querySelector("textarea").value, role, lang, sign: Date.now() } });
  });
})();
