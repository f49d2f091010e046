import assert from "node:assert/strict";
import { test } from "node:test";
import { dayAndTime, exactTime, fullTime, timeOfDay } from "./local_time.js";

const NIGHT = Date.UTC(2025, 1, 17, 23, 47, 13);
const EVENING = Date.UTC(2025, 3, 14, 16, 29, 11);

/** What a page of this zone shows of a moment. */
const shown = (zone, ms) => {
  Object.assign(globalThis, { document: { body: { dataset: { zone } } } });
  return [dayAndTime(ms), fullTime(ms), timeOfDay(ms), exactTime(ms)];
};

test("a moment is told by the site's zone, and the first hour of a day is 00", () => {
  assert.deepEqual(shown("Africa/Lagos", NIGHT), ["2月18日 00:47", "2025/2/18 00:47:13", "00:47", "00:47:13"]);
  assert.deepEqual(shown("Asia/Shanghai", NIGHT), ["2月18日 07:47", "2025/2/18 07:47:13", "07:47", "07:47:13"]);
  assert.deepEqual(shown("Africa/Lagos", EVENING), ["4月14日 17:29", "2025/4/14 17:29:11", "17:29", "17:29:11"]);
  assert.deepEqual(shown("Asia/Shanghai", EVENING), ["4月15日 00:29", "2025/4/15 00:29:11", "00:29", "00:29:11"]);
});
