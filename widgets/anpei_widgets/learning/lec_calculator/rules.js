// What ratings of tasks come to: a score, a colour, and what measures leave of both. Pure; the words come from the spec.

import { present } from "../../shared/values.js";
import { afterMeasures, bandOf, product } from "../shared/risk_rules.js";

/** @import { Measure, Scale } from "../shared/risk_rules.js" */
/** @typedef {{at: Record<string, number>, measures: number[]}} Rated */
/** @typedef {{id: string, measures: Measure[]}} Task */
/** @typedef {Scale & {tasks: Task[], colours: Record<string, {word: string}>}} Spec */
/** @typedef {{rated: Record<string, Rated>}} Value */
/** @typedef {{score: number, tone: string, word: string}} Mark */
/** @typedef {{task: any, at: Record<string, number>, taken: any[], rest: Record<string, number>, before: Mark, after: Mark}} Stand */

/** What was said of a task so far. @param {Value} value @param {string} id @returns {Rated} */
export const rating = (value, id) => value.rated[id] ?? { at: {}, measures: [] };

/** A rating as its score, its tone and the word for its colour. @param {Spec} spec @param {Record<string, number>} at @returns {Mark} */
export function mark(spec, at) {
  const score = product(spec, at);
  const { tone } = bandOf(spec, score);
  return { score, tone, word: spec.colours[tone].word };
}

/** Where a task stands once every factor is rated, before and after the measures taken; null until then.
 * @param {Spec} spec @param {Value} value @param {Task} task @returns {Stand | null} */
export function standing(spec, value, task) {
  const { at, measures } = rating(value, task.id);
  if (!spec.factors.every((factor) => at[factor.id] !== undefined)) return null;
  /** @type {any[]} */
  const taken = present(measures.map((i) => task.measures[i]));
  const rest = afterMeasures(spec, at, taken);
  return { task, at, taken, rest, before: mark(spec, at), after: mark(spec, rest) };
}

/** Every task that is rated, the heaviest first. @param {Spec} spec @param {Value} value @returns {Stand[]} */
export const ranked = (spec, value) =>
  present(spec.tasks.map((task) => standing(spec, value, task))).sort((a, b) => b.after.score - a.after.score);
