// The outlines over a picture: drawn by dragging or corner by corner, moved and bent by pointer or keys.

import { svgEl } from "anpei_widgets/shared/dom.js";
import { crossing, meant, onPicture, rectangle, shifted, step, withCorner, withCornerAfter, withoutCorner } from "./region-rules.js";

/** @import { Point, Size } from "./region-rules.js" */
/** What the drawing shows and what it can do: `outline` changes one, `more` while the pointer is still down.
 * @typedef {{regions(): any[], size(): Size, selected(): number, select(n: number): void,
 *   outline(n: number, polygon: Point[], more?: boolean): void, add(polygon: Point[]): void, remove(n: number): void}} RegionActs */

export class RegionDrawing {
  /** @param {RegionActs} acts */
  constructor(acts) {
    this.acts = acts;
    this.mode = "rect";
    /** @type {Point[]} corners of an outline that is begun */
    this.corners = [];
    this.svg = svgEl("svg", { class: "regions-over", role: "group", "aria-label": "图上的地方", onpointerdown: (/** @type {PointerEvent} */ event) => this.begin(event) });
  }

  /** Where on the picture a pointer is. @param {PointerEvent} event @returns {Point} */
  at(event) {
    const box = this.svg.getBoundingClientRect();
    const size = this.acts.size();
    return onPicture([(event.clientX - box.left) / box.width * size.width, (event.clientY - box.top) / box.height * size.height], size);
  }

  /** Follow the pointer until it is lifted. @param {PointerEvent} event @param {(point: Point) => void} moving @param {(point: Point) => void} [done] */
  follow(event, moving, done) {
    event.stopPropagation();
    this.svg.setPointerCapture(event.pointerId);
    const move = (/** @type {PointerEvent} */ next) => moving(this.at(next));
    const end = (/** @type {PointerEvent} */ last) => {
      this.svg.removeEventListener("pointermove", move);
      this.svg.removeEventListener("pointerup", end);
      this.svg.removeEventListener("pointercancel", end);
      if (last.type === "pointerup") done?.(this.at(last));
      else this.choose(this.mode);
    };
    this.svg.addEventListener("pointermove", move);
    this.svg.addEventListener("pointerup", end);
    this.svg.addEventListener("pointercancel", end);
  }

  /** A pointer goes down where nothing is. @param {PointerEvent} event */
  begin(event) {
    const begun = this.at(event);
    if (this.mode === "poly") return this.corner(begun);
    this.follow(event, (point) => {
      this.corners = [...rectangle(begun, point), begun];
      this.draw();
    }, (point) => {
      this.corners = [];
      const drawn = rectangle(begun, point);
      if (meant(drawn, this.acts.size())) this.acts.add(drawn);
      else this.draw();
    });
  }

  /** One more corner; the first once more ends it. @param {Point} point */
  corner(point) {
    const [first] = this.corners;
    const near = first && Math.hypot(first[0] - point[0], first[1] - point[1]) < this.acts.size().width / 30;
    if (near && this.corners.length > 2) return this.finish();
    this.corners = [...this.corners, point];
    this.draw();
  }

  finish() {
    const drawn = this.corners;
    this.corners = [];
    if (drawn.length > 2) this.acts.add(drawn);
    else this.draw();
  }

  /** @param {string} mode rect or poly */
  choose(mode) {
    this.mode = mode;
    this.corners = [];
    this.draw();
  }

  /** Keys while an outline is begun. @param {KeyboardEvent} event */
  key(event) {
    if (!this.corners.length || this.mode !== "poly") return;
    if (event.key === "Escape") return this.choose(this.mode);
    if (event.key !== "Enter" && event.key !== "Backspace") return;
    event.preventDefault();
    if (event.key === "Enter") return this.finish();
    this.corners = this.corners.slice(0, -1);
    this.draw();
  }

  /** Keys on a corner. @param {KeyboardEvent} event @param {number} n @param {number} corner */
  cornerKey(event, n, corner) {
    const polygon = this.acts.regions()[n].polygon;
    const way = step(event.key, event.shiftKey);
    const [x, y] = polygon[corner];
    const wanted = way ? withCorner(polygon, corner, [x + way[0], y + way[1]], this.acts.size())
      : ["Insert", "+"].includes(event.key) ? withCornerAfter(polygon, corner)
      : ["Delete", "Backspace"].includes(event.key) ? withoutCorner(polygon, corner) : null;
    if (!wanted) return;
    event.preventDefault();
    event.stopPropagation();
    this.acts.outline(n, wanted);
  }

  /** Keys on a whole outline. @param {KeyboardEvent} event @param {number} n */
  shapeKey(event, n) {
    const way = step(event.key, event.shiftKey);
    if (!way && event.key !== "Delete") return;
    event.preventDefault();
    if (way) this.acts.outline(n, shifted(this.acts.regions()[n].polygon, way[0], way[1], this.acts.size()));
    else this.acts.remove(n);
  }

  /** @param {PointerEvent} event @param {number} n */
  dragShape(event, n) {
    if (this.mode === "poly" && this.corners.length) return;
    this.acts.select(n);
    let [last, more] = [this.at(event), false];
    this.follow(event, (point) => {
      this.acts.outline(n, shifted(this.acts.regions()[n].polygon, point[0] - last[0], point[1] - last[1], this.acts.size()), more);
      [last, more] = [point, true];
    });
  }

  /** @param {PointerEvent} event @param {number} n @param {number} corner */
  dragCorner(event, n, corner) {
    let more = false;
    this.follow(event, (point) => {
      this.acts.outline(n, withCorner(this.acts.regions()[n].polygon, corner, point, this.acts.size()), more);
      more = true;
    });
  }

  /** @param {number} n @param {Point} point @param {number} corner */
  handle(n, [x, y], corner) {
    return svgEl("circle", {
      class: "region-corner", cx: x, cy: y, r: this.acts.size().width / 45, tabindex: 0, role: "button", "data-key": `${n}-${corner}`,
      "aria-label": `第 ${n + 1} 处的第 ${corner + 1} 个角，横 ${x}，竖 ${y}`,
      onpointerdown: (/** @type {PointerEvent} */ event) => this.dragCorner(event, n, corner),
      onkeydown: (/** @type {KeyboardEvent} */ event) => this.cornerKey(event, n, corner),
    });
  }

  /** @param {any} region @param {number} n */
  shape(region, n) {
    /** @type {Point[]} */
    const polygon = Array.isArray(region.polygon) ? region.polygon : [];
    const chosen = n === this.acts.selected();
    const kinds = ["region", region.hazard && "is-hazard", chosen && "is-selected", crossing(polygon) && "is-crossing"];
    const unit = this.acts.size().width / 20;
    const [x, y] = polygon[0] ?? [0, 0];
    return svgEl("g", { class: kinds.filter(Boolean).join(" ") },
      svgEl("polygon", {
        points: polygon.map((point) => point.join(",")).join(" "), tabindex: 0, role: "button", "data-key": `${n}`,
        "aria-label": `第 ${n + 1} 处${region.label ? `，${region.label}` : ""}，${region.hazard ? "隐患" : "没问题"}`,
        onfocus: () => n !== this.acts.selected() && this.acts.select(n),
        onpointerdown: (/** @type {PointerEvent} */ event) => this.dragShape(event, n),
        onkeydown: (/** @type {KeyboardEvent} */ event) => this.shapeKey(event, n),
      }),
      svgEl("text", { x: x + unit / 4, y: y + unit, class: "region-number", "font-size": unit, "aria-hidden": "true" }, String(n + 1)),
      chosen ? polygon.map((point, corner) => this.handle(n, point, corner)) : []);
  }

  /** The whole drawing anew; what had the focus has it again. */
  draw() {
    const key = this.svg.contains(document.activeElement) ? document.activeElement?.getAttribute("data-key") : null;
    const { width, height } = this.acts.size();
    this.svg.setAttribute("viewBox", `0 0 ${width} ${height}`);
    const begun = svgEl("polyline", { class: "region-begun", points: this.corners.map((point) => point.join(",")).join(" ") });
    this.svg.replaceChildren(...this.acts.regions().map((region, n) => this.shape(region, n)), begun);
    if (key) this.focus(key);
  }

  /** @param {string} key an outline's number, or with a corner's; without that corner its outline */
  focus(key) {
    const found = this.svg.querySelector(`[data-key="${key}"]`) ?? this.svg.querySelector(`[data-key="${key.split("-")[0]}"]`);
    /** @type {SVGElement | null} */ (found)?.focus();
  }
}
