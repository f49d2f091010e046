// A drill as one participant sees it: a pure view over the public `view`; a decision leaves it as a trait, nothing else.

import "../../shared/style.css";
import { put } from "../../shared/widget.js";
import { h, one, setWords } from "../../shared/dom.js";
import { icon } from "../../shared/icons.js";
import { uuid } from "../../shared/uuid.js";
import { clockText, last } from "../../shared/values.js";
import { growLog, meterTiles, runClock, sitePlan } from "../shared/drill_parts.js";
import { teamBoard, teamStrip, waitingRoom } from "./team.js";
import { debriefPage } from "./debrief.js";
import { question } from "./question.js";
import { leftOf, offlineWords } from "./rules.js";
import "./style.css";

const ENDED_WORDS = {
  stopped: ["演练已由导调终止", "这一次不计入培训档案。有疑问请问导调员。"],
  left: ["演练已结束", "参演人员中途离开，这一次不计入培训档案。"],
  abandoned: ["演练已结束", "很久没有人继续，系统自动结束了这次演练，不计入培训档案。"],
  real: ["演练中止", "发生真实险情，这一次不计入培训档案。请听从现场指挥。"],
};

function waitingCard(view) {
  if (view.status === "waiting") return waitingRoom(view);
  const newest = last(view.radio);
  const paused = view.status === "paused";
  return h("section", { class: `drill-card drill-waiting${view.team ? " is-team" : ""}` },
    icon(paused ? "pause" : "radio"), h("h2", { tabindex: "-1" }, paused ? "演练暂停，请原地等候" : "情况在发展，请留意通报"),
    newest ? h("p", { class: "drill-last" }, newest.text) : null,
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

/** The link of this tablet, on top. */
function linkPart() {
  const el = h("span", { class: "drill-link", role: "status" });
  return {
    el,
    show(link, kept) {
      const [name, words] = LINKS[link];
      el.className = `drill-link is-${link}`;
      el.replaceChildren(icon(name), kept && link !== "ok" ? `${words} · 已保存 ${kept} 条` : words);
    },
  };
}

/** What has to be said over the stage: no network, and what wasn't taken of earlier questions, until it has been read. */
function sayings(read) {
  const offline = h("p", { class: "drill-offline", role: "alert", hidden: true });
  const unheard = h("div", { class: "drill-refused", role: "alert" });
  return {
    el: h("div", { class: "drill-says" }, offline, unheard),
    show(words, refused) {
      offline.hidden = !words;
      setWords(offline, words);
      const key = refused.map(({ id }) => id).join();
      if (unheard.dataset.told === key) return;
      unheard.dataset.told = key;
      unheard.replaceChildren(...refused.map(({ id, words: why }) => h("p", null, `之前的决定：${why}`,
        h("button", { type: "button", class: "drill-read", onclick: () => read(id) }, "知道了"))));
    },
  };
}

/** Beside the scene: the question that is asked, or what one waits for. `kind` changes with what stands there. */
function sidePart(decide, leftNow) {
  const el = h("div", { class: "drill-side" });
  /** @type {ReturnType<typeof question> | null} */
  let asked = null;
  let kind = "";
  function place(next, card, focus) {
    if (next === kind) return;
    kind = next;
    el.replaceChildren(card);
    focus?.focus({ preventScroll: true });
  }
  return {
    el,
    asked: () => asked,
    show(view) {
      if (view.node && view.status !== "paused") {
        if (!asked || kind !== `ask:${view.node.id}`) asked = question(view.node, { decide, leftNow });
        return place(`ask:${view.node.id}`, asked.el, asked.heading);
      }
      asked = null;
      const card = waitingCard(view);
      const heading = document.activeElement === document.body ? one(card, "h2") : null;
      return place(`wait:${view.status}:${last(view.radio)?.id}:${JSON.stringify(view.team)}`, card, heading);
    },
  };
}

/** The stage while a drill goes on, and its end: the debrief, or a word why there is none. */
function stagePart(side) {
  const plan = sitePlan();
  const meters = h("div", { class: "drill-meters" });
  const radio = h("ol");
  const log = h("div", { class: "drill-radio", role: "log", "aria-live": "polite", "aria-label": "通报", tabindex: "0" }, radio);
  const el = h("div", { class: "drill-stage" }, h("div", { class: "drill-scene" }, meters, plan.el, log), side);
  let ended = "";
  return {
    el, plan,
    show(view) {
      plan.show(view.layers);
      meters.replaceChildren(...meterTiles(view.meters));
      growLog(radio, view.radio);
    },
    end(view) {
      const finished = view.debrief && !ENDED_WORDS[view.how];
      const now = `${view.how}:${JSON.stringify(view.debrief)}`;
      if (ended === now) return;
      const first = !ended;
      ended = now;
      el.replaceChildren(finished ? debriefPage(view) : endedCard(view));
      el.classList.add("is-ended");
      if (first) one(el, "h2")?.focus({ preventScroll: true });
    },
  };
}

/** Letters and numbers choose, too. */
const keyed = (/** @type {ReturnType<typeof sidePart>} */ side) => (/** @type {KeyboardEvent} */ event) => {
  if (!event.ctrlKey && !event.altKey && !event.metaKey) side.asked()?.key(event.key);
};

/** The team, or nobody, at the foot. */
function drawFoot(foot, { team, ...rest }) {
  const told = JSON.stringify(team);
  if (foot.dataset.told === told) return;
  foot.dataset.told = told;
  foot.replaceChildren(...teamStrip({ team, ...rest }));
}

function render({ model, el }) {
  const clock = runClock();
  const clockEl = h("time", { class: "drill-clock", "aria-label": "演练用时" });
  const head = h("header", { class: "drill-head" });
  const foot = h("footer", { class: "drill-foot" });
  const link = linkPart();
  const leftNow = () => leftOf(model.get("view"), clock.now());
  const side = sidePart((decision) => put(model, "decision", { ...decision, uuid: uuid() }), leftNow);
  const stage = stagePart(side.el);
  const says = sayings((id) => put(model, "read", id));
  const root = h("div", { class: "anpei anpei-scenario_player drill-dark", onkeydown: keyed(side) }, head, says.el, stage.el, foot);
  el.append(root);

  function drawView() {
    const view = model.get("view");
    if (!view?.status) return;
    clock.set(view.clock, view.status === "running", view.speed);
    head.replaceChildren(...header(view, clockEl, link.el));
    if (view.status === "ended") {
      foot.replaceChildren();
      stage.end(view);
    } else {
      stage.show(view);
      drawFoot(foot, view);
      side.show(view);
    }
    drawState();
  }

  function drawState() {
    const { link: how = "ok", pending = null, refused = [], kept = 0, full = false } = model.get("state") ?? {};
    const current = model.get("view")?.node?.id;
    link.show(how, kept);
    side.asked()?.hold(pending?.node === current ? pending : null, { link: how, full, refused: refused.find(({ node }) => node === current) });
    says.show(offlineWords(how, kept, full), refused.filter(({ node }) => node !== current));
    tick();
  }

  function tick() {
    setWords(clockEl, clockText(clock.now()));
    side.asked()?.tick();
    if (leftNow() <= 0) side.asked()?.close();
  }

  const drawPlan = () => {
    stage.plan.draw(model.get("plan"));
    stage.plan.show(model.get("view")?.layers ?? []);
  };
  const untold = follow(model, { view: drawView, plan: drawPlan, state: drawState });
  const timer = setInterval(tick, 200);
  drawPlan();
  drawView();
  return () => {
    clearInterval(timer);
    untold();
    root.remove();
  };
}

/** Hear of traits by name. @param {import("../../shared/widget.js").Model} model @param {Record<string, () => void>} hooks */
function follow(model, hooks) {
  for (const [key, hear] of Object.entries(hooks)) model.on(`change:${key}`, hear);
  return () => {
    for (const [key, hear] of Object.entries(hooks)) model.off(`change:${key}`, hear);
  };
}

export default { render };
