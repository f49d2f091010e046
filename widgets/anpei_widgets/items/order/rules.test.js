import assert from "node:assert/strict";
import { test } from "node:test";
import { moved, shownOrder } from "./rules.js";

test("a step moves up or down, and the others keep their order", () => {
  assert.deepEqual(moved(["a", "b", "c"], 2, 0), ["c", "a", "b"]);
  assert.deepEqual(moved(["a", "b", "c"], 0, 1), ["b", "a", "c"]);
});

test("the list that was given stays as it was", () => {
  const given = ["a", "b"];
  moved(given, 0, 1);
  assert.deepEqual(given, ["a", "b"]);
});

test("an answer that doesn't name every step shows the question's own order", () => {
  const steps = [{ id: "a" }, { id: "b" }];
  assert.deepEqual(shownOrder(steps, ["b", "a"]), ["b", "a"]);
  for (const value of [null, undefined, [], ["b"]]) assert.deepEqual(shownOrder(steps, value), ["a", "b"]);
});
