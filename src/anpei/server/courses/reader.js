// The chapter reader: law cards open under the paragraph that cites them, and what was really done is noted as progress.

import { all, one } from "anpei_widgets/shared/dom.js";
import "../core/host.js";
import { isKept, keepThisPage } from "../core/offline.js";
import { readAloud } from "./aloud.js";
import { countTime, keepPlace } from "./engaged.js";
import { openLiveParts } from "./live-part.js";
import { hidePictures, showPictures } from "./pictures.js";
import { note as tell, progressLine } from "./progress.js";

/** @type {HTMLElement | null} a chapter that is being built has none yet */
const reading = one(document, ".reading");
const note = (kind, data = {}) => tell(reading?.dataset.chapter ?? "", kind, data);

const opened = new Map();

function closeLaw(link) {
  opened.get(link)?.remove();
  opened.delete(link);
  link.setAttribute("aria-expanded", "false");
}

function openLaw(link) {
  const source = one(document, `[data-card="${CSS.escape(link.dataset.cite)}"]`);
  const near = link.closest("p, li, td, h2, h3") ?? link;
  const card = document.createElement("aside");
  card.className = "law-inline";
  card.append(...Array.from(source.childNodes, (node) => node.cloneNode(true)));
  if (near.matches("li, td")) near.append(card);
  else near.after(card);
  opened.set(link, card);
  link.setAttribute("aria-expanded", "true");
}

for (const link of reading ? all(reading, "a.cite") : []) {
  if (!one(document, `[data-card="${CSS.escape(link.dataset.cite ?? "")}"]`)) continue;
  link.setAttribute("aria-expanded", "false");
  link.addEventListener("click", (event) => {
    if (event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    if (opened.has(link)) closeLaw(link);
    else openLaw(link);
  });
}

function seenEnd() {
  return /** @type {Promise<void>} */ (new Promise((done) => {
    const watch = new IntersectionObserver((entries) => {
      if (!entries.some((entry) => entry.isIntersecting)) return;
      watch.disconnect();
      done();
    });
    watch.observe(one(document, ".chapter-end"));
  }));
}

const activities = reading ? all(reading, ".activity") : [];
const before = new Set(JSON.parse(reading?.dataset.done ?? "[]"));
const nameOf = (activity) => `${activities.indexOf(activity)}:${activity.dataset.anpeiWidget}`;

/** Every activity was done, here or earlier on another device: a question checked by the server, anything else moved or chosen. */
function activitiesDone() {
  const left = new Set(activities.filter((activity) => !before.has(nameOf(activity))));
  const say = () => (state.textContent = left.size ? `还有 ${left.size} 个练习没做。` : "");
  if (left.size === 0 || !reading) return Promise.resolve();
  say();
  return /** @type {Promise<void>} */ (new Promise((done) => {
    const tick = (activity) => {
      if (!left.delete(activity)) return;
      note("activity", { left: left.size, activity: nameOf(activity) });
      say();
      if (left.size === 0) done();
    };
    reading.addEventListener("anpei-done", (event) => tick(/** @type {Element} */ (event.target).closest(".activity")));
    for (const kind of ["change", "click"]) {
      reading.addEventListener(kind, (event) => {
        const control = /** @type {Element} */ (event.target).closest("input, button, select, [role]");
        if (control) tick(control.closest('.activity:not([data-anpei-widget="practice"])'));
      });
    }
  }));
}

const state = one(document, "[data-state]");

if (reading) {
  const known = (state.textContent ?? "").trim() !== "";
  progressLine(state);
  note("opened");
  countTime(reading.dataset.chapter);
  readAloud(reading, one(document, "[data-aloud]"));
  const draw = () => (document.documentElement.dataset.pictures === "on" ? showPictures(reading) : hidePictures(reading));
  new MutationObserver(draw).observe(document.documentElement, { attributeFilter: ["data-pictures"] });
  draw();
  keepPlace(reading, one(document, "[data-resume]"));
  openLiveParts(reading);
  if (!isKept()) addEventListener("load", () => keepThisPage(document.body.dataset.person ?? ""));
  if (!known) {
    Promise.all([seenEnd(), activitiesDone()]).then(async () => {
      if (!(await note("finished"))) return;
      state.textContent = "这一章已学完。";
      state.dataset.done = "";
    });
  }
}

const waiting = Number(one(document, "[data-reload]")?.dataset.reload ?? 0);
if (waiting) setTimeout(() => location.reload(), waiting * 1000);
