// A warden's start page shows a roll call as soon as it begins, and no longer than it goes on.

import { one } from "anpei_widgets/shared/dom.js";

const EVERY = 5000;
const { baseUrl } = document.body.dataset;
const shown = one(document, "script[data-calls]").dataset.calls;

async function ask() {
  if (document.hidden) return;
  const answer = await fetch(`${baseUrl}api/musters/mine`, { signal: AbortSignal.timeout?.(EVERY) }).catch(() => null);
  if (!answer?.ok) return;
  const { musters } = await answer.json();
  if (musters.join() === shown) return;
  history.scrollRestoration = "manual"; // it stands at the top of the page
  location.reload();
}

setInterval(ask, EVERY);
document.addEventListener("visibilitychange", ask);
addEventListener("pageshow", ask);
