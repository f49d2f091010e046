// The sheet of an evaluator as one device knows it: what the server said, and what is on its way laid over.

/**
 * @typedef {{rating: string, note: string, photos: string[], waiting: string[], at: number}} Rating
 * @typedef {{ratings: Record<string, Rating>, remarks: {tone: string, text: string, at: number, uuid: string}[], signed: number | null,
 *   signature: string}} Sheet
 */

/** A sheet of one's own, from what the server said; nothing there yet is an empty one. @param {any} sent @returns {Sheet} */
export function sheetOf(sent) {
  /** @type {Sheet} */
  const sheet = { ratings: {}, remarks: [...(sent?.remarks ?? [])], signed: sent?.signed ?? null, signature: sent?.signature ?? "" };
  for (const [id, rating] of Object.entries(sent?.ratings ?? {})) sheet.ratings[id] = { ...rating, photos: [...rating.photos], waiting: [] };
  return sheet;
}

/** One fact laid over it. @param {Sheet} sheet @param {{uuid: string, body: any, tapped: number, blob?: unknown}} fact */
export function applyFact(sheet, { uuid: id, body, tapped, blob }) {
  const rating = () => (sheet.ratings[body.item] ??= { rating: "", note: "", photos: [], waiting: [], at: tapped });
  if (blob) rating().waiting.push(id);
  else if (body.kind === "rate") Object.assign(rating(), { rating: body.value, at: tapped });
  else if (body.kind === "note") rating().note = body.value;
  else if (body.kind === "unphoto") rating().photos = rating().photos.filter((sha) => sha !== body.value);
  else if (body.kind === "sign") Object.assign(sheet, { signed: tapped, signature: body.value });
  else if (body.kind === "remark" && !sheet.remarks.some((said) => said.uuid === id)) {
    const [tone, ...words] = body.value.split(":");
    sheet.remarks.push({ tone, text: words.join(":"), at: tapped, uuid: id });
  }
}

/** How many of some items have a rating. @param {Sheet} sheet @param {{id: string}[]} items */
export const ratedOf = (sheet, items) => items.filter((item) => sheet.ratings[item.id]?.rating).length;

/**
 * Whether there is something to see of an item: "ahead" while none of its questions was asked, "now" while one is, then "past".
 * What no question belongs to, and a drill that is over, wait for nothing.
 * @param {{nodes: string[]}} item @param {Record<string, string>} asked how each question stands that was asked @param {boolean} ended
 */
export function stageOf(item, asked, ended) {
  if (ended || !item.nodes.length) return "past";
  if (item.nodes.some((node) => asked[node] === "open")) return "now";
  return item.nodes.some((node) => asked[node]) ? "past" : "ahead";
}
