// What follows from a row of taps: pure functions, the same taps give the same rhythm. Times are ms, rates per minute.

import { last } from "../../shared/values.js";

const CPR_SPAN = 4;
const CPR_HANDS_OFF = 2000;

/** @typedef {{low: number, high: number, pause: number}} Spec */
/** @typedef {{press: number, breaths: number, cycles: number}} Mode */
/** @typedef {{at: number, n: number, cycle: number, rate: number | null, tone: "slow" | "good" | "fast" | null}} Beat */

/** Slow, good or fast. @param {Spec} spec @param {number} rate */
const cprTone = (spec, rate) => (rate < spec.low ? "slow" : rate > spec.high ? "fast" : "good");

/** Everything a row of taps says: beats with their rate, pauses, and what the next tap is.
 * @param {Spec} spec @param {Mode} mode @param {number[]} taps */
export function cprReplay(spec, mode, taps) {
  const turn = mode.press + mode.breaths;
  /** @type {Beat[]} */
  const beats = [];
  /** @type {number[]} */
  const pauses = [];
  taps.forEach((at, i) => {
    const n = i % turn;
    if (n >= mode.press) return;
    const before = last(beats);
    if (before && at - before.at > CPR_HANDS_OFF) pauses.push(at - before.at);
    const back = Math.min(CPR_SPAN, n);
    const rate = back ? (60000 * back) / Math.max(1, at - taps[i - back]) : null;
    beats.push({ at, n, cycle: Math.floor(i / turn), rate, tone: rate === null ? null : cprTone(spec, rate) });
  });
  const n = taps.length % turn;
  const over = taps.length >= turn * mode.cycles;
  return {
    beats, pauses, over,
    cycle: Math.min(Math.floor(taps.length / turn), mode.cycles - 1),
    phase: over ? "over" : n < mode.press ? "press" : "breathe",
    count: over ? 0 : n < mode.press ? n : n - mode.press,
  };
}

/** The rhythm in numbers: share in range, mean rate, longest pause. @param {ReturnType<typeof cprReplay>} s */
export function cprSummary(s) {
  const judged = s.beats.filter((b) => b.tone);
  const of = (/** @type {string} */ tone) => judged.filter((b) => b.tone === tone).length;
  let span = 0;
  let steps = 0;
  s.beats.forEach((b, i) => {
    if (!b.n) return;
    span += b.at - s.beats[i - 1].at;
    steps += 1;
  });
  return {
    share: judged.length ? Math.round((100 * of("good")) / judged.length) : null,
    mean: span ? Math.round((60000 * steps) / span) : null,
    slow: of("slow"), fast: of("fast"), presses: s.beats.length,
    pause: s.pauses.length ? Math.max(...s.pauses) / 1000 : null,
  };
}

/** One sentence of advice. @param {Spec} spec @param {ReturnType<typeof cprSummary>} sum */
export function cprAdvice(spec, sum) {
  if (sum.share === null) return "按得太少，看不出节奏。再来一次。";
  if (sum.pause !== null && sum.pause > spec.pause) return `停顿太长了。吹完两口，马上接着按，别超过 ${spec.pause} 秒。`;
  if (sum.share >= 80) return "稳住了。把这个节奏记在手上。";
  return sum.slow >= sum.fast ? "偏慢。打开“看节拍”或者“听节拍”，跟着再来一次。" : "偏快。慢一点，让胸口每次都弹回来。";
}
