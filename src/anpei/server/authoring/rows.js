// Rows that are added, filled in, moved by dragging or keys, and taken away: options, steps, answers, criteria, pairs.

import { drag } from "anpei_widgets/items/order/drag.js";
import { moved } from "anpei_widgets/items/order/rules.js";
import { announce, h, one } from "anpei_widgets/shared/dom.js";
import { icon } from "anpei_widgets/shared/icons.js";
import { edited, findingsAt } from "./editors.js";
import { freeName, placeKey, valueAt, withPick } from "./rules.js";

/** @import { Step } from "./rules.js" */
/** @import { FormField, ItemForm } from "./editors.js" */

/** What one row is called, and what one more is: 选项 2, 添一个选项; 第 2 步, 添一步. @param {FormField} field @param {number} n */
const rowName = (field, n) => (field.row.length > 1 ? `${field.row} ${n + 1}` : `第 ${n + 1} ${field.row}`);
/** @param {FormField} field */
const oneMore = (field) => `添一${field.row.length > 1 ? "个" : ""}${field.row}`;

/** The field by which right rows are picked: one of them, or several.
 * @param {FormField} field @param {FormField} own @param {Step[]} where @param {ItemForm} form @param {HTMLElement} list */
function picker(field, own, where, form, list) {
  const rows = where.slice(0, -1);
  const n = /** @type {number} */ (where[where.length - 1]);
  const several = Boolean(own.choices.several);
  const input = h("input", {
    type: several ? "checkbox" : "radio", name: `pick-${placeKey(rows)}`,
    onchange() {
      const picked = withPick(valueAt(form.value, rows), n, own.name, input.checked, several);
      form.put(rows, picked);
      picked.forEach((row, at) => list.children[at].classList.toggle("is-right", row[own.name] === true));
    },
  });
  input.checked = valueAt(form.value, where)?.[own.name] === true;
  return h("label", { class: "pick row-pick" }, input, h("span", null, own.label, h("span", { class: "spoken" }, `：${rowName(field, n)}`)));
}

/** One row. @param {FormField} field @param {Step[]} where @param {ItemForm} form
 * @param {{move(to: number): void, remove(): void, count: number, list: HTMLElement, dropped(): void}} acts */
function drawnRow(field, where, form, acts) {
  const n = /** @type {number} */ (where[where.length - 1]);
  const name = rowName(field, n);
  const pick = field.fields.find((each) => each.editor === "pick");
  const fields = field.fields.filter((each) => each !== pick);
  const shape = fields.some((each) => each.editor === "rows") ? "nest" : fields.length;
  const grip = field.ordered && acts.count > 1 && h("button", {
    type: "button", class: "icon-button grip", "aria-label": `移动${name}：按上下方向键，或拖动`, title: "拖动，或按上下方向键",
    onkeydown: (/** @type {KeyboardEvent} */ event) => {
      const by = { ArrowUp: -1, ArrowDown: 1 }[event.key];
      if (!by) return;
      event.preventDefault();
      acts.move(n + by);
    },
    onpointerdown: (/** @type {PointerEvent} */ event) => drag(event, { moving() {}, dropped: acts.dropped, left: acts.dropped }),
  }, icon("grip"));
  const up = field.ordered && n > 0 && h("button", { type: "button", class: "icon-button", "aria-label": `把${name}上移`, onclick: () => acts.move(n - 1) }, icon("up"));
  const remove = h("button", { type: "button", class: "icon-button", "aria-label": `删去${name}`, onclick: acts.remove }, icon("cross"));
  const right = pick && valueAt(form.value, where)?.[pick.name] === true;
  return h("li", { class: right ? "form-row is-right" : "form-row", "data-row": n },
    h("div", { class: "row-head" }, h("span", { class: "row-name" }, name), pick && picker(field, pick, where, form, acts.list), h("span", { class: "row-acts" }, up, grip, remove)),
    h("div", { class: `row-fields row-fields-${shape}` }, fields.map((each) => edited(each, field.plain ? where : [...where, each.name], form))),
    field.plain ? null : findingsAt(where));
}

/** @param {FormField} field @param {Step[]} where @param {ItemForm} form */
export function rowsEditor(field, where, form) {
  const list = h("ol", { class: "form-rows" });
  const add = h("button", { type: "button", class: "button", onclick: () => put([...rows(), fresh()], rows().length, true) }, oneMore(field));
  const fresh = () => (field.plain ? "" : field.names ? { id: freeName(rows(), field.names) } : {});
  const rows = () => (Array.isArray(valueAt(form.value, where)) ? valueAt(form.value, where) : []);

  /** @param {any[]} wanted @param {number} focus @param {boolean} [typing] */
  function put(wanted, focus, typing = false) {
    form.put(where, wanted);
    draw();
    const row = list.children[Math.min(focus, wanted.length - 1)];
    const first = row && one(row, typing ? "textarea, input" : ".grip, .icon-button");
    (first || add).focus();
  }
  function move(/** @type {number} */ from, /** @type {number} */ to) {
    if (to < 0 || to >= rows().length) return;
    put(moved(rows(), from, to), to);
    announce(`${rowName(field, from)}移到第 ${to + 1} 位，共 ${rows().length} 位`);
  }
  function dropped() {
    const order = [...list.children].map((row) => Number(/** @type {HTMLElement} */ (row).dataset.row));
    if (order.some((n, at) => n !== at)) put(order.map((n) => rows()[n]), order.findIndex((n, at) => n !== at));
  }
  function remove(/** @type {number} */ n) {
    put(rows().filter((_, at) => at !== n), n);
    announce(`已删去${rowName(field, n)}`);
  }
  function draw() {
    const count = rows().length;
    list.replaceChildren(...rows().map((_, n) =>
      drawnRow(field, [...where, n], form, { move: (to) => move(n, to), remove: () => remove(n), count, list, dropped })));
    add.hidden = count >= field.most;
    form.painted();
  }
  draw();
  return h("fieldset", { class: "field rows-field", id: `at-${placeKey(where)}`, tabindex: "-1" }, h("legend", null, field.label),
    field.hint && h("p", { class: "hint" }, field.hint), findingsAt(where), list, h("div", { class: "buttons" }, add));
}
