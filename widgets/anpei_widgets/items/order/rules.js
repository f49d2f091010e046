// What an order of steps is and becomes.

/** A copy with the item at `from` moved to `to`. @template T @param {T[]} ids @param {number} from @param {number} to */
export function moved(ids, from, to) {
  const copy = [...ids];
  copy.splice(to, 0, ...copy.splice(from, 1));
  return copy;
}

/** The order shown: what was answered if it names every step, else as the question gives them. */
export function shownOrder(/** @type {{id: string}[]} */ steps, /** @type {string[] | null | undefined} */ value) {
  return value?.length === steps.length ? value : steps.map((step) => step.id);
}
