// The public quiz: one question on the screen, one tap, the reason at once, a score nobody's name is on.

import { api, baseUrl } from "../../shared/api.js";
import { announce, h, one, text } from "../../shared/dom.js";
import { icon } from "../../shared/icons.js";
import { present } from "../../shared/values.js";
import { quizWords } from "./rules.js";
import "./quiz.css";

const YES_NO_WORDS = [{ id: "true", text: "对" }, { id: "false", text: "不对" }];
/** How far one is: a dot for each question, with what came of it. @param {number} of @param {(boolean | undefined)[]} verdicts */
function dotsOf(of, verdicts, now) {
  return Array.from({ length: of }, (_, i) => {
    const verdict = verdicts[i];
    const open = i === now ? { words: "正在答", look: "is-now" } : { words: "还没答", look: null };
    const { words, look } = verdict === undefined ? open : verdict ? { words: "答对", look: "is-right" } : { words: "答错", look: "is-wrong" };
    return h("li", { class: look }, verdict === undefined ? String(i + 1) : icon(verdict ? "check" : "cross"), h("span", { class: "anpei-spoken" }, `第 ${i + 1} 题${words}`));
  });
}

/** The options as large buttons. @param {any} spec @param {(id: string) => void} answer */
function optionButtons(spec, answer) {
  const truth = spec.kind === "truefalse";
  return (truth ? YES_NO_WORDS : spec.options).map((option, i) =>
    h("button", { type: "button", class: "kiosk-answer", "data-id": option.id, onclick: () => answer(option.id) },
      h("span", { class: "kiosk-letter", "aria-hidden": "true" }, truth ? icon(option.id === "true" ? "check" : "cross") : "ABCDEF"[i]),
      h("span", null, option.text)));
}

/** Why an answer is right or wrong, and what it rests on. */
function whySection(told, next) {
  const law = (card) => h("li", null, icon("law"), `《${card.law}》${card.article}`, card.status === "现行" ? "" : h("b", null, card.status));
  return h("section", { class: `kiosk-why is-${told.right ? "right" : "wrong"}`, tabindex: "-1", "aria-label": "解释" },
    h("h2", null, icon(told.right ? "check" : "cross"), told.right ? "答对了" : "答错了"),
    text(h("div", { class: "kiosk-why-text" }), told.explanation),
    told.cards.length ? h("ul", { class: "kiosk-why-laws" }, ...told.cards.map(law)) : null, next);
}

const bigButton = (/** @type {any} */ words, /** @type {() => void} */ act, primary = true) =>
  h("button", { type: "button", class: `kiosk-button${primary ? " is-primary" : ""} is-big`, onclick: act }, words);

/** The score, a word for it, and again or not. */
function endScreen(right, of, { again, back }) {
  return h("div", { class: "kiosk-quiz-end" },
    h("p", { class: "kiosk-quiz-score" }, h("b", null, String(right)), ` / ${of}`),
    h("h1", { tabindex: "-1" }, quizWords(right, of)), h("p", null, "这里不记名字。用工号就位，还可以练一次真的应急演练。"),
    h("div", { class: "kiosk-buttons" },
      h("button", { type: "button", class: "kiosk-button is-big", onclick: again }, icon("play"), "再来一轮"), bigButton("完成", back)));
}

/** The screen around every question. */
function frame(/** @type {() => void} */ back) {
  const body = h("div", { class: "kiosk-quiz-body" });
  const dots = h("ol", { class: "kiosk-quiz-dots", "aria-label": "进度" });
  const el = h("section", { class: "kiosk-quiz" },
    h("header", null, h("strong", null, "三分钟安全问答"), dots,
      h("button", { type: "button", class: "kiosk-button", onclick: back }, icon("back"), "不答了")), body);
  return {
    el, body, dots,
    show(/** @type {(HTMLElement | null)[]} */ ...children) {
      body.replaceChildren(...present(children));
      body.scrollTop = 0;
      one(body, "[tabindex='-1']")?.focus({ preventScroll: true });
    },
  };
}

/** @param {{back: () => void}} hooks */
export function quizPanel({ back }) {
  const { el, body, dots, show } = frame(back);
  /** @type {any[]} */
  let items = [];
  /** @type {boolean[]} */
  let verdicts = [];

  async function begin() {
    verdicts = [];
    show(h("p", { class: "kiosk-quiz-wait", role: "status" }, "正在取题…"));
    const { status, data } = await api("api/kiosk/quiz", { method: "POST", body: {}, patience: 8000 });
    if (status !== 200) return show(h("h1", { tabindex: "-1" }, "连不上服务器"), h("p", null, "请稍等一下再试。"), bigButton("再试一次", begin));
    items = data.items;
    return ask(0);
  }
  function ask(/** @type {number} */ n) {
    const { spec, topic } = items[n];
    dots.replaceChildren(...dotsOf(items.length, verdicts, n));
    const buttons = optionButtons(spec, (id) => answer(n, id, buttons));
    const picture = spec.media ? h("img", { class: "kiosk-quiz-picture", src: baseUrl() + spec.media.src, alt: spec.media.alt }) : null;
    show(h("p", { class: "kiosk-quiz-topic" }, `${topic} · 第 ${n + 1} 题，共 ${items.length} 题`),
      text(h("h1", { tabindex: "-1" }), spec.stem), picture,
      h("div", { class: `kiosk-answers is-${spec.kind}`, role: "group", "aria-label": "选项" }, ...buttons));
  }
  async function answer(/** @type {number} */ n, /** @type {string} */ id, /** @type {HTMLButtonElement[]} */ buttons) {
    const { item, spec } = items[n];
    const chosen = buttons.find((button) => button.dataset.id === id);
    const lock = (/** @type {boolean} */ on) => buttons.forEach((button) => (button.disabled = on));
    lock(true);
    chosen?.classList.add("is-chosen");
    const value = spec.kind === "truefalse" ? id === "true" : id;
    const { status, data } = await api(`api/kiosk/quiz/${item}`, { method: "POST", body: { value, last: n === items.length - 1 }, patience: 8000 });
    one(body, ".kiosk-quiz-lost")?.remove();
    if (status === 200) return explain(n, data, buttons, chosen);
    lock(false);
    chosen?.classList.remove("is-chosen");
    announce("连不上服务器，请再点一次。");
    return body.append(h("p", { class: "kiosk-quiz-lost" }, "连不上服务器，请再点一次。"));
  }
  function explain(n, told, buttons, chosen) {
    verdicts[n] = told.right;
    dots.replaceChildren(...dotsOf(items.length, verdicts, n));
    buttons.find((button) => button.dataset.id === String(told.right_value))?.classList.add("is-right");
    if (!told.right) chosen?.classList.add("is-wrong");
    const last = n === items.length - 1;
    const why = whySection(told, bigButton(last ? "看结果" : "下一题", () => (last ? end() : ask(n + 1))));
    body.append(why);
    why.focus({ preventScroll: true });
    why.scrollIntoView({ block: "nearest", behavior: "smooth" });
    announce(told.right ? "答对了" : "答错了");
  }
  const end = () => show(endScreen(verdicts.filter(Boolean).length, items.length, { again: begin, back }));

  begin();
  return { el };
}
