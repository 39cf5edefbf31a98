// A session that has ended: the server answers 401 in words; the page says so and offers to sign in, and asks no more.
(() => {
  const ask = window.fetch.bind(window);
  const over = () => document.querySelector(".seat-over") !== null;

  const show = ({ detail, sign_in }) => {
    if (over() || !detail) return;
    const [box, words, way] = ["div", "p", "a"].map((name) => document.createElement(name));
    Object.assign(box, { className: "seat-over" });
    box.setAttribute("role", "alertdialog");
    words.textContent = detail;
    way.textContent = sign_in;
    way.className = "button primary";
    way.href = `/login?next=${encodeURIComponent(location.pathname + location.search)}`;
    box.append(words, way);
    document.body.append(box);
    way.focus();
  };

  const ours = (url) => new URL(url, location.href).origin === location.origin;

  window.fetch = async (wanted, options) => {
    const response = await ask(wanted, options);
    const problem = response.headers.get("Content-Type") ?? "";
    if (response.status === 401 && problem.startsWith("application/problem+json") && ours(response.url)) {
      response.clone().json().then(show, () => undefined);
    }
    return response;
  };
})();
