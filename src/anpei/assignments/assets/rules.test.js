import assert from "node:assert/strict";
import { test } from "node:test";
import { chinese, outcomeWords, refusal } from "./rules.js";

for (const [english, wanted] of [
  ["needs manual grading", "待人工阅卷"],
  ["\n  Save ", "\n  保存 "],
  ["Submission #12", "答卷 12"],
  ["Successfully autograded 'fire-2026' for student 'E1001'.", "“消防考试” E1001 的答卷：已自动评分。"],
  ["There was an error releasing feedback for 'fire' for student 'E1001':", "“fire” E1001 的答卷：发放反馈时出错，请看下面的记录，改好再试。"],
  ["Successfully created the student version of 'fire-2026':", "“消防考试”：已生成。"],
  ["There was an error collecting 'ps1':", "“ps1”：收取时出错，请看下面的记录，改好再试。"],
  ["There was an error unreleasing 'ps1'.", "“ps1”：撤回时出错，请看下面的记录，改好再试。"],
  ["fire-2026", "消防考试"],
  ["Editing fire-2026", "修改 消防考试"],
  ["林晓岚, ", "林晓岚"],
  ["林晓岚", "林晓岚"],
  ["constructor", "constructor"],
  ["", ""],
]) {
  test(`${JSON.stringify(english)} is said in Chinese`, () => assert.deepEqual(chinese(english, { "fire-2026": "消防考试" }), wanted));
}

for (const [value, words] of [
  ["", ""], ["0", ""], ["20", ""], ["7.5", ""], ["999", "最高 20 分，没有保存。"], ["-5", "分数不能小于 0，没有保存。"],
  ["1e308", "最高 20 分，没有保存。"], ["1e999", "分数要写成数字，没有保存。"],
]) {
  test(`${JSON.stringify(value)} points of 20`, () => assert.deepEqual(refusal(value, "20"), words));
}

test("how grading went", () => {
  assert.deepEqual([outcomeWords(0, 0), outcomeWords(3, 0)], ["没有待评的答卷。", "3 份都已评分。"]);
  assert.match(outcomeWords(3, 1), /评了 2 份，1 份没有评成/);
});
