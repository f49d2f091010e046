// Time counts while somebody does something: reads on, answers, moves. After a minute without a sign it stops.

import { noteActive, notePlace } from "./progress.js";

const IDLE = 60_000;
const BEAT = 60;
const SIGNS = ["pointerdown", "pointermove", "keydown", "scroll", "touchstart", "input", "wheel"];

/** Count active seconds in a chapter and tell them once a minute and when the page is left. */
export function countTime(chapter) {
  let sign = Date.now();
  let seconds = 0;
  for (const kind of SIGNS) addEventListener(kind, () => (sign = Date.now()), { passive: true, capture: true });
  const tell = () => {
    if (seconds < 1) return;
    noteActive(chapter, seconds);
    seconds = 0;
  };
  setInterval(() => {
    const speaking = window.speechSynthesis?.speaking ?? false;
    if (document.hidden || (Date.now() - sign > IDLE && !speaking)) return;
    seconds += 1;
    if (seconds >= BEAT) tell();
  }, 1000);
  addEventListener("pagehide", tell);
  document.addEventListener("visibilitychange", () => document.hidden && tell());
}

function topmost(blocks) {
  const line = innerHeight * 0.4;
  let found = 0;
  for (const [number, block] of blocks.entries()) if (block.getBoundingClientRect().top < line) found = number;
  return found;
}

/** Remember the block being read, and offer to go on at the one reached before, here or on another device. */
export function keepPlace(reading, offer) {
  const blocks = [...reading.children];
  const before = Number(reading.dataset.place ?? 0);
  let told = before;
  let timer = 0;
  const tell = () => {
    const now = topmost(blocks);
    if (now !== told) notePlace(reading.dataset.chapter, (told = now));
  };
  addEventListener("scroll", () => {
    clearTimeout(timer);
    timer = setTimeout(tell, 2000);
  }, { passive: true });
  document.addEventListener("visibilitychange", () => document.hidden && tell());
  if (before < 2 || before >= blocks.length || location.hash) return;
  offer.hidden = false;
  const target = blocks[before];
  const done = () => (offer.hidden = true);
  new IntersectionObserver((entries) => entries.some(({ isIntersecting }) => isIntersecting) && done()).observe(target);
  reading.addEventListener("pointerdown", done, { once: true }); // whoever is at work here needn't go on elsewhere
  offer.querySelector("button").addEventListener("click", () => {
    done();
    target.tabIndex = -1;
    target.focus({ preventScroll: true });
    target.scrollIntoView({ block: "start" });
  });
}
