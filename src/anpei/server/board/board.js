// The board filters as soon as a choice is made; the assign form shows only the field its audience needs; what takes a
// while, an export or an assignment to thousands, is looked after until it is done.

import { api } from "anpei_widgets/shared/api.js";
import { all, one } from "anpei_widgets/shared/dom.js";

/** @returns {HTMLFormElement[]} */
const forms = (/** @type {string} */ selector) => all(document, selector);

for (const form of forms("[data-auto]")) {
  form.addEventListener("change", (event) => {
    if (/** @type {Element} */ (event.target).matches("select")) form.submit();
  });
}

for (const form of forms("[data-assign]")) {
  const kind = /** @type {RadioNodeList} */ (form.elements.namedItem("audience_kind"));
  const show = () => {
    for (const field of all(form, "[data-for]")) {
      const wanted = field.dataset.for === kind.value;
      /** @type {HTMLInputElement | HTMLSelectElement} */
      const input = one(field, "input, select");
      field.hidden = !wanted;
      input.required = wanted;
    }
  };
  form.addEventListener("change", show);
  show();
}

const SOON = 1000;

/** An export that is being made: how far it is, and when it is there, down it comes. */
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
    const { status, data } = await api(`api/board/exports/${box.dataset.export}`);
    if (status === 200) show(data);
    if (box.dataset.state === "done") one(box, "[download]").click();
    else if (box.dataset.state === "going") setTimeout(look, SOON);
  }
  if (box.dataset.state === "going") look();
}

all(document, "[data-export]").forEach(follow);

if (one(document, "[data-laying]") && !one(document, "[role=alert]")) setTimeout(() => location.replace(location.href), SOON);
