// One question with options: single, multiple, true or false. Native radios and checkboxes, dressed.

import { put, widget } from "../../shared/widget.js";
import { announce, h } from "../../shared/dom.js";
import { icon } from "../../shared/icons.js";
import { uuid } from "../../shared/uuid.js";
import { question, readOnly, reviewOf } from "../shared/question.js";
import "./style.css";

const letter = (i) => String.fromCharCode(65 + i);
const YES_NO = [{ id: "true", text: "正确" }, { id: "false", text: "错误" }];

/** The answer as the set of chosen ids, and back. */
const chosen = (value) => new Set(value === null || value === undefined ? [] : [value].flat().map(String));

function answerOf(kind, ids) {
  if (kind === "multiple") return ids.length ? ids : null;
  if (!ids.length) return null;
  return kind === "truefalse" ? ids[0] === "true" : ids[0];
}

/** What a marked option is called, in words as well as in colour. */
function markOf(id, review, mine) {
  if (!review || review.right_value === undefined || review.right_value === null) return null;
  const right = chosen(review.right_value).has(id);
  if (right) return h("span", { class: "anpei-mark anpei-is-right" }, icon("check"), mine ? "选对了" : "正确答案");
  return mine ? h("span", { class: "anpei-mark anpei-is-wrong" }, icon("cross"), "不应选") : null;
}

function option(item, i, model, name, onChange) {
  const { kind } = model.get("spec");
  const review = reviewOf(model);
  const mine = chosen(model.get("value")).has(item.id);
  const input = h("input", {
    type: kind === "multiple" ? "checkbox" : "radio", name, value: item.id, disabled: readOnly(model), onchange: onChange,
  });
  input.checked = mine;
  const badge = kind === "truefalse" ? icon(item.id === "true" ? "check" : "cross") : letter(i);
  const feedback = review?.feedback?.[item.id];
  const mark = markOf(item.id, review, mine);
  return h(
    "label",
    { class: `anpei-option${readOnly(model) ? " anpei-is-still" : ""} ${mark ? mark.className.replace("anpei-mark", "") : ""}` },
    input,
    h("span", { class: "anpei-badge" }, badge),
    h("span", { class: "anpei-option-text" }, item.text, mark, feedback && h("span", { class: "anpei-feedback" }, feedback)),
  );
}

function draw(model, root) {
  const spec = model.get("spec");
  const body = question(model, root);
  const items = spec.kind === "truefalse" ? YES_NO : spec.options;
  const name = `anpei-${uuid()}`;
  const inputs = () => [...body.querySelectorAll("input")];
  const changed = () => put(model, "value", answerOf(spec.kind, inputs().filter((x) => x.checked).map((x) => x.value)));
  const clear = h("button", { type: "button", class: "anpei-link", onclick: erase }, "清除作答");
  body.append(
    h("div", { class: `anpei-options anpei-options-${spec.kind}` }, items.map((item, i) => option(item, i, model, name, changed))),
  );
  if (!readOnly(model)) body.append(h("p", { class: "anpei-under" }, clear));

  function erase() {
    put(model, "value", null);
    inputs()[0].focus();
    announce("已清除本题作答");
  }
  function show() {
    const ids = chosen(model.get("value"));
    inputs().forEach((x) => { x.checked = ids.has(x.value); });
    clear.hidden = !ids.size;
  }
  function pick(event) {
    if (event.ctrlKey || event.metaKey || event.altKey || event.key.length !== 1) return;
    const input = inputs()[event.key.toUpperCase().charCodeAt(0) - 65];
    if (input && !input.disabled) input.click();
  }
  body.addEventListener("keydown", pick);
  model.on("change:value", show);
  show();
  return () => model.off("change:value", show);
}

export default widget("choice", draw);
