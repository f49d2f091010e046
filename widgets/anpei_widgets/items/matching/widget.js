// Each prompt wants one of the choices: pairs to be matched, or a passage's blanks. Native lists, so that a keyboard, a
// screen reader and a phone's own picker do as they always do.

import { put, widget } from "../../shared/widget.js";
import { announce, h, one, text } from "../../shared/dom.js";
import { icon } from "../../shared/icons.js";
import { question, readOnly, reviewOf } from "../shared/question.js";
import { chosenAt, cutAtBlanks, openOnes } from "./rules.js";
import "./style.css";

const ASKED = "从词库里选词，把下面的话填完整。";
const named = (spec, id) => spec.options.find((option) => option.id === id)?.text ?? "";

/** The list of choices for one prompt. */
function picker(model, at, label) {
  const spec = model.get("spec");
  const pick = h("select", { class: "anpei-pick", "aria-label": label, onchange: () => put(model, "value", chosenAt(spec.prompts.length, model.get("value"), at, pick.value)) },
    h("option", { value: "" }, "请选择"),
    spec.options.map((option) => h("option", { value: option.id }, option.text)));
  return pick;
}

/** What was chosen, once it is judged or can't be changed any more: in words as well as in colour. */
function settled(model, at) {
  const spec = model.get("spec");
  const mine = model.get("value")?.[at] ?? null;
  const right = reviewOf(model)?.right_value?.[at];
  const known = right !== undefined && right !== null;
  const tone = known ? (mine === right ? " anpei-is-right" : " anpei-is-wrong") : "";
  return h("span", { class: `anpei-picked${tone}` },
    known && icon(mine === right ? "check" : "cross"),
    mine ? named(spec, mine) : "（未选）",
    known && mine !== right && h("span", { class: "anpei-feedback" }, `应选：${named(spec, right)}`));
}

/** The pairs as rows: what stands there, and what belongs to it. */
function pairs(model, field) {
  const { prompts } = model.get("spec");
  return h("ol", { class: "anpei-pairs" }, prompts.map((prompt, at) => {
    return h("li", { class: "anpei-pair" }, h("span", { class: "anpei-prompt" }, prompt), field(at, `${prompt} 配`));
  }));
}

/** The passage with its blanks, below the words that there are. */
function passage(model, field) {
  const spec = model.get("spec");
  const line = h("div", { class: "anpei-passage" });
  for (const paragraph of String(spec.stem).split(/\n\s*\n/)) {
    const p = h("p", null);
    for (const [words, blank] of cutAtBlanks(paragraph)) p.append(...plain(words), ...(blank ? [field(blank - 1, `第 ${blank} 空`)] : []));
    line.append(p);
  }
  const words = h("ul", { class: "anpei-words", "aria-label": "词库" }, spec.options.map((option) => h("li", null, option.text)));
  return [h("p", { class: "anpei-label", "aria-hidden": "true" }, "词库"), words, line];
}

/** Words with their **strong** ones, without a paragraph around them. */
const plain = (words) => {
  const made = text(h("div", null), words);
  const inside = made.firstElementChild;
  if (!inside) return [words];
  const [before, after] = [/^\s/.test(words) ? " " : "", /\s$/.test(words) ? " " : ""];
  return [before, ...inside.childNodes, after];
};

function draw(model, root) {
  const spec = model.get("spec");
  const cloze = spec.kind === "cloze";
  const body = question(model, root, cloze ? ASKED : spec.stem);
  const still = readOnly(model);
  const field = (at, label) => (still ? settled(model, at) : picker(model, at, label));
  const hint = h("p", { class: "anpei-hint", role: "status" });
  const clear = h("button", { type: "button", class: "anpei-link", onclick: erase }, "清除作答");
  body.append(...(cloze ? passage(model, field) : [pairs(model, field)]));
  if (!still) body.append(h("div", { class: "anpei-under" }, hint, clear));

  function erase() {
    put(model, "value", null);
    one(body, "select")?.focus();
    announce("已清除本题作答");
  }
  function show() {
    if (still) return;
    const value = model.get("value");
    body.querySelectorAll("select").forEach((pick, at) => { if (pick.value !== (value?.[at] ?? "")) pick.value = value?.[at] ?? ""; });
    const open = openOnes(spec.prompts.length, value);
    hint.textContent = open ? `还有 ${open} ${cloze ? "空" : "项"}没选。` : cloze ? "都填上了，可以再改。" : "都配上了，可以再改。";
    clear.hidden = !value;
  }
  model.on("change:value", show);
  show();
  return () => model.off("change:value", show);
}

export default widget("matching", draw);
