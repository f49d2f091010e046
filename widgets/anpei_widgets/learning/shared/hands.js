// A helper's hand from above, as in the pictures of the courses: fingers to the left, wrist at the right; two of them press.

import { svgEl } from "../../shared/dom.js";
import "./hands.css";

const drawn = (tag, part, attrs) => svgEl(tag, { ...attrs, class: `anpei-hand-${part}` });

/** Something long and round: its outline below, its colour above. */
const limb = (d, part) => [drawn("path", `${part}-edge`, { d }), drawn("path", part, { d })];

const FINGERS = ["M-6 -9L-24 -10", "M-8 -3L-29 -3", "M-8 3L-28 4", "M-6 9L-22 10"];

const placed = (x, y, part) => svgEl("g", { transform: `translate(${x} ${y})` }, part);

/** @param {number} turn degrees */
const hand = (turn) => svgEl("g", { transform: `rotate(${turn})` },
  FINGERS.map((d) => limb(d, "finger")), limb("M4 -10L-8 -19", "finger"), drawn("rect", "palm", { x: -13, y: -13, width: 32, height: 26, rx: 10 }),
  drawn("path", "knuckles", { d: "M-7 -9v4M-9 -2v4M-7 5v4" }));

/** Two hands, one on the other, arms straight; the heel of the pressing hand is at (0, 0).
 * @param {{x: number, y: number, turn?: number}} at `turn`: by how many degrees the arms come from elsewhere than the right */
export function pressingHands({ x, y, turn = 0 }) {
  return svgEl("g", { class: "anpei-hands", transform: `translate(${x} ${y}) rotate(${turn})` },
    limb("M4 2L92 34", "sleeve"), placed(-9, 2, hand(10)), limb("M2 -5L92 -32", "sleeve"), placed(-7, -3, hand(-14)));
}
