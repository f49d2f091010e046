// What this person left unsent on this device, in whatever page, is sent from any page of theirs. What isn't taken is said
// here, for the page it came from may never be opened again. Other people's is not touched.

import { factOutbox } from "anpei_widgets/shared/outbox/facts.js";
import { inherit } from "anpei_widgets/shared/outbox/inherit.js";
import { keeper, readJson } from "anpei_widgets/shared/outbox/keep.js";
import { idle, slotOutbox } from "anpei_widgets/shared/outbox/slots.js";

/** @import { Slot } from "anpei_widgets/shared/outbox/slots.js" */

const EXAM = /^exam-(\d+)$/;
/** Where an outbox has a page, and a line, of its own. @type {Record<string, string>} */
const OWN = {
  muster: "[data-anpei-widget=roll_call]", evaluation: "[data-anpei-widget=evaluator]", progress: ".reading, [data-live]",
  practice: "[data-anpei-widget=practice], [data-refresh]",
};

/** The outboxes of a person on this device, with their keys' last parts. @param {string} prefix @param {string[]} keys */
function scopesOf(prefix, keys) {
  /** @type {Map<string, string[]>} */
  const found = new Map();
  for (const key of keys) {
    const [scope, last] = key.slice(prefix.length).split(":");
    if (last && last !== "lock") found.set(scope, [...(found.get(scope) ?? []), last]);
  }
  return found;
}

/** One line with its button; drawn again whenever something changes.
 * @param {HTMLElement} bar @param {string} words @param {string} button @param {() => void} act */
function say(bar, words, button, act) {
  const way = document.createElement("button");
  way.type = "button";
  way.className = "button quiet";
  way.textContent = button;
  way.addEventListener("click", act);
  bar.replaceChildren(words, way);
  bar.hidden = false;
}

/** Answers of an exam that wait for the server, or weren't taken; its page may be closed.
 * @param {string} owner @param {string} attempt @param {string[]} slots @param {HTMLElement} bar */
function sendAnswers(owner, attempt, slots, bar) {
  const keep = keeper();
  const scope = `exam-${attempt}`;
  const kept = slots.map((slot) => /** @type {[string, Slot]} */ ([slot, readJson(keep, `anpei:box:${owner}:${scope}:${slot}`)]));
  if (!kept.some(([, rec]) => rec && (rec.refused || !idle(rec)))) return;
  const revisions = Object.fromEntries(kept.map(([slot, rec]) => [slot, rec?.revision ?? 0]));
  const box = slotOutbox({
    owner, scope, keep, revisions, path: (slot) => `api/attempts/${attempt}/answers/${slot}`, settle: () => 0, valued() {},
    changed() {
      const { late, conflicts } = box.state();
      const open = () => location.assign(`${document.body.dataset.baseUrl}exam/${attempt}`);
      if (conflicts) say(bar, `${conflicts} 题在另一台设备上也作答了，请选择保留哪个。`, "打开考试", open);
      else if (late) say(bar, `考试里 ${late} 题最后的回答在时间到之后才送达，没有计入成绩，已留给培训师查看。`, "知道了", () => [bar.replaceChildren(), (bar.hidden = true), box.seen()]);
    },
  });
  box.flush();
}

/** Facts of any other kind. @param {string} owner @param {string} scope @param {HTMLElement} bar */
function sendFacts(owner, scope, bar) {
  const box = factOutbox({
    owner, scope,
    changed() {
      const [first] = box.refusals();
      if (!first) return;
      const words = `之前记下的一条没有被接受：${first.refused?.message}${first.refused?.wayOut}`;
      say(bar, words, "知道了", () => [bar.replaceChildren(), (bar.hidden = true), box.dismiss(first.uuid)]);
    },
  });
}

/** Send what `owner` left here; `bar` is where it's said. */
export function sendLeftovers(/** @type {string} */ owner, /** @type {HTMLElement} */ bar) {
  const keep = keeper();
  inherit(keep);
  const prefix = `anpei:box:${owner}:`;
  for (const [scope, slots] of scopesOf(prefix, keep.keys(prefix))) {
    const exam = EXAM.exec(scope);
    if (exam) sendAnswers(owner, exam[1], slots, bar);
    else if (!document.querySelector(OWN[scope.split("-")[0]] ?? "none")) sendFacts(owner, scope, bar);
  }
}
