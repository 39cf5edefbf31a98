// Keeps the pages of tasks that this phone has opened, and what they are drawn with, for when there is no network.
// A page is forgotten with its link: when that is too old, when the task has ended, or when the house knows it no more.
const KEPT = "yitu-field-1";
const PATIENCE_MS = 4000; // for a network that is there and does not answer
const NOTHING = `/field/offline${location.search}`;
const TASK = /^\/field\/[^/]+$/;
const OURS = ["/field/worker.js", "/field/offline"];

const isTask = ({ pathname }) => TASK.test(pathname) && !OURS.includes(pathname);

const forget = async (cache, pathname) => {
  for (const one of await cache.keys()) if (new URL(one.url).pathname === pathname) await cache.delete(one);
};

const isOver = (answer) => answer.headers.has("X-Field-Over") || [403, 404, 410].includes(answer.status);

// The page as it was kept, in other looks if need be; none of a link that is too old.
const known = async (cache, url) => {
  const page = (await cache.match(url)) ?? (await cache.match(url, { ignoreSearch: true }));
  if (!page || Number(page.headers.get("X-Field-Until")) * 1000 > Date.now()) return page;
  await forget(cache, new URL(url).pathname);
  return undefined;
};

const asked = async (cache, url) => {
  const page = await known(cache, url);
  try {
    const answer = await fetch(url, { cache: "no-store", ...(page ? { signal: AbortSignal.timeout(PATIENCE_MS) } : {}) });
    if (isOver(answer)) await forget(cache, new URL(url).pathname);
    else if (answer.ok) await cache.put(url, answer.clone());
    return answer.status >= 500 && page ? page : answer;
  } catch {
    return page ?? (await cache.match(NOTHING)) ?? Response.error();
  }
};

// Style sheets, scripts and fonts: an address with its version never changes what it says, and an older one is let go.
const drawnWith = async (cache, url) => {
  const found = await cache.match(url);
  if (found) return found;
  const answer = await fetch(url);
  if (answer.ok) {
    await forget(cache, new URL(url).pathname);
    await cache.put(url, answer.clone());
  }
  return answer;
};

const answer = async (url) => {
  const cache = await caches.open(KEPT);
  return isTask(new URL(url)) ? asked(cache, url) : drawnWith(cache, url);
};

self.addEventListener("install", (event) => {
  self.skipWaiting();
  event.waitUntil(caches.open(KEPT).then((cache) => cache.add(NOTHING)));
});

self.addEventListener("activate", (event) => {
  const others = async () => Promise.all((await caches.keys()).filter((name) => name.startsWith("yitu-field-") && name !== KEPT).map((name) => caches.delete(name)));
  event.waitUntil(others().then(() => self.clients.claim()));
});

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const url = new URL(request.url);
  const ours = url.origin === location.origin && (isTask(url) || url.pathname.startsWith("/assets/"));
  if (request.method === "GET" && ours) event.respondWith(answer(request.url));
});

// What the page was drawn with came before there was a worker: it tells.
self.addEventListener("message", (event) => {
  const drawn = event.data.keep.map((url) => new URL(url)).filter((url) => url.origin === location.origin && url.pathname.startsWith("/assets/"));
  const page = new URL(event.source.url);
  const all = [...drawn, ...(isTask(page) ? [page] : [])];
  event.waitUntil(Promise.all(all.map((url) => answer(url.href).catch(() => null))));
});
