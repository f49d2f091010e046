// The open question: its options, the ring that runs out, and the two taps that decide.

import { h, setWords, svgEl } from "../../shared/dom.js";
import { icon } from "../../shared/icons.js";

const LETTER_KEYS = { a: 0, b: 1, c: 2, d: 3, 1: 0, 2: 1, 3: 2, 4: 3 };
const SECOND_TAP = 350;
const SETTLE = 500;
const RING = 2 * Math.PI * 44;

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

/** What is said of a decision on its way. @param {string} link @param {boolean} full */
function waitingWords(link, full) {
  if (link !== "off") return "已选定，正在送出…";
  return full ? "还没有送出，请不要关闭或刷新本页" : "已存在本机，网络恢复后自动送出";
}

/** Some of the buttons are deaf for a while, and say so. @param {HTMLButtonElement[]} buttons */
function resting(buttons) {
  let waking = 0;
  return (/** @type {Element[]} */ some, /** @type {number} */ ms) => {
    const wake = () => buttons.forEach((button) => button.removeAttribute("aria-disabled"));
    clearTimeout(waking);
    wake();
    some.forEach((button) => button.setAttribute("aria-disabled", "true"));
    waking = setTimeout(wake, ms);
  };
}

/**
 * The question with its options: the first tap chooses, a second one on the same option decides. A new question is deaf
 * for a moment, for taps that were meant for what stood there before, and so is an option just chosen, for nervous
 * fingers; `aria-disabled` says so.
 */
export function question(node, { decide, leftNow }) {
  const ring = countdown();
  const heading = h("h2", { class: "drill-question", tabindex: "-1", id: `q-${node.id}` }, node.question);
  const note = h("p", { class: "drill-note", role: "status" }, "点一下选中，再点一下确定");
  let chosen = null;
  let sent = false;
  let told = "";

  const buttons = node.options.map((option) =>
    h("button", { type: "button", class: "drill-option", "aria-pressed": "false", onclick: (event) => tap(option, event.currentTarget) },
      h("span", { class: "drill-letter", "aria-hidden": "true" }, option.id.toUpperCase()),
      h("span", { class: "drill-option-body" }, h("span", { class: "drill-option-text" }, option.text),
        h("span", { class: "drill-confirm" }, "再点一次确定"))));
  const rest = resting(buttons);

  function mark(id, words, locked) {
    node.options.forEach((option, i) => {
      buttons[i].setAttribute("aria-pressed", String(option.id === id));
      buttons[i].classList.toggle("is-chosen", option.id === id);
      buttons[i].disabled = locked;
    });
    setWords(note, words);
    el.classList.toggle("is-sent", locked);
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
      h("div", null, h("p", { class: "drill-role" }, icon("person"), `你现在是${node.role}`), heading)),
    h("div", { class: "drill-options", role: "group", "aria-labelledby": `q-${node.id}` }, ...buttons), note);
  rest(buttons, SETTLE);

  return {
    el,
    heading,
    key: (name) => buttons[LETTER_KEYS[name]]?.click(),
    tick: () => ring.show(leftNow(), node.limit),
    hold(pending, { link, refused, full }) {
      if (refused && !pending && told !== refused.id) mark((chosen = null), `${refused.words}请再选一次`, false);
      told = refused?.id ?? "";
      sent = Boolean(pending) || (sent && !refused);
      if (pending) mark(pending.option, waitingWords(link, full), true);
    },
    close() {
      if (!sent) mark(chosen, "时间到", true);
    },
  };
}
