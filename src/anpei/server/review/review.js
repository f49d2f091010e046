// 今日巩固: one question after the other, with what is right and when it comes again.

import { one } from "anpei_widgets/shared/dom.js";
import { mount } from "../core/host.js";

const section = one(document, "[data-refresh]");
const cards = JSON.parse(one(section, "[data-cards]").textContent ?? "");
const title = one(section, "h2");
const why = one(section, "[data-why]");
const place = one(section, "[data-place]");
const said = one(section, "[data-said]");
const next = one(section, "[data-next]");
const done = one(document, "[data-done]");
let number = 0;
let shown = null;

async function show(focus) {
  shown?.destroy();
  place.replaceChildren();
  said.textContent = "";
  next.hidden = true;
  const card = cards[number];
  title.textContent = `第 ${number + 1} 题，共 ${cards.length} 题`;
  why.textContent = card.why;
  shown = await mount(place, "practice", { item: card.item, question: card.spec, to: "api/refresh", once: true });
  if (focus) title.focus();
}

function when(days) {
  if (days <= 0) return "今天还会再问。";
  return days === 1 ? "明天再问一次。" : `${days} 天后再问一次。`;
}

section.addEventListener("anpei-done", (event) => {
  said.textContent = when(/** @type {CustomEvent} */ (event).detail.again);
  next.hidden = false;
  next.textContent = number + 1 < cards.length ? "下一题" : "完成";
});

next.addEventListener("click", () => {
  number += 1;
  if (number < cards.length) return show(true);
  shown?.destroy();
  section.hidden = true;
  done.hidden = false;
  return one(done, "h2").focus();
});

if (cards.length) show(false);
