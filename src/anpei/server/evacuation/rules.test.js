import assert from "node:assert/strict";
import { test } from "node:test";
import cases from "./rules.cases.json" with { type: "json" };
import { answerRows, expected, happened, minutes, progressWords, range } from "./rules.js";

const SPAN = { p5: 58.6, p95: 64.6 };
const TOLD = {
  stranded: { low: 0, high: 0 }, muster: SPAN, last_out: SPAN, first_out: { p5: 3, p95: 4 }, in_smoke: { low: 0, high: 2 },
  exits: [{ name: "东门", low: 5, high: 5 }, { name: "西门", low: 1, high: 3 }],
};

test("seconds from a minute on are minutes, in the words of the page's lists", () => {
  for (const [seconds, words] of /** @type {[number, string][]} */ (cases.minutes)) assert.equal(minutes(seconds), words);
  for (const [told, words] of /** @type {[{p5: number, p95: number}, string][]} */ (cases.ranges)) assert.equal(range(told), words);
});

test("what happens is told in the order of time, the alarm first", () => {
  const plan = { exits: [{ id: "e", name: "东门" }], smokes: [{ id: "s", name: "走道" }] };
  assert.deepEqual(happened(plan, { exits: [{ id: "e", at: 40 }], smokes: [{ id: "s", at: 20 }] }).map(({ at, text }) => `${at} ${text}`),
    ["0 警报响了", "20 走道堵住了路", "40 东门不能走了"]);
});

test("a run waits, begins, and goes on", () => {
  assert.deepEqual([{ state: "queued", ahead: 2, progress: 0 }, { state: "queued", ahead: 0, progress: 0 }, { state: "running", progress: 0.456 }].map(progressWords),
    ["排队中，前面还有 2 个", "马上开始", "已算 46%"]);
});

test("the rows of an answer: the one to look at is big, bad news is marked", () => {
  assert.deepEqual(answerRows(TOLD, true).map(([name, , kind]) => [name, kind]), [
    ["全部走到集合点", "number evac-big"], ["最后一人出门", "number"], ["第一人出门", "number"], ["走进过烟里", "number late-text"],
    ["从东门", "number"], ["从西门", "number"],
  ]);
  assert.deepEqual(answerRows(TOLD, false)[0], ["最后一人出门", "59 秒 至 1 分 05 秒", "number evac-big"]);
});

test("one sentence says whether everybody arrives", () => {
  assert.equal(expected(TOLD, true), "推算：59 秒 至 1 分 05 秒全部走到集合点。");
  assert.equal(expected(TOLD, false), "推算：59 秒 至 1 分 05 秒全部出门。");
  assert.match(expected({ ...TOLD, stranded: { low: 1, high: 2 } }, true), /不能全部到达/);
});
