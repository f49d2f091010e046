import assert from "node:assert/strict";
import { test } from "node:test";
import { crossing, meant, middle, rectangle, shifted, step, withCorner, withCornerAfter, withoutCorner } from "./region-rules.js";

const SIZE = { width: 400, height: 440 };
const BOX = rectangle([100, 120], [40, 60]);

test("a rectangle is the same from whichever corner it is drawn", () => {
  assert.deepEqual(BOX, [[40, 60], [100, 60], [100, 120], [40, 120]]);
  assert.deepEqual(rectangle([40, 120], [100, 60]), BOX);
  assert.equal(meant(BOX, SIZE), true);
  assert.equal(meant(rectangle([1, 1], [4, 90]), SIZE), false);
  assert.equal(meant(middle(SIZE), SIZE), true);
});

test("nothing leaves the picture", () => {
  assert.deepEqual(shifted(BOX, -100, 0, SIZE)[0], [0, 60]);
  assert.deepEqual(shifted(BOX, 1000, 1000, SIZE)[2], [400, 440]);
  assert.deepEqual(withCorner(BOX, 2, [999, -5], SIZE)[2], [400, 0]);
});

test("corners come and go; three stay", () => {
  const five = withCornerAfter(BOX, 3);
  assert.deepEqual(five[4], [40, 90]);
  assert.deepEqual(withoutCorner(five, 4), BOX);
  const three = withoutCorner(BOX, 0);
  assert.equal(withoutCorner(three, 0).length, 3);
});

test("an outline that crosses itself is known", () => {
  assert.equal(crossing(BOX), false);
  assert.equal(crossing([[0, 0], [100, 100], [100, 0], [0, 100]]), true);
  assert.equal(crossing([[0, 0], [50, 0], [50, 50]]), false);
});

test("keys move by ten or one", () => {
  assert.deepEqual(step("ArrowUp", false), [0, -10]);
  assert.deepEqual(step("ArrowRight", true), [1, 0]);
  assert.equal(step("a", false), null);
});
