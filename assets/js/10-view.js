// The View lives in the address bar. A link that starts with "?" changes only what it names; the wall is never remounted.
cockpit.view = {
  defaults: { window: "today", skin: "dark", metric: "density" },
  listeners: [],
  path: location.pathname, // of the page that is laid out now

  params: () => new URLSearchParams(location.search),
  get: (name) => cockpit.view.params().get(name) ?? cockpit.view.defaults[name] ?? "",
  text: (params) => params.toString().replaceAll("%2C", ",").replaceAll("%3A", ":"),
  live: () => document.querySelector("[data-live]") !== null,

  // Change some fields and remember the step, so that Back undoes it.
  go(changes) {
    const params = cockpit.view.params();
    for (const [name, value] of Object.entries(changes)) {
      if (value === "" || value === cockpit.view.defaults[name]) params.delete(name);
      else params.set(name, value);
    }
    const search = params.size ? `?${cockpit.view.text(params)}` : "";
    if (search === location.search) return;
    history.pushState(null, "", location.pathname + search);
    cockpit.view.show();
  },

  // An address that made no sense gives way to what is shown; the notice goes after a while.
  settle() {
    const notice = document.querySelector(".notice[data-address]");
    if (!notice) return;
    history.replaceState(null, "", location.pathname + notice.dataset.address);
    notice.removeAttribute("data-address");
    setTimeout(() => notice.remove(), 12000);
  },

  // Hand the address to Dash: everything else follows from the Store.
  show() {
    document.documentElement.dataset.skin = cockpit.view.get("skin");
    cockpit.sizeType?.();
    cockpit.view.listeners.forEach((listen) => listen());
    cockpit.setProps("view", { data: location.search });
  },
};

document.documentElement.dataset.skin = cockpit.view.get("skin");
document.documentElement.lang = cockpit.view.get("lang") || "zh-CN";

document.addEventListener("click", (event) => {
  const link = event.target.closest("a[href^='?']");
  const plain = event.button === 0 && !event.metaKey && !event.ctrlKey && !event.shiftKey && !event.altKey;
  if (!link || !plain || !cockpit.view.live()) return;
  event.preventDefault();
  const skin = cockpit.view.get("skin") === "dark" ? "light" : "dark";
  cockpit.view.go(link.dataset.skinToggle ? { skin } : Object.fromEntries(new URLSearchParams(link.getAttribute("href"))));
});

// Back and Forward between two views of one page stay here; Dash Pages would rebuild the page for them.
window.addEventListener(
  "popstate",
  (event) => {
    if (!cockpit.view.live() || location.pathname !== cockpit.view.path) return;
    event.stopImmediatePropagation();
    cockpit.view.show();
  },
  true
);
