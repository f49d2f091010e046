// A picture beside the question: sent as a file, shown, and described in words.

import { api, baseUrl, told } from "anpei_widgets/shared/api.js";
import { announce, h, one } from "anpei_widgets/shared/dom.js";
import { edited, findingsAt } from "./editors.js";
import { placeKey, valueAt } from "./rules.js";

/** @import { Step } from "./rules.js" */
/** @import { FormField, ItemForm } from "./editors.js" */

const LINE = { name: "", hint: "", choices: {}, fields: [], most: 0, row: "", plain: false, ordered: false, names: "", clears: [], when: /** @type {[string, string]} */ (["", ""]) };

/** Where an author sees a picture of the shelf. @param {string} src */
export const authorsPicture = (src) => `${baseUrl()}authoring/${src}`;

/** @param {FormField} field @param {Step[]} where @param {ItemForm} form */
export function pictureEditor(field, where, form) {
  const id = `at-${placeKey(where)}`;
  const shown = h("div", { class: "picture-shown" });
  const say = h("p", { class: "hint", role: "status" });
  const scene = field.name === "scene";
  const file = h("input", { type: "file", class: "spoken", id: `${id}-file`, accept: scene ? ".svg" : ".svg,.png,.jpg,.jpeg,.webp", onchange: send });

  async function send() {
    const picked = file.files?.[0];
    if (!picked) return;
    say.textContent = "正在传图…";
    const answer = await api(`api/authoring/pictures?name=${encodeURIComponent(picked.name)}`, { method: "PUT", body: picked, patience: 120_000 });
    file.value = "";
    say.textContent = answer.status === 200 ? "图已传好，写上文字说明，再保存。" : told(answer);
    if (answer.status !== 200) return;
    form.put([...where, "src"], answer.data.src);
    draw();
    one(shown, "textarea").focus();
  }
  function remove() {
    form.put(where, undefined);
    draw();
    announce("已去掉图");
    file.focus();
  }
  function draw() {
    const src = valueAt(form.value, [...where, "src"]);
    shown.replaceChildren(...(src ? [
      h("img", { class: "picture", src: authorsPicture(src), alt: valueAt(form.value, [...where, "alt"]) ?? "" }),
      edited({ ...LINE, name: "alt", label: "文字说明", editor: "line" }, [...where, "alt"], form),
    ] : []));
    one(pick, "span").textContent = src ? "换一张图" : "选一张图";
    away.hidden = !src;
    form.painted();
  }
  const away = h("button", { type: "button", class: "button", onclick: remove }, "去掉图");
  const pick = h("label", { class: "button file-button", for: `${id}-file` }, h("span", null));
  const box = h("fieldset", { class: "field", id, tabindex: "-1" }, h("legend", null, field.label), field.hint && h("p", { class: "hint" }, field.hint),
    findingsAt(where), shown, h("div", { class: "buttons" }, file, pick, away), say);
  draw();
  return box;
}
