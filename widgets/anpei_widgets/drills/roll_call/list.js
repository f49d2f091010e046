// The big list of a roll call: a search, filters, and a row for each with one large button.

import { h } from "../../shared/dom.js";
import { icon } from "../../shared/icons.js";
import { came, stateWords, wanted, whoWords } from "./rules.js";

/** @import { Who } from "./rules.js" */

const FILTERS = [["missing", "未到"], ["here", "实到"], ["away", "请假"], ["all", "全部"]];
const UNDO = 4000;
const DOUBLE = 600;
const STAYS = 5000;

/**
 * One row; a tap ticks, a tick is taken back by two taps.
 * @param {Who} who
 * @param {{here: (who: Who) => boolean, tick: (who: Who, state: string) => void, more: (who: Who) => void, ticked: (who: Who) => void,
 *   again: () => void}} hooks
 */
function personRow(who, { here, tick, more, ticked, again }) {
  let asked = -Infinity; // of a page that is only just open, nothing was asked yet
  let now = who;
  const [name, note, state] = [h("b", null, who.name), h("small"), h("span", { class: "roll-state" })];
  const button = h("button", { type: "button", class: "roll-row", onclick: tap }, h("span", { class: "roll-box" }, icon("check")), h("span", { class: "roll-who" }, name, note), state);
  const extra = h("button", { type: "button", class: "roll-more", "aria-label": `${who.name}的其他情况`, onclick: () => more(now) }, icon("more"));
  const el = h("li", { class: "roll-item" }, button, extra);

  function tap() {
    const since = performance.now() - asked;
    if (here(now) && since > UNDO) {
      asked = performance.now();
      state.textContent = "再点一次撤回";
      setTimeout(again, UNDO + 100);
    } else if (here(now)) {
      asked = -Infinity;
      tick(now, "missing");
    } else if (since > DOUBLE) {
      asked = -Infinity;
      ticked(now);
      tick(now, "present");
    }
  }
  return {
    el,
    show(/** @type {Who} */ fresh, /** @type {boolean} */ frozen) {
      now = fresh;
      const on = here(fresh);
      el.dataset.state = fresh.state;
      button.setAttribute("aria-pressed", String(on));
      button.disabled = extra.disabled = frozen;
      note.textContent = whoWords(fresh);
      if (performance.now() - asked >= UNDO || !on) state.textContent = stateWords(fresh, on);
      state.className = `roll-state${fresh.waiting ? " is-waiting" : ""}${fresh.points.length > 1 ? " is-doubled" : ""}`;
      return el;
    },
  };
}

/** The search and the filters with their numbers; `changed` hears of every change, `entered` of the key that ends it. */
function finder(/** @type {{changed: (filtered?: boolean) => void, entered: () => void}} */ { changed, entered }) {
  const search = h("input", { type: "search", class: "roll-search", "aria-label": "找人", placeholder: "姓名、工号、部门、拼音首字母，或扫胸卡", autocomplete: "off", enterkeyhint: "done", oninput: () => changed(), onkeydown: (event) => event.key === "Enter" && entered() });
  let chosen = "missing";
  const numbers = FILTERS.map(() => h("b", null));
  const filters = FILTERS.map(([key, words], i) =>
    h("button", { type: "button", class: "roll-filter", "aria-pressed": String(key === chosen), onclick: () => choose(key) }, words, numbers[i]));
  function choose(/** @type {string} */ key) {
    chosen = key;
    filters.forEach((button, i) => button.setAttribute("aria-pressed", String(FILTERS[i][0] === key)));
    changed(true);
  }
  return {
    el: h("div", { class: "roll-finder" }, search, h("div", { class: "roll-filters", role: "group", "aria-label": "显示" }, filters)),
    search,
    filter: () => chosen,
    count: (/** @type {number[]} */ ...counts) => counts.forEach((n, i) => (numbers[i].textContent = String(n))),
  };
}

/** Put rows into a list only when they differ, so that the focus stays. */
function arrange(/** @type {HTMLElement} */ list, /** @type {HTMLElement[]} */ shown) {
  if (shown.length === list.children.length && shown.every((item, i) => list.children[i] === item)) return;
  const focused = list.contains(document.activeElement) ? /** @type {HTMLElement} */ (document.activeElement) : null;
  list.replaceChildren(...shown);
  focused?.focus({ preventScroll: true });
}

/**
 * The big list. A tap ticks; a tick is taken back by two taps. What was just ticked stays in its place for a moment.
 * Enter takes the one who is found, or hands over what was typed.
 * @param {{here: (who: Who) => boolean, tick: (who: Who, state: string) => void, more: (who: Who) => void,
 *   entered: (text: string) => void}} options
 */
export function rollList({ tick, more, here, entered }) {
  const find = finder({ changed, entered: enter });
  const list = h("ul", { class: "roll-list" });
  const none = h("p", { class: "roll-none" });
  /** @type {Map<string, ReturnType<typeof personRow>>} */
  const rows = new Map();
  /** Who was just ticked. @type {Set<string>} */
  const held = new Set();
  /** @type {Who[]} */
  let people = [];
  let [frozen, timer] = [false, 0];
  const isWanted = (/** @type {Who} */ who) => wanted(who, { typed: find.search.value, filter: find.filter(), held: held.has(who.key) });

  function changed(filtered = false) {
    if (filtered) held.clear();
    draw();
  }
  function ticked(/** @type {Who} */ who) {
    held.add(who.key);
    clearTimeout(timer);
    timer = setTimeout(() => changed(true), STAYS);
  }
  function enter() {
    const found = people.filter(isWanted);
    const typed = find.search.value.trim();
    if (frozen || !typed || found.length > 1) return;
    find.search.value = "";
    if (found.length && !here(found[0])) tick(found[0], "present");
    else if (!found.length) entered(typed);
    draw();
  }
  function show(/** @type {Who} */ who) {
    const kept = rows.get(who.key) ?? personRow(who, { here, tick, more, ticked, again: draw });
    rows.set(who.key, kept);
    return kept.show(who, frozen);
  }
  function draw() {
    const there = people.filter(came).length;
    const away = people.filter((who) => who.state === "absent_known").length;
    find.count(people.length - there - away, there, away, people.length);
    const shown = people.filter(isWanted).map(show);
    arrange(list, shown);
    const why = find.search.value.trim() ? "名单上没有。按回车按工号记到，或加一个名单外的人。" : find.filter() === "missing" ? "全部到齐。" : "还没有人。";
    none.textContent = shown.length ? "" : why;
  }
  return {
    el: h("section", { class: "roll-people", "aria-label": "名单" }, find.el, list, none),
    search: find.search,
    update(/** @type {Who[]} */ fresh, /** @type {boolean} */ over) {
      [people, frozen] = [fresh, over];
      draw();
    },
  };
}
