// The presenter's data bar: freezing and letting go (F), freezing anew (U), and the way to what changed and to the handout.
(() => {
  const busy = new Set();

  const act = async (speaker, name) => {
    if (busy.has(name)) return;
    busy.add(name);
    try {
      await cockpit.post(`/briefing/data/${speaker.code}/${name}`); // every screen learns of it by the show's own stream
    } catch (error) {
      const place = speaker.root.querySelector("[data-speaker-part=data] [data-freeze-say]");
      if (place) place.textContent = error.message || speaker.root.dataset.refused;
    } finally {
      busy.delete(name);
    }
  };
  const toggle = () => act(cockpit.speaker, cockpit.speaker.whole.frozen_at ? "thaw" : "freeze");
  const again = () => cockpit.speaker.whole.frozen_at && act(cockpit.speaker, "freeze");

  const button = (key, words, onclick) => {
    const one = Object.assign(document.createElement("button"), { type: "button", className: "button", onclick });
    one.append(Object.assign(document.createElement("kbd"), { textContent: key }), " ", words);
    return one;
  };

  // The event does not bubble: it is caught on its way down.
  document.addEventListener(
    "speaker-data",
    ({ target, detail }) => {
      const { freezeWords, thawWords, againWords, compareWords } = target.dataset;
      const say = Object.assign(document.createElement("span"), { className: "act-say" });
      say.dataset.freezeSay = "1";
      const lang = new URLSearchParams(location.search).get("lang");
      const href = `/handout?code=${encodeURIComponent(detail.code)}${lang ? `&lang=${lang}` : ""}`;
      const way = Object.assign(document.createElement("a"), { className: "button", target: "_blank", href, textContent: compareWords });
      const keys = [button("F", detail.frozen_at ? thawWords : freezeWords, toggle), ...(detail.frozen_at ? [button("U", againWords, again)] : [])];
      target.querySelector("[data-speaker-part=data]").append(...keys, way, say);
    },
    true,
  );

  const KEYS = { f: toggle, u: again };
  window.addEventListener("keydown", (event) => {
    if (!cockpit.speaker?.whole || event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.target.closest?.("input, textarea, select, dialog[open], [contenteditable]")) return;
    KEYS[event.key.toLowerCase()]?.();
  });
})();
