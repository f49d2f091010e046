// The server says a length of time in the same words: tests/widgets/test_rules.py reads the same table.
import assert from "node:assert/strict";
import { test } from "node:test";
import cases from "./rules.cases.json" with { type: "json" };
import { spanWords } from "./rules.js";

test("a wait is told in the words it was first told in", () => {
  for (const [seconds, words] of /** @type {[number, string][]} */ (cases.spans)) assert.equal(spanWords(seconds), words);
});
