// Region search: name or pinyin → /api/v1/regions → a list of links that change the View.
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

  const show = (rows) => {
    const none = document.createElement("p");
    none.textContent = list().dataset.none;
    list().replaceChildren(...(rows.length ? rows.map(row) : [none]));
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
