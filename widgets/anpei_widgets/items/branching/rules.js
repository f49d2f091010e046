// Where a path through a case has come to.

/** @typedef {{id: string, text: string, to: number | null}} Way */
/** @typedef {{text: string, options: Way[]}} Step */

/** The steps walked, each with the way taken, and the step that waits for a decision (null at the end).
 * @param {Step[]} nodes @param {string[] | null | undefined} value
 * @returns {{walked: {step: Step, way: Way}[], next: Step | null}} */
export function walk(nodes, value) {
  const walked = [];
  /** @type {Step | null} */
  let next = nodes[0] ?? null;
  for (const id of value ?? []) {
    /** @type {Way | undefined} */
    const way = next?.options.find((option) => option.id === id);
    if (!next || !way) break;
    walked.push({ step: next, way });
    next = way.to === null ? null : nodes[way.to] ?? null;
  }
  return { walked, next };
}
