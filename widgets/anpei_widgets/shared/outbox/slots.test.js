import assert from "node:assert/strict";
import { test } from "node:test";
import { answered, due, flown, landed, reconciled, resolved, retried } from "./slots.js";

/** @import { Slot } from "./slots.js" */

const by = (/** @type {string} */ id) => ({ id, at: 7 });
const current = (/** @type {any} */ value, revision = 2) => ({ status: "conflict", current: { revision, value } });

test("an answer rests on the revision it was made on", () => {
  assert.deepEqual(answered({ revision: 3 }, "a", by("u1")), { revision: 3, next: { uuid: "u1", value: "a", base: 3, at: 7 } });
});

test("an unsent older answer gives way and its base stays", () => {
  const rec = answered(answered({ revision: 3 }, "a", by("u1")), "b", by("u2"));
  assert.deepEqual(rec.next, { uuid: "u2", value: "b", base: 3, at: 7 });
});

test("what is in flight goes again as it was", () => {
  const flying = flown(answered({ revision: 3 }, "a", by("u1")));
  assert.deepEqual([flying.next, flying.flight?.uuid], [undefined, "u1"]);
  const more = answered(flying, "b", by("u2"));
  assert.deepEqual([flown(more).flight?.uuid, flown(more).next?.base], ["u1", null]);
});

test("an acknowledgement gives the waiting one its base", () => {
  const rec = answered(flown(answered({ revision: 3 }, "a", by("u1"))), "b", by("u2"));
  assert.deepEqual(landed(rec, "sent", { revision: 4 }), { revision: 4, next: { uuid: "u2", value: "b", base: 4, at: 7 } });
});

test("two devices that said the same don't disagree", () => {
  const rec = flown(answered({ revision: 1 }, "a", by("u1")));
  assert.deepEqual(landed(rec, "disagrees", current("a")), { revision: 2 });
  assert.deepEqual(landed(rec, "disagrees", current("b")), { revision: 2, conflict: { mine: "a", theirs: "b", revision: 2 } });
});

test("of two answers the person keeps one, also one changed meanwhile", () => {
  const rec = answered(landed(flown(answered({ revision: 1 }, "a", by("u1"))), "disagrees", current("b")), "c", by("u2"));
  assert.deepEqual(resolved(rec, "theirs", "u3"), { revision: 2 });
  assert.deepEqual(resolved(rec, "mine", "u3"), { revision: 2, next: { uuid: "u3", value: "c", base: 2, at: 0 } });
});

test("too late is too late for what waits behind it, and is kept in sight", () => {
  const rec = answered(flown(answered({ revision: 1 }, "a", by("u1"))), "b", by("u2"));
  const late = landed(rec, "too_late", { error: { message: "时间已过" } });
  assert.deepEqual(late, { revision: 1, refused: { late: true, message: "时间已过", value: "b" } });
  assert.deepEqual(reconciled(late, 5), { revision: 5, refused: { late: true, message: "时间已过", value: "b" } });
});

test("a refused answer makes room for the newer one", () => {
  const rec = answered(flown(answered({ revision: 1 }, "?", by("u1"))), "b", by("u2"));
  assert.deepEqual(landed(rec, "refused", {}), { revision: 1, next: { uuid: "u2", value: "b", base: 1, at: 7 } });
  const alone = landed(flown(answered({ revision: 1 }, "?", by("u1"))), "refused", {});
  assert.deepEqual(alone.refused?.late, false);
  assert.deepEqual(answered(alone, "b", by("u2")).refused, undefined);
});

test("a refused answer stays on the device with why, and goes again when the person wants it", () => {
  const error = { message: "报告已签字定稿。", way_out: "要改，请先撤回定稿。" };
  const alone = landed(flown(answered({ revision: 1 }, "words", by("u1"))), "refused", { error });
  assert.deepEqual(alone, { revision: 1, refused: { late: false, message: "报告已签字定稿。要改，请先撤回定稿。", value: "words" } });
  assert.deepEqual(retried(reconciled(alone, 4), "u2"), { revision: 4, next: { uuid: "u2", value: "words", base: 4, at: 0 } });
  assert.deepEqual(retried({ revision: 4 }, "u2"), { revision: 4 });
});

test("an answer is due after its rest, however the device's clock is set meanwhile", () => {
  const slots = /** @type {[string, Slot][]} */ ([["q01", { revision: 1, next: { uuid: "u1", value: "a", base: 1, at: 1_000_000 } }]]);
  const settle = () => 800;
  assert.deepEqual(due(slots, settle, false, 1_000_000), { wait: 800 });
  assert.deepEqual(due(slots, settle, false, 1_000_800), { slot: "q01" });
  assert.deepEqual(due(slots, settle, false, 1_000_000 - 86_400_000), { wait: 800 });
  assert.deepEqual(due(slots, settle, true, 1_000_000 - 86_400_000), { slot: "q01" });
});

test("what waits here isn't overwritten by what the server says", () => {
  const waiting = answered({ revision: 1 }, "a", by("u1"));
  assert.deepEqual(reconciled(waiting, 9), waiting);
});
