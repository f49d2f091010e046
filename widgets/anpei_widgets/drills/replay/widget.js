// The film of a drill: one scrubber for plan, radio and decisions; plays by itself at 1, 2, 4 or 8 times, or by keys.

import { widget } from "../../shared/widget.js";
import { h } from "../../shared/dom.js";
import { icon } from "../../shared/icons.js";
import { clockText } from "../../shared/values.js";
import { growLog, meterTiles, sitePlan } from "../shared/drill_parts.js";
import { planOrPeople } from "../shared/people.js";
import "./style.css";

const SPEEDS = [1, 2, 4, 8];
const HOP = 5000;
const FRAME = 100;
const VERDICT = { right: "符合预期", partial: "部分符合", wrong: "不符合", late: "超时未作出" };
const TONE = { right: "ok", partial: "warn", wrong: "danger", late: "danger" };

/** The last of a list (ordered by `at`) that has begun by then. */
const lastBy = (list, at) => list.findLast((each) => each.at <= at) ?? list[0];

/** What a decision looked like at that moment: still waiting, open with the seconds left, or closed. */
function decisionAt(decision, at) {
  if (at < decision.opened) return null;
  if (at < decision.closed) {
    const left = Math.max(0, Math.ceil((decision.opened + decision.limit * 1000 - at) / 1000));
    return { state: "open", words: `等待决定，还剩 ${left} 秒` };
  }
  return { state: TONE[decision.verdict], words: VERDICT[decision.verdict] };
}

function decisionLine(decision, now) {
  const closed = now.state !== "open";
  return h("li", { class: `replay-decision is-${now.state}` },
    h("p", { class: "replay-decision-head" }, h("strong", null, `决策 ${decision.number}`), h("span", null, `${decision.role} ${decision.who}`),
      h("span", { class: "replay-verdict" }, now.words)),
    h("p", null, decision.question),
    closed ? h("p", { class: "replay-chosen" }, decision.chosen ? `实际：${decision.chosen}` : "没有作出决定", h("span", null, `用了 ${decision.used} 秒${decision.delayed ? "，网络中断，按点选时刻计" : ""}`)) : null,
    closed && decision.verdict !== "right" ? h("p", { class: "replay-best" }, `应当：${decision.best}`) : null,
    closed && decision.cost ? h("p", { class: "replay-cost" }, `多耽误 ${decision.cost} 秒`) : null);
}

/** Coloured ticks above the scrubber, where something happened. */
function ticks(marks, length) {
  const lane = h("div", { class: "replay-ticks", "aria-hidden": "true" });
  for (const mark of marks) {
    const tick = h("i", { class: `is-${mark.tone}`, title: `${clockText(mark.at)} ${mark.text}` });
    tick.style.insetInlineStart = `${(100 * mark.at) / length}%`;
    lane.append(tick);
  }
  return lane;
}

function draw(model, root) {
  const film = model.get("spec");
  const length = Math.max(1000, film.length);
  const plan = sitePlan();
  const people = film.run ? planOrPeople(plan.el, film.run) : { el: plan.el, at() {}, stop() {} };
  let at = 0;
  let speed = 1;
  let timer = null;

  const meters = h("div", { class: "drill-meters" });
  const phase = h("p", { class: "replay-phase" });
  const radio = h("ol", { class: "replay-radio-list", "aria-label": "通话记录" });
  const decisions = h("ol", { class: "replay-decisions", "aria-label": "决策" });
  const time = h("output", { class: "replay-time" });
  const play = h("button", { type: "button", class: "anpei-button anpei-primary replay-play", onclick: () => (timer ? stop() : start()) });
  const slider = h("input", { type: "range", min: 0, max: length, step: 1000, value: 0, "aria-label": "时间", oninput: () => seek(Number(slider.value)) });
  const paces = SPEEDS.map((pace) => h("button", { type: "button", class: "anpei-button replay-pace", "aria-pressed": String(pace === speed), onclick: () => setSpeed(pace) }, `${pace}×`));
  const hop = (name, words, to) => h("button", { type: "button", class: "anpei-button", "aria-label": words, title: words, onclick: () => seek(to()) }, icon(name));
  const past = () => film.marks.findLast((mark) => mark.at < at)?.at ?? 0;
  const next = () => film.marks.find((mark) => mark.at > at)?.at ?? length;

  function happening() {
    const mark = film.marks.findLast((each) => each.at <= at);
    return `${clockText(at)}${mark ? `，${mark.text}` : ""}`;
  }
  function show() {
    const scene = lastBy(film.scenes, at);
    plan.show(scene.layers);
    people.at(at);
    meters.replaceChildren(...meterTiles(scene.meters));
    phase.textContent = scene.phase;
    growLog(radio, film.radio.filter((message) => message.at <= at));
    const seen = film.decisions.map((each) => [each, decisionAt(each, at)]).filter(([, now]) => now);
    decisions.replaceChildren(...seen.map(([each, now]) => decisionLine(each, now)).reverse());
    time.textContent = `${clockText(at)} / ${clockText(length)}`;
    slider.value = String(at);
    slider.setAttribute("aria-valuetext", happening());
  }
  function seek(to) {
    at = Math.min(length, Math.max(0, to));
    show();
    if (at >= length) stop();
  }
  function start() {
    if (at >= length) at = 0;
    timer = setInterval(() => seek(at + FRAME * speed), FRAME);
    label();
  }
  function stop() {
    clearInterval(timer);
    timer = null;
    label();
  }
  function label() {
    play.replaceChildren(icon(timer ? "pause" : "play"), timer ? "暂停" : "播放");
  }
  function setSpeed(pace) {
    speed = pace;
    paces.forEach((button, n) => button.setAttribute("aria-pressed", String(SPEEDS[n] === pace)));
  }
  function keys(event) {
    if (event.altKey || event.ctrlKey || event.metaKey) return;
    const step = event.shiftKey ? HOP * 6 : HOP;
    const moves = { ArrowLeft: () => seek(at - step), ArrowRight: () => seek(at + step), Home: () => seek(0), End: () => seek(length), "[": () => seek(past()), "]": () => seek(next()) };
    const move = moves[event.key] ?? (event.key === " " && event.target === slider ? () => play.click() : null);
    if (!move) return;
    event.preventDefault();
    move();
  }

  root.addEventListener("keydown", keys);
  root.append(
    h("div", { class: "replay-stage" },
      h("div", { class: "replay-left" }, phase, people.el, meters),
      h("div", { class: "replay-right" },
        h("section", { class: "replay-box", tabindex: "0", "aria-label": "决策" }, h("h3", null, "决策"), decisions),
        h("section", { class: "replay-box drill-radio", tabindex: "0", "aria-label": "通话记录" }, h("h3", null, "通话"), radio))),
    h("div", { class: "replay-controls", role: "group", "aria-label": "回放" },
      h("div", { class: "replay-track" }, ticks(film.marks, length), slider),
      h("div", { class: "replay-buttons" }, play, hop("before", "上一个事件", past), hop("after", "下一个事件", next), time, h("div", { class: "replay-paces", role: "group", "aria-label": "倍速" }, ...paces))),
    h("p", { class: "replay-help" }, "键盘：左右键 5 秒，加 Shift 30 秒；[ 和 ] 跳到上一个、下一个事件；Home、End 到头尾。"));
  plan.draw(film.plan);
  label();
  show();
  return () => {
    stop();
    people.stop();
  };
}

export default widget("replay", draw, ["spec"]);
