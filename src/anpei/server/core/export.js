// A workbook that is being made: how far it is, and when it is there, down it comes.

import { api } from "anpei_widgets/shared/api.js";
import { all, one } from "anpei_widgets/shared/dom.js";

const SOON = 1000;

/** Ask how far it is until there is an end. */
function follow(/** @type {HTMLElement} */ box) {
  function show(/** @type {{state: string, percent: number}} */ { state, percent }) {
    for (const part of all(box, "[data-when]")) part.hidden = part.dataset.when !== state;
    /** @type {HTMLProgressElement} */
    const bar = one(box, "progress");
    bar.value = percent;
    one(box, "[data-percent]").textContent = `${percent}%`;
    box.dataset.state = state;
  }
  async function look() {
    const { status, data } = await api(box.dataset.export ?? "");
    if (status === 200) show(data);
    if (box.dataset.state === "done") one(box, "[download]").click();
    else if (box.dataset.state === "going") setTimeout(look, SOON);
  }
  if (box.dataset.state === "going") look();
}

all(document, "[data-export]").forEach(follow);
