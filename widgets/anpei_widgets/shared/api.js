// The way to the server: where it is, one question to it, what is said when no answer comes, and what time it is there.

import { serverClock } from "./server_clock.js";

const PATIENCE = 15_000;
const OUTLIVES = 15_000; // bytes of a request that is finished even if the page closes; browsers cap them at 64 kB in all

/** `status` 0: no answer of the server's came. `wait` is how long (ms) it asks to be left alone.
 * @typedef {{status: number, data: any, wait?: number}} Answer */

/** The server's clock as this page knows it. */
export const server = serverClock();

/** Where this server's addresses begin, with both slashes; both hosts say it in their own way. */
export function baseUrl() {
  const config = document.getElementById("jupyter-config-data");
  const { anpeiBase, baseUrl: base } = document.body.dataset;
  const path = anpeiBase ?? (config ? JSON.parse(config.textContent ?? "").baseUrl : base) ?? "/";
  return path.endsWith("/") ? path : `${path}/`;
}

const noAnswer = () => ({ status: 0, data: { error: { code: "no_answer", message: "连不上服务器。", way_out: "请检查网络，稍后再试。" } } });

/** What went wrong and the way out, as the server says it. */
export const told = (/** @type {Answer} */ { data }) =>
  [data?.error?.message, data?.error?.way_out].filter(Boolean).join("") || "没有成功，请再试一次。";

/** What is in a cookie of this page; nothing where it may not look: a sandboxed part of a chapter. @param {string} name */
export function cookie(name) {
  try {
    const found = document.cookie.split("; ").find((pair) => pair.startsWith(`${name}=`));
    return found ? decodeURIComponent(found.slice(name.length + 1)) : "";
  } catch {
    return "";
  }
}

/** @param {string} method @param {any} body @param {string} person */
function headersOf(method, body, person) {
  /** @type {Record<string, string>} */
  const headers = { Accept: "application/json" };
  const xsrf = cookie("_xsrf");
  if (body !== undefined) headers["Content-Type"] = body instanceof Blob ? body.type : "application/json";
  if (method !== "GET" && xsrf) headers["X-XSRFToken"] = xsrf;
  if (person) headers["X-Anpei-Person"] = encodeURIComponent(person);
  return headers;
}

/**
 * Ask the server. It never rejects: without an answer the status is 0. What isn't JSON didn't come from us (a hotspot's
 * sign-in page, a proxy in between) and is no answer either. `person`: the server shall refuse it from anybody else.
 * @param {string} path
 * @param {{method?: string, body?: any, patience?: number, person?: string}} [how] `body`: JSON data or a Blob
 * @returns {Promise<Answer>}
 */
export async function api(path, { method = "GET", body, patience = PATIENCE, person = "" } = {}) {
  const sent = body === undefined || body instanceof Blob ? body : JSON.stringify(body);
  const limit = new AbortController();
  const timer = setTimeout(() => limit.abort(), patience);
  const asked = server.steady();
  try {
    const answer = await fetch(baseUrl() + path, {
      method, headers: headersOf(method, body, person), body: sent, credentials: "same-origin", cache: "no-store",
      signal: limit.signal, keepalive: typeof sent === "string" && sent.length < OUTLIVES,
    });
    const data = await answer.json();
    const now = Number(answer.headers.get("X-Anpei-Now"));
    if (now) server.heard(now, asked);
    return { status: answer.status, data, wait: 1000 * Number(answer.headers.get("Retry-After") ?? 0) || 0 };
  } catch {
    return noAnswer();
  } finally {
    clearTimeout(timer);
  }
}
