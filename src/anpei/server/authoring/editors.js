// What a field is filled in with. Each editor draws one place of the item and puts what is typed back there.

import { h } from "anpei_widgets/shared/dom.js";
import { citesEditor } from "./cites.js";
import { pictureEditor } from "./picture.js";
import { regionsEditor } from "./regions.js";
import { rowsEditor } from "./rows.js";
import { placeKey, typedNumber, typedWords, valueAt } from "./rules.js";

/** @import { Step } from "./rules.js" */
/** @typedef {{name: string, label: string, editor: string, hint: string, choices: Record<string, string>, fields: FormField[],
 *   most: number, row: string, plain: boolean, ordered: boolean, names: string, clears: string[], when: [string, string]}} FormField */
/** The item as it stands; `put` changes a place, `changed` is called after each change, `painted` after a redraw.
 * @typedef {{value: any, defaults: Record<string, string>, cards: Record<string, any>, media: string,
 *   scene: {width: number, height: number} | undefined, put(where: Step[], wanted: any): void, changed(draw: () => void): void, redraw(): void, painted(): void}} ItemForm */
/** @typedef {(field: FormField, where: Step[], form: ItemForm) => HTMLElement} Editor */

/** How much of a row's text names it. */
const BEGINNING = 18;

/** Where findings about a place are told. @param {Step[]} where */
export const findingsAt = (where) => h("div", { class: "found", id: `found-${placeKey(where)}`, "data-at": placeKey(where) });

/** A field that takes one value: its label, its hint, what is wrong with it. @param {FormField} field @param {Step[]} where
 * @param {HTMLElement} input */
function labelled(field, where, input) {
  const id = `at-${placeKey(where)}`;
  const hint = field.hint ? h("p", { class: "hint", id: `${id}-hint` }, field.hint) : null;
  input.id = id;
  input.setAttribute("aria-describedby", [hint && `${id}-hint`, `found-${placeKey(where)}`].filter(Boolean).join(" "));
  return h("div", { class: "field" }, h("label", { for: id }, field.label), input, hint, findingsAt(where));
}

/** A text grows with what is written in it. @param {HTMLTextAreaElement} area */
export function grow(area) {
  area.style.height = "auto";
  area.style.height = `${area.scrollHeight + 2}px`;
}

/** @param {string} text @param {(typed: string) => void} typed @param {boolean} oneLine */
function growing(text, typed, oneLine) {
  const area = h("textarea", { class: oneLine ? "input grows line" : "input grows", rows: oneLine ? 1 : 2, oninput: () => { grow(area); typed(area.value); } });
  area.value = text;
  if (oneLine) area.addEventListener("keydown", (event) => event.key === "Enter" && !event.isComposing && event.preventDefault());
  requestAnimationFrame(() => grow(area));
  return area;
}

const words = (/** @type {any} */ value) => (value === undefined || value === null ? "" : String(value));

/** @type {Editor} */
const lineEditor = (field, where, form) =>
  labelled(field, where, growing(words(valueAt(form.value, where)), (typed) => form.put(where, typed.replace(/\n/g, " ")), true));

/** @type {Editor} */
const textEditor = (field, where, form) =>
  labelled(field, where, growing(words(valueAt(form.value, where)), (typed) => form.put(where, typed), false));

/** @type {Editor} */
function numberEditor(field, where, form) {
  const input = h("input", { class: "input short", inputmode: "decimal", autocomplete: "off", oninput: () => form.put(where, typedNumber(input.value)) });
  input.value = words(valueAt(form.value, where));
  return labelled(field, where, input);
}

/** @type {Editor} */
function wordsEditor(field, where, form) {
  const input = h("input", { class: "input", autocomplete: "off", oninput: () => form.put(where, typedWords(input.value)) });
  const there = valueAt(form.value, where);
  input.value = Array.isArray(there) ? there.join("、") : words(there);
  return labelled(field, where, input);
}

/** What a choice's key means: yes and no are no words. @param {string} key */
const meant = (key) => (key === "true" ? true : key === "false" ? false : key);

/** @type {Editor} */
function choiceEditor(field, where, form) {
  const id = `at-${placeKey(where)}`;
  const there = valueAt(form.value, where) ?? form.defaults[field.name];
  const picks = Object.entries(field.choices).map(([key, label]) => {
    const input = h("input", { type: "radio", name: id, value: key, onchange() {
      form.put(where, meant(key));
      for (const name of field.clears) form.put([...where.slice(0, -1), name], undefined);
      if (field.clears.length) form.redraw();
    } });
    input.checked = there === meant(key);
    return h("label", { class: "choice" }, input, h("span", null, label));
  });
  return h("fieldset", { class: "field choices", id, "aria-describedby": `found-${placeKey(where)}`, tabindex: "-1" },
    h("legend", null, field.label), h("div", { class: "choice-row" }, picks),
    field.hint && h("p", { class: "hint" }, field.hint), findingsAt(where));
}

/** One of several numbers, each with what it means. @type {Editor} */
function selectEditor(field, where, form) {
  const select = h("select", { class: "input", onchange: () => form.put(where, select.value === "" ? undefined : Number(select.value)) },
    h("option", { value: "" }, "请选"), Object.entries(field.choices).map(([key, label]) => h("option", { value: key }, label)));
  select.value = words(valueAt(form.value, where));
  return labelled(field, where, select);
}

/** One of the rows of a list of the item, told by its number and how it begins. @type {Editor} */
function rowEditor(field, where, form) {
  const select = h("select", { class: "input", onchange: () => form.put(where, select.value || undefined) });
  function fill() {
    const rows = valueAt(form.value, [field.row]);
    const named = (Array.isArray(rows) ? rows : []).map((row, n) => [row?.id, `第 ${n + 1} 步：${words(row?.text).slice(0, BEGINNING)}`]).filter(([id]) => id);
    const there = words(valueAt(form.value, where));
    const lost = there && !named.some(([id]) => id === there) ? [[there, `${there}（已删去）`]] : [];
    select.replaceChildren(h("option", { value: "" }, "到此结束"), ...[...named, ...lost].map(([id, label]) => h("option", { value: id }, label)));
    select.value = there;
  }
  form.changed(fill);
  fill();
  return labelled(field, where, select);
}

/** @type {Editor} */
function flagEditor(field, where, form) {
  const input = h("input", { type: "checkbox", id: `at-${placeKey(where)}`, onchange: () => form.put(where, input.checked || undefined) });
  input.checked = valueAt(form.value, where) === true;
  return h("div", { class: "field" }, h("label", { class: "pick" }, input, field.label), findingsAt(where));
}

/** @type {Editor} */
function groupEditor(field, where, form) {
  return h("fieldset", { class: "field group", id: `at-${placeKey(where)}`, tabindex: "-1" }, h("legend", null, field.label),
    field.hint && h("p", { class: "hint" }, field.hint),
    h("div", { class: field.fields.length > 4 ? "group-fields many" : "group-fields" }, field.fields.map((each) => edited(each, [...where, ...each.name.split(".")], form))), findingsAt(where));
}

/** @type {Record<string, Editor>} */
const EDITORS = {
  line: lineEditor, text: textEditor, number: numberEditor, words: wordsEditor, choice: choiceEditor, flag: flagEditor,
  select: selectEditor, row: rowEditor, group: groupEditor, rows: rowsEditor, cites: citesEditor, picture: pictureEditor, regions: regionsEditor,
};

/** The editor of a field. @param {FormField} field @param {Step[]} where @param {ItemForm} form */
export function edited(field, where, form) {
  const el = EDITORS[field.editor](field, where, form);
  const [key, wanted] = field.when;
  if (key) {
    const show = () => { el.hidden = (valueAt(form.value, key.split(".")) ?? form.defaults[key]) !== wanted; };
    form.changed(show);
    show();
  }
  return el;
}
