// A warden's start page shows a roll call as soon as it begins, and no longer than it goes on.

import { api } from "anpei_widgets/shared/api.js";
import { one } from "anpei_widgets/shared/dom.js";

const EVERY = 5000;
const shown = one(document, "script[data-calls]").dataset.calls;

async function ask() {
  if (document.hidden) return;
  const { status, data } = await api("api/musters/mine", { patience: EVERY });
  if (status !== 200 || data.musters.join() === shown) return;
  history.scrollRestoration = "manual"; // it stands at the top of the page
  location.reload();
}

setInterval(ask, EVERY);
document.addEventListener("visibilitychange", ask);
addEventListener("pageshow", ask);
