// What an answer says in words, and what happened when. Pure.

/** `1 分 05 秒`, `59 秒`. */
export const minutes = (/** @type {number} */ seconds) => {
  const whole = Math.round(seconds);
  return whole >= 60 ? `${Math.floor(whole / 60)} 分 ${String(whole % 60).padStart(2, "0")} 秒` : `${whole} 秒`;
};

/** From the 5th to the 95th percentile. */
export const range = (/** @type {{p5: number, p95: number}} */ told) => `${minutes(told.p5)} 至 ${minutes(told.p95)}`;

/** @typedef {{id: string, at: number}} Block */
/** @typedef {{id: string, name: string}} Named */

/**
 * What happens in a question, in the order of time; the alarm comes first.
 * @param {{exits: Named[], smokes: Named[]}} plan @param {{exits: Block[], smokes: Block[]}} inputs
 */
export function happened(plan, { exits, smokes }) {
  const name = (/** @type {Named[]} */ list, /** @type {string} */ id) => list.find((each) => each.id === id)?.name ?? id;
  const blocked = [
    ...exits.map((block) => ({ at: block.at, text: `${name(plan.exits, block.id)}不能走了` })),
    ...smokes.map((block) => ({ at: block.at, text: `${name(plan.smokes, block.id)}堵住了路` })),
  ];
  return [{ at: 0, text: "警报响了" }, ...blocked].sort((a, b) => a.at - b.at);
}

/** How far a run is: waiting behind others, about to begin, or so many percent. */
export function progressWords(/** @type {{state: string, ahead?: number, progress: number}} */ job) {
  if (job.state !== "queued") return `已算 ${Math.round(job.progress * 100)}%`;
  return job.ahead ? `排队中，前面还有 ${job.ahead} 个` : "马上开始";
}

/**
 * The rows of an answer: name, words, and whether they are bad news or the one to look at.
 * @param {any} told @param {boolean} withPoints whether the plan has places to gather
 * @returns {[string, string, string][]}
 */
export function answerRows(told, withPoints) {
  const muster = withPoints ? told.muster : null;
  const people = (/** @type {{low: number, high: number}} */ { low, high }) => `${low} 至 ${high} 人`;
  /** @type {[string, string, string][]} */
  const rows = [];
  if (told.stranded.high) rows.push(["没有走出来", people(told.stranded), "number late-text"]);
  if (muster) rows.push(["全部走到集合点", range(muster), "number evac-big"]);
  if (told.last_out) rows.push(["最后一人出门", range(told.last_out), muster ? "number" : "number evac-big"]);
  if (told.first_out) rows.push(["第一人出门", range(told.first_out), "number"]);
  if (told.in_smoke.high) rows.push(["走进过烟里", people(told.in_smoke), "number late-text"]);
  for (const door of told.exits) rows.push([`从${door.name}`, door.low === door.high ? `${door.low} 人` : people(door), "number"]);
  return rows;
}

/** The answer in one sentence, for who runs a drill beside it. */
export function expected(/** @type {any} */ told, /** @type {boolean} */ withPoints) {
  if (told.stranded.high) return "推算：不能全部到达集合点，见上面。";
  const muster = withPoints ? told.muster : null;
  return `推算：${range(muster ?? told.last_out)}${muster ? "全部走到集合点" : "全部出门"}。`;
}
