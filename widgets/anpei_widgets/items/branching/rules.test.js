import assert from "node:assert/strict";
import { test } from "node:test";
import { walk } from "./rules.js";

const NODES = [
  { text: "冒烟了", options: [{ id: "p01", text: "报警", to: 1 }, { id: "p02", text: "走开", to: null }] },
  { text: "烟更浓", options: [{ id: "p03", text: "撤", to: null }, { id: "p04", text: "再看看", to: null }] },
];

test("a path is walked step by step until it ends or waits for a decision", () => {
  assert.equal(walk(NODES, null).next, NODES[0]);
  assert.deepEqual([walk(NODES, ["p01"]).walked.length, walk(NODES, ["p01"]).next], [1, NODES[1]]);
  assert.deepEqual([walk(NODES, ["p01", "p03"]).walked.length, walk(NODES, ["p01", "p03"]).next], [2, null]);
  assert.equal(walk(NODES, ["p02"]).next, null);
});

test("a way that doesn't belong to its step isn't walked", () => {
  assert.deepEqual([walk(NODES, ["p03"]).walked.length, walk(NODES, ["p03"]).next], [0, NODES[0]]);
});
