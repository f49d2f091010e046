// A risk judged factor by factor; what the levels make together stands below and changes with them.

import { put, widget } from "../../shared/widget.js";
import { announce, h, one } from "../../shared/dom.js";
import { icon } from "../../shared/icons.js";
import { uuid } from "../../shared/uuid.js";
import { chosenAt } from "../matching/rules.js";
import { question, readOnly, reviewOf } from "../shared/question.js";
import { judged, letterOf, placeOf } from "./rules.js";
import "./style.css";

/** One level as a row to be chosen; the number first, then what it means. */
function level(model, at, scale, place, name) {
  const [number, words, means] = scale.levels[place];
  const id = letterOf(place);
  const review = reviewOf(model);
  const right = review?.right_value?.[at];
  const mine = model.get("value")?.[at] === id;
  const tone = right === id ? " anpei-is-right" : right && mine ? " anpei-is-wrong" : "";
  const mark = right === id ? h("span", { class: "anpei-mark anpei-is-right" }, icon("check"), mine ? "判对了" : "应判这一级")
    : right && mine ? h("span", { class: "anpei-mark anpei-is-wrong" }, icon("cross"), `差 ${Math.abs(placeOf(right) - place)} 级`) : null;
  const input = h("input", { type: "radio", name, value: id, disabled: readOnly(model), onchange: () => put(model, "value", chosenAt(model.get("spec").scales.length, model.get("value"), at, id)) });
  input.checked = mine;
  return h("label", { class: `anpei-level${tone}` }, input, h("span", { class: "anpei-level-number" }, number),
    h("span", { class: "anpei-level-words" }, h("strong", null, words), means && h("span", { class: "anpei-level-means" }, means), mark));
}

/** A factor with all of its levels, the lowest first. */
function factor(model, scale, at) {
  const name = `anpei-${uuid()}`;
  const why = reviewOf(model)?.feedback?.[scale.id];
  return h("fieldset", { class: "anpei-factor" },
    h("legend", { class: "anpei-factor-name" }, scale.name),
    h("div", { class: "anpei-levels" }, scale.levels.map((_, place) => level(model, at, scale, place, name))),
    why && h("p", { class: "anpei-feedback" }, why));
}

function draw(model, root) {
  const spec = model.get("spec");
  const body = question(model, root);
  const still = readOnly(model);
  const sum = h("p", { class: "anpei-risk-sum", role: "status" });
  const clear = h("button", { type: "button", class: "anpei-link", onclick: erase }, "清除作答");
  body.append(h("div", { class: "anpei-factors" }, spec.scales.map((scale, at) => factor(model, scale, at))), sum);
  if (!still) body.append(h("p", { class: "anpei-under" }, clear));

  function erase() {
    put(model, "value", null);
    one(body, "input")?.focus();
    announce("已清除本题作答");
  }
  function show() {
    const value = model.get("value");
    body.querySelectorAll(".anpei-factor").forEach((set, at) => {
      set.querySelectorAll("input").forEach((input) => {
        input.checked = input.value === value?.[at];
        input.closest("label")?.classList.toggle("anpei-is-on", input.checked);
      });
    });
    const found = judged(spec, value);
    const missing = spec.scales.filter((_, at) => !value?.[at]).map((scale) => scale.name);
    sum.textContent = found ? `你判的风险值：${found.score}，${found.band.name}` : `还没判：${missing.join("、")}`;
    sum.dataset.tone = found?.band.tone ?? "";
    clear.hidden = !value;
  }
  model.on("change:value", show);
  show();
  return () => model.off("change:value", show);
}

export default widget("risk", draw);
