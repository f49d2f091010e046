// Rows and words of the director's console, as more than one of its pages shows them.

import { h } from "../../shared/dom.js";
import { icon } from "../../shared/icons.js";
import { clockText } from "../../shared/values.js";

export const RUN_WORDS = { waiting: "等待就位", running: "进行中", paused: "已暂停", ended: "已结束" };
export const END_WORDS = { complete: "演练完成", time: "到达时限", stopped: "导调终止", left: "参演人员离开", real: "真实险情，演练中止", abandoned: "长时间没有动静，自动结束" };
const VERDICT_WORDS = { wrong: "不是最佳", forbidden: "禁忌动作" };
const NODE_WORDS = { waiting: "未开放", open: "作答中", done: "已定", timeout: "超时", skipped: "未触发", cut: "没答完" };

/** @param {any} words @param {Record<string, any>} attrs @param {import("../../shared/icons.js").IconName} [name] */
export const button = (words, attrs, name) =>
  h("button", { type: "button", ...attrs, class: `console-button ${attrs.class ?? ""}` }, name ? icon(name) : null, words);

export const pill = (tone, words) => h("span", { class: `console-pill is-${tone}` }, words);

/** Kiosks in the order in which people count them. */
export const byName = (a, b) => a.name.localeCompare(b.name, "zh", { numeric: true });

/** What a kiosk is doing now, in a word or two. */
export function kioskState(kiosk) {
  if (!kiosk.online) return pill("off", "离线");
  if (kiosk.run) return pill("busy", "演练中");
  return kiosk.seat ? pill("ok", `${kiosk.seat.name} 已就位`) : pill("idle", "空闲");
}

export const resultWords = ({ result, how }) => h("span", { class: "console-result" },
  `${["complete", "time"].includes(how) ? `${result.percent} 分${result.percent === result.reckoned ? "" : `（更正前 ${result.reckoned} 分）`}，${result.passed ? "合格" : "不合格"}` : "没有演完，不计成绩"}；答对 ${result.right} / ${result.asked}，耽误 ${result.lost} 秒，禁忌动作 ${result.forbidden} 次`);

export function nodeRow(node, i, corrections) {
  const corrected = corrections.find((each) => each.node === node.id);
  const told = node.choice ? `${node.letter} ${node.choice}${node.delayed ? "（网络中断，按点选时刻计）" : ""}` : "";
  const time = node.status === "open" ? h("span", { class: "console-left", "data-left": node.left }, "") :
    h("span", null, node.choice ? `${node.elapsed} 秒` : NODE_WORDS[node.status]);
  return h("li", { class: `console-node is-${node.status}` }, h("b", null, String(i + 1)),
    h("div", null, h("p", null, h("em", null, node.role), node.question), told || node.who ? h("p", { class: "console-choice" }, node.verdict ? h("strong", { class: `console-verdict is-${node.verdict}` }, VERDICT_WORDS[node.verdict]) : null, told, " ", h("span", { class: "console-who" }, node.who)) : null,
      node.evaluated?.length ? h("p", { class: "console-evaluated" }, h("strong", null, "评估员在看："), node.evaluated.join("；")) : null,
      corrected ? h("p", { class: "console-corrected" }, `得分更正为 ${corrected.points} / ${corrected.most}：${corrected.reason}`) : null), time);
}

export function injectRow(inject, send, live) {
  const state = { sent: pill("ok", `已下发 ${clockText(inject.at ?? 0)}`), skipped: pill("idle", "未触发") }[inject.status];
  return h("li", { class: `console-inject is-${inject.status}` }, icon(inject.channel),
    h("p", { class: "console-inject-head" }, `${inject.from} → ${inject.to} · ${inject.when}`),
    state ?? button("下发", { disabled: !live, onclick: () => send(inject.id), "aria-label": `立即下发：${inject.text}` }, "send"),
    h("p", null, inject.text), h("p", { class: "console-expect" }, `期望：${inject.expect}`));
}

export const eventRow = (event) => h("li", { class: `is-${event.tone}`, "data-seq": event.seq }, h("time", null, clockText(event.at)), h("span", null, event.text));
