// The director's side of a roll call: times, points with their wardens and codes, double ticks, the log, the end.

import { act } from "../../shared/acts.js";
import { baseUrl, told } from "../../shared/api.js";
import { h } from "../../shared/dom.js";
import { findsPeople } from "../../shared/person_field.js";
import { icon } from "../../shared/icons.js";
import { exactTime } from "../../shared/local_time.js";
import { clockText } from "../../shared/values.js";
import { rollDialog, rollField } from "./dialogs.js";

/** A picture to scan, once, with what to do when this address is of no use to a phone. */
function showCode(/** @type {HTMLElement} */ root, /** @type {{name: string}} */ point, /** @type {any} */ code) {
  const picture = new DOMParser().parseFromString(code.qr, "image/svg+xml").documentElement;
  const hint = code.far ? "用已登录的手机扫。只能用一次，用过请再点“二维码”换新的。" : "你从服务器本机打开，这个地址手机打不开。请用局域网地址打开本页再试。";
  const dialog = h("dialog", { class: "roll-dialog roll-code", "aria-labelledby": "roll-code" },
    h("h2", { id: "roll-code" }, `${point.name}清点员`), document.importNode(picture, true),
    h("p", { class: "roll-hint" }, hint), h("p", { class: "roll-link" }, code.link),
    h("button", { type: "button", class: "roll-button", onclick: () => dialog.close() }, "关闭"));
  dialog.addEventListener("close", () => dialog.remove());
  root.append(dialog);
  dialog.showModal();
}

/** When it began, who came first and last, and when everybody was counted. */
function timeCells({ times, started }) {
  const cell = (words, moment) => h("div", null, h("dt", null, words), h("dd", null, moment === null ? "—" : h("b", null, clockText(moment - started)), moment === null ? null : h("small", null, exactTime(moment))));
  return [h("div", null, h("dt", null, "警报"), h("dd", null, h("b", null, exactTime(started)))),
    cell("第一人到达", times.first_out), cell("最后一人到达", times.last_out), cell("全员清点", times.all_accounted)];
}

/** One line of the log; what was sent late says so. */
const logLine = (line) => h("li", null, h("time", null, exactTime(line.at)),
  h("span", null, line.text, h("small", null, line.by, line.late > 10000 ? `，离线 ${Math.round(line.late / 1000)} 秒后送到` : "")));

/** What the desk asks of the server; a refusal is said, and null. */
function orders(/** @type {string} */ path) {
  const problem = h("p", { class: "roll-problem", role: "alert" });
  return {
    problem,
    async give(/** @type {string} */ what, /** @type {object} */ body) {
      const answer = await act(`${path}/${what}`, body);
      if (answer.status === 200) return answer.data;
      problem.textContent = told(answer);
      return null;
    },
  };
}

/** Ask once more before the end, naming who is missing. */
function askEnd(root, people, order) {
  const left = people.filter((who) => who.state === "missing");
  const note = h("input", { class: "roll-input", maxlength: "200", autocomplete: "off" });
  const words = left.length ? `还有 ${left.length} 人未到：${left.slice(0, 12).map((who) => who.name).join("、")}${left.length > 12 ? "等" : ""}。` : "全员已清点。";
  rollDialog(root, "结束这次清点？", [h("p", { class: left.length ? "roll-problem" : "roll-hint" }, words), rollField("说明（可不填）", note)], "结束清点",
    async () => ((await order.give("end", { note: note.value.trim() })) ? "" : order.problem.textContent));
}

/** Each point with its wardens, and the ways to get one there. */
function pointRows(root, spec, order) {
  function nameWarden(point) {
    const kiosks = spec.people.map((/** @type {any} */ who) => h("option", { value: who.key }, `${who.name} ${who.place}`));
    const options = h("datalist", { id: "roll-wardens" }, kiosks);
    const input = h("input", { class: "roll-input", list: "roll-wardens", autocomplete: "off", required: true, placeholder: "工号，或从列表里选" });
    findsPeople(input, kiosks);
    rollDialog(root, `${point.name}：指定清点员`, [h("p", { class: "roll-hint" }, "可以是任何员工，也可以是一台登记过的演练终端。"), rollField("工号或终端", input), options], "指定", async () => {
      const named = await order.give("wardens", { key: input.value.trim(), point: point.id, named: true });
      return named ? "" : order.problem.textContent;
    });
  }
  async function code(point) {
    const made = await order.give("codes", { point: point.id });
    if (made) showCode(root, point, made);
  }
  const remove = (point, over) => (warden) => h("button", { type: "button", class: "roll-warden", "aria-label": `取消清点员 ${warden.name}`, disabled: over, onclick: () => order.give("wardens", { key: warden.key, point: point.id, named: false }) }, warden.name, icon("cross"));
  return ({ points, people, wardens, ended, calls }) => points.map((point) => {
    const mine = wardens.filter((warden) => warden.point === point.id);
    const there = people.filter((who) => who.points.includes(point.id)).length;
    return h("li", { class: "roll-point" }, h("p", { class: "roll-point-head" }, h("b", null, point.name), h("span", { class: "roll-point-count" }, `${there} 人`)),
      h("p", { class: "roll-wardens" }, mine.length ? mine.map(remove(point, Boolean(ended))) : h("span", { class: "roll-hint" }, "还没有清点员")),
      !ended && calls && h("div", { class: "roll-buttons" },
        h("button", { type: "button", class: "roll-button", onclick: () => nameWarden(point) }, icon("pencil"), "指定清点员"),
        h("button", { type: "button", class: "roll-button", onclick: () => code(point) }, icon("grid"), "二维码"),
        h("a", { class: "roll-button", href: `${baseUrl()}muster/${spec.muster}/${point.id}` }, "打开名单")));
  });
}

/** @param {HTMLElement} root @param {{path: string, spec: any, view: () => any, people: () => import("./rules.js").Who[]}} options */
export function rollDesk(root, { path, spec, view, people }) {
  const order = orders(path);
  const rowsOf = pointRows(root, spec, order);
  const times = h("dl", { class: "roll-times" });
  const doubled = h("div", { class: "roll-doubled", role: "status" });
  const points = h("ul", { class: "roll-points" });
  const log = h("ol", { class: "roll-log" });
  const ending = h("button", { type: "button", class: "roll-button is-end", onclick: () => askEnd(root, people(), order) }, "结束清点");
  let drawn = -1;
  return {
    el: h("div", { class: "roll-desk" }, h("h2", null, "集合点"), points, order.problem,
      h("h2", null, "记录"), h("div", { class: "roll-log-frame", tabindex: "0", role: "region", "aria-label": "清点记录" }, log), ending,
      h("a", { class: "roll-button", href: `${baseUrl()}${path.replace("api/musters", "muster")}/record` }, "打印或导出清点记录")),
    top: h("div", null, view().of && h("p", { class: "roll-hint roll-of" }, `名单：${view().of}`), times, doubled),
    update() {
      const now = view();
      const twice = people().filter((who) => who.points.length > 1);
      doubled.hidden = !twice.length;
      doubled.replaceChildren(icon("warn"), h("span", null, `在两处都有：${twice.map((who) => `${who.name}（${who.where}）`).join("，")}。请核对，在错的那处撤回。`));
      if (drawn === now.seq) return;
      drawn = now.seq;
      times.replaceChildren(...timeCells(now));
      points.replaceChildren(...rowsOf(now));
      log.replaceChildren(...now.log.slice().reverse().map(logLine));
      ending.hidden = Boolean(now.ended) || !now.calls;
    },
  };
}
