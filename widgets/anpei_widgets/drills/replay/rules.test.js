import assert from "node:assert/strict";
import { test } from "node:test";
import cases from "./rules.cases.json" with { type: "json" };
import { decisionAt, lastBy, markAfter, markBefore } from "./rules.js";

const decision = { opened: 1000, closed: 9000, limit: 10, verdict: "wrong" };
const marks = [{ at: 1000 }, { at: 5000 }];

test("a decision isn't there, waits with the seconds left, and is judged", () => {
  assert.equal(decisionAt(decision, 999), null);
  assert.deepEqual(decisionAt(decision, 4500), { state: "open", words: "等待决定，还剩 7 秒" });
  assert.deepEqual(decisionAt(decision, 9000), { state: "danger", words: "不符合" });
});

test("a decision is judged in the words of the report", () => {
  for (const [verdict, words] of Object.entries(cases.verdicts)) assert.equal(decisionAt({ ...decision, verdict }, 9000)?.words, words);
});

test("the scene is the newest that has begun, else the first", () => {
  assert.deepEqual([lastBy(marks, 0), lastBy(marks, 4999), lastBy(marks, 5000)].map(({ at }) => at), [1000, 1000, 5000]);
});

test("one hops from mark to mark, and to both ends", () => {
  assert.deepEqual([markBefore(marks, 5000), markBefore(marks, 1000), markAfter(marks, 1000, 8000), markAfter(marks, 5000, 8000)], [1000, 0, 5000, 8000]);
});
