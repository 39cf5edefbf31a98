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

  // Figures are written for 16 px a rem; on larger walls every length in them grows with the text.
  const grown = ({ data, layout }) => {
    const by = parseFloat(getComputedStyle(document.documentElement).fontSize) / 16;
    const all = (lengths) => Object.fromEntries(Object.entries(lengths).map(([name, length]) => [name, length * by]));
    const size = (of) => (Array.isArray(of) ? of.map((one) => one * by) : of * by);
    return {
      data: data.map((trace) => ({
        ...trace,
        ...(trace.line && { line: { ...trace.line, width: trace.line.width * by } }),
        ...(trace.marker?.size && { marker: { ...trace.marker, size: size(trace.marker.size) } }),
      })),
      layout: {
        ...layout,
        margin: all(layout.margin),
        font: { size: layout.font.size * by },
        annotations: layout.annotations.map((one) => ({ ...one, xshift: one.xshift * by, yshift: one.yshift * by })),
      },
    };
  };

  const draw = (panel, { frame, parts }) => {
    const root = document.querySelector(`[data-panel="${panel}"]`);
    if (!root) return;
    for (const [part, props] of Object.entries(parts)) {
      if (props.figure) cockpit.setProps({ type: "chart", panel, part }, { figure: grown(props.figure) });
      else if (props.data) cockpit.map.show(props.data);
      else document.querySelectorAll(`[data-of="${panel}"][data-part="${part}"]`).forEach((place) => fill(place, props));
    }
    for (const [name, value] of Object.entries(frame)) root.setAttribute(name, value);
  };

  window.dash_clientside.cockpit.draw = (drawings) => {
    Object.entries(drawings ?? {}).forEach(([panel, drawing]) => draw(panel, drawing));
    cockpit.showSwitches();
  };
})();
