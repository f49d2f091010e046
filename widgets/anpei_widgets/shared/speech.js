// Words read aloud by the device.

import { h } from "./dom.js";
import { icon } from "./icons.js";

/** The device's Chinese voice, if it has one. */
export const chineseVoice = () => window.speechSynthesis?.getVoices().find((voice) => voice.lang.toLowerCase().startsWith("zh"));

/** A button that reads words aloud, on devices with a Chinese voice; a second press stops. @param {() => string} words */
export function listenButton(words) {
  const speech = window.speechSynthesis;
  const button = h("button", { type: "button", class: "anpei-listen", hidden: true, "aria-pressed": "false", onclick: toggle }, icon("sound"), "听题");
  const look = () => (button.hidden = !chineseVoice());
  speech?.addEventListener?.("voiceschanged", look);
  look();
  return button;

  function toggle() {
    const stop = button.getAttribute("aria-pressed") === "true";
    speech.cancel();
    button.setAttribute("aria-pressed", String(!stop));
    if (stop) return;
    const said = new SpeechSynthesisUtterance(words());
    said.lang = "zh-CN";
    said.onend = said.onerror = () => button.setAttribute("aria-pressed", "false");
    speech.speak(said);
  }
}

/** Say words, after what is being said; nothing on a device without a Chinese voice. @param {string} words */
export function say(words) {
  if (!chineseVoice()) return;
  const said = new SpeechSynthesisUtterance(words);
  said.lang = "zh-CN";
  window.speechSynthesis.speak(said);
}

/** Whatever is being said, or waits to be, is said no more. */
export const hush = () => window.speechSynthesis?.cancel();
