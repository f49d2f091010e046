// Line drawings of six small fires. Decorative: what happens is always said in words as well.

import { svgEl } from "../../shared/dom.js";
import "./fire.css";

export const line = (d, part = "thing") => svgEl("path", { d, class: `anpei-fire-${part}` });

/** What burns, standing on the floor line at y = 150; `at` is where the flames rise. */
export const SCENES = {
  boxes: { at: [160, 74], things: ["M110 150V110h44v40zM154 150v-40h50v40zM126 110V74h56v36zM132 110v40M176 110v40M154 74v36"] },
  tray: { at: [160, 124], things: ["M92 128h136l-12 22H104zM104 132h112"] },
  hose: { at: [212, 96], things: ["M86 150V82a14 14 0 0 1 28 0v68zM94 68v-14h12v14M108 60h22c26 0 20 46 46 46h24", "M196 100h14v12h-14z"] },
  chips: { at: [160, 92], things: ["M112 96h96l-8 54H120zM128 96l8-10 10 8 12-12 10 10 14-8 8 12"] },
  cabinet: { at: [166, 62], things: ["M124 150V58h72v92zM124 82h72M136 96h22v20h-22zM136 126h22v14h-22z", "M176 96l-8 16h10l-8 16"] },
  pan: { at: [156, 92], things: ["M100 96c4 34 24 42 56 42s52-8 56-42zM212 102l44-8", "M104 150h104M126 150v-10M186 150v-10"] },
};

/** Flames that grow, stay or go: `size` 0 is out and smoking. */
export function flames([x, y], size) {
  if (size === 0) {
    return svgEl("g", { class: "anpei-fire-smoke" },
      [-18, 4, 22].map((dx) => line(`M${x + dx} ${y - 2}c-8 -10 8 -16 0 -28s8 -16 0 -26`, "smoke")));
  }
  const tongue = (dx, tall, wide) => `M${x + dx} ${y}c${-wide} -${tall * 0.4} ${wide * 0.2} -${tall * 0.6} 0 -${tall}` +
    `c${wide * 0.9} ${tall * 0.3} ${wide * 0.6} ${tall * 0.55} ${wide * 0.4} ${tall}z`;
  return svgEl("g", { class: "anpei-fire-flames" },
    line(tongue(-20, 34 * size, 22), "flame"), line(tongue(4, 50 * size, 26), "flame"), line(tongue(24, 32 * size, 20), "flame"),
    line(tongue(-2, 26 * size, 15), "heart"),
    size > 1.4 ? line(`M${x - 70} ${y + 14}l-10 -10M${x + 66} ${y + 10}l12 -10M${x - 54} ${y - 40}l-14 -6M${x + 52} ${y - 44}l14 -8`, "spark") : null);
}

/** The whole drawing; `tone` is null while nothing was tried. */
export function fireScene(scene, tone) {
  const { at, things } = SCENES[scene] ?? SCENES.boxes;
  const size = { good: 0, weak: 1, harm: 1.75 }[tone] ?? 1;
  return svgEl("svg", { viewBox: "0 -34 320 200", class: "anpei-fire-scene", "aria-hidden": "true" },
    line("M30 150h260", "floor"), things.map((d) => line(d)), flames(at, size));
}
