// A finished drill at any moment of its film. Pure.

import { lastWhere } from "../../shared/values.js";

/** @type {Record<string, string>} */
const VERDICT = { right: "符合预期", partial: "部分符合", wrong: "不符合", late: "超时未作出" };
/** @type {Record<string, string>} */
const TONE = { right: "ok", partial: "warn", wrong: "danger", late: "danger" };

/** The last of a list (ordered by `at`) that has begun by then. */
export const lastBy = (/** @type {any[]} */ list, /** @type {number} */ at) => lastWhere(list, (each) => each.at <= at) ?? list[0];

/** What a decision looked like at that moment: still waiting, open with the seconds left, or closed. */
export function decisionAt(/** @type {any} */ decision, /** @type {number} */ at) {
  if (at < decision.opened) return null;
  if (at < decision.closed) {
    const left = Math.max(0, Math.ceil((decision.opened + decision.limit * 1000 - at) / 1000));
    return { state: "open", words: `等待决定，还剩 ${left} 秒` };
  }
  return { state: TONE[decision.verdict], words: VERDICT[decision.verdict] };
}

/** Where to hop back to: the newest mark before a moment, else the beginning. @param {{at: number}[]} marks @param {number} at */
export const markBefore = (marks, at) => lastWhere(marks, (mark) => mark.at < at)?.at ?? 0;

/** Where to hop on to: the next mark, else the end. @param {{at: number}[]} marks @param {number} at @param {number} end */
export const markAfter = (marks, at, end) => marks.find((mark) => mark.at > at)?.at ?? end;
