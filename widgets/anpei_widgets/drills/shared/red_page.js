// The red page of a real emergency: what happened, where to go, whom to call, and a siren until somebody silences it.

import { api, baseUrl, told } from "../../shared/api.js";
import { h } from "../../shared/dom.js";
import { icon } from "../../shared/icons.js";
import { timeOfDay } from "../../shared/local_time.js";
import { recall, remember } from "../../shared/preferences.js";
import { siren } from "../../shared/tones.js";
import "./red_page.css";

export const ANSWER_WAIT = 8000;
const SHAKE = [600, 200, 600, 200, 600, 800];
const FOLDED = "anpei-emergency-folded";

/** To another page once the server answers: a locked tablet couldn't get away from a browser's own error page. */
export async function goWhenThere(path, complain) {
  const { status } = await api("api/kiosk/state", { patience: ANSWER_WAIT });
  if (status && status < 500) location.assign(`${baseUrl()}${path}`);
  else complain("连不上服务器，请稍后再试。");
}

/**
 * The red page over `root` until it is taken away. `folds`: it may be made a line on top, so that the page can be used;
 * `folded`: it begins as that line, and sounds only for what happens while the page is open (`news`), not each time it is opened.
 * `taken` is told the server's answer to what was done here.
 * @param {HTMLElement} root @param {any} emergency
 * @param {{folds?: boolean, folded?: boolean, news?: boolean, taken: (data: any) => void}} how
 */
export function redPage(root, emergency, { folds = false, folded = false, news = false, taken }) {
  const complain = (words) => (problem.textContent = words);
  const problem = h("p", { class: "emergency-problem", role: "alert" });
  const own = h("div", { class: "emergency-own" });
  const quiet = h("button", { type: "button", hidden: true, onclick: () => sound.stop() }, "静音");
  const sound = soundButton((sounds) => (quiet.hidden = !sounds));
  const fold = folds ? h("button", { type: "button", class: "emergency-aside", onclick: () => aside(true) }, "收起，继续用这一页") : null;
  const page = h("dialog", { class: "emergency-page", role: "alertdialog", "aria-labelledby": "emergency-title", "aria-describedby": "emergency-text" },
    h("div", { class: "emergency-inner" }, icon("siren"),
      h("h1", { id: "emergency-title", tabindex: "-1", autofocus: true }, "真实险情，不是演练"),
      h("p", { id: "emergency-text", class: "emergency-text" }, emergency.text),
      h("p", { class: "emergency-lead" }, "停下手上的事，沿疏散指示走最近的安全出口，不乘电梯，不回头拿东西。听现场指挥。"),
      wayTo(emergency.points ?? []), phones(emergency.phones ?? []), own,
      h("div", { class: "emergency-end" }, sound.el, fold),
      h("p", { class: "emergency-meta" }, `${timeOfDay(emergency.raised)} 由 ${emergency.by} 发出`), problem));
  const bar = h("div", { class: "emergency-bar", role: "alert" }, icon("siren"), h("p", null, h("strong", null, "真实险情"), emergency.text), quiet,
    h("button", { type: "button", onclick: () => aside(false) }, "集合点和电话"));
  const key = String(emergency.id);

  /** A dialog on top of everything, or a line that leaves the page free. */
  function aside(/** @type {boolean} */ small) {
    if (folds && small !== folded) remember(FOLDED, small ? key : "", { tab: true });
    if (small) {
      sound.stop();
      page.remove();
      root.prepend(bar);
      document.body.classList.add("has-emergency-bar");
    } else {
      gone();
      root.append(page);
      page.showModal();
    }
    dispatchEvent(new Event("resize"));
  }

  function gone() {
    bar.remove();
    document.body.classList.remove("has-emergency-bar");
  }

  page.addEventListener("cancel", (event) => event.preventDefault());
  page.addEventListener("close", () => page.isConnected && page.showModal());
  const small = folded || (folds && recall(FOLDED, { tab: true }) === key);
  aside(small);
  if (!small || (folded && news)) sound.start();

  return {
    /** What this person may do besides, once the server has said it. */
    allow({ emergency: { watch, roll }, may_clear }) {
      own.replaceChildren(...[watch ? watchLink(watch, complain) : null, roll ? liveRoll({ id: emergency.id, roll }, complain) : null,
        may_clear ? h("div", { class: "emergency-clear" }, clearButton(emergency.id, taken, complain)) : null].filter((each) => each !== null));
    },
    close() {
      sound.stop();
      page.remove();
      gone();
      dispatchEvent(new Event("resize"));
    },
  };
}

/** Where to go: every muster point of the plant with the way there. */
function wayTo(points) {
  if (!points.length) return h("p", { class: "emergency-points is-none" }, "到厂区空旷的上风处集合，等候点名。");
  return h("div", { class: "emergency-points" }, h("h2", null, "到集合点，等候点名"),
    h("ul", null, ...points.map(({ name, place }) => h("li", null, h("strong", null, name), place ? h("span", null, place) : null))));
}

/** 119 and 120, and whom else this enterprise calls: one tap on a phone. */
function phones(lines) {
  const own = lines.map((line) => [line.replace(/[-+0-9 （）()转]{3,}$/u, "").trim() || "电话", line.match(/\+?[0-9][-0-9 ]*/u)?.[0].trim() ?? ""]);
  return h("ul", { class: "emergency-phones" }, ...[["消防", "119"], ["急救", "120"], ...own].map(([who, number]) =>
    h("li", null, h("a", { href: `tel:${number.replace(/[- ]/g, "")}` }, icon("phone"), h("span", null, who), h("b", null, number)))));
}

/**
 * The siren, with a button that silences it; a browser that wants to be touched first is said so.
 * @param {(sounds: boolean) => void} changed
 */
function soundButton(changed) {
  const el = h("button", { type: "button", class: "emergency-aside", onclick: () => (stopped ? start() : stop()) }, "静音");
  let [stopped, hush, shaking] = [true, () => {}, 0];
  const shake = () => navigator.vibrate?.(SHAKE);

  function start() {
    stopped = false;
    changed(true);
    el.textContent = "点一下屏幕，打开警报声";
    hush = siren({ heard: () => {
      el.textContent = "静音";
      clearInterval(shaking);
      shake();
      shaking = setInterval(shake, 3000);
    } });
  }

  function stop() {
    stopped = true;
    changed(false);
    hush();
    clearInterval(shaking);
    el.textContent = "打开警报声";
  }
  return { el, start, stop };
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
function clearButton(id, taken, complain) {
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
    if (answer.status === 200) taken(answer.data);
    else complain(told(answer));
    button.disabled = false;
  });
  return button;
}
