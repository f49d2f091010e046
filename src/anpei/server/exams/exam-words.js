// What the exam page says, and where it remembers its place.

import { outboxWords } from "anpei_widgets/shared/outbox/words.js";

/** The honest line: what is kept where. @param {import("anpei_widgets/shared/outbox/slots.js").SlotOutbox} outbox */
export const tellSave = (outbox) => outboxWords(outbox.state(), "题");

/** What is said when time has run out. */
export function wordsAfterTime(lost, slots) {
  if (!lost.length) return ["时间到，已经交卷。", "作答都已保存。"];
  const numbers = lost.map((slot) => slots.findIndex((s) => s.slot === slot) + 1).sort((a, b) => a - b);
  return ["时间到，已经交卷。", `第 ${numbers.join("、")} 题最后的回答在时间到之后才送达，没有计入成绩，已留给培训师查看。`];
}

const key = (data) => `anpei:at:${data.person}:${data.attempt}`;

/** Remember, or recall, the question one was at: in the address and on the device. */
export function place(data, at = undefined) {
  try {
    if (at !== undefined) {
      history.replaceState(null, "", `#${at}`);
      localStorage.setItem(key(data), at);
      return at;
    }
    const wanted = [location.hash.slice(1), localStorage.getItem(key(data))];
    return wanted.find((slot) => data.slots.some((s) => s.slot === slot)) ?? null;
  } catch {
    return at ?? null;
  }
}

/** Nothing about this paper stays on the device. */
export function forget(data) {
  try {
    localStorage.removeItem(key(data));
  } catch {
    // Nothing was kept then.
  }
}
