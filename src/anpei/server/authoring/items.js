// The list of questions: narrowed as soon as a choice is made; what can be done to several shows once some are ticked.

import { all, one } from "anpei_widgets/shared/dom.js";

/** @type {HTMLFormElement | null} */
const narrow = one(document, "form[data-auto]");
narrow?.addEventListener("change", (event) => {
  if (/** @type {Element} */ (event.target).matches("select")) narrow.submit();
});

const list = one(document, "form[data-bulk]");
if (list) {
  const acts = one(list, "[data-bulk-acts]");
  /** @type {HTMLInputElement} */
  const whole = one(list, "[data-all]");
  /** @type {HTMLInputElement[]} */
  const ticks = all(list, "input[name=items]");
  const show = () => {
    const count = ticks.filter((tick) => tick.checked).length;
    acts.hidden = !count;
    one(acts, "[data-bulk-count]").textContent = `已勾选 ${count} 道题`;
    whole.checked = count === ticks.length;
    whole.indeterminate = count > 0 && count < ticks.length;
  };
  list.addEventListener("change", (event) => {
    if (event.target === whole) for (const tick of ticks) tick.checked = whole.checked;
    show();
  });
  show();
}
