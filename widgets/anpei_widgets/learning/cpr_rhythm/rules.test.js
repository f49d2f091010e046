import assert from "node:assert/strict";
import { test } from "node:test";
import { cprAdvice, cprReplay, cprSummary } from "./rules.js";

const SPEC = { low: 100, high: 120, pause: 10 };
const MODE = { press: 3, breaths: 2, cycles: 2 };
const every = (/** @type {number} */ ms, /** @type {number} */ count) => Array.from({ length: count }, (_, i) => i * ms);

test("a press every 550 ms is a good rate, slower and faster are told", () => {
  const toneOf = (/** @type {number} */ ms) => cprReplay(SPEC, { press: 30, breaths: 2, cycles: 1 }, every(ms, 5)).beats[4].tone;
  assert.deepEqual([700, 550, 450].map(toneOf), ["slow", "good", "fast"]);
});

test("after the presses of a cycle two taps are breaths and count no beat", () => {
  const s = cprReplay(SPEC, MODE, every(550, 4));
  assert.deepEqual([s.phase, s.count, s.cycle, s.beats.length], ["breathe", 1, 0, 3]);
  assert.equal(cprReplay(SPEC, MODE, every(550, 10)).over, true);
});

test("hands off for more than two seconds are a pause", () => {
  const s = cprReplay(SPEC, MODE, [0, 550, 1100, 1700, 2300, 12_700]);
  assert.deepEqual(s.pauses, [11_600]);
  assert.match(cprAdvice(SPEC, cprSummary(s)), /停顿太长/);
});

test("the summary counts what was judged only, and nothing gives no number", () => {
  assert.deepEqual(cprSummary(cprReplay(SPEC, MODE, [0])), { share: null, mean: null, slow: 0, fast: 0, presses: 1, pause: null });
  const sum = cprSummary(cprReplay(SPEC, { press: 100, breaths: 0, cycles: 1 }, every(550, 21)));
  assert.deepEqual([sum.share, sum.mean, sum.presses], [100, 109, 21]);
  assert.match(cprAdvice(SPEC, sum), /稳住了/);
});
