// A drill tablet: start screen, public quiz, tap-in, the drill, the debrief, and back to the start by itself.

import "../../shared/style.css";
import { api, told } from "../../shared/api.js";
import { h, setWords } from "../../shared/dom.js";
import { icon } from "../../shared/icons.js";
import { makePlayer } from "./player.js";
import { tapInPanel } from "./keypad.js";
import { decisionBox } from "../shared/decisions.js";
import { ANSWER_WAIT, emergencyNews, goWhenThere, watchEmergency } from "../shared/emergency.js";
import { cameraAllowed, cameraPanel, wedgeReader } from "../shared/badge_reader.js";
import { lockKiosk } from "./lock.js";
import { idleTimer } from "./idle.js";
import { callKey, leaveButton, lobby, notice, startScreen } from "./start.js";
import { quizPanel } from "./quiz.js";
import "./style.css";

const POLL_IDLE = 2000;
const POLL_RUN = 10000;
const QUIZ_IDLE = 45;
const SAID = 8000;

function render({ el }) {
  const screen = h("main", { class: "kiosk-screen" });
  const bar = h("footer", { class: "kiosk-bar", hidden: true });
  const toast = h("p", { class: "kiosk-toast", role: "status", hidden: true });
  const root = h("div", { class: "anpei anpei-kiosk drill-dark" }, screen, bar, toast);
  el.append(root);

  const box = decisionBox({
    changed: () => player?.link(),
    taken: (owner) => player?.taken(owner),
    refused: (owner, words) => player?.owns(owner) || say(`之前的决定：${words}`),
  });
  const idle = idleTimer(showIdle, goHome);
  let state = null;
  let shown = "";
  let player = null;
  let doing = ""; // tap, quiz or camera, while nobody sits here
  let leaveDoing = null;
  let emergency = false;
  let said = "";
  let hush = 0;
  let idleLeft = null;
  let failed = 0;
  let timer = 0;
  let polling = false;

  function showIdle(left) {
    idleLeft = left;
    drawToast();
  }

  /** Say something that went wrong, to eyes and ears alike, until it has been read. */
  function say(words) {
    clearTimeout(hush);
    said = words;
    if (words) hush = setTimeout(() => say(""), SAID);
    drawToast();
  }

  function drawToast() {
    const words = said || (idleLeft === null ? "" : `${idleLeft} 秒后回到开始画面，碰一下屏幕就留下`);
    toast.hidden = !words;
    toast.classList.toggle("is-problem", Boolean(said));
    setWords(toast, words);
  }

  function show(key, make, { idleAfter = 0 } = {}) {
    idle.set(idleAfter);
    if (shown === key) return;
    shown = key;
    say("");
    leaveDoing?.();
    leaveDoing = null;
    if (player && !key.startsWith("run:")) stopPlaying();
    const made = make();
    screen.replaceChildren(made);
    made.querySelector("[tabindex='-1']")?.focus({ preventScroll: true });
  }

  async function poll() {
    clearTimeout(timer);
    if (polling) return;
    polling = true;
    const { status, data } = await api("api/kiosk/state", { patience: ANSWER_WAIT });
    failed = [200, 401, 403].includes(status) ? 0 : failed + 1;
    if (status === 403 || status === 401) unenrolled(data.error);
    else if (status === 200) take(data);
    else if (failed > 2 && !player) show("offline", () => notice("连不上服务器", "正在重新连接，恢复后自动继续。", ...keptWords()));
    polling = false;
    clearTimeout(timer);
    timer = setTimeout(poll, player && !failed ? POLL_RUN : POLL_IDLE);
  }

  const keptWords = () => {
    const { waiting, durable } = box.state();
    if (!waiting) return [];
    return [h("p", { class: "kiosk-kept" }, durable ? `${waiting} 条决定已存在本机，恢复后自动送出。` : `本机存不下，${waiting} 条决定还没送出，请不要关闭或刷新本页。`)];
  };

  function unenrolled(error) {
    stopPlaying();
    show("out", () => notice(error?.message ?? "这台设备还没有登记", error?.way_out ?? "请联系管理员。"));
  }

  function take(data) {
    const news = (now, before) => now.some(({ muster }) => !before?.some((known) => known.muster === muster));
    const called = (data.reserved && data.reserved !== state?.reserved) || news(data.calls, state?.calls);
    state = data;
    if (state.run && state.seat) play(state.run, state.seat.staff_no);
    else if (state.seat) show(`lobby:${state.seat.staff_no}:${state.scenarios.map((each) => each.id)}:${callKey(state)}`, () => lobby(state, { start, leave: goHome, away }), { idleAfter: state.idle });
    else if (doing && !(called && doing === "quiz") && shown !== "offline") idle.set(state.idle);
    else rest();
  }

  /** The start screen. */
  function rest() {
    doing = "";
    show(`start:${state.reserved}:${state.roles}:${state.quiz?.today}:${callKey(state)}`, () => startScreen(state, {
      begin: () => begin(), quiz, camera: cameraAllowed() ? camera : null, away,
    }));
  }

  /** To a page of the platform that brings the tablet back here, once the server is there; whoever sat at it has left. */
  async function away(path) {
    if (!state.seat || await stood()) await goWhenThere(path, say);
  }

  function begin({ name = "", badge = "", problem = "" } = {}) {
    doing = "tap";
    const panel = tapInPanel({
      enter: (staffNo, pin) => enter(badge ? { badge, pin } : { staff_no: staffNo, pin }), back: home, who: name,
      title: state.reserved ? `就位：${state.reserved}` : "请就位",
    });
    shown = "";
    show("tap", () => panel.el, { idleAfter: state.idle });
    panel.tell(problem);
    panel.focus();
  }

  function quiz() {
    doing = "quiz";
    show("quiz", () => quizPanel({ back: home }).el, { idleAfter: Math.max(state.idle, QUIZ_IDLE) });
  }

  function camera() {
    doing = "camera";
    const panel = cameraPanel({ found: scanned, back: home });
    show("camera", () => panel.el, { idleAfter: state.idle });
    leaveDoing = panel.stop;
  }

  function home() {
    if (state && !state.seat) rest();
    poll();
  }

  const listening = () => Boolean(state && !state.seat && !player && !emergency) && !["out", "offline"].includes(shown);

  /** A badge was read: its holder sits down, or is asked for the PIN. */
  async function scanned(badge) {
    const { found, words } = await tapIn({ badge });
    if (found?.needs_pin) begin({ name: found.name, badge });
    else if (!found) begin({ problem: words });
  }

  async function enter(sent) {
    return (await tapIn(sent)).words;
  }

  async function tapIn(sent) {
    const answer = await api("api/kiosk/tap-in", { method: "POST", body: sent, patience: ANSWER_WAIT });
    if (answer.status !== 200) return { words: told(answer) };
    if (!answer.data.needs_pin) {
      doing = "";
      await poll();
    }
    return { found: answer.data, words: "" };
  }

  async function start(scenario, button) {
    button.disabled = true;
    say("");
    const answer = await api("api/kiosk/start", { method: "POST", body: { scenario } });
    if (answer.status === 200) play(answer.data.run, state.seat.staff_no);
    else say(told(answer));
    button.disabled = false;
    poll();
  }

  /** Whether whoever sat here has left; what is in the way is said. */
  async function stood() {
    const answer = await api("api/kiosk/leave", { method: "POST", body: {} });
    if (answer.status !== 200) say(answer.status ? told(answer) : "连不上服务器，恢复后再离开。");
    return answer.status === 200;
  }

  async function goHome() {
    if (!state?.seat) return home();
    doing = "";
    if (!(await stood())) return;
    stopPlaying();
    shown = "";
    return poll();
  }

  function play(run, person) {
    if (player?.run === run && player.person === person) return;
    stopPlaying();
    doing = "";
    player = makePlayer({ run, person, device: state.device.id }, box, { ended, lost: poll });
    show(`run:${run}:${person}`, () => player.el);
    bar.hidden = false;
    bar.classList.add("is-floating");
    bar.replaceChildren(leaveButton(() => `再点一次就离开，${player?.leaving() ?? ""}`, goHome));
  }

  function ended(view) {
    idle.set(state?.idle ? state.idle * 2 : 120);
    bar.classList.remove("is-floating");
    const same = view.solo && view.how !== "real" && state?.scenarios?.find((scenario) => scenario.title === view.title);
    const again = same && h("button", { type: "button", class: "kiosk-button", onclick: (e) => start(same.id, e.currentTarget) }, icon("play"), "再练一次");
    bar.replaceChildren(again || "", h("button", { type: "button", class: "kiosk-button is-primary", onclick: goHome }, "完成"));
    if (view.how === "real") emergencyNews();
  }

  function stopPlaying() {
    player?.stop();
    player = null;
    bar.hidden = true;
  }

  const stops = [lockKiosk(root), wedgeReader(scanned, listening), watchEmergency(root, (standing) => (emergency = Boolean(standing)))];
  box.flush();
  poll();
  return () => {
    clearTimeout(timer);
    idle.stop();
    box.stop();
    stopPlaying();
    leaveDoing?.();
    stops.forEach((stop) => stop());
    root.remove();
  };
}

export default { render };
