import assert from "node:assert/strict";
import { test } from "node:test";
import { leftOf, offlineWords } from "./rules.js";

test("a question's seconds run on with the run's own clock, never below none", () => {
  const view = { clock: 10_000, node: { left: 5000 } };
  assert.deepEqual([leftOf(view, 10_000), leftOf(view, 13_000), leftOf(view, 99_000)], [5000, 2000, 0]);
  assert.deepEqual([leftOf({ clock: 0, node: null }, 1), leftOf(undefined, 1)], [0, 0]);
});

test("without a network the tablet says what is kept, and asks not to be closed when it can keep no more", () => {
  assert.equal(offlineWords("ok", 0, false), "");
  assert.equal(offlineWords("slow", 2, false), "");
  assert.match(offlineWords("off", 0, false), /可以照常选择/);
  assert.match(offlineWords("off", 2, false), /2 条决定已存在本机/);
  assert.match(offlineWords("ok", 1, true), /本机存不下，1 条.*不要关闭/);
});
