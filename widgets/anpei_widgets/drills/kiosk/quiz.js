// The public quiz: one question on the screen, one tap, the reason at once, a score nobody's name is on.

import { api, baseUrl } from "../../shared/api.js";
import { announce, h, text } from "../../shared/dom.js";
import { icon } from "../../shared/icons.js";
import "./quiz.css";

const YES_NO_WORDS = [{ id: "true", text: "对" }, { id: "false", text: "不对" }];
const LAST_WORDS = [[1, "全对！把今天记住的讲给工友听。"], [0.65, "不错。看过解释的，下回就不会错。"], [0, "错了不要紧，今天看过一遍，真遇上就不慌。"]];

/** @param {{back: () => void}} hooks */
export function quizPanel({ back }) {
  const body = h("div", { class: "kiosk-quiz-body" });
  const dots = h("ol", { class: "kiosk-quiz-dots", "aria-label": "进度" });
  const el = h("section", { class: "kiosk-quiz" },
    h("header", null, h("strong", null, "三分钟安全问答"), dots,
      h("button", { type: "button", class: "kiosk-button", onclick: back }, icon("back"), "不答了")), body);
  let items = [];
  let verdicts = [];

  function show(...children) {
    body.replaceChildren(...children.filter(Boolean));
    body.scrollTop = 0;
    body.querySelector("[tabindex='-1']")?.focus({ preventScroll: true });
  }

  function drawDots(now) {
    dots.replaceChildren(...items.map((_, i) => {
      const known = verdicts[i] === undefined ? (i === now ? "正在答" : "还没答") : verdicts[i] ? "答对" : "答错";
      const mark = verdicts[i] === undefined ? String(i + 1) : icon(verdicts[i] ? "check" : "cross");
      return h("li", { class: verdicts[i] === undefined ? (i === now ? "is-now" : null) : verdicts[i] ? "is-right" : "is-wrong" },
        mark, h("span", { class: "anpei-spoken" }, `第 ${i + 1} 题${known}`));
    }));
  }

  async function begin() {
    verdicts = [];
    show(h("p", { class: "kiosk-quiz-wait", role: "status" }, "正在取题…"));
    const { status, data } = await api("api/kiosk/quiz", { method: "POST", body: {}, patience: 8000 });
    if (status !== 200) return trouble(begin);
    items = data.items;
    return ask(0);
  }

  function trouble(again) {
    show(h("h1", { tabindex: "-1" }, "连不上服务器"), h("p", null, "请稍等一下再试。"),
      h("button", { type: "button", class: "kiosk-button is-primary is-big", onclick: again }, "再试一次"));
  }

  function ask(n) {
    const { spec, topic } = items[n];
    drawDots(n);
    const options = (spec.kind === "truefalse" ? YES_NO_WORDS : spec.options).map((option, i) =>
      h("button", { type: "button", class: "kiosk-answer", "data-id": option.id, onclick: () => answer(n, option.id, buttons) },
        h("span", { class: "kiosk-letter", "aria-hidden": "true" }, spec.kind === "truefalse" ? icon(option.id === "true" ? "check" : "cross") : "ABCDEF"[i]),
        h("span", null, option.text)));
    const buttons = h("div", { class: `kiosk-answers is-${spec.kind}`, role: "group", "aria-label": "选项" }, ...options);
    const picture = spec.media ? h("img", { class: "kiosk-quiz-picture", src: baseUrl() + spec.media.src, alt: spec.media.alt }) : null;
    show(h("p", { class: "kiosk-quiz-topic" }, `${topic} · 第 ${n + 1} 题，共 ${items.length} 题`),
      text(h("h1", { tabindex: "-1" }), spec.stem), picture, buttons);
  }

  async function answer(n, id, buttons) {
    const { item, spec } = items[n];
    const all = [...buttons.children];
    all.forEach((button) => (button.disabled = true));
    const chosen = all.find((button) => button.dataset.id === id);
    chosen.classList.add("is-chosen");
    const value = spec.kind === "truefalse" ? id === "true" : id;
    const { status, data } = await api(`api/kiosk/quiz/${item}`, {
      method: "POST", body: { value, last: n === items.length - 1 }, patience: 8000,
    });
    if (status === 200) return explain(n, all, chosen, data);
    all.forEach((button) => (button.disabled = false));
    chosen.classList.remove("is-chosen");
    announce("连不上服务器，请再点一次。");
    if (!body.querySelector(".kiosk-quiz-lost")) body.append(h("p", { class: "kiosk-quiz-lost" }, "连不上服务器，请再点一次。"));
    return undefined;
  }

  function explain(n, all, chosen, told) {
    verdicts[n] = told.right;
    drawDots(n);
    body.querySelector(".kiosk-quiz-lost")?.remove();
    all.find((button) => button.dataset.id === String(told.right_value))?.classList.add("is-right");
    if (!told.right) chosen.classList.add("is-wrong");
    const last = n === items.length - 1;
    const next = h("button", { type: "button", class: "kiosk-button is-primary is-big", onclick: () => (last ? end() : ask(n + 1)) },
      last ? "看结果" : "下一题");
    const why = h("section", { class: `kiosk-why is-${told.right ? "right" : "wrong"}`, tabindex: "-1", "aria-label": "解释" },
      h("h2", null, icon(told.right ? "check" : "cross"), told.right ? "答对了" : "答错了"),
      text(h("div", { class: "kiosk-why-text" }), told.explanation),
      told.cards.length ? h("ul", { class: "kiosk-why-laws" }, ...told.cards.map((card) =>
        h("li", null, icon("law"), `《${card.law}》${card.article}`, card.status === "现行" ? "" : h("b", null, card.status)))) : null, next);
    body.append(why);
    why.focus({ preventScroll: true });
    why.scrollIntoView({ block: "nearest", behavior: "smooth" });
    announce(told.right ? "答对了" : "答错了");
  }

  function end() {
    const right = verdicts.filter(Boolean).length;
    const [, words] = LAST_WORDS.find(([share]) => right / items.length >= share);
    show(h("div", { class: "kiosk-quiz-end" },
      h("p", { class: "kiosk-quiz-score" }, h("b", null, String(right)), ` / ${items.length}`),
      h("h1", { tabindex: "-1" }, words), h("p", null, "这里不记名字。用工号就位，还可以练一次真的应急演练。"),
      h("div", { class: "kiosk-buttons" }, h("button", { type: "button", class: "kiosk-button is-big", onclick: begin }, icon("play"), "再来一轮"),
        h("button", { type: "button", class: "kiosk-button is-primary is-big", onclick: back }, "完成"))));
  }

  begin();
  return { el };
}
