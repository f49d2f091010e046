// Pages that can be opened again without a network: an exam, a chapter, the chapters of a course on request. A page is kept on
// the device with everything it brings, under the person it is of, and never mixed with what a later version brings. Nothing
// is kept of anybody but whoever is signed in; signing out takes it away.

const BASE = document.body.dataset.baseUrl ?? "/";
const PREFIX = `anpei:page:${BASE}:`;
const ours = (/** @type {string} */ person) => `${PREFIX}${encodeURIComponent(person)}:`;

/** Why pages can't be kept here, in words; "" when they can. */
export function whyNotOffline() {
  if (document.body.dataset.offlinePages === "off") return "off";
  const wechat = /MicroMessenger/.test(navigator.userAgent) && /iPhone|iPad/.test(navigator.userAgent);
  if (wechat) return "iPhone 上的微信不能把页面存到本机，没有网络时打不开；请用 Safari 打开。";
  if (!globalThis.isSecureContext) return "这个地址不是受信任的安全连接（https），页面不能存到本机，没有网络时打不开。";
  return "serviceWorker" in navigator && "caches" in globalThis ? "" : "这个浏览器不能把页面存到本机，没有网络时打不开。";
}

/** Take away what was kept, of everybody but `person`, or of everybody. */
export async function wipe(person = "") {
  if (!("caches" in globalThis)) return;
  for (const name of await caches.keys()) {
    if (name.startsWith(PREFIX) && !(person && name.startsWith(ours(person)))) await caches.delete(name);
  }
}

/** What a page at this address brings: its own files, by theirs. @param {Document} page @param {string} url */
function filesOf(page, url) {
  const found = [...page.querySelectorAll("link[rel~=stylesheet], link[rel=modulepreload], link[rel=icon], script[src], img[src], use[href], image[href]")]
    .map((one) => one.getAttribute("src") ?? one.getAttribute("href") ?? "");
  return found.map((name) => new URL(name, url).href.split("#")[0]).filter((name) => name.startsWith(location.origin));
}

/** A fresh copy of a page, marked as one. @returns {Promise<{answer: Response, page: Document}>} */
async function copyOf(/** @type {string} */ url, /** @type {string} */ person) {
  const got = await fetch(url, { cache: "no-store", credentials: "same-origin" });
  if (!got.ok || got.redirected || decodeURIComponent(got.headers.get("X-Anpei-For") ?? "") !== person) throw new Error(`not kept: ${url}`);
  const text = await got.text();
  const page = new DOMParser().parseFromString(text, "text/html");
  const headers = new Headers(got.headers);
  for (const name of ["Content-Encoding", "Content-Length", "Set-Cookie"]) headers.delete(name);
  headers.set("X-Anpei-Title", encodeURIComponent(page.title));
  return { answer: new Response(text.replace("<html ", "<html data-kept "), { status: 200, headers }), page };
}

/** Keep a page of this person with all it brings, `more` included; the page itself comes last, so that a kept one is whole. */
export async function keepPage(/** @type {string} */ person, url = location.href.split("#")[0], /** @type {string[]} */ more = []) {
  const { answer, page } = await copyOf(url, person);
  const old = (await caches.keys()).filter((name) => name.startsWith(`${ours(person)}${url}@`));
  const shelf = await caches.open(`${ours(person)}${url}@${Date.now()}`);
  const files = [...new Set([...filesOf(page, url), ...more])];
  // a picture that isn't there is missing with the network, too
  await Promise.all(files.map((file) => (file.includes("/static/") ? shelf.add(file) : shelf.add(file).catch(() => {}))));
  await shelf.put(url, answer);
  await Promise.all(old.map((name) => caches.delete(name)));
}

/** Nothing of a page, nor of what it kept beside itself, stays. */
export async function forgetPage(/** @type {string} */ person, /** @type {string} */ url, beside = "") {
  if (!("caches" in globalThis)) return;
  for (const name of await caches.keys()) {
    if (name.startsWith(`${ours(person)}${url}@`) || (beside && name === `${ours(person)}beside:${beside}`)) await caches.delete(name);
  }
}

/** What a page knows that its kept copy doesn't. @param {string} person @param {string} name @param {any} data */
export async function keepBeside(person, name, data) {
  const shelf = await caches.open(`${ours(person)}beside:${name}`);
  await shelf.put(`${BASE}beside`, new Response(JSON.stringify(data)));
}

/** @param {string} person @param {string} name @returns {Promise<any>} null if nothing was kept */
export async function keptBeside(person, name) {
  const found = await (await caches.open(`${ours(person)}beside:${name}`)).match(`${BASE}beside`);
  return found ? found.json() : null;
}

/** Whether this page is a kept copy, shown without the server. */
export const isKept = () => document.documentElement.hasAttribute("data-kept");

/** What this page has brought so far, also what its scripts asked for. */
export const broughtHere = () => performance.getEntriesByType("resource").map(({ name }) => name)
  .filter((name) => /\/(?:static\/(?:anpei|widgets)|media|built)\//.test(name) && name.startsWith(location.origin));

/** Start the worker that shows kept pages, or remove it where it was switched off; what is kept of others goes. */
export async function goOffline(/** @type {string} */ person) {
  await wipe(person);
  if (!("serviceWorker" in navigator) || !globalThis.isSecureContext) return false;
  try {
    if (whyNotOffline()) {
      await wipe();
      const worker = await navigator.serviceWorker.getRegistration(BASE);
      await worker?.unregister();
      return false;
    }
    await navigator.serviceWorker.register(`${BASE}service-worker.js`, { scope: BASE });
    await navigator.serviceWorker.ready;
    return true;
  } catch {
    return false; // a certificate that isn't trusted, or no room
  }
}

/** This page, from now on also without a network; whether that was possible. */
export async function keepThisPage(/** @type {string} */ person, /** @type {string[]} */ more = []) {
  try {
    if (!(await goOffline(person))) return false;
    await keepPage(person, undefined, [...broughtHere(), ...more]);
    return true;
  } catch {
    return false; // it is a page like any other then
  }
}
