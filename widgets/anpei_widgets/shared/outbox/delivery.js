// What the server's answer means for what was sent to it. One table for all that leaves this browser: answers, practice,
// progress, decisions, roll calls, ratings.

/** @import { Answer } from "../api.js" */

/**
 * `sent`: the server has it on disk, and it leaves this device. `later`: no answer of the server's, or "not now"; sent
 * again, ever less often. `signed_out`, `password_due`, `other_person`: kept aside until this person is back here.
 * `disagrees`: something else stands there, and the person chooses. `too_late`, `refused`: not taken; kept in sight with
 * the reason until it has been read.
 * @typedef {"sent" | "later" | "signed_out" | "password_due" | "other_person" | "disagrees" | "too_late" | "refused"} Meaning
 */

/** Status from, to, the error's code if it matters, meaning; the first row that fits counts.
 * @type {[number, number, string, Meaning][]} */
export const TABLE = [
  [0, 199, "", "later"],
  [200, 299, "", "sent"],
  [300, 399, "", "later"],
  [401, 401, "", "signed_out"],
  [403, 403, "not_a_kiosk", "signed_out"],
  [403, 403, "must_change_password", "password_due"],
  [403, 403, "other_person", "other_person"],
  [408, 408, "", "later"],
  [409, 409, "current", "disagrees"],
  [410, 410, "", "too_late"],
  [421, 421, "", "later"],
  [425, 425, "", "later"],
  [429, 429, "", "later"],
  [400, 499, "", "refused"],
  [500, 599, "", "later"],
];

/** What an answer means; a conflict is told by what stands there now (`current`). */
export function meaning(/** @type {Answer} */ { status, data }) {
  const code = data?.error?.code ?? (data?.current ? "current" : "");
  const row = TABLE.find(([from, to, wanted]) => status >= from && status <= to && (!wanted || wanted === code));
  return row ? row[3] : "later";
}

/** Whether it stays in the outbox, in its place. */
export const stays = (/** @type {Meaning} */ what) => what === "later" || setAside(what);

/** Whether only this person's coming back can help. */
export const setAside = (/** @type {Meaning} */ what) => what === "signed_out" || what === "password_due" || what === "other_person";

const STEPS = [400, 800, 1500, 3000, 6000, 12_000, 30_000];
const ASIDE = 30_000;
const LONGEST = 600_000; // whatever the server asks for: a timer of weeks would go off at once

/** ms until the next try: longer each time, never all devices at once; what is set aside is looked at now and then. */
export function pauseBefore(/** @type {Meaning} */ what, /** @type {number} */ failures, asked = 0, chance = Math.random()) {
  const step = setAside(what) ? ASIDE : STEPS[Math.min(Math.max(failures, 1), STEPS.length) - 1];
  return Math.max(Math.min(asked, LONGEST), Math.round(step * (0.75 + chance / 2)));
}
