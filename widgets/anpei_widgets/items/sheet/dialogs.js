// The dialogs of the exam sheet: all questions, hand-in, two answers to one question, time is up.

import { h } from "../../shared/dom.js";
import { uuid } from "../../shared/uuid.js";
import { blank, present } from "../../shared/values.js";
import "./dialogs.css";

/** @import { View } from "./bars.js" */

/** A modal dialog with a title; closing gives the focus back (the browser does that). */
export function dialog(root, title, className, ...children) {
  const id = `anpei-${uuid()}`;
  const el = h("dialog", { class: `anpei-dialog ${className}`, "aria-labelledby": id }, h("h2", { id, tabindex: "-1", autofocus: true }, title), ...children);
  root.append(el);
  return { el, open: () => el.open || el.showModal(), close: () => el.open && el.close() };
}

/** An answer given in parts: one line for each pair, blank, factor or step; null for other kinds. */
function partsInWords(spec, value, named) {
  if (spec.prompts) return spec.prompts.map((prompt, i) => `${prompt}：${value[i] ? named(spec.options, value[i]) : "（未选）"}`);
  if (spec.scales) return spec.scales.map((scale, i) => `${scale.name}：${scale.levels["abcdefghijkl".indexOf(value[i] ?? "-")]?.[1] ?? "（未选）"}`);
  const ways = (spec.nodes ?? []).flatMap((node) => node.options);
  return spec.nodes ? value.map((id, i) => `第 ${i + 1} 步：${named(ways, id)}`) : null;
}

/** An answer in words, for people who compare two of them. */
function inWords(spec, value) {
  if (blank(value)) return "（没有作答）";
  if (spec.kind === "truefalse") return value ? "正确" : "错误";
  const named = (list, id) => list.find((x) => x.id === id)?.text ?? id;
  if (spec.kind === "order") return value.map((id, i) => `${i + 1}. ${named(spec.steps, id)}`).join("\n");
  const parts = partsInWords(spec, value, named);
  if (parts) return parts.join("\n");
  if (spec.options) return [value].flat().map((id) => `${id.toUpperCase()}. ${named(spec.options, id)}`).join("\n");
  return spec.unit ? `${value} ${spec.unit}` : String(value);
}

/** Ask before handing in; name what is open, wait for what isn't kept yet, and say so. */
export function handInDialog(/** @type {View} */ view, root) {
  const body = h("div", { class: "anpei-dialog-body" });
  const say = h("p", { class: "anpei-dialog-say", role: "status" });
  const yes = h("button", { type: "button", class: "anpei-button anpei-primary", onclick: () => view.model.send({ type: "hand_in" }) }, "确认交卷");
  const no = h("button", { type: "button", class: "anpei-button", onclick: () => box.close() }, "继续作答");
  const box = dialog(root, "交卷", "anpei-handin", body, say, h("div", { class: "anpei-dialog-feet" }, no, yes));
  box.el.addEventListener("close", () => view.model.send({ type: "hand_in_cancel" }));

  function chips(title, wanted) {
    const found = view.slots.flatMap(({ slot }, i) => (wanted(slot) ? [i] : []));
    if (!found.length) return null;
    const chip = (/** @type {number} */ i) => h("button", { type: "button", class: "anpei-chip", "aria-label": `去第 ${i + 1} 题`, onclick: () => { box.close(); view.go(i); } }, i + 1);
    return h("div", { class: "anpei-chips" }, h("p", null, title(found.length)), h("div", null, found.map(chip)));
  }
  function show() {
    const { handIn } = view.model.get("state") ?? {};
    say.textContent = handIn?.text ?? "";
    say.className = `anpei-dialog-say anpei-phase-${handIn?.phase ?? "none"}`;
    yes.disabled = handIn?.phase === "waiting" || handIn?.phase === "sending";
    yes.textContent = handIn?.phase === "failed" ? "再试一次" : "确认交卷";
    no.hidden = handIn?.phase === "sending";
  }
  return {
    show,
    close: box.close,
    open() {
      const open = chips((n) => `还有 ${n} 题没有作答：`, (slot) => blank(view.answer(slot)));
      const flagged = chips((n) => `${n} 题有标记，可以再看一眼：`, view.flagged);
      body.replaceChildren(...present([open, flagged]),
        h("p", null, open ? "没有作答的题不得分。交卷后不能再改。" : "每题都已作答。交卷后不能再改。"));
      show();
      box.open();
    },
  };
}

/** Two answers to one question: the learner says which one counts. */
export function conflictDialog(/** @type {View} */ view, root) {
  const body = h("div", { class: "anpei-dialog-body" });
  const box = dialog(root, "这道题有两个回答", "anpei-conflict", body);
  const card = (title, spec, value, onPick, primary) => h("section", { class: "anpei-version" },
    h("h3", null, title), h("p", { class: "anpei-version-words" }, inWords(spec, value)),
    h("button", { type: "button", class: `anpei-button ${primary ? "anpei-primary" : ""}`, onclick: onPick, "aria-label": `保留${title}` }, "保留这个"));
  function show() {
    const conflict = view.model.get("state")?.conflicts?.[0];
    if (!conflict) return box.close();
    const i = view.slots.findIndex(({ slot }) => slot === conflict.slot);
    const { spec } = view.slots[i];
    const keep = (which) => () => view.model.send({ type: "resolve", slot: conflict.slot, keep: which });
    body.replaceChildren(
      h("p", null, `第 ${i + 1} 题在另一台设备上也作答了。请选择保留哪一个，另一个会留在记录里。`),
      h("div", { class: "anpei-versions" },
        card("本机回答", spec, conflict.mine, keep("mine"), true),
        card("另一台设备上的回答", spec, conflict.theirs, keep("theirs"), false)));
    if (view.model.get("state").closed) box.close();
  }
  return { show, open: () => { show(); if (view.model.get("state")?.conflicts?.length) box.open(); } };
}

/** The end: time is up, or the paper was handed in elsewhere. There is only the way forward. */
export function closedDialog(/** @type {View} */ view, root) {
  const body = h("div", { class: "anpei-dialog-body", role: "status" });
  const box = dialog(root, "作答已结束", "anpei-closed", body);
  box.el.addEventListener("cancel", (e) => e.preventDefault());
  return {
    show() {
      const { closed } = view.model.get("state") ?? {};
      if (!closed) return;
      body.replaceChildren(
        ...closed.lines.map((line) => h("p", null, line)),
        closed.href ? h("p", { class: "anpei-dialog-feet" }, h("a", { class: "anpei-button anpei-primary", href: closed.href }, closed.way ?? "查看结果")) : "");
      box.open();
    },
  };
}
