// Sends what is due, one thing at a time and in one tab at a time, and goes on by itself: with the network, with the page
// that is looked at again, with the person who is back.

import { alone } from "./keep.js";
import { meaning, pauseBefore, setAside, stays } from "./delivery.js";

/** @import { Answer } from "../api.js" */
/** @import { Meaning } from "./delivery.js" */
/** @import { Keep } from "./keep.js" */

/** What to do next: send something and hear what became of it, or wait so long (ms).
 * @typedef {{wait: number} | {send(): Promise<Answer>, took(what: Meaning, answer: Answer): void}} Job */

/**
 * @param {{name: string, keep: Keep, changed(): void, next(hurry: boolean): Job | null, unsafe(): boolean}} options
 *   `next` says what is due, nothing when all is done; `unsafe` whether closing the page now would lose something
 */
export function courier({ name, keep, changed, next, unsafe }) {
  let [busy, again, hurry, over, failures] = [false, false, false, false, 0];
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let timer;
  let reachable = true;
  /** @type {Meaning | ""} */
  let aside = "";

  async function drain() {
    clearTimeout(timer);
    if (over) return;
    if (busy) {
      again = true;
      return;
    }
    busy = true;
    again = false;
    /** @type {number | null} */
    let wait = null;
    try {
      await alone(`${name}lock`, keep, async () => { wait = await sendAll(); });
    } finally {
      busy = false;
    }
    changed();
    if (over) return;
    if (again) await drain();
    else if (wait !== null) plan(wait);
  }

  /** Send what is due; ms until the next look, null when nothing is left to send. */
  async function sendAll() {
    for (let job = next(hurry); job && !over; job = next(hurry)) {
      if ("wait" in job) return job.wait;
      changed();
      const answer = await job.send();
      const what = meaning(answer);
      reachable = answer.status !== 0;
      aside = setAside(what) ? what : "";
      failures = stays(what) ? failures + 1 : 0;
      if (stays(what)) return pauseBefore(what, failures, answer.wait);
      job.took(what, answer);
      changed();
    }
    hurry = false;
    return null;
  }

  function plan(/** @type {number} */ wait) {
    clearTimeout(timer);
    if (!over) timer = setTimeout(drain, wait);
  }

  /** Send everything now: what had failed is tried again, what is set aside is looked at. */
  function flush() {
    [hurry, failures] = [true, 0];
    return drain();
  }

  const lost = () => {
    reachable = false;
    changed();
  };
  const leaving = (/** @type {Event} */ event) => unsafe() && event.preventDefault();
  /** @type {[EventTarget, string, (event: Event) => void][]} */
  const heard = [
    [globalThis, "online", flush], [globalThis, "pageshow", flush], [globalThis, "pagehide", flush],
    [document, "visibilitychange", flush], [globalThis, "offline", lost], [globalThis, "beforeunload", leaving],
  ];
  heard.forEach(([target, kind, f]) => target.addEventListener(kind, f));

  return {
    plan,
    flush,
    /** Something new lies there: soon, unless the last try failed. */
    soon: (wait = 0) => (failures ? undefined : plan(wait)),
    /** Another way to the server has found the person gone. */
    signedOut() {
      aside = "signed_out";
      changed();
    },
    state: () => ({ aside, reachable, failing: failures > 0 }),
    stop() {
      over = true;
      clearTimeout(timer);
      heard.forEach(([target, kind, f]) => target.removeEventListener(kind, f));
    },
  };
}
