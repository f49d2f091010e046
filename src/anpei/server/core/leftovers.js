// What this person left unsent on this device, in whatever page, is sent from any page of theirs. What isn't taken is said
// here, for the page it came from may never be opened again. Other people's is not touched.

import { factOutbox } from "anpei_widgets/shared/outbox/facts.js";
import { inherit } from "anpei_widgets/shared/outbox/inherit.js";
import { keeper, readJson } from "anpei_widgets/shared/outbox/keep.js";
import { idle, slotOutbox } from "anpei_widgets/shared/outbox/slots.js";

/** @import { Slot } from "anpei_widgets/shared/outbox/slots.js" */

/** Where something is kept by slots: how it's sent, its page, whether that shows what wasn't taken, and what is said of it.
 * @typedef {{path(id: string, slot: string): string, page(id: string): string, own(id: string): string, open: string, shows: boolean,
 *   disputed(n: number): string, refused(why: string): string}} SlotKind */
/** @type {Record<string, SlotKind>} */
const SLOTS = {
  exam: {
    path: (id, slot) => `api/attempts/${id}/answers/${slot}`, page: (id) => `exam/${id}`, own: () => "none", open: "打开考试", shows: false,
    disputed: (n) => `${n} 题在另一台设备上也作答了，请选择保留哪个。`, refused: (why) => `考试里有回答没有被接受：${why}`,
  },
  report: {
    path: (id, slot) => `api/drills/${id}/report/${slot}`, page: (id) => `drills/${id}/report`, own: (id) => `[data-run="${id}"] [data-part]`,
    open: "打开报告", shows: true, disputed: (n) => `演练报告里 ${n} 段别人也改过，请选择保留哪个版本。`, refused: (why) => `演练报告里有一段没有保存上：${why}写的内容还在这台设备上。`,
  },
};
const SLOTTED = /^(exam|report)-(\d+)$/;
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

/** Answers of an exam, or words of a report, that wait for the server or weren't taken; their page may be closed.
 * @param {string} owner @param {string} scope @param {string} id @param {SlotKind} kind @param {string[]} slots @param {HTMLElement} bar */
function sendSlots(owner, scope, id, kind, slots, bar) {
  const keep = keeper();
  const kept = slots.map((slot) => /** @type {[string, Slot]} */ ([slot, readJson(keep, `anpei:box:${owner}:${scope}:${slot}`)]));
  if (!kept.some(([, rec]) => rec && (rec.refused || !idle(rec)))) return;
  const revisions = Object.fromEntries(kept.map(([slot, rec]) => [slot, rec?.revision ?? 0]));
  const box = slotOutbox({
    owner, scope, keep, revisions, path: (slot) => kind.path(id, slot), settle: () => 0, valued() {},
    changed() {
      const { late, conflicts } = box.state();
      const [first] = box.refused();
      const open = () => location.assign(`${document.body.dataset.baseUrl}${kind.page(id)}`);
      const seen = () => [bar.replaceChildren(), (bar.hidden = true), box.seen()];
      if (conflicts) say(bar, kind.disputed(conflicts), kind.open, open);
      else if (first) say(bar, kind.refused(first.text), ...(kind.shows ? /** @type {const} */ ([kind.open, open]) : /** @type {const} */ (["知道了", seen])));
      else if (late) say(bar, `考试里 ${late} 题最后的回答在时间到之后才送达，没有计入成绩，已留给培训师查看。`, "知道了", seen);
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
    const [, kind, id] = SLOTTED.exec(scope) ?? [];
    if (kind) document.querySelector(SLOTS[kind].own(id)) ?? sendSlots(owner, scope, id, SLOTS[kind], slots, bar);
    else if (!document.querySelector(OWN[scope.split("-")[0]] ?? "none")) sendFacts(owner, scope, bar);
  }
}
