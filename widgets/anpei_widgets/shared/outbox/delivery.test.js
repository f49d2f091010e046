import assert from "node:assert/strict";
import { test } from "node:test";
import { TABLE, meaning, pauseBefore, stays } from "./delivery.js";

const error = (/** @type {string} */ code) => ({ error: { code, message: "", way_out: "" } });

for (const [status, data, wanted] of /** @type {const} */ ([
  [0, {}, "later"],
  [200, { status: "saved" }, "sent"],
  [302, {}, "later"],
  [401, error("signed_out"), "signed_out"],
  [403, error("other_person"), "other_person"],
  [403, error("must_change_password"), "password_due"],
  [403, error("not_a_kiosk"), "signed_out"],
  [403, error("forbidden"), "refused"],
  [403, error("not_warden"), "refused"],
  [404, error("not_found"), "refused"],
  [408, {}, "later"],
  [409, { status: "conflict", current: { revision: 2, value: "b" } }, "disagrees"],
  [409, error("conflict"), "refused"],
  [409, error("ended"), "refused"],
  [409, { status: "refused", reason: "late" }, "refused"],
  [410, error("late"), "too_late"],
  [413, error("too_large"), "refused"],
  [422, error("bad_value"), "refused"],
  [425, {}, "later"],
  [429, {}, "later"],
  [500, error("failed"), "later"],
  [502, {}, "later"],
  [503, error("unavailable"), "later"],
])) {
  test(`${status} ${JSON.stringify(data)} means ${wanted}`, () => assert.deepEqual(meaning({ status, data }), wanted));
}

test("every status has a meaning, and every meaning is somebody's", () => {
  const found = new Set(Array.from({ length: 600 }, (_, status) => meaning({ status, data: {} })));
  for (const [, , code, what] of TABLE) if (!code) assert.deepEqual(found.has(what), true);
});

test("what only a person can mend stays, what was judged doesn't", () => {
  assert.deepEqual(["later", "signed_out", "password_due", "other_person"].map((what) => stays(/** @type {any} */ (what))), [true, true, true, true]);
  assert.deepEqual(["sent", "disagrees", "too_late", "refused"].map((what) => stays(/** @type {any} */ (what))), [false, false, false, false]);
});

test("tries come ever more seldom, never all at once, and not before the server wants them", () => {
  const waits = [1, 2, 3, 4, 5, 6, 7, 70].map((failures) => pauseBefore("later", failures, 0, 0.5));
  assert.deepEqual(waits, [400, 800, 1500, 3000, 6000, 12_000, 30_000, 30_000]);
  assert.deepEqual([pauseBefore("later", 1, 0, 0), pauseBefore("later", 1, 0, 1)], [300, 500]);
  assert.deepEqual(pauseBefore("later", 1, 9000, 0.5), 9000);
  assert.deepEqual(pauseBefore("later", 1, 90 * 86_400_000, 0.5), 600_000);
  assert.deepEqual(pauseBefore("signed_out", 1, 0, 0.5), 30_000);
});
