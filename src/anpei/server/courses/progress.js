// Progress is a fact kept on this device until the server has it: opened, activity, time spent actively; whether a chapter
// is finished the server is asked. What a page can't get off any more, the next one sends.

import { api } from "anpei_widgets/shared/api.js";
import { factOutbox } from "anpei_widgets/shared/outbox/facts.js";
import { outboxWords } from "anpei_widgets/shared/outbox/words.js";

/** Whoever waits for a fact to arrive. @type {Map<string, (taken: boolean) => void>} */
const awaited = new Map();
/** @type {() => void} */
let tell = () => {};
/** @type {((chapter: string, stands: any) => void)[]} */
const listeners = [];
const box = factOutbox({ owner: document.body.dataset.person ?? "", scope: "progress", stamped: false, changed, taken });

/** Every answer says where its chapter stands now. @param {{path: string}} fact @param {any} answer */
function taken({ path }, answer) {
  if (answer?.chapter) for (const listener of listeners) listener(path.split("/").slice(-2).join("/"), answer.chapter);
}

/** Hear where a chapter stands whenever the server says so. @param {(chapter: string, stands: any) => void} listener */
export const onStanding = (listener) => void listeners.push(listener);

/** A fact that lies here no more has arrived, whichever tab sent it. */
function changed() {
  const waiting = new Set(box.items().map(({ uuid }) => uuid));
  const refused = new Set(box.refusals().map(({ uuid }) => uuid));
  for (const [id, done] of awaited) {
    if (waiting.has(id)) continue;
    awaited.delete(id);
    done(!refused.has(id));
  }
  tell();
}

/** Keep one fact and send it until the server has it; whether it was taken.
 * @param {string} chapter @param {string} kind @param {object} [data] @returns {Promise<boolean>} */
export const note = (chapter, kind, data = {}) =>
  new Promise((done) => awaited.set(box.put(`api/progress/${chapter}`, { kind, data }).uuid, done));

/** Seconds somebody was active in a chapter. @param {string} chapter @param {number} seconds */
export const noteActive = (chapter, seconds) => void box.put(`api/active/${chapter}`, { seconds });

/** The block being read; a lost one is replaced by the next. @param {string} chapter @param {number} block */
export const notePlace = (chapter, block) => void api(`api/place/${chapter}`, { method: "PUT", body: { block } });

/** Say behind this element what of the learning hasn't reached the server, and why. */
export function progressLine(/** @type {Element} */ after) {
  const line = document.createElement("p");
  line.className = "notice warn";
  line.setAttribute("role", "status");
  line.hidden = true;
  after.after(line);
  tell = () => {
    const [refused] = box.refusals();
    const { tone, text } = outboxWords(box.state(), "条学习记录");
    line.hidden = tone !== "off";
    line.textContent = refused ? `${text}：${refused.refused?.message}${refused.refused?.wayOut}` : `${text}。`;
    if (refused) line.append(read(refused.uuid));
  };
  tell();
}

/** The button of somebody who has read why a fact wasn't taken. */
function read(/** @type {string} */ id) {
  const button = document.createElement("button");
  button.type = "button";
  button.className = "button quiet";
  button.textContent = "知道了";
  button.addEventListener("click", () => box.dismiss(id));
  return button;
}
