// How the way to the server stands, in words: 已保存 only once the server has it.

/** What an outbox says of itself; `late` are those of the refused that came after the time.
 * @typedef {{waiting: number, refused: number, late: number, conflicts: number, durable: boolean, aside: string,
 *   reachable: boolean, failing: boolean}} OutboxState */
/** @typedef {{kind: string, tone: "ok" | "wait" | "off", text: string}} Said */

/** @returns {Said} */
const said = (/** @type {string} */ kind, /** @type {string} */ text) =>
  ({ kind, tone: kind === "saved" ? "ok" : kind === "saving" ? "wait" : "off", text });

/** The honest line; `unit` is what is counted. */
export function outboxWords(/** @type {OutboxState} */ state, unit = "条") {
  const { waiting: n, refused, late, conflicts, durable, aside, reachable, failing } = state;
  const kept = durable ? `已暂存 ${n} ${unit}` : `本机存不下，${n} ${unit}还没有保存，请不要关闭本页`;
  const then = (/** @type {string} */ words) => (n ? `${words}，${kept}` : words);
  if (aside === "signed_out") return said("signed_out", then("登录已过期"));
  if (aside === "password_due") return said("signed_out", then("请先设置自己的密码"));
  if (aside) return said("signed_out", `${then("登录的不是本人")}，不会提交`);
  if (conflicts) return said("conflict", `${conflicts} ${unit}在另一台设备上也作答了`);
  if (late) return said("stopped", "作答时间已过，没有保存最后的回答");
  if (!reachable) return said("offline", n ? `离线，${kept}${durable ? "，恢复后自动送出" : ""}` : "离线，暂存在本机，恢复后自动送出");
  if (n && failing) return said("offline", `服务器忙，${kept}，会自动重试`);
  if (n && !durable) return said("offline", kept);
  if (n) return said("saving", "保存中");
  return refused ? said("refused", `${refused} ${unit}没有被接受`) : said("saved", "已保存");
}
