// The server folds the same entries: tests/widgets/test_rules.py reads the same table.
import assert from "node:assert/strict";
import { test } from "node:test";
import cases from "./rules.cases.json" with { type: "json" };
import { applyFact, ratedOf, sheetOf, stageOf } from "./rules.js";

const fact = (/** @type {object} */ body, more = {}) => ({ uuid: "u1", tapped: 7, body: { item: "1.1", ...body }, ...more });
const after = (/** @type {ReturnType<typeof fact>[]} */ ...facts) => {
  const sheet = sheetOf({ ratings: { "1.1": { rating: "done", note: "好", photos: ["a", "b"], at: 1 } }, remarks: [], signed: null, signature: "" });
  facts.forEach((each) => applyFact(sheet, each));
  return sheet;
};

test("a rating, a note and a photo taken away are laid over what the server said", () => {
  const { rating, note, photos, at } = after(fact({ kind: "rate", value: "not" }), fact({ kind: "note", value: "改了" }), fact({ kind: "unphoto", value: "a" })).ratings["1.1"];
  assert.deepEqual([rating, note, photos, at], ["not", "改了", ["b"], 7]);
});

test("a photo that is still on this device waits, on an item nobody rated yet, too", () => {
  assert.deepEqual(after(fact({ item: "2.1" }, { blob: {} })).ratings["2.1"].waiting, ["u1"]);
});

test("a remark is said once, however often its fact is laid over; its words may hold a colon", () => {
  const said = fact({ item: "", kind: "remark", value: "good:时间 10:05" });
  assert.deepEqual(after(said, said).remarks, [{ tone: "good", text: "时间 10:05", at: 7, uuid: "u1" }]);
});

test("a signature closes the sheet, and what the server said stays as it was", () => {
  const sent = { ratings: { "1.1": { rating: "done", note: "", photos: [], at: 1 } } };
  const sheet = sheetOf(sent);
  applyFact(sheet, fact({ kind: "sign", value: "M0 0" }));
  applyFact(sheet, fact({ kind: "rate", value: "" }));
  assert.deepEqual([sheet.signed, sheet.signature, sent.ratings["1.1"].rating], [7, "M0 0", "done"]);
  assert.equal(ratedOf(sheet, [{ id: "1.1" }, { id: "9" }]), 0);
  assert.equal(ratedOf(sheetOf(sent), [{ id: "1.1" }, { id: "9" }]), 1);
});

for (const { why, entries, ratings, remarks = [], signed = [null, ""] } of cases.entries) {
  test(`as the server folds: ${why}`, () => {
    const sheet = sheetOf(null);
    entries.forEach(([at, kind, item, value], i) => applyFact(sheet, { uuid: `u${i}`, tapped: /** @type {number} */ (at), body: { kind, item, value } }));
    const told = Object.entries(sheet.ratings).map(([id, { rating, note, photos, at }]) => [id, [rating, note, photos, at]]);
    assert.deepEqual(Object.fromEntries(told), ratings);
    assert.deepEqual([sheet.remarks.map(({ tone, text, at }) => [tone, text, at]), [sheet.signed, sheet.signature]], [remarks, signed]);
  });
}

test("an item opens with its first question and stays open", () => {
  const item = { nodes: ["d02", "d05"] };
  const at = (/** @type {Record<string, string>} */ asked, ended = false) => stageOf(item, asked, ended);
  assert.deepEqual([at({}), at({ d01: "done" }), at({ d02: "open" }), at({ d02: "timeout" }), at({ d02: "done", d05: "open" })], ["ahead", "ahead", "now", "past", "now"]);
  assert.deepEqual([at({}, true), stageOf({ nodes: [] }, {}, false)], ["past", "past"]);
});
