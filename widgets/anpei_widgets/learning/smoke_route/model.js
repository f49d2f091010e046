// Smoke on a floor as a graph: each place has one number, 0 (clear) to 1 (full). Pure functions; one step is one second.
// Smoke flows along a link in proportion to the difference, times the link's width; a closed door leaves the leak,
// a stuffed one far less. The fire feeds its place, growing with the square of time. Outside is always clear.

import { lastWhere } from "../../shared/values.js";

/** How much of a link's width smoke finds. */
function routeGap(spec, doors, sealed, i) {
  if (doors[i] === "open" || doors[i] === "none") return 1;
  return spec.model.leak * (sealed.has(i) ? spec.model.sealed : 1);
}

/** Smoke a second later; `time` is s since the fire began. */
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

/** The level of so much smoke. */
export const routeLevel = (spec, amount) => /** @type {any} */ ( lastWhere(spec.levels, (level) => amount >= level.from));

/** The floor after the fire burned unseen for a while. */
export function routeFloor(spec, scene) {
  const floor = { doors: scene.links.map((link) => link.door), sealed: new Set(), time: 0, smoke: Object.fromEntries(scene.places.map((p) => [p.id, 0])) };
  for (; floor.time < scene.head; floor.time += 1) floor.smoke = routeSpread(spec, scene, floor.smoke, floor);
  return floor;
}
