// A real emergency on every page of somebody who is signed in. A page that must stay usable (a list by which people are found)
// begins with a line on top instead; one of a drill can't be folded away. The trainers' Lab and its pages load it, too; one
// that stands in a frame of another leaves it to that one.

import { watchEmergency } from "anpei_widgets/drills/shared/emergency.js";
import { h, one } from "anpei_widgets/shared/dom.js";

/** Over this page, wherever it stands. */
function watch() {
  const place = h("div", { class: "anpei emergency-place" });
  const how = document.body.dataset.emergency;
  document.head.append(h("link", { rel: "stylesheet", href: one(document, "[data-emergency-sheet]").dataset.emergencySheet }));
  document.body.append(place);
  watchEmergency(place, () => {}, { folds: how !== "stand", folded: how === "line" });
}

if (window === window.top) watch();
