import assert from "node:assert/strict";
import { test } from "node:test";
import { bleedFlow, bleedReplay, bleedSigns, bleedTime, bleedVerdict } from "./rules.js";

/** @type {any} */
const SPEC = { shock: [750, 1500] };
/** @type {any} */
const SCENE = {
  flow: 300,
  steps: [
    { options: [
      { id: "press", tone: "good", seconds: 60, flow: 60, show: "cloth", label: "压住", text: "" },
      { id: "rinse", tone: "weak", seconds: 60, label: "冲洗", text: "" },
      { id: "lift", tone: "harm", seconds: 60, flow: 600, label: "掀开看看", text: "" },
    ] },
    { options: [{ id: "call", tone: "good", seconds: 30, label: "打 120", text: "" }] },
  ],
};

test("the right steps end it: little blood, no way round", () => {
  const s = bleedReplay(SCENE, ["press", "call"]);
  assert.deepEqual([s.over, s.lost, s.seconds, s.shown, s.detours.length], [true, 330, 90, ["cloth"], 0]);
  assert.deepEqual(bleedVerdict(SPEC, s), { tone: "good", says: "又快又稳" });
});

test("a way round costs its time and its blood, and the step stays open", () => {
  const s = bleedReplay(SCENE, ["rinse"]);
  assert.deepEqual([s.step, s.lost, s.tried], [0, 300, ["rinse"]]);
  assert.equal(bleedVerdict(SPEC, bleedReplay(SCENE, ["rinse", "press", "call"])).tone, "weak");
});

test("harm makes it run faster and is told apart from a way round", () => {
  const s = bleedReplay(SCENE, ["lift", "press", "call"]);
  assert.deepEqual([s.lost, bleedVerdict(SPEC, s).tone, bleedSigns(SPEC, s.lost)], [930, "harm", "脸色苍白，出汗，脉搏快：休克的样子。"]);
});

test("what isn't offered now changes nothing", () => {
  assert.deepEqual(bleedReplay(SCENE, ["call", "nosuch"]), bleedReplay(SCENE, []));
});

test("flow and time in words", () => {
  assert.deepEqual([0, 40, 320, 321].map(bleedFlow), ["停了", "渗", "流", "涌"]);
  assert.deepEqual([59, 61].map(bleedTime), ["59 秒", "1 分 1 秒"]);
});
