import assert from "node:assert/strict";
import { test } from "node:test";
import { findingWords, freeName, placeOf, sameValue, typedNumber, typedWords, valueAt, withPick, withValue } from "./rules.js";

test("a value is changed at its place, and nothing else", () => {
  const item = { stem: "a", options: [{ text: "x", right: true }, { text: "y" }] };
  assert.deepEqual(withValue(item, ["options", 1, "text"], "z"), { stem: "a", options: [{ text: "x", right: true }, { text: "z" }] });
  assert.deepEqual(item.options[1].text, "y");
  assert.deepEqual(Object.keys(withValue(item, ["stem"], "b")), ["stem", "options"]);
});

test("what says nothing goes with its key, a row stays", () => {
  assert.deepEqual(withValue({ stem: "a", source: "b" }, ["source"], ""), { stem: "a" });
  assert.deepEqual(withValue({ numeric: { value: 3 } }, ["numeric", "value"], ""), {});
  assert.deepEqual(withValue({ steps: ["a", "b"] }, ["steps", 0], ""), { steps: ["", "b"] });
  assert.deepEqual(withValue({ options: [{ text: "a" }] }, ["options", 0, "text"], ""), { options: [{}] });
});

test("a false answer is an answer, and 0 is a number", () => {
  assert.deepEqual(withValue({}, ["answer"], false), { answer: false });
  assert.deepEqual(withValue({}, ["numeric", "value"], 0), { numeric: { value: 0 } });
});

test("numbers and words as people type them", () => {
  assert.deepEqual([typedNumber("12"), typedNumber("1２．５"), typedNumber("-3"), typedNumber("1."), typedNumber("约3")], [12, 12.5, -3, "1.", "约3"]);
  assert.deepEqual(typedWords("报警、通道,报警  火源"), ["报警", "通道", "火源"]);
});

test("a finding is told at the nearest place that is shown", () => {
  const shown = new Set(["options", "options.1.text", "stem"]);
  assert.deepEqual(placeOf(["options", 1, "text"], shown), "options.1.text");
  assert.deepEqual(placeOf(["options", 2], shown), "options");
  assert.deepEqual(placeOf(["points"], shown), "");
  assert.deepEqual(placeOf([], shown), "");
});

test("findings are counted in words", () => {
  const one = (/** @type {string} */ level) => ({ where: [], level, rule: "", message: "" });
  assert.deepEqual(findingWords([]), "没有发现问题");
  assert.deepEqual(findingWords([one("error"), one("warning"), one("error")]), "2 处要改，1 处请看一眼");
});

test("the same value, whatever the order of keys", () => {
  assert.deepEqual(sameValue({ a: 1, b: [1, 2] }, { b: [1, 2], a: 1 }), true);
  assert.deepEqual(sameValue({ a: 1 }, { a: true }), false);
  assert.deepEqual(sameValue([1, 2], [2, 1]), false);
  assert.deepEqual(sameValue([], {}), false);
});

test("a new row has a name that none has", () => {
  assert.equal(freeName([{ id: "r1" }, { id: "r3" }], "r"), "r4");
  assert.equal(freeName([], "n"), "n1");
});

test("one right option, or several", () => {
  const rows = [{ text: "a", right: true }, { text: "b" }];
  assert.deepEqual(withPick(rows, 1, "right", true, false), [{ text: "a" }, { text: "b", right: true }]);
  assert.deepEqual(withPick(rows, 1, "right", true, true), [{ text: "a", right: true }, { text: "b", right: true }]);
  assert.deepEqual(valueAt(rows, [1, "text"]), "b");
});
