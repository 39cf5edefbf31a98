// Type grows with the distance of its readers, told in heights of the picture: by the address, for a wall by its setting.
(() => {
  const READABLE = 3; // heights from which the smallest type is just read
  const LARGEST = 1.5; // beyond it a module has no room for two columns of panels
  const WALL = 1600; // px: what is smaller stands on a desk
  const WALLS = ["/", "/kiosk"];
  const root = document.documentElement;

  const told = () => {
    const wall = WALLS.includes(location.pathname) && window.innerWidth >= WALL;
    return Number(cockpit.heights || cockpit.view.get("distance")) || (wall && Number(root.dataset.distance)) || 0;
  };

  cockpit.sizeType = () => {
    const far = Math.min(LARGEST, Math.max(1, told() / READABLE));
    root.toggleAttribute("data-far", far > 1);
    if (far === 1) root.style.removeProperty("--far");
    else root.style.setProperty("--far", far.toFixed(3));
  };

  cockpit.sizeType();
  window.addEventListener("resize", cockpit.sizeType);
  window.addEventListener("popstate", () => setTimeout(cockpit.sizeType)); // another page of this document
})();
