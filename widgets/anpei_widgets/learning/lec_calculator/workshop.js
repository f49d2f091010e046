// The workshop from above: six places that take the colour of their risk. Decorative; the list beside it says all of it.

import { svgEl } from "../../shared/dom.js";

const PLAN_PLACES = {
  ink: { box: [12, 12, 108, 82], draw: "M26 66h16v-20h-16zM30 46v-6h8v6M48 66h14v-14h-14z" },
  stack: { box: [12, 98, 108, 78], draw: "M24 152h14v-14h-14zM40 152h14v-14h-14zM32 136h14v-12h-14z" },
  dock: { box: [12, 180, 108, 86], draw: "M24 250h22v-14h-10l-4 -10h-8zM50 254v-30M50 252h10M28 254a4 4 0 1 1 .1 0M42 254a4 4 0 1 1 .1 0" },
  die: { box: [140, 92, 112, 96], draw: "M154 168h34M158 168v-12h26v12M158 142h26v8h-26zM171 150v6" },
  roof: { box: [140, 12, 208, 62], draw: "M156 58l14 -16l14 16M176 58l14 -16l14 16", dash: true },
  pool: { box: [268, 186, 80, 80], draw: "M282 222q6 -6 12 0t12 0t12 0t12 0M282 232q6 -6 12 0t12 0t12 0t12 0" },
};

/** The plan; ``marks`` maps task id → {score, tone, word} or nothing yet; a tap on a place picks its task. */
export function workshopPlan(spec, marks, current, pick) {
  const place = (task, i) => {
    const { box: [x, y, w, t], draw, dash } = PLAN_PLACES[task.id];
    const mark = marks[task.id];
    const here = i === current;
    return svgEl("g", { class: `anpei-plan-place${here ? " anpei-plan-here" : ""}`, onclick: () => pick(i) },
      svgEl("rect", { x, y, width: w, height: t, rx: task.id === "pool" ? 18 : 4, class: `anpei-plan-box ${mark ? `anpei-plan-${mark.tone}` : "anpei-plan-none"}`, "stroke-dasharray": dash && !here ? "7 5" : null }),
      svgEl("path", { d: draw, class: "anpei-plan-thing" }),
      svgEl("text", { x: x + w - 8, y: y + 21, class: "anpei-plan-name", "text-anchor": "end" }, task.place),
      svgEl("text", { x: x + w - 8, y: y + t - 10, class: mark ? "anpei-plan-score" : "anpei-plan-name", "text-anchor": "end" }, mark ? `${mark.score} ${mark.word}` : "未评"));
  };
  const rows = /** @type {[any, number][]} */ (spec.tasks.map((task, i) => [task, i])).sort(([, i], [, j]) => Number(i === current) - Number(j === current));
  return svgEl("svg", { viewBox: "0 0 360 278", class: "anpei-plan", role: "img", "aria-label": planWords(spec, marks) },
    svgEl("path", { d: "M6 6H354V272H6Z", class: "anpei-plan-wall" }),
    svgEl("path", { d: "M130 268V96M130 84h-4M126 80V14M262 180V84H132M258 266V196", class: "anpei-plan-aisle" }),
    svgEl("text", { x: 194, y: 216, class: "anpei-plan-name", "text-anchor": "middle" }, "车间通道"),
    svgEl("path", { d: "M172 272h44", class: "anpei-plan-door" }),
    svgEl("text", { x: 194, y: 262, class: "anpei-plan-exit", "text-anchor": "middle" }, "出口"),
    rows.map(([task, i]) => place(task, i)));
}

/** The plan in words, for those who don't see it. */
const planWords = (spec, marks) => `车间平面图。${spec.tasks.map((task) => {
  const mark = marks[task.id];
  return `${task.place}：${mark ? `${mark.word}色，${mark.score}` : "未评"}`;
}).join("；")}。`;
