// What a director writes in mid-drill: an ad-hoc inject, an observation, who holds which role, the signature at the end.

import { all, h, one } from "../../shared/dom.js";
import { icon } from "../../shared/icons.js";
import { button } from "./rows.js";
import { CHANNELS } from "../shared/drill_parts.js";
import { signingPad } from "../shared/signature.js";
import "./forms.css";

export const field = (words, control) => h("label", { class: "console-field" }, h("span", null, words), control);
export const choice = (label, options, attrs = {}) => h("select", { class: "console-input", "aria-label": label, ...attrs }, ...options.map(([value, words]) => h("option", { value }, words)));

/** @returns {(HTMLInputElement | HTMLSelectElement | HTMLTextAreaElement | HTMLButtonElement)[]} */
const controlsOf = (/** @type {HTMLElement} */ form) => all(form, "textarea, select, input, button");

/** Fill a select anew, only when what it offers has changed, keeping what was chosen. */
function offer(select, options) {
  const key = JSON.stringify(options);
  if (select.dataset.key === key) return;
  const kept = select.value;
  select.dataset.key = key;
  select.replaceChildren(...options.map(([value, words]) => h("option", { value }, words)));
  if (options.some(([value]) => value === kept)) select.value = kept;
}

export function dialogOf(root, cls, title, ...body) {
  const id = `console-${cls}`;
  const dialog = h("dialog", { class: `console-dialog is-${cls}`, "aria-labelledby": id }, h("h2", { id }, title), ...body);
  dialog.addEventListener("close", () => dialog.remove());
  root.append(dialog);
  dialog.showModal();
  return dialog;
}

/** Ask before something that can't be taken back. */
export function confirmStop(root, stop) {
  const dialog = dialogOf(root, "stop", "终止这次演练？",
    h("p", null, "所有终端会立即停下，这一次不计入培训档案。现场出了真事，请用“真实险情”。"),
    h("div", { class: "console-dialog-buttons" },
      button("继续演练", { onclick: () => dialog.close(), autofocus: true }),
      button("终止演练", { class: "is-danger", onclick: () => [dialog.close(), stop()] }, "stop")));
}

/** An inject nobody planned: text and receivers at once, sender, expected action and effects behind 更多. */
export function adhocForm(act) {
  const text = h("textarea", { class: "console-input", rows: "2", maxlength: "300", "aria-label": "临时情景信息", placeholder: "临时情景信息" });
  const to = choice("发给谁", [["", "全体"]]);
  const channel = choice("通报方式", Object.entries(CHANNELS));
  const from = h("input", { class: "console-input", maxlength: "20", placeholder: "导调" });
  const expect = h("input", { class: "console-input", maxlength: "120", placeholder: "希望他们怎样反应" });
  const what = choice("现场变化", [["", "不变"]], { onchange: () => drawValue() });
  const value = h("span", { class: "console-value" });
  const more = h("details", { class: "console-more" }, h("summary", null, "更多：来自谁、期望、现场变化"),
    h("div", { class: "console-more-body" }, field("来自", from), field("期望行动", expect), field("现场变化", h("span", { class: "console-effect" }, what, value))));
  const send = h("button", { class: "console-button", type: "submit" }, icon("send"), "下发");
  const el = h("form", { class: "console-message", onsubmit: submit }, text, h("div", { class: "console-row" }, to, channel, send), more);
  let hands = [];

  function drawValue() {
    const hand = hands.find((each) => each.id === what.value);
    value.replaceChildren(!hand ? "" : hand.kind === "switch"
      ? choice("变成", [["true", "是"], ["false", "否"]])
      : h("input", { class: "console-input", type: "number", min: hand.min, max: hand.max, value: hand.value, "aria-label": `${hand.words}变成` }));
    if (hand?.kind === "switch") /** @type {HTMLSelectElement} */ (one(value, "select")).value = String(!hand.value);
  }

  function effects() {
    const hand = hands.find((each) => each.id === what.value);
    const raw = /** @type {HTMLInputElement | HTMLSelectElement | null} */ (value.firstElementChild)?.value;
    return hand ? { set: { [hand.id]: hand.kind === "switch" ? raw === "true" : Math.round(Number(raw)) } } : {};
  }

  async function submit(event) {
    event.preventDefault();
    if (!text.value.trim()) return text.focus();
    const told = { text: text.value.trim(), to: to.value ? [to.value] : [], channel: channel.value, from: from.value.trim(), expect: expect.value.trim(), ...effects() };
    if (!(await act("message", told))) return undefined;
    text.value = expect.value = what.value = "";
    drawValue();
    more.open = false;
    return undefined;
  }

  return {
    el,
    update(view) {
      hands = view.by_hand;
      offer(to, [["", "全体"], ...view.roles.map((role) => [role.id, role.title])]);
      offer(what, [["", "不变"], ...hands.map((hand) => [hand.id, hand.words])]);
      controlsOf(el).forEach((control) => (control.disabled = view.status !== "running"));
    },
  };
}

/** One line of what was seen, about everything, a member or a decision. */
export function noteForm(note) {
  const text = h("input", { class: "console-input", maxlength: "300", "aria-label": "观察记录", placeholder: "观察到什么" });
  const about = choice("关于", [["", "全场"]]);
  const send = h("button", { class: "console-button", type: "submit" }, icon("pencil"), "记下");
  const el = h("form", { class: "console-note", onsubmit: submit }, text, h("div", { class: "console-row" }, about, send));

  async function submit(event) {
    event.preventDefault();
    if (!text.value.trim()) return text.focus();
    const [kind, id] = about.value.split(":");
    if (await note({ text: text.value.trim(), ...(id ? { [kind]: id } : {}) })) text.value = "";
    return undefined;
  }

  return {
    el,
    update(view) {
      const seen = view.nodes.map((node, i) => [node, i]).filter(([node]) => !["waiting", "skipped"].includes(node.status));
      offer(about, [["", "全场"], ...view.members.map((m) => [`member:${m.person}`, m.name]), ...seen.map(([node, i]) => [`node:${node.id}`, `决策 ${i + 1}（${node.role}）`])]);
      controlsOf(el).forEach((control) => (control.disabled = Boolean(view.signed)));
    },
  };
}

/** Who holds which role; a free kiosk can be called in for a stand-in. */
export function rolesDialog(root, view, act) {
  const present = view.members.filter((member) => member.present);
  const holder = (role) => view.members.find((member) => member.person === role.holder);
  const rows = view.roles.map((role) => {
    const held = holder(role);
    const options = [...(held?.present ? [] : [["", held ? `${held.name}（已离开）` : "无人担当"]]), ...present.map((m) => [m.person, m.name])];
    const select = choice(`${role.title}由谁担当`, options, { onchange: async () => {
      if (select.value && !(await act("move", { role: role.id, to: select.value }))) select.value = role.holder;
    } });
    select.value = held?.present ? role.holder : "";
    return field(role.title, select);
  });
  const free = view.kiosks.filter((kiosk) => kiosk.online && !kiosk.run);
  const extra = choice("增加一台终端", free.map((kiosk) => [kiosk.id, kiosk.seat ? `${kiosk.name}（${kiosk.seat.name}）` : kiosk.name]));
  const dialog = dialogOf(root, "roles", "调整角色",
    h("p", null, "有人离开时，把他的角色交给别人。正在问他的问题会重新计时，问接手的人。"),
    h("div", { class: "console-role-rows" }, ...(present.length ? rows : [h("p", { class: "console-empty" }, "还没有人就位。")])),
    h("h3", null, "替补"),
    free.length ? h("div", { class: "console-row" }, extra, button("叫入这台终端", { onclick: async () => (await act("seat", { device: extra.value })) && dialog.close() }))
      : h("p", { class: "console-empty" }, "没有空闲的终端。替补可在参演人员离开后，用他的终端就位。"),
    h("div", { class: "console-dialog-buttons" }, button("完成", { class: "is-primary", onclick: () => dialog.close() })));
}

/** Close and sign: a typed name, a drawn hand if one likes, and a remark. */
export function signDialog(root, me, sign) {
  const name = h("input", { class: "console-input", maxlength: "40", value: me, autocomplete: "off" });
  const remark = h("textarea", { class: "console-input", rows: "2", maxlength: "500", placeholder: "可不写" });
  const pad = signingPad();
  const problem = h("p", { class: "console-problem", role: "alert" });
  const dialog = dialogOf(root, "sign", "签字归档",
    h("p", null, "签字后，这次演练的记录不能再改，也不能再加观察。"),
    field("导调", name), h("span", { class: "console-field-name" }, "手写签名（可不写）"), pad.el, field("备注", remark), problem,
    h("div", { class: "console-dialog-buttons" }, button("返回", { onclick: () => dialog.close() }), button("重写", { onclick: pad.clear }, "erase"),
      button("签字归档", { class: "is-primary", onclick: async () => {
        if (!name.value.trim()) return void (problem.textContent = "请写上签字人的姓名。");
        if (await sign({ name: name.value.trim(), path: pad.ready() ? pad.path() : "", remark: remark.value.trim() })) dialog.close();
        return undefined;
      } }, "check")));
}
