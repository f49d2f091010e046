import assert from "node:assert/strict";
import { test } from "node:test";
import { boardClocks, boardReplay, boardVerdict, CHECKING, CLOSED, MENDING } from "./rules.js";

const says = (/** @type {string} */ words) => Object.fromEntries(words.split(" ").map((key) => [key, { text: key, cites: [] }]));
/** @type {any} */
const SPEC = {
  hazards: [
    { id: "dust", name: "粉尘", grade: "major", stop: "停", work: 1, due: 3, danger: 2, fail: { days: 1, text: "没清干净" }, why: "会爆", wrong: "够得上重大", event: "炸了", fix: "好了" },
    { id: "boxes", name: "纸箱", grade: "minor", stop: null, work: 1, due: 3, danger: 9, fail: null, why: "小", wrong: "够不上重大", event: "", fix: "搬了" },
  ],
  items: [{ id: "m", lack: "没写措施" }, { id: "w", lack: "没写谁" }, { id: "x", lack: null }],
  decoy: "x", reports: 1,
  says: says("stop record minor major gov staff plan fined done check publish day"),
  refusals: says("recorded unrecorded graded ungraded calm stopped small told running planned unplanned lacking early undone waiting passed self unchecked unreported closed"),
};
const play = (/** @type {string} */ words) => boardReplay(SPEC, words ? words.split(" ") : []);
const last = (/** @type {string} */ words) => play(words).last?.text;
const BOXES = "boxes:record boxes:minor boxes:plan:mw day boxes:done boxes:check boxes:publish";
const DUST = "dust:stop dust:record dust:major dust:gov dust:staff dust:plan:mw day dust:done dust:check";

test("step by step a hazard walks from found to published", () => {
  const s = play(BOXES);
  assert.deepEqual([s.cards.boxes.stage, s.refused, s.day], [CLOSED, 0, 1]);
  assert.deepEqual(s.ledger.map((row) => row.act), ["登记了", "定为一般", "下了整改单", "报改完了", "验收合格", "通报、销号"]);
});

test("a step out of order comes back with its reason and changes nothing", () => {
  for (const [words, why] of [
    ["boxes:minor", "unrecorded"], ["boxes:record boxes:record", "recorded"], ["boxes:record boxes:gov", "ungraded"],
    ["boxes:record boxes:major", "够不上重大"], ["boxes:record boxes:minor boxes:gov", "small"], ["boxes:stop", "calm"],
    ["boxes:record boxes:minor boxes:check", "unplanned"], ["boxes:record boxes:minor boxes:plan:m", "lacking没写谁"],
    ["boxes:record boxes:minor boxes:plan:mw boxes:done", "early还差 1 天。"], ["boxes:record boxes:minor boxes:plan:mw boxes:self", "undone"],
    ["dust:record dust:major dust:plan:mw", "running"], [`${BOXES} boxes:record`, "closed"],
  ]) {
    const s = play(words);
    assert.equal(s.last?.text, why, words);
    assert.equal(s.refused, 1);
  }
});

test("who mended doesn't check, and a first check may fail", () => {
  assert.equal(last(`${DUST.replace(" dust:check", "")} dust:self`), "self");
  const failed = play(DUST);
  assert.deepEqual([failed.cards.dust.stage, failed.last?.title], [MENDING, "验收没过"]);
  assert.equal(play(`${DUST} day dust:done`).cards.dust.stage, CHECKING);
});

test("a major hazard is published only when both reports are made, and a fine is no mending", () => {
  const silent = DUST.replace(" dust:gov", "");
  assert.equal(last(`${silent} day dust:done dust:check dust:publish`), "unreported");
  assert.equal(last("dust:stop dust:record dust:major dust:plan:mwx"), "fined");
});

test("what wasn't stopped hurts somebody on its day, once", () => {
  const s = play("day day day");
  assert.deepEqual([s.hurt.length, s.last?.tone], [1, "good"]);
  assert.equal(play("day day").last?.title, "出事了");
});

test("clocks tell what is left, what is late, and what was in time", () => {
  const clocks = (/** @type {string} */ words, id = "boxes") => { const s = play(words); return boardClocks(SPEC, s, s.cards[id]).map((clock) => clock.words); };
  assert.deepEqual(clocks("day"), ["离整改期限 2 天"]);
  assert.deepEqual(clocks("day day day day"), ["整改逾期 1 天"]);
  assert.deepEqual(clocks(BOXES), ["已销号"]);
  assert.deepEqual(clocks("dust:stop dust:record dust:major day day", "dust"), ["离整改期限 1 天", "双报告迟了 1 天"]);
});

test("the verdict: hurt is worst, then late", () => {
  const dust = `${DUST} day dust:done dust:check dust:publish`;
  assert.deepEqual(boardVerdict(SPEC, play(`${BOXES} ${dust}`)).tone, "good");
  assert.deepEqual(boardVerdict(SPEC, play(`day day ${dust} ${BOXES}`)).tone, "harm");
  assert.deepEqual(boardVerdict(SPEC, play(`${dust} day day ${BOXES}`)).tone, "weak");
});
