// A thigh, a forearm, a hand, and what was done so far: hands press, the band with its time is never covered. Decorative.

import { svgEl } from "../../shared/dom.js";
import { pressingHands } from "../shared/hands.js";

const bleedPath = (d, part) => svgEl("path", { d, class: `anpei-bleed-${part}` });
const placed = (x, y, ...parts) => svgEl("g", { transform: `translate(${x} ${y})` }, parts);

/** @typedef {[number, number]} Point
 * @typedef {{at: Point, band?: Point, wound: string, hands: any, d: [string, string][]}} Part */

/** The heart is to the left; `at` is the wound, `band` where a tourniquet belongs: 5 to 7 cm nearer the heart, on no joint.
 * `d`: what each shape is, in the order it is drawn.
 * @type {Record<string, Part>} */
const BLEED_PARTS = {
  leg: {
    at: [158, 78], band: [102, 78], wound: "M-22 -3c10 -11 32 -9 44 1c-11 12 -34 12 -44 -1z", hands: { x: 158, y: 78, turn: -32 },
    d: [
      ["coat", "M4 32C24 24 44 28 58 38L62 118C44 128 22 126 4 122z"],
      ["trousers", "M40 42C86 30 142 36 198 48C218 50 234 52 248 58L244 112C222 116 206 116 190 118C140 130 86 128 46 120z"],
      ["trousers", "M244 58C262 60 280 62 294 64V112C276 116 262 116 240 114C232 96 234 74 244 58z"],
      ["boot", "M290 64L293 40q10 -8 18 4l3 70q0 7 -7 7h-15q-5 -28 -2 -57z"],
      ["fold", "M222 62c6 12 6 32 -2 44M70 44c6 24 6 48 0 72M236 66c4 10 4 24 0 36"],
      ["skin", "M116 62l12 -9l12 5l14 -8l15 7l14 -4l12 11l-5 14l6 13l-14 6l-9 10l-16 -5l-14 6l-12 -8l-15 -2l2 -13l-7 -11z"],
    ],
  },
  arm: {
    at: [158, 84], wound: "M-24 -2c14 -8 34 -6 48 2c-14 7 -36 7 -48 -2z", hands: { x: 158, y: 84, turn: -32 },
    d: [
      ["skin", "M40 54C88 46 130 54 176 62C204 66 226 66 244 62C254 56 268 52 280 56C286 60 282 66 274 68l-8 3h34c9 1 9 11 0 12c10 1 10 12 0 13c8 1 8 11 -2 12c6 2 4 10 -6 11h-34c-12 0 -20 -4 -28 -8C208 112 188 112 164 114C120 118 80 122 40 120z"],
      ["fold", "M262 83h38M262 96h38M262 108h34M244 64c-5 12 -5 30 0 44"],
      ["shirt", "M4 40C26 34 46 40 60 46C66 70 66 102 58 126C40 134 20 132 4 130z"],
      ["cuff", "M50 44c10 -1 16 1 20 4c6 26 5 50 -3 76c-6 4 -12 5 -18 4c8 -28 9 -56 1 -84z"],
      ["fold", "M18 52c4 22 4 46 -2 70"],
    ],
  },
  hand: {
    at: [204, 56], wound: "M-7 -9c9 -1 14 3 14 9s-5 10 -14 9c-5 -6 -5 -12 0 -18z", hands: null,
    d: [
      ["skin", "M30 58C66 54 92 54 116 50C130 32 152 22 176 20c10 0 11 12 2 14c-12 4 -20 8 -24 14l44 -2c10 2 10 18 0 20l-40 4l118 -4c12 1 12 18 0 19l-114 3l104 6c11 2 10 17 -1 17l-104 -5l72 10c10 3 8 16 -2 15l-76 -9C130 128 70 126 30 118z"],
      ["fold", "M160 70l-14 2M162 88l-14 0M166 104l-14 -2M166 68v2M228 66v18M226 94v14M122 56c8 8 18 8 26 4"],
      ["coat", "M4 46C16 42 28 44 38 48C44 72 44 100 36 126C26 130 14 130 4 128z"],
      ["cuff", "M30 46c8 0 12 2 14 4c6 24 6 46 -2 72c-4 3 -8 4 -13 3c7 -26 8 -52 1 -79z"],
    ],
  },
};
const BLEED_DROPS = ["M-6 22c-4 6 -4 10 0 10s4 -4 0 -10z", "M10 26c-5 8 -5 13 0 13s5 -5 0 -13z", "M-18 30c-5 8 -5 13 0 13s5 -5 0 -13z", "M22 38c-6 9 -6 15 0 15s6 -6 0 -15z", "M0 44c-6 10 -6 16 0 16s6 -6 0 -16z"];

/** A folded cloth with its seams. */
const cloth = (x, y, wide, tall) => placed(x, y, bleedPath(`M${-wide / 2} ${-tall / 2 + 3}q${wide / 2} -6 ${wide} 0l2 ${tall - 4}q${-wide / 2} 6 ${-wide - 3} 1z`, "cloth"),
  bleedPath(`M${-wide / 2 + 6} ${-tall / 6}h${wide - 12}M${-wide / 2 + 6} ${tall / 6}h${wide - 12}`, "weave"));

/** The band, wound twice, with the rod that tightens it. @param {Point} where */
const band = ([x, y]) => placed(x, y, bleedPath("M-9 -44c8 28 8 60 -1 88q9 3 19 0c8 -28 8 -60 0 -89q-9 -3 -18 1z", "band"),
  bleedPath("M-8 -4c7 1 14 1 21 0M-8 8c7 1 14 1 21 0", "band-seam"), bleedPath("M-20 -34L26 -48", "rod-edge"), bleedPath("M-20 -34L26 -48", "rod"));

/** The part that was cut off: in gauze, in a bag that is tied, on ice that it doesn't touch. */
const bag = () => placed(258, 150, bleedPath("M-52 6q52 -12 104 0l4 18q-56 8 -112 0z", "ice"), bleedPath("M-38 10l10 10M-14 8l8 12M12 8l10 12M36 9l8 11", "ice-cubes"),
  bleedPath("M-30 -18q4 -6 12 -6h36q8 0 12 6l4 18q-34 8 -68 0z", "bag"), bleedPath("M-20 -14q20 -8 40 0v12q-20 6 -40 0z", "cloth"), bleedPath("M-8 -16v14M8 -16v14", "weave"),
  bleedPath("M34 -8l12 -8M34 -6l14 2", "bag"));

/** What lies on the wound, each in its own shape. @param {string} kind @param {Part} part */
function bleedLayer(kind, { at: [x, y], band: where }) {
  if (kind === "cloth") return cloth(x, y, 66, 46);
  if (kind === "cloth2") return cloth(x + 3, y - 3, 56, 38);
  if (kind === "pack") return placed(x, y, bleedPath("M-18 -12c10 -12 28 -8 34 2c6 12 -6 22 -18 20c-16 -2 -24 -12 -16 -22z", "cloth"), bleedPath("M-10 -6c8 -6 18 -4 20 2M-8 4c6 4 12 4 16 0", "weave"));
  if (kind === "band") return where ? band(where) : null;
  if (kind === "bag") return bag();
  if (kind === "blanket") return svgEl("g", {}, bleedPath("M2 26C22 18 48 22 66 34c6 28 6 58 0 88C44 132 20 130 2 128z", "blanket"), bleedPath("M18 34c5 28 5 58 0 84M42 36c5 26 5 54 0 80", "fold"));
  return null;
}

/** @param {Part} part */
function bleedTag({ band: where }) {
  const [x, y] = where ? [where[0] - 2, 18] : [176, 152];
  return placed(x, y, svgEl("rect", { x: -27, y: -14, width: 54, height: 26, rx: 4, class: "anpei-bleed-tag" }),
    svgEl("text", { x: 0, y: 5, "text-anchor": "middle", class: "anpei-bleed-time" }, "14:20"));
}

/** Whether somebody presses now: from the first cloth on, until the band has stopped it. */
const pressing = (shown) => shown.some((kind) => kind.startsWith("cloth")) && !shown.includes("band");

/** The whole drawing: limb, wound, blood by how fast it runs, layers in their order, the hands that press. */
export function bleedPicture(scene, s) {
  const part = BLEED_PARTS[scene.part];
  const [x, y] = part.at;
  const drops = s.flow === 0 ? 0 : s.flow <= 40 ? 1 : s.flow <= 320 ? 3 : 5;
  const layer = (kind) => bleedLayer(kind, part);
  return svgEl("svg", { viewBox: "0 0 320 176", class: "anpei-bleed-picture", "aria-hidden": "true" },
    bleedPath("M8 132H312", "floor"), part.d.map(([kind, d]) => bleedPath(d, kind)),
    placed(x, y, bleedPath(part.wound, "wound")),
    s.shown.filter((kind) => kind !== "tag").map(layer),
    placed(x, y, BLEED_DROPS.slice(0, drops).map((d) => bleedPath(d, "drop"))),
    part.hands && pressing(s.shown) ? pressingHands(part.hands) : null,
    s.shown.includes("tag") ? bleedTag(part) : null);
}

/** The gauge: blood lost so far, the part where shock begins marked. */
export function bleedGauge(spec, lost, label) {
  const x = (ml) => 8 + (304 * Math.min(spec.full, ml)) / spec.full;
  return svgEl("svg", { viewBox: "0 0 320 54", class: "anpei-bleed-gauge", role: "img", "aria-label": label },
    svgEl("rect", { x: 8, y: 8, width: 304, height: 18, rx: 9, class: "anpei-bleed-track" }),
    svgEl("rect", { x: 8, y: 8, width: Math.max(0, x(lost) - 8), height: 18, rx: 9, class: "anpei-bleed-lost" }),
    bleedPath(`M${x(spec.shock[0])} 4v26M${x(spec.shock[1])} 4v26`, "tick"),
    svgEl("text", { x: x(spec.shock[0]) - 6, y: 48, "text-anchor": "middle", class: "anpei-bleed-axis" }, spec.shock[0]),
    svgEl("text", { x: x(spec.shock[1]) + 8, y: 48, "text-anchor": "middle", class: "anpei-bleed-axis" }, spec.shock[1]),
    svgEl("text", { x: 8, y: 48, class: "anpei-bleed-axis" }, "0"),
    svgEl("text", { x: 312, y: 48, "text-anchor": "end", class: "anpei-bleed-axis" }, "毫升"));
}
