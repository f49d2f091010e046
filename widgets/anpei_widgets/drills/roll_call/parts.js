// Parts of a roll call: finding people by name, number, department or the initials of pinyin; a row for each; dialogs.

import { h } from "../../shared/dom.js";
import { icon } from "../../shared/icons.js";
import { exactTime } from "../../shared/local_time.js";

export const ROLL_KINDS = { live: "真实险情", drill: "演练", test: "测试" };
const ROLL_GROUPS = { visitor: "访客", contractor: "承包商", extra: "名单外" };
const ROLL_STATES = { present: "已到", absent_known: "不在岗", elsewhere: "别处", missing: "未到" };

const BOUNDS = "吖八嚓咑妸发旮哈丌咔垃妈拏喔妑七呥仨他屲夕丫帀";
const LETTERS_OF = "abcdefghjklmnopqrstwxyz";
const byPinyin = new Intl.Collator("zh-Hans-CN-u-co-pinyin");
const ordersPinyin = [...BOUNDS].every((c, i) => !i || byPinyin.compare(BOUNDS[i - 1], c) < 0);

/** The initials of a name in pinyin, as far as the browser's own Chinese order tells; rare readings of surnames may differ. */
function initials(name) {
  return [...name].map((c) => {
    if (!/\p{Script=Han}/u.test(c)) return c.toLowerCase();
    if (!ordersPinyin) return "";
    let place = -1;
    while (place + 1 < BOUNDS.length && byPinyin.compare(BOUNDS[place + 1], c) <= 0) place += 1;
    return LETTERS_OF[Math.max(0, place)];
  }).join("");
}

/** What is searched of a person, reckoned once. */
const needles = new Map();
function needle(who) {
  const key = `${who.key}/${who.name}/${who.place}`;
  if (!needles.has(key)) needles.set(key, `${who.name} ${who.key} ${who.place} ${who.post} ${initials(who.name)}`.toLowerCase());
  return needles.get(key);
}

/** Ask in a dialog; `fields` are elements, `act` gets called on submit and may return words of complaint. */
export function rollDialog(root, title, fields, label, act) {
  const problem = h("p", { class: "roll-problem", role: "alert" });
  const form = h("form", { method: "dialog", onsubmit: submit }, h("h2", { id: "roll-dialog" }, title), ...fields, problem,
    h("div", { class: "roll-buttons" }, h("button", { type: "button", class: "roll-button", onclick: () => dialog.close() }, "返回"),
      h("button", { type: "submit", class: "roll-button is-primary" }, label)));
  const dialog = h("dialog", { class: "roll-dialog", "aria-labelledby": "roll-dialog" }, form);

  async function submit(event) {
    event.preventDefault();
    const words = await act();
    if (words) problem.textContent = words;
    else dialog.close();
  }

  dialog.addEventListener("close", () => dialog.remove());
  root.append(dialog);
  dialog.showModal();
  return dialog;
}

export const rollField = (label, input) => h("label", { class: "roll-field" }, h("span", null, label), input);

/**
 * The big list. A tap ticks; a tick is taken back by two taps. What was just ticked stays in its place for a moment.
 * Enter takes the one who is found, or hands over what was typed.
 * @param {{here: (who: object) => boolean, tick: (who: object, state: string) => void, more: (who: object) => void,
 *   entered: (text: string) => void}} options
 */
export function rollList({ tick, more, here, entered }) {
  const search = h("input", { type: "search", class: "roll-search", "aria-label": "找人", placeholder: "姓名、工号、部门、拼音首字母，或扫胸卡", autocomplete: "off", enterkeyhint: "done", oninput: draw, onkeydown: (event) => event.key === "Enter" && enter() });
  const filters = [["missing", "未到"], ["here", "已到"], ["all", "全部"]].map(([key, words]) =>
    h("button", { type: "button", class: "roll-filter", "aria-pressed": String(key === "missing"), onclick: () => choose(key) }, words, h("b", null)));
  const list = h("ul", { class: "roll-list" });
  const none = h("p", { class: "roll-none" });
  const el = h("section", { class: "roll-people", "aria-label": "名单" }, h("div", { class: "roll-finder" }, search, h("div", { class: "roll-filters", role: "group", "aria-label": "显示" }, filters)), list, none);
  const rows = new Map();
  const held = new Map();
  let [people, chosen, frozen, timer] = [[], "missing", false, 0];

  function choose(key) {
    chosen = key;
    held.clear();
    filters.forEach((button, i) => button.setAttribute("aria-pressed", String(["missing", "here", "all"][i] === key)));
    draw();
  }

  function enter() {
    const found = people.filter(wanted);
    const typed = search.value.trim();
    if (frozen || !typed || found.length > 1) return;
    search.value = "";
    if (found.length && !here(found[0])) tick(found[0], "present");
    else if (!found.length) entered(typed);
    draw();
  }

  function row(who) {
    let asked = -Infinity; // of a page that is only just open, nothing was asked yet
    const [name, note, state] = [h("b", null, who.name), h("small"), h("span", { class: "roll-state" })];
    const button = h("button", { type: "button", class: "roll-row", onclick: tap }, h("span", { class: "roll-box" }, icon("check")), h("span", { class: "roll-who" }, name, note), state);
    const extra = h("button", { type: "button", class: "roll-more", "aria-label": `${who.name}的其他情况`, onclick: () => more(known().who) }, icon("more"));
    const known = () => rows.get(who.key);

    function tap() {
      const now = performance.now();
      const current = known().who;
      if (here(current)) {
        if (now - asked > 4000) {
          asked = now;
          state.textContent = "再点一次撤回";
          setTimeout(draw, 4100);
          return;
        }
        asked = -Infinity;
        tick(current, "missing");
      } else if (now - asked > 600) {
        asked = -Infinity;
        held.set(who.key, now);
        clearTimeout(timer);
        timer = setTimeout(() => [held.clear(), draw()], 5000);
        tick(current, "present");
      }
    }

    return { el: h("li", { class: "roll-item" }, button, extra), button, extra, note, state, asking: () => performance.now() - asked < 4000 };
  }

  function show(who) {
    const kept = rows.get(who.key) ?? row(who);
    rows.set(who.key, kept);
    kept.who = who;
    const ticked = here(who);
    kept.el.dataset.state = who.state;
    kept.button.setAttribute("aria-pressed", String(ticked));
    kept.button.disabled = kept.extra.disabled = frozen;
    const group = ROLL_GROUPS[who.group];
    kept.note.textContent = [group, who.place, who.group === "staff" ? who.key : who.post && `接待人 ${who.post}`, who.phone].filter(Boolean).join(" · ");
    if (!kept.asking() || !ticked) kept.state.textContent = stateWords(who, ticked);
    kept.state.className = `roll-state${who.waiting ? " is-waiting" : ""}${who.points.length > 1 ? " is-doubled" : ""}`;
    return kept.el;
  }

  function stateWords(who, ticked) {
    if (who.waiting) return "待送";
    if (who.points.length > 1) return "两处都有";
    if (who.state === "present") return ticked ? exactTime(who.at) : `在${who.where}`;
    return who.state === "missing" ? (who.note ? `未到：${who.note}` : "") : `${ROLL_STATES[who.state]}：${who.note}`;
  }

  function wanted(who) {
    const words = search.value.trim().toLowerCase();
    if (words && !needle(who).includes(words)) return false;
    if (words || chosen === "all" || held.has(who.key)) return true;
    return chosen === "missing" ? who.state === "missing" : who.state !== "missing";
  }

  function draw() {
    const missing = people.filter((who) => who.state === "missing").length;
    [missing, people.length - missing, people.length].forEach((n, i) => (filters[i].lastChild.textContent = String(n)));
    const shown = people.filter(wanted).map(show);
    if (shown.length !== list.children.length || shown.some((item, i) => list.children[i] !== item)) {
      const focused = list.contains(document.activeElement) ? document.activeElement : null;
      list.replaceChildren(...shown);
      focused?.focus({ preventScroll: true });
    }
    none.textContent = shown.length ? "" : search.value.trim() ? "名单上没有。按回车按工号记到，或加一个名单外的人。" : chosen === "missing" ? "全部到齐。" : "还没有人。";
  }

  return {
    el,
    search,
    update(fresh, over) {
      [people, frozen] = [fresh, over];
      draw();
    },
  };
}
