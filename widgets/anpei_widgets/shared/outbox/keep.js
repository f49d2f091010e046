// Keeping things on a device that may refuse to, and letting one tab at a time do a job.

import { uuid } from "../uuid.js";

const LEASE = 20_000;
const pause = (/** @type {number} */ ms) => new Promise((done) => setTimeout(done, ms));

/** @template T @param {() => T} f @returns {T | null} */
export function safely(f) {
  try {
    return f();
  } catch {
    return null;
  }
}

/** What is written where, and whether closing the page would lose some of it.
 * @typedef {ReturnType<typeof keeper>} Keep */

/** localStorage where it works and has room; memory for the rest, which moves over as soon as there is room again. */
export function keeper(/** @type {Storage | null} */ storage = safely(() => localStorage)) {
  /** @type {Map<string, string>} */
  const memory = new Map();

  function set(/** @type {string} */ key, /** @type {string} */ value) {
    try {
      if (!storage) throw new Error("no storage");
      storage.setItem(key, value);
      memory.delete(key);
    } catch {
      memory.set(key, value);
    }
  }

  function all() {
    const kept = safely(() => Array.from({ length: storage?.length ?? 0 }, (_, i) => storage?.key(i) ?? "")) ?? [];
    return [...new Set([...kept, ...memory.keys()])];
  }

  return {
    storage,
    set,
    durable: () => memory.size === 0,
    get: (/** @type {string} */ key) => memory.get(key) ?? safely(() => storage?.getItem(key)) ?? null,
    remove(/** @type {string} */ key) {
      memory.delete(key);
      safely(() => storage?.removeItem(key));
      [...memory].forEach(([name, value]) => set(name, value));
    },
    /** The keys that begin so, in order. */
    keys: (/** @type {string} */ prefix) => all().filter((key) => key.startsWith(prefix)).sort(),
  };
}

/** The data under a key; null for nothing and for what can't be read. */
export function readJson(/** @type {Keep} */ keep, /** @type {string} */ key) {
  return safely(() => JSON.parse(keep.get(key) ?? "null"));
}

/** Do something while no other tab of this browser does: by Web Locks, or by a lease where there are none (plain HTTP).
 * @template T @param {string} name @param {Keep} keep @param {() => Promise<T>} job @returns {Promise<T>} */
export async function alone(name, { storage }, job) {
  let begun = false;
  const begin = () => ((begun = true), job());
  try {
    if (navigator.locks) return await navigator.locks.request(name, begin);
  } catch (error) {
    if (begun) throw error; // else a browser that keeps nothing, and gives out no locks either
  }
  const me = uuid();
  const write = () => safely(() => storage?.setItem(name, JSON.stringify({ tab: me, until: Date.now() + LEASE })));
  while (!(await leased(name, me, storage, write))) await pause(300);
  const renew = setInterval(write, LEASE / 4);
  try {
    return await job();
  } finally {
    clearInterval(renew);
    safely(() => storage?.removeItem(name));
  }
}

/** Hear what another tab of the same person writes, or drops (null), under a prefix; returns how to stop.
 * @param {string} prefix @param {(rest: string, written: string | null) => void} heard */
export function otherTabs(prefix, heard) {
  const hear = (/** @type {StorageEvent} */ { key, newValue }) => key?.startsWith(prefix) && heard(key.slice(prefix.length), newValue);
  addEventListener("storage", hear);
  return () => removeEventListener("storage", hear);
}

/** Take the lease if it is free; the second look settles two tabs that took it in the same moment. A device that keeps
 * nothing has no lease: then each tab sends for itself, and the same uuid counts once.
 * @param {string} name @param {string} me @param {Storage | null} storage @param {() => void} write */
async function leased(name, me, storage, write) {
  const held = () => safely(() => JSON.parse(storage?.getItem(name) ?? "null"));
  const now = held();
  const left = now ? now.until - Date.now() : 0; // a lease that runs longer than one can was taken before the clock was set back
  if (left > 0 && left <= LEASE && now.tab !== me) return false;
  write();
  await pause(20 + Math.random() * 30);
  const after = held();
  return !after || after.tab === me;
}

const DATABASE = "anpei-pouch"; // its name on the devices in use
/** @type {Promise<IDBDatabase> | undefined} */
let opened;
/** @type {Map<string, Blob>} */
const loose = new Map();

function database() {
  opened ??= new Promise((done, fail) => {
    const asked = indexedDB.open(DATABASE, 1);
    asked.onupgradeneeded = () => asked.result.createObjectStore("blobs");
    asked.onsuccess = () => done(asked.result);
    asked.onerror = () => fail(asked.error);
  });
  return opened;
}

/** @param {IDBTransactionMode} mode @param {(store: IDBObjectStore) => IDBRequest} act @returns {Promise<any>} */
async function transact(mode, act) {
  const store = (await database()).transaction("blobs", mode).objectStore("blobs");
  return new Promise((done, fail) => {
    const asked = act(store);
    store.transaction.oncomplete = () => done(asked.result);
    store.transaction.onabort = store.transaction.onerror = () => fail(store.transaction.error);
  });
}

/** Photos beside the facts, for which localStorage is too small; in memory where the device has no room for them. */
export const blobs = {
  durable: () => loose.size === 0,
  async put(/** @type {string} */ key, /** @type {Blob} */ blob) {
    await transact("readwrite", (store) => store.put(blob, key)).catch(() => loose.set(key, blob));
  },
  /** @returns {Promise<Blob | undefined>} */
  get: async (/** @type {string} */ key) => loose.get(key) ?? transact("readonly", (store) => store.get(key)).catch(() => undefined),
  drop(/** @type {string} */ key) {
    loose.delete(key);
    return transact("readwrite", (store) => store.delete(key)).catch(() => {});
  },
};
