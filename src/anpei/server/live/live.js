// The door of a live chapter: whoever tried the simulation says so here and goes on.

import { note, progressLine } from "../courses/progress.js";

const place = document.querySelector("[data-live]");
progressLine(place);

for (const button of place.querySelectorAll("[data-finish]")) {
  button.addEventListener("click", async () => {
    button.disabled = true;
    if (await note(place.dataset.live, "finished")) location.assign(button.dataset.finish);
    else button.disabled = false;
  });
}

for (const link of document.querySelectorAll("[data-opens]")) {
  link.addEventListener("click", () => {
    note(place.dataset.live, "opened");
    for (const button of place.querySelectorAll("[data-finish]")) button.hidden = false;
  });
}
