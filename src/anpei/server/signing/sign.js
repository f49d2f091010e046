// Signing by hand: the pad stands where a form has a place for it, and what was drawn goes along with the form.

import { signingPad } from "anpei_widgets/drills/shared/signature.js";
import { all, one } from "anpei_widgets/shared/dom.js";
import "./sign.css";

const SHORT = "请先在上面写完整姓名。";

/** One form with its pad. @param {HTMLElement} form */
function signs(form) {
  const said = one(form, "[data-said]");
  const pad = signingPad(() => (said.textContent = ""));
  one(form, "[data-place]").replaceChildren(pad.el);
  one(form, "[data-clear]").addEventListener("click", () => pad.clear());
  form.addEventListener("submit", (event) => {
    /** @type {HTMLInputElement} */ (one(form, "[name=path]")).value = pad.path();
    if (pad.ready()) return;
    event.preventDefault();
    event.stopPropagation();
    said.textContent = SHORT;
  });
  form.hidden = false;
}

for (const form of all(document, "[data-pad]")) signs(form);
