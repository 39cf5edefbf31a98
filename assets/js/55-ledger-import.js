// A file of a ledger: its columns are asked for first, matched with fields by the person, and then it is taken in bit by bit.
(() => {
  const dialog = () => document.querySelector(".ledger-dialog");
  const part = (name) => dialog().querySelector(name);
  const say = (text) => (part(".act-say").textContent = text);
  const line = (name, text, more = {}) => Object.assign(document.createElement(name), { textContent: text, ...more });
  let rows = 0;

  const fresh = () => {
    rows = 0;
    say("");
    part(".import-done").replaceChildren();
    [part(".ledger-match").hidden, part("progress").hidden, part("[type=submit]").hidden, part("[data-ledger-look]").hidden] = [true, true, true, false];
  };
  const open = () => {
    const { role, number } = cockpit.acting();
    const [played, numbered] = ["role", "number"].map((name) => part(`[name=${name}]`));
    if (played) [played.value, numbered.value] = [role, number];
    fresh();
    dialog().showModal();
  };

  const post = (where, file, more = {}) => {
    const { role, number } = cockpit.acting();
    const asked = new URLSearchParams({ ledger: part("form").dataset.ledgerForm, name: file.name, role, number, lang: cockpit.view.get("lang") || "zh", ...more });
    return fetch(`/forms/data/${where}?${asked}`, { method: "POST", headers: { "Content-Type": "application/octet-stream" }, body: file });
  };
  const busy = (on) => {
    part("form").classList.toggle("waiting", on);
    dialog().querySelectorAll(".act-send button").forEach((one) => (one.disabled = on));
  };
  const guarded = async (work) => {
    const file = part("[name=file]").files[0];
    if (!file) return say(part(".act-say").dataset.none);
    say("");
    busy(true);
    try {
      await work(file);
    } catch (error) {
      say(error.message && !(error instanceof TypeError) && !(error instanceof SyntaxError) ? error.message : part(".act-say").dataset.failed);
    } finally {
      busy(false);
    }
  };

  const matched = ({ name, field, sample }) => {
    const select = line("select", "", { className: "control", ariaLabel: name });
    select.dataset.ledgerColumn = name;
    select.append(...JSON.parse(part("form").dataset.ledgerFields).map(([code, word]) => line("option", word, { value: code })));
    select.value = [...select.options].some(({ value }) => value === field) ? field : "";
    const [row, cell] = [line("tr", ""), line("td", "")];
    cell.append(select);
    row.append(line("td", name), line("td", sample, { className: "quiet" }), cell);
    return row;
  };
  const look = () =>
    guarded(async (file) => {
      const answer = await post("columns", file);
      const told = await answer.json();
      if (!answer.ok) throw new Error(told.detail);
      rows = told.rows;
      part("[data-ledger-columns]").replaceChildren(...told.columns.map(matched));
      [part(".ledger-match").hidden, part("[type=submit]").hidden, part("[data-ledger-look]").hidden] = [false, false, true];
      part(".import-done").replaceChildren(line("p", part(".act-say").dataset.rows.replace("{n}", rows).replace("{m}", told.columns.length)));
    });

  const finished = ({ said, faults, quarantine }) => {
    const list = line("ul", "");
    list.append(...faults.map(({ fault, n }) => line("li", `${fault} ${n}`)));
    const way = quarantine ? [line("a", part(".import-done").dataset.kept, { href: quarantine, className: "button small" })] : [];
    part(".import-done").replaceChildren(...said.map((text) => line("p", text)), ...(faults.length ? [list] : []), ...way);
  };
  const heard = (told) => {
    if (told.failed) throw new Error(told.failed);
    if (told.said) return finished(told);
    part("progress").value = rows ? Math.round((100 * told.done) / rows) : 100;
    part(".import-done").replaceChildren(line("p", part(".act-say").dataset.doing.replace("{done}", told.done).replace("{of}", rows)));
  };
  const send = () =>
    guarded(async (file) => {
      const map = Object.fromEntries([...dialog().querySelectorAll("[data-ledger-column]")].map((one) => [one.dataset.ledgerColumn, one.value]));
      const answer = await post("import", file, { map: JSON.stringify(map) });
      if (!answer.ok) throw new Error((await answer.json()).detail);
      part("progress").hidden = false;
      const reader = answer.body.pipeThrough(new TextDecoderStream()).getReader();
      for (let rest = "", end = false; !end; ) {
        const { value, done } = await reader.read();
        const lines = (rest + (value ?? "")).split("\n");
        [rest, end] = [lines.pop(), done];
        lines.filter(Boolean).forEach((text) => heard(JSON.parse(text)));
      }
    });

  document.addEventListener("click", ({ target }) => {
    if (target.closest?.("[data-ledger-open]")) open();
    if (target.closest?.("[data-ledger-close]")) dialog().close();
    if (target.closest?.("[data-ledger-look]")) look();
  });
  document.addEventListener("change", ({ target }) => target.closest?.("[data-ledger-form]") && target.name === "file" && fresh());
  document.addEventListener("submit", (event) => {
    if (!event.target.closest("[data-ledger-form]")) return;
    event.preventDefault();
    send();
  });
})();
