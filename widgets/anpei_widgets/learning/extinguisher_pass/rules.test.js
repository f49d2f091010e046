import assert from "node:assert/strict";
import { test } from "node:test";
import { passHeight, passReplay, passVerdict } from "./rules.js";

const seconds = (/** @type {string} */ words, /** @type {number} */ each) => Object.fromEntries(words.split(" ").map((id) => [id, { seconds: each }]));
const word = (/** @type {string} */ tone, /** @type {string} */ keys) => Object.fromEntries(keys.split(" ").map((key) => [key, { tone, text: key }]));
/** @type {any} */
const SPEC = {
  acts: { ...seconds("look lift pin up down far mid near flame base top back turn second poke", 1), ...seconds("still sweep", 3) },
  words: {
    ...word("good", "look lift pin up mid base out shrinks safe retreat"),
    ...word("weak", "bare again down far near flame top stuck dry waste wild short blown top_hit flame_hit splash narrow early"),
    ...word("harm", "burnt toobig behind poke turned second engulfed"),
  },
  discharge: { seconds: 12 },
  model: { hit: 0.22, overhead: 3, engulfed: 4.2,
    shares: { base: 1, flame: 0.2, top: 0, mid: 1, far: 0.1, near: 0.6, up: 1, down: 0.25, sweep: 1, still: 0.4, tall: 0.2 } },
};
/** @type {any} */
const SCENE = { from: "down", size: 1, growth: 0.03, words: {} };
/** @type {any} */
const READY = ["look", "lift", "pin", "up", "mid", "base"];
const play = (/** @type {string[]} */ log, scene = SCENE) => passReplay(SPEC, scene, log);
const told = (/** @type {string[]} */ log) => play(log).notes[log.length - 1].text;

test("lift, pull, stand, aim, sweep puts it out, and stepping back facing it ends well", () => {
  const s = play([...READY, "sweep", "sweep", "back"]);
  assert.deepEqual([s.out, s.ending, s.left], [true, "safe", 6]);
  assert.deepEqual(passVerdict(s), { tone: "good", says: "又稳又快" });
});

test("each step left out says what came of it", () => {
  for (const [log, wanted] of /** @type {[string[], string][]} */ ([
    [["pin"], "bare"], [["lift", "base", "sweep"], "stuck"], [["lift", "pin", "sweep"], "wild"],
    [["lift", "pin", "up", "base", "sweep"], "short"], [["lift", "pin", "mid", "base", "sweep"], "blown"],
    [["lift", "pin", "up", "mid", "flame", "sweep"], "flame_hit"], [[...READY, "still"], "narrow"], [["lift", "lift"], "again"],
  ])) assert.equal(told(log), wanted, log.join(" "));
});

test("near and downwind burns, and throws one back", () => {
  const s = play(["lift", "near"]);
  assert.deepEqual([s.notes[1].text, s.gap], ["burnt", "far"]);
});

test("a bottle is empty after its seconds", () => {
  const s = play([...READY.slice(0, 5), "top", "sweep", "sweep", "sweep", "sweep", "sweep"]);
  assert.deepEqual([s.left, s.notes[s.notes.length - 1].text], [0, "dry"]);
});

test("fire never waits: taller than a person it is time to go, and at last it is too late", () => {
  const tall = { ...SCENE, size: 3.1 };
  assert.deepEqual([play(["back"], tall).ending, passVerdict(play(["back"], tall)).tone], ["retreat", "good"]);
  assert.equal(play(["look"], tall).notes[0].text, "toobig");
  assert.equal(play(["look"], { ...SCENE, size: 4.19, growth: 0.1 }).ending, "engulfed");
});

test("after the end nothing more happens", () => {
  assert.equal(play(["back", "lift"]).notes.length, 1);
  assert.equal(play([...READY, "sweep", "sweep", "turn"]).notes[8].text, "behind");
});

test("heights in words of a body", () => {
  const of = (/** @type {number} */ size) => passHeight(SPEC, { ...play([]), size });
  assert.deepEqual([1, 2, 2.5, 3].map(of), ["火到膝盖", "火到腰", "火到肩", "火高过人"]);
});
