// Citations of the law: searched by law, article or gist, chosen from a list, each shown with what it says and whether it stands.

import { api, told } from "anpei_widgets/shared/api.js";
import { announce, h } from "anpei_widgets/shared/dom.js";
import { icon } from "anpei_widgets/shared/icons.js";
import { findingsAt } from "./editors.js";
import { placeKey, valueAt } from "./rules.js";
import "./cites.css";

/** @import { Step } from "./rules.js" */
/** @import { FormField, ItemForm } from "./editors.js" */
/** @typedef {{citation: string, title: string, gist: string, status: string}} LawCard */

const SETTLE = 250;
const TONES = { 现行: "ok", 待核: "warn", 尚未施行: "info", 已被替代: "danger" };

/** @param {LawCard} card */
const statusTag = (card) => h("span", { class: `tag ${TONES[card.status] ?? ""}` }, card.status);

/** A list of what was found, to choose from. @param {LawCard[]} cards @param {(card: LawCard) => void} chosen */
const foundList = (cards, chosen) => cards.map((card) => h("li", null,
  h("button", { type: "button", class: "cite-found", onclick: () => chosen(card) },
    h("span", { class: "cite-title" }, card.title, " ", statusTag(card)), h("span", { class: "small" }, card.gist))));

/** The field to search in, with what it finds below it. @param {string} id @param {(card: LawCard) => void} chosen */
function search(id, chosen) {
  const list = h("ul", { class: "cite-results", "aria-label": "找到的条文" });
  const say = h("p", { class: "hint", role: "status" });
  const input = h("input", {
    class: "input", id: `${id}-search`, type: "search", autocomplete: "off", placeholder: "法规名、条号，或条文里的词",
    oninput: () => { clearTimeout(timer); timer = setTimeout(look, SETTLE); },
    onkeydown: (/** @type {KeyboardEvent} */ event) => event.key === "Enter" && (event.preventDefault(), look()),
  });
  /** @type {number} */
  let timer;
  async function look() {
    clearTimeout(timer);
    const asked = input.value.trim();
    list.replaceChildren();
    say.textContent = "";
    if (!asked) return;
    const answer = await api(`api/authoring/laws?q=${encodeURIComponent(asked)}`);
    if (asked !== input.value.trim()) return;
    if (answer.status !== 200) say.textContent = told(answer);
    else if (!answer.data.cards.length) say.textContent = "没有找到。换一个词，或选“通行做法”并写出处。";
    else list.append(...foundList(answer.data.cards, (card) => { chosen(card); input.value = ""; list.replaceChildren(); input.focus(); }));
  }
  return h("div", { class: "cite-search" }, h("label", { class: "spoken", for: `${id}-search` }, "找法条"), input, say, list);
}

/** @param {FormField} field @param {Step[]} where @param {ItemForm} form */
export function citesEditor(field, where, form) {
  const id = `at-${placeKey(where)}`;
  const chosen = h("ul", { class: "cites" });
  const texts = () => (Array.isArray(valueAt(form.value, where)) ? valueAt(form.value, where) : []);

  function remove(/** @type {number} */ n, /** @type {string} */ title) {
    form.put(where, texts().filter((_, at) => at !== n));
    draw();
    announce(`已去掉${title}`);
    /** @type {HTMLElement | null} */ (box.querySelector("input"))?.focus();
  }
  function draw() {
    chosen.replaceChildren(...texts().map((/** @type {string} */ text, /** @type {number} */ n) => {
      const card = form.cards[text];
      const title = card?.title ?? text;
      return h("li", { class: "cite" }, h("div", null, h("p", { class: "cite-title" }, title, " ", card && statusTag(card)), card && h("p", { class: "small muted" }, card.gist)),
        h("button", { type: "button", class: "icon-button", "aria-label": `去掉${title}`, onclick: () => remove(n, title) }, icon("cross")),
        findingsAt([...where, n]));
    }));
    form.painted();
  }
  function choose(/** @type {LawCard} */ card) {
    form.cards[card.citation] = card;
    if (!texts().includes(card.citation)) form.put(where, [...texts(), card.citation]);
    draw();
    announce(`已引用${card.title}`);
  }
  const box = h("fieldset", { class: "field", id, tabindex: "-1" }, h("legend", null, field.label), field.hint && h("p", { class: "hint" }, field.hint),
    findingsAt(where), chosen, search(id, choose));
  draw();
  return box;
}
