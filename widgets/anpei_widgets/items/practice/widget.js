// A practice question: fetched, answered, checked by the server, explained; as often as one likes.

import { innerModel, put, widget } from "../../shared/widget.js";
import { api } from "../../shared/api.js";
import { h, one } from "../../shared/dom.js";
import { icon } from "../../shared/icons.js";
import { uuid } from "../../shared/uuid.js";
import { blank } from "../../shared/values.js";
import { QUESTIONS } from "../shared/questions.js";
import "./style.css";

const INTRO = "练一练";

/** Tell the page around us what was done, so that it can note progress. */
function activity(root, detail) {
  root.dispatchEvent(new CustomEvent("anpei-done", { bubbles: true, detail }));
}

function problem(answer) {
  const error = answer?.data?.error;
  if (error) return `${error.message}${error.way_out ?? ""}`;
  return "连不上服务器，练习题没有取到。请检查网络后再试。";
}

/** One thing to say, and a button with one thing it does next. */
function offerLine() {
  const say = h("p", { class: "anpei-practice-say", role: "status" });
  const button = h("button", { type: "button", class: "anpei-button anpei-primary", onclick: () => press() });
  let press = () => {};
  return {
    parts: [say, h("div", { class: "anpei-practice-feet" }, button)],
    /** @param {string} message @param {string} words @param {() => void} action @param {boolean} [busy] */
    offer(message, words, action, busy = false) {
      say.textContent = message;
      say.hidden = !message;
      button.textContent = words;
      button.setAttribute("aria-disabled", String(busy));
      press = busy ? () => {} : action;
    },
    end() {
      button.hidden = true;
    },
  };
}

function draw(model, root) {
  // a page without a kernel already brings the public question, and may name another place that takes the answer
  const { item, question, to = "api/practice", once = false } = model.get("spec");
  const place = h("div", { class: "anpei-practice-body" });
  const { parts, offer, end } = offerLine();
  root.append(h("p", { class: "anpei-practice-head" }, icon("pencil"), INTRO), place, ...parts);
  let inner = innerModel({});
  let stop = () => {};
  let alive = true;
  let sent = uuid();

  async function ask(options) {
    const answer = await api(`${to}/${encodeURIComponent(item)}`, options).catch(() => null);
    return alive ? answer : undefined;
  }
  async function load() {
    offer("", "正在取题…", load, true);
    const answer = await ask();
    if (answer === undefined) return;
    if (answer?.status !== 200) return offer(problem(answer), "再试一次", load);
    begin(answer.data.spec);
  }
  function begin(spec) {
    stop();
    inner = innerModel({ spec: { ...spec, points: undefined, mode: "exam" }, value: model.get("value"), state: {} }, (traits) => {
      put(model, "value", traits.value);
      offer("", "检查", check);
    });
    stop = QUESTIONS[spec.kind].render({ model: inner, el: place });
    offer("", "检查", check);
  }
  async function check() {
    if (blank(inner.get("value"))) return offer("先作答，再检查。", "检查", check);
    offer("", "正在检查…", check, true);
    const answer = await ask({ method: "POST", body: { value: inner.get("value"), uuid: sent } });
    if (answer === undefined) return;
    if (answer?.status !== 200) return offer(problem(answer), "再试一次", check);
    inner.set("state", { review: answer.data });
    sent = uuid();
    if (once) end();
    offer("", "再做一次", again);
    one(place, ".anpei-verdict")?.focus();
    activity(root, { widget: "practice", item, verdict: answer.data.verdict, again: answer.data.again ?? null });
  }
  function again() {
    put(model, "value", null);
    begin(inner.get("spec"));
    one(place, "input, textarea, button")?.focus();
  }
  if (question) begin(question);
  else load();
  return () => {
    alive = false;
    stop();
  };
}

export default widget("practice", draw, ["spec"]);
