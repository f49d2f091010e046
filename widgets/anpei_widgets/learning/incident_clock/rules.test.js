import assert from "node:assert/strict";
import { test } from "node:test";
import { incidentChain, incidentCosts, incidentGrade, incidentLater, incidentLeft, incidentLong, incidentReplay, incidentTime, incidentWhy } from "./rules.js";

const row = (/** @type {string} */ id, /** @type {string} */ name, /** @type {number[]} */ ...from) => ({ id, name, unit: "人", from });
const grade = (/** @type {string} */ id, /** @type {string} */ stop) => ({ id, name: `${id}事故`, stop, inquiry: id, fine: [30, 100], share: 40 });
/** @type {any} */
const SPEC = {
  indicators: [row("deaths", "死亡", 3, 10, 30), row("injured", "重伤", 10, 50, 100), row("loss", "损失", 1000, 5000, 10_000)],
  grades: [grade("一般", "city"), grade("较大", "province"), grade("重大", "state"), grade("特别重大", "state")],
  levels: [{ id: "head", minutes: null }, { id: "county", minutes: 60 }, { id: "city", minutes: 120 }, { id: "province", minutes: 120 }, { id: "state", minutes: 120 }],
  kinds: [{ id: "fire", days: 7 }, { id: "other", days: 30 }],
};
/** @type {any} */
const ROUND = {
  numbers: { deaths: 2, injured: 3, loss: 0 },
  moments: [
    { options: [{ id: "why", minutes: 40, right: false, report: false }, { id: "tell", minutes: 30, right: true, report: true }] },
    { ask: "grade", numbers: { deaths: 3 }, day: 2, options: [] },
  ],
};
const gradeOf = (/** @type {object} */ numbers) => incidentGrade(SPEC, numbers).grade?.id ?? null;

test("the highest of the three decides, and a threshold counts as reached", () => {
  const table = /** @type {[object, string | null][]} */ ([
    [{}, null], [{ deaths: 1 }, "一般"], [{ deaths: 2, injured: 9, loss: 999 }, "一般"], [{ deaths: 3 }, "较大"],
    [{ injured: 50 }, "重大"], [{ deaths: 2, loss: 10_000 }, "特别重大"], [{ deaths: 30 }, "特别重大"],
  ]);
  for (const [numbers, wanted] of table) assert.equal(gradeOf(numbers), wanted, JSON.stringify(numbers));
  assert.equal(incidentWhy(SPEC, { deaths: 3, injured: 1 }), "死亡 3 人，到了较大事故这一级。");
});

test("a report goes up level by level until the grade's own, each with its latest minute", () => {
  assert.deepEqual(incidentChain(SPEC, SPEC.grades[0]).map(({ id, by }) => [id, by]), [["head", 0], ["county", 60], ["city", 180]]);
});

test("times and spans in words", () => {
  assert.deepEqual([560, 24 * 60 + 5].map(incidentTime), ["9:20", "次日 0:05"]);
  assert.deepEqual([65, 60, 5].map(incidentLong), ["1 小时 5 分钟", "1 小时", "5 分钟"]);
  assert.deepEqual([40, 0, -65].map(incidentLeft), ["还剩 40 分钟", "正好到时限", "已经迟了 1 小时 5 分钟"]);
});

test("a wrong answer costs its minutes and the question stays; a late report is late", () => {
  const s = incidentReplay(SPEC, ROUND, ["why", "tell"]);
  assert.deepEqual([s.at, s.minute, s.reported, s.late, s.wrong, [...s.missed]], [1, 70, 70, 10, 1, [0]]);
  assert.equal(incidentReplay(SPEC, ROUND, ["tell"]).late, 0);
});

test("the numbers of a later moment decide the grade that is asked", () => {
  assert.equal(incidentReplay(SPEC, ROUND, ["tell", "一般"]).over, false);
  assert.deepEqual([incidentReplay(SPEC, ROUND, ["tell", "较大"]).over, incidentReplay(SPEC, ROUND, ["tell"]).day], [true, 2]);
});

test("a later death is reported anew within its days, and may move the grade", () => {
  const later = (/** @type {object} */ change) => incidentLater(SPEC, { kind: "other", day: 12, died: 0, numbers: ROUND.numbers, ...change });
  assert.match(later({}), /30 日内要及时补报/);
  assert.match(later({ died: 1 }), /从一般事故变成较大事故.*上级可以另行组织调查组/);
  assert.match(later({ died: 1, kind: "fire" }), /过了 7 日的补报期/);
});

test("what it costs, in 万元", () => {
  assert.deepEqual(incidentCosts(SPEC.grades[0], 12, false, false), { fine: [30, 100], head: 4.8, hidden: null });
  assert.deepEqual(incidentCosts(SPEC.grades[0], 12, true, true), { fine: [60, 500], head: 4.8, hidden: [7.2, 12] });
});
