// Parts of the director's console: choosing what to start, and the columns of a run under way.

import { baseUrl } from "../../shared/api.js";
import { h } from "../../shared/dom.js";
import { icon } from "../../shared/icons.js";
import { dayAndTime } from "../../shared/local_time.js";
import { clockText } from "../../shared/values.js";
import { kindChoice } from "./kind.js";
import { rollChoice } from "./roll.js";
import { emergencyButton } from "../shared/emergency.js";

export const RUN_WORDS = { waiting: "等待就位", running: "进行中", paused: "已暂停", ended: "已结束" };
export const END_WORDS = { complete: "演练完成", time: "到达时限", stopped: "导调终止", left: "参演人员离开", real: "真实险情，演练中止", abandoned: "长时间没有动静，自动结束" };
const NODE_WORDS = { waiting: "未开放", open: "作答中", done: "已定", timeout: "超时", skipped: "未触发", cut: "没答完" };

export const button = (words, attrs, name) =>
  h("button", { type: "button", ...attrs, class: `console-button ${attrs.class ?? ""}` }, name ? icon(name) : null, words);

export const pill = (tone, words) => h("span", { class: `console-pill is-${tone}` }, words);

/** Kiosks in the order in which people count them. */
export const byName = (a, b) => a.name.localeCompare(b.name, "zh", { numeric: true });

/** What a kiosk is doing now, in a word or two. */
function kioskState(kiosk) {
  if (!kiosk.online) return pill("off", "离线");
  if (kiosk.run) return pill("busy", "演练中");
  return kiosk.seat ? pill("ok", `${kiosk.seat.name} 已就位`) : pill("idle", "空闲");
}

/** Roles dealt round to the chosen kiosks; one kiosk gets them all. */
function dealRoles(roles, devices) {
  const dealt = new Map(devices.map((device) => [device, []]));
  roles.forEach((role, i) => dealt.get(devices[i % devices.length])?.push(role.id));
  return dealt;
}

/** The first page: pick a scenario, kiosks and people; below, what ran lately. `kept` outlives its being drawn again. */
export function startPage(data, { begin, open, root, kept }) {
  let scenario = data.scenarios.find((each) => each.id === kept.scenario) ?? data.scenarios[0];
  let chosen = new Map();
  const people = h("datalist", { id: "console-people" }, ...data.people.map((p) => h("option", { value: p.staff_no }, `${p.name} · ${p.department}`)));
  const seats = h("div", { class: "console-kiosks" });
  const problem = h("p", { class: "console-problem", role: "alert" });
  const roll = rollChoice(data.roll);
  const kind = kindChoice(() => {
    kept.kind = kind.value();
    roll.show(scenario, kept.kind);
  });
  const go = button("开始演练", { class: "is-primary is-big", onclick: submit }, "play");

  function submit() {
    const list = [...chosen].map(([device, { staff, roles }]) => ({ device, staff_no: staff.value.trim(), roles: [...roles] }));
    if (!scenario || !list.length) problem.textContent = "请先选至少一台终端。";
    else if (list.some((seat) => !seat.roles.length)) problem.textContent = "每台终端至少要有一个角色。";
    else begin(scenario.id, list, { roll_call: roll.value(scenario), kind: kind.value() }, (words) => (problem.textContent = words));
  }

  function choose(kiosk, on) {
    if (on) chosen.set(kiosk.id, { roles: new Set(), staff: null });
    else chosen.delete(kiosk.id);
    const dealt = dealRoles(scenario?.roles ?? [], [...chosen.keys()]);
    for (const [device, seat] of chosen) seat.roles = new Set(dealt.get(device));
    drawSeats();
  }

  function give(device, role) {
    for (const [id, seat] of chosen) if (id !== device) seat.roles.delete(role);
    const own = chosen.get(device).roles;
    if (chosen.size === 1 || !own.has(role)) own.add(role);
    drawSeats();
  }

  function seatRow(kiosk) {
    const seat = chosen.get(kiosk.id);
    const box = h("input", { type: "checkbox", id: `k-${kiosk.id}`, disabled: Boolean(kiosk.run), checked: Boolean(seat), onchange: (e) => choose(kiosk, e.target.checked) });
    const row = h("div", { class: `console-kiosk${seat ? " is-chosen" : ""}` },
      h("label", { for: `k-${kiosk.id}` }, box, h("strong", null, kiosk.name), h("span", null, kiosk.area)), kioskState(kiosk));
    if (!seat) return row;
    const kept = seat.staff?.value ?? "";
    seat.staff = h("input", { class: "console-input", list: "console-people", placeholder: kiosk.seat ? kiosk.seat.name : "谁来都行", "aria-label": `${kiosk.name}的参演人员工号` });
    seat.staff.value = kept;
    row.append(h("div", { class: "console-seat" }, h("label", null, "参演人员", seat.staff),
      h("div", { class: "console-roles", role: "group", "aria-label": "角色" }, ...(scenario?.roles ?? []).map((role) =>
        h("button", { type: "button", class: "console-role", "aria-pressed": String(seat.roles.has(role.id)), onclick: () => give(kiosk.id, role.id) }, role.title)))));
    return row;
  }

  function drawSeats() {
    seats.replaceChildren(...(data.kiosks.length ? data.kiosks.toSorted(byName).map(seatRow) : [h("p", { class: "console-empty" }, "还没有登记演练终端。请管理员在“人员设备”里登记。")]));
    problem.textContent = "";
  }

  function draw() {
    drawSeats();
    kind.show(scenario, kept.kind);
    roll.show(scenario, kind.value());
  }

  const cards = data.scenarios.map((each) => h("label", { class: "console-scenario" },
    h("input", { type: "radio", name: "scenario", checked: each === scenario, onchange: () => {
      scenario = each;
      Object.assign(kept, { scenario: each.id, kind: null });
      chosen = new Map();
      draw();
    } }),
    h("strong", null, each.title), h("span", null, each.kind), h("span", null, `${each.nodes} 个决策，${each.injects} 条情景信息，最长 ${each.minutes} 分钟`),
    h("p", null, each.summary)));
  draw();
  return h("div", { class: "console-first" },
    h("header", { class: "console-head" }, h("h1", null, "演练导调"), h("span", { class: "console-head-end" }, h("a", { class: "console-button", href: baseUrl() }, icon("back"), "回到平台"), emergencyButton(root))),
    h("section", { class: "console-panel" }, h("h2", null, h("b", null, "1"), "选情景"), ...cards, kind.el,
      h("h2", null, h("b", null, "2"), "选终端和参演人员"),
      h("p", { class: "console-hint" }, "一台终端由一个人演全部角色；几台终端同演一场，点角色可以改派。人到齐就自动开始。"), people, seats, roll.el,
      h("div", { class: "console-go" }, problem, go)),
    h("section", { class: "console-panel" }, h("h2", null, "近期演练"), ...runLists(data.runs, open)));
}

/** Drills with what goes on first, then what somebody practised alone. */
function runLists(runs, open) {
  const [called, practised] = [runs.filter((run) => run.origin !== "self"), runs.filter((run) => run.origin === "self")];
  return [
    called.length ? runList(called, open) : h("p", { class: "console-empty" }, "还没有组织过演练。左边选好情景和终端就可以开始。"),
    h("a", { class: "console-button console-more-runs", href: `${baseUrl()}drills/archive` }, "更早的，看演练档案"),
    ...(practised.length ? [h("h2", null, "单人练习"), runList(practised, open)] : []),
  ];
}

function runList(runs, open) {
  return h("ul", { class: "console-runs" }, ...runs.map((run) =>
    h("li", null, h("button", { type: "button", onclick: () => open(run.run) },
      h("strong", null, run.title), pill(run.status === "ended" ? "idle" : "live", RUN_WORDS[run.status]),
      h("span", null, run.seats.map((seat) => [seat.device, seat.name].filter(Boolean).join(" ")).join("；")),
      h("span", null, dayAndTime(run.created))))));
}

export const resultWords = ({ result, how }) => h("span", { class: "console-result" },
  `${["complete", "time"].includes(how) ? `${result.percent} 分${result.percent === result.reckoned ? "" : `（更正前 ${result.reckoned} 分）`}，${result.passed ? "合格" : "不合格"}` : "没有演完，不计成绩"}；答对 ${result.right} / ${result.asked}，耽误 ${result.lost} 秒，禁忌动作 ${result.forbidden} 次`);

export function nodeRow(node, i, corrections) {
  const corrected = corrections.find((each) => each.node === node.id);
  const told = node.choice ? `${node.letter} ${node.choice}${node.delayed ? "（网络中断，按点选时刻计）" : ""}` : "";
  const time = node.status === "open" ? h("span", { class: "console-left", "data-left": node.left }, "") :
    h("span", null, node.choice ? `${node.elapsed} 秒` : NODE_WORDS[node.status]);
  return h("li", { class: `console-node is-${node.status}` }, h("b", null, String(i + 1)),
    h("div", null, h("p", null, h("em", null, node.role), node.question), told || node.who ? h("p", { class: "console-choice" }, told, " ", h("span", { class: "console-who" }, node.who)) : null,
      corrected ? h("p", { class: "console-corrected" }, `得分更正为 ${corrected.points} / ${corrected.most}：${corrected.reason}`) : null), time);
}

export function injectRow(inject, send, live) {
  const state = { sent: pill("ok", `已下发 ${clockText(inject.at ?? 0)}`), skipped: pill("idle", "未触发") }[inject.status];
  return h("li", { class: `console-inject is-${inject.status}` }, icon(inject.channel),
    h("p", { class: "console-inject-head" }, `${inject.from} → ${inject.to} · ${inject.when}`),
    state ?? button("下发", { disabled: !live, onclick: () => send(inject.id), "aria-label": `立即下发：${inject.text}` }, "send"),
    h("p", null, inject.text), h("p", { class: "console-expect" }, `期望：${inject.expect}`));
}

export const eventRow = (event) => h("li", { class: `is-${event.tone}`, "data-seq": event.seq }, h("time", null, clockText(event.at)), h("span", null, event.text));
