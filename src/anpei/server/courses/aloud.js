// Reading aloud with the device's own voice: the paragraph being read is marked, and any paragraph can be the first.

import { chineseVoice } from "anpei_widgets/shared/speech.js";

const speech = window.speechSynthesis;

/** What can be read: paragraphs, list items, headings, table rows, and what a picture shows; never what only looks. */
const partsOf = (reading) =>
  [...reading.querySelectorAll(".prose :is(h1, h2, h3, p, li, tr)")].filter((part) => !part.closest("[hidden]") && !part.querySelector("p, li") && wordsOf(part));

function wordsOf(part) {
  const copy = part.cloneNode(true);
  for (const silent of copy.querySelectorAll(".pictograms, .law-inline, svg")) silent.remove();
  for (const picture of copy.querySelectorAll("img")) picture.replaceWith(picture.alt && `图上：${picture.alt}`);
  return copy.textContent.replace(/\s+/g, " ").trim();
}

/** The part being read is marked, and in sight. */
function mark(reading, part) {
  reading.querySelector(".being-read")?.classList.remove("being-read");
  part?.classList.add("being-read");
  part?.scrollIntoView({ block: "center", behavior: matchMedia("(prefers-reduced-motion: reduce)").matches ? "auto" : "smooth" });
}

/** The player in `bar`: 朗读, 暂停, one paragraph back or on, and the speed. */
export function readAloud(reading, bar) {
  let parts = [];
  let at = 0;
  let going = false;
  /** @type {SpeechSynthesisUtterance | null} */
  let current = null;
  const speed = bar.querySelector("[data-speed]");
  const play = bar.querySelector("[data-play]");
  const offer = () => (bar.hidden = !chineseVoice());
  speech?.addEventListener?.("voiceschanged", offer);
  offer();

  function stop() {
    going = false;
    speech.cancel();
    bar.classList.remove("is-reading");
    play.setAttribute("aria-pressed", "false");
    play.querySelector("span").textContent = "朗读";
  }

  function say() {
    if (at >= parts.length) {
      stop();
      mark(reading, null);
      at = 0;
      return;
    }
    const said = new SpeechSynthesisUtterance(wordsOf(parts[at]));
    Object.assign(said, { lang: "zh-CN", voice: chineseVoice(), rate: Number(speed.value) });
    said.onend = () => {
      if (!going || said !== current) return;
      at += 1;
      say();
    };
    current = said;
    mark(reading, parts[at]);
    speech.speak(said);
  }

  function from(place) {
    current = null; // what is being said ends without leading on
    speech.cancel();
    parts = partsOf(reading);
    at = Math.max(0, Math.min(place, parts.length - 1));
    going = true;
    bar.classList.add("is-reading");
    play.setAttribute("aria-pressed", "true");
    play.querySelector("span").textContent = "停下";
    say();
  }

  play.addEventListener("click", () => (going ? stop() : from(at)));
  bar.querySelector("[data-back]").addEventListener("click", () => from(at - 1));
  bar.querySelector("[data-on]").addEventListener("click", () => from(at + 1));
  speed.addEventListener("change", () => going && from(at));
  addEventListener("pagehide", () => speech?.cancel());
}
