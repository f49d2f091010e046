// A drill tablet: start screen, public quiz, tap-in, the drill, the debrief, and back to the start by itself.

import "../../shared/style.css";
import { act } from "../../shared/acts.js";
import { api, told } from "../../shared/api.js";
import { h } from "../../shared/dom.js";
import { icon } from "../../shared/icons.js";
import { makePlayer } from "./player.js";
import { tapInPanel } from "./keypad.js";
import { decisionBox } from "../shared/decisions.js";
import { ANSWER_WAIT, emergencyNews, goWhenThere, watchEmergency } from "../shared/emergency.js";
import { cameraAllowed, cameraPanel, wedgeReader } from "../shared/badge_reader.js";
import { lockKiosk } from "./lock.js";
import { isCalled } from "./rules.js";
import { kioskScreen } from "./screen.js";
import { callKey, leaveButton, lobby, notice, startScreen } from "./start.js";
import { quizPanel } from "./quiz.js";
import "./style.css";

const POLL_IDLE = 2000;
const POLL_RUN = 10000;
const QUIZ_IDLE = 45;

/** The tablet: what the server says of it, who sits at it, and what is shown for that. */
class Kiosk {
  constructor(/** @type {HTMLElement} */ root) {
    /** What the server said last. @type {any} */
    this.state = null;
    /** @type {ReturnType<typeof makePlayer> | null} */
    this.player = null;
    /** What goes on while nobody sits here: "", tap, quiz or camera. */
    this.doing = "";
    this.emergency = false;
    this.failed = 0;
    this.timer = 0;
    this.polling = false;
    this.screen = kioskScreen({
      idled: () => this.goHome(),
      switched: (key) => key.startsWith("run:") || this.stopPlaying(),
    });
    root.append(...this.screen.parts);
    this.box = decisionBox({
      changed: () => this.player?.link(),
      taken: (owner) => this.player?.taken(owner),
      refused: (owner, words) => this.player?.owns(owner) || this.screen.say(`之前的决定：${words}`),
    });
    this.stops = [
      lockKiosk(root), wedgeReader((badge) => this.scanned(badge), () => this.listening()),
      watchEmergency(root, (standing) => (this.emergency = Boolean(standing))),
    ];
    this.box.flush();
    this.poll();
  }

  stop() {
    clearTimeout(this.timer);
    this.screen.stop();
    this.box.stop();
    this.stopPlaying();
    this.stops.forEach((stop) => stop());
  }

  // --- what the server says ------------------------------------------------------------------------------------

  async poll() {
    clearTimeout(this.timer);
    if (this.polling) return;
    this.polling = true;
    const { status, data } = await api("api/kiosk/state", { patience: ANSWER_WAIT });
    this.failed = [200, 401, 403].includes(status) ? 0 : this.failed + 1;
    if (status === 403 || status === 401) this.unenrolled(data.error);
    else if (status === 200) this.take(data);
    else if (this.failed > 2 && !this.player) this.screen.show("offline", () => notice("连不上服务器", "正在重新连接，恢复后自动继续。", ...this.keptWords()));
    this.polling = false;
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.poll(), this.player && !this.failed ? POLL_RUN : POLL_IDLE);
  }

  keptWords() {
    const { waiting, durable } = this.box.state();
    if (!waiting) return [];
    return [h("p", { class: "kiosk-kept" }, durable ? `${waiting} 条决定已存在本机，恢复后自动送出。` : `本机存不下，${waiting} 条决定还没送出，请不要关闭或刷新本页。`)];
  }

  unenrolled(/** @type {any} */ error) {
    this.stopPlaying();
    this.screen.show("out", () => notice(error?.message ?? "这台设备还没有登记", error?.way_out ?? "请联系管理员。"));
  }

  take(/** @type {any} */ data) {
    const called = isCalled(data, this.state);
    this.state = data;
    if (data.run && data.seat) this.play(data.run, data.seat.staff_no);
    else if (data.seat) this.showLobby();
    else if (this.doing && !(called && this.doing === "quiz") && this.screen.shown() !== "offline") this.screen.waits(data.idle);
    else this.rest();
  }

  // --- screens while nobody plays -------------------------------------------------------------------------------

  showLobby() {
    const { state } = this;
    const key = `lobby:${state.seat.staff_no}:${state.scenarios.map((/** @type {any} */ each) => each.id)}:${callKey(state)}`;
    this.screen.show(key, () => lobby(state, {
      start: (scenario, button) => this.start(scenario, button), leave: () => this.goHome(), away: (path) => this.away(path),
    }), { idleAfter: state.idle });
  }

  /** The start screen. */
  rest() {
    const { state } = this;
    this.doing = "";
    this.screen.show(`start:${state.reserved}:${state.roles}:${state.quiz?.today}:${callKey(state)}`, () => startScreen(state, {
      begin: () => this.begin(), quiz: () => this.quiz(), camera: cameraAllowed() ? () => this.camera() : null, away: (path) => this.away(path),
    }));
  }

  begin({ name = "", badge = "", problem = "" } = {}) {
    this.doing = "tap";
    const panel = tapInPanel({
      enter: async (staffNo, pin) => (await this.tapIn(badge ? { badge, pin } : { staff_no: staffNo, pin })).words,
      back: () => this.home(), who: name, title: this.state.reserved ? `就位：${this.state.reserved}` : "请就位",
    });
    this.screen.forget();
    this.screen.show("tap", () => panel.el, { idleAfter: this.state.idle });
    panel.tell(problem);
    panel.focus();
  }

  quiz() {
    this.doing = "quiz";
    this.screen.show("quiz", () => quizPanel({ back: () => this.home() }).el, { idleAfter: Math.max(this.state.idle, QUIZ_IDLE) });
  }

  camera() {
    this.doing = "camera";
    const panel = cameraPanel({ found: (badge) => this.scanned(badge), back: () => this.home() });
    this.screen.show("camera", () => panel.el, { idleAfter: this.state.idle, leaving: panel.stop });
  }

  home() {
    if (this.state && !this.state.seat) this.rest();
    this.poll();
  }

  /** To a page of the platform that brings the tablet back here, once the server is there; whoever sat at it has left. */
  async away(/** @type {string} */ path) {
    if (!this.state.seat || await this.stood()) await goWhenThere(path, this.screen.say);
  }

  // --- sitting down and leaving ---------------------------------------------------------------------------------

  listening() {
    const free = Boolean(this.state && !this.state.seat && !this.player && !this.emergency);
    return free && !["out", "offline"].includes(this.screen.shown());
  }

  /** A badge was read: its holder sits down, or is asked for the PIN. */
  async scanned(/** @type {string} */ badge) {
    const { found, words } = await this.tapIn({ badge });
    if (found?.needs_pin) this.begin({ name: found.name, badge });
    else if (!found) this.begin({ problem: words });
  }

  async tapIn(/** @type {object} */ sent) {
    const answer = await api("api/kiosk/tap-in", { method: "POST", body: sent, patience: ANSWER_WAIT });
    if (answer.status !== 200) return { found: null, words: told(answer) };
    if (!answer.data.needs_pin) {
      this.doing = "";
      await this.poll();
    }
    return { found: answer.data, words: "" };
  }

  async start(/** @type {string} */ scenario, /** @type {HTMLButtonElement} */ button) {
    button.disabled = true;
    this.screen.say("");
    const answer = await act("api/kiosk/start", { scenario });
    if (answer.status === 200) this.play(answer.data.run, this.state.seat.staff_no);
    else this.screen.say(told(answer));
    button.disabled = false;
    this.poll();
  }

  /** Whether whoever sat here has left; what is in the way is said. */
  async stood() {
    const answer = await api("api/kiosk/leave", { method: "POST", body: {} });
    if (answer.status !== 200) this.screen.say(answer.status ? told(answer) : "连不上服务器，恢复后再离开。");
    return answer.status === 200;
  }

  async goHome() {
    if (!this.state?.seat) return this.home();
    this.doing = "";
    if (!(await this.stood())) return undefined;
    this.stopPlaying();
    this.screen.forget();
    return this.poll();
  }

  // --- playing --------------------------------------------------------------------------------------------------

  play(/** @type {number} */ run, /** @type {string} */ person) {
    if (this.player?.run === run && this.player.person === person) return;
    this.stopPlaying();
    this.doing = "";
    const player = makePlayer({ run, person, device: this.state.device.id }, this.box, { ended: (view) => this.ended(view), lost: () => this.poll() });
    this.player = player;
    this.screen.show(`run:${run}:${person}`, () => player.el);
    this.screen.offer({ floating: true }, leaveButton(() => `再点一次就离开，${this.player?.leaving() ?? ""}`, () => this.goHome()));
  }

  ended(/** @type {any} */ view) {
    this.screen.waits(this.state?.idle ? this.state.idle * 2 : 120);
    const same = view.solo && view.how !== "real" && this.state?.scenarios?.find((/** @type {any} */ scenario) => scenario.title === view.title);
    const again = h("button", { type: "button", class: "kiosk-button", onclick: () => this.start(same.id, again) }, icon("play"), "再练一次");
    const done = h("button", { type: "button", class: "kiosk-button is-primary", onclick: () => this.goHome() }, "完成");
    this.screen.offer({}, same ? again : null, done);
    if (view.how === "real") emergencyNews();
  }

  stopPlaying() {
    this.player?.stop();
    this.player = null;
    this.screen.offer({});
  }
}

function render({ el }) {
  const root = h("div", { class: "anpei anpei-kiosk drill-dark" });
  el.append(root);
  const kiosk = new Kiosk(root);
  return () => {
    kiosk.stop();
    root.remove();
  };
}

export default { render };
