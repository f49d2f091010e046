// Somebody else saved the same question meanwhile: both versions side by side, chosen field by field; nothing is lost.

import { h, one } from "anpei_widgets/shared/dom.js";
import { withValue } from "./rules.js";

/** @typedef {{by: string, base: string, merged: any, fields: {name: string, label: string, mine: string, theirs: string,
 *   mine_value: any, theirs_value: any}[]}} EditConflict */

/** One field in both versions. @param {EditConflict["fields"][number]} field @param {string} by */
function fieldRow(field, by) {
  const pick = (/** @type {string} */ which, /** @type {string} */ words, /** @type {string} */ text, /** @type {boolean} */ on) => {
    const input = h("input", { type: "radio", name: `conflict-${field.name}`, value: which });
    input.checked = on;
    return h("label", { class: "conflict-side" }, h("span", { class: "pick" }, input, words), h("span", { class: "pre" }, text || "（空）"));
  };
  return h("fieldset", { class: "conflict-field" }, h("legend", null, field.label),
    pick("mine", "用我写的", field.mine, true), pick("theirs", `用${by}写的`, field.theirs, false));
}

/** @param {HTMLElement} box @param {EditConflict} conflict @param {(value: any, base: string) => void} settled */
export function conflictBox(box, conflict, settled) {
  const settle = h("button", { type: "button", class: "button primary", onclick() {
    const value = conflict.fields.reduce((found, field) => {
      const mine = /** @type {HTMLInputElement} */ (one(box, `input[name="conflict-${field.name}"]:checked`)).value === "mine";
      return withValue(found, [field.name], mine ? field.mine_value : field.theirs_value);
    }, conflict.merged);
    box.hidden = true;
    settled(value, conflict.base);
  } }, "按这样保存");
  box.replaceChildren(
    h("h2", { tabindex: "-1" }, `${conflict.by}刚才也改了这道题`),
    h("p", null, "没有冲突的地方已经合在一起。下面这些两个人都改了，请逐处选一个；没选的那一版在“历史”里还能找到。"),
    ...conflict.fields.map((field) => fieldRow(field, conflict.by)), h("div", { class: "buttons" }, settle));
  box.hidden = false;
  one(box, "h2").focus();
}

