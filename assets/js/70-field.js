// The page of a task on a phone. What is told is kept first and sent then, in its order, each under a key of its own:
// without network it waits, and an answer that was lost does no harm.
(() => {
  const PAGE = location.pathname;
  const AGAIN_MS = 15000;
  const CALM_MS = 800; // the next button comes where the last one was: a wet finger that touches twice means one
  const PATIENCE_MS = 20000;
  const PHOTO_PATIENCE_MS = 120000;
  const LARGE = 1.5 * 2 ** 20; // bytes, beyond which a photo is made smaller before it is kept
  const LONGEST = 2560; // pixels, as the house keeps them
  const find = (name) => document.querySelector(`[data-field="${name}"]`);
  const words = (name, values = {}) =>
    Object.entries(values).reduce((text, [key, value]) => text.replace(`{${key}}`, value), find("says")?.dataset[name] ?? "");

  const say = (text, good = false) => {
    const place = find("says");
    if (!place) return;
    place.textContent = text;
    place.hidden = !text;
    place.classList.toggle("good", good);
  };

  // As it will stand once everything is delivered: a phone that is offline goes on all the same.
  const show = async () => {
    const kept = await fieldKept.of(PAGE);
    const thens = JSON.parse(find("card").dataset.then ?? "{}");
    const steps = kept.filter((one) => one.what);
    for (const { what, at } of steps) {
      const place = document.querySelector(`[data-stamp="${what}"]`);
      if (place) place.textContent = words("later", { at: new Date(at).toTimeString().slice(0, 8) });
    }
    const last = steps.at(-1);
    if (last) {
      for (const step of document.querySelectorAll("[data-step]")) step.hidden = !thens[last.what]?.includes(step.dataset.step);
      if (!thens[last.what]?.length) for (const name of ["position", "photos"]) find(name)?.setAttribute("hidden", "");
    }
    return kept.length;
  };

  const ago = (one) => Math.max(0, Math.round((Date.now() - one.at) / 1000));
  const search = (more) => {
    const asked = new URLSearchParams(location.search);
    for (const [name, value] of Object.entries(more)) asked.set(name, value);
    return asked.size ? `?${asked}` : "";
  };

  const post = (one) => {
    const way = { method: "POST", headers: { "X-Field": "1" } };
    if (one.photo) {
      const headers = { ...way.headers, "Content-Type": one.photo.type };
      return fetch(`${PAGE}/photos${search({ ago: ago(one) })}`, { ...way, headers, body: one.photo, signal: AbortSignal.timeout(PHOTO_PATIENCE_MS) });
    }
    const body = new URLSearchParams({ key: one.key, ago: ago(one) });
    for (const name of ["what", "words", "lon", "lat"]) if (one[name]) body.set(name, one[name]);
    return fetch(PAGE + search({}), { ...way, body, signal: AbortSignal.timeout(PATIENCE_MS) });
  };

  // What the desk has said meanwhile; nothing is drawn over words that are being written.
  const listen = async () => {
    const card = find("card");
    if (document.hidden || !navigator.onLine || !card?.dataset.heard || find("talk")?.elements.words.value) return;
    try {
      const told = await (await fetch(`${PAGE}/heard`, { signal: AbortSignal.timeout(PATIENCE_MS) })).json();
      if (told.heard !== undefined && String(told.heard) !== card.dataset.heard) await renew();
    } catch {
      // no network: what is shown is what was last known
    }
  };

  // {taken}, or why it never will be; null: later. What is no answer of ours (a hotel's sign-in page) is none.
  const answered = async (response) => {
    if (response.status >= 500 || response.status === 429) return null;
    const told = await response.json();
    return told.taken || typeof told.detail === "string" ? told : null;
  };

  let [sending, asked] = [false, false]; // asked: since the last try began, so that a network that comes back is not missed
  const deliver = async () => {
    asked = true;
    if (sending) return;
    sending = true;
    let [sent, failed, why] = [0, 0, ""];
    while (asked) {
      asked = false;
      try {
        for (let [one] = await fieldKept.of(PAGE); one; [one] = await fieldKept.of(PAGE)) {
          const told = await answered(await post(one));
          if (!told) break;
          await fieldKept.remove(one.id);
          if (told.taken) sent += 1;
          else [failed, why] = [failed + 1, told.detail];
        }
      } catch {
        // no network, or none worth the name: what is kept stays
      }
    }
    sending = false;
    if (sent || failed) await renew();
    const left = await show();
    if (failed) say(`${words("lost", { n: failed })}：${why}`);
    else if (left) say(words("waits", { n: left }));
    else if (sent) say(words("sent", { n: sent }), true);
  };

  // The card as the house draws it now; words that are being written and a camera that is open go on in it.
  const renew = async () => {
    try {
      const text = await (await fetch(location.href, { cache: "no-store" })).text();
      const card = new DOMParser().parseFromString(text, "text/html").querySelector('[data-field="card"]');
      if (!card) return;
      for (const one of ['[data-field="photos"]', '[data-field="talk"]', '[data-step="refused"]']) {
        const [now, then] = [document.querySelector(one), card.querySelector(one)];
        if (now) then?.replaceWith(now);
      }
      find("card").replaceWith(card);
      offer();
    } catch {
      // what is shown is what was last known
    }
  };

  const key = () => Array.from(crypto.getRandomValues(new Uint8Array(12)), (n) => n.toString(16).padStart(2, "0")).join("");
  const tell = async (told) => {
    try {
      await fieldKept.add({ ...told, page: PAGE, key: key(), at: Date.now() });
    } catch {
      return say(words("full"));
    }
    say(words("waits", { n: await show() }));
    await deliver();
  };

  let touchedAt = 0;
  const submit = (event) => {
    event.preventDefault();
    if (Date.now() - touchedAt < CALM_MS) return;
    touchedAt = Date.now();
    const told = Object.fromEntries(new FormData(event.target));
    tell({ ...told, what: event.submitter.value });
  };

  const speak = (event) => {
    event.preventDefault();
    const words = event.target.elements.words.value.trim();
    if (!words) return;
    event.target.reset();
    tell({ words });
  };

  const position = () =>
    navigator.geolocation.getCurrentPosition(
      ({ coords }) => tell({ lon: coords.longitude.toFixed(6), lat: coords.latitude.toFixed(6) }),
      () => say(words("nowhere")),
      { enableHighAccuracy: true, timeout: PATIENCE_MS, maximumAge: 30000 },
    );

  // A photo of twelve megapixels is a long way over a thin line, and the house keeps no more than this.
  const smaller = async (file) => {
    if (file.size <= LARGE && ["image/jpeg", "image/png", "image/webp"].includes(file.type)) return file;
    try {
      const image = await createImageBitmap(file);
      const by = Math.min(1, LONGEST / Math.max(image.width, image.height));
      const canvas = Object.assign(document.createElement("canvas"), { width: image.width * by, height: image.height * by });
      canvas.getContext("2d").drawImage(image, 0, 0, canvas.width, canvas.height);
      return await new Promise((done) => canvas.toBlob((made) => done(made ?? file), "image/jpeg", 0.85));
    } catch {
      return file; // the house will say what is wrong with it
    }
  };

  const photo = async (input) => {
    const [file] = input.files;
    if (file) await tell({ photo: await smaller(file) });
    input.value = "";
  };

  const offer = () => {
    if ("geolocation" in navigator) find("position")?.removeAttribute("hidden");
    find("photos")?.removeAttribute("hidden");
  };

  // The page itself for when there is no network: only over https, and on this machine, do browsers offer that.
  const keep = async () => {
    if (!("serviceWorker" in navigator) || !navigator.onLine) return;
    await navigator.serviceWorker.register(`/field/worker.js${location.search}`, { scope: "/field/" });
    const { active } = await navigator.serviceWorker.ready;
    const drawn = performance.getEntriesByType("resource").map(({ name }) => name);
    active.postMessage({ keep: drawn.filter((name) => new URL(name).pathname.startsWith("/assets/")) });
  };

  const begin = async () => {
    document.addEventListener("submit", (event) => event.target.dataset.field === "form" && submit(event));
    document.addEventListener("submit", (event) => event.target.dataset.field === "talk" && speak(event));
    document.addEventListener("click", (event) => event.target.closest('[data-field="position"]') && position());
    document.addEventListener("change", (event) => event.target.dataset.field === "photo" && photo(event.target));
    window.addEventListener("online", deliver);
    document.addEventListener("visibilitychange", () => document.hidden || deliver());
    window.setInterval(deliver, AGAIN_MS);
    window.setInterval(listen, AGAIN_MS);
    offer();
    if (find("says")) await deliver();
    await fieldKept.sweep();
    if (find("card").dataset.then) await keep().catch(() => {}); // a browser that may not keep pages shows them all the same
  };

  if (PAGE.startsWith("/field/")) begin();
})();
