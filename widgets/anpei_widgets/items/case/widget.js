// A long answer in one's own words; it counts as it is typed, and nothing has to be pressed to keep it.

import { put, widget } from "../../shared/widget.js";
import { announce, h } from "../../shared/dom.js";
import { uuid } from "../../shared/uuid.js";
import { question, readOnly } from "../shared/question.js";
import "./style.css";

const MOST_BYTES = 32 * 1024;
const bytes = (words) => new TextEncoder().encode(words).length;
const letters = (words) => [...words.replace(/\s/g, "")].length;

function draw(model, root) {
  const body = question(model, root);
  const id = `anpei-${uuid()}`;
  const area = h("textarea", {
    id, class: "anpei-area", rows: 8, readonly: readOnly(model), oninput: changed,
    placeholder: readOnly(model) ? null : "分点写清楚：先做什么，再做什么，依据是什么。", "aria-describedby": `${id}-count`,
  });
  const count = h("p", { class: "anpei-count", id: `${id}-count` });
  body.append(h("label", { class: "anpei-label", for: id }, "你的回答"), area, count);

  function changed() {
    tell();
    if (bytes(area.value) <= MOST_BYTES) put(model, "value", area.value.trim() === "" ? null : area.value);
  }
  function tell() {
    const over = bytes(area.value) > MOST_BYTES;
    count.textContent = over ? "太长了：多出的部分没有保存，请删短一些。" : `已写 ${letters(area.value)} 字${readOnly(model) ? "" : "，边写边保存"}`;
    count.classList.toggle("anpei-is-wrong", over);
    area.setAttribute("aria-invalid", String(over));
    if (over) announce(count.textContent);
    area.style.height = "auto";
    area.style.height = `${area.scrollHeight + 2}px`;
  }
  function show() {
    const value = model.get("value") ?? "";
    if (area.value.trim() !== value.trim()) area.value = value;
    tell();
  }
  model.on("change:value", show);
  show();
  const first = requestAnimationFrame(tell);
  return () => {
    cancelAnimationFrame(first);
    model.off("change:value", show);
  };
}

export default widget("case", draw);
