// A practice question: fetched, answered, checked by the server, explained; as often as one likes.

import { innerModel, put, widget } from "../../shared/widget.js";
import { api, told } from "../../shared/api.js";
import { h, one } from "../../shared/dom.js";
import { icon } from "../../shared/icons.js";
import { factOutbox } from "../../shared/outbox/facts.js";
import { outboxWords } from "../../shared/outbox/words.js";
import { blank } from "../../shared/values.js";
import { QUESTIONS } from "../shared/questions.js";
import "./style.css";

/** @import { Fact } from "../../shared/outbox/facts.js" */

const INTRO = "练一练";

/** Tell the page around us what was done, so that it can note progress. */
function activity(root, detail) {
  root.dispatchEvent(new CustomEvent("anpei-done", { bubbles: true, detail }));
}

/** The answer on its way to the server, also one that an earlier page couldn't get off.
 * @param {string} item @param {{waits(words: string, retry: () => void): void, taken(review: any): void}} heard
 *   `waits`: why it isn't there yet, or wasn't taken */
function answerBox(item, heard) {
  const box = factOutbox({ owner: document.body.dataset.person ?? "", scope: `practice-${item}`, stamped: false, changed, taken, refused });
  let [alive, sent] = [true, ""];

  /** How the way to the server stands is told while an answer waits. */
  function changed() {
    const state = box.state();
    if (alive && sent && state.waiting && (state.failing || state.aside)) heard.waits(`${outboxWords(state).text}。`, box.flush);
  }
  function refused(/** @type {Fact} */ { uuid: id, refused: why }) {
    if (alive && id === sent) heard.waits(`${why?.message}${why?.wayOut}`, () => box.retry(id));
    else box.dismiss(id);
  }
  function taken(/** @type {Fact} */ { uuid: id }, /** @type {any} */ review) {
    if (!alive || id !== sent) return;
    sent = "";
    heard.taken(review);
  }
  return {
    put(/** @type {string} */ path, /** @type {any} */ value) {
      sent = box.put(path, { value }).uuid;
    },
    /** What an earlier page left here, if anything. */
    left() {
      const [waiting] = box.items();
      if (waiting) sent = waiting.uuid;
      return waiting?.body;
    },
    stop() {
      alive = false;
      box.stop();
    },
  };
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
  const path = `${to}/${encodeURIComponent(item)}`;
  const box = answerBox(item, { taken, waits: (words, retry) => offer(words, "再试一次", retry) });
  let inner = innerModel({});
  let stop = () => {};
  let alive = true;

  async function load() {
    offer("", "正在取题…", load, true);
    const answer = await api(path);
    if (!alive) return;
    if (answer.status !== 200) return offer(told(answer), "再试一次", load);
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
    resume();
  }
  function resume() {
    const left = box.left();
    if (!left) return;
    inner.set("value", left.value);
    offer("", "正在检查…", check, true);
  }
  function check() {
    if (blank(inner.get("value"))) return offer("先作答，再检查。", "检查", check);
    offer("", "正在检查…", check, true);
    box.put(path, inner.get("value"));
  }
  function taken(review) {
    inner.set("state", { review });
    if (once) end();
    offer("", "再做一次", again);
    one(place, ".anpei-verdict")?.focus();
    activity(root, { widget: "practice", item, verdict: review.verdict, again: review.again ?? null });
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
    box.stop();
    stop();
  };
}

export default widget("practice", draw, ["spec"]);
