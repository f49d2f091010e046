// The words of a report are saved while they are written: a short rest after the last key, and once more on leaving.

import { ask } from "../core/api.js";
import { uuid } from "anpei_widgets/shared/uuid.js";

const report = document.querySelector("[data-run]");
const REST = 900;

/** One part: what is on the server, what is being sent, and the next try. */
function part(box) {
  const field = box.querySelector("textarea, select");
  const said = box.querySelector("[role=status]");
  const path = `api/drills/${report.dataset.run}/report/${box.dataset.part}`;
  let version = Number(box.dataset.version);
  let kept = served(field);
  let sending = null;
  let timer = null;

  async function send() {
    clearTimeout(timer);
    if (sending || field.value === kept) return;
    sending = { uuid: uuid(), base: version, text: field.value };
    await deliver();
  }
  async function deliver() {
    said.textContent = "正在保存…";
    const answer = await ask(path, "PUT", sending).catch(() => null);
    if (!answer || answer.status >= 500) {
      said.textContent = "没有保存上，网络恢复后会再试。请不要关闭页面。";
      timer = setTimeout(deliver, 3000);
      return;
    }
    const { data } = answer;
    const text = sending.text;
    sending = null;
    if (answer.status >= 400) {
      said.textContent = `${data.error.message}${data.error.way_out}`;
      return;
    }
    version = data.version;
    kept = text;
    said.textContent = text.trim() ? `已保存，第 ${version} 版` : "已清空。刷新页面显示平台草稿。";
    if (field.value !== kept) send();
  }
  field.addEventListener("input", () => {
    clearTimeout(timer);
    if (!sending) timer = setTimeout(send, REST);
    if (field.tagName === "TEXTAREA") grow(field);
  });
  field.addEventListener("change", send);
  addEventListener("pagehide", send);
  send();
  return () => sending !== null || field.value !== kept;
}

/** What the page came with: somebody may have written before this script was there. */
function served(field) {
  if (field.tagName === "TEXTAREA") return field.defaultValue;
  return ([...field.options].find((option) => option.defaultSelected) ?? field.options[0]).value;
}

/** As tall as what is in it. */
function grow(field) {
  field.style.height = "auto";
  field.style.height = `${field.scrollHeight + 2}px`;
}

const open = [...document.querySelectorAll("[data-part]")].filter((box) => !box.querySelector("[readonly], [disabled]")).map(part);
document.querySelectorAll(".report textarea").forEach(grow);
addEventListener("beforeunload", (event) => {
  if (open.some((unsaved) => unsaved())) event.preventDefault();
});
