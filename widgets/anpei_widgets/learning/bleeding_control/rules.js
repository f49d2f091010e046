// What follows from a log of decisions: pure functions, the same log gives the same story. Volumes in ml, times in s.

/** @import { Tone } from "../shared/cards.js" */
/** @typedef {{id: string, label: string, tone: Tone, text: string, seconds: number, flow?: number, show?: string}} Option */
/** @typedef {{flow: number, steps: {options: Option[]}[]}} Scene */
/** @typedef {{shock: number[]}} Spec */
/** @typedef {{step: number, lost: number, seconds: number, flow: number, shown: string[], tried: string[], detours: Option[],
 *   last: Option | null, over: boolean}} State */

/** Everything that happened: where the learner stands, what was lost, which ways round were taken. @param {string[]} log @returns {State}
 * @param {Scene} scene */
export function bleedReplay(scene, log) {
  /** @type {State} */
  const s = { step: 0, lost: 0, seconds: 0, flow: scene.flow, shown: [], tried: [], detours: [], last: null, over: false };
  for (const token of log) {
    const option = scene.steps[s.step]?.options.find((o) => o.id === token);
    if (!option) continue;
    s.lost += (s.flow * option.seconds) / 60;
    s.seconds += option.seconds;
    s.flow = option.flow ?? s.flow;
    if (option.tone === "harm" && option.flow !== undefined) s.shown = s.shown.slice(0, 1);
    if (option.show) s.shown = [...s.shown, option.show];
    s.last = option;
    if (option.tone === "good") {
      s.step += 1;
      s.tried = [];
    } else {
      s.tried = [...s.tried, option.id];
      s.detours = [...s.detours, option];
    }
  }
  s.lost = Math.round(s.lost / 10) * 10;
  s.over = s.step >= scene.steps.length;
  return s;
}

/** How fast it runs, in words. @param {number} flow */
export const bleedFlow = (flow) => (flow === 0 ? "停了" : flow <= 40 ? "渗" : flow <= 320 ? "流" : "涌");

/** @param {number} seconds */
export const bleedTime = (seconds) => (seconds < 60 ? `${seconds} 秒` : `${Math.floor(seconds / 60)} 分 ${seconds % 60} 秒`);

/** What a body shows after losing so much. @param {Spec} spec @param {number} lost */
export function bleedSigns(spec, lost) {
  if (lost < spec.shock[0]) return "神志清楚，能答话。";
  return "脸色苍白，出汗，脉搏快：休克的样子。";
}

/** How it ended: by harm done, by blood lost, by ways round. @param {State} s @returns {{tone: Tone, says: string}} @param {Spec} spec */
export function bleedVerdict(spec, s) {
  const harm = s.detours.filter((o) => o.tone === "harm").length;
  if (s.lost >= spec.shock[0]) return { tone: "harm", says: "血流得太多了" };
  if (harm) return { tone: "harm", says: "有一步让伤更重了" };
  if (s.detours.length) return { tone: "weak", says: "止住了，走了弯路" };
  return { tone: "good", says: "又快又稳" };
}
