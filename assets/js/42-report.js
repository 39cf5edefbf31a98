// The report form: kinds that narrow, a place that is tapped, photos that are checked one by one, and what may be a repeat.
(() => {
  const form = () => document.querySelector("[data-report]");
  const find = (selector) => form()?.querySelector(selector);
  const control = (name) => find(`[name="${name}"]`);
  let told = {}; // tree, words, lang, most
  let state = { photos: [], region: "", into: "", offered: null };
  let soon;

  const say = (name, text) => {
    const place = find(`[data-say="${name}"]`);
    if (place) place.textContent = text || "";
    control(name)?.toggleAttribute("aria-invalid", Boolean(text));
  };
  const quiet = () => form().querySelectorAll("[data-say]").forEach((place) => (place.textContent = ""));

  // Kinds: a finer list opens when the coarser one is chosen and has something below.
  const option = (value, words) => Object.assign(document.createElement("option"), { value, textContent: words });
  const below = (parent) => told.tree.filter(([, above]) => above === parent);
  const fill = (n, parent) => {
    const list = control(`kind${n}`);
    const rows = n === 1 || parent ? below(parent) : [];
    list.replaceChildren(option("", n === 1 ? told.words.choose : told.words.whole), ...rows.map(([code, , name]) => option(code, name)));
    list.closest(".field").hidden = n > 1 && !rows.length;
  };
  const kind = () => [3, 2, 1].map((n) => control(`kind${n}`).value).find(Boolean) ?? "";

  const draft = () => ({
    category: kind(),
    ...Object.fromEntries(["text", "title", "lon", "lat", "place"].map((name) => [name, control(name).value])),
    region: state.region,
    photos: state.photos.filter(({ digest }) => digest).map(({ digest }) => digest),
    into: state.into,
    lang: told.lang,
    sign: Date.now(),
  });
  const consider = () => {
    clearTimeout(soon);
    soon = setTimeout(() => form() && cockpit.setProps("draft", { data: draft() }), 350);
  };

  const begin = (root) => {
    told = JSON.parse(root.dataset.report);
    root.removeAttribute("data-report");
    root.setAttribute("data-report", "");
    state = { photos: [], region: "", into: "", offered: null };
    [1, 2, 3].forEach((n) => fill(n, ""));
    if (told.visit) found(told.visit);
    if (told.spot) begun(told.spot);
    cockpit.spot.tapped = (lon, lat) => place(lon, lat);
  };
  // What a steward found on a visit: its words, and where he called.
  const found = ({ text, region, place }) => {
    control("text").value = text;
    state.region = region;
    find(".place-found").textContent = place;
    consider();
  };
  // A place and words to begin with: the pin of the map stands there already.
  const begun = ({ lon, lat, text }) => {
    control("text").value = text;
    place(lon, lat);
  };
  cockpit.beginReport = () => {
    const root = form();
    if (root?.dataset.report && find("[name=kind1]")) begin(root);
    if (!root) cockpit.spot.tapped = null;
  };

  const place = (lon, lat) => {
    control("lon").value = Number(lon).toFixed(6);
    control("lat").value = Number(lat).toFixed(6);
    state.region = "";
    cockpit.spot.mark(lon, lat);
    consider();
  };

  window.dash_clientside.cockpit.draftSeen = (seen) => {
    if (!seen || !form()) return;
    control("title").placeholder = seen.title;
    say("point", seen.say);
    if (seen.place) find(".place-found").textContent = seen.place;
    if (seen.around.length) cockpit.spot.around(seen.around);
    showWay(seen);
    find(".report-like").hidden = !seen.like;
    find(".repeats").innerHTML = seen.like;
    find(`[data-merge="${state.into}"]`)?.setAttribute("aria-pressed", "true");
  };

  // What the kind calls for; whether to do it is for the person who reports.
  const showWay = ({ way, direct }) => {
    const place = find(".way");
    if (!place) return;
    const may = direct && ["grid_staff", "duty_officer"].includes(control("role")?.value ?? "duty_officer");
    place.hidden = !way || (direct && !may);
    place.querySelector(".way-why").textContent = way || "";
    control("direct").hidden = !may;
    if (!may) control("direct").checked = false;
  };

  const send = () => {
    quiet();
    if (state.photos.some(({ loading }) => loading)) return say("photos", told.words.loading);
    find("[data-send]").disabled = true;
    say("form", told.words.sending);
    cockpit.setProps("sent", { data: { ...draft(), visit: told.visit?.code ?? "", direct: Boolean(control("direct")?.checked), line: control("line")?.value ?? "", role: control("role").value, number: control("number").value } });
  };

  window.dash_clientside.cockpit.reportTaken = (taken) => {
    if (!taken || !form()) return;
    quiet();
    find("[data-send]").disabled = false;
    for (const [name, text] of Object.entries(taken.faults ?? {})) say(name, text);
    const first = Object.keys(taken.faults ?? {})[0];
    if (first) return find(`[data-say="${first}"]`)?.scrollIntoView({ block: "center" });
    form().classList.add("done");
    find(".report-done").hidden = false;
    find(".done-code").textContent = taken.code;
    find(".done-way").setAttribute("href", `/events/${taken.id}${location.search}`);
    find(".done-way").removeAttribute("data-carry");
    find(".report-done").scrollIntoView({ block: "center" });
  };

  const add = async (file) => {
    const asked = { words: told.words, role: control("role")?.value ?? "", lang: told.lang };
    const body = await cockpit.addPhoto(file, state.photos, find(".photo-list"), asked);
    if (body?.place && !control("lon").value) offer(body.place);
  };
  const offer = (where) => {
    state.offered = where;
    find(".photo-place").hidden = false;
  };

  // Regions and things of the registers by name. A thing is a point; of a region the map goes there, and without a tap
  // the report counts for the region itself.
  const asked = async (path, text) => {
    const words = encodeURIComponent(text.slice(0, 40));
    return cockpit.json(`/api/v1/${path}=${words}&lang=${told.lang}`).catch(() => null);
  };
  const hit = ({ name, path, level_name }, data) => {
    const row = document.createElement("button");
    Object.assign(row, { type: "button", className: "hit" });
    Object.assign(row.dataset, data);
    for (const [tag, words] of [["b", name], ["span", path || ""], ["em", level_name]]) row.appendChild(document.createElement(tag)).textContent = words;
    return row;
  };
  const seek = async (given) => {
    const text = given.trim();
    const [regions, found] = text ? await Promise.all([asked("regions?q", text), text.length > 1 ? asked("things?limit=6&text", text) : null]) : [];
    if (control("seek").value !== given) return; // typed on meanwhile: a later answer is on its way
    const thing = ({ name, code, layer, lon, lat }) => hit({ name, path: code, level_name: told.words[layer] }, { lon, lat });
    const rows = [...(regions ?? []).map((one) => hit(one, { region: one.code })), ...(found?.things ?? []).map(thing)];
    find(".seek-hits").replaceChildren(...rows);
  };
  const choose = (button) => {
    control("seek").value = button.querySelector("b").textContent;
    find(".seek-hits").replaceChildren();
    if (button.dataset.lon) {
      if (!control("place").value) control("place").value = control("seek").value.slice(0, 64);
      place(Number(button.dataset.lon), Number(button.dataset.lat));
      return cockpit.spot.map?.setView([Number(button.dataset.lat), Number(button.dataset.lon)], 15, { animate: false });
    }
    state.region = button.dataset.region;
    control("lon").value = control("lat").value = "";
    find(".place-found").textContent = [button.querySelector("span").textContent, control("seek").value].filter(Boolean).join(" › ");
    cockpit.spot.pin?.remove();
    cockpit.spot.around([state.region]);
  };

  let asking;
  document.addEventListener("input", ({ target }) => {
    if (!target.closest?.("[data-report]")) return;
    if (target.name === "seek") {
      clearTimeout(asking);
      asking = setTimeout(() => seek(target.value), 120);
    } else if (["text", "title"].includes(target.name)) consider();
  });
  document.addEventListener("change", ({ target }) => {
    if (!target.closest?.("[data-report]")) return;
    const level = Number(target.dataset.kind);
    if (level) {
      for (let n = level + 1; n <= 3; n += 1) fill(n, n === level + 1 ? target.value : "");
      consider();
    }
    if (target.name === "role") consider();
    if (["lon", "lat"].includes(target.name)) {
      const [lon, lat] = ["lon", "lat"].map((name) => Number(control(name).value));
      if (control("lon").value && control("lat").value && Number.isFinite(lon) && Number.isFinite(lat) && Math.abs(lat) < 85) place(lon, lat);
      else consider();
    }
    if (target.name === "photos") {
      const files = [...target.files];
      const room = told.most - state.photos.length;
      say("photos", files.length > room ? told.words.many : "");
      files.slice(0, room).forEach(add);
      target.value = "";
    }
  });
  document.addEventListener("click", ({ target }) => {
    if (!target.closest?.("[data-report]")) return;
    const chosen = target.closest(".hit");
    const merge = target.closest("[data-merge]");
    const adopt = target.closest("[data-adopt]");
    if (chosen) choose(chosen);
    if (target.closest("[data-send]")) send();
    if (adopt) {
      find(".photo-place").hidden = true;
      if (adopt.dataset.adopt === "1") place(state.offered.lon, state.offered.lat);
      if (adopt.dataset.adopt === "1") cockpit.spot.map?.setView([state.offered.lat, state.offered.lon], 15, { animate: false });
    }
    if (merge) {
      state.into = state.into === merge.dataset.merge ? "" : merge.dataset.merge;
      form().querySelectorAll("[data-merge]").forEach((one) => one.setAttribute("aria-pressed", String(one.dataset.merge === state.into)));
    }
  });
})();
