// Put steps in order: by buttons, by arrow keys on them, or by dragging. Buttons come first (WCAG 2.5.7).

import { put, widget } from "../../shared/widget.js";
import { announce, h, one } from "../../shared/dom.js";
import { icon } from "../../shared/icons.js";
import { blank, same } from "../../shared/values.js";
import { question, readOnly, reviewOf } from "../shared/question.js";
import { drag } from "./drag.js";
import { moved, shownOrder } from "./rules.js";
import "./style.css";

/** The buttons of one step: up and down, by press or by arrow keys. */
function moves(id, words, step) {
  function arrow(event, by) {
    const way = { ArrowUp: -1, ArrowDown: 1 }[event.key];
    if (!way) return;
    event.preventDefault();
    step(id, way, by);
  }
  const button = (by) => h("button", {
    type: "button", class: "anpei-move", "data-by": by, "aria-label": `${by < 0 ? "上移" : "下移"}：${words}`,
    onclick: () => step(id, by, by), onkeydown: (event) => arrow(event, by),
  }, icon(by < 0 ? "up" : "down"));
  return h("span", { class: "anpei-moves" }, button(-1), button(1));
}

/** One step as a row; where it belongs stands beside it once that is known. */
function row(model, { id, text }, { grab, step }) {
  const right = reviewOf(model)?.right_value;
  const place = right ? right.indexOf(id) : -1;
  return h("li", { class: "anpei-step", "data-id": id },
    h("span", { class: "anpei-grip", onpointerdown: grab }, icon("grip")),
    h("span", { class: "anpei-place", "aria-hidden": "true" }),
    h("span", { class: "anpei-step-text" }, text, place >= 0 && h("span", { class: "anpei-feedback" }, `应排第 ${place + 1} 位`)),
    !readOnly(model) && moves(id, text, step));
}

function draw(model, root) {
  const spec = model.get("spec");
  const body = question(model, root);
  const words = Object.fromEntries(spec.steps.map((s) => [s.id, s.text]));
  const still = readOnly(model);
  const list = h("ol", { class: "anpei-steps" });
  const hint = h("p", { class: "anpei-hint" });
  const keep = h("button", { type: "button", class: "anpei-button", onclick: () => save(ids()) }, "就用现在的顺序");
  const rows = () => /** @type {HTMLElement[]} */ ([...list.children]);
  const ids = () => rows().map((li) => li.dataset.id ?? "");
  body.append(list, h("div", { class: "anpei-under" }, hint, keep));

  /** Move one step and keep the focus on the button that was used. */
  function step(id, way, by) {
    const from = ids().indexOf(id);
    const to = from + way;
    if (to < 0 || to >= spec.steps.length) return announce(way < 0 ? "已经是第一步" : "已经是最后一步");
    save(moved(ids(), from, to));
    one(list, `[data-id="${id}"] [data-by="${by}"]`)?.focus();
    announce(`${words[id]}，移到第 ${to + 1} 位，共 ${spec.steps.length} 位`);
  }
  function save(order) {
    put(model, "value", order);
    show();
  }
  function grab(event) {
    if (!still && event.button <= 0) drag(event, { moving: number, dropped: () => save(ids()), left: show });
  }
  function number() {
    rows().forEach((li, i) => { one(li, ".anpei-place").textContent = String(i + 1); });
  }
  function show() {
    const value = model.get("value");
    const order = shownOrder(spec.steps, value);
    if (!list.children.length) list.append(...order.map((id) => row(model, { id, text: words[id] }, { grab, step })));
    else if (!same(ids(), order)) order.forEach((id) => list.append(one(list, `[data-id="${id}"]`)));
    number();
    const open = blank(value) && !still;
    keep.hidden = !open;
    hint.hidden = still;
    hint.textContent = open ? "用箭头或拖动调整先后。还没有作答。" : "用箭头或拖动可以再调整。";
  }
  model.on("change:value", show);
  show();
  return () => model.off("change:value", show);
}

export default widget("order", draw);
