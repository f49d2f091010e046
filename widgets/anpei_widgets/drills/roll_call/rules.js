// Finding people on a list, and what is said of each. Pure but for the browser's own Chinese order.

import { exactTime } from "../../shared/local_time.js";

export const ROLL_KINDS = { live: "真实险情", drill: "演练", test: "测试" };
/** @type {Record<string, string>} */
export const ROLL_GROUPS = { visitor: "访客", contractor: "承包商", extra: "名单外" };
/** @type {Record<string, string>} */
const ROLL_STATES = { present: "已到", absent_known: "请假或外出", elsewhere: "别处", missing: "未到" };

/**
 * One on the list, as the server tells it.
 * @typedef {{key: string, name: string, place: string, post: string, phone: string, group: string, state: string, note: string,
 *   where: string, at: number, points: any[], waiting?: boolean}} Who
 */

const BOUNDS = "吖八嚓咑妸发旮哈丌咔垃妈拏喔妑七呥仨他屲夕丫帀";
const LETTERS_OF = "abcdefghjklmnopqrstwxyz";
const byPinyin = new Intl.Collator("zh-Hans-CN-u-co-pinyin");
const ordersPinyin = [...BOUNDS].every((c, i) => !i || byPinyin.compare(BOUNDS[i - 1], c) < 0);

/** The initials of a name in pinyin, as far as the browser's own Chinese order tells; rare readings of surnames may differ. */
export function initials(/** @type {string} */ name) {
  return [...name].map((c) => {
    if (!/\p{Script=Han}/u.test(c)) return c.toLowerCase();
    if (!ordersPinyin) return "";
    let place = -1;
    while (place + 1 < BOUNDS.length && byPinyin.compare(BOUNDS[place + 1], c) <= 0) place += 1;
    return LETTERS_OF[Math.max(0, place)];
  }).join("");
}

/** What is searched of a person, reckoned once. */
/** @type {Map<string, string>} */
const needles = new Map();
function needle(/** @type {Who} */ who) {
  const key = `${who.key}/${who.name}/${who.place}`;
  const text = needles.get(key) ?? `${who.name} ${who.key} ${who.place} ${who.post} ${initials(who.name)}`.toLowerCase();
  needles.set(key, text);
  return text;
}

/** Whether one came: seen at a point, or found in another place; who is on leave is accounted for and didn't. @param {Who} who */
export const came = (who) => who.state === "present" || who.state === "elsewhere";

/**
 * Whether one is shown: found by what is typed, else by the filter; who was just ticked stays for a moment.
 * @param {Who} who @param {{typed: string, filter: string, held: boolean}} by
 */
export function wanted(who, { typed, filter, held }) {
  const words = typed.trim().toLowerCase();
  if (words && !needle(who).includes(words)) return false;
  if (words || filter === "all" || held) return true;
  if (filter === "missing") return who.state === "missing";
  return filter === "away" ? who.state === "absent_known" : came(who);
}

/** What stands at the end of one's row. @param {Who} who @param {boolean} ticked whether this point has counted them */
export function stateWords(who, ticked) {
  if (who.waiting) return "待送";
  if (who.points.length > 1) return "两处都有";
  if (who.state === "present") return ticked ? exactTime(who.at) : `在${who.where}`;
  return who.state === "missing" ? (who.note ? `未到：${who.note}` : "") : `${ROLL_STATES[who.state]}：${who.note}`;
}

/** Where one belongs and how to be reached, in one line. @param {Who} who */
export const whoWords = (who) =>
  [ROLL_GROUPS[who.group], who.place, who.group === "staff" ? who.key : who.post && `接待人 ${who.post}`, who.phone].filter(Boolean).join(" · ");

const LINES = 60;

/** Somebody as the server tells them, with what it leaves unsaid. @returns {Who} */
const whole = (/** @type {any} */ told) => ({ group: "staff", post: "", place: "", phone: "", state: "missing", at: 0, points: [], note: "", where: "", ...told });

/**
 * What a screen knows after an answer of the server: everything, or what it had with what changed since (`since` is then
 * the number it had). Of the log the last lines by their moments.
 * @param {any} view @param {any} answer
 */
export function applied(view, answer) {
  const people = answer.people.map(whole);
  if (answer.since === undefined) return { ...answer, people };
  const known = new Map(view.people.map((/** @type {Who} */ who) => [who.key, who]));
  people.forEach((/** @type {Who} */ who) => known.set(who.key, who));
  const log = [...view.log, ...answer.log].sort((a, b) => a.at - b.at || a.seq - b.seq).slice(-LINES);
  return { ...view, ...answer, people: [...known.values()], log };
}

/**
 * People as the server has them, with the ticks that are still on their way laid over.
 * @param {{people: any[], points: {id: string, name: string}[]}} view
 * @param {{uuid: string, path: string, body: any, tapped: number}[]} facts
 * @returns {Who[]}
 */
export function laidOver(view, facts) {
  /** @type {Map<string, Who>} */
  const people = new Map(view.people.map((who) => [who.key, { ...who, points: [...who.points] }]));
  for (const { uuid: id, path, body, tapped } of facts) {
    if (path.endsWith("/people")) {
      const key = `x:${id}`;
      if (!people.has(key)) people.set(key, { key, name: body.name, place: body.place, group: "extra", post: "", phone: "", state: "present", at: tapped, points: [body.point], note: "", where: "", waiting: true });
      continue;
    }
    const who = people.get(body.person);
    if (who) layTick(who, body, tapped);
  }
  const names = new Map(view.points.map((point) => [point.id, point.name]));
  people.forEach((who) => (who.where = who.points.map((point) => names.get(point)).join("、")));
  return [...people.values()].sort((a, b) => a.place.localeCompare(b.place, "zh-CN") || a.name.localeCompare(b.name, "zh-CN"));
}

/** One tick on one person: there at a point, taken back from it, or known to be away. What the server makes of it, it makes
 * of the whole log (`rollcall/counting.py`); an excuse that lay under a tick taken back shows again with its answer. */
function layTick(/** @type {Who} */ who, /** @type {any} */ { state, point, note = "" }, /** @type {number} */ tapped) {
  who.waiting = true;
  if (state === "present") {
    const said = who.state === "missing" || who.points.length ? who.note : "";
    const at = who.points.length ? who.at : tapped;
    if (!who.points.includes(point)) who.points.push(point);
    Object.assign(who, { state, at, note: note || said });
  } else if (state === "missing") {
    who.points = point ? who.points.filter((known) => known !== point) : [];
    Object.assign(who, who.points.length ? { note } : { state, note, at: 0 });
  } else if (!who.points.length) Object.assign(who, { state, note, at: tapped });
}
