import assert from "node:assert/strict";
import { test } from "node:test";
import { chinese } from "./rules.js";

for (const [english, wanted] of [
  ["needs manual grading", "待人工阅卷"],
  ["\n  Save ", "\n  保存 "],
  ["Submission #12", "答卷 12"],
  ["Successfully autograded 'fire-2026' for student 'E1001'.", "E1001 的 fire-2026 已自动评分。"],
  ["There was an error releasing feedback for 'fire' for student 'E1001':", "处理 E1001 的 fire 时出错，请看下面的记录。"],
  ["林晓岚", "林晓岚"],
  ["constructor", "constructor"],
  ["", ""],
]) {
  test(`${JSON.stringify(english)} is said in Chinese`, () => assert.deepEqual(chinese(english), wanted));
}
