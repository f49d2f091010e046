// Air it, test three layers, get the permit, post an attendant, decide; then keep watching the instrument.

import { last } from "../../shared/values.js";
import { put, widget } from "../../shared/widget.js";
import { announce, h } from "../../shared/dom.js";
import { icon } from "../../shared/icons.js";
import { cardRadios, outcomePanel } from "../shared/cards.js";
import { gasesOver, gasReplay } from "./rules.js";
import { gasPicture } from "./scene.js";
import "./style.css";

const GAS_ENDS = { good: "处置对了", weak: "侥幸", harm: "出事了" };
/** What is said of how sure something is, as a tag. */
const sureTag = (sure, of = "") => h("span", { class: `anpei-tag${sure ? "" : " anpei-doubt"}` }, `${of}${sure ? "已核" : "待核"}`);

/** The instruments' face: each gas with its number, its limit and whether it alarms. */
function instrument(spec) {
  const el = h("dl", { class: "anpei-gas-face" });
  return {
    el,
    show(readings) {
      const over = readings ? gasesOver(spec.gases, readings).map((gas) => gas.id) : [];
      el.replaceChildren(...spec.gases.map((gas) => {
        const alarm = over.includes(gas.id);
        return h("div", { class: `anpei-gas-cell${alarm ? " anpei-gas-alarm" : ""}` },
          h("dt", null, alarm ? icon("warn") : null, gas.name),
          h("dd", null, h("b", null, readings ? readings[gas.id].toFixed(gas.digits) : "--"), h("span", null, gas.unit)),
          h("dd", { class: "anpei-gas-state" }, !readings ? `限值 ${gas.limit}` : `${alarm ? "报警" : "合格"}（${gas.limit}）`));
      }));
    },
  };
}

const gasSaid = (spec, readings) => {
  const over = gasesOver(spec.gases, readings);
  return over.length ? `报警：${over.map((gas) => `${gas.name} ${readings[gas.id].toFixed(gas.digits)} ${gas.unit}`).join("，")}` : `${spec.gases.length} 项都在限值内`;
};

/** The test sheet: each sample with its minute and layer; out of limit is marked in words too. */
function sheetOf(spec, samples) {
  const cell = (gas, readings) => {
    const alarm = gasesOver([gas], readings).length > 0;
    return h("td", { class: alarm ? "anpei-gas-over" : null }, readings[gas.id].toFixed(gas.digits), alarm ? h("span", null, " 超") : null);
  };
  return h("table", null, h("caption", null, "检测记录"),
    h("thead", null, h("tr", null, h("th", { scope: "col", class: "anpei-gas-short" }, "分"), h("th", { scope: "col", class: "anpei-gas-short" }, "层"),
      spec.gases.map((g) => h("th", { scope: "col" }, g.name, h("br"), h("small", null, g.unit))))),
    h("tbody", null, samples.map((x) => h("tr", null, h("th", { scope: "row" }, String(x.minute)), h("td", null, x.point.name[0]), spec.gases.map((g) => cell(g, x.readings))))));
}

/** Where the limits come from, with how sure they are. */
const sources = (spec) => h("details", { class: "anpei-gas-sources" }, h("summary", null, "限值从哪里来"),
  h("ul", null, spec.gases.map((gas) => h("li", null, h("b", null, `${gas.name} ${gas.limit} ${gas.unit}`), sureTag(gas.certainty === "核"), h("br"), gas.source))),
  spec.limits.map((words) => h("p", null, words)));

/** How it ended, why, and how to begin again. */
const gasEnding = (result, again) => outcomePanel(result.tone, GAS_ENDS[result.tone], h("p", null, result.text),
  result.why.length ? [h("p", null, "少了这些："), h("ul", null, result.why.map((x) => h("li", null, x)))] : [],
  h("button", { type: "button", class: "anpei-button", onclick: again }, "再来一次"));

/** The answers to one moment inside, in a settled order. */
const answers = (moment, act) => h("div", { class: "anpei-gas-answers" }, moment.options.map((o) =>
  h("button", { type: "button", class: "anpei-button anpei-wide", onclick: () => act(o.id) }, o.label)));

/** A row of buttons, each of which is one act. */
const gasRow = (label, rows, act) => h("div", { class: "anpei-gas-row", role: "group", "aria-label": label }, rows.map(({ id, name, hint }) =>
  h("button", { type: "button", "data-act": id, class: `anpei-button${hint ? " anpei-gas-step" : ""}`, onclick: () => act(id) }, hint ? h("span", null, name, h("small", null, hint)) : name)));

const heldWords = (s) => (s.missing.length ? `对，先不进。还差：${s.missing.join("；")}。` : "条件都齐了，可以进。多看一眼也没有错。");

/** What an act led to, said aloud. */
function gasTold(spec, scene, before, s) {
  if (s.result) return `${GAS_ENDS[s.result.tone]}。${s.result.text}`;
  if (s.phase === "inside") return `${s.went?.text ?? "人进去了。"}${scene.moments[s.moment].text}`;
  const sample = last(s.samples);
  if (sample && s.samples.length > before.samples.length) return `${sample.point.name}，${gasSaid(spec, sample.readings)}`;
  return s.held ? heldWords(s) : `第 ${s.minute} 分钟`;
}

/** The instrument with its clock and its probe. */
function gasTool(spec, act) {
  const clock = h("p", { class: "anpei-gas-clock" });
  const face = instrument(spec);
  const where = h("p", { class: "anpei-gas-where" });
  const probe = gasRow("人在口外，探头放到哪一层", spec.points.map(({ id, name }) => ({ id, name })), act);
  const sure = spec.gases.every((gas) => gas.certainty === "核");
  return {
    el: h("div", { class: "anpei-gas-tool" }, h("p", { class: "anpei-title" }, "四合一和溶剂检测仪", sureTag(sure, "限值")), clock, face.el, where, probe),
    show(s, moment) {
      const sample = last(s.samples);
      probe.hidden = s.phase !== "outside";
      clock.textContent = `第 ${s.minute} 分钟${s.airedFrom === null ? "，还没通风" : "，风机开着"}`;
      face.show(moment ? moment.readings : sample?.readings);
      where.textContent = moment ? "人在里面，监护人看着读数。" : sample ? `刚测的是${sample.point.name}。` : "还没测。人站在口外，探头放到哪一层？";
    },
  };
}

/** What stands on the stage: the moment inside with its answers, or how it ended. */
function gasStage(s, moment, act, again) {
  if (moment) return [h("p", { class: "anpei-gas-moment" }, s.went && s.moment ? s.went.text : "", moment.text), answers(moment, act)];
  return s.result ? [gasEnding(s.result, again)] : [];
}

function draw(model, root) {
  const spec = model.get("spec");
  const value = () => model.get("value") ?? { scene: 0, log: [] };
  const here = () => spec.scenes[value().scene];
  const now = () => gasReplay(spec, here(), value().log);
  const set = (scene, log) => put(model, "value", { scene, log });
  const act = (token) => {
    if (value().log.length >= spec.longest) return announce("步骤太多了，请再来一次");
    const before = now();
    set(value().scene, [...value().log, token]);
    const s = now();
    announce(gasTold(spec, here(), before, s));
    if (s.phase !== before.phase || s.moment !== before.moment) stage.focus();
    if (s.result?.tone === "good") root.dispatchEvent(new CustomEvent("anpei-done", { bubbles: true, detail: { scene: here().id } }));
    return undefined;
  };

  const pick = cardRadios("去哪儿干活？", spec.scenes.map((scene, i) => ({ value: i, name: scene.name, hint: scene.hint })), (i) => set(i, []));
  pick.el.hidden = spec.scenes.length < 2;
  const story = h("p", { class: "anpei-story" });
  const picture = h("div", { class: "anpei-gas-scene" });
  const chain = h("ol", { class: "anpei-gas-chain", "aria-label": "你的顺序" });
  const outside = h("div", { class: "anpei-gas-outside" }, h("p", { class: "anpei-title" }, "现在做哪一步？"), gasRow("现在做哪一步", spec.acts, act));
  const tool = gasTool(spec, act);
  const held = h("p", { class: "anpei-gas-held" });
  const verdict = h("div", { class: "anpei-gas-verdict" }, h("p", { class: "anpei-title" }, "进，还是不进？"),
    gasRow("进，还是不进", [{ id: "hold", name: "先不进" }, { id: "enter", name: "进去" }], act), held);
  const stage = h("div", { class: "anpei-gas-stage", tabindex: "-1" });
  const record = h("div", { class: "anpei-gas-record", tabindex: "0", role: "region", "aria-label": "检测记录" });
  root.classList.add("anpei-sim");
  root.append(pick.el, story, picture, chain, outside, tool.el, verdict, stage, record, sources(spec));

  function show() {
    const s = now();
    const moment = s.phase === "inside" ? here().moments[s.moment] : null;
    const latest = Object.fromEntries(s.samples.map((x) => [x.point.id, gasesOver(spec.gases, x.readings).length ? "over" : "ok"]));
    pick.show(value().scene);
    story.textContent = here().text;
    picture.replaceChildren(gasPicture(spec, here(), s, latest));
    chain.replaceChildren(...s.chain.map((x) => h("li", null, x.name)));
    outside.hidden = verdict.hidden = s.phase !== "outside";
    outside.querySelector("[data-act=stir]")?.toggleAttribute("hidden", !here().sludge);
    tool.show(s, moment);
    held.hidden = !s.held;
    held.textContent = s.held ? heldWords(s) : "";
    stage.replaceChildren(...gasStage(s, moment, act, () => set(value().scene, [])));
    stage.hidden = !stage.childNodes.length;
    record.replaceChildren(s.samples.length ? sheetOf(spec, s.samples) : "");
    record.hidden = !s.samples.length;
  }
  model.on("change:value", show);
  show();
  return () => model.off("change:value", show);
}

export default widget("gas_readings", draw, ["spec"]);
