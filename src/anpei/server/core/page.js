// What every page can do: display settings, showing a password, asking before a harmful step, telling of a lost network.

import "anpei_widgets/shared/tokens.css";
import "./base.css";
import "./frame.css";
import "./parts.css";
import "./cards.css";
import "./restored.js";
import { all, one } from "anpei_widgets/shared/dom.js";
import { findsPeople } from "anpei_widgets/shared/person_field.js";
import { remember } from "anpei_widgets/shared/preferences.js";
import { sendLeftovers } from "./leftovers.js";
import { goOffline, isKept, wipe } from "./offline.js";
import { spanWords } from "./rules.js";

const root = document.documentElement;

/** @type {Record<string, {on: string, off: string, now: () => boolean}>} */
const PREFS = {
  theme: { on: "dark", off: "light", now: () => root.dataset.theme === "dark" },
  pictures: { on: "on", off: "off", now: () => root.dataset.pictures === "on" },
  text: { on: "large", off: "normal", now: () => root.dataset.text === "large" },
};

for (const button of all(document, "[data-pref]")) {
  const name = button.dataset.pref ?? "";
  const pref = PREFS[name];
  button.setAttribute("aria-pressed", String(pref.now()));
  button.addEventListener("click", () => {
    const on = !pref.now();
    root.dataset[name] = on ? pref.on : pref.off;
    remember(`anpei-${name}`, on ? pref.on : pref.off);
    button.setAttribute("aria-pressed", String(on));
  });
}

for (const menu of /** @type {HTMLDetailsElement[]} */ (all(document, "[data-menu]"))) {
  document.addEventListener("click", (event) => {
    if (!menu.contains(/** @type {Node} */ (event.target))) menu.open = false;
  });
  menu.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    menu.open = false;
    one(menu, "summary").focus();
  });
}

for (const button of all(document, "[data-show]")) {
  const field = /** @type {HTMLInputElement} */ (document.getElementById(button.dataset.show ?? ""));
  button.addEventListener("click", () => {
    const shown = field.type === "text";
    field.type = shown ? "password" : "text";
    button.textContent = shown ? "显示" : "隐藏";
    button.setAttribute("aria-pressed", String(!shown));
    field.focus();
  });
}

document.addEventListener("submit", (event) => {
  const question = event.submitter?.dataset.confirm ?? /** @type {HTMLElement} */ (event.target).dataset.confirm;
  if (question && !confirm(question)) event.preventDefault();
});

for (const button of all(document, "[data-print]")) button.addEventListener("click", () => print());

for (const line of all(document, "[data-countdown]")) {
  const end = performance.now() + Number(line.dataset.countdown) * 1000;
  const timer = setInterval(() => {
    const left = Math.ceil((end - performance.now()) / 1000);
    line.textContent = left > 0 ? `还要等 ${spanWords(left)}` : "现在可以再试了。";
    if (left <= 0) clearInterval(timer);
  }, 1000);
}

const left = one(document, "[data-leftovers]");
if (left && document.body.dataset.person) sendLeftovers(document.body.dataset.person, left);

/** @type {HTMLFormElement[]} whoever signs out leaves no page of theirs behind */
const leaving = all(document, "form[action$='logout']");
for (const form of leaving) {
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    wipe().catch(() => {}).then(() => form.submit());
  });
}
if (!isKept()) goOffline(document.body.dataset.person ?? "");

const bar = one(document, "[data-offline]");
if (bar) {
  const tell = () => (bar.hidden = navigator.onLine);
  addEventListener("online", tell);
  addEventListener("offline", tell);
  tell();
}

/** @type {HTMLInputElement[]} */
const finders = all(document, "[data-people]");
finders.forEach((field) => findsPeople(field));
