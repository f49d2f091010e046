import assert from "node:assert/strict";
import { test } from "node:test";
import { answered, flown, landed, reconciled, resolved } from "./slots.js";

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
  assert.deepEqual(late, { revision: 1, refused: { late: true, message: "时间已过" } });
  assert.deepEqual(reconciled(late, 5), { revision: 5, refused: { late: true, message: "时间已过" } });
});

test("a refused answer makes room for the newer one", () => {
  const rec = answered(flown(answered({ revision: 1 }, "?", by("u1"))), "b", by("u2"));
  assert.deepEqual(landed(rec, "refused", {}), { revision: 1, next: { uuid: "u2", value: "b", base: 1, at: 7 } });
  const alone = landed(flown(answered({ revision: 1 }, "?", by("u1"))), "refused", {});
  assert.deepEqual(alone.refused?.late, false);
  assert.deepEqual(answered(alone, "b", by("u2")).refused, undefined);
});

test("what waits here isn't overwritten by what the server says", () => {
  const waiting = answered({ revision: 1 }, "a", by("u1"));
  assert.deepEqual(reconciled(waiting, 9), waiting);
});
