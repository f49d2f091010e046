// The chapter reader: law cards open under the paragraph that cites them, and what was really done is noted as progress.

import { all, one } from "anpei_widgets/shared/dom.js";
import "../core/host.js";
import { isKept, keepThisPage } from "../core/offline.js";
import { readAloud } from "./aloud.js";
import { countTime, keepPlace } from "./engaged.js";
import { openLiveParts } from "./live-part.js";
import { outline } from "./outline.js";
import { hidePictures, showPictures } from "./pictures.js";
import { note as tell, progressLine } from "./progress.js";
import { reached, tellStanding } from "./standing.js";

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

const state = one(document, "[data-state]");

/** @param {HTMLElement} article */
function learn(article) {
  const chapter = article.dataset.chapter ?? "";
  const activities = all(article, ".activity");
  const find = (key) => activities.find((activity) => activity.dataset.key === key);
  progressLine(state);
  const standing = tellStanding(chapter, { state, score: one(document, "[data-score]"), owed: one(document, "[data-owed]"), find });
  outline(chapter, one(document, "[data-outline]"));
  article.addEventListener("anpei-done", (event) => {
    const activity = /** @type {HTMLElement | null} */ (/** @type {Element} */ (event.target).closest(".activity"));
    if (activity?.dataset.key) reached(chapter, activity.dataset.key, /** @type {CustomEvent} */ (event).detail);
  });
  note("opened");
  seenEnd().then(() => standing.get().finished || note("finished"));
}

if (reading) {
  learn(reading);
  countTime(reading.dataset.chapter);
  readAloud(reading, one(document, "[data-aloud]"));
  const draw = () => (document.documentElement.dataset.pictures === "on" ? showPictures(reading) : hidePictures(reading));
  new MutationObserver(draw).observe(document.documentElement, { attributeFilter: ["data-pictures"] });
  draw();
  keepPlace(reading, one(document, "[data-resume]"));
  openLiveParts(reading);
  if (!isKept()) addEventListener("load", () => keepThisPage(document.body.dataset.person ?? ""));
}

const waiting = Number(one(document, "[data-reload]")?.dataset.reload ?? 0);
if (waiting) setTimeout(() => location.reload(), waiting * 1000);
