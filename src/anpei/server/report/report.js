// The words of a report are saved while they are written: a short rest after the last key, and once more on leaving.

import { api, told } from "anpei_widgets/shared/api.js";
import { one } from "anpei_widgets/shared/dom.js";
import { meaning, stays } from "anpei_widgets/shared/outbox/delivery.js";
import { uuid } from "anpei_widgets/shared/uuid.js";

const report = one(document, "[data-run]");
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
    const answer = await api(path, { method: "PUT", body: sending });
    if (stays(meaning(answer))) {
      said.textContent = "没有保存上，网络恢复后会再试。请不要关闭页面。";
      timer = setTimeout(deliver, 3000);
      return;
    }
    const { data } = answer;
    const text = sending.text;
    sending = null;
    if (answer.status >= 400) {
      said.textContent = told(answer);
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
