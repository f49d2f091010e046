// Where the reader stands with a chapter, as the server says it: finished, or what is still owed and the way there.

import { all, one } from "anpei_widgets/shared/dom.js";
import { note, onStanding } from "./progress.js";

/** @typedef {{section: string, first: string, words: string}} OwedPart
 * @typedef {{finished: boolean, words: string, score: string, owed: OwedPart[]}} Stands */

/** Bring the activity into sight and its first control under the keyboard. */
function goTo(/** @type {HTMLElement} */ activity) {
  activity.scrollIntoView({ block: "center" });
  const controls = all(activity, "input, button, select, textarea, [tabindex]");
  (controls.find((control) => control.getClientRects().length) ?? activity).focus({ preventScroll: true });
}

/** One thing that is missing, as the way to it.
 * @param {OwedPart} part @param {HTMLElement} activity */
function line({ section, words }, activity) {
  const link = document.createElement("a");
  link.href = `#${activity.id}`;
  link.textContent = `${section && `${section}：`}还有 ${words}`;
  link.addEventListener("click", (event) => {
    event.preventDefault();
    goTo(activity);
  });
  const item = document.createElement("li");
  item.append(link);
  return item;
}

/** The lines that are there now; who was at one of them with the keyboard stays there, or at the next.
 * @param {HTMLElement} owed @param {HTMLElement[]} lines */
function list(owed, lines) {
  const before = all(owed, "li");
  if (before.map((item) => item.textContent).join("\n") !== lines.map((item) => item.textContent).join("\n")) {
    const at = before.findIndex((item) => item.contains(document.activeElement));
    owed.replaceChildren(...lines);
    const link = lines.length && at >= 0 ? lines[Math.min(at, lines.length - 1)].firstElementChild : null;
    if (at >= 0) /** @type {HTMLElement} */ (link ?? one(document, ".chapter-on a")).focus({ preventScroll: true });
  }
  owed.hidden = !lines.length;
}

/** Say it at the chapter's end, and lead to what is missing.
 * @param {string} chapter @param {{state: HTMLElement, score: HTMLElement, owed: HTMLElement, find: (key: string) => HTMLElement | undefined}} places
 *   `find`: the activity of that key on this page */
export function tellStanding(chapter, { state, score, owed, find }) {
  /** @type {Stands} */
  let stands = JSON.parse(state.dataset.stands ?? "{}");
  const show = () => {
    state.textContent = stands.finished ? "这一章已学完。" : stands.words && `${stands.words}。`;
    state.toggleAttribute("data-done", stands.finished);
    score.textContent = stands.score || "本章小结";
    list(owed, stands.owed.flatMap((part) => {
      const activity = find(part.first);
      return activity ? [line(part, activity)] : [];
    }));
  };
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
  if (detail?.widget === "practice") note(chapter, "finished");
  else note(chapter, "activity", { activity: key });
}
