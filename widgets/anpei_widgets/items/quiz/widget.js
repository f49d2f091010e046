// One slot of a released quiz in JupyterLab: the question comes from the server, the answer goes to the kernel's file.

import { innerModel, put, widget } from "../../shared/widget.js";
import { api } from "../../shared/api.js";
import { h } from "../../shared/dom.js";
import { same } from "../../shared/values.js";
import { QUESTIONS } from "../shared/questions.js";
import "./style.css";

/** A quiz asks once for all its slots: the answers of all cells belong to one attempt. @type {Map<string, Promise<any>>} */
const ASKED = (globalThis.anpeiQuizzes ??= new Map());

function sheetOf(paper) {
  if (!ASKED.has(paper)) {
    const asked = api(`api/papers/${encodeURIComponent(paper)}/notebook`);
    ASKED.set(paper, asked);
    asked.then((answer) => answer.status === 200 || ASKED.delete(paper));
  }
  return ASKED.get(paper);
}

function problem(answer) {
  const error = answer?.data?.error;
  if (error) return `${error.message}${error.way_out ?? ""}`;
  return "连不上服务器，题目没有取到。请检查网络后再试。";
}

function draw(model, root) {
  const { paper, slot } = model.get("spec");
  const place = h("div", { class: "anpei-quiz-body" });
  const say = h("p", { class: "anpei-quiz-say", role: "status" });
  const retry = h("button", { type: "button", class: "anpei-button", onclick: load }, "再试一次");
  root.append(place, say, retry);
  let stop = () => {};
  let alive = true;

  function tell(message, failed = false) {
    say.textContent = message;
    say.hidden = !message;
    retry.hidden = !failed;
  }
  async function load() {
    tell("正在取题…");
    const answer = await sheetOf(paper);
    if (!alive) return;
    const found = answer?.status === 200 ? answer.data.slots[slot] : undefined;
    if (!found) return tell(answer?.status === 200 ? "这张试卷没有这道题，请重新取试卷。" : problem(answer), true);
    begin(answer.data.attempt, found);
  }
  function begin(attempt, { spec, value }) {
    stop();
    const saved = model.get("state").saved;
    const mine = saved?.attempt === attempt ? saved.answer : value;
    const inner = innerModel({ spec: { ...spec, mode: "exam" }, value: mine ?? null, state: {} }, (traits) => {
      tell("正在保存…");
      put(model, "value", { attempt, answer: traits.value });
    });
    stop = QUESTIONS[spec.kind].render({ model: inner, el: place });
    tell("");
  }
  function told() {
    const { saved, trouble } = model.get("state");
    if (trouble) return tell(trouble);
    if (same(saved, model.get("value"))) tell("已存入 responses.json");
  }
  model.on("change:state", told);
  load();
  return () => {
    alive = false;
    model.off("change:state", told);
    stop();
  };
}

export default widget("quiz", draw, ["spec"]);
