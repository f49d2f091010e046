import assert from "node:assert/strict";
import { test } from "node:test";
import { partWords, signProblem, tidy } from "./rules.js";

const CALM = { waiting: 0, refused: 0, late: 0, conflicts: 0, durable: true, aside: "", reachable: true, failing: false };
const PART = { waiting: false, refused: "", disputed: false, saved: false, revision: 3, text: "东门" };

for (const [name, part, state, words] of /** @type {const} */ ([
  ["nothing was written", {}, {}, ""],
  ["it's with the server", { saved: true }, {}, "已保存，第 3 版"],
  ["it was emptied", { saved: true, text: "" }, {}, "已清空。刷新页面显示平台草稿。"],
  ["it's on its way", { waiting: true }, { waiting: 1 }, "保存中"],
  ["there is no network", { waiting: true }, { waiting: 1, reachable: false }, "离线，已暂存 1 段，恢复后自动送出"],
  ["the server is in trouble", { waiting: true }, { waiting: 2, failing: true }, "服务器忙，已暂存 2 段，会自动重试"],
  ["the device is full", { waiting: true }, { waiting: 1, durable: false }, "本机存不下，1 段还没有保存，请不要关闭本页"],
  ["nobody is signed in", { waiting: true }, { waiting: 1, aside: "signed_out" }, "登录已过期，已暂存 1 段"],
  ["another part is disputed", { waiting: true }, { waiting: 1, conflicts: 1 }, "保存中"],
  ["it was refused", { refused: "报告已签字定稿。" }, { refused: 1 }, "没有保存上：报告已签字定稿。写的内容还在这台设备上。"],
  ["somebody was faster", { disputed: true, waiting: true }, { conflicts: 1 }, "别人刚改过这一段。请看一下两个版本，选择保留哪一个。"],
])) {
  test(`said of a part when ${name}`, () => assert.deepEqual(partWords({ ...PART, ...part }, { ...CALM, ...state }), words));
}

test("nothing is signed before all is with the server", () => {
  assert.deepEqual(signProblem(CALM), "");
  assert.match(signProblem({ ...CALM, waiting: 2 }), /2 段/);
  assert.match(signProblem({ ...CALM, waiting: 1, conflicts: 1 }), /别人也改过/);
  assert.match(signProblem({ ...CALM, refused: 1 }), /没有保存上/);
});

test("blanks around words are nobody's", () => assert.deepEqual(tidy(" 一\r\n二 \n"), "一\n二"));
