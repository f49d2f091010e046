// Put steps in order: by buttons, by arrow keys on them, or by dragging. Buttons come first (WCAG 2.5.7).

import { put, widget } from "../../shared/widget.js";
import { announce, h } from "../../shared/dom.js";
import { icon } from "../../shared/icons.js";
import { blank, same } from "../../shared/values.js";
import { question, readOnly, reviewOf } from "../shared/question.js";
import "./style.css";

/** A copy with the item at `from` moved to `to`. */
function moved(ids, from, to) {
  const copy = [...ids];
  copy.splice(to, 0, ...copy.splice(from, 1));
  return copy;
}

function draw(model, root) {
  const spec = model.get("spec");
  const body = question(model, root);
  const words = Object.fromEntries(spec.steps.map((s) => [s.id, s.text]));
  const still = readOnly(model);
  const right = reviewOf(model)?.right_value;
  const list = h("ol", { class: "anpei-steps" });
  const hint = h("p", { class: "anpei-hint" });
  const keep = h("button", { type: "button", class: "anpei-button", onclick: () => save(ids()) }, "就用现在的顺序");
  const ids = () => [...list.children].map((li) => li.dataset.id);
  body.append(list, h("div", { class: "anpei-under" }, hint, keep));

  function row(id) {
    const place = right ? right.indexOf(id) : -1;
    return h(
      "li",
      { class: "anpei-step", "data-id": id },
      h("span", { class: "anpei-grip", onpointerdown: grab }, icon("grip")),
      h("span", { class: "anpei-place", "aria-hidden": "true" }),
      h("span", { class: "anpei-step-text" }, words[id], place >= 0 && h("span", { class: "anpei-feedback" }, `应排第 ${place + 1} 位`)),
      !still && h("span", { class: "anpei-moves" }, button(id, -1), button(id, 1)),
    );
  }
  function button(id, by) {
    return h("button", {
      type: "button", class: "anpei-move", "data-by": by, "aria-label": `${by < 0 ? "上移" : "下移"}：${words[id]}`,
      onclick: () => step(id, by, by), onkeydown: (e) => arrow(e, id, by),
    }, icon(by < 0 ? "up" : "down"));
  }
  function arrow(event, id, by) {
    const way = { ArrowUp: -1, ArrowDown: 1 }[event.key];
    if (!way) return;
    event.preventDefault();
    step(id, way, by);
  }
  /** Move one step and keep the focus on the button that was used. */
  function step(id, way, by) {
    const from = ids().indexOf(id);
    const to = from + way;
    if (to < 0 || to >= spec.steps.length) return announce(way < 0 ? "已经是第一步" : "已经是最后一步");
    save(moved(ids(), from, to));
    list.querySelector(`[data-id="${id}"] [data-by="${by}"]`)?.focus();
    announce(`${words[id]}，移到第 ${to + 1} 位，共 ${spec.steps.length} 位`);
  }
  function save(order) {
    put(model, "value", order);
    show();
  }

  /** Drag by the grip: the row follows the finger, the others make room. */
  function grab(event) {
    if (still || event.button > 0) return;
    event.preventDefault();
    const li = event.currentTarget.closest("li");
    const grip = event.currentTarget;
    let start = event.clientY;
    grip.setPointerCapture(event.pointerId);
    li.classList.add("anpei-is-held");
    const follow = (e) => {
      li.style.transform = `translateY(${e.clientY - start}px)`;
      const other = (li.previousElementSibling && past(li.previousElementSibling, e.clientY, -1) && li.previousElementSibling)
        || (li.nextElementSibling && past(li.nextElementSibling, e.clientY, 1) && li.nextElementSibling);
      if (!other) return;
      const before = li.offsetTop;
      if (other === li.previousElementSibling) list.insertBefore(other, li.nextElementSibling);
      else list.insertBefore(other, li);
      start += li.offsetTop - before;
      li.style.transform = `translateY(${e.clientY - start}px)`;
      number();
    };
    const drop = (e) => {
      grip.removeEventListener("pointermove", follow);
      li.classList.remove("anpei-is-held");
      li.style.transform = "";
      if (e.type === "pointerup") save(ids());
      else show();
    };
    grip.addEventListener("pointermove", follow);
    grip.addEventListener("pointerup", drop, { once: true });
    grip.addEventListener("pointercancel", drop, { once: true });
  }
  function past(row, y, way) {
    const box = row.getBoundingClientRect();
    return way < 0 ? y < box.top + box.height / 2 : y > box.top + box.height / 2;
  }
  function number() {
    [...list.children].forEach((li, i) => { li.querySelector(".anpei-place").textContent = i + 1; });
  }
  function show() {
    const value = model.get("value");
    const order = value?.length === spec.steps.length ? value : spec.steps.map((s) => s.id);
    if (!list.children.length) list.append(...order.map(row));
    else if (!same(ids(), order)) order.forEach((id) => list.append(list.querySelector(`[data-id="${id}"]`)));
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
