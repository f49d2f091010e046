/// <reference lib="deno.ns" />

// A device for the tests of the outbox: storage with so much room, a page's events, and a real server that answers as told.

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

/**
 * A page at a server of its own. `answers(arrival)` gives status and data of each answer, or a Response; it can be changed.
 * @param {(page: {arrived: Arrival[], answer: (arrival: Arrival) => any, event(name: string): Event, away(): Promise<void>}) => Promise<void>} play
 */
export async function atServer(play) {
  /** @type {Arrival[]} */
  const arrived = [];
  /** @type {any} */
  const page = { arrived, answer: () => [200, { status: "saved" }] };
  const server = Deno.serve({ port: 0, hostname: "127.0.0.1", onListen() {} }, async (request) => {
    const { pathname } = new URL(request.url);
    const text = await request.text();
    const arrival = { path: pathname.slice(1), body: text && JSON.parse(text), person: request.headers.get("X-Anpei-Person") ?? "" };
    arrived.push(arrival);
    const found = await page.answer(arrival);
    return found instanceof Response ? found : Response.json(found[1], { status: found[0], headers: { "X-Anpei-Now": String(Date.now()) } });
  });
  const body = { dataset: { baseUrl: `http://127.0.0.1:${server.addr.port}/` } };
  Object.assign(globalThis, { document: Object.assign(new EventTarget(), { body, cookie: "_xsrf=x", getElementById: () => null }) });
  page.event = (/** @type {string} */ name) => {
    const event = new Event(name, { cancelable: true });
    globalThis.dispatchEvent(event);
    return event;
  };
  page.away = () => server.shutdown();
  try {
    await play(page);
  } finally {
    await server.shutdown().catch(() => {});
  }
}

/** Wait for something to be so. */
export async function until(/** @type {() => unknown} */ so) {
  for (let tries = 0; !so(); tries += 1) {
    if (tries > 2000) throw new Error(`never came: ${so}`);
    await new Promise((done) => setTimeout(done, 5));
  }
}
