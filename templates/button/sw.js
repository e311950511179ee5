// Shows a page of its own while there is no network. That page and its files are all that is ever kept: no answer to
// anybody's request is.
const CACHE = "offline-{{ version }}";
const PAGE = "{% url 'button-offline' %}";
const FILES = [{% for file in files %}"{{ file }}", {% endfor %}PAGE];

addEventListener("install", (event) => {
  const requests = FILES.map((address) => new Request(address, { cache: "reload", credentials: "omit" }));
  event.waitUntil(caches.open(CACHE).then((cache) => cache.addAll(requests)).then(() => skipWaiting()));
});

addEventListener("activate", (event) => {
  const forgetOlder = async () => {
    const names = await caches.keys();
    await Promise.all(names.filter((name) => name !== CACHE).map((name) => caches.delete(name)));
    await clients.claim();
  };
  event.waitUntil(forgetOlder());
});

addEventListener("fetch", (event) => {
  const { request } = event;
  if (request.mode === "navigate") {
    event.respondWith(fetch(request).catch(() => caches.match(PAGE)));
  } else if (FILES.includes(new URL(request.url).pathname)) {
    event.respondWith(fetch(request).catch(() => caches.match(request.url)));
  }
});
