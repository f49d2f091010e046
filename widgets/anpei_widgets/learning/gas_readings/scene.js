// A pit from the side. The gas is not drawn: a bad pit looks like a good one. Decorative; words say all of it as well.

import { svgEl } from "../../shared/dom.js";
import { worker } from "../shared/worker.js";
import "./scene.css";

const gasLine = (d, part, more) => svgEl("path", { d, class: `anpei-gas-${part}`, ...more });
const GAS_DEPTH = { top: 92, middle: 132, bottom: 172 };
const GAS_MARKS = { none: "", ok: "M-4 0l3 3l6 -7", over: "M0 -5v6M0 4.5v.01" };

/** What is at the bottom, so that the four pits are told apart. */
const GAS_FLOORS = {
  sludge: "M104 190c14 -8 24 4 40 -3s30 5 48 -2s28 3 44 -1",
  nitrogen: "M112 60V188M228 60V188M112 188c30 8 86 8 116 0",
  paint: "M118 186h104M128 178h18v8M190 176h16v10",
  furnace: "M112 188l14 -9l16 6l18 -8l20 9l22 -7l26 9",
};

/** A probe point with its letter, and a mark once it was tested. */
function gasPoint(point, y, state) {
  return svgEl("g", { class: `anpei-gas-point anpei-gas-point-${state}`, transform: `translate(170 ${y})` },
    svgEl("circle", { r: 12 }),
    state === "none" ? svgEl("text", { y: 5, "text-anchor": "middle" }, point.name[0]) : gasLine(GAS_MARKS[state], "mark"));
}

/** The drawing for one moment. @param {Record<string, string>} latest how each layer was found */
export function gasPicture(spec, scene, s, latest) {
  const inside = s.phase === "inside";
  const fallen = s.phase === "over" && s.result.tone === "harm";
  return svgEl("svg", { viewBox: "0 0 340 204", class: "anpei-gas-picture", "aria-hidden": "true" },
    gasLine("M8 60H132M208 60H332", "ground"),
    gasLine("M132 60V74H104V192H236V74H208V60", "wall"),
    gasLine(GAS_FLOORS[scene.id] ?? GAS_FLOORS.sludge, "floor"),
    gasLine("M222 64V186M230 64V186M222 84h8M222 104h8M222 124h8M222 144h8M222 164h8", "ladder"),
    s.airedFrom === null ? null : [gasLine("M14 34h34v24H14zM31 40a6 6 0 1 1 -.1 0", "thing"), gasLine("M48 46C92 40 124 40 140 66V148", "duct")],
    s.did.attend === undefined ? null : [worker("hold", { x: 276, y: 58, scale: 0.58, turned: true, coat: "orange" }), gasLine("M262 34L214 66", "rope")],
    inside ? worker("stand", { x: 194, y: 187, scale: 0.6 }) : null,
    fallen ? worker("lie", { x: 172, y: 189, scale: 0.72 }) : null,
    inside || fallen ? null : spec.points.map((p) => gasPoint(p, GAS_DEPTH[p.id], latest[p.id] ?? "none")));
}
