// The server counts the same ticks: tests/widgets/test_rules.py reads the same table.
import assert from "node:assert/strict";
import { test } from "node:test";
import cases from "./rules.cases.json" with { type: "json" };
import { ROLL_GROUPS, ROLL_KINDS, applied, initials, laidOver, stateWords, wanted, whoWords } from "./rules.js";

const who = (/** @type {object} */ change = {}) => ({
  key: "E1003", name: "阿依古丽", place: "生产部", post: "操作工", phone: "", group: "staff", state: "missing", note: "", where: "", at: 0, points: [], ...change,
});
const by = (/** @type {object} */ change = {}) => ({ typed: "", filter: "missing", held: false, ...change });

test("a name is found by its initials in pinyin, letters stay as they are", () => {
  assert.equal(initials("王建国A"), "wjga");
});

test("typed words find by name, number, department and initials, whatever the filter", () => {
  const present = who({ state: "present", points: [1] });
  for (const typed of ["阿依", "e1003", "生产", "ay", " AYGL "]) assert.equal(wanted(present, by({ typed })), true, typed);
  assert.equal(wanted(present, by({ typed: "包装" })), false);
});

test("without words the filter decides, and who was just ticked stays for a moment", () => {
  const present = who({ state: "present" });
  assert.deepEqual([wanted(who(), by()), wanted(present, by()), wanted(present, by({ held: true }))], [true, false, true]);
  assert.deepEqual(["missing", "here", "all"].map((filter) => wanted(present, by({ filter }))), [false, true, true]);
});

test("the end of a row: on the way, twice, here, elsewhere, or why not", () => {
  assert.deepEqual([
    stateWords(who({ waiting: true }), false), stateWords(who({ points: [1, 2] }), true), stateWords(who({ state: "present", where: "东门" }), false),
    stateWords(who(), false), stateWords(who({ note: "电话打不通" }), false), stateWords(who({ state: "absent_known", note: "请假" }), false),
  ], ["待送", "两处都有", "在东门", "", "未到：电话打不通", "请假或外出：请假"]);
});

test("one line says where somebody belongs; a visitor has a host", () => {
  assert.equal(whoWords(who()), "生产部 · E1003");
  assert.equal(whoWords(who({ group: "visitor", place: "某公司", post: "李主任", phone: "138" })), "访客 · 某公司 · 接待人 李主任 · 138");
});

for (const { why, ticks, stands } of cases.ticks) {
  test(`as the server counts: ${why}`, () => {
    const view = { people: [who()], points: [{ id: "1", name: "东门" }, { id: "2", name: "西门" }] };
    const facts = ticks.map(([at, state, point, note], i) => ({ uuid: `u${i}`, path: "checks", tapped: /** @type {number} */ (at), body: { person: "E1003", state, point, note } }));
    const [{ state, points, at, note }] = laidOver(view, facts);
    assert.deepEqual([state, points, at, note], stands);
  });
}

test("kinds and groups have the names they have on the record", () => assert.deepEqual([ROLL_KINDS, ROLL_GROUPS], [cases.kinds, cases.groups]));

// that this is the view the server would tell anew, over many plays: tests/exercises/rollcall/test_followed.py
test("news change who they are of, add to the log by the moment, and leave the rest", () => {
  const first = applied(null, { seq: 2, kind: "drill", people: [{ key: "E1", name: "甲" }, { key: "E2", name: "乙", state: "present", at: 5, points: ["1"] }], log: [{ seq: 2, at: 5 }] });
  assert.deepEqual(first.people.map((one) => [one.state, one.points, one.group]), [["missing", [], "staff"], ["present", ["1"], "staff"]]);
  const next = applied(first, { since: 2, seq: 4, people: [{ key: "E2", name: "乙" }, { key: "x:1", name: "丙", group: "extra" }], log: [{ seq: 4, at: 3 }] });
  assert.deepEqual(next.people.map((one) => [one.key, one.state]), [["E1", "missing"], ["E2", "missing"], ["x:1", "missing"]]);
  assert.deepEqual([next.kind, next.seq, next.log.map(({ seq }) => seq)], ["drill", 4, [4, 2]]);
});
