// The real emergency: a red page over every screen while one stands, and the button that raises one.

import { api } from "../../shared/api.js";
import { h } from "../../shared/dom.js";
import { icon } from "../../shared/icons.js";
import { followEmergency } from "./emergency_stream.js";
import { redPage } from "./red_page.js";
import "./emergency.css";

export { ANSWER_WAIT, goWhenThere } from "./red_page.js";

const EMERGENCY_HOLD = 1200;
const EMERGENCY_NEWS = "anpei-emergency";
const EMERGENCY_REASONS = ["真实起火或冒烟", "有人受伤", "有害物质泄漏", "有人被困或失联"];
const AGAIN = 15_000;
const SPREAD = 3000; // a thousand pages don't all ask in the same moment what each may do

/** Tell whoever watches that there may be news; screens that hear of it sooner than the stream tells call this. */
export const emergencyNews = () => dispatchEvent(new Event(EMERGENCY_NEWS));

/**
 * Keep a red page over `root` while a real emergency stands, whatever else the screen was doing; without news the last word
 * holds. What stands comes by a stream; what this person may do about it (count heads, call the roll, clear) is asked for.
 * @param {HTMLElement} root @param {(standing: object|null) => void} [changed]
 * @param {{folds?: boolean, folded?: boolean}} [how] @returns {() => void} stop
 */
export function watchEmergency(root, changed = () => {}, how = {}) {
  /** @type {ReturnType<typeof redPage> | null} */
  let page = null;
  let shown = 0;
  let timer = 0;
  let asked = "";
  let news = false; // what stood when the page was opened is no news

  async function ask() {
    clearTimeout(timer);
    const { status, data } = await api("api/emergency", { patience: 8000 });
    if (status === 200) take(data);
  }

  /** An answer of ``api/emergency``: what stands, and what may be done. */
  function take(data) {
    stand(data.emergency);
    if (!data.emergency) return;
    const may = JSON.stringify([data.emergency.watch, data.emergency.roll, data.may_clear]);
    if (may !== asked) page?.allow(data);
    asked = may;
  }

  function stand(emergency) {
    clearTimeout(timer);
    const id = emergency?.id ?? 0;
    if (id) timer = setTimeout(ask, (id === shown ? AGAIN : 0) + Math.random() * SPREAD);
    const before = news;
    news = true;
    if (id === shown) return;
    shown = id;
    asked = "";
    page?.close();
    page = id ? redPage(root, emergency, { ...how, news: before, taken: take }) : null;
    changed(emergency ?? null);
  }

  addEventListener(EMERGENCY_NEWS, ask);
  const stop = followEmergency(stand);
  return () => {
    stop();
    clearTimeout(timer);
    removeEventListener(EMERGENCY_NEWS, ask);
    page?.close();
  };
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
