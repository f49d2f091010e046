// The film of a drill: one scrubber for plan, radio and decisions; plays by itself at 1, 2, 4 or 8 times, or by keys.

import { widget } from "../../shared/widget.js";
import { h } from "../../shared/dom.js";
import { icon } from "../../shared/icons.js";
import { clockText, lastWhere, present } from "../../shared/values.js";
import { growLog, meterTiles, sitePlan } from "../shared/drill_parts.js";
import { planOrPeople } from "../shared/people.js";
import { decisionAt, lastBy, markAfter, markBefore } from "./rules.js";
import "./style.css";

const SPEEDS = [1, 2, 4, 8];
const HOP = 5000;
const FRAME = 100;
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

/** Everything that is shown of a moment. */
function scenes(film) {
  const plan = sitePlan();
  const people = film.run ? planOrPeople(plan.el, film.run) : { el: plan.el, at() {}, stop() {} };
  const meters = h("div", { class: "drill-meters" });
  const phase = h("p", { class: "replay-phase" });
  const radio = h("ol", { class: "replay-radio-list", "aria-label": "通话记录" });
  const decisions = h("ol", { class: "replay-decisions", "aria-label": "决策" });
  plan.draw(film.plan);
  return {
    el: h("div", { class: "replay-stage" },
      h("div", { class: "replay-left" }, phase, people.el, meters),
      h("div", { class: "replay-right" },
        h("section", { class: "replay-box", tabindex: "0", "aria-label": "决策" }, h("h3", null, "决策"), decisions),
        h("section", { class: "replay-box drill-radio", tabindex: "0", "aria-label": "通话记录" }, h("h3", null, "通话"), radio))),
    stop: people.stop,
    show(/** @type {number} */ at) {
      const scene = lastBy(film.scenes, at);
      plan.show(scene.layers);
      people.at(at);
      meters.replaceChildren(...meterTiles(scene.meters));
      phase.textContent = scene.phase;
      growLog(radio, film.radio.filter((message) => message.at <= at));
      const seen = present(film.decisions.map((each) => { const now = decisionAt(each, at); return now && decisionLine(each, now); }));
      decisions.replaceChildren(...seen.reverse());
    },
  };
}

/** Time that passes by itself, at a speed. @param {number} length ms @param {{moved: (at: number) => void, changed: (playing: boolean) => void}} told */
function playing(length, { moved, changed }) {
  let [at, speed, timer] = [0, 1, 0];
  function seek(/** @type {number} */ to) {
    at = Math.min(length, Math.max(0, to));
    moved(at);
    if (at >= length) stop();
  }
  function stop() {
    clearInterval(timer);
    timer = 0;
    changed(false);
  }
  return {
    seek, stop,
    at: () => at,
    turn() {
      if (timer) return stop();
      if (at >= length) at = 0;
      timer = setInterval(() => seek(at + FRAME * speed), FRAME);
      return changed(true);
    },
    pace: (/** @type {number} */ to) => (speed = to),
  };
}

/** The buttons, the slider with its ticks, and the keys that do the same. */
function controlsOf(film, length, player) {
  const time = h("output", { class: "replay-time" });
  const play = h("button", { type: "button", class: "anpei-button anpei-primary replay-play", onclick: player.turn });
  const slider = h("input", { type: "range", min: 0, max: length, step: 1000, value: 0, "aria-label": "时间", oninput: () => player.seek(Number(slider.value)) });
  const paces = SPEEDS.map((pace) => h("button", { type: "button", class: "anpei-button replay-pace", "aria-pressed": String(pace === 1), onclick: () => choose(pace) }, `${pace}×`));
  const hop = (name, words, to) => h("button", { type: "button", class: "anpei-button", "aria-label": words, title: words, onclick: () => player.seek(to()) }, icon(name));
  const past = () => markBefore(film.marks, player.at());
  const next = () => markAfter(film.marks, player.at(), length);

  function choose(pace) {
    player.pace(pace);
    paces.forEach((button, n) => button.setAttribute("aria-pressed", String(SPEEDS[n] === pace)));
  }
  return {
    el: h("div", { class: "replay-controls", role: "group", "aria-label": "回放" },
      h("div", { class: "replay-track" }, ticks(film.marks, length), slider),
      h("div", { class: "replay-buttons" }, play, hop("before", "上一个事件", past), hop("after", "下一个事件", next), time, h("div", { class: "replay-paces", role: "group", "aria-label": "倍速" }, ...paces))),
    label: (on) => play.replaceChildren(icon(on ? "pause" : "play"), on ? "暂停" : "播放"),
    show(at) {
      const mark = lastWhere(film.marks, (each) => each.at <= at);
      time.textContent = `${clockText(at)} / ${clockText(length)}`;
      slider.value = String(at);
      slider.setAttribute("aria-valuetext", `${clockText(at)}${mark ? `，${mark.text}` : ""}`);
    },
    keys(event) {
      if (event.altKey || event.ctrlKey || event.metaKey) return;
      const step = event.shiftKey ? HOP * 6 : HOP;
      const to = { ArrowLeft: player.at() - step, ArrowRight: player.at() + step, Home: 0, End: length, "[": past(), "]": next() }[event.key];
      if (to === undefined && !(event.key === " " && event.target === slider)) return;
      event.preventDefault();
      if (to === undefined) player.turn();
      else player.seek(to);
    },
  };
}

function draw(model, root) {
  const film = model.get("spec");
  const length = Math.max(1000, film.length);
  const scene = scenes(film);
  const player = playing(length, { moved: show, changed: (on) => controls.label(on) });
  const controls = controlsOf(film, length, player);
  function show(at) {
    scene.show(at);
    controls.show(at);
  }
  root.addEventListener("keydown", controls.keys);
  root.append(scene.el, controls.el,
    h("p", { class: "replay-help" }, "键盘：左右键 5 秒，加 Shift 30 秒；[ 和 ] 跳到上一个、下一个事件；Home、End 到头尾。"));
  controls.label(false);
  show(0);
  return () => {
    player.stop();
    scene.stop();
  };
}

export default widget("replay", draw, ["spec"]);
