// Around the board of a risk assessment: hazards to choose from, the result in words, measures and what they change.

import { h } from "../../shared/dom.js";
import { icon } from "../../shared/icons.js";
import { uuid } from "../../shared/uuid.js";
import { bandOf, product } from "./risk_rules.js";
import "./risk.css";

export function hazardPicker(spec, pick) {
  const id = uuid();
  const words = h("p", { class: "anpei-hazard-text" });
  const inputs = spec.hazards.map((_, i) => h("input", { type: "radio", name: id, value: i, onchange: () => pick(i) }));
  const el = h("fieldset", { class: "anpei-hazards" }, h("legend", null, "选一个危险源"),
    h("div", { class: "anpei-pills" }, spec.hazards.map((hazard, i) => h("label", { class: "anpei-pill" }, inputs[i], h("span", null, hazard.name)))), words);
  el.hidden = !spec.hazards.length;
  return {
    el,
    show(i) {
      inputs.forEach((x, n) => { x.checked = n === i; });
      words.textContent = spec.hazards[i]?.text ?? "";
    },
  };
}

/** What was picked, in words: each factor, the score, the band, what to do; and the same after measures. */
export function resultPanel(spec) {
  const el = h("div", { class: "anpei-result" });
  const badge = (at) => {
    const score = product(spec, at);
    const band = bandOf(spec, score);
    return h("p", { class: `anpei-band anpei-tone-${band.tone}` }, h("b", null, score), h("span", null, band.name, h("small", null, band.act)));
  };
  const meaning = (factor, at) => {
    const level = factor.levels.find((x) => x.value === at[factor.id]);
    return h("div", null, h("dt", null, `${factor.name} ${level.value}`), h("dd", null, h("b", null, level.name), `：${level.means}`));
  };
  return {
    el,
    words: () => [...el.querySelectorAll(".anpei-band")].map((p) => p.textContent).join("；采取措施后：") || "还没有选",
    show(first, rest, taken) {
      const hint = spec.method === "lec" ? "三项各选一个等级。" : "在矩阵里选一格：它有多可能发生，发生了有多严重。";
      if (!first) return el.replaceChildren(h("p", { class: "anpei-result-hint" }, hint));
      el.replaceChildren(badge(first), h("dl", { class: "anpei-meaning" }, spec.factors.map((f) => meaning(f, first))),
        ...(taken ? [h("p", { class: "anpei-arrow" }, icon("down"), "采取措施后"), badge(rest)] : []));
    },
  };
}

/** Measures to tick; the order teaches: do away with it, engineer it, manage it, protect the person last. */
export function measureList(spec, pick) {
  const el = h("fieldset", { class: "anpei-measures" });
  const chosen = () => boxes().filter((box) => box.checked).map((box) => Number(box.value));
  const boxes = () => [...el.querySelectorAll("input")];
  let drawn = null;
  function draw_(hazard) {
    drawn = hazard;
    const measures = spec.hazards[hazard]?.measures ?? [];
    el.replaceChildren(h("legend", null, "加上措施，看风险怎么变"), ...measures.map((m, i) => h("label", { class: "anpei-measure" },
      h("input", { type: "checkbox", value: i, onchange: () => pick(chosen()) }), h("span", null, h("em", null, m.kind), m.text))));
  }
  return {
    el,
    show(hazard, taken, ready) {
      if (drawn !== hazard) draw_(hazard);
      el.hidden = !el.querySelector("input");
      el.disabled = !ready;
      boxes().forEach((x, i) => { x.checked = taken.includes(i); });
    },
  };
}
