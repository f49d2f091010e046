// Two drawings: the chest under the pad, and the learner's own rhythm. What they show is said in words as well.

import { svgEl } from "../../shared/dom.js";
import { pressingHands } from "../shared/hands.js";

const CPR_FROM = 60;
const CPR_TO = 160;

/** Whoever lies there, from above, the clothes opened: arms, body, trousers, neck, head. */
const CPR_PERSON = [
  ["skin", "M70 52C52 60 44 84 38 118l-4 30h22l6 -30l14 -38z"], ["skin", "M170 52c18 8 26 32 32 66l4 30h-22l-6 -30l-14 -38z"],
  ["skin", "M64 60q2 -18 28 -20h56q26 2 28 20l-10 60v30h-92v-30z"], ["trousers", "M74 132q46 8 92 0v18h-92z"],
  ["skin", "M106 46v-18h28v18q-14 8 -28 0z"], ["skin", "M91 4a29 33 0 0 1 58 0a29 33 0 0 1 -58 0z"],
  ["hair", "M91 2q-4 -27 29 -27q33 0 29 27q-10 -13 -29 -13t-29 13z"], ["face", "M104 8q6 3 10 0M126 8q4 3 10 0M114 24q6 3 12 0"],
  ["fold", "M84 92q18 8 32 2M156 92q-18 8 -32 2M120 62v40M118 122q2 2 4 0"],
];
const cprLine = (d, part) => svgEl("path", { d, class: `anpei-cpr-${part}` });
const cprWords = (x, y, words, anchor = "start") => svgEl("text", { x, y, "text-anchor": anchor, class: "anpei-cpr-axis" }, words);

/** A chest from the front with the line between the nipples; the heel of the hand presses in its middle, on the lower half of the
 * breastbone, the other hand on it, arms straight. */
export function cprChest() {
  return svgEl("svg", { viewBox: "0 -26 240 176", class: "anpei-cpr-chest", "aria-hidden": "true" },
    CPR_PERSON.map(([part, d]) => cprLine(d, part)),
    [86, 154].map((cx) => svgEl("circle", { cx, cy: 80, r: 4, class: "anpei-cpr-dot" })),
    cprLine("M86 80H154", "dash"), svgEl("circle", { cx: 120, cy: 88, r: 12, class: "anpei-cpr-heart" }),
    svgEl("g", { class: "anpei-cpr-hands" }, pressingHands({ x: 120, y: 88 })));
}

/** The dial: a band from 100 to 120 and where the last presses lie. */
export function cprDial(spec, rate) {
  const x = (r) => 10 + (280 * (Math.min(CPR_TO, Math.max(CPR_FROM, r)) - CPR_FROM)) / (CPR_TO - CPR_FROM);
  return svgEl("svg", { viewBox: "0 0 300 46", class: "anpei-cpr-dial", "aria-hidden": "true" },
    svgEl("rect", { x: 10, y: 14, width: 280, height: 12, rx: 6, class: "anpei-cpr-track" }),
    svgEl("rect", { x: x(spec.low), y: 14, width: x(spec.high) - x(spec.low), height: 12, class: "anpei-cpr-band" }),
    cprWords(x(spec.low), 43, String(spec.low), "middle"), cprWords(x(spec.high), 43, String(spec.high), "middle"),
    rate === null ? null : cprLine(`M${x(rate)} 6l-7 -6h14zM${x(rate)} 8v24`, "needle"));
}

/** How each press lay: a dot in the band, a triangle outside; a dashed line where breaths were given. */
export function cprChart(spec, s, label) {
  const wide = 340;
  const x = (i) => 40 + ((wide - 52) * i) / Math.max(1, s.beats.length - 1);
  const y = (r) => 152 - (136 * (Math.min(CPR_TO, Math.max(CPR_FROM, r)) - CPR_FROM)) / (CPR_TO - CPR_FROM);
  const marks = { good: "M-3 0a3 3 0 1 0 6 0a3 3 0 1 0 -6 0z", slow: "M-4.5 -3.5h9l-4.5 7z", fast: "M-4.5 3.5h9l-4.5 -7z" };
  const runs = [...new Set(s.beats.map((b) => b.cycle))].map((c) => s.beats.map((b, i) => ({ ...b, i })).filter((b) => b.cycle === c && b.rate !== null));
  const path = (run) => run.map((b, k) => `${k ? "L" : "M"}${x(b.i).toFixed(1)} ${y(b.rate).toFixed(1)}`).join("");
  return svgEl("svg", { viewBox: `0 0 ${wide} 184`, class: "anpei-cpr-chart", role: "img", "aria-label": label },
    svgEl("rect", { x: 40, y: y(spec.high), width: wide - 52, height: y(spec.low) - y(spec.high), class: "anpei-cpr-band" }),
    [80, spec.low, spec.high, 140].map((r) => cprWords(34, y(r) + 5, String(r), "end")),
    cprLine(`M40 16V152H${wide - 12}`, "frame"),
    s.beats.map((b, i) => (b.cycle && !b.n ? cprLine(`M${x(i - 0.5)} 16V152`, "gap") : null)),
    runs.map((run) => cprLine(path(run), "curve")),
    s.beats.map((b, i) => (b.tone ? svgEl("path", { d: marks[b.tone], transform: `translate(${x(i).toFixed(1)} ${y(b.rate).toFixed(1)})`, class: `anpei-cpr-mark-${b.tone}` }) : null)),
    cprWords(40, 174, "第 1 下"), cprWords(wide - 12, 174, `第 ${s.beats.length} 下`, "end"));
}
