// The score of a risk, the band it falls into, and what measures leave of it. Pure; scales come from the spec.

/** The factors multiplied, at the levels chosen. @param {Record<string, number>} at */
export const product = (spec, at) => Number(spec.factors.reduce((sum, f) => sum * at[f.id], 1).toFixed(2));
/** The band of a score: the first whose upper end it does not pass. */
export const bandOf = (spec, score) => spec.bands.find((b) => b.upto === null || score <= b.upto);

/** Where a risk stands after measures: each moves a factor some levels down, never below the lowest or its floor. */
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
