// The board filters as soon as a choice is made; the assign form shows only the field its audience needs; what takes a
// while, an export or an assignment to thousands, is looked after until it is done.

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

for (const box of document.querySelectorAll("[data-export]")) {
  const show = ({ state, percent }) => {
    for (const part of box.querySelectorAll("[data-when]")) part.hidden = part.dataset.when !== state;
    box.querySelector("progress").value = percent;
    box.querySelector("[data-percent]").textContent = `${percent}%`;
    box.dataset.state = state;
  };
  const look = async () => {
    const answer = await fetch(`${document.body.dataset.baseUrl}api/board/exports/${box.dataset.export}`).catch(() => null);
    if (answer?.ok) show(await answer.json());
    if (box.dataset.state === "done") box.querySelector("[download]").click();
    else if (box.dataset.state === "going") setTimeout(look, SOON);
  };
  if (box.dataset.state === "going") look();
}

if (document.querySelector("[data-laying]") && !document.querySelector("[role=alert]")) setTimeout(() => location.replace(location.href), SOON);
