// A case in steps: what was done stands above, the step that waits for a decision below. What is done stays done.

import { put, widget } from "../../shared/widget.js";
import { announce, h, one, text } from "../../shared/dom.js";
import { icon } from "../../shared/icons.js";
import { uuid } from "../../shared/uuid.js";
import { question, readOnly, reviewOf } from "../shared/question.js";
import { walk } from "./rules.js";
import "./style.css";

/** A step that lies behind, with what was done and, once it may be told, what its author says of it. */
function behind({ step, way }, i, review) {
  const best = review?.right_value;
  const mark = best?.includes(way.id) ? h("span", { class: "anpei-mark anpei-is-right" }, icon("check"), "最好的做法") : null;
  const said = review?.feedback?.[way.id];
  return h("li", { class: "anpei-step-behind" },
    h("p", { class: "anpei-step-no" }, `第 ${i + 1} 步`),
    text(h("div", null), step.text),
    h("p", { class: "anpei-step-done" }, h("span", { class: "anpei-spoken" }, "你的做法："), way.text, mark),
    said && h("p", { class: "anpei-feedback" }, said));
}

/** The step that waits: its ways as radios, and a button that makes it so. */
function ahead(step, i, decide) {
  const name = `anpei-${uuid()}`;
  const say = h("p", { class: "anpei-hint", role: "status" }, "选了就不能改，想好再定。");
  const rows = step.options.map((way) => h("label", { class: "anpei-way" }, h("input", { type: "radio", name, value: way.id }), h("span", null, way.text)));
  const group = h("fieldset", { class: "anpei-ways" }, h("legend", { class: "anpei-spoken" }, "你怎么做？"), rows);
  const go = h("button", { type: "button", class: "anpei-button anpei-primary", onclick: choose }, "就这样做");

  function choose() {
    const input = /** @type {HTMLInputElement | null} */ (group.querySelector("input:checked"));
    if (input) return decide(input.value);
    say.textContent = "先选一种做法。";
    return one(group, "input").focus();
  }
  return h("section", { class: "anpei-step-ahead", tabindex: "-1", "aria-label": `第 ${i + 1} 步` },
    h("p", { class: "anpei-step-no" }, `第 ${i + 1} 步`), text(h("div", { class: "anpei-step-told" }), step.text), group,
    h("div", { class: "anpei-under" }, go, say));
}

/** The ways that earn most, once they may be told. */
function bestWays(nodes, best) {
  const { walked } = walk(nodes, best);
  return h("details", { class: "anpei-best" }, h("summary", null, "最好的一条路"),
    h("ol", null, walked.map(({ way }) => h("li", null, way.text))));
}

function draw(model, root) {
  const spec = model.get("spec");
  const body = question(model, root);
  const still = readOnly(model);
  const review = reviewOf(model);
  const line = h("ol", { class: "anpei-behind" });
  const place = h("div", null);
  body.append(line, place);
  let shown = "";

  function decide(id) {
    put(model, "value", [...(model.get("value") ?? []), id]);
    show();
    const now = place.querySelector(".anpei-step-ahead, .anpei-step-end");
    if (now instanceof HTMLElement) now.focus();
    announce(walk(spec.nodes, model.get("value")).next ? "已记下，看下一步。" : "已记下，情景到此结束。");
  }
  function show() {
    const { walked, next } = walk(spec.nodes, model.get("value"));
    const key = walked.map(({ way }) => way.id).join();
    if (key === shown && place.firstChild) return;
    shown = key;
    line.replaceChildren(...walked.map((each, i) => behind(each, i, review)));
    place.replaceChildren(still ? "" : next ? ahead(next, walked.length, decide) : h("p", { class: "anpei-step-end", tabindex: "-1" }, "情景到此结束，每一步都记下了。"));
    if (still && next) place.replaceChildren(h("p", { class: "anpei-hint" }, "没有走到底。"));
    if (review?.right_value) place.append(bestWays(spec.nodes, review.right_value));
  }
  model.on("change:value", show);
  show();
  return () => model.off("change:value", show);
}

export default widget("branching", draw);
