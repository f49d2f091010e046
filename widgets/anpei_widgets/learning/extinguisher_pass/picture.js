// One fire, one person, one bottle, and the wind. Decorative: everything drawn is said in words beside it.

import { svgEl } from "../../shared/dom.js";
import { flames, line, SCENES } from "../shared/fire.js";
import { worker } from "../shared/worker.js";

const PASS_FLOOR = 186;
const PASS_FIRE = 190;
const PASS_TALL = 25; // px of one unit of height: a person has three
const PASS_AWAY = { near: 46, mid: 92, far: 150 };

const passLine = (d, part, more) => svgEl("path", { d, class: `anpei-pass-${part}`, ...more });

/** Which way along the picture: -1 left of the fire, 1 right of it. */
const passDirection = (scene, side) => (side === "up" ? -scene.wind : scene.wind);

/** Three streaks with a head each, and the word. */
function passWind({ wind }) {
  const arrow = (x, y) => passLine(`M${x} ${y}h${wind * 40}m${wind * -9} -6l${wind * 9} 6l${wind * -9} 6`, "wind");
  const from = wind > 0 ? 14 : 346;
  return [arrow(from, 22), arrow(from + wind * 14, 40),
    svgEl("text", { x: from + wind * 66, y: 37, "text-anchor": wind > 0 ? "start" : "end", class: "anpei-pass-word" }, "风")];
}

/** What burns, and flames as tall as the fire, leaning with the wind. */
function passFire(scene, s) {
  const k = scene.size > 3 ? 0.8 : 0.44;
  const { at, things } = SCENES[scene.burns];
  const shift = `translate(${PASS_FIRE - at[0] * k} ${PASS_FLOOR - 150 * k}) scale(${k})`;
  const tall = (s.size * PASS_TALL) / 50;
  const rise = `translate(${PASS_FIRE} ${PASS_FLOOR - 14}) skewX(${-scene.wind * 16}) scale(${Math.max(0.8, tall)} ${tall})`;
  return [svgEl("g", { transform: shift }, things.map((d) => line(d))),
    s.out ? flames([PASS_FIRE, PASS_FLOOR - 30], 0) : svgEl("g", { transform: rise }, flames([0, 0], 1))];
}

/** The person, turned to the fire; with bare hands, or with the bottle and its hose. */
function passPerson(s, x, toFire) {
  const bottle = svgEl("g", { transform: s.lifted ? "translate(14 -38)" : "translate(34 -44)" },
    svgEl("rect", { x: -5, y: 0, width: 11, height: 24, rx: 4, class: "anpei-pass-bottle" }), passLine("M0 0v-5M-5 -6h11", "limb"),
    s.pin ? null : svgEl("circle", { cx: -7, cy: -6, r: 3, class: "anpei-pass-pin" }));
  const back = s.ending === "turned" ? -1 : 1;
  const person = worker(s.lifted ? "hold" : "stand", { scale: 0.84, held: s.lifted ? svgEl("g", { transform: "scale(1.19)" }, bottle) : null });
  return svgEl("g", { transform: `translate(${x} ${PASS_FLOOR}) scale(${toFire * back} 1)` }, person, s.lifted ? null : bottle,
    s.lifted && s.aim ? passLine("M16 -42c10 2 4 -4 12 -2", "hose") : null);
}

/** The jet from the nozzle to what it was aimed at; short of it, blown back, or up in the air. */
function passJet(s, x, toFire) {
  if (!s.jet) return null;
  const from = [x + toFire * 26, PASS_FLOOR - 42];
  const tall = s.size * PASS_TALL;
  const height = { base: 8, flame: Math.max(24, tall * 0.7), top: tall + 34 }[s.aim];
  const wild = !s.aim && !s.out;
  const reach = wild ? [x + toFire * 50, 40] : s.side === "down" ? [x + toFire * 40, PASS_FLOOR - 96]
    : s.gap === "far" ? [x + toFire * 84, PASS_FLOOR - 6] : [PASS_FIRE, PASS_FLOOR - (height ?? 8)];
  const wide = s.swept ? 20 : 9;
  return [passLine(`M${from}L${reach[0]} ${reach[1] - wide}a${wide} ${wide} 0 0 ${toFire > 0 ? 1 : 0} 0 ${2 * wide}Z`, "jet"),
    s.swept ? passLine(`M${reach[0] - 26} ${PASS_FLOOR + 12}h52m-8 -5l8 5l-8 5M${reach[0] - 18} ${PASS_FLOOR + 7}l-8 5l8 5`, "wind") : null];
}

/** The whole drawing. */
export function passPicture(scene, s) {
  const side = passDirection(scene, s.side);
  const gone = s.ending && s.ending !== "engulfed" ? 24 : 0;
  const x = Math.min(340, Math.max(20, PASS_FIRE + side * (PASS_AWAY[s.gap] + gone)));
  return svgEl("svg", { viewBox: "0 0 360 212", class: "anpei-pass-picture", "aria-hidden": "true" },
    passWind(scene), passLine(`M10 ${PASS_FLOOR}H350`, "floor"), passFire(scene, s), passJet(s, x, -side), passPerson(s, x, -side));
}
