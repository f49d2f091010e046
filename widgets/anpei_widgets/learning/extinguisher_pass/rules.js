// What follows from a log of acts with an extinguisher: pure functions. Seconds; heights of which 3 is a person's.

import { last } from "../../shared/values.js";

/** @import { Tone } from "../shared/cards.js" */
/** @typedef {{tone: Tone, text: string}} Words */
/** @typedef {{from: string, size: number, growth: number, words: Record<string, Words>}} Scene */
/** @typedef {{acts: Record<string, {seconds: number}>, words: Record<string, Words>, discharge: {seconds: number},
 *   model: {overhead: number, engulfed: number, hit: number, shares: Record<string, number>}}} Spec */
/** @typedef {{token: string, at: number, tone: Tone, text: string}} Note */
/** @typedef {{lifted: boolean, pin: boolean, side: string, gap: string, aim: string | null, left: number, size: number,
 *   seconds: number, out: boolean, swept: boolean, jet: boolean, ending: string | null, notes: Note[]}} State */

/** Why a squeeze that hit little did so, the worst fault first. @type {[(s: State) => boolean, string][]} */
const PASS_FAULTS = [
  [(s) => s.gap === "far", "short"],
  [(s) => s.side === "down", "blown"],
  [(s) => s.aim === "top", "top_hit"],
  [(s) => s.aim === "flame", "flame_hit"],
  [(s) => s.gap === "near", "splash"],
  [(s) => !s.swept, "narrow"],
];
/** What a learner may keep holding: of each group one act at a time. @type {Record<"side" | "gap" | "aim", string[]>} */
export const PASS_STANDS = { side: ["up", "down"], gap: ["far", "mid", "near"], aim: ["flame", "base", "top"] };
/** The group an act belongs to. @param {string} token */
const passGroup = (token) => /** @type {("side" | "gap" | "aim")[]} */ (Object.keys(PASS_STANDS)).find((key) => PASS_STANDS[key].includes(token));
const PASS_LEAVES = ["back", "turn", "second"];

/** A sign that it is time to go: taller than a person, or an empty bottle. @param {Spec} spec @param {State} s */
const passSignal = (spec, s) => !s.out && (s.size >= spec.model.overhead || s.left <= 0);

/** Everything that happened: fire, bottle, person, and a note for each act. @param {string[]} log
 * @param {Spec} spec @param {Scene} scene */
export function passReplay(spec, scene, log) {
  /** @type {State} */
  const s = { lifted: false, pin: false, side: scene.from, gap: "far", aim: null, left: spec.discharge.seconds, size: scene.size,
    seconds: 0, out: false, swept: false, jet: false, ending: null, notes: [] };
  for (const token of log) if (!s.ending) passStep(spec, scene, s, token);
  return s;
}

/** One act: what it does, what the fire does meanwhile, and what is to be said.
 * @param {Spec} spec @param {Scene} scene @param {State} s @param {string} token */
function passStep(spec, scene, s, token) {
  const { seconds } = spec.acts[token];
  const late = passSignal(spec, s) && s.size >= spec.model.overhead && !PASS_LEAVES.includes(token);
  s.jet = false;
  s.size += s.out ? 0 : seconds * scene.growth;
  s.seconds += seconds;
  const key = passAct(spec, s, token);
  if (!s.ending && s.size >= spec.model.engulfed) s.ending = "engulfed";
  const said = s.ending ?? (late ? "toobig" : key) ?? "";
  s.notes.push({ token, at: s.seconds, ...(scene.words[said] ?? spec.words[said]) });
}

/** Change the state by one act; the key of what came of it. @param {Spec} spec @param {State} s @param {string} token */
function passAct(spec, s, token) {
  const group = passGroup(token);
  if (token === "look") return "look";
  if (token === "lift") return s.lifted ? "again" : passTake(s, "lifted", "lift");
  if (PASS_LEAVES.includes(token) || token === "poke") return passLeave(spec, s, token);
  if (!s.lifted) return "bare";
  if (token === "pin") return s.pin ? "again" : passTake(s, "pin", "pin");
  if (group) return passStand(s, group, token);
  return passSqueeze(spec, s, token === "sweep");
}

/** @param {State} s @param {"lifted" | "pin"} what @param {string} key */
function passTake(s, what, key) {
  s[what] = true;
  return key;
}

/** Take a place or an aim; a metre from it with the wind in the face burns.
 * @param {State} s @param {"side" | "gap" | "aim"} group @param {string} token */
function passStand(s, group, token) {
  s[group] = token;
  if (s.side !== "down" || s.gap !== "near" || s.out) return token;
  s.gap = "far";
  return "burnt";
}

/** Squeeze for a while: powder goes, and the fire with it when everything is right.
 * @param {Spec} spec @param {State} s @param {boolean} swept */
function passSqueeze(spec, s, swept) {
  const { hit, shares } = spec.model;
  if (!s.pin) return "stuck";
  if (s.left <= 0) return "dry";
  const burst = Math.min(s.left, spec.acts.sweep.seconds);
  s.left -= burst;
  s.swept = swept;
  s.jet = true;
  if (s.out) return "waste";
  if (!s.aim) return "wild";
  const fault = PASS_FAULTS.find(([is]) => is(s))?.[1];
  const share = shares[s.aim] * shares[s.gap] * shares[s.side] * shares[swept ? "sweep" : "still"];
  const might = s.size >= spec.model.overhead ? shares.tall : 1;
  s.size = fault === "splash" ? s.size + 0.5 : Math.max(0, s.size - burst * hit * share * might);
  s.out = s.size < 0.05;
  if (s.out) return "out";
  return s.left <= 0 ? "dry" : fault ?? "shrinks";
}

/** Leave, or go and look: what is behind a turned back is not seen. @param {Spec} spec @param {State} s @param {string} token */
function passLeave(spec, s, token) {
  if (s.out && (token === "turn" || token === "poke")) {
    s.out = false;
    s.size = 0.7;
    return token === "turn" ? "behind" : "poke";
  }
  if (token === "poke") {
    s.gap = "far";
    return "burnt";
  }
  if (s.out && token === "second") return "waste";
  const away = s.out ? "safe" : passSignal(spec, s) ? "retreat" : "early";
  s.ending = token === "back" ? away : token === "turn" ? "turned" : "second";
  return s.ending;
}

/** How tall the fire is, in words of a body. @param {Spec} spec @param {State} s */
export function passHeight(spec, s) {
  if (s.out) return "明火没了，还在冒烟";
  /** @type {[number, string][]} */
  const marks = [[1.5, "火到膝盖"], [2.3, "火到腰"], [spec.model.overhead, "火到肩"]];
  return marks.find(([top]) => s.size < top)?.[1] ?? "火高过人";
}

/** The verdict: by the ending, then by what went wrong before it. @returns {{tone: Tone, says: string}} */
export function passVerdict(/** @type {State} */ s) {
  const wrong = s.notes.slice(0, -1).filter((note) => note.tone !== "good");
  const harm = wrong.some((note) => note.tone === "harm");
  const end = last(s.notes)?.tone;
  if (end === "harm") return { tone: "harm", says: "这样会受伤" };
  if (s.ending === "early") return { tone: "weak", says: "撤出来了，早了一点" };
  if (s.ending === "retreat") return wrong.length ? { tone: "weak", says: "撤出来了，晚了一点" } : { tone: "good", says: "该撤就撤，对" };
  if (harm) return { tone: "weak", says: "灭住了，可是险" };
  return wrong.length ? { tone: "weak", says: "灭住了，走了弯路" } : { tone: "good", says: "又稳又快" };
}
