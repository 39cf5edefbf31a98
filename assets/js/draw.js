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

  // Figures name colours as CSS variables; a chart wants them resolved.
  const coloured = (figure) => {
    const style = getComputedStyle(document.documentElement);
    const text = JSON.stringify(figure).replace(/var\((--\w+)\)/g, (_all, name) => style.getPropertyValue(name).trim().replaceAll('"', "'"));
    return JSON.parse(text);
  };

  // The root says what is drawn only when it is: a map has outlines to fetch first, and may be overtaken meanwhile.
  const draw = async (panel, { key, frame, parts }) => {
    if (!cockpit.arrived(panel, key)) return;
    const root = document.querySelector(`[data-panel="${panel}"]`);
    let drawing;
    if (!root) return;
    for (const [part, props] of Object.entries(parts)) {
      if (props.figure) cockpit.setProps({ type: "chart", panel }, { figure: coloured(props.figure) });
      else if (props.data) drawing = cockpit.map.show(props.data);
      else document.querySelectorAll(`[data-of="${panel}"][data-part="${part}"]`).forEach((place) => fill(place, props));
    }
    cockpit.keepOrder(root);
    if (drawing && !(await drawing)) return;
    for (const passing of ["data-turns", "data-passing"]) root.removeAttribute(passing);
    for (const [name, value] of Object.entries(frame)) root.setAttribute(name, value);
    if (frame["data-passing"]) cockpit.failed(panel);
  };

  // What is laid out once comes as HTML in an attribute.
  cockpit.layOut = () =>
    document.querySelectorAll("[data-html]").forEach((element) => {
      element.innerHTML = element.dataset.html;
      element.removeAttribute("data-html");
      cockpit.lead(element);
    });

  window.dash_clientside.cockpit.draw = (drawings) => {
    cockpit.layOut();
    cockpit.view.settle();
    Object.entries(drawings ?? {}).forEach(([panel, drawing]) => draw(panel, drawing));
    cockpit.map.drawHot();
    cockpit.showSwitches();
    cockpit.showRanges();
    cockpit.showListWays();
  };
})();
