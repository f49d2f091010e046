import assert from "node:assert/strict";
import { test } from "node:test";
import { judged, letterOf, placeOf } from "./rules.js";

/** @type {any} */
const SPEC = {
  scales: [{ levels: [[0.1, "低", ""], [3, "高", ""]] }, { levels: [[1, "少", ""], [6, "多", ""]] }],
  bands: [{ upto: 3, name: "低", tone: "blue" }, { upto: null, name: "高", tone: "red" }],
};

test("a risk has its number once every factor is judged", () => {
  assert.equal(judged(SPEC, null), null);
  assert.equal(judged(SPEC, ["b", null]), null);
  assert.deepEqual(judged(SPEC, ["a", "b"]), { score: 0.6, band: SPEC.bands[0] });
  assert.deepEqual(judged(SPEC, ["b", "b"]), { score: 18, band: SPEC.bands[1] });
});

test("levels are called by letters, the lowest a", () => {
  assert.deepEqual([placeOf("a"), placeOf("c"), placeOf(null), letterOf(2)], [0, 2, -1, "c"]);
});
