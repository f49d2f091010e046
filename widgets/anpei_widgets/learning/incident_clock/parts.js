// Parts on the screen: counters, the ladder of grades, the three rows behind a grade, the way up, the ring of one hour.

import { h, svgEl } from "../../shared/dom.js";
import { uuid } from "../../shared/uuid.js";
import { HOUR, incidentChain, incidentLeft, incidentLong, incidentTime } from "./rules.js";
import "./parts.css";

/** A number with − and +, typed or pressed; `pick` gets whole numbers within 0…most. */
export function incidentCounter({ name, unit, step = 1, most }, pick) {
  const id = uuid();
  const clamp = (x) => Math.min(most(), Math.max(0, Math.round(x) || 0));
  const input = h("input", { id, type: "number", inputmode: "numeric", min: 0, step: 1, onchange: () => pick(clamp(Number(input.value))) });
  const by = (sign) => h("button", { type: "button", class: "anpei-button", "aria-label": `${name}${sign > 0 ? "加" : "减"} ${step} ${unit}`, onclick: () => pick(clamp(Number(input.value) + sign * step)) }, sign > 0 ? "+" : "−");
  const [less, more] = [by(-1), by(1)];
  const el = h("div", { class: "anpei-inc-counter" }, h("label", { for: id }, name, h("small", null, `（${unit}）`)), h("div", null, less, input, more));
  return {
    el,
    show(x) {
      input.value = x;
      input.max = most();
      less.disabled = x <= 0;
      more.disabled = x >= most();
    },
  };
}

/** The four grades in a row, the one that holds marked in words too. */
export function incidentLadder(spec) {
  const el = h("ol", { class: "anpei-inc-ladder" });
  return {
    el,
    show(grade) {
      el.replaceChildren(...spec.grades.map((g, i) => {
        const here = g.id === grade?.id;
        return h("li", { class: `anpei-inc-step anpei-inc-step-${i}${here ? " anpei-inc-here" : ""}`, "aria-current": here ? "step" : null }, h("span", null, g.name), here ? h("small", null, "就是这一级") : null);
      }));
    },
  };
}

/** Each indicator's own grade: the number, what it says, and which one decides. */
export function incidentRows(spec) {
  const body = h("tbody");
  const el = h("table", { class: "anpei-inc-rows" }, h("caption", null, "三项各看各的，取最高的一项"), h("thead", null, h("tr", null, ["看哪一项", "数", "单看它"].map((x) => h("th", { scope: "col" }, x)))), body);
  return {
    el,
    show(found) {
      body.replaceChildren(...found.each.map((row) => {
        const decides = row.level > 0 && found.deciding.includes(row);
        const alone = row.x === 0 ? "没有" : spec.grades[row.level].name.replace("事故", "");
        return h("tr", { class: decides ? "anpei-inc-decides" : null }, h("th", { scope: "row" }, row.indicator.name, h("small", null, row.indicator.says)), h("td", null, String(row.x)), h("td", null, alone, decides ? h("small", null, "由它定级") : null));
      }));
    },
  };
}

/** The way a report goes, down to the level where this grade stops. `got`: minute of the day the head was told. */
export function incidentWay(spec) {
  const el = h("ol", { class: "anpei-inc-way" });
  return {
    el,
    show(grade, got) {
      const chain = grade ? incidentChain(spec, grade) : [];
      el.hidden = !chain.length;
      el.replaceChildren(...chain.map((level, i) => h("li", null, h("b", null, level.name), h("span", null, level.says), h("small", null, i === 0 ? `${incidentTime(got)} 接到报告` : `最晚 ${incidentTime(got + level.by)}`, i === chain.length - 1 ? "，报到这里为止" : ""))));
    },
  };
}

/** One hour as a ring; the words beside it say the same. */
export function incidentRing() {
  const round = 2 * Math.PI * 42;
  const arc = svgEl("circle", { cx: 50, cy: 50, r: 42, class: "anpei-inc-arc", transform: "rotate(-90 50 50)" });
  const picture = svgEl("svg", { viewBox: "0 0 100 100", class: "anpei-inc-ring", "aria-hidden": "true" }, svgEl("circle", { cx: 50, cy: 50, r: 42, class: "anpei-inc-rim" }), arc);
  const number = h("b");
  const words = h("p", { class: "anpei-inc-left" });
  const el = h("div", { class: "anpei-inc-clock" }, h("div", { class: "anpei-inc-dial", "aria-hidden": "true" }, picture, number), words);
  return {
    el,
    /** `minute`: since the head was told; `reported`: when the report went, or null. */
    show(/** @type {{got: number, minute: number, reported?: number | null, waiting?: boolean}} */ { got, minute, reported = null, waiting = false }) {
      const at = reported ?? minute;
      const left = HOUR - at;
      const tone = waiting ? "idle" : left < 0 ? "late" : left <= 15 ? "near" : "fine";
      el.className = `anpei-inc-clock anpei-inc-${tone}`;
      arc.setAttribute("stroke-dasharray", `${waiting ? 0 : (Math.min(at, HOUR) / HOUR) * round} ${round}`);
      number.textContent = waiting ? "--" : left < 0 ? "迟" : String(left);
      if (waiting) return words.replaceChildren(h("b", null, "一小时还没开始算"), h("span", null, "从单位负责人接到报告时起算。"));
      const now = reported === null ? `现在 ${incidentTime(got + minute)}` : `${incidentTime(got + reported)} 报出，用了 ${incidentLong(reported)}`;
      return words.replaceChildren(h("b", null, reported === null ? incidentLeft(left) : left < 0 ? `迟报 ${incidentLong(-left)}` : "在一小时内报出"), h("span", null, `${incidentTime(got)} 接到报告，最晚 ${incidentTime(got + HOUR)} 报到县级以上部门。${now}。`));
    },
    words: () => words.textContent,
  };
}

/** Where the rules come from. */
export const incidentSources = (spec) => h("details", { class: "anpei-inc-sources" }, h("summary", null, "依据是哪几条"), h("ul", null, spec.sources.map((words) => h("li", null, words))), h("p", null, "时钟是模拟的，不走真实时间。以官方文本为准。"));
