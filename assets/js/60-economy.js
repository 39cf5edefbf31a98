// The economy's pages: which form of growth is shown stands in the address, so that a link shows the same to another person.
(() => {
  const show = () => {
    const form = cockpit.view.get("form");
    document.documentElement.dataset.growth = ["month", "quarter"].includes(form) ? form : "ytd";
  };
  cockpit.view.listeners.push(show);
  show();

  document.addEventListener("submit", (event) => {
    const find = event.target.closest("[data-address-find]");
    if (!find) return;
    event.preventDefault();
    cockpit.view.go(Object.fromEntries(new FormData(find)));
  });
})();
