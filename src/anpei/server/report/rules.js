// What is said beside a part of the report while it's written, and what is kept of it. Pure.

/** @import { OutboxState } from "anpei_widgets/shared/outbox/words.js" */

import { outboxWords } from "anpei_widgets/shared/outbox/words.js";

/** A part as this device knows it: what waits for the server, what wasn't taken and why, what somebody else wrote meanwhile,
 * and whether something was saved since the page came.
 * @typedef {{waiting: boolean, refused: string, disputed: boolean, saved: boolean, revision: number, text: string}} Part */

/** What is kept of what was typed: blanks around it are nobody's words. @param {string} typed */
export const tidy = (typed) => typed.replace(/\r\n/g, "\n").trim();

/** The line beside a part; "" while the page's own words still hold. @param {Part} part @param {OutboxState} state */
export function partWords({ waiting, refused, disputed, saved, revision, text }, state) {
  if (disputed) return "别人刚改过这一段。请看一下两个版本，选择保留哪一个。";
  if (refused) return `没有保存上：${refused}写的内容还在这台设备上。`;
  if (waiting) return outboxWords({ ...state, conflicts: 0, late: 0 }, "段").text;
  if (!saved) return "";
  return text ? `已保存，第 ${revision} 版` : "已清空。刷新页面显示平台草稿。";
}

/** Why the report can't be signed yet, "" when all is with the server. @param {OutboxState} state */
export function signProblem({ waiting, refused, conflicts }) {
  if (conflicts) return `有 ${conflicts} 段别人也改过，请先选择保留哪个版本，再签字。`;
  if (refused) return `有 ${refused} 段没有保存上，请看各段下面的说明，处理后再签字。`;
  return waiting ? `正在保存 ${waiting} 段文字，保存好就签字。` : "";
}
