// Pure rules: which grade numbers make, how far up a report goes and by when, and the story a log of answers tells.

export const HOUR = 60;

/** @typedef {Record<string, number>} Numbers how many died, were hurt, what was lost */
/** @typedef {{id: string, name: string, unit: string, from: number[]}} Indicator */
/** @typedef {{id: string, name: string, stop: string, inquiry: string, fine: number[], share: number}} Grade */
/** @typedef {{id: string, label: string, minutes: number, right: boolean, text: string, report?: boolean}} Option */
/** @typedef {{ask?: string, options: Option[], numbers?: Numbers, day?: number, clock?: number, before?: boolean}} Moment */
/** @typedef {{numbers: Numbers, moments: Moment[]}} Round */
/** @typedef {{indicators: Indicator[], grades: Grade[], levels: {id: string, name: string, says: string, minutes?: number}[], kinds: {id: string, days: number}[]}} Spec */

/** How many thresholds a number has reached: 0…3. @param {Indicator} indicator @param {number} x */
const incidentLevel = (indicator, x) => indicator.from.filter((least) => x >= least).length;

/** The grade of an accident: the highest of the three; null when nobody was hurt and nothing lost.
 * @param {Spec} spec @param {Numbers} numbers */
export function incidentGrade(spec, numbers) {
  const each = spec.indicators.map((indicator) => ({ indicator, x: numbers[indicator.id] ?? 0, level: incidentLevel(indicator, numbers[indicator.id] ?? 0) }));
  if (each.every((row) => row.x === 0)) return { grade: null, each, deciding: [] };
  const level = Math.max(...each.map((row) => row.level));
  return { grade: spec.grades[level], each, deciding: each.filter((row) => row.x > 0 && row.level === level) };
}

/** The levels a report of this grade passes, each with the latest minute after the head of the unit was told.
 * @param {Spec} spec @param {Grade} grade */
export function incidentChain(spec, grade) {
  const last = spec.levels.findIndex((level) => level.id === grade.stop);
  let by = 0;
  return spec.levels.slice(0, last + 1).map((level) => {
    by += level.minutes ?? 0;
    return { ...level, by };
  });
}

/** 560 → "9:20"; the next day says so. @param {number} minute */
export function incidentTime(minute) {
  const day = Math.floor(minute / (24 * HOUR));
  const rest = minute % (24 * HOUR);
  return `${day ? "次日 " : ""}${Math.floor(rest / HOUR)}:${String(rest % HOUR).padStart(2, "0")}`;
}

/** 65 → "1 小时 5 分钟". @param {number} n */
export const incidentLong = (n) => [n >= HOUR && `${Math.floor(n / HOUR)} 小时`, n % HOUR && `${n % HOUR} 分钟`].filter(Boolean).join(" ");

/** "还剩 40 分钟", "正好到时限", "已经迟了 1 小时 5 分钟". @param {number} minutes */
export function incidentLeft(minutes) {
  if (minutes > 0) return `还剩 ${incidentLong(minutes)}`;
  return minutes === 0 ? "正好到时限" : `已经迟了 ${incidentLong(-minutes)}`;
}

/** Why numbers make a grade, in words. @param {Spec} spec @param {Numbers} numbers */
export function incidentWhy(spec, numbers) {
  const { grade, deciding } = incidentGrade(spec, numbers);
  if (!grade) return "没有伤亡，也没有损失，还谈不上等级。";
  if (!deciding[0].level) return `三项都没到较大的线，是${grade.name}。`;
  return `${deciding.map(({ indicator, x }) => `${indicator.name} ${x} ${indicator.unit}`).join("、")}，到了${grade.name}这一级。`;
}

/** The answers a moment offers: its own, or the four grades. 
 * @param {Spec} spec @param {Round} round @param {Moment} moment @returns {Option[]} */
export function incidentOptions(spec, round, moment) {
  if (moment.ask !== "grade") return moment.options;
  const numbers = moment.numbers ?? round.numbers;
  const { grade } = incidentGrade(spec, numbers);
  return spec.grades.map((g) => ({ id: g.id, label: g.name, minutes: 0, right: g.id === grade?.id, text: `${g.id === grade?.id ? "对。" : "不是。"}${g.id === grade?.id ? incidentWhy(spec, numbers) : "三项各看各的，取最高的一项；“以上”含本数。"}` }));
}

/** What a later death changes: within its days it is reported anew, and the grade may move.
 * @param {Spec} spec @param {{kind: string, day: number, died: number, numbers: Numbers}} now */
export function incidentLater(spec, { kind, day, died, numbers }) {
  const { days } = /** @type {{days: number}} */ (spec.kinds.find((each) => each.id === kind));
  if (!died) return `伤亡人数没有变。变了，自事故发生之日起 ${days} 日内要及时补报。`;
  if (day > days) return `第 ${day} 天，过了 ${days} 日的补报期。`;
  const then = { ...numbers, deaths: numbers.deaths + died, injured: numbers.injured - died };
  const [was, is] = [numbers, then].map((each) => /** @type {Grade} */ (incidentGrade(spec, each).grade));
  const inquiry = was.inquiry === is.inquiry ? "" : "该由上级政府调查的，上级可以另行组织调查组。";
  const moved = was.id === is.id ? `还是${is.name}。` : `从${was.name}变成${is.name}。${inquiry}`;
  return `第 ${day} 天，在 ${days} 日以内：要及时补报。现在死亡 ${then.deaths} 人、重伤 ${then.injured} 人，${moved}`;
}

/** @typedef {{at: number, minute: number, reported: number | null, wrong: number, said: any, numbers: any, day: number,
 *   missed: Set<number>, over: boolean, late: number, waiting: boolean}} State */

/** Everything that happened in a round: a wrong answer costs its minutes and the question stays. @param {string[]} log
 * @param {Spec} spec @param {Round} round */
export function incidentReplay(spec, round, log) {
  /** @type {State} */
  const s = { at: 0, minute: 0, reported: null, wrong: 0, said: null, numbers: round.numbers, day: 1, missed: new Set(), over: false, late: 0, waiting: false };
  const arrive = () => {
    const moment = round.moments[s.at];
    if (!moment) return;
    s.numbers = moment.numbers ?? s.numbers;
    s.day = moment.day ?? s.day;
    s.minute = Math.max(s.minute, moment.clock ?? 0);
  };
  arrive();
  for (const token of log) {
    const moment = round.moments[s.at];
    const option = moment && incidentOptions(spec, round, moment).find((o) => o.id === token);
    if (!option) continue;
    s.minute += option.minutes;
    s.said = option;
    if (!option.right) {
      s.wrong += 1;
      s.missed.add(s.at);
      continue;
    }
    if (option.report) s.reported = s.minute;
    s.at += 1;
    arrive();
  }
  s.over = s.at >= round.moments.length;
  s.late = s.reported !== null && s.reported > HOUR ? s.reported - HOUR : 0;
  s.waiting = Boolean(round.moments[s.at]?.before);
  return s;
}

/** What an accident of a grade may cost, in 万元. @param {Grade} grade @param {number} income @param {boolean} hid @param {boolean} worst */
export function incidentCosts(grade, income, hid, worst) {
  const money = (/** @type {number} */ x) => Number(x.toFixed(2));
  const fine = worst ? [grade.fine[0] * 2, grade.fine[1] * 5] : grade.fine;
  return { fine, head: money((income * grade.share) / 100), hidden: hid ? [money(income * 0.6), money(income)] : null };
}
