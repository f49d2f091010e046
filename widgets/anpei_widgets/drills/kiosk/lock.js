// A tablet that stays what it is: nothing to select, zoom, drag or go back to, a screen that stays on, the full screen.

import { h } from "../../shared/dom.js";
import { icon } from "../../shared/icons.js";

/** Lock the page around `root`. @param {HTMLElement} root @returns {() => void} unlock */
export function lockKiosk(root) {
  const undo = [];
  const hear = (target, name, f, options) => {
    target.addEventListener(name, f, options);
    undo.push(() => target.removeEventListener(name, f, options));
  };
  const refuse = (event) => event.preventDefault();

  for (const name of ["contextmenu", "dragstart", "gesturestart"]) hear(document, name, refuse);
  hear(document, "wheel", (event) => event.ctrlKey && event.preventDefault(), { passive: false });
  hear(document, "keydown", (event) => {
    if ((event.ctrlKey || event.metaKey) && ["+", "-", "=", "p", "s", "f", "o"].includes(event.key)) event.preventDefault();
  });
  hear(root, "click", (event) => event.target.closest?.("a[href]") && event.preventDefault());
  undo.push(stayHere(hear), keepAwake(hear));
  return () => undo.splice(0).forEach((f) => f());
}

/** The back button leads here again; browsers only count entries made after a touch, so one is made at the first. */
function stayHere(hear) {
  const mark = () => history.pushState({ anpei: "kiosk" }, "");
  mark();
  hear(window, "popstate", mark);
  hear(document, "pointerdown", mark, { once: true });
  return () => {};
}

/** Keep the screen on where the browser can (HTTPS); it lets go whenever the page is hidden. */
function keepAwake(hear) {
  let lock = null;
  const ask = async () => {
    if (document.visibilityState !== "visible" || !navigator.wakeLock) return;
    try {
      lock = await navigator.wakeLock.request("screen");
    } catch {
      lock = null; // low battery: the tablet's own settings decide
    }
  };
  ask();
  hear(document, "visibilitychange", ask);
  return () => lock?.release();
}

/** A button that fills the screen, there only while the page doesn't; null where a browser can't. */
export function fullScreenButton() {
  if (!document.fullscreenEnabled) return null;
  const button = h("button", { type: "button", class: "kiosk-corner", onclick: fill }, icon("fullscreen"), "全屏显示");
  const filled = () => document.fullscreenElement || matchMedia("(display-mode: fullscreen), (display-mode: standalone)").matches;
  const show = () => (button.hidden = Boolean(filled()));

  function fill(event) {
    event.stopPropagation();
    document.documentElement.requestFullscreen({ navigationUI: "hide" }).catch(() => {});
  }

  document.addEventListener("fullscreenchange", show);
  show();
  return button;
}
