// What the exam page says, and where it remembers its place.

import { forget, recall, remember } from "anpei_widgets/shared/preferences.js";
import { outboxWords } from "anpei_widgets/shared/outbox/words.js";
import { blank } from "anpei_widgets/shared/values.js";

/** The honest line: what is kept where; of an empty sheet nothing is. @param {import("anpei_widgets/shared/outbox/slots.js").SlotOutbox} outbox
 * @param {Record<string, any>} answers */
export function tellSave(outbox, answers) {
  const said = outboxWords(outbox.state(), "题");
  return said.kind === "saved" && Object.values(answers).every(blank) ? { ...said, text: "答了就自动保存" } : said;
}

/** What is said when time has run out. @param {string[]} lost @param {{slot: string}[]} slots */
export function wordsAfterTime(lost, slots) {
  if (!lost.length) return ["时间到，已经交卷。", "作答都已保存。"];
  const numbers = lost.map((slot) => slots.findIndex((s) => s.slot === slot) + 1).sort((a, b) => a - b);
  return ["时间到，已经交卷。", `第 ${numbers.join("、")} 题最后的回答在时间到之后才送达，没有计入成绩，已留给培训师查看。`];
}

/** @typedef {{person: string, attempt: number, slots: {slot: string}[]}} Paper */

const key = (/** @type {Paper} */ data) => `anpei:at:${data.person}:${data.attempt}`;

/** Remember, or recall, the question one was at: in the address and on the device.
 * @param {Paper} data @param {string} [at] @returns {string | null} */
export function place(data, at) {
  if (at !== undefined) {
    try {
      history.replaceState(null, "", `#${at}`);
    } catch {
      // Safari has enough of a hundred in half a minute; the device remembers it all the same.
    }
    remember(key(data), at);
    return at;
  }
  const wanted = [location.hash.slice(1), recall(key(data))];
  return wanted.find((slot) => data.slots.some((s) => s.slot === slot)) ?? null;
}

/** Nothing about this paper stays on the device. @param {Paper} data */
export const forgetPlace = (data) => forget(key(data));
