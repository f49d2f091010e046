// The server says moments in the same words: tests/widgets/test_rules.py reads the same table.
import assert from "node:assert/strict";
import { test } from "node:test";
import cases from "./local_time.cases.json" with { type: "json" };
import { dayAndTime, exactTime, fullTime, timeOfDay } from "./local_time.js";

test("a moment is told by the enterprise's calendar and clock", () => {
  const body = { dataset: { zone: "" } };
  Object.assign(globalThis, { document: { body } });
  for (const [zone, moments] of Object.entries(cases.zones)) {
    body.dataset.zone = zone;
    for (const [ms, ...words] of /** @type {[number, ...string[]][]} */ (moments)) {
      assert.deepEqual([dayAndTime(ms), timeOfDay(ms), exactTime(ms), fullTime(ms)], words);
    }
  }
});
