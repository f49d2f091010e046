// The outbox: an answer is kept on this device until the server has acknowledged it, and sent once and only once.
// One record a slot in localStorage, keyed by person and attempt; other people's records are never read.

/** @typedef {{uuid: string, value: any, base: number | null, at: number}} Entry
 *  @typedef {{revision: number, next?: Entry, flight?: Entry, conflict?: {mine: any, theirs: any, revision: number}}} Slot
 *  @typedef {{status: number, data: any}} Answer */

import { uuid } from "anpei_widgets/shared/uuid.js";
import { alone, keeper } from "../core/keeping.js";

const BACKOFF = [1, 2, 4, 8, 15, 30].map((s) => s * 1000);
const RETRY = new Set([408, 425, 429]);

/** Nothing of this record is waiting for the server. */
const idle = (/** @type {Slot} */ rec) => !rec.next && !rec.flight && !rec.conflict;

export class Outbox {
  /**
   * @param {{person: string, attempt: number | string, revisions: Record<string, number>, settle(slot: string): number,
   *   send(slot: string, body: any): Promise<Answer>, onState(): void, onValue(slot: string, value: any): void}} options
   */
  constructor(options) {
    this.options = options;
    this.prefix = `anpei:outbox:${options.person}:${options.attempt}:`;
    this.keep = keeper();
    this.known = { ...options.revisions };
    this.failures = 0;
    this.halted = /** @type {null | "signed_out" | "other_person"} */ (null);
    this.reachable = true;
    this.late = new Map();
    this.refused = new Map();
    this.hurry = false;
    this.draining = false;
    this.again = false;
    this.reconcile(options.revisions);
    this.listen();
  }

  // --- records -------------------------------------------------------------------------------------------------

  /** @returns {Slot} */
  read(slot) {
    const text = this.keep.get(this.prefix + slot);
    return text ? JSON.parse(text) : { revision: this.known[slot] ?? 0 };
  }

  write(slot, /** @type {Slot} */ rec) {
    this.known[slot] = rec.revision;
    this.keep.set(this.prefix + slot, JSON.stringify(rec));
  }

  /** What the server says counts where nothing waits here. @returns {string[]} slots that were behind */
  reconcile(revisions) {
    return Object.keys(revisions).filter((slot) => {
      const rec = this.read(slot);
      if (!idle(rec) || rec.revision === revisions[slot]) return false;
      this.write(slot, { revision: revisions[slot] });
      return true;
    });
  }

  slots() {
    return Object.keys(this.known);
  }

  /** Slots whose newest answer has no acknowledgement yet. */
  pending() {
    return this.slots().filter((slot) => !idle(this.read(slot)));
  }

  conflicts() {
    return this.slots().map((slot) => ({ slot, ...this.read(slot).conflict })).filter((c) => "mine" in c);
  }

  /** The answer this device holds for a slot, if one is waiting. @returns {{value: any} | null} */
  held(slot) {
    const rec = this.read(slot);
    if (rec.conflict) return { value: rec.conflict.mine };
    return rec.next ?? rec.flight ?? null;
  }

  // --- in and out ----------------------------------------------------------------------------------------------

  /** Keep an answer and send it soon. What is in flight stays as it is; an unsent older answer gives way. */
  put(slot, value) {
    const rec = this.read(slot);
    this.refused.delete(slot);
    const base = rec.next ? rec.next.base : rec.flight ? null : rec.revision;
    rec.next = { uuid: uuid(), value, base, at: Date.now() };
    if (rec.conflict) rec.conflict.mine = value;
    this.write(slot, rec);
    this.options.onState();
    this.plan(this.failures ? undefined : this.options.settle(slot));
  }

  /** The learner has chosen between two answers. @param {"mine" | "theirs"} which */
  resolve(slot, which) {
    const { conflict } = this.read(slot);
    if (!conflict) return;
    const rec = { revision: conflict.revision };
    if (which === "mine") rec.next = { uuid: uuid(), value: conflict.mine, base: conflict.revision, at: 0 };
    this.write(slot, rec);
    if (which === "theirs") this.options.onValue(slot, conflict.theirs);
    this.flush();
  }

  /** Send everything now. */
  flush() {
    this.hurry = true;
    this.halted = null;
    this.failures = 0;
    this.options.onState();
    this.again = this.draining;
    return this.drain();
  }

  plan(delay = this.backoff()) {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.drain(), delay);
  }

  backoff() {
    const step = BACKOFF[Math.min(this.failures, BACKOFF.length) - 1] ?? 0;
    return step * (0.75 + Math.random() / 2);
  }

  /** One tab at a time sends; a slot that isn't settled yet waits for its next turn. */
  async drain() {
    if (this.draining) return undefined;
    this.draining = true;
    let wait = null;
    try {
      await alone(`${this.prefix}lock`, this.keep, async () => { wait = await this.sendAll(); });
    } finally {
      this.draining = false;
    }
    this.options.onState();
    if (this.again) {
      this.again = false;
      return this.drain();
    }
    if (wait !== null) this.plan(wait);
    return undefined;
  }

  /** Send what is due. @returns {Promise<number | null>} ms until the next try, null when nothing is left to send */
  async sendAll() {
    let wait = null;
    for (const slot of this.slots()) {
      for (let rec = this.read(slot); !rec.conflict && (rec.flight || rec.next); rec = this.read(slot)) {
        const rest = rec.flight || this.hurry ? 0 : rec.next.at + this.options.settle(slot) - Date.now();
        if (rest > 0) {
          wait = Math.min(wait ?? rest, rest);
          break;
        }
        if (!(await this.deliver(slot, rec))) return this.halted ? null : this.backoff();
      }
    }
    this.hurry = false;
    return wait;
  }

  /** Send one record; false means: stop for now, everything stays queued. */
  async deliver(slot, rec) {
    if (!rec.flight) {
      rec.flight = { ...rec.next, base: rec.next.base ?? rec.revision };
      delete rec.next;
      this.write(slot, rec);
    }
    this.options.onState();
    const { uuid: id, base, value } = rec.flight;
    /** @type {Answer} */
    const answer = await this.options.send(slot, { uuid: id, base, value }).catch(() => ({ status: 0, data: {} }));
    return this.take(slot, answer, value);
  }

  /** What the server's answer means for the record; whatever was added meanwhile stays. */
  take(slot, { status, data }, sent) {
    this.reachable = status !== 0;
    if (status === 401 || status === 403) {
      this.halted = status === 401 ? "signed_out" : "other_person";
      return false;
    }
    const disagrees = status === 409 && data.status === "conflict";
    if (status === 0 || status >= 500 || RETRY.has(status) || (status === 409 && !disagrees)) {
      this.failures += 1;
      return false;
    }
    this.failures = 0;
    const rec = this.read(slot);
    delete rec.flight;
    if (disagrees) this.disagree(slot, rec, sent, data.current);
    else if (status === 200) this.acknowledge(slot, rec, data.revision);
    else this.refuse(slot, rec, status, data);
    return true;
  }

  acknowledge(slot, rec, revision) {
    rec.revision = revision;
    if (rec.next && rec.next.base === null) rec.next.base = revision;
    this.write(slot, rec);
  }

  disagree(slot, rec, sent, current) {
    const mine = rec.next ? rec.next.value : sent;
    const equal = JSON.stringify(mine) === JSON.stringify(current.value);
    this.write(slot, equal ? { revision: current.revision } : { revision: current.revision, conflict: { mine, theirs: current.value, revision: current.revision } });
  }

  /** The server won't take it: too late for everything, or not an answer to this question. */
  refuse(slot, rec, status, data) {
    const message = data.error?.message ?? "服务器没有接受这个回答。";
    (status === 410 ? this.late : this.refused).set(slot, message);
    if (status === 410) delete rec.next;
    else if (rec.next) rec.next.base = rec.revision;
    this.write(slot, rec);
  }

  // --- the world around ----------------------------------------------------------------------------------------

  listen() {
    addEventListener("online", () => this.flush());
    addEventListener("offline", () => { this.reachable = false; this.options.onState(); });
    document.addEventListener("visibilitychange", () => this.flush());
    addEventListener("pagehide", () => this.flush());
    addEventListener("storage", (event) => this.heard(event));
    addEventListener("beforeunload", (event) => {
      if (!this.keep.durable && this.pending().length) event.preventDefault();
    });
  }

  /** Another tab of the same person wrote a record. */
  heard(event) {
    if (!event.key?.startsWith(this.prefix) || !event.newValue) return;
    const slot = event.key.slice(this.prefix.length);
    if (!(slot in this.known)) return;
    const held = this.held(slot);
    this.known[slot] = this.read(slot).revision;
    if (held) this.options.onValue(slot, held.value);
    this.options.onState();
    if (held) this.plan(2000);
  }

  /** Resolves when nothing waits any more; rejects when the signal says so. */
  async empty(/** @type {AbortSignal} */ signal) {
    while (this.pending().length) {
      if (signal.aborted) throw signal.reason;
      await new Promise((done) => setTimeout(done, 150));
    }
  }

  /** The paper is handed in: nothing of it stays on the device. */
  forget() {
    this.slots().forEach((slot) => this.keep.remove(this.prefix + slot));
  }
}
