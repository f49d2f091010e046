// A short answer in one line, with its unit where there is one.

import { put, widget } from "../../shared/widget.js";
import { h } from "../../shared/dom.js";
import { uuid } from "../../shared/uuid.js";
import { question, readOnly, reviewOf } from "../shared/question.js";
import "./style.css";

const LONGEST = 500;

function draw(model, root) {
  const spec = model.get("spec");
  const body = question(model, root);
  const id = `anpei-${uuid()}`;
  const input = h("input", {
    id, class: "anpei-input", type: "text", maxlength: LONGEST, autocomplete: "off", spellcheck: "false",
    enterkeyhint: "done", inputmode: spec.unit ? "decimal" : null, readonly: readOnly(model), oninput: changed,
    "aria-describedby": spec.unit ? `${id}-unit` : null,
  });
  const unit = spec.unit && h("span", { class: "anpei-unit", id: `${id}-unit` }, spec.unit);
  const right = reviewOf(model)?.right_value;
  body.append(
    h("label", { class: "anpei-label", for: id }, spec.unit ? `你的答案（单位：${spec.unit}）` : "你的答案"),
    h("div", { class: "anpei-line" }, input, unit),
    right === undefined || right === null ? "" : h("p", { class: "anpei-right-value" }, `参考答案：${[right].flat().join("，或 ")}`),
  );

  function changed() {
    put(model, "value", input.value.trim() === "" ? null : input.value);
  }
  function show() {
    const value = model.get("value") ?? "";
    if (input.value.trim() !== String(value).trim()) input.value = value;
  }
  model.on("change:value", show);
  show();
  return () => model.off("change:value", show);
}

export default widget("short", draw);
