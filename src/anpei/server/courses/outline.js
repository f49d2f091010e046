// The chapter's outline: a thin line on a phone that opens it, beside the text on a desk. What is done the server says.

import { all, one } from "anpei_widgets/shared/dom.js";
import { last as lastOf } from "anpei_widgets/shared/values.js";
import { onStanding, note } from "./progress.js";

/** A section's heading, or the frame that took its place. @param {string} key @returns {HTMLElement | null} */
const headOf = (key) => document.getElementById(key);

/** @param {HTMLElement} nav */
function opening(nav) {
  /** @type {HTMLButtonElement} nothing to open where the outline stands beside the text */
  const button = one(nav, "button");
  const open = (/** @type {boolean} */ now) => {
    button.setAttribute("aria-expanded", String(now));
    nav.toggleAttribute("data-open", now);
  };
  const wide = matchMedia("(min-width: 80rem)");
  const beside = () => (button.disabled = wide.matches);
  wide.addEventListener("change", beside);
  beside();
  button.addEventListener("click", () => open(!nav.hasAttribute("data-open")));
  nav.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || !nav.hasAttribute("data-open")) return;
    open(false);
    button.focus();
  });
  document.addEventListener("click", (event) => nav.contains(/** @type {Node} */ (event.target)) || open(false));
  return open;
}

/** What the server says is done. @param {HTMLElement} nav @param {string[]} read */
function show(nav, read) {
  const links = all(nav, "[data-section]");
  for (const link of links) {
    const done = read.includes(link.dataset.section ?? "");
    link.toggleAttribute("data-done", done);
    one(link, "[data-said]").textContent = done ? "，已完成" : "";
  }
  one(nav, "[data-count]").textContent = `${read.length}/${links.length} 节`;
  /** @type {HTMLProgressElement} */
  const bar = one(nav, "progress");
  bar.value = read.length;
}

/** Hear when a section's end has come into sight: where the next begins, or the chapter ends.
 * @param {string[]} keys @param {Element} last @param {(key: string) => void} told */
function watchEnds(keys, last, told) {
  const ends = new Map(keys.map((key, i) => [headOf(keys[i + 1] ?? "") ?? last, key]));
  const watch = new IntersectionObserver((entries) => {
    for (const { isIntersecting, target } of entries) if (isIntersecting) told(ends.get(target) ?? "");
  });
  for (const end of ends.keys()) watch.observe(end);
}

/** Mark the section being read. @param {HTMLElement[]} links */
function follow(links) {
  const mark = () => {
    const line = innerHeight * 0.4;
    const begun = links.filter((link) => (headOf(link.dataset.section ?? "")?.getBoundingClientRect().top ?? Infinity) < line);
    const current = lastOf(begun) ?? links[0];
    for (const link of links) link.setAttribute("aria-current", link === current ? "location" : "false");
  };
  let waiting = 0;
  const soon = () => (waiting ||= requestAnimationFrame(() => ((waiting = 0), mark())));
  addEventListener("scroll", soon, { passive: true });
  mark();
}

/** @param {string} chapter @param {HTMLElement | null} nav a chapter of one section has none */
export function outline(chapter, nav) {
  if (!nav) return;
  const open = opening(nav);
  const links = all(nav, "[data-section]");
  for (const link of links) {
    link.addEventListener("click", (event) => {
      const head = headOf(link.dataset.section ?? "");
      if (!head || event.ctrlKey || event.metaKey) return;
      event.preventDefault();
      open(false);
      head.focus({ preventScroll: true });
      head.scrollIntoView({ block: "start" });
    });
  }
  onStanding((of, stands) => of === chapter && show(nav, stands.read));
  const told = new Set(links.filter((link) => link.hasAttribute("data-done") || !link.hasAttribute("data-text")).map((link) => link.dataset.section));
  watchEnds(links.map((link) => link.dataset.section ?? ""), one(document, ".chapter-end"), (key) => {
    if (told.has(key)) return;
    told.add(key);
    note(chapter, "section", { section: key });
  });
  follow(links);
}
