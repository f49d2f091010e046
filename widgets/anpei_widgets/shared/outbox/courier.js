// Sends what is due, one thing at a time and in one tab at a time, and goes on by itself: with the network, with the page
// that is looked at again, with the person who is back.

import { alone } from "./keep.js";
import { meaning, pauseBefore, setAside, stays } from "./delivery.js";

/** @import { Answer } from "../api.js" */
/** @import { Meaning } from "./delivery.js" */
/** @import { Keep } from "./keep.js" */

/** What to do next: send something and hear what became of it, or wait so long (ms).
 * @typedef {{wait: number} | {send(): Promise<Answer>, took(what: Meaning, answer: Answer): void}} Job */

/** How the sending goes; `aside` is why nothing is sent for now, `over` that nothing ever will be.
 * @typedef {{reachable: boolean, aside: Meaning | "", failures: number, hurry: boolean, over: boolean}} Way */

/** Send what is due; ms until the next look, null when nothing is left to send.
 * @param {Way} way @param {(hurry: boolean) => Job | null} next @param {() => void} changed */
async function sendAll(way, next, changed) {
  for (let job = next(way.hurry); job && !way.over; job = next(way.hurry)) {
    if ("wait" in job) return job.wait;
    changed();
    const answer = await job.send();
    const what = meaning(answer);
    way.reachable = answer.status !== 0;
    way.aside = setAside(what) ? what : "";
    way.failures = stays(what) ? way.failures + 1 : 0;
    if (stays(what)) return pauseBefore(what, way.failures, answer.wait);
    job.took(what, answer);
    changed();
  }
  way.hurry = false;
  return null;
}

/** A fault of the page that shows what happened holds nothing up; ms until the next look. @param {Way} way @param {unknown} error */
function faulty(way, error) {
  console.error(error);
  way.failures += 1;
  return pauseBefore("later", way.failures);
}

/** Hear of the network, and of the page that is looked at again or closed; returns how to stop.
 * @param {() => unknown} flush @param {() => void} lost @param {() => boolean} unsafe */
function listen(flush, lost, unsafe) {
  const leaving = (/** @type {Event} */ event) => unsafe() && event.preventDefault();
  /** @type {[EventTarget, string, (event: Event) => void][]} */
  const heard = [
    [globalThis, "online", flush], [globalThis, "pageshow", flush], [globalThis, "pagehide", flush],
    [document, "visibilitychange", flush], [globalThis, "offline", lost], [globalThis, "beforeunload", leaving],
  ];
  heard.forEach(([target, kind, f]) => target.addEventListener(kind, f));
  return () => heard.forEach(([target, kind, f]) => target.removeEventListener(kind, f));
}

/**
 * @param {{name: string, keep: Keep, changed(): void, next(hurry: boolean): Job | null, unsafe(): boolean}} options
 *   `next` says what is due, nothing when all is done; `unsafe` whether closing the page now would lose something
 */
export function courier({ name, keep, changed, next, unsafe }) {
  /** @type {Way} */
  const way = { reachable: true, aside: "", failures: 0, hurry: false, over: false };
  let [busy, again] = [false, false];
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let timer;

  async function drain() {
    clearTimeout(timer);
    if (way.over) return;
    if (busy) {
      again = true;
      return;
    }
    busy = true;
    again = false;
    const wait = await alone(`${name}lock`, keep, () => sendAll(way, next, changed)).catch((error) => faulty(way, error)).finally(() => (busy = false));
    changed();
    if (way.over) return;
    if (again) await drain();
    else if (wait !== null) plan(wait);
  }

  function plan(/** @type {number} */ wait) {
    clearTimeout(timer);
    if (!way.over) timer = setTimeout(drain, wait);
  }

  /** Send everything now: what had failed is tried again, what is set aside is looked at. */
  function flush() {
    Object.assign(way, { hurry: true, failures: 0 });
    return drain();
  }

  function lost() {
    way.reachable = false;
    changed();
  }

  const deaf = listen(flush, lost, unsafe);
  return {
    plan,
    flush,
    /** Something new lies there: soon, unless the last try failed. */
    soon: (wait = 0) => (way.failures ? undefined : plan(wait)),
    /** Another way to the server has found the person gone. */
    signedOut() {
      way.aside = "signed_out";
      changed();
    },
    state: () => ({ aside: way.aside, reachable: way.reachable, failing: way.failures > 0 }),
    stop() {
      way.over = true;
      clearTimeout(timer);
      deaf();
    },
  };
}
