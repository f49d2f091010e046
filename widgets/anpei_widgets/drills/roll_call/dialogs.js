// What a warden is asked in a dialog.

import { h, one } from "../../shared/dom.js";

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

/** What to say of somebody who can't be ticked here: known to be away, found elsewhere, missing, or there. */
export function moreDialog(root, who, view, point, tick) {
  const place = point ? null : h("select", { class: "roll-input", "aria-label": "集合点" }, view.points.map((p) => h("option", { value: p.id }, p.name)));
  const choices = [["present", point ? "已到这里" : "已到"], ["absent_known", "请假或外出"], ["elsewhere", "在别处找到"], ["missing", "记为未到"]];
  const radios = choices.map(([value, words]) => h("label", { class: "roll-choice" }, h("input", { type: "radio", name: "state", value, required: true }), words, value === "present" ? place : null));
  const note = h("input", { class: "roll-input", maxlength: "200", autocomplete: "off", placeholder: "例如：今天调休、已到医务室、最后见于二楼" });
  const dialog = rollDialog(root, who.name, [h("p", { class: "roll-hint" }, [who.place, who.phone].filter(Boolean).join(" · ")), h("div", { class: "roll-choices" }, radios), rollField("原因或地点", note)], "保存", () => {
    const { value: state } = /** @type {HTMLInputElement} */ (one(dialog, "[name=state]:checked"));
    if ((state === "absent_known" || state === "elsewhere") && !note.value.trim()) {
      note.focus();
      return "请写明原因或地点。";
    }
    tick(who, state, note.value.trim(), state === "present" ? place?.value ?? point : state === "missing" ? point : "");
    return "";
  });
}

/** Somebody who is on no list, but here. */
export function addDialog(root, point, put) {
  const [name, place] = [h("input", { class: "roll-input", maxlength: "64", required: true, autocomplete: "off" }), h("input", { class: "roll-input", maxlength: "64", autocomplete: "off" })];
  rollDialog(root, "加一个名单外的人", [h("p", { class: "roll-hint" }, "名单上没有、人却在这里：司机、临时来访的人。"), rollField("姓名", name), rollField("单位或部门", place)], "加入，并记为已到", () => {
    if (!name.value.trim()) return "请写姓名。";
    put("people", { name: name.value.trim(), place: place.value.trim(), point });
    return "";
  });
}
