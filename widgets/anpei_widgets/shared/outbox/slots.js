// An outbox for answers and for the parts of a text: one record a slot; of what changes only the newest travels, one is on
// its way at a time, and each says on which revision it rests, so that two devices are told when they disagree.

import { api } from "../api.js";
import { uuid } from "../uuid.js";
import { courier } from "./courier.js";
import { inherit } from "./inherit.js";
import { keeper, otherTabs, readJson } from "./keep.js";

/** @import { Answer } from "../api.js" */
/** @import { Meaning } from "./delivery.js" */
/** @import { Keep } from "./keep.js" */

/** @typedef {{uuid: string, value: any, base: number | null, at: number}} Entry */
/** What this device knows of a slot: its acknowledged revision, what is to go `next`, what is in `flight`.
 * @typedef {{revision: number, next?: Entry, flight?: Entry, conflict?: {mine: any, theirs: any, revision: number},
 *   refused?: {late: boolean, message: string, value: any}}} Slot */

/** Nothing of this record is waiting for the server. */
export const idle = (/** @type {Slot} */ rec) => !rec.next && !rec.flight && !rec.conflict;

/** What the server says counts where nothing waits here. @param {Slot} rec @param {number} revision @returns {Slot} */
export const reconciled = (rec, revision) => (idle(rec) ? { revision, ...(rec.refused ? { refused: rec.refused } : {}) } : rec);

/** A new answer; what is in flight stays as it is, an unsent older one gives way.
 * @param {Slot} rec @param {any} value @param {{id: string, at: number}} by @returns {Slot} */
export function answered({ refused: _, ...rec }, value, { id, at }) {
  const base = rec.next ? rec.next.base : rec.flight ? null : rec.revision;
  const conflict = rec.conflict && { ...rec.conflict, mine: value };
  return { ...rec, next: { uuid: id, value, base, at }, ...(conflict ? { conflict } : {}) };
}

/** What is to be sent now put into flight; a record in flight goes again as it was. @param {Slot} rec @returns {Slot} */
export function flown(rec) {
  if (rec.flight || !rec.next) return rec;
  const { next, ...rest } = rec;
  return { ...rest, flight: { ...next, base: next.base ?? rec.revision } };
}

/** What the server's answer makes of a record; whatever was added meanwhile stays.
 * @param {Slot} rec @param {Meaning} what @param {any} data @returns {Slot} */
export function landed({ flight, ...rec }, what, data) {
  if (what === "sent") return { ...rec, revision: data.revision, ...onto(rec.next, data.revision) };
  if (what === "disagrees") {
    const { revision, value: theirs } = data.current;
    const mine = rec.next ? rec.next.value : flight?.value;
    return JSON.stringify(mine) === JSON.stringify(theirs) ? { revision } : { revision, conflict: { mine, theirs, revision } };
  }
  const { next, ...rest } = rec;
  const late = what === "too_late";
  if (next && !late) return { ...rest, next: { ...next, base: rec.revision } };
  const { message = "服务器没有接受。", way_out: way = "" } = data?.error ?? {};
  return { ...rest, refused: { late, message: `${message}${late ? "" : way}`, value: (next ?? flight)?.value } };
}

/** The next answer rests on what has just been acknowledged, unless it knew better. @param {Entry | undefined} next @param {number} revision */
const onto = (next, revision) => (next && next.base === null ? { next: { ...next, base: revision } } : {});

/** What wasn't taken has been read. @param {Slot} rec @returns {Slot} */
const seen = ({ refused: _, ...rec }) => rec;

/** The person has chosen between two answers. @param {Slot} rec @param {"mine" | "theirs"} which @param {string} id @returns {Slot} */
export function resolved({ conflict, ...rec }, which, id) {
  if (!conflict) return rec;
  const { revision, mine } = conflict;
  return which === "mine" ? { revision, next: { uuid: id, value: mine, base: revision, at: 0 } } : { revision };
}

/** What wasn't taken is to be tried once more. @param {Slot} rec @param {string} id @returns {Slot} */
export function retried({ refused, ...rec }, id) {
  return refused ? { ...rec, next: { uuid: id, value: refused.value, base: rec.revision, at: 0 } } : rec;
}

/** The first slot that is due; ms until one will be; nothing when none waits. One that's still being written isn't due; a
 * device whose clock was set back waits no longer than any other.
 * @param {[string, Slot][]} slots @param {(slot: string) => number} settle @param {boolean} hurry
 * @returns {{slot: string} | {wait: number} | null} */
export function due(slots, settle, hurry, now = Date.now()) {
  let wait = Infinity;
  for (const [slot, rec] of slots) {
    if (rec.conflict || (!rec.flight && !rec.next)) continue;
    const rest = rec.flight || hurry ? 0 : Math.min(settle(slot), (rec.next?.at ?? 0) + settle(slot) - now);
    if (rest <= 0) return { slot };
    wait = Math.min(wait, rest);
  }
  return Number.isFinite(wait) ? { wait } : null;
}

/** What this device knows of each slot. @param {string} prefix @param {Record<string, number>} revisions @param {Keep} keep */
function slotStore(prefix, revisions, keep) {
  const known = { ...revisions };
  const slots = () => Object.keys(known);
  /** @returns {Slot} */
  const read = (/** @type {string} */ slot) => readJson(keep, prefix + slot) ?? { revision: known[slot] ?? 0 };

  function write(/** @type {string} */ slot, /** @type {Slot} */ rec) {
    known[slot] = rec.revision;
    keep.set(prefix + slot, JSON.stringify(rec));
  }

  const refusals = () => slots().flatMap((slot) => {
    const { refused } = read(slot);
    return refused ? [{ slot, ...refused }] : [];
  });

  return {
    read,
    write,
    all: () => slots().map((slot) => /** @type {[string, Slot]} */ ([slot, read(slot)])),
    /** What is to be sent of a slot, from now on in flight. */
    fly(/** @type {string} */ slot) {
      const flying = flown(read(slot));
      write(slot, flying);
      return /** @type {Entry} */ (flying.flight);
    },
    /** Another tab wrote a record; whether it's one of ours. */
    heard(/** @type {string} */ slot) {
      if (!(slot in known)) return false;
      known[slot] = read(slot).revision;
      return true;
    },
    /** Slots whose newest answer has no acknowledgement yet. */
    pending: () => slots().filter((slot) => !idle(read(slot))),
    /** Slots whose last answer came after the time, and those refused for another reason. */
    late: () => refusals().filter((each) => each.late).map((each) => each.slot),
    refused: () => refusals().filter((each) => !each.late).map(({ slot, message, value }) => ({ slot, text: message, value })),
    conflicts: () => slots().flatMap((slot) => {
      const { conflict } = read(slot);
      return conflict ? [{ slot, ...conflict }] : [];
    }),
    /** The answer this device holds for a slot, if one is waiting. @returns {{value: any} | null} */
    held(/** @type {string} */ slot) {
      const rec = read(slot);
      return rec.conflict ? { value: rec.conflict.mine } : rec.next ?? rec.flight ?? null;
    },
    /** What the server says counts where nothing waits here. @returns {string[]} slots that were behind */
    reconcile(/** @type {Record<string, number>} */ told) {
      const behind = Object.keys(told).filter((slot) => idle(read(slot)) && read(slot).revision !== told[slot]);
      behind.forEach((slot) => write(slot, reconciled(read(slot), told[slot])));
      return behind;
    },
    seen: (/** @type {string} */ only) => refusals().filter(({ slot }) => !only || slot === only).forEach(({ slot }) => write(slot, seen(read(slot)))),
    /** The paper is handed in: nothing of it stays on the device. */
    forget: () => slots().forEach((slot) => keep.remove(prefix + slot)),
  };
}

/** What a person does about answers the server didn't just take.
 * @param {ReturnType<typeof slotStore>} store @param {() => void} changed @param {(slot: string, value: any) => void} valued
 * @param {() => unknown} flush */
function personActs({ read, write, seen: forgetRefusal }, changed, valued, flush) {
  return {
    /** The person has chosen between two answers. @param {string} slot @param {"mine" | "theirs"} which */
    resolve(slot, which) {
      const rec = read(slot);
      if (!rec.conflict) return;
      write(slot, resolved(rec, which, uuid()));
      if (which === "theirs") valued(slot, rec.conflict.theirs);
      flush();
    },
    /** The person wants what wasn't taken tried once more. @param {string} slot */
    retry(slot) {
      write(slot, retried(read(slot), uuid()));
      flush();
    },
    /** The person has read what wasn't taken, of one slot or of all. */
    seen(slot = "") {
      forgetRefusal(slot);
      changed();
    },
  };
}

/** Resolves when it is so; rejects when the signal says so. @param {() => boolean} so @param {AbortSignal} signal */
async function until(so, signal) {
  while (!so()) {
    if (signal.aborted) throw signal.reason ?? new Error("given up");
    await new Promise((done) => setTimeout(done, 150));
  }
}

/**
 * The outbox of one person's answers in one attempt, or words in one report (`scope`). `settle` is how long (ms) an answer to this slot is left
 * alone while it's still being written.
 * @param {{owner: string, scope: string, path(slot: string): string, revisions: Record<string, number>,
 *   settle(slot: string): number, changed(): void, valued(slot: string, value: any): void, keep?: Keep}} options
 */
export function slotOutbox({ owner, scope, path, revisions, settle, changed, valued, keep = keeper() }) {
  const prefix = `anpei:box:${owner}:${scope}:`;
  inherit(keep);
  const store = slotStore(prefix, revisions, keep);
  const { read, write, pending, late, refused, conflicts, held, reconcile, forget } = store;
  const next = (/** @type {boolean} */ hurry) => {
    const found = due(store.all(), settle, hurry);
    return found && "slot" in found ? job(found.slot) : found;
  };
  const sending = courier({ name: prefix, keep, changed, next, unsafe: () => !keep.durable() && pending().length > 0 });

  function job(/** @type {string} */ slot) {
    const { uuid: id, base, value } = store.fly(slot);
    return {
      send: () => api(path(slot), { method: "PUT", body: { uuid: id, base, value }, person: owner }),
      took: (/** @type {Meaning} */ what, /** @type {Answer} */ { data }) => write(slot, landed(read(slot), what, data)),
    };
  }

  /** Another tab of the same person wrote a record. @param {string} slot @param {string | null} written */
  function heard(slot, written) {
    if (!written || !store.heard(slot)) return;
    const waiting = held(slot);
    if (waiting) valued(slot, waiting.value);
    changed();
    if (waiting) sending.plan(2000);
  }

  reconcile(revisions);
  otherTabs(prefix, heard);
  return {
    pending, conflicts, held, reconcile, late, refused, forget,
    /** The version the server has, as far as is known here. */
    revision: (/** @type {string} */ slot) => read(slot).revision,
    flush: sending.flush,
    signedOut: sending.signedOut,
    state: () => ({
      waiting: pending().length, refused: late().length + refused().length, late: late().length, conflicts: conflicts().length,
      durable: keep.durable(), ...sending.state(),
    }),
    /** Keep an answer and send it soon. @param {string} slot @param {any} value */
    put(slot, value) {
      write(slot, answered(read(slot), value, { id: uuid(), at: Date.now() }));
      changed();
      sending.soon(settle(slot));
    },
    ...personActs(store, changed, valued, sending.flush),
    empty: (/** @type {AbortSignal} */ signal) => until(() => !pending().length, signal),
  };
}

/** @typedef {ReturnType<typeof slotOutbox>} SlotOutbox */
