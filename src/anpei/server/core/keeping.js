// Keeping small things on a device that may refuse to, and letting one tab at a time do a job.

import { uuid } from "anpei_widgets/shared/uuid.js";

const LEASE = 20_000;
const me = uuid();

/** localStorage where it works; otherwise memory, and `durable` says that closing the page would lose it. */
export function keeper(storage = safely(() => localStorage)) {
  const memory = new Map();
  const keep = {
    durable: Boolean(storage),
    get: (key) => memory.get(key) ?? safely(() => storage?.getItem(key)) ?? null,
    set(key, value) {
      try {
        if (!storage) throw new Error("no storage");
        storage.setItem(key, value);
        memory.delete(key);
      } catch {
        memory.set(key, value);
      }
      keep.durable = Boolean(storage) && memory.size === 0;
    },
    remove(key) {
      memory.delete(key);
      safely(() => storage?.removeItem(key));
      keep.durable = Boolean(storage) && memory.size === 0;
    },
  };
  return keep;
}

function safely(f) {
  try {
    return f();
  } catch {
    return null;
  }
}

const pause = (ms) => new Promise((done) => setTimeout(done, ms));

/** Do something while no other tab of this browser does it: by Web Locks, or a lease where there are none (plain HTTP). */
export async function alone(name, keep, job) {
  if (navigator.locks) return navigator.locks.request(name, job);
  while (!(await leased(name, keep))) await pause(300);
  const renew = setInterval(() => keep.set(name, lease()), LEASE / 4);
  try {
    return await job();
  } finally {
    clearInterval(renew);
    keep.remove(name);
  }
}

const lease = () => JSON.stringify({ tab: me, until: Date.now() + LEASE });

/** Take the lease if it is free; the second look settles two tabs that took it in the same moment. */
async function leased(name, keep) {
  const held = JSON.parse(keep.get(name) ?? "null");
  if (held && held.tab !== me && held.until > Date.now()) return false;
  keep.set(name, lease());
  await pause(20 + Math.random() * 30);
  return JSON.parse(keep.get(name) ?? "null")?.tab === me;
}
