// A live chapter's time counts like any other chapter's, and so does what was done in it.

import { all, one } from "anpei_widgets/shared/dom.js";
import { countTime } from "../courses/engaged.js";
import { note } from "../courses/progress.js";
import { reached, tellStanding } from "../courses/standing.js";

/** An activity's key: its name, from the second of that name on with its number. @param {HTMLElement} root */
function keyOf(root) {
  const name = [...root.classList].find((one) => one.startsWith("anpei-"))?.slice("anpei-".length) ?? "";
  const number = all(document, `#rendered_cells .anpei-${name}.anpei`).indexOf(root) + 1;
  return number > 1 ? `${name}-${number}` : name;
}

const place = /live\/([a-z0-9-]+)\/([A-Za-z0-9_-]+)/.exec(location.pathname);
if (place) {
  const chapter = `${place[1]}/${place[2]}`;
  note(chapter, "opened");
  countTime(chapter);
  document.addEventListener("anpei-done", (event) => {
    const root = /** @type {HTMLElement | null} */ (/** @type {Element} */ (event.target).closest(".anpei"));
    if (root) reached(chapter, keyOf(root), /** @type {CustomEvent} */ (event).detail);
  });
  document.addEventListener("DOMContentLoaded", () => {
    const state = one(document, "[data-state]");
    if (state) tellStanding(chapter, { state });
  });
}
