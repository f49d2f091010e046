// The form of the evacuation page: what it asks, and which of its fields matter for what was chosen.

import { all, one } from "anpei_widgets/shared/dom.js";

/** @typedef {HTMLInputElement | HTMLSelectElement} Field */

const blocksOf = (/** @type {HTMLFormElement} */ form, kind = "") => all(form, kind ? `[data-block=${kind}]` : "[data-block]");
const people = (/** @type {HTMLFormElement} */ form) => /** @type {HTMLInputElement[]} */ (all(form, "[name=people]"));
const valueOf = (/** @type {ParentNode} */ root, /** @type {string} */ name) => /** @type {Field} */ (one(root, `[name=${name}]`)).value;
const ticked = (/** @type {ParentNode} */ root, /** @type {string} */ name) => /** @type {HTMLInputElement} */ (one(root, `[name=${name}]`)).checked;

/** The ways of a kind that are blocked: from when, and whether people are told. */
function blocked(/** @type {HTMLFormElement} */ form, /** @type {string} */ kind) {
  return blocksOf(form, kind).flatMap((field) => {
    const how = valueOf(field, "how");
    if (how === "open") return [];
    const at = how === "later" ? Number(valueOf(field, "at")) : 0;
    return [{ id: field.dataset.id ?? "", at, told: ticked(field, "told") ? at : null }];
  });
}

/** The question the form asks. */
export function inputs(/** @type {HTMLFormElement} */ form) {
  const number = (/** @type {string} */ name) => Number(valueOf(form, name));
  return {
    people: Object.fromEntries(people(form).map((field) => [field.dataset.id, Number(field.value)])),
    cues: [{ id: "alarm", at: 0, median: number("median"), p95: number("p95") }],
    exits: blocked(form, "exits"),
    smokes: blocked(form, "smokes"),
    word_of_mouth: ticked(form, "word_of_mouth"),
    seeds: number("seeds"),
  };
}

/** Fields that matter only for some choices come and go with them. */
export function settle(/** @type {HTMLFormElement} */ form) {
  for (const field of blocksOf(form)) {
    const how = valueOf(field, "how");
    for (const part of all(field, "[data-when]")) part.hidden = !part.dataset.when?.split(" ").includes(how);
  }
  one(form, "[data-total]").textContent = String(people(form).reduce((sum, field) => sum + Number(field.value), 0));
}
