// The server reads numbers by the same table of cases: tests/widgets/test_rules.py.
import assert from "node:assert/strict";
import { test } from "node:test";
import cases from "./rules.cases.json" with { type: "json" };
import { numberOf } from "./rules.js";

test("a number is plainly written, however it was typed; its unit may stand behind it", () => {
  for (const [typed, unit, kept] of cases.numbers) assert.equal(numberOf(typed, unit), kept, typed);
});

test("nothing is no answer, and what is no number is told", () => {
  for (const typed of cases.none) assert.equal(numberOf(typed), null);
  for (const typed of cases.no) assert.equal(numberOf(typed), undefined, typed);
});
