// The exam sheet: one question at a time, numbers to go by, flags, the server's countdown, hand-in.

import { innerModel, put, widget } from "../../shared/widget.js";
import { announce, h } from "../../shared/dom.js";
import { icon } from "../../shared/icons.js";
import { blank } from "../../shared/values.js";
import { QUESTIONS } from "../shared/questions.js";
import { pictureAt } from "../shared/question.js";
import { numbersPanel, topBar } from "./bars.js";
import { closedDialog, conflictDialog, dialog, handInDialog } from "./dialogs.js";
import "./style.css";

/** @import { View } from "./bars.js" */

/** One question with its heading and flag; draws itself again when another question is chosen. */
function stage(/** @type {View} */ view, save) {
  const heading = h("h2", { class: "anpei-stage-title", tabindex: "-1" });
  const mark = h("span");
  const flag = h("button", { type: "button", class: "anpei-flag", onclick: toggle }, icon("flag"), mark);
  const told = h("p", { class: "anpei-told", role: "status" });
  const place = h("div", { class: "anpei-stage-body" });
  const el = h("section", { class: "anpei-stage" }, h("div", { class: "anpei-stage-head" }, heading, flag), told, place);
  let stop = () => {};
  let inner = null;
  let drawn = null;
  const slot = () => view.slots[view.at()].slot;

  function toggle() {
    save({ flags: { ...view.model.get("value")?.flags, [slot()]: !view.flagged(slot()) } });
    announce(view.flagged(slot()) ? "已标记本题" : "已取消标记");
  }
  function draw() {
    const current = slot();
    const { spec } = view.slots[view.at()];
    stop();
    inner = innerModel({ spec: { ...spec, mode: "exam" }, value: view.answer(current), state: {} }, (traits) =>
      save({ answers: { ...view.model.get("value")?.answers, [current]: traits.value } }));
    stop = QUESTIONS[spec.kind].render({ model: inner, el: place });
    drawn = current;
  }
  function show() {
    if (drawn !== slot()) draw();
    inner.set("value", view.answer(slot()));
    heading.replaceChildren(h("span", { class: "anpei-stage-no" }, `第 ${view.at() + 1} 题`), h("span", { class: "anpei-stage-of" }, `共 ${view.slots.length} 题`));
    const on = view.flagged(slot());
    flag.setAttribute("aria-pressed", String(on));
    mark.textContent = on ? "已标记" : "标记";
    const refused = view.model.get("state")?.refused?.find((r) => r.slot === slot());
    told.hidden = !refused;
    told.textContent = refused?.text ?? "";
    place.inert = Boolean(view.model.get("state")?.closed);
  }
  return { el, show, focus: () => heading.focus({ preventScroll: true }), stop: () => stop() };
}

/** Back, all questions, on; within the thumb's reach. */
function feet(/** @type {View} */ view, openNumbers) {
  const last = () => view.at() === view.slots.length - 1;
  const back = h("button", { type: "button", class: "anpei-button anpei-back", onclick: () => view.go(view.at() - 1) }, icon("left"), "上一题");
  const count = h("span");
  const all = h("button", { type: "button", class: "anpei-button anpei-all", onclick: openNumbers }, icon("grid"), h("span", { class: "anpei-spoken" }, "答题卡，已答 "), count);
  const words = h("span");
  const arrow = icon("right");
  const on = h("button", { type: "button", class: "anpei-button anpei-primary anpei-on", onclick: () => (last() ? view.openHandIn() : view.go(view.at() + 1)) }, words, arrow);
  return {
    el: h("nav", { class: "anpei-sheet-feet", "aria-label": "题目导航" }, back, all, on),
    show() {
      back.disabled = view.at() === 0;
      words.textContent = last() ? "交卷" : "下一题";
      arrow.style.display = last() ? "none" : "";
      count.textContent = `${view.slots.filter(({ slot }) => !blank(view.answer(slot))).length}/${view.slots.length}`;
    },
  };
}

/** What the parts may ask and do. @returns {View} */
function viewOf(model, dialogs, onGo) {
  const { slots } = model.get("spec");
  const value = () => model.get("value") ?? {};
  return {
    model,
    slots,
    at: () => Math.max(0, slots.findIndex(({ slot }) => slot === value().at)),
    go(i) {
      if (!slots[i]) return;
      put(model, "value", { ...value(), at: slots[i].slot });
      onGo();
    },
    answer: (slot) => value().answers?.[slot] ?? null,
    flagged: (slot) => Boolean(value().flags?.[slot]),
    openHandIn: () => dialogs.handIn.open(),
    openConflict: () => dialogs.conflict.open(),
  };
}

/** Left and right arrows turn the page while no field is being filled in. */
function turnByArrows(view) {
  return (event) => {
    const way = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
    if (!way || event.altKey || event.ctrlKey || event.metaKey || event.target.closest("input, textarea, dialog")) return;
    event.preventDefault();
    view.go(view.at() + way);
  };
}

/** Fetch every picture now: the network may be gone when its question's turn comes. */
function fetchPictures(slots) {
  for (const { spec } of slots) {
    const media = spec.scene ?? spec.media;
    if (media) new Image().src = pictureAt(media);
  }
}

function draw(model, root) {
  const dialogs = {};
  const save = (change) => put(model, "value", { answers: {}, flags: {}, ...model.get("value"), ...change });
  const view = viewOf(model, dialogs, onGo);
  if (!view.slots?.length) return void root.append(h("p", null, "这份试卷还没有题目。"));
  fetchPictures(view.slots);
  const bar = topBar(view, root);
  const question_ = stage(view, save);
  const side = numbersPanel(view);
  const numbers = dialog(root, "答题卡", "anpei-numbers-dialog");
  const inDialog = numbersPanel(view, numbers.close);
  const close = h("button", { type: "button", class: "anpei-dialog-close", "aria-label": "关闭", onclick: numbers.close }, icon("cross"));
  numbers.el.append(inDialog.el, close);
  Object.assign(dialogs, { handIn: handInDialog(view, root), conflict: conflictDialog(view, root), closed: closedDialog(view, root) });
  const foot = feet(view, numbers.open);
  const main = h("div", { class: "anpei-sheet-main" }, question_.el, h("aside", { class: "anpei-side", "aria-label": "答题卡" }, side.el));
  root.prepend(bar.el, main, foot.el);
  root.addEventListener("keydown", turnByArrows(view));

  function showValue() {
    [question_, side, inDialog, foot].forEach((part) => part.show());
  }
  let asked = "";
  function showState() {
    [bar, question_, ...Object.values(dialogs)].forEach((part) => part.show());
    const conflict = model.get("state")?.conflicts?.[0]?.slot ?? "";
    if (conflict && conflict !== asked) dialogs.conflict.open();
    asked = conflict;
  }
  function onGo() {
    showValue();
    question_.focus();
    root.closest("[data-anpei-scroll]") ? window.scrollTo(0, 0) : root.scrollIntoView({ block: "nearest" });
  }
  model.on("change:value", showValue);
  model.on("change:state", showState);
  showValue();
  showState();
  return () => {
    model.off("change:value", showValue);
    model.off("change:state", showState);
    bar.stop();
    question_.stop();
  };
}

export default widget("sheet", draw, ["spec"]);
