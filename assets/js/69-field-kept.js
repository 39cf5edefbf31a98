// What a phone has to tell of its task and could not send yet: kept in the browser's own database, in its order.
const fieldKept = (() => {
  const NAME = "yitu-field";
  const STORE = "kept";
  const LONGEST_MS = 4 * 86400 * 1000; // a link is good for three days
  const lost = []; // kept here where a browser offers no database: until the page is closed

  const asked = (request) =>
    new Promise((done, failed) => {
      request.onsuccess = () => done(request.result);
      request.onerror = () => failed(request.error);
    });

  const opened = () => {
    const request = indexedDB.open(NAME, 1);
    request.onupgradeneeded = () => request.result.createObjectStore(STORE, { keyPath: "id", autoIncrement: true });
    return asked(request).catch(() => null);
  };
  const base = "indexedDB" in window ? opened() : Promise.resolve(null);

  const store = async (mode) => (await base)?.transaction(STORE, mode).objectStore(STORE);

  // Oldest first, of this page alone.
  const of = async (page) => {
    const there = await store("readonly");
    const all = there ? await asked(there.getAll()) : lost;
    return all.filter((one) => one.page === page);
  };

  const add = async (one) => {
    const there = await store("readwrite");
    if (there) await asked(there.add(one));
    else lost.push({ ...one, id: one.key });
  };

  const remove = async (id) => {
    const there = await store("readwrite");
    if (there) await asked(there.delete(id));
    else lost.splice(lost.findIndex((one) => one.id === id), 1);
  };

  // Of whatever task: nobody takes them any more.
  const sweep = async () => {
    const there = await store("readonly");
    const all = there ? await asked(there.getAll()) : [];
    for (const one of all) if (Date.now() - one.at > LONGEST_MS) await remove(one.id);
  };

  return { of, add, remove, sweep };
})();
