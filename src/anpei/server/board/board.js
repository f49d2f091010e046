// The board filters as soon as a choice is made; the assign form shows only the field its audience needs; an
// assignment to thousands is looked after until it is done.

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

if (one(document, "[data-laying]") && !one(document, "[role=alert]")) setTimeout(() => location.replace(location.href), SOON);
