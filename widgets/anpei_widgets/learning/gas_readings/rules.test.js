// Python reckons the table and reads the same cases: tests/widgets/test_rules.py.
import assert from "node:assert/strict";
import { test } from "node:test";
import cases from "./rules.cases.json" with { type: "json" };
import { gasAt, gasesOver, gasReplay } from "./rules.js";

/** @type {any} */
const SPEC = {
  gases: [{ id: "o2", least: 19.5, most: 23.5, near: 18 }, { id: "h2s", most: 10, near: 20 }, { id: "lel", under: 10, near: 15 }],
  acts: [{ id: "ventilate", name: "开风机", short: "通风", minutes: 5 }, { id: "permit", name: "审批", minutes: 10 }, { id: "attend", name: "监护", minutes: 2 }],
  points: [{ id: "top", name: "上层" }, { id: "middle", name: "中层" }, { id: "bottom", name: "下层" }],
  valid: 30,
};
/** @type {any} */
const SCENE = {
  step: cases.step, table: cases.table, near: "险", harm: "倒下",
  moments: [
    { text: "一", readings: {}, options: [{ id: "stay", tone: "go", text: "" }, { id: "down", tone: "harm", text: "两个人" }] },
    { text: "二", readings: {}, options: [{ id: "rope", tone: "good", text: "上来了" }] },
  ],
};
const AIRED = Array(6).fill("ventilate");
/** @type {any} */
const READY = [...AIRED, "top", "middle", "bottom", "attend", "permit"];
const play = (/** @type {string[]} */ log) => gasReplay(SPEC, SCENE, log);

test("the instrument shows the layer's row for the minutes aired, and the last row for ever", () => {
  for (const { layer, aired, shows } of cases.readings) assert.deepEqual(gasAt(SCENE, layer, aired), shows, `${layer} after ${aired}`);
});

test("a gas out of its limits alarms: too little, too much, or not under", () => {
  const over = (/** @type {object} */ readings) => gasesOver(SPEC.gases, readings).map((gas) => gas.id);
  assert.deepEqual(over({ o2: 20.9, h2s: 10, lel: 9 }), []);
  assert.deepEqual(over({ o2: 19.4, h2s: 11, lel: 10 }), ["o2", "h2s", "lel"]);
});

test("aired, tested in three layers, attended and permitted leads in; the right answers lead out", () => {
  assert.deepEqual(play(READY).missing, []);
  const s = play([...READY, "enter", "stay", "rope"]);
  assert.deepEqual([s.phase, s.result?.tone], ["over", "good"]);
  assert.equal(play([...READY, "enter", "down"]).result?.tone, "harm");
});

test("going down at once says everything that was left out", () => {
  assert.deepEqual(play(["enter"]).missing, ["没有通风", "没有检测", "没有审批", "口子外面没有监护人"]);
  assert.equal(play(["enter"]).result?.tone, "harm");
});

test("a permit signed before the last test doesn't count, and a test grows old", () => {
  assert.match(play([...AIRED, "permit", "top", "middle", "bottom", "attend"]).missing.join(), /审批签在最后一次检测前面/);
  assert.match(play([...READY, "permit", "permit", "permit"]).missing.join(), /检测过了 30 分钟/);
});

test("an attendant who comes after the signature has checked nothing for it; one who stands there already may be called again", () => {
  const tested = [...AIRED, "top", "middle", "bottom"];
  assert.deepEqual(play([...tested, "permit", "attend"]).missing, ["审批签在监护人到位前面，没有人替签字的人逐项查过"]);
  assert.deepEqual(play([...tested, "attend", "permit", "attend"]).missing, []);
});

test("a pit with sludge is stirred from outside before a test counts, and stirring fouls its air anew", () => {
  const spec = { ...SPEC, acts: [...SPEC.acts, { id: "stir", name: "搅泥", minutes: 5 }] };
  const went = (/** @type {string[]} */ log) => gasReplay(spec, { ...SCENE, sludge: true }, log);
  assert.deepEqual(went(READY).missing, ["池底的泥没有搅开就测了"]);
  assert.deepEqual(went(["stir", ...READY]).missing, []);
  assert.match(went([...AIRED, "top", "middle", "bottom", "stir", "attend", "permit"]).missing.join(), /搅泥以后没有三层重测/);
  assert.equal(went([...AIRED, "stir", "bottom"]).samples[0].readings.h2s, went(["bottom"]).samples[0].readings.h2s);
});

test("good air without the steps is luck", () => {
  assert.equal(play([...AIRED, "top", "middle", "bottom", "enter"]).result?.tone, "weak");
});
