// The page of a task on a phone: receipts that cannot be sent yet are kept here and sent later, each under its own key.
(() => {
  const find = (name) => document.querySelector(`[data-field="${name}"]`);
  const PAGE = location.pathname;
  const KEPT = `yitu${PAGE}`;
  const AGAIN_MS = 15000;

  const read = () => {
    try {
      return JSON.parse(localStorage.getItem(KEPT)) ?? [];
    } catch {
      return [];
    }
  };
  const keep = (queue) => localStorage.setItem(KEPT, JSON.stringify(queue));
  const key = () => Array.from(crypto.getRandomValues(new Uint8Array(12)), (n) => n.toString(16).padStart(2, "0")).join("");

  const say = (words) => {
    const place = find("waiting");
    place.textContent = words;
    place.hidden = !words;
  };
  const count = (queue) => say(queue.length ? find("waiting").dataset.words.replace("{n}", queue.length) : "");

  const send = (receipt) =>
    fetch(PAGE + location.search, { method: "POST", headers: { "X-Field": "1" }, body: new URLSearchParams(receipt) });

  let sending = false;
  const deliver = async () => {
    if (sending) return;
    sending = true;
    let moved = false;
    let refused = "";
    try {
      for (let queue = read(); queue.length; queue = read()) {
        const response = await send(queue[0]);
        if (response.status >= 500 || response.status === 429) break;
        if (!response.ok) refused = (await response.json()).detail;
        keep(read().slice(1));
        moved = true;
      }
    } catch {
      // no network: what is kept stays
    }
    sending = false;
    count(read());
    if (refused) say(refused);
    else if (moved && !read().length) location.reload();
  };

  const tell = (receipt) => {
    keep([...read(), { ...receipt, key: key(), at: new Date().toISOString() }]);
    count(read());
    deliver();
  };

  const submit = (event) => {
    event.preventDefault();
    const told = Object.fromEntries(new FormData(event.target));
    tell({ ...told, what: event.submitter.value });
  };

  const position = () =>
    navigator.geolocation.getCurrentPosition(({ coords }) =>
      tell({ lon: coords.longitude.toFixed(6), lat: coords.latitude.toFixed(6) }),
    );

  const photo = async (event) => {
    const [file] = event.target.files;
    if (!file) return;
    try {
      const response = await fetch(`${PAGE}/photos${location.search}`, {
        method: "POST",
        headers: { "Content-Type": file.type },
        body: file,
      });
      if (response.ok) location.reload();
      else say((await response.json()).detail);
    } catch {
      say(find("waiting").dataset.away);
    }
  };

  const begin = () => {
    if (!find("waiting")) return;
    document.querySelectorAll('[data-field="form"]').forEach((form) => form.addEventListener("submit", submit));
    if (find("position") && "geolocation" in navigator) {
      find("position").hidden = false;
      find("position").addEventListener("click", position);
    }
    if (find("photos")) {
      find("photos").hidden = false;
      find("photo").addEventListener("change", photo);
    }
    window.addEventListener("online", deliver);
    window.setInterval(deliver, AGAIN_MS);
    deliver();
  };

  if (PAGE.startsWith("/field/")) begin();
})();
