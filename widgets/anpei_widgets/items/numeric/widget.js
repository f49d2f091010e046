// A number in one line with its unit; what is no number is said at once and not sent.

import { put, widget } from "../../shared/widget.js";
import { h } from "../../shared/dom.js";
import { uuid } from "../../shared/uuid.js";
import { question, readOnly, reviewOf } from "../shared/question.js";
import { numberOf } from "./rules.js";
import "../short/style.css";
import "./style.css";

const LONGEST = 40;

function draw(model, root) {
  const spec = model.get("spec");
  const body = question(model, root);
  const id = `anpei-${uuid()}`;
  const unit = spec.unit ?? "";
  const said = h("p", { class: "anpei-hint anpei-no-number", id: `${id}-said`, role: "status" });
  const input = h("input", {
    id, class: "anpei-input anpei-numeric", type: "text", maxlength: LONGEST, autocomplete: "off", spellcheck: "false",
    enterkeyhint: "done", inputmode: "decimal", readonly: readOnly(model), oninput: changed,
    "aria-describedby": unit ? `${id}-unit ${id}-said` : `${id}-said`,
  });
  const right = reviewOf(model)?.right_value;
  body.append(
    h("label", { class: "anpei-label", for: id }, unit ? `填一个数（单位：${unit}）` : "填一个数"),
    h("div", { class: "anpei-line" }, input, unit && h("span", { class: "anpei-unit", id: `${id}-unit` }, unit)),
    said,
    right === undefined || right === null ? "" : h("p", { class: "anpei-right-value" }, `参考答案：${right} ${unit}`.trim()),
  );

  function changed() {
    const number = numberOf(input.value, unit);
    tell(number === undefined);
    put(model, "value", number ?? null);
  }
  /** Why there is no answer although something was typed. */
  function tell(wrong) {
    input.setAttribute("aria-invalid", String(wrong));
    said.classList.toggle("anpei-is-wanting", wrong);
    said.textContent = wrong ? `只填一个数，如 12.5${unit ? `，不用写“${unit}”` : ""}。现在填的还不算作答。` : "";
  }
  function show() {
    const value = model.get("value") ?? null;
    if (value === (numberOf(input.value, unit) ?? null)) return;
    input.value = value ?? "";
    tell(false);
  }
  model.on("change:value", show);
  show();
  return () => model.off("change:value", show);
}

export default widget("numeric", draw);
