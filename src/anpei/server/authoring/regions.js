// Places on a picture: their outlines drawn over it, what each of them is written below, the last steps undone.

import { announce, h } from "anpei_widgets/shared/dom.js";
import { icon } from "anpei_widgets/shared/icons.js";
import { edited, findingsAt } from "./editors.js";
import { authorsPicture } from "./picture.js";
import { RegionDrawing } from "./region-drawing.js";
import { middle } from "./region-rules.js";
import { freeName, placeKey, valueAt } from "./rules.js";
import "./regions.css";

/** @import { Point } from "./region-rules.js" */
/** @import { Step } from "./rules.js" */
/** @import { FormField, ItemForm } from "./editors.js" */

const UNDOS = 50;
const BEFORE = { width: 400, height: 400 }; // until the picture's own size is known
const HELP = "矩形：在图上按住拖动。多边形：逐点点击，点回第一点或按回车收尾，按 Esc 放弃。" +
  "只用键盘：点“添一处”，用 Tab 走到它和它的角，方向键移动（加 Shift 一次一格），Insert 加角，Delete 删去。";

class RegionsEditor {
  /** @param {FormField} field @param {Step[]} where @param {ItemForm} form */
  constructor(field, where, form) {
    this.field = field;
    this.where = where;
    this.form = form;
    this.selected = 0;
    this.picture = "";
    this.scene = form.scene;
    /** @type {any[][]} */
    this.earlier = [];
    this.drawing = new RegionDrawing({
      regions: () => this.regions(), size: () => this.form.scene ?? BEFORE, selected: () => this.selected,
      select: (n) => this.select(n), add: (polygon) => this.add(polygon), remove: (n) => this.remove(n),
      outline: (n, polygon, more) => this.put(this.regions().map((each, at) => (at === n ? { ...each, polygon } : each)), { cards: false, more }),
    });
    this.list = h("ol", { class: "form-rows" });
    this.image = h("img", { alt: "", draggable: "false" });
    this.stage = h("div", { class: "stage", onkeydown: (/** @type {KeyboardEvent} */ event) => this.drawing.key(event) }, this.image, this.drawing.svg);
    this.undoButton = h("button", { type: "button", class: "button", onclick: () => this.undo() }, "撤销");
    this.addButton = h("button", { type: "button", class: "button", onclick: () => this.add(middle(this.form.scene ?? BEFORE)) }, "添一处");
    this.modes = [this.modeButton("rect", "画矩形"), this.modeButton("poly", "画多边形")];
    this.tools = h("div", { class: "buttons" }, this.modes, this.addButton, this.undoButton);
    this.none = h("p", { class: "hint" }, "先在上面选一张图，再来画。");
    form.changed(() => this.follow());
  }

  /** @param {string} mode @param {string} label */
  modeButton(mode, label) {
    const button = h("button", { type: "button", class: "button", "aria-pressed": String(mode === "rect"), onclick: () => {
      for (const each of this.modes) each.setAttribute("aria-pressed", String(each === button));
      this.drawing.choose(mode);
    } }, label);
    return button;
  }

  /** @returns {any[]} */
  regions() {
    const there = valueAt(this.form.value, this.where);
    return Array.isArray(there) ? there : [];
  }

  /** @param {any[]} wanted @param {{cards?: boolean, more?: boolean}} [how] `more`: part of the step before */
  put(wanted, { cards = true, more = false } = {}) {
    if (!more) this.earlier = [...this.earlier, this.regions()].slice(-UNDOS);
    this.form.put(this.where, wanted);
    this.show(cards);
  }

  undo() {
    const last = this.earlier.pop();
    if (!last) return;
    this.form.put(this.where, last);
    this.show();
    announce("已撤销");
  }

  /** @param {Point[]} polygon */
  add(polygon) {
    const regions = this.regions();
    if (regions.length >= this.field.most) return announce(`最多 ${this.field.most} 处`);
    this.selected = regions.length;
    this.put([...regions, { id: freeName(regions, "r"), polygon }]);
    this.drawing.focus(`${this.selected}`);
    announce(`添了第 ${this.selected + 1} 处，请在图下写看到了什么`);
  }

  /** @param {number} n */
  remove(n) {
    this.selected = Math.max(0, Math.min(this.selected, this.regions().length - 2));
    this.put(this.regions().filter((_, at) => at !== n));
    this.addButton.focus();
    announce(`已删去第 ${n + 1} 处`);
  }

  /** @param {number} n */
  select(n) {
    this.selected = n;
    this.drawing.draw();
  }

  /** The picture, or its size, is another. */
  follow() {
    if ((valueAt(this.form.value, ["scene", "src"]) ?? "") !== this.picture || this.form.scene !== this.scene) this.show(false);
  }

  show(cards = true) {
    const src = valueAt(this.form.value, ["scene", "src"]) ?? "";
    this.stage.hidden = this.tools.hidden = !src;
    this.none.hidden = Boolean(src);
    if (src && src !== this.picture) this.image.src = authorsPicture(src);
    [this.picture, this.scene] = [src, this.form.scene];
    this.undoButton.disabled = !this.earlier.length;
    this.drawing.draw();
    if (cards) this.list.replaceChildren(...this.regions().map((_, n) => this.card(n)));
    this.form.painted();
  }

  /** What is said of one place. @param {number} n */
  card(n) {
    const where = [...this.where, n];
    const remove = h("button", { type: "button", class: "icon-button", "aria-label": `删去第 ${n + 1} 处`, onclick: () => this.remove(n) }, icon("cross"));
    return h("li", { class: "form-row", onfocusin: () => n !== this.selected && this.select(n) },
      h("div", { class: "row-head" }, h("span", { class: "row-name" }, `第 ${n + 1} 处`), h("span", { class: "row-acts" }, remove)), findingsAt(where),
      findingsAt([...where, "polygon"]), h("div", { class: "row-fields" }, this.field.fields.map((each) => edited(each, [...where, each.name], this.form))));
  }

  box() {
    const box = h("fieldset", { class: "field rows-field", id: `at-${placeKey(this.where)}`, tabindex: "-1" }, h("legend", null, this.field.label),
      h("p", { class: "hint" }, this.field.hint), findingsAt(this.where), this.none, this.tools, h("p", { class: "hint" }, HELP), this.stage, this.list);
    this.show();
    return box;
  }
}

/** @param {FormField} field @param {Step[]} where @param {ItemForm} form */
export const regionsEditor = (field, where, form) => new RegionsEditor(field, where, form).box();
