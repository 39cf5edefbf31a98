// The warnings that were cleared today, whoever had raised them: asked for when the fold is opened.
(() => {
  const when = (at) => new Date(Date.parse(at) + 8 * 3600e3).toISOString().slice(11, 16); // the city's clock

  const row = (one, words) => {
    const made = document.createElement("li");
    const mark = Object.assign(document.createElement("i"), { className: `lv lv-${one.peak}` });
    const title = Object.assign(document.createElement("a"), { textContent: one.title, title: one.words });
    title.href = `/warnings/${one.code}`;
    const times = Object.assign(document.createElement("span"), { className: "n", textContent: `${when(one.raised_at)}–${when(one.ended_at)}` });
    made.append(mark, Object.assign(document.createElement("span"), { textContent: words.colours[one.peak] }), title, times);
    return made;
  };

  const fill = async (fold) => {
    const [words, list] = [JSON.parse(fold.dataset.cleared), fold.querySelector("ul")];
    const region = cockpit.view.get("region");
    const asked = `/api/v1/warnings?state=cleared&ended=today${region ? `&region=${encodeURIComponent(region)}` : ""}`;
    const found = await cockpit.json(asked).catch(() => null);
    if (found?.warnings.length) return list.replaceChildren(...found.warnings.map((one) => row(one, words)));
    list.textContent = found ? words.none : words.failed;
  };

  document.addEventListener("toggle", ({ target }) => target.matches?.("[data-cleared][open]") && fill(target), true);
})();
