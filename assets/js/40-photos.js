// Photos go to the server one by one, as they are chosen; what it refuses is said under the photo. Forms of moves carry them.
(() => {
  // Uploads a file into `photos` and shows it in `list`; returns what the server found, nothing where it refused.
  cockpit.addPhoto = async (file, photos, list, { words, role, lang }) => {
    const photo = { loading: true };
    photos.push(photo);
    const [card, image, note, drop] = ["figure", "img", "figcaption", "button"].map((tag) => document.createElement(tag));
    card.setAttribute("role", "listitem");
    image.src = URL.createObjectURL(file);
    image.alt = file.name;
    note.textContent = words.loading;
    Object.assign(drop, { type: "button", textContent: words.remove, className: "button small" });
    drop.onclick = () => {
      photos.splice(photos.indexOf(photo), 1);
      URL.revokeObjectURL(image.src);
      card.remove();
    };
    card.append(image, note, drop);
    list.append((photo.card = card));
    try {
      const answer = await fetch(`/photos?${new URLSearchParams({ role, lang })}`, { method: "POST", headers: { "Content-Type": file.type || "application/octet-stream" }, body: file });
      const body = await answer.json();
      if (!answer.ok) throw new Error(body.detail);
      photo.digest = body.digest;
      note.textContent = "";
      return body;
    } catch (error) {
      note.textContent = error.message && !(error instanceof TypeError) ? error.message : words.failed;
      card.classList.add("refused");
    } finally {
      photo.loading = false;
    }
  };

  // Those chosen for a move of a page stay while its forms are drawn again.
  const chosen = new Map();
  const FORMS = "form:is([data-move], [data-listing-move])";
  const key = (form) => `${location.pathname}|${form.dataset.move ?? form.querySelector(".photo-input")?.id}`;
  cockpit.photosOf = (form) => chosen.get(key(form)) ?? chosen.set(key(form), []).get(key(form));
  const place = (form) => form.querySelector("[data-photos]");
  const say = (form, text) => (form.querySelector('[data-say="photos"]').textContent = text);

  cockpit.showPhotos = (root) =>
    root.querySelectorAll(FORMS).forEach((form) => {
      if (place(form)) form.querySelector(".photo-list").append(...cockpit.photosOf(form).map(({ card }) => card));
    });
  cockpit.forgetPhotos = (form) => {
    if (!place(form)) return;
    chosen.delete(key(form));
    form.querySelector(".photo-list").replaceChildren();
  };
  // What the form gives of photos; null while one is on its way.
  cockpit.givenPhotos = (form) => {
    if (!place(form)) return {};
    const photos = cockpit.photosOf(form);
    const loading = photos.some((one) => one.loading);
    say(form, loading ? JSON.parse(place(form).dataset.photos).loading : "");
    return loading ? null : { photos: photos.filter(({ digest }) => digest).map(({ digest }) => digest) };
  };

  document.addEventListener("change", ({ target }) => {
    const field = target.closest?.(`${FORMS} [data-photos]`);
    if (!field || target.type !== "file") return;
    const [form, words, files] = [field.closest("form"), JSON.parse(field.dataset.photos), [...target.files]];
    const room = Number(words.most) - cockpit.photosOf(form).length;
    say(form, files.length > room ? words.many : "");
    const asked = { words, role: cockpit.acting().role, lang: cockpit.view.get("lang") || "zh" };
    files.slice(0, room).forEach((file) => cockpit.addPhoto(file, cockpit.photosOf(form), form.querySelector(".photo-list"), asked));
    target.value = "";
  });
})();
