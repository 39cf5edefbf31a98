// The form of a new thing: its place is tapped, written in any system of coordinates, or a region; faults stand at their fields.
(() => {
  const form = () => document.querySelector("[data-thing-new]");
  const find = (selector) => form()?.querySelector(selector);
  const control = (name) => find(`[name="${name}"]`);
  let told = {}; // layer, lang
  let region = "";
  let soon;
  let asking;

  const begin = () => {
    const root = form();
    if (!root?.dataset.thingNew || !control("lon")) return;
    told = JSON.parse(root.dataset.thingNew);
    root.setAttribute("data-thing-new", "");
    region = "";
    cockpit.spot.tapped = (lon, lat) => {
      control("crs").value = "wgs84";
      control("lon").value = lon.toFixed(6);
      control("lat").value = lat.toFixed(6);
      cockpit.spot.mark(lon, lat);
      look();
    };
  };
  new MutationObserver(begin).observe(document.documentElement, { childList: true, subtree: true });

  const values = (...names) => Object.fromEntries(names.map((name) => [name, control(name).value]));
  const look = () => {
    region = "";
    clearTimeout(soon);
    soon = setTimeout(() => form() && control("lon").value && control("lat").value && cockpit.setProps("new-thing-place", { data: { ...values("lon", "lat", "crs"), lang: told.lang, sign: Date.now() } }), 300);
  };

  window.dash_clientside.cockpit.newThingSeen = (seen) => {
    if (!seen || !form()) return;
    find('[data-say="lon"]').textContent = seen.say ?? "";
    if (!seen.place) return;
    find(".place-found").textContent = seen.place;
    cockpit.spot.mark(seen.lon, seen.lat);
    cockpit.spot.around(seen.around);
  };

  const send = () => {
    const given = cockpit.thingGiven(form());
    for (const name of ["register", "seek", "crs", "role", "number"]) delete given[name];
    if (region) given.region = region;
    find("[data-thing-send]").disabled = true;
    cockpit.setProps("new-thing", { data: { ...told, ...values("crs", "role", "number"), given, sign: Date.now() } });
  };

  window.dash_clientside.cockpit.newThingTaken = (taken) => {
    if (!taken || !form()) return;
    find("[data-thing-send]").disabled = false;
    const rest = cockpit.sayFaults(form(), taken.faults ?? {});
    if (rest.length) find('[data-say="form"]').textContent = rest.join(" ");
    if (taken.faults) return;
    form().classList.add("done");
    find(".report-done").hidden = false;
    find(".done-code").textContent = taken.code;
    find(".done-way").setAttribute("href", cockpit.thingWay(taken.layer, taken.code));
    find(".done-way").removeAttribute("data-carry");
  };

  const seek = async (text) => {
    const rows = text.trim() ? await cockpit.json(`/api/v1/regions?q=${encodeURIComponent(text.trim().slice(0, 40))}&lang=${told.lang}`).catch(() => []) : [];
    find(".seek-hits").replaceChildren(
      ...rows.map(({ code, name, path, level_name }) => {
        const row = Object.assign(document.createElement("button"), { type: "button", className: "hit" });
        row.dataset.region = code;
        for (const [tag, words] of [["b", name], ["span", path || ""], ["em", level_name]]) row.appendChild(document.createElement(tag)).textContent = words;
        return row;
      })
    );
  };
  const choose = (hit) => {
    region = hit.dataset.region;
    control("seek").value = hit.querySelector("b").textContent;
    control("lon").value = control("lat").value = "";
    find(".place-found").textContent = [hit.querySelector("span").textContent, control("seek").value].filter(Boolean).join(" › ");
    find(".seek-hits").replaceChildren();
    cockpit.spot.pin?.remove();
    cockpit.spot.around([region]);
  };

  const inside = (target) => target.closest?.("[data-thing-new]");
  document.addEventListener("input", ({ target }) => {
    if (!inside(target) || target.name !== "seek") return;
    clearTimeout(asking);
    asking = setTimeout(() => seek(target.value), 120);
  });
  document.addEventListener("change", ({ target }) => {
    if (!inside(target)) return;
    if (target.name === "register") location.assign(`/things/new?register=${target.value}`);
    if (["lon", "lat", "crs"].includes(target.name)) look();
  });
  document.addEventListener("click", ({ target }) => {
    if (!inside(target)) return;
    const hit = target.closest("[data-region]");
    if (hit) choose(hit);
    if (target.closest("[data-thing-send]")) send();
  });
})();
