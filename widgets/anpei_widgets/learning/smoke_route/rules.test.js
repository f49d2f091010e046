import assert from "node:assert/strict";
import { test } from "node:test";
import { routeFloor, routeLevel, routeSpread } from "./model.js";
import { routeReplay, routeVerdict } from "./rules.js";

const word = (/** @type {string} */ tone, /** @type {string} */ keys) => Object.fromEntries(keys.split(" ").map((key) => [key, { tone, text: key }]));
const level = (/** @type {string} */ id, /** @type {number} */ from, /** @type {number} */ upright, /** @type {number} */ low) => ({ id, from, name: id, short: id, says: id, upright, low });
/** @type {any} */
const SPEC = {
  levels: [level("clear", 0, 0, 0), level("light", 0.12, 0.1, 0), level("thick", 0.35, 0.7, 0.25), level("black", 0.7, 3, 1.5)],
  model: { source: 2, leak: 0.12, sealed: 0.03, speeds: { upright: 1.2, low: 0.7, crawl: 0.35 }, choking: 8, most: 30, burn: 14, rescue: 60 },
  acts: Object.fromEntries("alarm low upright call seal window hide report return feel shut go".split(" ").map((id) => [id, { name: id, seconds: id === "go" ? 0 : 2 }])),
  words: {
    ...word("good", "alarm low upright call seal window cool hot shut safe sheltered"),
    ...word("weak", "again seal_open no_window call_early"), ...word("harm", "burnt caught lift fire smoked hide returned"),
  },
};
/** Room – way – outside; the fire burns in a room behind a closed door of the way. */
/** @type {any} */
const SCENE = {
  start: "room", fire: "store", full: 30, head: 0, best: "safe",
  places: [{ id: "room", kind: "window", name: "房间", volume: 20 }, { id: "way", kind: "way", name: "走道", volume: 20 },
    { id: "store", kind: "room", name: "库房", volume: 20 }, { id: "out", kind: "out", name: "外面", volume: 1 }],
  links: [{ between: ["room", "way"], door: "closed", metres: 3, flow: 1 }, { between: ["way", "out"], door: "open", metres: 6, flow: 1 },
    { between: ["way", "store"], door: "closed", metres: 3, flow: 1, says: "烫" }],
};
const play = (/** @type {string} */ log, scene = SCENE) => routeReplay(SPEC, scene, log.split(" "));

test("smoke flows towards less of it, a closed door leaves the leak, outside stays clear", () => {
  const smoke = { room: 0, way: 0, store: 0.5, out: 0 };
  const leak = routeSpread(SPEC, SCENE, smoke, { doors: ["closed", "open", "closed"], sealed: new Set(), time: 0 });
  const open = routeSpread(SPEC, SCENE, smoke, { doors: ["closed", "open", "open"], sealed: new Set(), time: 0 });
  assert.ok(0 < leak.way && leak.way < open.way && leak.store > open.store);
  assert.equal(open.out, 0);
});

test("a stuffed gap lets far less through", () => {
  const smoke = { room: 0, way: 0.5, store: 0, out: 0 };
  const of = (/** @type {Set<number>} */ sealed) => routeSpread(SPEC, SCENE, smoke, { doors: ["closed", "open", "closed"], sealed, time: 0 }).room;
  assert.ok(of(new Set([0])) < of(new Set()) / 20);
});

test("levels and the floor after it burned unseen", () => {
  assert.deepEqual([0, 0.12, 0.5, 1].map((amount) => routeLevel(SPEC, amount).id), ["clear", "light", "thick", "black"]);
  assert.deepEqual(routeFloor(SPEC, { ...SCENE, head: 40 }).time, 40);
  assert.ok(routeFloor(SPEC, { ...SCENE, head: 40 }).smoke.store > 0);
});

test("told the others, felt the door, walked out, reported: not one step wrong", () => {
  const s = play("alarm feel:way go:way go:out report");
  assert.deepEqual([s.ending, routeVerdict(SPEC, SCENE, s)], ["safe", { tone: "good", says: "一步没错" }]);
});

test("who tells nobody, goes back in, or opens the fire's door is told so", () => {
  assert.match(routeVerdict(SPEC, SCENE, play("feel:way go:way go:out report")).says, /别人不知道/);
  assert.match(routeVerdict(SPEC, SCENE, play("alarm feel:way go:way go:out return")).says, /又进去了/);
  const burnt = play("feel:way go:way go:store");
  assert.deepEqual([burnt.notes[2].text, burnt.doors[2], burnt.at], ["burnt", "open", "way"]);
});

test("a door that leads nowhere from here, and acts outside, are no acts", () => {
  assert.deepEqual(play("go:out report").notes, []);
});

test("shut in, stuffed, called and seen: the room holds until help comes", () => {
  const scene = { ...SCENE, best: "sheltered" };
  const s = play("alarm seal call window", scene);
  assert.deepEqual([s.ending, routeVerdict(SPEC, scene, s).says], ["sheltered", "守得对"]);
  assert.match(routeVerdict(SPEC, SCENE, play("alarm seal call window")).says, /本来走得出去/);
});

test("smoke breathed too long ends it", () => {
  const thick = { ...SCENE, start: "store", head: 60 };
  assert.equal(play("alarm alarm alarm alarm alarm alarm alarm alarm", thick).ending, "caught");
});
