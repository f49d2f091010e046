// Outlines on a picture: whole numbers in the picture's own units, y downwards. Pure.

/** @typedef {[number, number]} Point */
/** @typedef {{width: number, height: number}} Size */

const within = (/** @type {number} */ value, /** @type {number} */ most) => Math.round(Math.min(Math.max(value, 0), most));

/** A point that lies on the picture. @param {Point} point @param {Size} size @returns {Point} */
export const onPicture = ([x, y], { width, height }) => [within(x, width), within(y, height)];

/** The rectangle between two corners. @param {Point} a @param {Point} b @returns {Point[]} */
export function rectangle([ax, ay], [bx, by]) {
  const [left, right, top, bottom] = [Math.min(ax, bx), Math.max(ax, bx), Math.min(ay, by), Math.max(ay, by)];
  return [[left, top], [right, top], [right, bottom], [left, bottom]];
}

/** A rectangle in the middle to begin with, as large as a thumb needs. @param {Size} size @returns {Point[]} */
export function middle({ width, height }) {
  const half = width / 12;
  return rectangle(onPicture([width / 2 - half, height / 2 - half], { width, height }), onPicture([width / 2 + half, height / 2 + half], { width, height }));
}

/** The whole outline moved, as far as the picture reaches. @param {Point[]} polygon @param {number} dx @param {number} dy
 * @param {Size} size @returns {Point[]} */
export function shifted(polygon, dx, dy, { width, height }) {
  const [xs, ys] = [polygon.map(([x]) => x), polygon.map(([, y]) => y)];
  const right = Math.min(Math.max(dx, -Math.min(...xs)), width - Math.max(...xs));
  const down = Math.min(Math.max(dy, -Math.min(...ys)), height - Math.max(...ys));
  return polygon.map(([x, y]) => [Math.round(x + right), Math.round(y + down)]);
}

/** One corner somewhere else. @param {Point[]} polygon @param {number} n @param {Point} point @param {Size} size @returns {Point[]} */
export const withCorner = (polygon, n, point, size) => polygon.map((each, at) => (at === n ? onPicture(point, size) : each));

/** One more corner, in the middle of the side behind this one. @param {Point[]} polygon @param {number} n @returns {Point[]} */
export function withCornerAfter(polygon, n) {
  const [[ax, ay], [bx, by]] = [polygon[n], polygon[(n + 1) % polygon.length]];
  return [...polygon.slice(0, n + 1), [Math.round((ax + bx) / 2), Math.round((ay + by) / 2)], ...polygon.slice(n + 1)];
}

/** Without a corner; a triangle keeps its three. @param {Point[]} polygon @param {number} n */
export const withoutCorner = (polygon, n) => (polygon.length > 3 ? polygon.filter((_, at) => at !== n) : polygon);

const turn = (/** @type {Point} */ [ax, ay], /** @type {Point} */ [bx, by], /** @type {Point} */ [cx, cy]) =>
  Math.sign((bx - ax) * (cy - ay) - (by - ay) * (cx - ax));

/** Whether two sides of an outline cross. @param {Point[]} polygon */
export function crossing(polygon) {
  const sides = polygon.map((point, n) => /** @type {[Point, Point]} */ ([point, polygon[(n + 1) % polygon.length]]));
  return sides.some(([a, b], n) => sides.some(([c, d], m) => {
    const apart = m > n + 1 && !(n === 0 && m === sides.length - 1);
    return apart && turn(a, b, c) * turn(a, b, d) <= 0 && turn(c, d, a) * turn(c, d, b) <= 0;
  }));
}

/** Whether a rectangle is one that somebody meant to draw. @param {Point[]} polygon @param {Size} size */
export const meant = (polygon, { width }) => polygon[2][0] - polygon[0][0] > width / 50 && polygon[2][1] - polygon[0][1] > width / 50;

/** How far a key moves: ten units, one with Shift. @param {string} key @param {boolean} fine @returns {Point | null} */
export function step(key, fine) {
  const far = fine ? 1 : 10;
  /** @type {Record<string, Point>} */
  const ways = { ArrowLeft: [-far, 0], ArrowRight: [far, 0], ArrowUp: [0, -far], ArrowDown: [0, far] };
  return ways[key] ?? null;
}
