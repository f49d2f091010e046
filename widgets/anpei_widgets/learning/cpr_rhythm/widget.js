// Press the pad or the space bar; see how fast, stop for two breaths, go on; then look at your own rhythm.

import { put, widget } from "../../shared/widget.js";
import { announce, h } from "../../shared/dom.js";
import { last, same } from "../../shared/values.js";
import { cardRadios, limitsNote } from "../shared/cards.js";
import { cprAdvice, cprReplay, cprSummary } from "./rules.js";
import { cprChart, cprChest, cprDial } from "./chart.js";
import { cprMetronome } from "./sound.js";
import "./style.css";

const CPR_SAYS = { slow: "慢了", good: "正好", fast: "快了" };
const CPR_BEAT = 110;

const option = (words, change, part = "") => h("label", { class: `anpei-cpr-option ${part}` },
  h("input", { type: "checkbox", onchange: (event) => change(event.target.checked) }), h("span", null, words));

/** The pad: one tap for each way in (pointer, key, or a click that a screen reader makes), never two. */
function pad(tap) {
  let counted = false;
  const el = h("button", {
    type: "button", class: "anpei-cpr-pad",
    onpointerdown: (event) => {
      if (event.button) return;
      counted = true;
      tap(event.timeStamp);
    },
    onclick: (event) => {
      if (!counted) tap(event.timeStamp);
      counted = false;
    },
  });
  return el;
}

/** How it went: the share, the numbers, the chart, one piece of advice. */
function result(spec, mode, s, again) {
  const sum = cprSummary(s);
  const facts = [
    ["在范围里", sum.share === null ? "—" : `${sum.share}%`], ["平均", sum.mean === null ? "—" : `${sum.mean} 次/分`],
    mode.breaths && s.cycle ? ["最长停顿", sum.pause === null ? "不到 2 秒" : `${sum.pause.toFixed(1)} 秒`] : ["按压", `${sum.presses} 下`],
  ];
  const label = `你的节奏：${sum.presses} 下按压，${sum.slow} 下偏慢，${sum.fast} 下偏快。`;
  return h("div", { class: "anpei-cpr-result" }, h("p", { class: "anpei-cpr-title" }, "你的节奏"),
    h("dl", { class: "anpei-cpr-facts" }, facts.map(([name, words]) => h("div", null, h("dt", null, name), h("dd", null, words)))),
    cprChart(spec, s, label),
    h("p", { class: "anpei-cpr-legend" }, "圆点：在范围里。三角朝上：快了；朝下：慢了。虚线：吹气。"),
    h("p", { class: "anpei-cpr-advice" }, cprAdvice(spec, sum)),
    h("button", { type: "button", class: "anpei-button", onclick: again }, "再来一次"));
}

/** What is seen while pressing: the pad with its count, the rate, the dial, and two beats to press by. */
function liveView(spec, { tap, end, hear }) {
  const press = pad(tap);
  const count = h("b", { class: "anpei-cpr-count" });
  const todo = h("span", { class: "anpei-cpr-todo" });
  press.append(h("span", { class: "anpei-cpr-ring", "aria-hidden": "true" }), cprChest(), count, todo);
  const dial = h("div", { class: "anpei-cpr-dialbox" });
  const rate = h("p", { class: "anpei-cpr-rate" });
  const stop = h("button", { type: "button", class: "anpei-button", onclick: end }, "结束，看结果");
  const see = option("看节拍", (on) => press.classList.toggle("anpei-cpr-seen", on), "anpei-cpr-see");
  const heard = option("听节拍", hear);
  const el = h("div", { class: "anpei-cpr-live" }, h("div", { class: "anpei-cpr-options" }, see, heard), press, rate, dial, stop);
  const toDo = (s, mode, begun) => {
    if (!begun) return "点这里，或者按空格键";
    if (s.phase === "breathe") return "仰头抬颏，吹约 1 秒，看胸口起来，再点一下";
    return mode.cycles > 1 ? `第 ${s.cycle + 1} 轮，共 ${mode.cycles} 轮` : "一直按，别停";
  };
  return {
    el, press, heard,
    hit() {
      press.classList.remove("anpei-cpr-hit");
      void press.offsetWidth; // so that the movement begins again
      press.classList.add("anpei-cpr-hit");
    },
    /** Hands off for so many seconds. */
    paused(gap) {
      if (gap > 3) rate.textContent = `手停了 ${Math.floor(gap)} 秒${gap > spec.pause ? "，太久了" : ""}`;
    },
    show(s, mode, { begun, running }) {
      const breathing = s.phase === "breathe";
      const beat = s.phase === "press" && s.count > 1 ? last(s.beats) : undefined;
      count.textContent = breathing ? `吹气 ${s.count} / ${mode.breaths}` : `${s.count} / ${mode.press}`;
      todo.textContent = toDo(s, mode, begun);
      press.classList.toggle("anpei-cpr-breathe", breathing);
      rate.className = `anpei-cpr-rate${beat ? ` anpei-cpr-${beat.tone}` : ""}`;
      rate.replaceChildren(...(beat ? [h("b", null, String(Math.round(beat.rate))), " 次/分　", CPR_SAYS[beat.tone]]
        : [breathing ? "停下来吹气" : "目标：每分钟 100 到 120 次"]));
      dial.replaceChildren(cprDial(spec, beat ? beat.rate : null));
      stop.hidden = !running;
    },
  };
}

/** The taps of one go and what they come to; `told` hears of each tap, and of the end. */
function goOf(model, spec, told) {
  const kept = () => model.get("value") ?? { mode: spec.modes[0].id, taps: [] };
  const mode = () => spec.modes.find((m) => m.id === kept().mode) ?? spec.modes[0];
  const set = (id, list) => put(model, "value", { mode: id, taps: list });
  let [taps, zero, stopped] = [kept().taps, 0, kept().taps.length > 0];
  const now = () => cprReplay(spec, mode(), taps);
  const end = () => {
    stopped = true;
    set(mode().id, taps);
    told.ended(now());
  };
  return {
    mode, now, end,
    begun: () => taps.length > 0,
    stopped: () => stopped,
    running: () => taps.length > 0 && !stopped,
    /** Seconds since the last press. */
    quiet: () => (performance.now() - zero - (last(now().beats)?.at ?? 0)) / 1000,
    begin(id = mode().id) {
      [taps, stopped] = [[], false];
      set(id, []);
    },
    tap(at) {
      if (stopped) return;
      if (!taps.length) zero = at;
      const before = now();
      taps = [...taps, Math.max(last(taps) ?? 0, Math.round(at - zero))];
      if (now().over) end();
      else told.tapped(before, now());
    },
    /** Take up what the host says, unless it is what we told it. */
    heed() {
      if (!same(kept().taps, taps)) [taps, stopped] = [kept().taps, kept().taps.length > 0];
    },
  };
}

function draw(model, root) {
  const spec = model.get("spec");
  const sound = cprMetronome(CPR_BEAT);
  let wish = false;
  const go = goOf(model, spec, {
    tapped(before, s) {
      const tone = last(s.beats)?.tone;
      if (s.phase !== before.phase) announce(s.phase === "breathe" ? `${go.mode().press} 下到了。停，吹两口气。` : "马上接着按。");
      else if (s.count % 10 === 0 && tone !== "good") announce(CPR_SAYS[tone]);
      live.hit();
      show();
    },
    ended(s) {
      const sum = cprSummary(s);
      show();
      outcome.focus();
      announce(`结束。${sum.share === null ? "" : `${sum.share}% 在范围里，平均每分钟 ${sum.mean} 次。`}${cprAdvice(spec, sum)}`);
      if (s.over) root.dispatchEvent(new CustomEvent("anpei-done", { bubbles: true, detail: { mode: go.mode().id } }));
    },
  });
  const begin = (id) => {
    go.begin(id);
    show();
  };

  const pick = cardRadios("怎么练？", spec.modes.map(({ id, name, hint }) => ({ value: id, name, hint })), begin);
  pick.el.hidden = spec.modes.length < 2;
  const live = liveView(spec, { tap: go.tap, end: go.end, hear: (on) => { wish = on; show(); } });
  live.heard.hidden = !sound.can;
  const outcome = h("div", { class: "anpei-cpr-outcome", tabindex: "-1" });
  root.setAttribute("data-lm-suppress-shortcuts", "true"); // the space bar belongs to the pad, also in JupyterLab
  root.classList.add("anpei-sim");
  root.append(pick.el, live.el, outcome, limitsNote("这里练什么，不练什么", spec.limits));

  function show() {
    const s = go.now();
    const again = () => { begin(); live.press.focus(); };
    pick.show(go.mode().id);
    live.el.hidden = go.stopped();
    outcome.hidden = !go.stopped();
    outcome.replaceChildren(...(go.stopped() ? [result(spec, go.mode(), s, again)] : []));
    live.show(s, go.mode(), { begun: go.begun(), running: go.running() });
    sound.set(wish && !go.stopped() && s.phase !== "breathe");
  }
  const changed = () => {
    go.heed();
    show();
  };
  const stopClock = everyHalfSecond(() => go.running() && live.paused(go.quiet()));
  const stopKeys = spaceBar(root, live.press, () => !go.stopped(), go.tap);
  model.on("change:value", changed);
  show();
  return () => {
    stopClock();
    stopKeys();
    sound.close();
    model.off("change:value", changed);
  };
}

function everyHalfSecond(act) {
  const timer = setInterval(act, 500);
  return () => clearInterval(timer);
}

/** The space bar is the pad wherever the focus is, except on what has its own use for it. */
function spaceBar(root, press, open, tap) {
  const key = (event) => {
    const own = event.target.closest("input, summary, .anpei-button");
    const enter = event.key === "Enter" && event.target === press;
    if (own || !open() || (event.key !== " " && !enter)) return;
    event.preventDefault();
    if (event.type === "keydown" && !event.repeat) tap(event.timeStamp);
  };
  root.addEventListener("keydown", key);
  root.addEventListener("keyup", key);
  return () => {
    root.removeEventListener("keydown", key);
    root.removeEventListener("keyup", key);
  };
}

export default widget("cpr_rhythm", draw, ["spec"]);
