// The two namespaces: `cockpit` for our own scripts, `dash_clientside.cockpit` for functions that callbacks name.
window.cockpit = {};
(window.dash_clientside ??= {}).cockpit = {};

// fetch → JSON; a failed answer is an exception, as callers expect.
cockpit.json = async (url, options) => {
  const response = await fetch(url, options);
  if (!response.ok) throw new Error(`${response.status} ${url}`);
  return response.json();
};
cockpit.setProps = (id, props) => window.dash_clientside.set_props?.(id, props);
cockpit.same = (a, b) => JSON.stringify(a) === JSON.stringify(b);
