// The line on the screen that says how the way to the server stands, and below it what the server didn't take and why.

import { h } from "../dom.js";
import { icon } from "../icons.js";
import { outboxWords } from "./words.js";
import "./outbox.css";

/** @import { Fact, FactOutbox } from "./facts.js" */

const ICONS = /** @type {const} */ ({ ok: "check", wait: "wait", off: "away" });

/**
 * `name` says what a refused fact was about, `more` brings another way out of it.
 * @param {FactOutbox} box
 * @param {{unit?: string, name?: (fact: Fact) => string, more?: (fact: Fact) => HTMLElement | null}} [options]
 */
export function outboxLine(box, { unit = "条", name = () => "", more = () => null } = {}) {
  const words = h("p", { class: "outbox-line", role: "status" });
  const list = h("ul", { class: "outbox-refused" });
  const el = h("div", { class: "outbox" }, words, h("div", { role: "alert" }, list));

  function refusal(/** @type {Fact} */ fact) {
    const button = (/** @type {string} */ text, /** @type {(id: string) => void} */ act) =>
      h("button", { type: "button", class: "outbox-button", onclick: () => act(fact.uuid) }, text);
    const about = name(fact);
    const { message = "", wayOut = "" } = fact.refused ?? {};
    const ways = more(fact);
    ways?.addEventListener("click", () => box.dismiss(fact.uuid));
    return h("li", null, h("span", null, `${about ? `${about}：` : ""}没有被接受。${message}${wayOut}`), ways,
      button("再试一次", box.retry), button("知道了", box.dismiss));
  }

  let shown = "";
  return {
    el,
    update() {
      const { tone, text } = outboxWords(box.state(), unit);
      if (words.dataset.tone !== tone || words.textContent !== text) {
        words.dataset.tone = tone;
        words.replaceChildren(icon(ICONS[tone]), h("span", null, text));
      }
      const refused = box.refusals();
      const key = refused.map((fact) => fact.uuid).join();
      if (key === shown) return;
      shown = key;
      list.replaceChildren(...refused.map(refusal));
    },
  };
}
