// The door of a live chapter: whoever tried the simulation says so here and goes on.

import { all, one } from "anpei_widgets/shared/dom.js";
import { note, progressLine } from "../courses/progress.js";

const place = one(document, "[data-live]");
const chapter = place.dataset.live ?? "";
/** @type {HTMLButtonElement[]} */
const finish = all(place, "[data-finish]");
progressLine(place);

for (const button of finish) {
  button.addEventListener("click", async () => {
    button.disabled = true;
    if (await note(chapter, "finished")) location.assign(button.dataset.finish ?? "");
    else button.disabled = false;
  });
}

for (const link of all(document, "[data-opens]")) {
  link.addEventListener("click", () => {
    note(chapter, "opened");
    for (const button of finish) button.hidden = false;
  });
}
