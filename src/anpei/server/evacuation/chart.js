// How many are still inside, second by second: the band between the 5th and 95th percentile of the runs, and its middle.

import { h, svgEl } from "anpei_widgets/shared/dom.js";
import { last } from "anpei_widgets/shared/values.js";

const [WIDTH, HEIGHT, LEFT, BOTTOM, TOP] = [520, 220, 40, 34, 12];

/** A round step that cuts `most` into about four. */
function stepOf(most) {
  const rough = most / 4;
  const size = 10 ** Math.floor(Math.log10(Math.max(rough, 1)));
  return [1, 2, 5, 10].map((x) => x * size).find((x) => x >= rough) ?? size * 10;
}

/** @param {any} told the summary of an answer @returns {HTMLElement} */
export function chart(told) {
  const { t, p5, p50, p95 } = told.curve;
  const [end, most] = [last(t), told.people];
  const x = (v) => LEFT + (v / end) * (WIDTH - LEFT - 10);
  const y = (v) => HEIGHT - BOTTOM - (v / most) * (HEIGHT - BOTTOM - TOP);
  const line = (values) => values.map((v, i) => `${x(t[i]).toFixed(1)} ${y(v).toFixed(1)}`);
  const svg = svgEl("svg", { viewBox: `0 0 ${WIDTH} ${HEIGHT}`, class: "evac-chart", role: "img", "aria-label": "还在里面的人数随时间下降的曲线" });
  for (let v = 0; v <= most; v += stepOf(most)) {
    svg.append(svgEl("line", { x1: LEFT, x2: WIDTH - 10, y1: y(v), y2: y(v), class: "grid" }), svgEl("text", { x: LEFT - 8, y: y(v) + 4, class: "end" }, String(v)));
  }
  for (let v = 0; v <= end; v += stepOf(end)) svg.append(svgEl("text", { x: x(v), y: HEIGHT - BOTTOM + 20, class: "middle" }, `${v}`));
  svg.append(
    svgEl("path", { d: `M${line(p95).join("L")}L${line(p5).reverse().join("L")}Z`, class: "band" }),
    svgEl("path", { d: `M${line(p50).join("L")}`, class: "mid" }),
    svgEl("text", { x: WIDTH - 10, y: HEIGHT - 2, class: "end" }, "警报后（秒）"),
  );
  return h("figure", { class: "evac-figure" }, svg, h("figcaption", null, "还在里面的人数。深线是中间的一次，浅带是多数模拟所在的范围。"));
}
