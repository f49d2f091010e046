// Sending a roster and watching it go in: how much is sent, that it is read, how many are written.

import { api } from "anpei_widgets/shared/api.js";
import { all, one, setWords } from "anpei_widgets/shared/dom.js";
import { sendFiles } from "../core/upload.js";

const SOON = 700;

/** Ask how far it is until there is an end, and then show how it ended. */
function following(/** @type {HTMLElement} */ box) {
  async function look() {
    const { status, data } = await api(box.dataset.rosterState ?? "");
    if (status === 200 && data.state !== "going") return location.reload();
    if (status === 200) {
      /** @type {HTMLProgressElement} */ (one(box, "progress")).value = data.percent;
      setWords(one(box, "[data-percent]"), `${data.percent}%`);
    }
    setTimeout(look, SOON);
  }
  look();
}

sendFiles();
all(document, "[data-roster-state]").forEach((box) => following(/** @type {HTMLElement} */ (box)));
