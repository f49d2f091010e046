// What levels make together.

/** @typedef {{upto: number | null, name: string, tone: string}} Band */

const LETTERS = "abcdefghijkl";

/** The place of a level on its scale, by its letter; -1 for none. @param {string | null | undefined} letter */
export const placeOf = (letter) => (letter ? LETTERS.indexOf(letter) : -1);

/** A level's letter. @param {number} place */
export const letterOf = (place) => LETTERS.charAt(place);

/** The product of the levels chosen and its band; null while one is missing.
 * @param {{scales: {levels: [number, string, string][]}[], bands: Band[]}} spec @param {(string | null)[] | null | undefined} value
 * @returns {{score: number, band: Band} | null} */
export function judged(spec, value) {
  const numbers = spec.scales.map((scale, i) => scale.levels[placeOf(value?.[i])]?.[0]);
  if (numbers.some((number) => number === undefined)) return null;
  const score = Number(numbers.reduce((all, number) => all * number, 1).toFixed(6));
  const band = spec.bands.find(({ upto }) => upto === null || score <= upto);
  return band ? { score, band } : null;
}
