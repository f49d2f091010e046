// What the outboxes of earlier versions left on a device is carried over, so that an upgrade in mid-drill loses nothing. The
// same uuid goes along: should the older page still be open and send it too, it counts once.

import { readJson } from "./keep.js";

/** @import { Keep } from "./keep.js" */

const FACTS = "anpei:pouch:";
const ANSWERS = /^anpei:outbox:(.+):(\d+):([qc]\d+)$/;
const DECISIONS = "anpei-drill-outbox";

/** Write what was found under its new name; the old one goes only when the new one is safe on the device.
 * @param {Keep} keep @param {string} old @param {[string, any][]} found */
function carry(keep, old, found) {
  for (const [key, value] of found) if (keep.get(key) === null) keep.set(key, JSON.stringify(value));
  if (keep.durable()) keep.remove(old);
}

/** A roll call's or evaluation's fact, told by the device's own clock. */
const fact = (/** @type {any} */ old) => ({ ...old, own: true });

/** A drill's decision; when it was tapped is unknown, so it's one of its arrival, within the page's elapsed time. */
const decision = (/** @type {any} */ { run, device, person, uuid, node, option, elapsed }) => ({
  uuid, path: `api/drills/runs/${run}/decisions?as=kiosk`, body: { person, node, option, elapsed }, tapped: 0, who: { run, person, device },
});

/** Carry over all that older pages kept here. */
export function inherit(/** @type {Keep} */ keep) {
  for (const key of keep.keys(FACTS)) {
    const old = readJson(keep, key);
    carry(keep, key, old?.uuid ? [[`anpei:box:${key.slice(FACTS.length)}`, fact(old)]] : []);
  }
  for (const key of keep.keys("anpei:outbox:")) {
    const [, person, attempt, slot] = ANSWERS.exec(key) ?? [];
    const old = slot ? readJson(keep, key) : null;
    carry(keep, key, old ? [[`anpei:box:${person}:exam-${attempt}:${slot}`, old]] : []);
  }
  const decisions = readJson(keep, DECISIONS);
  if (Array.isArray(decisions)) {
    const lines = decisions.filter((each) => each?.uuid).map((each, i) => /** @type {[string, any]} */ (
      [`anpei:box:kiosk:drill:${String(i).padStart(14, "0")}-${each.uuid}`, decision(each)]));
    carry(keep, DECISIONS, lines);
  } else keep.remove(DECISIONS);
}
