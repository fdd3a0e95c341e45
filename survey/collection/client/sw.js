// @ts-check
/// <reference lib="webworker" />
/** Keeps the program of the tablet on the device, whole and of one version. The server writes VERSION and FILES above this. */
/* global VERSION, FILES */

const ours = "wijkpeil-veld-";
const kept = ours + VERSION;
const shell = "/veld";
const worker = /** @type {any} */ (self);

worker.addEventListener("install", (/** @type {any} */ event) => event.waitUntil(install()));
worker.addEventListener("activate", (/** @type {any} */ event) => event.waitUntil(activate()));
worker.addEventListener("message", (/** @type {any} */ event) => {
  if (event.data === "take over") void worker.skipWaiting(); // only a page knows whether an interview is open
});
worker.addEventListener("fetch", (/** @type {any} */ event) => {
  const { pathname, search } = new URL(event.request.url);
  if (event.request.method !== "GET") return;
  if (FILES.includes(pathname)) event.respondWith(stored(event.request));
  else if (event.request.mode === "navigate" && /^\/veld(\/[\w-]+)?$/.test(pathname)) {
    event.respondWith(search ? inLanguage(event.request) : stored(shell));
  }
});

async function install() {
  const cache = await caches.open(kept);
  const [page] = await Promise.all([fetch(shell, { cache: "no-store" }), cache.addAll(FILES)]);
  await keepShell(cache, page);
}

/** @param {Cache} cache @param {Response} page */
async function keepShell(cache, page) {
  // While a server is being renewed its parts may be of two versions: then this one is not kept.
  if (!page.ok || page.headers.get("Wijkpeil-Client") !== VERSION.split("-")[0]) throw new Error("the shell is of another version");
  await cache.put(shell, page);
}

async function activate() {
  const names = await caches.keys();
  await Promise.all(names.filter((name) => name.startsWith(ours) && name !== kept).map((name) => caches.delete(name)));
  await worker.clients.claim();
}

/** @param {Request|string} request @returns {Promise<Response>} */
async function stored(request) {
  const cache = await caches.open(kept);
  return (await cache.match(request, { ignoreVary: true, ignoreSearch: true })) ?? fetch(request);
}

/** Somebody chose another language: the server knows it, and the shell is kept in it. @param {Request} request */
async function inLanguage(request) {
  try {
    const page = await fetch(request);
    await keepShell(await caches.open(kept), page.clone()).catch(() => {});
    return page;
  } catch {
    return stored(shell);
  }
}
