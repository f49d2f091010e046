// Reports and marks follow the same table: tests/widgets/test_rules.py.
import assert from "node:assert/strict";
import { test } from "node:test";
import cases from "./values.cases.json" with { type: "json" };
import { blank, clockText, last, lastWhere, present, same } from "./values.js";

test("a run's time is told as reports tell it", () => {
  for (const [ms, words] of /** @type {[number, string][]} */ (cases.clock)) assert.equal(clockText(ms), words);
});

test("nothing is answered by what grading takes for nothing", () => {
  for (const [, value, is] of cases.blank) assert.equal(blank(value), is, JSON.stringify(value));
});

test("small questions about lists", () => {
  assert.deepEqual([last([1, 2]), last([]), lastWhere([1, 2, 3], (n) => n < 3), present([1, 0, null, "a"])], [2, undefined, 2, [1, "a"]]);
  assert.deepEqual([same({ a: [1] }, { a: [1] }), same(undefined, null), same(1, 2)], [true, true, false]);
});
