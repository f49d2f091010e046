// Small questions about values.

/** Equal as JSON. @param {unknown} a @param {unknown} b */
export const same = (a, b) => JSON.stringify(a ?? null) === JSON.stringify(b ?? null);

/** Nothing was answered yet; grading sees it the same way. @param {unknown} value */
export const blank = (value) => value === null || value === undefined || (typeof value === "string" && !value.trim()) || (Array.isArray(value) && !value.length);

/** What is there of a list with gaps. @template T @param {(T | null | undefined | false | "" | 0)[]} list @returns {T[]} */
export const present = (list) => /** @type {T[]} */ (list.filter(Boolean));

/** The last of a list. @template T @param {T[]} list @returns {T | undefined} */
export const last = (list) => list[list.length - 1];

/** The last of a list that passes a test. @template T @param {T[]} list @param {(each: T) => unknown} test @returns {T | undefined} */
export function lastWhere(list, test) {
  for (let i = list.length - 1; i >= 0; i -= 1) if (test(list[i])) return list[i];
  return undefined;
}

/** `03:07` of a run, from ms. @param {number} ms */
export const clockText = (ms) => {
  const seconds = Math.max(0, Math.floor(ms / 1000));
  return `${String(Math.floor(seconds / 60)).padStart(2, "0")}:${String(seconds % 60).padStart(2, "0")}`;
};
