// The form that begins a roll call says how many people it means, whenever something else is ticked.

import { api } from "anpei_widgets/shared/api.js";
import { one } from "anpei_widgets/shared/dom.js";

/** @type {HTMLFormElement | null} */
const form = one(document, ".muster-form");
const told = one(document, "[data-expected]");
let newest = 0;

async function count() {
  if (!form) return;
  const asked = new URLSearchParams();
  for (const [name, value] of new FormData(form)) if (["department", "post", "team"].includes(name)) asked.append(name, String(value));
  for (const name of ["teamless", "visitors"]) {
    const box = /** @type {HTMLInputElement | null} */ (form.elements.namedItem(name));
    if (box?.checked === false) asked.set(name, "0");
  }
  const mine = ++newest;
  const { status, data } = await api(`api/musters/expected?${asked}`);
  const words = status === 200 ? data.words : "连不上服务器，现在数不出应到人数。";
  if (mine === newest) told.textContent = words;
}

form?.addEventListener("change", count);
if (form) count(); // a browser may have kept what was ticked before
