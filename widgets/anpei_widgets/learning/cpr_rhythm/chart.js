// Two drawings: the chest under the pad, and the learner's own rhythm. What they show is said in words as well.

import { svgEl } from "../../shared/dom.js";

const CPR_FROM = 60;
const CPR_TO = 160;

const cprLine = (d, part) => svgEl("path", { d, class: `anpei-cpr-${part}` });
const cprWords = (x, y, words, anchor = "start") => svgEl("text", { x, y, "text-anchor": anchor, class: "anpei-cpr-axis" }, words);

/** A chest from the front with the line between the nipples, and where the heel of the hand presses. */
export function cprChest() {
  return svgEl("svg", { viewBox: "0 0 240 132", class: "anpei-cpr-chest", "aria-hidden": "true" },
    cprLine("M100 8v16c0 8 -10 12 -26 16c-24 6 -38 12 -42 30l-10 58M140 8v16c0 8 10 12 26 16c24 6 38 12 42 30l10 58M58 76l6 52M182 76l-6 52", "body"),
    cprLine("M66 72h108", "dash"),
    svgEl("circle", { cx: 74, cy: 72, r: 4, class: "anpei-cpr-dot" }), svgEl("circle", { cx: 166, cy: 72, r: 4, class: "anpei-cpr-dot" }),
    svgEl("g", { class: "anpei-cpr-hands" },
      svgEl("circle", { cx: 120, cy: 80, r: 22, class: "anpei-cpr-hand" }), svgEl("circle", { cx: 120, cy: 80, r: 11, class: "anpei-cpr-heart" })));
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
