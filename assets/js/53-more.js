// The entry of the bar that holds what is used less often closes by Escape, by a click elsewhere, and when the focus leaves it.
(() => {
  const open = () => document.querySelector("[data-more][open]");

  document.addEventListener(
    "keydown",
    (event) => {
      const more = event.key === "Escape" && open();
      if (!more) return;
      event.stopImmediatePropagation();
      more.open = false;
      more.querySelector("summary").focus();
    },
    true
  );
  document.addEventListener("click", ({ target }) => {
    if (open() && !open().contains(target)) open().open = false;
  });
  document.addEventListener("focusin", ({ target }) => {
    if (open() && !open().contains(target)) open().open = false;
  });
})();
