// One line of text: a region by name or pinyin (/api/v1/regions), a layer or a page of those on the screen, an event or a
// warning by its code. Each is a link.
(() => {
  const box = () => document.querySelector("[data-testid='region-search']");
  const list = () => document.getElementById("region-hits");
  let asked = 0;

  const row = ({ code, name, path, level_name }) => {
    const link = document.createElement("a");
    link.href = `?region=${code}`;
    link.className = "hit";
    link.role = "option";
    link.dataset.regionCode = code;
    for (const [tag, text] of [["b", name], ["span", path || ""], ["em", level_name]]) {
      link.appendChild(document.createElement(tag)).textContent = text;
    }
    return link;
  };

  const hit = (href, name, kind) => {
    const link = Object.assign(document.createElement("a"), { href, className: "hit", role: "option" });
    link.append(Object.assign(document.createElement("b"), { textContent: name }), Object.assign(document.createElement("em"), { textContent: kind }));
    return link;
  };
  // What the screen itself offers: its layers, and the pages that its bar leads this asker to.
  const commands = (text) => {
    const { wordCode: codes, wordLayer: layers, wordPage: pages } = list().dataset;
    const kept = new URLSearchParams([...cockpit.view.params()].filter(([name]) => ["region", "window", "lang", "skin"].includes(name)));
    const way = (path) => (kept.size && !path.includes("?") ? `${path}?${cockpit.view.text(kept)}` : path);
    const words = (one) => one.textContent.trim();
    const fits = (one) => words(one).toLowerCase().includes(text.toLowerCase());
    const once = (found) => [...new Map(found.map((one) => [words(one), one])).values()].slice(0, 6);
    const [code] = text.toUpperCase().match(/^[EW]\d{8}-\d{4,8}$/) ?? [];
    const found = code ? [hit(way(`/${code[0] === "E" ? "events" : "warnings"}/${code}`), code, codes)] : [];
    for (const layer of once([...document.querySelectorAll("button[data-layer]")].filter(fits))) {
      const link = hit("?", words(layer), layers);
      link.addEventListener("click", (event) => [event.preventDefault(), event.stopPropagation(), layer.click(), cockpit.closeSearch()]);
      found.push(link);
    }
    for (const page of once([...document.querySelectorAll(".desk-ways a[href^='/'], a.look-way")].filter(fits))) found.push(hit(way(page.getAttribute("href").split("?")[0]), words(page), pages));
    return found;
  };

  const show = (rows) => {
    const none = document.createElement("p");
    none.textContent = list().dataset.none;
    const found = [...commands(box().value.trim()), ...rows.map(row)];
    list().replaceChildren(...(found.length ? found : [none]));
    list().firstChild.classList?.add("on");
    list().classList.add("open");
  };

  cockpit.closeSearch = () => {
    asked += 1;
    list()?.classList.remove("open");
    if (box()) box().value = "";
    box()?.blur();
  };

  const find = async () => {
    const text = box().value.trim();
    const mine = (asked += 1);
    if (!text) return list().classList.remove("open");
    await new Promise((done) => setTimeout(done, 90));
    if (mine !== asked) return;
    const rows = await cockpit.json(`/api/v1/regions?q=${encodeURIComponent(text)}&lang=${cockpit.view.get("lang") || "zh"}`).catch(() => []);
    if (mine === asked) show(rows);
  };

  const step = (by) => {
    const hits = [...list().querySelectorAll(".hit")];
    const next = (hits.findIndex((hit) => hit.classList.contains("on")) + by + hits.length) % (hits.length || 1);
    hits.forEach((hit, n) => hit.classList.toggle("on", n === next));
    hits[next]?.scrollIntoView({ block: "nearest" });
  };

  document.addEventListener("input", (event) => event.target === box() && find());
  document.addEventListener("keydown", (event) => {
    if (event.target !== box()) return;
    const act = {
      ArrowDown: () => step(1),
      ArrowUp: () => step(-1),
      Enter: () => list().querySelector(".hit.on")?.click(),
      Escape: cockpit.closeSearch,
    }[event.key];
    if (!act) return;
    event.preventDefault();
    event.stopPropagation();
    act();
  });
  document.addEventListener("click", (event) => {
    if (box() && (event.target.closest(".hit") || !event.target.closest(".search"))) cockpit.closeSearch();
  });
})();
