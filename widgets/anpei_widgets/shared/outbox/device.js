// A device for the tests of the outbox: storage with so much room, a page's events, and a real server that answers as told.

import { Buffer } from "node:buffer";
import { createServer } from "node:http";

/** localStorage as browsers have it, with room for so many characters. @returns {Storage & {room: number}} */
export function storage(room = Infinity) {
  /** @type {Map<string, string>} */
  const kept = new Map();
  const used = () => [...kept].reduce((sum, [key, value]) => sum + key.length + value.length, 0);
  return /** @type {any} */ ({
    room,
    get length() { return kept.size; },
    key: (/** @type {number} */ i) => [...kept.keys()][i] ?? null,
    getItem: (/** @type {string} */ key) => kept.get(key) ?? null,
    removeItem: (/** @type {string} */ key) => kept.delete(key),
    setItem(/** @type {string} */ key, /** @type {string} */ value) {
      const before = (kept.get(key) ?? "").length + (kept.has(key) ? key.length : 0);
      if (used() - before + key.length + value.length > this.room) throw new DOMException("full", "QuotaExceededError");
      kept.set(key, value);
    },
  });
}

/** What arrived. @typedef {{path: string, body: any, person: string}} Arrival */

/** A server's answer: status and data, or what somebody in between says in its stead, or null: it was killed over it.
 * @typedef {[number, any] | string | null} Said */

/** @typedef {{arrived: Arrival[], answer: (arrival: Arrival) => Said | Promise<Said>, event(name: string): Event}} Page */

/** A page at a server of its own, which answers as the page's `answer` says. @param {(page: Page) => Promise<void>} play */
export async function atServer(play) {
  /** @type {Page} */
  const page = {
    arrived: [],
    answer: () => [200, { status: "saved" }],
    event(name) {
      const event = new Event(name, { cancelable: true });
      globalThis.dispatchEvent(event);
      return event;
    },
  };
  const server = createServer(async (request, response) => {
    const chunks = [];
    for await (const chunk of request) chunks.push(chunk);
    const text = Buffer.concat(chunks).toString();
    const path = new URL(request.url ?? "", "http://here").pathname.slice(1);
    const arrival = { path, body: text && JSON.parse(text), person: String(request.headers["x-anpei-person"] ?? "") };
    page.arrived.push(arrival);
    const said = await page.answer(arrival);
    if (said === null) return response.destroy();
    const [status, body] = typeof said === "string" ? [200, said] : [said[0], JSON.stringify(said[1])];
    response.writeHead(status, { "X-Anpei-Now": String(Date.now()), "Connection": "close" }).end(body);
  });
  const port = await new Promise((done) => server.listen(0, "127.0.0.1", () => done(/** @type {any} */ (server.address()).port)));
  const body = { dataset: { baseUrl: `http://127.0.0.1:${port}/` } };
  Object.assign(globalThis, { document: Object.assign(new EventTarget(), { body, cookie: "_xsrf=x", getElementById: () => null }) });
  try {
    await play(page);
  } finally {
    await new Promise((done) => server.close(done));
  }
}

/** Wait for something to be so. */
export async function until(/** @type {() => unknown} */ so) {
  for (let tries = 0; !so(); tries += 1) {
    if (tries > 2000) throw new Error(`never came: ${so}`);
    await new Promise((done) => setTimeout(done, 5));
  }
}
