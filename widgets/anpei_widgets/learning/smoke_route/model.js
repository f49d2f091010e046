// Smoke on a floor as a graph: each place has one number, 0 (clear) to 1 (full). Pure functions; one step is one second.
// Smoke flows along a link in proportion to the difference, times the link's width; a closed door leaves the leak,
// a stuffed one far less. The fire feeds its place, growing with the square of time. Outside is always clear.

import { lastWhere } from "../../shared/values.js";

/** @import { Tone } from "../shared/cards.js" */
/** @typedef {{id: string, name: string, kind: string, volume: number, box: [number, number, number, number]}} Place */
/** @typedef {{between: string[], flow: number, door: string, metres: number, says?: string}} Link */
/** @typedef {{places: Place[], links: Link[], start: string, fire: string, full: number, head: number, best: string}} Scene */
/** @typedef {{id: string, from: number, upright: number, low: number, says: string}} Level */
/** @typedef {{tone: Tone, text: string}} Words */
/** What all scenes share. @typedef {{model: {leak: number, sealed: number, source: number, most: number, burn: number, choking: number,
 *   rescue: number, speeds: {upright: number, low: number, crawl: number}}, levels: Level[], acts: Record<string, {seconds: number}>,
 *   words: Record<string, Words>}} Spec */

/** How much of a link's width smoke finds. @param {Spec} spec @param {string[]} doors @param {Set<number>} sealed @param {number} i */
function routeGap(spec, doors, sealed, i) {
  if (doors[i] === "open" || doors[i] === "none") return 1;
  return spec.model.leak * (sealed.has(i) ? spec.model.sealed : 1);
}

/** Smoke a second later; `time` is s since the fire began. 
 * @param {Spec} spec @param {Scene} scene @param {Record<string, number>} smoke @param {{doors: string[], sealed: Set<number>, time: number}} floor
 * @returns {Record<string, number>} */
export function routeSpread(spec, scene, smoke, { doors, sealed, time }) {
  const gain = Object.fromEntries(scene.places.map((p) => [p.id, 0]));
  scene.links.forEach(({ between: [a, b], flow }, i) => {
    const moved = flow * routeGap(spec, doors, sealed, i) * (smoke[a] - smoke[b]);
    gain[a] -= moved;
    gain[b] += moved;
  });
  gain[scene.fire] += spec.model.source * Math.min(1, (time / scene.full) ** 2);
  return Object.fromEntries(scene.places.map(({ id, kind, volume }) =>
    [id, kind === "out" ? 0 : Math.min(1, Math.max(0, smoke[id] + gain[id] / volume))]));
}

/** The level of so much smoke. @param {Spec} spec @param {number} amount */
export const routeLevel = (spec, amount) => /** @type {any} */ ( lastWhere(spec.levels, (level) => amount >= level.from));

/** The floor after the fire burned unseen for a while. @param {Spec} spec @param {Scene} scene */
export function routeFloor(spec, scene) {
  const floor = { doors: scene.links.map((link) => link.door), sealed: new Set(), time: 0, smoke: Object.fromEntries(scene.places.map((p) => [p.id, 0])) };
  for (; floor.time < scene.head; floor.time += 1) floor.smoke = routeSpread(spec, scene, floor.smoke, floor);
  return floor;
}
