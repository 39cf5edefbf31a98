// The picked area by numbers: a polygon from its corners; and its files, asked for by the doors with the same area.
(() => {
  const MOST = 60; // corners of an outline

  // Corners as numbers: of a line its two first numbers, whatever stands between them.
  const byCorners = (form) => {
    const lines = form.elements.corners.value.split("\n").map((line) => line.trim()).filter(Boolean);
    const corners = lines.map((line) => line.split(/[\s,;]+/).map(Number));
    const fine = corners.length >= 3 && corners.every((one) => one.length === 2 && one.every(Number.isFinite));
    const say = form.querySelector(".act-say");
    say.textContent = fine ? "" : say.dataset.failed;
    if (fine) cockpit.view.go({ area: `polygon:${corners.slice(0, MOST + 1).map((one) => one.join(",")).join(";")}` });
  };

  // Files of the list come by the door, asked with the same area.
  const fetchFile = async (button) => {
    const place = button.closest("[data-sent]");
    const say = place.querySelector(".act-say");
    const form = button.dataset.areaFile;
    say.textContent = "";
    button.disabled = true;
    try {
      const query = new URLSearchParams({ format: form, lang: cockpit.view.get("lang") || "zh" });
      const door = button.dataset.areaDoor ?? "exposure";
      const response = await fetch(`/api/v1/${door}?${query}`, { method: "POST", headers: { "Content-Type": "application/json" }, body: place.dataset.sent });
      if (!response.ok) throw new Error(String(response.status));
      const link = document.createElement("a");
      link.href = URL.createObjectURL(await response.blob());
      link.download = `${door}.${form}`;
      link.click();
      setTimeout(() => URL.revokeObjectURL(link.href), 10000);
    } catch {
      say.textContent = say.dataset.failed;
    } finally {
      button.disabled = false;
    }
  };

  document.addEventListener("submit", (event) => {
    const form = event.target.closest("[data-area-corners]");
    if (!form) return;
    event.preventDefault();
    byCorners(form);
  });
  document.addEventListener("click", ({ target }) => {
    const button = target.closest?.("[data-area-file]");
    if (button) fetchFile(button);
  });
})();
