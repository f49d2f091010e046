// How the question will be seen: the page that learners' widgets stand in, in a frame as wide as a phone or a desk.

import { all, one } from "anpei_widgets/shared/dom.js";
import "./preview.css";

/** @typedef {{spec: any, review: any} | null} Shown */

/** The pane with its choices. @param {HTMLElement} pane @returns {(shown: Shown, words: string) => void} show */
export function preview(pane) {
  /** @type {HTMLIFrameElement} */
  const frame = one(pane, "iframe");
  const say = one(pane, "[data-preview-says]");
  /** @type {{shown: Shown, words: string}} */
  let last = { shown: null, words: "" };
  const chosen = () => Object.fromEntries(all(pane, "input:checked, input[type=checkbox]").map((input) => {
    const { name, value, type, checked } = /** @type {HTMLInputElement} */ (input);
    return [name, type === "checkbox" ? checked : value];
  }));

  function tell() {
    const { width, theme, key } = chosen();
    pane.dataset.width = document.body.dataset.width = String(width);
    say.textContent = last.words;
    say.hidden = !last.words;
    if (frame.contentWindow) frame.contentWindow.postMessage({ anpei: "preview", shown: last.shown, theme, key }, location.origin);
  }
  for (const input of all(pane, "input")) input.addEventListener("change", tell);
  addEventListener("message", (event) => {
    if (event.origin !== location.origin || event.source !== frame.contentWindow) return;
    if (event.data?.anpei === "ready") tell();
    if (event.data?.anpei === "height") frame.style.height = `${Math.min(2400, Math.max(240, event.data.height))}px`;
  });
  return (shown, words) => {
    last = { shown, words };
    tell();
  };
}
