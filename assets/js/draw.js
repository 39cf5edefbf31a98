// A drawing arrives as data: attributes of the panel's root, and HTML, figure or data of its parts.
// Parts stay where they are; only what has changed is touched, so nothing flickers and nothing is remounted.
(() => {
  const shown = new WeakMap(); // element → the HTML it was last given

  const fill = (element, { html, hidden, style }) => {
    if (html !== undefined && shown.get(element) !== html) {
      element.innerHTML = html;
      shown.set(element, html);
    }
    if (hidden !== undefined) element.hidden = hidden;
    if (style !== undefined) element.style.cssText = style;
  };

  window.dash_clientside.cockpit.draw = (drawing, id) => {
    const root = document.querySelector(`[data-panel="${id?.panel}"]`);
    if (!drawing || !root) return;
    for (const [part, props] of Object.entries(drawing.parts)) {
      const { figure, data } = props;
      const own = { type: "part", panel: id.panel, part };
      if (figure) cockpit.setProps(own, { figure });
      else if (data) cockpit.setProps(own, { data });
      else document.querySelectorAll(`[data-of="${id.panel}"][data-part="${part}"]`).forEach((place) => fill(place, props));
    }
    for (const [name, value] of Object.entries(drawing.frame)) root.setAttribute(name, value);
  };
})();
