// The door of a live chapter: whoever comes back from it reads here what is still owed.

import { all, one } from "anpei_widgets/shared/dom.js";
import { note, progressLine } from "../courses/progress.js";
import { tellStanding } from "../courses/standing.js";

const place = one(document, "[data-live]");
const chapter = place.dataset.live ?? "";
const state = one(place, "[data-state]");
progressLine(state);
const standing = tellStanding(chapter, { state });
if (!standing.get().finished) note(chapter, "finished");

for (const link of all(document, "[data-opens]")) link.addEventListener("click", () => note(chapter, "opened"));
addEventListener("pageshow", (event) => event.persisted && note(chapter, "finished"));
