// Python reckons the same: tests/widgets/test_rules.py reads the same table of cases.
import assert from "node:assert/strict";
import { test } from "node:test";
import cases from "./risk_rules.cases.json" with { type: "json" };
import { afterMeasures, bandOf, product } from "./risk_rules.js";

/** @type {any} */
const SPEC = {
  factors: Object.entries(cases.levels).map(([id, values]) => ({ id, levels: values.map((value) => ({ value })), floor: cases.floor[id] })),
  bands: cases.bands.map(([upto, tone]) => ({ upto, tone })),
};

test("a score is the product, and falls into the first band it doesn't pass", () => {
  for (const { at, score, tone } of cases.scores) {
    assert.equal(product(SPEC, at), score);
    assert.equal(bandOf(SPEC, score).tone, tone, `D ${score}`);
  }
});

test("measures move a factor down its own scale, never below the lowest or its floor", () => {
  for (const { at, change, after } of cases.measures) assert.deepEqual(afterMeasures(SPEC, at, [{ change }]), after);
});

test("two measures on one factor add up, none leave everything", () => {
  const at = { L: 10, E: 6, C: 40 };
  assert.deepEqual(afterMeasures(SPEC, at, [{ change: { L: -1 } }, { change: { L: -1 } }]), { L: 3, E: 6, C: 40 });
  assert.deepEqual(afterMeasures(SPEC, at, []), at);
});
