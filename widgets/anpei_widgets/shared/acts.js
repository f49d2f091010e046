// What somebody presses for now and waits for: an order, a note. Nothing of it is queued, for an order that came later would
// do harm; but what had no answer may have been done, so the same pressed again soon goes under the same uuid and counts once.

import { api } from "./api.js";
import { meaning, stays } from "./outbox/delivery.js";
import { uuid } from "./uuid.js";

const SOON = 30_000;
/** The newest act of each path that had no answer. @type {Map<string, {what: string, id: string, at: number}>} */
const unanswered = new Map();

/** @param {string} path @param {object} body */
export async function act(path, body) {
  const what = JSON.stringify(body);
  const before = unanswered.get(path);
  const same = before?.what === what && performance.now() - before.at < SOON;
  const id = same ? before.id : uuid();
  unanswered.set(path, { what, id, at: performance.now() });
  const answer = await api(path, { method: "POST", body: { uuid: id, ...body } });
  if (!stays(meaning(answer)) && unanswered.get(path)?.id === id) unanswered.delete(path);
  return answer;
}
