// What follows from a log of steps: pure functions, the same log gives the same board. The words come from the spec.

export const FOUND = 0, RECORDED = 1, GRADED = 2, MENDING = 3, CHECKING = 4, CLOSED = 5;

/** @import { Tone } from "../shared/cards.js" */
/** @typedef {{text: string, cites: string[]}} Says */
/** @typedef {{id: string, name: string, stop: boolean, due: number, danger: number, event: string, why: string, wrong: string, fix: string,
 *   work: number, grade: string, fail?: {days: number, text: string}}} Hazard */
/** @typedef {{hazards: Hazard[], says: Record<string, Says>, refusals: Record<string, Says>, items: {id: string, lack?: string}[],
 *   decoy: string, reports: number}} Spec */
/** @typedef {{tone: Tone, id: string | null, title: string, text: string, cites: string[]}} Word */
/** @typedef {{hazard: any, stage: number, grade: string | null, gradedOn: number, stopped: boolean, gov: number | null,
 *   staff: number | null, ready: number, failed: boolean, checked: boolean, lateBy: number}} Card */
/** @typedef {{day: number, cards: Record<string, Card>, ledger: {day: number, card: Card, act: string}[], refused: number,
 *   hurt: any[], last: Word | null, over: boolean}} State */

/** Everything that happened: the day, each card, what was sent back, the last word. @param {string[]} log @param {Spec} spec */
export function boardReplay(spec, log) {
  /** @type {State} */
  const s = { day: 0, cards: {}, ledger: [], refused: 0, hurt: [], last: null, over: false };
  for (const hazard of spec.hazards) {
    s.cards[hazard.id] = { hazard, stage: FOUND, grade: null, gradedOn: 0, stopped: !hazard.stop, gov: null, staff: null, ready: 0, failed: false, checked: false, lateBy: 0 };
  }
  for (const token of log) {
    const [id, act, items] = token.split(":");
    if (id === "day") boardDay(spec, s);
    else boardAct(spec, s, s.cards[id], act, items ?? "");
  }
  s.over = Object.values(s.cards).every((card) => card.stage === CLOSED);
  return s;
}

/** Days as people count them: the first is 第 1 天. @param {number} day */
export const boardDate = (day) => `第 ${day + 1} 天`;

/** A day passes: deadlines come nearer, and what wasn't stopped may hurt somebody. @param {Spec} spec @param {State} s */
function boardDay(spec, s) {
  s.day += 1;
  s.last = { tone: "good", id: null, title: boardDate(s.day), text: spec.says.day.text, cites: [] };
  for (const card of Object.values(s.cards)) {
    if (!card.checked && s.day > card.hazard.due) card.lateBy = s.day - card.hazard.due;
    if (card.stopped || card.stage === CLOSED || s.day < card.hazard.danger) continue;
    card.stopped = true;
    s.hurt.push(card.hazard);
    s.ledger.push({ day: s.day, card, act: "伤人" });
    /** @type {string} */
    const before = s.last?.tone === "harm" ? s.last.text : "";
    s.last = { tone: "harm", id: null, title: "出事了", text: `${before}${card.hazard.event}`, cites: ["anquan#41.2"] };
  }
}

/** One step on one card: taken, or sent back with its reason.
 * @param {Spec} spec @param {State} s @param {Card} card @param {string} act @param {string} items */
function boardAct(spec, s, card, act, items) {
  const why = boardRefusal(spec, s, card, act, items);
  if (why) {
    s.refused += 1;
    s.last = { tone: "weak", id: card.hazard.id, title: "退回来了", text: why.text, cites: why.cites };
    return;
  }
  const says = spec.says[act === "plan" && items.includes(spec.decoy) ? "fined" : act];
  s.last = { tone: says === spec.says.fined ? "weak" : "good", id: card.hazard.id, title: BOARD_DONE[act] ?? "做了", text: says.text, cites: says.cites };
  BOARD_MOVES[act](/** @type {Told} */ (s), card);
  s.ledger.push({ day: s.day, card, act: s.last?.title ?? "" });
}

/** @type {Record<string, string>} */
const BOARD_DONE = { stop: "停下了", record: "登记了", minor: "定为一般", major: "定为重大", gov: "报了监管部门", staff: "报了职工大会（或职代会）", plan: "下了整改单", done: "报改完了", check: "验收合格", publish: "通报、销号" };

/** The state, with what was last said of it. @typedef {State & {last: Word}} Told */

const grade = (/** @type {string} */ word) => (/** @type {Told} */ s, /** @type {Card} */ card) => {
  [card.stage, card.grade, card.gradedOn] = [GRADED, word, s.day];
  s.last.text = card.hazard.why;
};
/** @type {Record<string, (s: Told, card: Card) => void>} */
const BOARD_MOVES = {
  stop: (_s, card) => { card.stopped = true; },
  record: (_s, card) => { card.stage = RECORDED; },
  minor: grade("minor"),
  major: grade("major"),
  gov: (s, card) => { card.gov = s.day; },
  staff: (s, card) => { card.staff = s.day; },
  plan: (s, card) => { [card.stage, card.ready] = [MENDING, s.day + card.hazard.work]; },
  done: (_s, card) => { card.stage = CHECKING; },
  publish: (_s, card) => { card.stage = CLOSED; },
  check(s, card) {
    const { fail } = card.hazard;
    if (!fail || card.failed) {
      card.checked = true;
      s.last.text = `${s.last.text}${card.hazard.fix}`;
      return;
    }
    [card.failed, card.stage, card.ready] = [true, MENDING, s.day + fail.days];
    Object.assign(s.last, { tone: "weak", title: "验收没过", text: fail.text });
  },
};

/** Why a step is sent back: ``{text, cites}``, or null when it is taken.
 * @param {Spec} spec @param {State} s @param {Card} card @param {string} act @param {string} items */
function boardRefusal(spec, s, card, act, items) {
  const no = spec.refusals;
  if (card.stage === CLOSED) return no.closed;
  if (act === "stop") return card.hazard.stop ? (card.stopped ? no.stopped : null) : no.calm;
  if (act === "record") return card.stage >= RECORDED ? no.recorded : null;
  if (card.stage < RECORDED) return no.unrecorded;
  if (act === "minor" || act === "major") {
    if (card.grade) return no.graded;
    return act === card.hazard.grade ? null : { text: card.hazard.wrong, cites: spec.says[card.hazard.grade].cites };
  }
  if (!card.grade) return no.ungraded;
  if (act === "gov" || act === "staff") return card.grade === "minor" ? no.small : card[act] !== null ? no.told : null;
  if (act === "plan") return boardPlanRefusal(spec, card, items);
  return boardEndRefusal(spec, s, card, act);
}

/** @param {Spec} spec @param {Card} card @param {string} items */
function boardPlanRefusal(spec, card, items) {
  const no = spec.refusals;
  if (card.stage >= MENDING) return no.planned;
  if (!card.stopped) return no.running;
  const lack = spec.items.filter((item) => item.lack && !items.includes(item.id));
  return lack.length ? { text: `${no.lacking.text}${lack.map((item) => item.lack).join("")}`, cites: no.lacking.cites } : null;
}

/** @param {Spec} spec @param {State} s @param {Card} card @param {string} act */
function boardEndRefusal(spec, s, card, act) {
  const no = spec.refusals;
  if (card.stage < MENDING) return no.unplanned;
  if (act === "done") {
    if (card.stage > MENDING) return no.waiting;
    return s.day < card.ready ? { text: `${no.early.text}还差 ${card.ready - s.day} 天。`, cites: [] } : null;
  }
  if (act === "self" || act === "check") {
    if (card.checked) return no.passed;
    return card.stage < CHECKING ? no.undone : act === "self" ? no.self : null;
  }
  if (!card.checked) return no.unchecked;
  return card.grade === "major" && (card.gov === null || card.staff === null) ? no.unreported : null;
}

/** What a card's clock says: days left to mend, and to report what is major. @param {Spec} spec @param {State} s @param {Card} card */
export function boardClocks(spec, s, card) {
  if (card.stage === CLOSED) return [{ late: false, words: "已销号" }];
  const left = card.hazard.due - s.day;
  const clocks = [card.checked ? { late: card.lateBy > 0, words: card.lateBy ? `晚了 ${card.lateBy} 天` : "按期改完" }
    : left < 0 ? { late: true, words: `整改逾期 ${-left} 天` } : { late: false, words: `离整改期限 ${left} 天` }];
  const open = card.grade === "major" && (card.gov === null || card.staff === null);
  const report = card.gradedOn + spec.reports - s.day;
  if (open) clocks.push(report < 0 ? { late: true, words: `双报告迟了 ${-report} 天` } : { late: false, words: `离双报告期限 ${report} 天` });
  return clocks;
}

/** Reports made after the plant's own limit. @param {Spec} spec @param {State} s */
const boardReportsLate = (spec, s) => Object.values(s.cards).filter((card) => card.grade === "major" && Math.max(card.gov ?? s.day, card.staff ?? s.day) > card.gradedOn + spec.reports);

/** How it ended: somebody hurt is worst, then what was late. @returns {{tone: Tone, says: string, why: string[]}}
 * @param {Spec} spec @param {State} s */
export function boardVerdict(spec, s) {
  const late = Object.values(s.cards).filter((card) => card.lateBy);
  const slow = boardReportsLate(spec, s);
  const why = [...s.hurt.map((hazard) => `“${hazard.name}”没有先停下，伤了人。`), ...late.map((card) => `“${card.hazard.name}”晚了 ${card.lateBy} 天。`), ...slow.map((card) => `“${card.hazard.name}”双报告迟了。`)];
  if (s.hurt.length) return { tone: "harm", says: "都销了号，可伤了人", why };
  return why.length ? { tone: "weak", says: "都销了号，有的晚了", why } : { tone: "good", says: "都走到了头", why };
}
