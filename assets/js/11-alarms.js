// Alarms as they sound: a few are shown for a while, the others are counted and lead to their list.
(() => {
  const SHOWN = 30000; // ms an alarm stays
  const MOST_SHOWN = 3;
  const MORE_SHOWN = 600000; // ms that it is said how many more there were
  const SEEN = 200;
  const lang = () => cockpit.view.get("lang") || "zh";
  const seen = new Set();

  cockpit.alarm = ({ kind, code, at, level, way, words, provenance }) => {
    const place = document.querySelector("[data-alarms]");
    const sign = `${kind}|${code}|${at}`;
    if (!place || seen.has(sign)) return;
    if (seen.size >= SEEN) seen.clear();
    seen.add(sign);
    const one = document.createElement("a");
    one.className = "alarm-told";
    one.href = way;
    one.dataset.carry = "view";
    one.dataset.kind = kind;
    const presents = Boolean(document.querySelector("[data-speaker]"));
    if (presents) Object.assign(one, { target: "_blank", onclick: () => setTimeout(() => one.remove()) }); // whoever speaks is not led away
    const mark = Object.assign(document.createElement("i"), { className: `lv lv-${level}` });
    const text = Object.assign(document.createElement("span"), { textContent: words[lang()] ?? words.zh });
    one.append(mark, text);
    if (provenance === "simulated") one.append(Object.assign(document.createElement("em"), { className: "chip chip-simulated", textContent: place.dataset.simulated }));
    place.prepend(one);
    cockpit.showSwitches();
    setTimeout(() => one.remove(), presents ? MORE_SHOWN : SHOWN);
    for (const old of [...place.querySelectorAll(".alarm-told")].slice(MOST_SHOWN)) {
      old.remove();
      more(old.dataset.kind, 1);
    }
  };

  // What there is no room for, or was too much to be told one by one, is counted and leads to the list; opened, it is over.
  const LISTS = { warning: ["/risk", {}], event: ["/events", { grade: "S" }] };
  const listOf = (kind) => {
    const [path, filter] = LISTS[kind];
    const asked = new URLSearchParams(filter);
    for (const name of ["lang", "skin", "distance"]) if (cockpit.view.get(name)) asked.set(name, cockpit.view.get(name));
    return asked.size ? `${path}?${asked}` : path;
  };
  const more = (kind, n) => {
    const place = document.querySelector("[data-alarms]");
    if (!place || !n) return;
    let one = place.querySelector(`.alarm-more[data-kind="${kind}"]`);
    if (!one) {
      one = Object.assign(document.createElement("a"), { className: "alarm-more", href: listOf(kind), onclick: () => setTimeout(() => one.remove()) });
      Object.assign(one.dataset, { kind, n: 0 });
      place.append(one);
    }
    one.dataset.n = Number(one.dataset.n) + n;
    one.textContent = place.dataset[kind === "event" ? "moreEvent" : "moreWarning"].replace("{n}", one.dataset.n);
    clearTimeout(fading.get(kind));
    fading.set(kind, setTimeout(() => one.remove(), MORE_SHOWN));
  };
  const fading = new Map();
  cockpit.missed = (counts, id) => {
    const sign = `missed|${id}|${JSON.stringify(counts)}`;
    if (seen.has(sign)) return;
    seen.add(sign);
    Object.entries(counts).forEach(([kind, n]) => more(kind, n));
  };
})();
