// The real emergency: a red page over every drill screen while one stands, and the button that raises one.

import { api, baseUrl, told } from "../../shared/api.js";
import { h } from "../../shared/dom.js";
import { icon } from "../../shared/icons.js";
import { timeOfDay } from "../../shared/local_time.js";
import "./emergency.css";

const EMERGENCY_ASK = 3000;
const EMERGENCY_HOLD = 1200;
export const ANSWER_WAIT = 8000;
const EMERGENCY_NEWS = "anpei-emergency";
const EMERGENCY_REASONS = ["真实起火或冒烟", "有人受伤", "有害物质泄漏", "有人被困或失联"];

/** Tell whoever watches that there may be news; screens that hear of it sooner than the next question call this. */
export const emergencyNews = () => dispatchEvent(new Event(EMERGENCY_NEWS));

/**
 * Keep a red page over `root` while a real emergency stands, whatever else the screen was doing. It asks every few
 * seconds and at once when a drill ends as real; without an answer the last word holds.
 * @param {HTMLElement} root @param {(standing: object|null) => void} [changed] @returns {() => void} stop
 */
export function watchEmergency(root, changed = () => {}) {
  /** @type {HTMLDialogElement | null} */
  let page = null;
  let shown = null;
  let timer = 0;
  let asking = false;
  let over = false;

  async function ask() {
    clearTimeout(timer);
    if (asking || over) return;
    asking = true;
    const { status, data } = await api("api/emergency", { patience: 8000 });
    if (status === 200 && !over) take(data); // without an answer what stands goes on standing
    asking = false;
    if (!over) timer = setTimeout(ask, EMERGENCY_ASK);
  }

  function take(data) {
    const id = data.emergency ? `${data.emergency.id}:${data.emergency.watch?.muster ?? ""}` : null;
    if (id === shown) return;
    shown = id;
    page?.remove();
    page = id === null ? null : emergencyPage(data, take);
    if (page) stand(root, page);
    changed(data.emergency);
  }

  addEventListener(EMERGENCY_NEWS, ask);
  ask();
  return () => {
    over = true;
    clearTimeout(timer);
    removeEventListener(EMERGENCY_NEWS, ask);
    page?.remove();
  };
}

/** Put the page on top of everything, to stay there. */
function stand(/** @type {HTMLElement} */ root, /** @type {HTMLDialogElement} */ page) {
  root.append(page);
  page.addEventListener("close", () => page.isConnected && page.showModal());
  page.showModal();
}

/** The red page itself; who may clear it gets a button that asks once more. */
function emergencyPage({ emergency, may_clear }, take) {
  const complain = (words) => (problem.textContent = words);
  const problem = h("p", { class: "emergency-problem", role: "alert" });
  const since = timeOfDay(emergency.raised);
  const clearing = may_clear ? clearButton(emergency.id, take, complain) : null;
  const page = h("dialog", { class: "emergency-page", role: "alertdialog", "aria-labelledby": "emergency-title", "aria-describedby": "emergency-text" },
    h("div", { class: "emergency-inner" }, icon("siren"),
      h("h1", { id: "emergency-title", tabindex: "-1", autofocus: true }, "真实险情，演练中止"),
      h("p", { id: "emergency-text", class: "emergency-text" }, emergency.text),
      h("p", { class: "emergency-lead" }, "这不是演练。停下手上的操作，听从现场指挥，按应急预案行动。"),
      h("p", { class: "emergency-meta" }, `${since} 由 ${emergency.by} 发出`),
      emergency.watch ? watchLink(emergency.watch, complain) : null,
      emergency.roll ? liveRoll(emergency, complain) : null,
      may_clear ? h("div", { class: "emergency-clear" }, clearing) : null, problem));
  page.addEventListener("cancel", (event) => event.preventDefault());
  return page;
}

/** To another page once the server answers: a locked tablet couldn't get away from a browser's own error page. */
export async function goWhenThere(path, complain) {
  const { status } = await api("api/kiosk/state", { patience: ANSWER_WAIT });
  if (status && status < 500) location.assign(`${baseUrl()}${path}`);
  else complain("连不上服务器，请稍后再试。");
}

/** The way to the list for whoever counts heads: nobody else is there to do it. */
function watchLink({ muster, id, point }, complain) {
  const go = () => goWhenThere(`muster/${muster}/${id}`, complain);
  return h("div", { class: "emergency-rolls" }, h("button", { type: "button", class: "emergency-roll", onclick: go }, `去清点：${point}`));
}

/** One tap begins the real roll call, from the moment the emergency was raised, or leads to the one that goes on. */
function liveRoll({ id, roll }, complain) {
  const of = `全厂在册 ${roll.expected} 人${roll.visitors ? `，访客和承包商 ${roll.visitors} 人` : ""}`;
  const words = { none: `开始真实清点（${of}）`, open: `去清点：${roll.missing} 人未到`, ended: "看清点结果" }[roll.state];
  const button = h("button", { type: "button", class: "emergency-roll", onclick: begin }, words);
  const other = roll.state === "none" ? h("a", { class: "emergency-other", href: `${baseUrl()}musters?kind=live` }, "换名单再开始") : null;

  async function begin() {
    button.disabled = true;
    const { status, data } = await api("api/emergency/muster", { method: "POST", body: { id } });
    if (status === 200) return location.assign(`${baseUrl()}muster/${data.muster}`);
    complain(status ? data.error?.message ?? "没有成功，请再按一次。" : "连不上服务器。请在集合点用纸质名单清点。");
    return void (button.disabled = false);
  }

  const older = roll.older ? h("a", { class: "emergency-other", href: `${baseUrl()}muster/${roll.older.muster}` }, `${olderWords(roll.older)}，去看那一次`) : null;
  return h("div", { class: "emergency-rolls" }, button, roll.of ? h("p", null, `名单：${roll.of}`) : null, other, older);
}

/** A real roll call that was begun before this emergency: perhaps it's meant, perhaps nobody ended it. */
function olderWords({ title, started }) {
  const minutes = Math.max(1, Math.round((Date.now() - started) / 60000));
  const age = minutes < 120 ? `${minutes} 分钟` : minutes < 2880 ? `${Math.round(minutes / 60)} 小时` : `${Math.round(minutes / 1440)} 天`;
  return `还有一次没结束的真实清点“${title}”，${age}前开始`;
}

/** Clearing takes two taps, some seconds apart at most. */
function clearButton(id, take, complain) {
  const button = h("button", { type: "button", class: "emergency-button" }, "险情已处置，解除");
  let asked = -Infinity; // a page that is only just open has been asked nothing yet
  button.addEventListener("click", async () => {
    if (performance.now() - asked > 6000) {
      asked = performance.now();
      button.textContent = "再点一次，确认解除";
      setTimeout(() => (button.textContent = "险情已处置，解除"), 6000);
      return;
    }
    button.disabled = true;
    const answer = await api("api/emergency", { method: "DELETE", body: { id } });
    if (answer.status === 200) take(answer.data);
    else complain(told(answer));
    button.disabled = false;
  });
  return button;
}

/** The red button of whoever directs or evaluates: it opens a sheet with the reason, and there it wants to be held. */
export function emergencyButton(root) {
  return h("button", { type: "button", class: "emergency-open", onclick: () => emergencySheet(root) }, icon("siren"), "真实险情");
}

function emergencySheet(root) {
  const reason = h("input", { class: "emergency-reason", maxlength: "200", "aria-label": "险情说明", placeholder: "发生了什么，在哪里" });
  const problem = h("p", { class: "emergency-problem", role: "alert" });
  const quick = EMERGENCY_REASONS.map((words) => h("button", { type: "button", class: "emergency-quick", onclick: () => {
    reason.value = words;
    hold.focus();
  } }, words));
  const hold = holdButton("按住一秒，发出险情", raise);
  const sheet = h("dialog", { class: "emergency-sheet", "aria-labelledby": "emergency-ask" },
    h("h2", { id: "emergency-ask" }, icon("siren"), "真实险情"),
    h("p", null, "所有演练立即终止，所有终端变成红屏。先打 119、120，再操作这里。"),
    h("div", { class: "emergency-quicks" }, ...quick), reason, problem,
    h("div", { class: "emergency-sheet-buttons" }, h("button", { type: "button", class: "emergency-cancel", onclick: () => sheet.close() }, "不是，返回"), hold));

  async function raise() {
    const text = reason.value.trim();
    if (!text) {
      problem.textContent = "请先选一条或写一句险情说明。";
      return reason.focus();
    }
    const { status, data } = await api("api/emergency", { method: "POST", body: { text } });
    if (status !== 200) {
      problem.textContent = status ? data.error?.message ?? "没有成功，请再按一次。" : "连不上服务器。请口头中止演练，按应急预案行动。";
      return undefined;
    }
    sheet.close();
    return emergencyNews();
  }

  sheet.addEventListener("close", () => sheet.remove());
  root.append(sheet);
  sheet.showModal();
  return sheet;
}

/** A button that acts when held, or when tapped twice, so that no elbow raises an alarm. */
function holdButton(words, act) {
  const label = h("span", null, words);
  const button = h("button", { type: "button", class: "emergency-hold", "aria-label": `${words}；也可以连点两次` }, label);
  let timer = 0;
  let tapped = -Infinity;
  let done = false;
  const let_go = () => {
    clearTimeout(timer);
    button.classList.remove("is-held");
  };
  button.addEventListener("pointerdown", () => {
    done = false;
    button.classList.add("is-held");
    timer = setTimeout(() => {
      done = true;
      let_go();
      act();
    }, EMERGENCY_HOLD);
  });
  ["pointerup", "pointerleave", "pointercancel"].forEach((name) => button.addEventListener(name, let_go));
  button.addEventListener("contextmenu", (event) => event.preventDefault());
  button.addEventListener("click", () => {
    if (done) return void (done = false);
    if (performance.now() - tapped < 4000) {
      tapped = -Infinity;
      label.textContent = words;
      return act();
    }
    tapped = performance.now();
    label.textContent = "再点一次就发出";
    return setTimeout(() => (label.textContent = words), 4000);
  });
  return button;
}
