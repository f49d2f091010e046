// What follows from a log of steps: pure functions, the same log gives the same story. The words come from the spec.

import { last, lastWhere, present } from "../../shared/values.js";

/** @typedef {{id: string, name: string, unit: string, digits: number, least?: number, most?: number, under?: number, near: number}} Gas */
/** @typedef {{id: string, tone: Tone | "go", text: string}} Option */
/** @typedef {{table: Record<string, Record<string, number[]>>, step: number, near: string, harm: string,
 *   moments: {options: Option[]}[], sludge?: boolean}} Scene */
/** @typedef {{gases: Gas[], acts: {id: string, name: string, short?: string, minutes: number}[], points: {id: string, name: string}[],
 *   valid: number}} Spec */
/** @typedef {{minute: number, point: {id: string, name: string}, readings: Record<string, number>}} Sample */
/** @typedef {{minute: number, airedFrom: number | null, chain: {id: string, name: string}[], samples: Sample[],
 *   phase: "outside" | "inside" | "over", moment: number, result: {tone: Tone, text: string, why: string[]} | null,
 *   held: boolean, did: Record<string, number>, went?: {text: string}, missing: string[]}} State */
/** @import { Tone } from "../shared/cards.js" */

/** The gases out of their limits in one set of readings. @param {Gas[]} gases @param {Record<string, number>} readings */
export function gasesOver(gases, readings) {
  return gases.filter((gas) => {
    const x = readings[gas.id];
    return (gas.least !== undefined && x < gas.least) || (gas.most !== undefined && x > gas.most) || (gas.under !== undefined && x >= gas.under);
  });
}

/** Out of its limit by a little only. @param {Gas} gas @param {number} x */
const gasIsNear = (gas, x) => (gas.least !== undefined && x < gas.least ? x >= gas.near : x <= gas.near);

/** What the instrument shows in a layer after so many minutes of air. @param {Scene} scene @param {string} layer @param {number} aired */
export function gasAt(scene, layer, aired) {
  const table = scene.table[layer];
  return Object.fromEntries(Object.entries(table).map(([gas, row]) => [gas, row[Math.min(Math.floor(aired / scene.step), row.length - 1)]]));
}

/** Everything that happened, step by step. @param {string[]} log @param {Spec} spec @param {Scene} scene */
export function gasReplay(spec, scene, log) {
  /** @type {State} */
  const s = { minute: 0, airedFrom: null, chain: [], samples: [], phase: "outside", moment: 0, result: null, held: false, did: {}, missing: [] };
  const aired = () => (s.airedFrom === null ? 0 : s.minute - Math.max(s.airedFrom, s.did.stir ?? 0)); // stirring fouls the air anew
  const link = (/** @type {string} */ id, /** @type {string} */ name) => last(s.chain)?.id !== id && s.chain.push({ id, name });
  for (const token of log) {
    const act = spec.acts.find((a) => a.id === token);
    const point = spec.points.find((p) => p.id === token);
    s.held = token === "hold";
    if (s.phase === "inside") gasChoose(scene, s, token);
    else if (s.phase === "over") break;
    else if (act) {
      if (token === "ventilate") s.airedFrom ??= s.minute;
      s.minute += act.minutes;
      if (token !== "attend" || s.did.attend === undefined) s.did[token] = s.minute; // who stands there already has been there
      link(token, act.short ?? act.name);
    } else if (point) {
      s.minute += 1;
      s.samples.push({ minute: s.minute, point, readings: gasAt(scene, token, aired()) });
      link("test", "检测");
    } else if (token === "enter") gasEnter(spec, scene, s, aired());
  }
  s.missing = gasMissing(spec, scene, s);
  return s;
}

/** Going in: the air decides what happens, the steps left out decide how lucky it was.
 * @param {Spec} spec @param {Scene} scene @param {number} aired */
function gasEnter(spec, scene, /** @type {State} */ s, aired) {
  const missing = gasMissing(spec, scene, s);
  const air = spec.points.map((p) => gasAt(scene, p.id, aired));
  const bad = air.flatMap((readings) => gasesOver(spec.gases, readings).map((gas) => ({ gas, x: readings[gas.id] })));
  s.chain.push({ id: "enter", name: "进去" });
  if (!bad.length && !missing.length) {
    s.phase = "inside";
    return;
  }
  s.phase = "over";
  const near = bad.every(({ gas, x }) => gasIsNear(gas, x));
  if (!bad.length) s.result = { tone: "weak", text: "这一次没有出事，是运气。空气刚好合格，可你并不都知道。", why: missing };
  else s.result = { tone: near ? "weak" : "harm", text: near ? scene.near : scene.harm, why: missing };
}

/** One answer to what the attendant's instrument shows. @param {Scene} scene @param {string} token */
function gasChoose(scene, /** @type {State} */ s, token) {
  const option = scene.moments[s.moment].options.find((o) => o.id === token);
  if (!option) return;
  if (option.tone === "go" && s.moment + 1 < scene.moments.length) {
    s.moment += 1;
    s.went = option;
    return;
  }
  s.phase = "over";
  s.result = { tone: option.tone === "go" ? "good" : option.tone, text: option.text, why: [] };
}

/** Why a test says little of a pit with sludge, if it does. @param {Scene} scene @param {State} s @param {Sample[]} tested */
function gasUnstirred(scene, s, tested) {
  const { stir } = s.did;
  if (!scene.sludge || !tested.length) return false;
  if (stir === undefined) return "池底的泥没有搅开就测了";
  return tested.some((x) => x.minute <= stir) && "搅泥以后没有三层重测";
}

/** What still stands between this log and a safe way in, in words. @param {Spec} spec @param {Scene} scene */
function gasMissing(spec, scene, /** @type {State} */ s) {
  const newestOf = spec.points.map((p) => lastWhere(s.samples, (x) => x.point.id === p.id));
  const left = spec.points.filter((_, i) => !newestOf[i]);
  /** @type {Sample[]} */
  const tested = present(newestOf);
  const over = tested.filter((x) => gasesOver(spec.gases, x.readings).length);
  const oldest = Math.min(...tested.map((x) => x.minute));
  const newest = Math.max(...tested.map((x) => x.minute));
  return present([
    s.airedFrom === null && "没有通风",
    left.length === spec.points.length ? "没有检测" : left.length > 0 && `${left.map((p) => p.name).join("、")}没有测`,
    gasUnstirred(scene, s, tested),
    over.length > 0 && `${over.map((x) => x.point.name).join("、")}最后一次读数超限`,
    tested.length > 0 && s.minute - oldest > spec.valid && `检测过了 ${spec.valid} 分钟，要重测`,
    s.did.permit === undefined ? "没有审批" : tested.length > 0 && s.did.permit < newest && "审批签在最后一次检测前面，签字的人没看到读数",
    s.did.attend === undefined
      ? "口子外面没有监护人"
      : s.did.permit !== undefined && s.did.permit < s.did.attend && "审批签在监护人到位前面，没有人替签字的人逐项查过",
  ]);
}
