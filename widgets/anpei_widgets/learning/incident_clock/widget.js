// What grade is it, who must be told by when, what does it cost: try numbers, or go through rounds against the clock.

import { present } from "../../shared/values.js";
import { put, widget } from "../../shared/widget.js";
import { announce, h } from "../../shared/dom.js";
import { cardRadios, outcomePanel } from "../shared/cards.js";
import { HOUR, incidentCosts, incidentGrade, incidentLater, incidentLong, incidentOptions, incidentReplay, incidentWhy } from "./rules.js";
import { incidentCounter, incidentLadder, incidentRing, incidentRows, incidentSources, incidentWay } from "./parts.js";
import "./style.css";

const incidentCard = ({ id, name, hint }) => ({ value: id, name, hint });
const GOT = 8 * HOUR;
const BLANK = { numbers: { deaths: 2, injured: 3, loss: 180 }, kind: "other", minutes: 20, day: 12, died: 0, round: 0, log: [], grade: "general", income: 12, hid: false, worst: false };

/** Try numbers: the grade, the way up, the hour, and what changes when somebody dies later. */
function tryPart(spec, value, change) {
  const seen = new Set([incidentGrade(spec, value().numbers).grade?.id]);
  const touch = (part) => {
    const before = incidentGrade(spec, value().numbers).grade;
    change(part);
    const { grade } = incidentGrade(spec, value().numbers);
    if (grade?.id !== before?.id) announce(grade ? `${grade.name}。${incidentWhy(spec, value().numbers)}` : incidentWhy(spec, value().numbers));
    if (grade) seen.add(grade.id);
    if (seen.size > 1) el.dispatchEvent(new CustomEvent("anpei-done", { bubbles: true, detail: { part: "try" } }));
  };
  const counters = spec.indicators.map((row) => incidentCounter({ ...row, most: () => row.most }, (x) => touch({ numbers: { ...value().numbers, [row.id]: x }, ...(row.id === "injured" ? { died: Math.min(value().died, x) } : {}) })));
  const kinds = cardRadios("什么事故？", spec.kinds.map(incidentCard), (kind) => change({ kind }));
  const ladder = incidentLadder(spec);
  const why = h("p", { class: "anpei-inc-why" });
  const rows = incidentRows(spec);
  const way = incidentWay(spec);
  const also = h("p", { class: "anpei-inc-note" });
  const ring = incidentRing();
  const slider = h("input", { type: "range", min: 0, max: spec.limits.minutes, step: 5, "aria-label": "负责人接到报告以后，过了多少分钟", oninput: () => change({ minutes: Number(slider.value) }) });
  const day = incidentCounter({ name: "第几天", unit: "天", most: () => spec.limits.day }, (x) => change({ day: Math.max(1, x) }));
  const died = incidentCounter({ name: "重伤的人里，又去世了几人", unit: "人", most: () => value().numbers.injured }, (x) => {
    change({ died: x });
    announce(later.textContent);
  });
  const later = h("p", { class: "anpei-inc-later" });
  const el = h("div", { class: "anpei-inc-part" },
    h("div", { class: "anpei-inc-inputs" }, counters.map((c) => c.el)),
    h("div", { class: "anpei-inc-box" }, h("p", { class: "anpei-title" }, "哪一级"), ladder.el, why, rows.el),
    h("div", { class: "anpei-inc-box" }, h("p", { class: "anpei-title" }, "报给谁，最晚几点"), h("div", { class: "anpei-inc-pair" }, way.el, h("div", null, ring.el, h("label", { class: "anpei-inc-slide" }, "拨一拨：接到报告以后，过了多久", slider))), also),
    h("div", { class: "anpei-inc-box" }, h("p", { class: "anpei-title" }, "后来有变化"), kinds.el, h("div", { class: "anpei-inc-inputs" }, day.el, died.el), later));

  return {
    el,
    show() {
      const v = value();
      const found = incidentGrade(spec, v.numbers);
      counters.forEach((c, i) => c.show(v.numbers[spec.indicators[i].id]));
      kinds.show(v.kind);
      ladder.show(found.grade);
      why.textContent = incidentWhy(spec, v.numbers);
      rows.show(found);
      way.show(found.grade, GOT);
      also.textContent = found.grade ? `${found.grade.stop === "state" ? "省级人民政府和国务院部门接到报告，立即报告国务院。" : ""}部门上报的时候，同时报告本级政府，还要通知公安、劳动保障部门、工会和检察院。由谁调查：${found.grade.inquiry}。` : "没有伤亡和损失的险情，也要当隐患报：报给安全管理人员或者单位负责人。";
      ring.show({ got: GOT, minute: v.minutes });
      slider.value = String(v.minutes);
      slider.setAttribute("aria-valuetext", ring.words());
      day.show(v.day);
      died.show(v.died);
      later.textContent = incidentLater(spec, v);
    },
  };
}

/** Rounds: one question after another; a wrong answer costs minutes, is explained, and the question stays. */
function roundsPart(spec, value, change) {
  const round = () => spec.rounds[value().round];
  const now = () => incidentReplay(spec, round(), value().log);
  const pick = cardRadios("选一关", spec.rounds.map(incidentCard), (id) => change({ round: spec.rounds.findIndex((r) => r.id === id), log: [] }));
  const story = h("p", { class: "anpei-story" });
  const count = h("p", { class: "anpei-inc-count" });
  const ring = incidentRing();
  const clock = h("div", { class: "anpei-inc-box" }, count, ring.el);
  const stage = h("div", { class: "anpei-inc-stage", tabindex: "-1" });
  const el = h("div", { class: "anpei-inc-part" }, pick.el, story, clock, stage);

  function answer(token) {
    if (value().log.length >= spec.limits.log) return announce("步骤太多了，请再来一次");
    const before = now();
    change({ log: [...value().log, token] });
    const s = now();
    announce(`${s.said.text}${s.over ? summary(s) : s.at > before.at ? round().moments[s.at].text : ""}`);
    stage.focus();
    if (s.over) el.dispatchEvent(new CustomEvent("anpei-done", { bubbles: true, detail: { round: round().id } }));
    return undefined;
  }
  const summary = (s) => `${round().moments.length} 问，第一次就答对 ${round().moments.length - s.missed.size} 问。${s.reported === null ? "" : s.late ? `报告迟了 ${incidentLong(s.late)}。迟报，主要负责人要受处分，还要罚款。` : "报告在一小时里报出。"}`;
  function ending(s) {
    const tone = s.late ? "harm" : s.wrong ? "weak" : "good";
    const says = { good: round().got === null ? "全对" : "全对，按时报出", weak: "过关，有弯路", harm: "过关，但是迟报了" }[tone];
    const next = (value().round + 1) % spec.rounds.length;
    return outcomePanel(tone, says, h("p", null, summary(s)), h("div", { class: "anpei-inc-buttons" },
      h("button", { type: "button", class: "anpei-button", onclick: () => change({ log: [] }) }, "再来一次"),
      h("button", { type: "button", class: "anpei-button anpei-primary", onclick: () => change({ round: next, log: [] }) }, `下一关：${spec.rounds[next].name}`)));
  }
  const said = ({ said: last }) => (last ? outcomePanel(last.right ? "good" : "harm", last.right ? "对" : "不对", h("p", null, last.text.replace(/^(对|不是)。/, ""), last.minutes && round().got !== null ? h("small", null, ` 用了 ${incidentLong(last.minutes)}。`) : null)) : null);
  const asked = (s) => {
    const moment = round().moments[s.at];
    return [h("p", { class: "anpei-inc-ask" }, moment.text), h("div", { class: "anpei-inc-answers" }, incidentOptions(spec, round(), moment).map((o) => h("button", { type: "button", class: "anpei-button anpei-wide", onclick: () => answer(o.id) }, o.label)))];
  };
  return {
    el,
    show() {
      const s = now();
      pick.show(round().id);
      story.textContent = round().text;
      clock.hidden = round().got === null;
      count.textContent = s.waiting ? "" : `${s.day > 1 ? `第 ${s.day} 天。` : ""}死亡 ${s.numbers.deaths} 人，重伤 ${s.numbers.injured} 人，损失约 ${s.numbers.loss} 万元`;
      if (round().got !== null) ring.show({ got: round().got, minute: s.minute, reported: s.reported, waiting: s.waiting });
      stage.replaceChildren(...present([said(s), ...(s.over ? [ending(s)] : asked(s))]));
    },
  };
}

/** What a grade costs: the unit, and the head of the unit in person. */
function costsPart(spec, value, change) {
  const first = value().grade;
  const pick = cardRadios("哪一级事故？", spec.grades.map(incidentCard), (grade) => {
    change({ grade });
    announce(out.textContent);
    if (grade !== first) el.dispatchEvent(new CustomEvent("anpei-done", { bubbles: true, detail: { part: "costs" } }));
  });
  const income = incidentCounter({ name: "负责人上一年的年收入", unit: "万元", most: () => spec.limits.income }, (x) => change({ income: x }));
  const tick = (key, words) => {
    const input = h("input", { type: "checkbox", onchange: () => {
      change({ [key]: input.checked });
      announce(out.textContent);
    } });
    return { el: h("label", { class: "anpei-inc-tick" }, input, h("span", null, words)), show: (x) => { input.checked = x; } };
  };
  const hid = tick("hid", "他还瞒报、谎报或者迟报了");
  const worst = tick("worst", "情节特别严重、影响特别恶劣");
  const out = h("dl", { class: "anpei-inc-costs" });
  const el = h("div", { class: "anpei-inc-part" }, pick.el, h("div", { class: "anpei-inc-inputs" }, income.el), hid.el, worst.el, out);
  const row = (who, money, why) => h("div", null, h("dt", null, who), h("dd", null, h("b", null, money), h("span", null, why)));
  return {
    el,
    show() {
      const v = value();
      const grade = spec.grades.find((g) => g.id === v.grade);
      const { fine, head, hidden } = incidentCosts(grade, v.income, v.hid, v.worst);
      pick.show(v.grade);
      income.show(v.income);
      hid.show(v.hid);
      worst.show(v.worst);
      out.replaceChildren(
        row("单位", `${fine[0]}—${fine[1]} 万元`, `对事故负有责任的单位（安全生产法 114 条）。${v.worst ? "特别严重、特别恶劣的，可以按 2 到 5 倍罚。" : ""}赔偿另算。`),
        row("主要负责人", `${head} 万元`, `没有履行安全管理职责，因而出了事故：上一年年收入的 ${grade.share}%（95 条）。`),
        ...(hidden ? [row("瞒报、谎报、迟报", `${hidden[0]}—${hidden[1]} 万元`, "主要负责人降级、撤职，并处上一年年收入的 60%—100%（110 条）。")] : []),
        row("刑法", "另外追究", "构成犯罪的，追究刑事责任。罚款代替不了。"));
    },
  };
}

function draw(model, root) {
  const spec = model.get("spec");
  const value = () => ({ ...BLANK, part: spec.parts[0].id, ...(model.get("value") ?? {}) });
  const change = (part) => put(model, "value", { ...value(), ...part });
  const makers = { try: tryPart, rounds: roundsPart, costs: costsPart };
  const parts = spec.parts.map((part) => ({ id: part.id, ...makers[part.id](spec, value, change) }));
  const tabs = cardRadios("看哪一部分？", spec.parts.map(incidentCard), (part) => change({ part }));
  tabs.el.hidden = parts.length < 2;
  tabs.el.classList.add("anpei-inc-tabs");
  root.classList.add("anpei-sim");
  root.append(tabs.el, ...parts.map((part) => part.el), incidentSources(spec));

  function show() {
    tabs.show(value().part);
    parts.forEach((part) => {
      part.el.hidden = part.id !== value().part;
      if (!part.el.hidden) part.show();
    });
  }
  model.on("change:value", show);
  show();
  return () => model.off("change:value", show);
}

export default widget("incident_clock", draw, ["spec"]);
