// The server says where a point is in the same words: tests/widgets/test_rules.py reads the same table of cases.
import assert from "node:assert/strict";
import { test } from "node:test";
import cases from "./rules.cases.json" with { type: "json" };
import { inList, spotName, spotWhere } from "./rules.js";

/** @type {any} */
const SCENE = { width: cases.size[0], height: cases.size[1] };

test("a point is told by the third of the picture it lies in", () => {
  for (const [x, y, words] of /** @type {[number, number, string][]} */ (cases.places)) assert.equal(spotWhere(SCENE, { x, y }), words, `${x}, ${y}`);
});

test("a mark of the list has the name of its place, one on the picture says where it is", () => {
  const spec = { scene: SCENE, places: [{ id: "p01", text: "门" }] };
  assert.equal(spotName(spec, "p01"), "门");
  assert.equal(spotName(spec, "p99"), "");
  assert.equal(spotName(spec, { x: 150, y: 300 }), "图上正中");
  assert.deepEqual([inList("p01"), inList({ x: 1, y: 1 })], [true, false]);
});
