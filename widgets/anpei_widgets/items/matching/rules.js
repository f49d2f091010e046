// What an answer to several prompts is: a choice for each, or nothing yet.

/** The answer with one prompt's choice changed; null when nothing is left of it. An empty `id` clears.
 * @param {number} many @param {(string | null)[] | null | undefined} value @param {number} at @param {string} id */
export function chosenAt(many, value, at, id) {
  const next = Array.from({ length: many }, (_, i) => (i === at ? id || null : value?.[i] ?? null));
  return next.some(Boolean) ? next : null;
}

/** How many prompts still want a choice. @param {number} many @param {(string | null)[] | null | undefined} value */
export const openOnes = (many, value) => many - (value ?? []).slice(0, many).filter(Boolean).length;

/** A stem cut at its blanks: text and the number of the blank behind it, 0 behind the last. @param {string} stem @returns {[string, number][]} */
export function cutAtBlanks(stem) {
  const parts = stem.split(/【(\d{1,2})】/);
  return parts.flatMap((text, i) => (i % 2 ? [] : [/** @type {[string, number]} */ ([text, Number(parts[i + 1] ?? 0)])]));
}
