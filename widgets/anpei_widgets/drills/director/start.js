// The first page of the console: pick a scenario, kiosks and people; below, what ran lately.

import { findsPeople } from "../../shared/person_field.js";
import { baseUrl } from "../../shared/api.js";
import { h } from "../../shared/dom.js";
import { icon } from "../../shared/icons.js";
import { dayAndTime } from "../../shared/local_time.js";
import { emergencyButton } from "../shared/emergency.js";
import { kindChoice } from "./kind.js";
import { planChoice } from "./plan.js";
import { rollChoice } from "./roll.js";
import { button, byName, kioskState, pill, RUN_WORDS } from "./rows.js";
import { dealRoles, startProblem } from "./rules.js";

/** @typedef {{roles: Set<string>, staff: HTMLInputElement | null}} Seat */

/** The kiosks to choose from; a chosen one asks who sits there and in which roles. */
function seatPicker(data, { rolesOf, changed }) {
  const el = h("div", { class: "console-kiosks" });
  /** @type {Map<string, Seat>} */
  let chosen = new Map();

  function choose(kiosk, on) {
    if (on) chosen.set(kiosk.id, { roles: new Set(), staff: null });
    else chosen.delete(kiosk.id);
    const dealt = dealRoles(rolesOf(), [...chosen.keys()]);
    for (const [device, seat] of chosen) seat.roles = new Set(dealt.get(device));
    draw();
  }
  /** A role goes to one kiosk; the only one keeps them all. */
  function give(device, seat, role) {
    for (const [id, other] of chosen) if (id !== device) other.roles.delete(role);
    if (chosen.size === 1 || !seat.roles.has(role)) seat.roles.add(role);
    draw();
  }
  function seatForm(kiosk, seat) {
    const before = seat.staff?.value ?? "";
    const staff = h("input", { class: "console-input", list: "console-people", placeholder: kiosk.seat ? kiosk.seat.name : "谁来都行", "aria-label": `${kiosk.name}的参演人员工号` });
    staff.value = before;
    findsPeople(staff);
    seat.staff = staff;
    return h("div", { class: "console-seat" }, h("label", null, "参演人员", staff),
      h("div", { class: "console-roles", role: "group", "aria-label": "角色" }, ...rolesOf().map((role) =>
        h("button", { type: "button", class: "console-role", "aria-pressed": String(seat.roles.has(role.id)), onclick: () => give(kiosk.id, seat, role.id) }, role.title))));
  }
  function row(kiosk) {
    const seat = chosen.get(kiosk.id);
    const box = h("input", { type: "checkbox", id: `k-${kiosk.id}`, disabled: Boolean(kiosk.run), checked: Boolean(seat), onchange: () => choose(kiosk, box.checked) });
    return h("div", { class: `console-kiosk${seat ? " is-chosen" : ""}` },
      h("label", { for: `k-${kiosk.id}` }, box, h("strong", null, kiosk.name), h("span", null, kiosk.area)), kioskState(kiosk),
      seat ? seatForm(kiosk, seat) : null);
  }
  function draw() {
    const none = h("p", { class: "console-empty" }, "还没有登记演练终端。请管理员在“人员设备”里登记。");
    el.replaceChildren(...(data.kiosks.length ? [...data.kiosks].sort(byName).map(row) : [none]));
    changed();
  }
  return {
    el, draw,
    clear: () => (chosen = new Map()),
    value: () => [...chosen].map(([device, { staff, roles }]) => ({ device, staff_no: staff?.value.trim() ?? "", roles: [...roles] })),
  };
}

/** Every scenario as a card; one that can't be used says so. */
function scenarioCards(scenarios, current, pick) {
  return scenarios.map((each) => h("label", { class: "console-scenario" },
    h("input", { type: "radio", name: "scenario", checked: each === current, onchange: () => pick(each) }),
    h("strong", null, each.title), h("span", null, each.kind), h("span", null, `${each.nodes} 个决策，${each.injects} 条情景信息，最长 ${each.minutes} 分钟`),
    h("p", null, each.summary)));
}

/** The page; `kept` outlives its being drawn again. */
export function startPage(data, { begin, open, root, kept }) {
  let scenario = data.scenarios.find((each) => each.id === kept.scenario) ?? data.scenarios[0];
  const people = h("datalist", { id: "console-people" });
  const problem = h("p", { class: "console-problem", role: "alert" });
  const complain = (words = "") => (problem.textContent = words);
  const seats = seatPicker(data, { rolesOf: () => scenario?.roles ?? [], changed: complain });
  const roll = rollChoice(data.roll);
  const kind = kindChoice(() => {
    kept.kind = kind.value();
    roll.show(scenario, kept.kind);
  });
  const plan = planChoice(data, planned);
  const go = button("开始演练", { class: "is-primary is-big", onclick: submit }, "play");
  const cards = scenarioCards(data.scenarios, scenario, (each) => {
    scenario = each;
    Object.assign(kept, { scenario: each.id, kind: null });
    seats.clear();
    draw();
  });

  function submit() {
    const list = seats.value();
    const why = startProblem(scenario, list);
    if (why) complain(why);
    else begin(scenario.id, list, { roll_call: roll.value(scenario), kind: kind.value(), planned: plan.value() }, complain);
  }
  /** A plan says how the drill is held. */
  function planned() {
    if (plan.kind()) kept.kind = { ...kind.value(), ...plan.kind() };
    kind.show(scenario, kept.kind);
    roll.show(scenario, kind.value());
  }
  function draw() {
    seats.draw();
    kind.show(scenario, kept.kind);
    plan.show(scenario);
    planned();
  }

  draw();
  return h("div", { class: "console-first" },
    h("header", { class: "console-head" }, h("h1", null, "演练导调"), h("span", { class: "console-head-end" }, h("a", { class: "console-button", href: baseUrl() }, icon("back"), "回到平台"), emergencyButton(root))),
    h("section", { class: "console-panel" }, h("h2", null, h("b", null, "1"), "选情景"), ...cards, plan.el, kind.el,
      h("h2", null, h("b", null, "2"), "选终端和参演人员"),
      h("p", { class: "console-hint" }, "一台终端由一个人演全部角色；几台终端同演一场，点角色可以改派。人到齐就自动开始。"), people, seats.el, roll.el,
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
      h("strong", null, `${run.title} ${run.label}`), pill(run.status === "ended" ? "idle" : "live", RUN_WORDS[run.status]),
      h("span", null, run.seats.map((seat) => [seat.device, seat.name].filter(Boolean).join(" ")).join("；")),
      h("span", null, dayAndTime(run.created))))));
}
