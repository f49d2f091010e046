// Where the reader stands with a chapter, as the server says it: finished, or what is still owed and the way there.

import { all } from "anpei_widgets/shared/dom.js";
import { note, onStanding } from "./progress.js";

/** @typedef {{finished: boolean, missing: string[], words: string}} Stands */

/** Say it in the chapter's last line, and lead to the first activity that is missing.
 * @param {string} chapter @param {{state: HTMLElement, go?: HTMLElement | null, find?: (key: string) => HTMLElement | undefined}} places
 *   `find`: the activity of that key on this page */
export function tellStanding(chapter, { state, go = null, find = () => undefined }) {
  /** @type {Stands} */
  let stands = JSON.parse(state.dataset.stands || '{"finished": false, "missing": [], "words": ""}');
  const missing = () => stands.missing.map(find).find(Boolean);
  const show = () => {
    const told = stands.finished ? ["这一章已学完", stands.words].filter(Boolean).join("：") : stands.words;
    state.textContent = told ? `${told}。` : "";
    state.toggleAttribute("data-done", stands.finished);
    if (go) go.hidden = stands.finished || !missing();
  };
  go?.addEventListener("click", () => {
    const activity = missing();
    if (!activity) return;
    activity.scrollIntoView({ block: "center" });
    const controls = all(activity, "input, button, select, textarea, [tabindex]");
    (controls.find((control) => control.getClientRects().length) ?? activity).focus({ preventScroll: true });
  });
  onStanding((of, now) => {
    if (of !== chapter) return;
    stands = now;
    show();
  });
  show();
  return { get: () => stands };
}

/** Note what was reached: of a question the server knows it already and is only asked where that leaves the reader.
 * @param {string} chapter @param {string} key @param {any} detail */
export function reached(chapter, key, detail) {
  if (detail?.widget !== "practice") note(chapter, "activity", { activity: key });
  else if (detail.verdict !== "wrong" && detail.verdict !== "partial") note(chapter, "finished");
}
