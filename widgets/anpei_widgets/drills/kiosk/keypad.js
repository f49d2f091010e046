// Tapping in: two fields and keys big enough for a gloved finger; a keyboard or a badge reader types into them as well.

import { h } from "../../shared/dom.js";
import { icon } from "../../shared/icons.js";
import "./keypad.css";

const LETTERS = "ABCDEFGHJKLMNPQRSTUVWXYZ";
const PIN_MOST = 12;
const NUMBER_MOST = 20;

/**
 * The sign-in panel; with `who`, known from a badge, only the PIN is asked for.
 * @param {{enter: (staffNo: string, pin: string) => Promise<string>, back: () => void, title: string, who?: string}} hooks
 */
export function tapInPanel({ enter, back, title, who = "" }) {
  const number = h("input", { class: "kiosk-input", id: "kiosk-number", name: "staff_no", inputmode: "none", autocomplete: "off",
    autocapitalize: "characters", spellcheck: "false", maxlength: NUMBER_MOST, enterkeyhint: "next", onfocus: choose, onkeydown: keyed });
  const pin = h("input", { class: "kiosk-input", id: "kiosk-pin", name: "pin", type: "password", inputmode: "none", autocomplete: "off",
    maxlength: PIN_MOST, enterkeyhint: "go", onfocus: choose, onkeydown: keyed });
  const problem = h("p", { class: "kiosk-problem", role: "alert" });
  const go = h("button", { type: "submit", class: "kiosk-button is-primary" }, "就位");
  const letters = h("div", { class: "keypad-letters", role: "group", "aria-label": "字母" },
    ...[...LETTERS].map((letter) => key(letter)));
  const digits = h("div", { class: "keypad-digits", role: "group", "aria-label": "数字" },
    ...[..."123456789"].map((digit) => key(digit)),
    h("button", { type: "button", class: "keypad-key", "aria-label": "删除一个字", onpointerdown: stay, onclick: erase }, icon("erase")), key("0"),
    h("button", { type: "button", class: "keypad-key is-next", onpointerdown: stay, onclick: next }, "下一步"));
  let field = number;

  function key(character) {
    return h("button", { type: "button", class: "keypad-key", onpointerdown: stay, onclick: () => type(character) }, character);
  }

  /** A tap on a key leaves the cursor in its field. */
  function stay(event) {
    event.preventDefault();
  }

  function choose(event) {
    field = event.target;
    letters.classList.toggle("is-off", field === pin);
    letters.querySelectorAll("button").forEach((button) => (button.disabled = field === pin));
    digits.querySelector(".is-next").textContent = field === pin ? "就位" : "下一步";
  }

  function type(character) {
    if (field.value.length < field.maxLength) field.value += character;
    problem.textContent = "";
  }

  function erase() {
    field.value = field.value.slice(0, -1);
  }

  function next() {
    if (field === number) pin.focus();
    else form.requestSubmit();
  }

  function keyed(event) {
    if (event.key === "Enter" && event.target === number) {
      event.preventDefault();
      pin.focus();
    }
  }

  async function submit(event) {
    event.preventDefault();
    const named = who || number.value;
    if (!named || !pin.value) {
      problem.textContent = named ? "请输入 PIN 码。" : "请输入工号。";
      (named ? pin : number).focus();
      return;
    }
    go.disabled = true;
    problem.textContent = "";
    const words = await enter(number.value.trim(), pin.value);
    go.disabled = false;
    pin.value = "";
    problem.textContent = words;
    if (words) pin.focus();
  }

  const form = h("form", { class: "kiosk-tap", onsubmit: submit, autocomplete: "off" },
    h("div", { class: "kiosk-fields" },
      h("h1", null, title),
      ...(who ? [h("p", { class: "kiosk-who" }, icon("badge"), h("b", null, who), "，请输入 PIN 码")] : [h("label", { for: "kiosk-number" }, "工号"), number]),
      h("label", { for: "kiosk-pin" }, "PIN 码"), pin,
      problem,
      h("div", { class: "kiosk-buttons" }, h("button", { type: "button", class: "kiosk-button", onclick: back }, "返回"), go),
      h("p", { class: "kiosk-hint" }, who ? "不是您？请点“返回”，刷自己的胸卡。" : "也可以刷胸卡。PIN 码忘了或没有，请找安全管理员；连续输错会暂时锁定。")),
    h("div", { class: "keypad" }, digits, who ? null : letters));
  choose({ target: who ? pin : number });
  return { el: form, focus: () => (who ? pin : number).focus(), tell: (words) => (problem.textContent = words) };
}
