// A thigh, a forearm, a hand, and what was put on it so far; the band with its time is never covered. Decorative.

import { svgEl } from "../../shared/dom.js";

const bleedPath = (d, part) => svgEl("path", { d, class: `anpei-bleed-${part}` });

/** The heart is to the left; `at` is the wound. */
const BLEED_PARTS = {
  leg: { at: [156, 74], d: ["M14 46C60 34 130 38 196 52c18 4 26 4 40 4c24 0 44 6 70 12v34c-24 4 -52 12 -76 8c-16 -2 -26 0 -42 4C130 126 66 122 14 112", "M214 62c8 12 8 30 0 42"] },
  arm: { at: [150, 78], d: ["M14 44C60 34 120 42 170 50c26 4 54 6 76 4c10 -8 24 -14 34 -10c6 3 2 9 -6 12l-4 4h26c10 0 12 11 4 13c10 1 10 12 1 13c8 2 6 11 -2 12c5 3 2 10 -6 10h-34c-10 0 -20 -4 -26 -9C214 104 190 106 168 108C120 112 60 118 14 110z", "M270 73h28M270 86h30M268 98h28"] },
  hand: { at: [236, 48], d: ["M14 62c44 -8 84 -12 120 -10c26 -8 52 -14 78 -16l24 4v16l-40 8l96 -2c10 0 10 16 0 16l-92 2l84 8c10 2 8 16 -2 15l-84 -9l62 16c10 3 6 16 -4 14l-76 -18C124 124 64 112 14 110"] },
};
const BLEED_DROPS = ["", "M-6 18c-4 6 -4 10 0 10s4 -4 0 -10z", "M10 22c-5 8 -5 13 0 13s5 -5 0 -13z", "M-18 26c-5 8 -5 13 0 13s5 -5 0 -13z", "M22 34c-6 9 -6 15 0 15s6 -6 0 -15z", "M0 40c-6 10 -6 16 0 16s6 -6 0 -16z"];

/** What lies on the wound, each in its own shape. */
function bleedLayer(kind, [x, y]) {
  const at = { transform: `translate(${x} ${y})` };
  if (kind === "cloth") return svgEl("g", at, bleedPath("M-30 -20h60v40h-60z", "cloth"), bleedPath("M-30 -6h60M-30 8h60", "weave"));
  if (kind === "cloth2") return svgEl("g", at, bleedPath("M-26 -26h54v38h-54z", "cloth"), bleedPath("M-26 -13h54M-26 0h54", "weave"));
  if (kind === "pack") return svgEl("g", at, bleedPath("M-16 -12c10 -12 26 -8 32 2c6 12 -6 22 -18 20c-14 -2 -22 -12 -14 -22z", "cloth"), bleedPath("M-8 -6c6 -6 14 -4 16 2M-6 4c4 4 10 4 14 0", "weave"));
  if (kind === "band") return svgEl("g", { transform: `translate(${x - 66} ${y})` }, bleedPath("M-8 -38c6 24 6 50 0 78h16c6 -28 6 -54 0 -78z", "band"), bleedPath("M-16 -30L30 -46", "stick"));
  if (kind === "bag") return svgEl("g", { transform: "translate(62 140)" }, bleedPath("M-34 -6h68v34h-68z", "ice"), bleedPath("M-20 0c10 -10 30 -10 40 0v18h-40z", "cloth"), bleedPath("M-8 9h16", "weave"));
  if (kind === "blanket") return bleedPath("M6 34C30 28 48 30 64 36c7 26 6 52 -2 76C44 118 24 118 6 116z", "blanket");
  return null;
}

function bleedTag(scene) {
  const [x, y] = scene.part === "hand" ? [120, 144] : [BLEED_PARTS[scene.part].at[0] - 66, 18];
  return svgEl("g", { transform: `translate(${x} ${y})` }, svgEl("rect", { x: -26, y: -13, width: 52, height: 24, rx: 4, class: "anpei-bleed-tag" }),
    svgEl("text", { x: 0, y: 5, "text-anchor": "middle", class: "anpei-bleed-time" }, "14:20"));
}

/** The whole drawing: limb, wound, blood by how fast it runs, layers in their order. */
export function bleedPicture(scene, s) {
  const part = BLEED_PARTS[scene.part];
  const drops = s.flow === 0 ? 0 : s.flow <= 40 ? 1 : s.flow <= 320 ? 3 : 5;
  return svgEl("svg", { viewBox: "0 0 320 176", class: "anpei-bleed-picture", "aria-hidden": "true" },
    part.d.map((d, i) => bleedPath(d, i ? "fold" : "skin")),
    svgEl("g", { transform: `translate(${part.at[0]} ${part.at[1]})` }, bleedPath("M-20 -4c10 -10 30 -8 40 2c-10 10 -30 10 -40 -2z", "wound")),
    s.shown.filter((kind) => kind !== "tag").map((kind) => bleedLayer(kind, part.at)),
    svgEl("g", { transform: `translate(${part.at[0]} ${part.at[1]})` }, BLEED_DROPS.slice(1, drops + 1).map((d) => bleedPath(d, "drop"))),
    s.shown.includes("tag") ? bleedTag(scene) : null);
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
