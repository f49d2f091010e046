// Shows a page that this device has kept when the server can't be reached; while it can, everything comes from there. The pages
// themselves keep and wipe (core/offline.js). Switched off, it removes itself and what was kept.

/** @type {any} */
const worker = self;
const { on, base } = worker.ANPEI;
const PREFIX = `anpei:page:${base}:`;
const PATIENCE = 10_000;

const keptNames = async () => (await caches.keys()).filter((name) => name.startsWith(PREFIX));

async function kept(/** @type {string} */ url) {
  for (const name of (await keptNames()).reverse()) {
    const found = await (await caches.open(name)).match(url);
    if (found) return found;
  }
  return undefined;
}

const escaped = (/** @type {string} */ text) => text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll('"', "&quot;");

/** What can be read here without a network. */
async function instead() {
  const rows = [];
  for (const name of await keptNames()) {
    const url = name.slice(PREFIX.length).replace(/^[^:]*:/, "").replace(/@\d+$/, "");
    const page = await (await caches.open(name)).match(url);
    if (page) rows.push(`<li><a href="${escaped(url)}">${escaped(decodeURIComponent(page.headers.get("X-Anpei-Title") ?? url))}</a></li>`);
  }
  const list = rows.length ? `<p>存在这台设备上的：</p><ul>${rows.join("")}</ul>` : "";
  const text = `<!doctype html><html lang="zh-CN"><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark"><title>没有网络</title><style>body{max-width:40em;margin:15vh auto;padding:0 1.25em;font:1.0625em/1.75 system-ui,sans-serif}
a{display:inline-block;padding:.6em 0}</style><h1>没有网络</h1><p>现在连不上服务器。作答和学习记录都在这台设备上，联网后会自动送出。</p>${list}<p><a href="">再试一次</a></p></html>`;
  return new Response(text, { status: 503, headers: { "Content-Type": "text/html; charset=utf-8" } });
}

/** The server's page; a kept one where it can't be had, or only after long. */
async function page(/** @type {Request} */ request) {
  const url = request.url.split("#")[0];
  const fresh = fetch(request);
  const late = new Promise((done) => setTimeout(() => done(undefined), PATIENCE));
  try {
    return (await Promise.race([fresh, late.then(() => kept(url))])) ?? (await fresh);
  } catch {
    return (await kept(url)) ?? instead();
  }
}

const file = (/** @type {Request} */ request) => fetch(request).catch(async () => (await kept(request.url)) ?? Response.error());

worker.addEventListener("install", () => worker.skipWaiting());
worker.addEventListener("activate", (/** @type {any} */ event) => event.waitUntil(begin()));

async function begin() {
  if (on) return worker.clients.claim();
  for (const name of await keptNames()) await caches.delete(name);
  return worker.registration.unregister();
}

if (on) worker.addEventListener("fetch", (/** @type {any} */ event) => {
  const { request } = event;
  const { origin, pathname } = new URL(request.url);
  if (origin !== location.origin || !pathname.startsWith(base)) return;
  const whole = request.mode === "navigate" && request.destination === "document";
  if (request.method !== "GET") return void (whole && event.respondWith(fetch(request).catch(instead)));
  if (whole) event.respondWith(page(request));
  else if (/\/(?:static\/(?:anpei|widgets)|media|built)\//.test(pathname)) event.respondWith(file(request));
});
