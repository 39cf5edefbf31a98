// Pages without panels: what they lay out as HTML is put there as soon as they are mounted, whatever else is asked meanwhile.
(() => {
  const mounted = () => {
    if (!document.querySelector("[data-html]")) return;
    cockpit.view.path = location.pathname;
    document.querySelectorAll(":is([data-event-part], [data-kept-part], [data-rules-part], [data-listing-part])[data-html]").forEach((part) => cockpit.filled.set(part, part.dataset.html));
    cockpit.layOut();
    cockpit.view.settle();
    cockpit.showSwitches();
    cockpit.beginReport();
  };
  new MutationObserver(mounted).observe(document.documentElement, { childList: true, subtree: true });

  document.addEventListener("click", (event) => {
    if (!event.target.closest?.("[data-reload]")) return;
    event.preventDefault();
    location.reload();
  });
})();
