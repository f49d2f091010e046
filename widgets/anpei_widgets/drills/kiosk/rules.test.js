import assert from "node:assert/strict";
import { test } from "node:test";
import { isCalled, leavingWords, quizWords } from "./rules.js";

const news = (/** @type {object} */ change = {}) => ({ reserved: "", calls: [], ...change });

test("a drill that takes the tablet, or a roll call that is new, calls people; what stood before doesn't", () => {
  assert.equal(isCalled(news(), null), false);
  assert.equal(isCalled(news({ reserved: "火灾" }), news()), true);
  assert.equal(isCalled(news({ reserved: "火灾" }), news({ reserved: "火灾" })), false);
  assert.equal(isCalled(news({ calls: [{ muster: 1 }, { muster: 2 }] }), news({ calls: [{ muster: 1 }] })), true);
  assert.equal(isCalled(news({ calls: [{ muster: 1 }] }), news({ calls: [{ muster: 1 }] })), false);
});

test("what leaving means", () => {
  const of = (/** @type {object | null} */ view) => leavingWords(view);
  assert.deepEqual([of(null), of({ solo: true }), of({ status: "waiting" }), of({ status: "running", last_one: true }), of({ status: "running" })],
    ["这次不计成绩", "这次不计成绩", "席位会空出来", "没有别人了，演练会结束", "队友会继续"]);
});

test("the quiz ends with a word for all right, most right, and less", () => {
  assert.match(quizWords(3, 3), /全对/);
  assert.match(quizWords(2, 3), /不错/);
  assert.match(quizWords(1, 3), /不要紧/);
});
