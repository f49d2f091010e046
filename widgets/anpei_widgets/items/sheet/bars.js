// The parts of the exam sheet that stand around the question: top bar, countdown, navigator.

import { announce, h } from "../../shared/dom.js";
import { icon } from "../../shared/icons.js";
import { recall, remember } from "../../shared/preferences.js";
import { blank } from "../../shared/values.js";
import "./bars.css";

/** @import { Model } from "../../shared/widget.js" */
/** What the parts ask the sheet. @typedef {{model: Model, slots: {slot: string, spec: any}[], at(): number,
 *   go(i: number): void, answer(slot: string): any, flagged(slot: string): boolean, openHandIn(): void,
 *   openConflict(): void}} View */

const SIZES = [["标准字", ""], ["大字", "large"], ["特大字", "huge"]];
const SIZE_KEY = "anpei:text-size";
const MINUTE = 60_000;

/** The text size button: three steps, kept on this device. */
function sizeButton(root) {
  const label = h("span", { class: "anpei-spoken" });
  const button = h("button", { type: "button", class: "anpei-bar-button", onclick: next }, h("span", { "aria-hidden": "true", class: "anpei-aa" }, "A", h("sup", null, "+")), label);
  let i = Math.max(0, SIZES.findIndex(([, size]) => size === (recall(SIZE_KEY) ?? "")));
  function show() {
    root.dataset.size = SIZES[i][1];
    label.textContent = `字号：${SIZES[i][0]}，点按切换`;
    button.title = `字号：${SIZES[i][0]}`;
  }
  function next() {
    i = (i + 1) % SIZES.length;
    remember(SIZE_KEY, SIZES[i][1]);
    show();
    announce(`字号：${SIZES[i][0]}`);
  }
  show();
  return button;
}

/** Milliseconds left by the server's clock, or null when there is no limit. */
function timeLeft(model) {
  const { clock, deadline } = model.get("state") ?? {};
  if (!deadline) return null;
  return deadline - (clock ? clock.now + performance.now() - clock.at : Date.now());
}

/** 38:12, or 1:05:00 above an hour. */
function minutesAndSeconds(ms) {
  const s = Math.max(0, Math.ceil(ms / 1000));
  const two = (n) => String(n).padStart(2, "0");
  return s >= 3600 ? `${Math.floor(s / 3600)}:${two(Math.floor(s / 60) % 60)}:${two(s % 60)}` : `${two(Math.floor(s / 60))}:${two(s % 60)}`;
}

/** The countdown; speaks up at five minutes and at one, tells the host once when time is up. */
function countdown(model) {
  const figures = h("span", { class: "anpei-figures" });
  const el = h("span", { class: "anpei-timer", role: "timer", "aria-live": "off" }, icon("clock"), h("span", { class: "anpei-spoken" }, "剩余时间 "), figures);
  let before = Infinity;
  let over = false;
  function tick() {
    const left = timeLeft(model);
    el.hidden = left === null || Boolean(model.get("state")?.closed);
    if (left === null) return;
    figures.textContent = minutesAndSeconds(left);
    el.classList.toggle("anpei-is-soon", left <= 5 * MINUTE);
    el.classList.toggle("anpei-is-now", left <= MINUTE);
    for (const minutes of [5, 1]) if (left <= minutes * MINUTE && before > minutes * MINUTE && left > 0) announce(`还剩 ${Math.ceil(left / MINUTE)} 分钟`);
    if (left <= 0 && !over) model.send({ type: "time_up" });
    over = left <= 0;
    before = left;
  }
  const timer = setInterval(tick, 500);
  model.on("change:state", tick);
  tick();
  return { el, stop: () => { clearInterval(timer); model.off("change:state", tick); } };
}

const SAVE_ICONS = { saved: "check", saving: "wait", offline: "away", signed_out: "warn", stopped: "warn", conflict: "warn" };

/** The honest line about what is kept where; a way out stands beside it when there is one. */
function stateLine(/** @type {View} */ view) {
  const words = h("span", { class: "anpei-save-words" });
  const el = h("div", { class: "anpei-save" });
  function show() {
    const { save, conflicts, signIn } = view.model.get("state") ?? {};
    el.hidden = !save;
    if (!save) return;
    el.className = `anpei-save anpei-save-${save.kind}`;
    if (words.textContent !== save.text) {
      words.textContent = save.text;
      if (save.kind !== "saved" && save.kind !== "saving") announce(save.text);
    }
    el.replaceChildren(
      icon(SAVE_ICONS[save.kind] ?? "warn"), words,
      save.kind === "signed_out" && signIn ? h("a", { class: "anpei-save-way", href: signIn }, "重新登录") : "",
      conflicts?.length ? h("button", { type: "button", class: "anpei-save-way", onclick: view.openConflict }, "选择保留哪个") : "",
    );
  }
  return { el, show };
}

/** Title, countdown, state and text size. */
export function topBar(/** @type {View} */ view, root) {
  const spec = view.model.get("spec");
  const timer = countdown(view.model);
  const line = stateLine(view);
  const el = h("header", { class: "anpei-sheet-top" },
    h("div", { class: "anpei-sheet-title" }, h("h1", null, spec.title), spec.person && h("p", null, spec.person)),
    h("div", { class: "anpei-sheet-tools" }, timer.el, sizeButton(root)),
    line.el);
  return { el, show: line.show, stop: timer.stop };
}

/** All questions as numbers: answered, flagged, current. */
export function numbersPanel(/** @type {View} */ view, /** @type {() => void} */ afterGo = () => {}) {
  const buttons = view.slots.map((_, i) => h("button", {
    type: "button", class: "anpei-number", onclick: () => { view.go(i); afterGo(); },
  }, h("span", null, i + 1), icon("flag")));
  const sum = h("p", { class: "anpei-sum" });
  const el = h("div", { class: "anpei-navigator" }, sum, h("div", { class: "anpei-numbers" }, buttons),
    h("p", { class: "anpei-key", "aria-hidden": "true" },
      h("span", { class: "anpei-key-done" }, "已答"), h("span", { class: "anpei-key-open" }, "未答"), h("span", { class: "anpei-key-flag" }, icon("flag"), "标记")),
    h("button", { type: "button", class: "anpei-button anpei-primary anpei-wide", onclick: () => { afterGo(); view.openHandIn(); } }, "交卷"));
  function show() {
    view.slots.forEach(({ slot }, i) => {
      const done = !blank(view.answer(slot));
      const flag = view.flagged(slot);
      const b = buttons[i];
      b.className = `anpei-number${done ? " anpei-is-done" : ""}${flag ? " anpei-is-flagged" : ""}`;
      b.setAttribute("aria-label", `第 ${i + 1} 题，${done ? "已答" : "未答"}${flag ? "，有标记" : ""}`);
      if (i === view.at()) b.setAttribute("aria-current", "step");
      else b.removeAttribute("aria-current");
    });
    const done = view.slots.filter(({ slot }) => !blank(view.answer(slot))).length;
    sum.replaceChildren(h("strong", null, done), ` / ${view.slots.length} 题已答`);
  }
  return { el, show };
}
