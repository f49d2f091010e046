// Two pictures of one run: the corridor at a moment, and the smoke's lower edge over time.

import { svgEl } from "../../shared/dom.js";
import { worker } from "../shared/worker.js";

/** How the drawn worker moves for each posture of the model. */
const POSES = /** @type {const} */ ({ waiting: "stand", upright: "walk", stoop: "stoop", crawl: "crawl", down: "lie" });

/** The corridor from the side at second `i`: smoke from the ceiling down, the person, the exit at the right. */
export function corridor(run, i, { height, distance, closed }, width) {
  const clear = run.layer[i];
  const top = 26;
  const floor = 150;
  const scale = (floor - top) / height;
  const x = 56 + (run.place[i] / distance) * (width - 140);
  const edge = floor - clear * scale;
  const posture = run.posture[i];
  return svgEl("svg", { viewBox: `0 0 ${width} 176`, class: "anpei-smoke-corridor", "aria-hidden": "true" },
    svgEl("rect", { x: 20, y: top, width: width - 40, height: floor - top, class: "anpei-smoke-air" }),
    svgEl("rect", { x: 20, y: top, width: width - 40, height: Math.max(0, edge - top), class: "anpei-smoke-cloud" }),
    svgEl("path", { d: `M20 ${edge}H${width - 20}`, class: "anpei-smoke-edge" }),
    svgEl("path", { d: "M24 150c-5 -16 4 -22 2 -36c11 10 7 18 12 36z", class: "anpei-smoke-flame" }),
    svgEl("path", { d: closed ? "M44 26V150" : "M44 26V84M44 84l-18 -6", class: "anpei-smoke-room" }),
    svgEl("path", { d: `M20 26H${width - 20}M20 150H${width - 20}`, class: "anpei-smoke-wall" }),
    svgEl("path", { d: `M${width - 54} 150V84h28v66M${width - 48} 118h4`, class: "anpei-smoke-door" }),
    worker(POSES[posture] ?? "walk", { x, y: floor, scale: 0.62 }),
    svgEl("text", { x: width - 40, y: 76, class: "anpei-smoke-word", "text-anchor": "middle" }, "出口"));
}

/** Clear height over time; bands say how one walks under it, two lines say when this person set off and ended. */
export function curve(run, i, { height, delay }, bands, width) {
  const right = width - 28;
  const end = Math.max(60, Math.ceil(run.layer.length / 30) * 30);
  const X = (s) => 56 + (s / end) * (right - 56);
  const Y = (z) => 24 + (1 - Math.min(z, height) / height) * 176;
  const line = run.layer.map((z, s) => `${s ? "L" : "M"}${X(s).toFixed(1)} ${Y(z).toFixed(1)}`).join("");
  const last = run.layer.length - 1;
  const band = (z, words) => [
    svgEl("path", { d: `M56 ${Y(z)}H${right}`, class: "anpei-smoke-band" }),
    svgEl("text", { x: 62, y: Y(z) - 6, class: "anpei-smoke-word" }, words),
  ];
  const mark = (s, words, y) => [
    svgEl("path", { d: `M${X(s)} 24V200`, class: "anpei-smoke-mark" }),
    svgEl("text", { x: X(s) + (s > end / 2 ? -6 : 6), y, class: "anpei-smoke-word", "text-anchor": s > end / 2 ? "end" : "start" }, words),
  ];
  const ticks = Array.from({ length: Math.floor(end / 60) + 1 }, (_, n) => n * 60);
  return svgEl("svg", { viewBox: `0 0 ${width} 232`, class: "anpei-smoke-curve", role: "img", "aria-label": curveWords(run, delay) },
    svgEl("path", { d: `${line}L${X(last).toFixed(1)} 24L56 24Z`, class: "anpei-smoke-cloud" }),
    band(bands.upright, "以上能站着走"), band(bands.stoop, "以上弯腰走，以下只能爬"), band(bands.lowest, "看不见，喘不上气"),
    svgEl("path", { d: line, class: "anpei-smoke-edge" }),
    delay > 0 && delay < last ? mark(delay, `第 ${delay} 秒才走`, 44) : null,
    mark(last, run.outcome === "caught" ? `${run.seconds} 秒，没走出来` : `${run.seconds} 秒，走出来`, 18),
    svgEl("circle", { cx: X(i), cy: Y(run.layer[i]), r: 5, class: "anpei-smoke-now" }),
    svgEl("path", { d: `M56 24V200H${right}`, class: "anpei-smoke-wall" }),
    ticks.map((s) => svgEl("text", { x: X(s), y: 218, class: "anpei-smoke-word", "text-anchor": "middle" }, `${s} 秒`)),
    [0, 1, 2, 3, 4].filter((z) => z <= height).map((z) => svgEl("text", { x: 48, y: Y(z) + 5, class: "anpei-smoke-word", "text-anchor": "end" }, `${z} 米`)));
}

/** The curve in words, for those who don't see it. */
function curveWords(run, delay) {
  const at = [0, 30, 60, 90, 120, 180, 240, 300].filter((s) => s < run.layer.length);
  const points = at.map((s) => `${s} 秒时 ${run.layer[s].toFixed(1)} 米`).join("，");
  return `烟层下沿离地高度：${points}。${delay ? `第 ${delay} 秒起步，` : ""}${run.outcome === "caught" ? "没有走出来" : `${run.seconds} 秒走出`}。`;
}
