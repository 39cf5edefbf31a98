// The grid's script is heavy, and only a page with a grid fetches it: until then this stands in for it.
(() => {
  const SCRIPT = "/_dash-component-suites/dash_ag_grid/dash_ag_grid.min.js";
  let fetched;

  const fetchGrid = () => {
    fetched ??= new Promise((resolve, reject) => {
      const script = Object.assign(document.createElement("script"), { src: SCRIPT, onerror: reject });
      script.onload = () => {
        const real = window.dash_ag_grid;
        window.dash_ag_grid = { ...real, AgGrid: Grid }; // what is on screen keeps its type, or React would lay it out anew
        resolve(real);
      };
      document.head.appendChild(script);
    });
    return fetched;
  };

  const Grid = (props) => {
    const [Real, found] = React.useState(null);
    React.useEffect(() => {
      fetchGrid().then((real) => found(() => real.AgGrid)).catch(() => null);
    }, []);
    return Real ? React.createElement(Real, props) : null;
  };

  window.dash_ag_grid = { AgGrid: Grid, getApi: () => null, getApiAsync: async (id) => (await fetchGrid()).getApiAsync(id) };
})();
