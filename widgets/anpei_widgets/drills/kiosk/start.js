// What a tablet shows when nobody sits at it, and when somebody has just sat down.

import { h } from "../../shared/dom.js";
import { icon } from "../../shared/icons.js";
import { dayAndTime } from "../../shared/local_time.js";
import { fullScreenButton } from "./lock.js";
import "./start.css";

/** @type {[import("../../shared/icons.js").IconName, string, string][]} */
const STEPS = [["person", "就位", "工号和 PIN 码，或刷胸卡"], ["radio", "做决定", "听通报，限时选择"], ["law", "看复盘", "哪里对，依据哪条"]];

/**
 * The attract screen: touch it anywhere to tap in; a badge, the camera and the public quiz have places of their own.
 * @param {any} state
 * @param {{begin: () => void, quiz: () => void, camera: (() => void) | null, away: (path: string) => void}} hooks
 */
export function startScreen(state, { begin, quiz, camera, away }) {
  const [called, counting] = [Boolean(state.reserved), state.calls.length > 0];
  const own = (f) => (event) => {
    event.stopPropagation();
    f();
  };
  const hero = h("div", { class: "kiosk-hero" },
    h("h1", { class: "kiosk-name" }, state.reserved || "应急演练"),
    h("p", { class: "kiosk-sub" }, called ? "导调已准备好，请就位" : "练一次，真出事时少想三秒"),
    called && state.roles.length ? h("p", { class: "kiosk-kept" }, icon("person"), "这台终端：", h("b", null, state.roles.join("、"))) : null,
    h("div", { class: "kiosk-ways" },
      h("button", { type: "button", class: "kiosk-go", onclick: own(begin) }, "点这里开始"),
      h("p", { class: "kiosk-badge-hint" }, icon("badge"), "或者刷一下胸卡"),
      camera ? h("button", { type: "button", class: "kiosk-button", onclick: own(camera) }, icon("camera"), "用相机扫胸卡") : null));
  return h("div", { class: `kiosk-start${called ? " is-called" : ""}`, onclick: begin },
    h("header", { class: "kiosk-place" }, h("span", null, state.site), fullScreenButton(),
      state.device.gate ? h("button", { type: "button", class: "kiosk-corner", onclick: own(() => away("visitors")) }, icon("person"), "访客登记") : null, h("b", null, state.device.name)),
    callCards(state, away),
    h("div", { class: "kiosk-field" }, hero, called || counting || !state.quiz ? bigPicture(called || counting ? "alarm" : "fire") : quizCard(state.quiz, own(quiz))),
    counting ? null : h("ol", { class: "kiosk-steps" }, ...STEPS.map(([name, title, words]) => h("li", null, icon(name), h("b", null, title), h("span", null, words)))));
}

/** What is shown anew when a roll call begins or ends, or the tablet becomes a gate desk. */
export const callKey = ({ calls, device }) => `${calls.map(({ muster, id }) => `${muster}/${id}`)}:${device.gate}`;

/** The roll calls in which this tablet counts heads, each one tap away. */
function callCards({ calls }, away) {
  const go = ({ muster, id }) => (event) => [event.stopPropagation(), away(`muster/${muster}/${id}`)];
  return h("div", { class: "kiosk-calls", role: "status" }, ...calls.map((call) =>
    h("section", { class: `kiosk-call is-${call.kind === "真实险情" ? "live" : "drill"}` }, icon("team"),
      h("div", null, h("h2", null, `清点已开始：${call.point}`), h("p", null, `${call.kind}，${dayAndTime(call.started)} 开始。由这台终端清点。`)),
      h("button", { type: "button", class: "kiosk-button is-big", onclick: go(call) }, icon("check"), "去清点"))));
}

const bigPicture = (name) => h("div", { class: "kiosk-picture", "aria-hidden": "true" }, icon(name));

function quizCard(quiz, play) {
  return h("section", { class: "kiosk-quiz-card", "aria-labelledby": "kiosk-quiz-title" },
    icon("quiz"),
    h("h2", { id: "kiosk-quiz-title" }, "三分钟安全问答"),
    h("p", null, `${quiz.items} 道题，答完马上知道为什么。不用登录，不记名字。`),
    h("button", { type: "button", class: "kiosk-button is-big", onclick: play }, icon("play"), "来试试"),
    h("p", { class: "kiosk-quiz-count" }, quiz.today ? `今天已有 ${quiz.today} 人答完` : "今天还没有人答过"));
}

/** What somebody who has tapped in may play alone. */
export function lobby(state, { start, leave, away }) {
  const cards = state.scenarios.map((scenario) =>
    h("article", { class: "kiosk-scenario" },
      h("div", null, h("h2", null, scenario.title), h("p", null, scenario.summary),
        h("p", { class: "kiosk-meta" }, h("span", null, scenario.place), h("span", null, `最多 ${scenario.nodes} 个决策`), h("span", null, `${scenario.minutes} 分钟以内`))),
      h("button", { type: "button", class: "kiosk-button is-primary is-big", onclick: (e) => start(scenario.id, e.currentTarget) },
        icon("play"), "单人练习")));
  return h("div", { class: "kiosk-lobby" },
    h("header", null, h("h1", { tabindex: "-1" }, `${state.seat.name}，你好`),
      h("button", { type: "button", class: "kiosk-button", onclick: leave }, icon("back"), "离开")),
    callCards(state, away),
    h("p", { class: "kiosk-rules" }, "单人练习由你扮演全部角色。每个问题有时限，选项点两下才算数。中途断网、重启都能接着做。"),
    state.scenarios.length ? h("p", { class: "kiosk-rules is-team" }, icon("team"), "组队演练由导调开始，开始后这里会自动进入。") : null,
    ...cards, ...(state.scenarios.length === 1 ? roleTiles(state.scenarios[0].roles) : []),
    state.scenarios.length ? null : h("p", { class: "kiosk-empty" }, "还没有可用的演练情景，请联系培训师。"));
}

function roleTiles(roles) {
  return [h("h3", null, "你要轮流担当"),
    h("ul", { class: "kiosk-roles" }, ...roles.map((role) => h("li", null, h("strong", null, role.title), role.duty)))];
}

/** A sentence instead of a screen. */
export function notice(title, words, ...rest) {
  return h("div", { class: "kiosk-notice" }, icon("tablet"), h("h1", { tabindex: "-1" }, title), h("p", null, words), ...rest);
}

/** Leaving in mid-drill needs two taps: the first one asks. */
export function leaveButton(words, leave) {
  const button = h("button", { type: "button", class: "kiosk-button is-quiet" }, icon("back"), "离开演练");
  button.addEventListener("click", () => {
    if (button.classList.contains("is-asking")) return leave();
    button.classList.add("is-asking");
    button.replaceChildren(words());
    return setTimeout(() => {
      button.classList.remove("is-asking");
      button.replaceChildren(icon("back"), "离开演练");
    }, 4000);
  });
  return button;
}
