// Every risk as a line from its low to its high D over the bands of the four colours, on a scale of tens.

import { svgEl } from "../../shared/dom.js";

const RANK_LOW = 1, RANK_HIGH = 5000;

/** The chart; rows as they are ranked. Words stand under each line's name, so colour only repeats them. */
export function rankChart(spec, run, width) {
  const left = 14, right = width - 14, top = 46, step = 52;
  const X = (d) => left + (Math.log10(Math.min(RANK_HIGH, Math.max(RANK_LOW, d)) / RANK_LOW) / Math.log10(RANK_HIGH / RANK_LOW)) * (right - left);
  const bottom = top + run.rows.length * step;
  const edges = [RANK_LOW, ...spec.edges, RANK_HIGH];
  const bands = ["blue", "yellow", "orange", "red"].map((tone, i) => [
    svgEl("rect", { x: X(edges[i]), y: top, width: X(edges[i + 1]) - X(edges[i]), height: bottom - top, class: `anpei-rank-${tone}` }),
    svgEl("text", { x: (X(edges[i]) + X(edges[i + 1])) / 2, y: 18, class: "anpei-rank-word", "text-anchor": "middle" }, spec.colours[tone].word)]);
  const lines = run.rows.map((row, i) => {
    const y = top + i * step;
    return [
      svgEl("path", { d: `M${left} ${y}H${right}`, class: "anpei-rank-rule" }),
      svgEl("text", { x: left + 6, y: y + 20, class: "anpei-rank-name" }, `${i + 1} ${row.name}`),
      svgEl("text", { x: right - 6, y: y + 20, class: "anpei-rank-word", "text-anchor": "end" }, rankRange(row)),
      svgEl("path", { d: `M${X(row.low)} ${y + 36}H${X(row.high)}M${X(row.low)} ${y + 30}v12M${X(row.high)} ${y + 30}v12`, class: "anpei-rank-span" }),
      svgEl("circle", { cx: X(row.d), cy: y + 36, r: 6, class: "anpei-rank-dot" })];
  });
  return svgEl("svg", { viewBox: `0 0 ${width} ${bottom + 8}`, class: "anpei-rank-chart", role: "img", "aria-label": rankWords(spec, run) },
    bands, spec.edges.map((d) => svgEl("text", { x: X(d), y: 38, class: "anpei-rank-tick", "text-anchor": "middle" }, d)), lines);
}

const rankRange = (row) => (row.low === row.high ? `D ${row.d}` : `${row.low} – ${row.high}`);

/** The chart in words. */
const rankWords = (spec, run) => `风险排名。${run.rows.map((row, i) => `第 ${i + 1}，${row.name}，D ${row.d}，${spec.colours[row.tone].word}色，多数在 ${row.low} 到 ${row.high} 之间`).join("；")}。`;
