// A worker in overalls and helmet, as in the pictures of the courses: 84 high, feet at (0, 0), turned to the right.

import { svgEl } from "../../shared/dom.js";
import "./worker.css";

/** @typedef {[number, number]} Point */

/** Joints of each pose: hip, neck, two legs, the arm behind the body and the one before it.
 * @type {Record<"stand" | "walk" | "hold" | "stoop" | "crawl" | "lie", {hip: Point, neck: Point, legs: number[][], arms: [number[], number[]]}>} */
const POSES = {
  stand: { hip: [0, -36], neck: [0, -60], legs: [[-5, -36, -6, -4], [5, -36, 6, -4]], arms: [[-8, -58, -13, -36], [8, -58, 13, -36]] },
  walk: { hip: [0, -36], neck: [2, -60], legs: [[-3, -36, -6, -20, -15, -6], [3, -36, 8, -20, 10, -4]], arms: [[-4, -58, -12, -46, -8, -36], [5, -58, 12, -46, 20, -42]] },
  hold: { hip: [0, -36], neck: [1, -60], legs: [[-5, -36, -7, -4], [5, -36, 7, -4]], arms: [[-4, -56, 8, -46, 20, -48], [8, -58, 12, -46, 24, -44]] },
  stoop: { hip: [-6, -34], neck: [12, -48], legs: [[-8, -34, -12, -18, -16, -4], [-4, -34, 4, -20, 2, -4]], arms: [[8, -46, 6, -32, 14, -24], [14, -46, 24, -36, 34, -40]] },
  crawl: { hip: [-16, -18], neck: [12, -24], legs: [[-16, -17, -10, -5, -28, -4], [-18, -16, -18, -4, -36, -4]], arms: [[10, -22, 12, -4, 20, -4], [14, -22, 24, -12, 32, -4]] },
  lie: { hip: [0, -8], neck: [-26, -8], legs: [[0, -9, 36, -8], [0, -6, 36, -3]], arms: [[-24, -10, -6, -12], [-24, -5, -8, -3]] },
};

/** @param {number[]} points @returns {Point} */
const end = (points) => [points[points.length - 2], points[points.length - 1]];

const part = (name, d) => svgEl("path", { d, class: `anpei-worker-${name}` });
const along = (points) => `M${points.map((value, i) => (i && i % 2 === 0 ? `L${value}` : value)).join(" ")}`;

/** A limb: its outline below, its cloth above. */
const limb = (points, cloth) => [part(`${cloth}-edge`, along(points)), part(cloth, along(points))];

const hand = ([x, y]) => svgEl("circle", { cx: x, cy: y, r: 3.6, class: "anpei-worker-skin" });

function boot([x, y], lying) {
  return part("boot", lying ? `M${x - 1} ${y + 3}v-9l7 -2v11z` : `M${x - 5} ${y + 4}h13l-3 -6h-8z`);
}

/** Which way the body points, one long. @param {Point} hip @param {Point} neck */
function upward([hx, hy], [nx, ny]) {
  const long = Math.hypot(nx - hx, ny - hy);
  return [(nx - hx) / long, (ny - hy) / long];
}

/** The body from hip to neck, eleven wide, rounded at the shoulders. @param {Point} hip @param {Point} neck */
function body(hip, neck) {
  const [[hx, hy], [nx, ny], [ux, uy]] = [hip, neck, upward(hip, neck)];
  const at = (x, y, side, up) => `${(x - uy * side + ux * up).toFixed(1)} ${(y + ux * side + uy * up).toFixed(1)}`;
  return part("coat", `M${at(hx, hy, 10, 0)}L${at(hx, hy, -10, 0)}L${at(nx, ny, -11.5, -2)}Q${at(nx, ny, -11.5, 4)} ${at(nx, ny, -7, 5)}` +
    `L${at(nx, ny, 7, 5)}Q${at(nx, ny, 11.5, 4)} ${at(nx, ny, 11.5, -2)}z`);
}

/** @param {Point} hip @param {Point} neck */
function head(hip, neck) {
  const [[nx, ny], [ux, uy]] = [neck, upward(hip, neck)];
  const turn = (Math.atan2(ux, -uy) * 180) / Math.PI;
  return svgEl("g", { transform: `translate(${nx + ux * 15.5} ${ny + uy * 15.5}) rotate(${turn})` },
    svgEl("circle", { r: 8.7, class: "anpei-worker-skin" }), part("helmet", "M-10 -2a10 10.5 0 0 1 20 0z"), part("brim", "M-10 -2h25"),
    svgEl("circle", { cx: 4.5, cy: 0.8, r: 1.25, class: "anpei-worker-eye" }));
}

/** The worker in a pose of `POSES`; `turned` looks to the left, `held` is drawn into the hand before the body.
 * @param {keyof typeof POSES} pose
 * @param {{x?: number, y?: number, scale?: number, turned?: boolean, coat?: "blue" | "orange" | "green", held?: any}} [look] */
export function worker(pose, { x = 0, y = 0, scale = 1, turned = false, coat = "blue", held = null } = {}) {
  const { hip, neck, legs, arms: [behind, before] } = POSES[pose];
  return svgEl("g", { class: `anpei-worker anpei-worker-${coat}`, transform: `translate(${x} ${y}) scale(${turned ? -scale : scale} ${scale})` },
    legs.map((leg) => [limb(leg, "trousers"), boot(end(leg), pose === "lie")]),
    limb(behind, "sleeve"), hand(end(behind)), body(hip, neck), head(hip, neck), held, limb(before, "sleeve"), hand(end(before)));
}
