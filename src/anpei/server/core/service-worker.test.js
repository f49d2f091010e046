// Switched off, the worker removes itself and every page it could show; nothing else of this origin.

Deno.test("switched off, it removes itself and what was kept", async () => {
  const shelves = new Set(["anpei:page:/:E1:http://x/exam/1@5", "anpei:page:/:E1:beside:exam-1", "somebody else's"]);
  /** @type {Map<string, Function>} */
  const heard = new Map();
  let removed = 0;
  const scope = /** @type {any} */ (globalThis);
  const own = { addEventListener: scope.addEventListener, caches: Object.getOwnPropertyDescriptor(scope, "caches") };
  Object.defineProperty(scope, "caches", { configurable: true, value: { keys: async () => [...shelves], delete: async (/** @type {string} */ name) => shelves.delete(name) } });
  scope.addEventListener = (/** @type {string} */ kind, /** @type {Function} */ act) => heard.set(kind, act);
  Object.assign(scope, { ANPEI: { on: false, base: "/" }, registration: { unregister: async () => (removed += 1) } });
  try {
    await import("./service-worker.js");
    await new Promise((done) => heard.get("activate")?.({ waitUntil: (/** @type {Promise<void>} */ all) => all.then(done) }));
  } finally {
    scope.addEventListener = own.addEventListener;
    if (own.caches) Object.defineProperty(scope, "caches", own.caches);
  }
  if (removed !== 1 || [...shelves].join() !== "somebody else's" || heard.has("fetch")) throw new Error(`${removed} ${[...shelves]}`);
});
