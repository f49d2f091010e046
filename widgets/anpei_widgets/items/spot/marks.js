// What lies around the picture of 找隐患: where a mark is in words, the marks by number, and the key once it is out.

import { h, svgEl } from "../../shared/dom.js";
import { doubt } from "../../shared/doubt.js";
import { icon } from "../../shared/icons.js";
import { spotName } from "./rules.js";
import "./marks.css";

/** Put an element where a point of the picture is, whatever its size on the screen. */
export function spotPlace(el, scene, { x, y }) {
  el.style.left = `${(100 * x) / scene.width}%`;
  el.style.top = `${(100 * y) / scene.height}%`;
  return el;
}

/** The marks by number, each with a way to take it back; keeps the focus where it was. */
export function spotMarks(spec, take) {
  const el = h("ol", { class: "anpei-spot-marks", "aria-label": "已标的地方" });
  return {
    el,
    show(marks) {
      const buttons = [...el.querySelectorAll("button")];
      const at = buttons.findIndex((button) => button === document.activeElement);
      el.replaceChildren(...marks.map((mark, i) => h("li", null,
        h("span", { class: "anpei-spot-number", "aria-hidden": "true" }, i + 1), h("span", null, spotName(spec, mark)),
        h("button", { type: "button", class: "anpei-link", "aria-label": `取消标记 ${i + 1}：${spotName(spec, mark)}`, onclick: () => take(mark) }, "取消"))));
      el.hidden = !marks.length;
      if (at >= 0) (el.querySelectorAll("button")[Math.min(at, marks.length - 1)] ?? el.parentElement?.querySelector("summary"))?.focus();
    },
  };
}

/** Every place by name, to be marked without seeing or touching the picture. */
export function spotNames(spec, toggle) {
  const boxes = spec.places.map(({ id }) => h("input", { type: "checkbox", value: id, onchange: () => toggle(id) }));
  const rows = spec.places.map(({ text: words }, i) => h("label", { class: "anpei-spot-name" }, boxes[i], h("span", { class: "anpei-spot-box" }, icon("check")), h("span", null, words)));
  const el = h("details", { class: "anpei-spot-names" }, h("summary", null, "看不清图，或用键盘：按名单标"),
    h("p", { class: "anpei-hint" }, "图上的地方都在这里，有问题的和没问题的混在一起。在这里标和在图上标，算分一样。"),
    h("div", { class: "anpei-spot-rows", role: "group", "aria-label": "图上的地方" }, rows));
  return { el, show: (marks) => boxes.forEach((box) => { box.checked = marks.includes(box.value); }) };
}

/** @type {Record<string, [import("../../shared/icons.js").IconName, string]>} */
const SPOT_TONES = { found: ["check", "找到了"], missed: ["part", "漏了"], false: ["cross", "这里没问题"] };
const spotTone = (place) => (place.hazard ? (place.marks.length ? "found" : "missed") : "false");

/** The outlines of what was to be found and of what was marked in vain, laid over the picture. */
export function spotOutlines(scene, spots) {
  const outlines = spots.places.filter((p) => p.hazard || p.marks.length).map((place) => svgEl("polygon", {
    points: place.polygon.map((point) => point.join(",")).join(" "),
    class: `anpei-spot-outline anpei-spot-${spotTone(place)}`,
  }));
  return svgEl("svg", { viewBox: `0 0 ${scene.width} ${scene.height}`, class: "anpei-spot-outlines", "aria-hidden": "true" }, outlines);
}

/** One place of the key: what it came to, why, and what it rests on. */
function spotLine(place, cards) {
  const [mark, words] = SPOT_TONES[spotTone(place)];
  const laws = place.cites.map((cite) => cards.find((card) => card.citation === cite)).filter(Boolean);
  const basis = [...laws.map((card) => [`《${card.law}》${card.article}`]), ...(place.source ? [[place.source, doubt("（待核）")]] : [])];
  return h("li", { class: `anpei-spot-line anpei-spot-${spotTone(place)}` }, h("span", { class: "anpei-spot-tone" }, icon(mark)),
    h("span", null, h("strong", null, place.label), h("span", { class: "anpei-spot-says" }, `${words}${place.marks.length ? `（标记 ${place.marks.join("、")}）` : ""}`),
      h("span", { class: "anpei-feedback" }, place.feedback), basis.length ? h("span", { class: "anpei-feedback" }, "依据：", basis.flatMap((part, i) => [i ? "；" : "", ...part])) : null));
}

/** The key in words: missed first, then found, then false marks. */
export function spotKey(review) {
  const { places, astray } = review.spots;
  const of = (tone) => places.filter((p) => spotTone(p) === tone && (p.hazard || p.marks.length));
  const hazards = places.filter((p) => p.hazard).length;
  const stray = astray.length ? h("li", { class: "anpei-spot-line anpei-spot-false" }, h("span", { class: "anpei-spot-tone" }, icon("cross")), h("span", null, h("strong", null, `标记 ${astray.join("、")}`), h("span", { class: "anpei-spot-says" }, "点在了空处"))) : null;
  return h("div", { class: "anpei-spot-key" },
    h("p", { class: "anpei-spot-sum" }, `${hazards} 处隐患，找到 ${of("found").length} 处；误点 ${of("false").length + astray.length} 处。`),
    h("ul", null, ["missed", "found", "false"].flatMap(of).map((place) => spotLine(place, review.cards ?? [])), stray));
}
