// The score of a risk, the band it falls into, and what measures leave of it. Pure; scales come from the spec.

/** @typedef {{id: string, floor?: number, levels: {value: number}[]}} Factor */
/** @typedef {{upto: number | null, tone: string, name?: string, act?: string}} Band */
/** @typedef {{factors: Factor[], bands: Band[]}} Scale */
/** @typedef {{change: Record<string, number | undefined>}} Measure */

/** The factors multiplied, at the levels chosen. @param {Record<string, number>} at @param {Scale} spec */
export const product = (spec, at) => Number(spec.factors.reduce((sum, f) => sum * at[f.id], 1).toFixed(2));
/** The band of a score: the first whose upper end it does not pass. @param {Scale} spec @param {number} score */
export const bandOf = (spec, score) => /** @type {Band} */ (spec.bands.find((b) => b.upto === null || score <= b.upto));

/** Where a risk stands after measures: each moves a factor some levels down, never below the lowest or its floor.
 * @param {Scale} spec @param {Record<string, number>} at @param {Measure[]} taken */
export function afterMeasures(spec, at, taken) {
  /** @type {Record<string, number>} */
  const rest = {};
  for (const factor of spec.factors) {
    const steps = taken.reduce((sum, m) => sum + (m.change[factor.id] ?? 0), 0);
    const i = factor.levels.findIndex((level) => level.value === at[factor.id]);
    const least = Math.min(i, Math.max(0, factor.levels.findIndex((level) => level.value === factor.floor)));
    rest[factor.id] = factor.levels[Math.max(least, i + steps)].value;
  }
  return rest;
}
