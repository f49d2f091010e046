import assert from "node:assert/strict";
import { test } from "node:test";
import { mark, ranked, rating, standing } from "./rules.js";

const levels = (/** @type {number[]} */ ...values) => values.map((value) => ({ value }));
const SPEC = {
  factors: [{ id: "L", levels: levels(0.5, 1, 3, 6), floor: 0.5 }, { id: "C", levels: levels(1, 7, 40) }],
  bands: [{ upto: 20, tone: "blue" }, { upto: null, tone: "red" }],
  colours: { blue: { word: "蓝" }, red: { word: "红" } },
  tasks: [{ id: "dock", measures: [{ change: { L: -2 } }] }, { id: "ink", measures: [{ change: { C: -1 } }] }],
};
const value = (/** @type {object} */ rated) => ({ task: 0, rated });

test("a task stands nowhere until every factor is rated", () => {
  assert.deepEqual(rating(value({}), "dock"), { at: {}, measures: [] });
  assert.equal(standing(SPEC, value({ dock: { at: { L: 3 }, measures: [] } }), SPEC.tasks[0]), null);
});

test("measures lower the score and its colour; one that isn't there is left out", () => {
  const stand = standing(SPEC, value({ dock: { at: { L: 6, C: 7 }, measures: [0, 9] } }), SPEC.tasks[0]);
  assert.deepEqual([stand?.before, stand?.after, stand?.taken.length],
    [{ score: 42, tone: "red", word: "红" }, { score: 7, tone: "blue", word: "蓝" }, 1]);
});

test("the heaviest stands first, by what is left after the measures", () => {
  const rated = { dock: { at: { L: 6, C: 40 }, measures: [0] }, ink: { at: { L: 3, C: 40 }, measures: [] } };
  assert.deepEqual(ranked(SPEC, value(rated)).map((row) => [row.task.id, row.after.score]), [["ink", 120], ["dock", 40]]);
  assert.equal(mark(SPEC, { L: 0.5, C: 40 }).tone, "blue");
});
