// What the simulations share: radios drawn as cards, and the panel that says what a choice led to.

import { h } from "../../shared/dom.js";
import { icon } from "../../shared/icons.js";
import { uuid } from "../../shared/uuid.js";
import "./cards.css";

/** How a choice turned out. @typedef {"good" | "weak" | "harm"} Tone */

/** @type {Record<Tone, import("../../shared/icons.js").IconName>} */
export const TONE_MARKS = { good: "check", weak: "part", harm: "warn" };

/** Radios as cards. @param {string} legend @param {{value: any, name: any, hint?: string}[]} rows @param {(value: any) => void} pick */
export function cardRadios(legend, rows, pick) {
  const id = uuid();
  const inputs = rows.map((row, i) => h("input", { type: "radio", name: id, value: i, onchange: () => pick(row.value) }));
  const el = h("fieldset", { class: "anpei-choices" }, h("legend", null, legend),
    h("div", { class: "anpei-cards" }, rows.map((row, i) => h("label", { class: "anpei-card" }, inputs[i],
      h("span", null, h("b", null, row.name), row.hint ? h("small", null, row.hint) : null)))));
  return { el, inputs, show: (/** @type {any} */ value) => inputs.forEach((x, i) => { x.checked = rows[i].value === value; }) };
}

/** What came of it: a sign and a word, then the reasons. @param {Tone} tone @param {string} says @param {...any} reasons */
export const outcomePanel = (tone, says, ...reasons) => h("div", { class: `anpei-outcome anpei-${tone}` },
  h("p", { class: "anpei-says" }, icon(TONE_MARKS[tone]), h("b", null, says)), reasons.flat());

/** What was done, in which order, and what each act led to. @param {string} title @param {{tone: Tone, head: string, said: string, text: string}[]} rows */
export const actReview = (title, rows) => h("div", null, h("p", { class: "anpei-title" }, title), h("ol", { class: "anpei-review" },
  rows.map(({ tone, head, said, text: words }) => h("li", { class: `anpei-${tone}` }, icon(TONE_MARKS[tone]),
    h("span", null, h("b", null, head), h("span", { class: "anpei-spoken" }, `，${said}。`), h("span", { class: "anpei-p" }, words))))));

/** A folded note: where numbers and practice come from. @param {string} title @param {string[]} lines */
export const limitsNote = (title, lines) => h("details", { class: "anpei-limits" },
  h("summary", null, title, h("span", { class: "anpei-doubt anpei-tag" }, "待核")), lines.map((words) => h("p", null, words)));
