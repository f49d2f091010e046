// A field to sign in by finger, pen or mouse; the drawing is a path of whole numbers on a pad of 600 by 200.

import { svgEl } from "../../shared/dom.js";
import "./signature.css";

const PAD_SIZE = { width: 600, height: 200, step: 4 };

/** The pad; `path()` is what was drawn, `ready()` whether it is more than a dot. @param {() => void} changed */
export function signingPad(changed = () => {}) {
  const line = svgEl("path", { d: "" });
  const el = svgEl("svg", { class: "anpei-pad", viewBox: `0 0 ${PAD_SIZE.width} ${PAD_SIZE.height}`, role: "img", "aria-label": "签名区，用手指或笔写上姓名" },
    svgEl("path", { class: "anpei-pad-rule", d: `M30 160H${PAD_SIZE.width - 30}` }), line);
  /** @type {string[]} */
  let words = [];
  /** @type {[number, number]} */
  let last = [0, 0];

  const within = (value, from, size, most) => Math.max(0, Math.min(most, Math.round(((value - from) / size) * most)));
  /** @returns {[number, number]} */
  const at = (event) => {
    const box = el.getBoundingClientRect();
    return [within(event.clientX, box.left, box.width, PAD_SIZE.width), within(event.clientY, box.top, box.height, PAD_SIZE.height)];
  };
  const add = (letter, [x, y]) => {
    words.push(`${letter}${x} ${y}`);
    last = [x, y];
    line.setAttribute("d", words.join(""));
    changed();
  };
  el.addEventListener("pointerdown", (event) => {
    event.preventDefault();
    el.setPointerCapture(event.pointerId);
    add("M", at(event));
  });
  el.addEventListener("pointermove", (event) => {
    if (!el.hasPointerCapture(event.pointerId)) return;
    const point = at(event);
    if (Math.hypot(point[0] - last[0], point[1] - last[1]) >= PAD_SIZE.step) add("L", point);
  });
  return {
    el,
    path: () => words.join(""),
    ready: () => words.filter((word) => word.startsWith("L")).length >= 4,
    clear() {
      words = [];
      line.setAttribute("d", "");
      changed();
    },
  };
}

/** A signature as it was drawn. */
export function signatureShown(path, name) {
  return svgEl("svg", { class: "anpei-pad", viewBox: `0 0 ${PAD_SIZE.width} ${PAD_SIZE.height}`, role: "img", "aria-label": `${name}的签名` }, svgEl("path", { d: path }));
}
