// A tablet that was led away from its start screen goes back by itself when nobody touches it any more. A roll call that
// goes on has more patience, and none is left while something ticked on this tablet hasn't reached the server. Without an
// answer from the server the page stays: a locked tablet couldn't get away from a browser's own error page.

import { api } from "anpei_widgets/shared/api.js";
import { one } from "anpei_widgets/shared/dom.js";

const { home = "", idle } = one(document, "script[data-home]").dataset;
const PATIENCE = 600;
const LAST_CALL = 20;
const told = document.createElement("p");
told.className = "kiosk-home";
told.setAttribute("role", "status");
told.hidden = true;
document.body.append(told);

let touched = performance.now();
const touch = () => (touched = performance.now());
for (const name of ["pointerdown", "keydown", "wheel", "touchmove"]) addEventListener(name, touch, { passive: true });

/** Seconds of quiet this page bears; 0 for as many as it takes. */
function limit() {
  const roll = document.querySelector("[data-anpei-widget=roll_call]");
  if (!roll || roll.querySelector(".roll-ended:not([hidden])")) return Number(idle);
  return roll.querySelector(".outbox-line[data-tone=ok]") ? Math.max(PATIENCE, Number(idle)) : 0;
}

async function leave() {
  touch();
  const { status } = await api("api/kiosk/state", { patience: 8000 });
  if (status) location.replace(home);
}

setInterval(() => {
  const bears = limit();
  const left = bears ? Math.ceil(bears - (performance.now() - touched) / 1000) : Infinity;
  told.hidden = left > Math.min(LAST_CALL, bears - 2);
  told.textContent = told.hidden ? "" : `${Math.max(0, left)} 秒后回到演练终端，碰一下屏幕就留下`;
  if (left <= 0) leave();
}, 500);
