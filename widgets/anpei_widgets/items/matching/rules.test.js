import assert from "node:assert/strict";
import { test } from "node:test";
import { chosenAt, cutAtBlanks, openOnes } from "./rules.js";

test("each prompt has its own choice, and without any there is no answer", () => {
  assert.deepEqual(chosenAt(3, null, 1, "b"), [null, "b", null]);
  assert.deepEqual(chosenAt(3, [null, "b", null], 0, "b"), ["b", "b", null]);
  assert.equal(chosenAt(3, [null, "b", null], 1, ""), null);
  assert.deepEqual([openOnes(3, null), openOnes(3, ["a", null, "c"])], [3, 1]);
});

test("a stem is cut at its blanks", () => {
  assert.deepEqual(cutAtBlanks("先【1】，再【2】。"), [["先", 1], ["，再", 2], ["。", 0]]);
  assert.deepEqual(cutAtBlanks("没有空"), [["没有空", 0]]);
});
