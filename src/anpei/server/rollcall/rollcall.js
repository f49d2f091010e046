// The form that begins a roll call says how many people it means, whenever something else is ticked.

import { api } from "anpei_widgets/shared/api.js";

const form = document.querySelector(".muster-form");
const told = document.querySelector("[data-expected]");
let newest = 0;

async function count() {
  const asked = new URLSearchParams([...new FormData(form)].filter(([name]) => ["department", "post", "team"].includes(name)));
  for (const name of ["teamless", "visitors"]) if (form.elements[name]?.checked === false) asked.set(name, "0");
  const mine = ++newest;
  const { status, data } = await api(`api/musters/expected?${asked}`);
  const words = status === 200 ? data.words : "连不上服务器，现在数不出应到人数。";
  if (mine === newest) told.textContent = words;
}

form?.addEventListener("change", count);
if (form) count(); // a browser may have kept what was ticked before
