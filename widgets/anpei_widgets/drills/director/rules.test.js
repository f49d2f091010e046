import assert from "node:assert/strict";
import { test } from "node:test";
import { dealRoles, memberAt, secondsToNext, silenceWords, startProblem } from "./rules.js";

const roles = ["a", "b", "c"].map((id) => ({ id }));

test("roles are dealt round, one kiosk gets them all, none gets none", () => {
  assert.deepEqual([...dealRoles(roles, ["k1", "k2"])], [["k1", ["a", "c"]], ["k2", ["b"]]]);
  assert.deepEqual([...dealRoles(roles, ["k1"])], [["k1", ["a", "b", "c"]]]);
  assert.deepEqual([...dealRoles(roles, [])], []);
});

test("a drill begins with a scenario and a role for every kiosk", () => {
  assert.match(startProblem(undefined, [{ roles: ["a"] }]), /至少一台终端/);
  assert.match(startProblem({}, []), /至少一台终端/);
  assert.match(startProblem({}, [{ roles: ["a"] }, { roles: [] }]), /至少要有一个角色/);
  assert.equal(startProblem({}, [{ roles: ["a"] }]), "");
});

test("how long ago a kiosk was heard of", () => {
  assert.deepEqual([null, 4999, 5000, 89_000, 90_000].map(silenceWords), ["没有联系过", "刚刚", "5 秒前", "89 秒前", "2 分钟前"]);
});

test("who is there now sits at a kiosk, else who left last", () => {
  const member = (/** @type {string} */ person, /** @type {boolean} */ present) => ({ device: "k1", person, present });
  const at = (/** @type {any[]} */ members) => memberAt({ members }, "k1")?.person;
  assert.equal(at([member("one", true), member("two", false)]), "one");
  assert.equal(at([member("one", false), member("two", false)]), "two");
  assert.equal(at([]), undefined);
});

test("seconds to the next thing, none while nothing runs or waits", () => {
  const view = { status: "running", next: 5200 };
  assert.deepEqual([secondsToNext(view, 1000), secondsToNext(view, 9000), secondsToNext({ ...view, next: null }, 0), secondsToNext(null, 0)], [5, 0, 0, 0]);
});
