// A drill as one participant sees it: a pure view over the public `view`; a decision leaves it as a trait, nothing else.

import "../../shared/style.css";
import { put } from "../../shared/widget.js";
import { h, setWords, svgEl } from "../../shared/dom.js";
import { icon } from "../../shared/icons.js";
import { uuid } from "../../shared/uuid.js";
import { clockText } from "../../shared/values.js";
import { growLog, meterTiles, runClock, sitePlan } from "../shared/drill_parts.js";
import { teamBoard, teamStrip, waitingRoom } from "./team.js";
import { debriefPage } from "./debrief.js";
import "./style.css";

const LETTER_KEYS = { a: 0, b: 1, c: 2, d: 3, 1: 0, 2: 1, 3: 2, 4: 3 };
const SECOND_TAP = 350;
const SETTLE = 500;
const RING = 2 * Math.PI * 44;

const ENDED_WORDS = {
  stopped: ["演练已由导调终止", "这一次不计入培训档案。有疑问请问导调员。"],
  left: ["演练已结束", "参演人员中途离开，这一次不计入培训档案。"],
  abandoned: ["演练已结束", "很久没有人继续，系统自动结束了这次演练，不计入培训档案。"],
  real: ["演练中止", "发生真实险情，这一次不计入培训档案。请听从现场指挥。"],
};

/** The ring that runs out, and the seconds in it. */
function countdown() {
  const number = h("span", { class: "drill-ring-number" });
  const el = h("div", { class: "drill-ring", role: "timer", "aria-label": "剩余时间" });
  const circle = (attrs) => svgEl("circle", { cx: 50, cy: 50, r: 44, ...attrs });
  const arc = circle({ class: "drill-ring-run", "stroke-dasharray": RING });
  el.append(svgEl("svg", { viewBox: "0 0 100 100", "aria-hidden": "true" }, circle(), arc), number);
  return {
    el,
    show(left, limit) {
      const seconds = Math.ceil(left / 1000);
      setWords(number, String(seconds));
      arc.style.strokeDashoffset = String(Math.round(RING * (1 - left / limit)));
      el.classList.toggle("is-short", seconds <= 10);
      el.classList.toggle("is-last", seconds <= 5);
    },
  };
}

/**
 * The question with its options: the first tap chooses, a second one on the same option decides. A new question is deaf
 * for a moment, for taps that were meant for what stood there before, and so is an option just chosen, for nervous
 * fingers; `aria-disabled` says so.
 */
function question(node, { decide, leftNow }) {
  const ring = countdown();
  const heading = h("h2", { class: "drill-question", tabindex: "-1", id: `q-${node.id}` }, node.question);
  const note = h("p", { class: "drill-note", role: "status" }, "点一下选中，再点一下确定");
  let chosen = null;
  let sent = false;
  let waking = 0;

  const buttons = node.options.map((option) =>
    h("button", { type: "button", class: "drill-option", "aria-pressed": "false", onclick: (event) => tap(option, event.currentTarget) },
      h("span", { class: "drill-letter", "aria-hidden": "true" }, option.id.toUpperCase()),
      h("span", { class: "drill-option-body" }, h("span", { class: "drill-option-text" }, option.text),
        h("span", { class: "drill-confirm" }, "再点一次确定"))));

  function mark(id, words, locked) {
    node.options.forEach((option, i) => {
      buttons[i].setAttribute("aria-pressed", String(option.id === id));
      buttons[i].classList.toggle("is-chosen", option.id === id);
      buttons[i].disabled = locked;
    });
    setWords(note, words);
    el.classList.toggle("is-sent", locked);
  }

  function rest(some, ms) {
    const wake = () => buttons.forEach((button) => button.removeAttribute("aria-disabled"));
    clearTimeout(waking);
    wake();
    some.forEach((button) => button.setAttribute("aria-disabled", "true"));
    waking = setTimeout(wake, ms);
  }

  function tap(option, button) {
    if (sent || button.hasAttribute("aria-disabled")) return;
    if (chosen !== option.id) {
      chosen = option.id;
      mark(chosen, `已选 ${option.id.toUpperCase()}，再点一次确定`, false);
      rest([button], SECOND_TAP);
      return;
    }
    decide({ node: node.id, option: option.id, elapsed: Math.round(node.limit - leftNow()) });
  }

  const el = h("section", { class: "drill-card", "aria-labelledby": `q-${node.id}` },
    h("header", { class: "drill-card-head" }, ring.el,
      h("div", null, h("p", { class: "drill-role" }, icon("person"), `您现在是${node.role}`), heading)),
    h("div", { class: "drill-options", role: "group", "aria-labelledby": `q-${node.id}` }, ...buttons), note);
  rest(buttons, SETTLE);

  return {
    el,
    heading,
    key: (name) => buttons[LETTER_KEYS[name]]?.click(),
    tick: () => ring.show(leftNow(), node.limit),
    hold(pending, link, refused) {
      if (refused?.node === node.id && sent && !pending) mark(null, "没有采纳，请再选一次", false);
      sent = Boolean(pending) || (sent && refused?.node !== node.id);
      if (pending) mark(pending.option, link === "off" ? "已存在本机，网络恢复后自动送出" : "已选定，正在送出…", true);
    },
    close() {
      if (!sent) mark(chosen, "时间到", true);
    },
  };
}

function waitingCard(view) {
  if (view.status === "waiting") return waitingRoom(view);
  const last = view.radio.at(-1);
  const paused = view.status === "paused";
  return h("section", { class: `drill-card drill-waiting${view.team ? " is-team" : ""}` },
    icon(paused ? "pause" : "radio"), h("h2", { tabindex: "-1" }, paused ? "演练暂停，请原地等候" : "情况在发展，请留意通报"),
    last ? h("p", { class: "drill-last" }, last.text) : null,
    ...(view.team ? teamBoard(view) : []));
}

function endedCard(view) {
  const [title, words] = ENDED_WORDS[view.how] ?? ["演练结束", "请看复盘。"];
  return h("section", { class: "drill-ended" }, icon("stop"), h("h2", { tabindex: "-1" }, title), h("p", null, words));
}

function header(view, clock, link) {
  const roles = view.you.roles;
  return [
    h("div", { class: "drill-title" }, h("strong", null, view.title), h("span", null, view.place)),
    h("ol", { class: "drill-phases", "aria-label": "阶段" }, ...view.phases.map((phase) =>
      h("li", { class: phase.on ? "is-on" : null, "aria-current": phase.title === view.phase ? "step" : null }, phase.title))),
    h("div", { class: "drill-you" }, h("strong", null, view.you.name), h("span", null, roles.length > 3 ? "全部角色" : roles.join("、"))),
    link, clock,
  ];
}

const LINKS = { ok: ["check", "在线"], slow: ["wait", "连接中"], off: ["away", "离线"] };

/** What an honest tablet says without a network. */
const offlineWords = (kept) => kept
  ? `网络断开了，正在重新连接。${kept} 条决定已存在本机，恢复后自动送出；过了时限送到的不算数，但会如实记下。`
  : "网络断开了，正在重新连接。可以照常选择，先存在本机，恢复后自动送出。";

function render({ model, el }) {
  const plan = sitePlan();
  const clock = runClock();
  const clockEl = h("time", { class: "drill-clock", "aria-label": "演练用时" });
  const linkEl = h("span", { class: "drill-link", role: "status" });
  const head = h("header", { class: "drill-head" });
  const meters = h("div", { class: "drill-meters" });
  const radio = h("ol");
  const log = h("div", { class: "drill-radio", role: "log", "aria-live": "polite", "aria-label": "通报", tabindex: "0" }, radio);
  const side = h("div", { class: "drill-side" });
  const offline = h("p", { class: "drill-offline", role: "alert", hidden: true });
  const foot = h("footer", { class: "drill-foot" });
  const stage = h("div", { class: "drill-stage" },
    h("div", { class: "drill-scene" }, meters, plan.el, log), side);
  const root = h("div", { class: "anpei anpei-scenario_player drill-dark", onkeydown: keyed }, head, offline, stage, foot);
  el.append(root);

  let asked = null;
  let kind = "";

  const leftNow = () => {
    const { node, clock: at } = model.get("view") ?? {};
    return node ? Math.max(0, node.left - (clock.now() - at)) : 0;
  };

  function decide(decision) {
    put(model, "decision", { ...decision, uuid: uuid() });
  }

  function keyed(event) {
    if (event.key in LETTER_KEYS && !event.ctrlKey && !event.altKey && !event.metaKey) asked?.key(event.key);
  }

  function place(next, card, focus) {
    if (next === kind) return;
    kind = next;
    side.replaceChildren(card);
    focus?.focus({ preventScroll: true });
  }

  function drawSide(view) {
    if (view.node && view.status !== "paused") {
      if (kind !== `ask:${view.node.id}`) asked = question(view.node, { decide, leftNow });
      place(`ask:${view.node.id}`, asked.el, asked.heading);
      return;
    }
    asked = null;
    const card = waitingCard(view);
    place(`wait:${view.status}:${view.radio.at(-1)?.id}:${JSON.stringify(view.team)}`, card, document.activeElement === document.body ? card.querySelector("h2") : null);
  }

  function drawFoot({ team, ...rest }) {
    const told = JSON.stringify(team);
    if (foot.dataset.told === told) return;
    foot.dataset.told = told;
    foot.replaceChildren(...teamStrip({ team, ...rest }));
  }

  function drawEnd(view) {
    const finished = view.debrief && !ENDED_WORDS[view.how];
    if (kind === "ended") return;
    kind = "ended";
    foot.replaceChildren();
    stage.replaceChildren(finished ? debriefPage(view) : endedCard(view));
    stage.classList.add("is-ended");
    stage.querySelector("h2")?.focus({ preventScroll: true });
  }

  function drawView() {
    const view = model.get("view");
    if (!view?.status) return;
    clock.set(view.clock, view.status === "running", view.speed);
    head.replaceChildren(...header(view, clockEl, linkEl));
    if (view.status === "ended") {
      drawEnd(view);
    } else {
      plan.show(view.layers);
      meters.replaceChildren(...meterTiles(view.meters));
      growLog(radio, view.radio);
      drawFoot(view);
      drawSide(view);
    }
    drawState();
  }

  function drawState() {
    const { link = "ok", pending = null, refused = null, kept = 0 } = model.get("state") ?? {};
    const [name, words] = LINKS[link];
    linkEl.className = `drill-link is-${link}`;
    linkEl.replaceChildren(icon(name), kept && link !== "ok" ? `${words} · 已保存 ${kept} 条` : words);
    const told = link === "off" ? offlineWords(kept) : "";
    offline.hidden = !told;
    setWords(offline, told);
    asked?.hold(pending?.node === model.get("view")?.node?.id ? pending : null, link, refused);
    tick();
  }

  function tick() {
    setWords(clockEl, clockText(clock.now()));
    asked?.tick();
    if (leftNow() <= 0) asked?.close();
  }

  const drawPlan = () => {
    plan.draw(model.get("plan"));
    plan.show(model.get("view")?.layers ?? []);
  };
  const heard = [["view", drawView], ["plan", drawPlan], ["state", drawState]];
  heard.forEach(([key, f]) => model.on(`change:${key}`, f));
  const timer = setInterval(tick, 200);
  drawPlan();
  drawView();
  return () => {
    clearInterval(timer);
    heard.forEach(([key, f]) => model.off(`change:${key}`, f));
    root.remove();
  };
}

export default { render };
