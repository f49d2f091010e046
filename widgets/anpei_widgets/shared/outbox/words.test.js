import assert from "node:assert/strict";
import { test } from "node:test";
import { outboxWords } from "./words.js";

const CALM = { waiting: 0, refused: 0, late: 0, conflicts: 0, durable: true, aside: "", reachable: true, failing: false };
const KEPT = "已暂存 2 条";

for (const [name, state, tone, text] of /** @type {const} */ ([
  ["nothing to do", {}, "ok", "已保存"],
  ["on its way", { waiting: 2 }, "wait", "保存中"],
  ["no network, nothing waits", { reachable: false }, "off", "离线，暂存在本机，恢复后自动送出"],
  ["no network", { waiting: 2, reachable: false, failing: true }, "off", `离线，${KEPT}，恢复后自动送出`],
  ["server in trouble", { waiting: 2, failing: true }, "off", `服务器忙，${KEPT}，会自动重试`],
  ["storage full", { waiting: 2, durable: false }, "off", "本机存不下，2 条还没有保存，请不要关闭本页"],
  ["storage full, no network", { waiting: 2, durable: false, reachable: false }, "off", "离线，本机存不下，2 条还没有保存，请不要关闭本页"],
  ["signed out", { waiting: 2, aside: "signed_out" }, "off", `登录已过期，${KEPT}`],
  ["password due", { waiting: 2, aside: "password_due" }, "off", `请先设置自己的密码，${KEPT}`],
  ["somebody else", { waiting: 2, aside: "other_person" }, "off", `登录的不是本人，${KEPT}，不会提交`],
  ["not taken", { refused: 1 }, "off", "1 条没有被接受"],
  ["after the time", { refused: 1, late: 1 }, "off", "作答时间已过，没有保存最后的回答"],
  ["two answers", { waiting: 1, conflicts: 1 }, "off", "1 条在另一台设备上也作答了"],
])) {
  test(`said when: ${name}`, () => {
    const { tone: shown, text: words } = outboxWords({ ...CALM, ...state });
    assert.deepEqual([shown, words], [tone, text]);
  });
}

test("saved is said of nothing that still waits", () => {
  for (const more of [{}, { failing: true }, { reachable: false }, { durable: false }, { aside: "signed_out" }, { refused: 1 }]) {
    assert.deepEqual(outboxWords({ ...CALM, waiting: 1, ...more }).text.startsWith("已保存"), false);
  }
});
