// Tapping in: two fields and keys big enough for a gloved finger; a keyboard or a badge reader types into them as well.

import { h } from "../../shared/dom.js";
import { icon } from "../../shared/icons.js";
import "./keypad.css";

const LETTERS = "ABCDEFGHJKLMNPQRSTUVWXYZ";
const PIN_MOST = 12;
const NUMBER_MOST = 20;

/** A tap on a key leaves the cursor in its field. */
const stay = (/** @type {Event} */ event) => event.preventDefault();

/** Letters and digits, one key each. @param {{type: (character: string) => void, erase: () => void, next: () => void}} hooks */
function keysOf({ type, erase, next }) {
  const key = (/** @type {string} */ character) =>
    h("button", { type: "button", class: "keypad-key", onpointerdown: stay, onclick: () => type(character) }, character);
  const letterKeys = [...LETTERS].map(key);
  const letters = h("div", { class: "keypad-letters", role: "group", "aria-label": "字母" }, ...letterKeys);
  const on = h("button", { type: "button", class: "keypad-key is-next", onpointerdown: stay, onclick: next }, "下一步");
  const digits = h("div", { class: "keypad-digits", role: "group", "aria-label": "数字" }, ...[..."123456789"].map(key),
    h("button", { type: "button", class: "keypad-key", "aria-label": "删除一个字", onpointerdown: stay, onclick: erase }, icon("erase")), key("0"), on);
  return {
    letters, digits,
    /** A PIN has digits only, and is the last thing asked. */
    forPin(/** @type {boolean} */ is) {
      letters.classList.toggle("is-off", is);
      letterKeys.forEach((button) => (button.disabled = is));
      on.textContent = is ? "就位" : "下一步";
    },
  };
}

const fieldOf = (/** @type {string} */ id, /** @type {object} */ attrs) =>
  h("input", { class: "kiosk-input", id, inputmode: "none", autocomplete: "off", ...attrs });

/**
 * The sign-in panel; with `who`, known from a badge, only the PIN is asked for.
 * @param {{enter: (staffNo: string, pin: string) => Promise<string>, back: () => void, title: string, who?: string}} hooks
 */
export function tapInPanel({ enter, back, title, who = "" }) {
  const number = fieldOf("kiosk-number", { name: "staff_no", autocapitalize: "characters", spellcheck: "false", maxlength: NUMBER_MOST, enterkeyhint: "next", onfocus: () => choose(number), onkeydown: keyed });
  const pin = fieldOf("kiosk-pin", { name: "pin", type: "password", maxlength: PIN_MOST, enterkeyhint: "go", onfocus: () => choose(pin) });
  const first = who ? pin : number;
  const problem = h("p", { class: "kiosk-problem", role: "alert" });
  const go = h("button", { type: "submit", class: "kiosk-button is-primary" }, "就位");
  let field = first;
  const keys = keysOf({
    type(character) {
      if (field.value.length < field.maxLength) field.value += character;
      problem.textContent = "";
    },
    erase: () => (field.value = field.value.slice(0, -1)),
    next: () => (field === number ? pin.focus() : go.click()),
  });

  function choose(/** @type {HTMLInputElement} */ chosen) {
    field = chosen;
    keys.forPin(chosen === pin);
  }
  function keyed(/** @type {KeyboardEvent} */ event) {
    if (event.key !== "Enter") return;
    event.preventDefault();
    pin.focus();
  }
  async function submit(/** @type {Event} */ event) {
    event.preventDefault();
    const named = who || number.value;
    problem.textContent = !named ? "请输入工号。" : pin.value ? "" : "请输入 PIN 码。";
    if (!named || !pin.value) return (named ? pin : number).focus();
    go.disabled = true;
    const words = await enter(number.value.trim(), pin.value);
    go.disabled = false;
    pin.value = "";
    problem.textContent = words;
    return words ? pin.focus() : undefined;
  }

  const form = h("form", { class: "kiosk-tap", onsubmit: submit, autocomplete: "off" },
    h("div", { class: "kiosk-fields" },
      h("h1", null, title),
      ...(who ? [h("p", { class: "kiosk-who" }, icon("badge"), h("b", null, who), "，请输入 PIN 码")] : [h("label", { for: "kiosk-number" }, "工号"), number]),
      h("label", { for: "kiosk-pin" }, "PIN 码"), pin,
      problem,
      h("div", { class: "kiosk-buttons" }, h("button", { type: "button", class: "kiosk-button", onclick: back }, "返回"), go),
      h("p", { class: "kiosk-hint" }, who ? "不是你？请点“返回”，刷自己的胸卡。" : "也可以刷胸卡。PIN 码忘了或没有，请找安全管理员；连续输错会暂时锁定。")),
    h("div", { class: "keypad" }, keys.digits, who ? null : keys.letters));
  choose(first);
  return { el: form, focus: () => first.focus(), tell: (/** @type {string} */ words) => (problem.textContent = words) };
}
