// The page of one run: transport on top, the scene with its kiosks, decisions, news, log; on a tablet these take turns.

import { api, baseUrl } from "../../shared/api.js";
import { h, setWords } from "../../shared/dom.js";
import { icon } from "../../shared/icons.js";
import { clockText } from "../../shared/values.js";
import { meterTiles, runClock, sitePlan } from "../shared/drill_parts.js";
import { planOrPeople } from "../shared/people.js";
import { followRun } from "../shared/run_stream.js";
import { emergencyButton, emergencyNews } from "../shared/emergency.js";
import { button, byName, END_WORDS, eventRow, injectRow, nodeRow, pill, resultWords, RUN_WORDS } from "./parts.js";
import { adhocForm, confirmStop, noteForm, rolesDialog, signDialog } from "./forms.js";
import { rollLine } from "./roll.js";
import { scorable, scoresDialog } from "./scores.js";
import "./run.css";

const SPEEDS = [0.5, 1, 2, 5, 10, 20];
const TABS = { nodes: "决策", injects: "情景信息", events: "事件" };

/** How long ago a kiosk was heard of. */
const silence = (kiosk) => (kiosk.silent === null ? "没有联系过" : kiosk.silent < 5000 ? "刚刚" : kiosk.silent < 90000 ? `${Math.round(kiosk.silent / 1000)} 秒前` : `${Math.round(kiosk.silent / 60000)} 分钟前`);

/** One kiosk of the run: who sits there, in which roles, doing what. */
function kioskRow(kiosk, member, view) {
  const node = member && view.nodes.find((each) => each.id === member.asked);
  const going = view.status === "running";
  const over = view.status === "ended";
  const state = over ? pill("idle", "已结束") : !kiosk.online ? pill("off", "离线")
    : !member ? pill("busy", "未就位")
      : !member.present ? pill("off", "已离开")
        : node ? h("span", { class: "console-pill is-asked", "data-left": going ? node.left : null }, going ? "" : "作答中")
          : pill("ok", "待命");
  return h("li", { class: `console-seat-row${kiosk.online || over ? "" : " is-off"}` }, icon("tablet"),
    h("div", null, h("p", null, h("strong", null, member?.name ?? "等人就位"), h("span", null, member?.roles || "没有角色")),
      h("p", { class: "console-quiet" }, kiosk.name, h("span", { "data-device": kiosk.id }, silence(kiosk)))), state);
}

/** The controls of time and ending; drawn again when what they say has changed. */
function deck(view, hooks) {
  const { status } = view;
  const over = status === "ended";
  const speeds = h("div", { class: "console-speeds", role: "group", "aria-label": "演练速度" }, ...SPEEDS.map((speed) =>
    h("button", { type: "button", class: "console-speed", "aria-pressed": String(view.speed === speed), onclick: () => hooks.act("speed", { factor: speed }) }, `${speed === 0.5 ? "½" : speed}×`)));
  const skip = button("跳过等待", { disabled: status !== "running" || view.next === null, onclick: () => hooks.act("skip"), title: "跳到下一件要发生的事" }, "skip");
  if (over) {
    return [resultWords(view), h("a", { class: "console-button", href: `${baseUrl()}drills/${hooks.run}/hotwash` }, icon("play"), "讲评和报告"),
      view.signed ? h("span", { class: "console-signed" }, icon("check"), `${view.signed} 已签字归档`) : button("签字归档", { class: "is-primary", onclick: hooks.sign }, "pencil")];
  }
  return [
    status === "waiting" ? button("立即开始", { class: "is-primary", onclick: () => hooks.act("start"), disabled: !view.members.some((m) => m.present) }, "play") : null,
    status === "running" ? button("暂停", { onclick: () => hooks.act("pause") }, "pause") : null,
    status === "paused" ? button("继续", { class: "is-primary", onclick: () => hooks.act("resume") }, "play") : null,
    skip, speeds, h("span", { class: "console-next" }), button("终止演练", { class: "is-stop", onclick: hooks.stop }, "stop"),
  ].filter(Boolean);
}

/** The page of one run; `stop` lets go. */
export function runPage(run, { back, act, note, correct, sign }) {
  const plan = sitePlan();
  const clock = runClock();
  const scene = planOrPeople(plan.el, run, () => clock.now());
  const clockEl = h("time", { class: "console-clock", "aria-label": "演练用时" });
  const head = h("header", { class: "console-head" });
  const controls = h("div", { class: "console-controls" });
  const meters = h("div", { class: "drill-meters" });
  const rollPlace = h("div", { class: "console-roll-place" });
  const [seats, nodes, injects] = [h("ul", { class: "console-seats" }), h("ol", { class: "console-nodes", tabindex: "0", "aria-label": "全部决策" }), h("ul", { class: "console-injects", tabindex: "0", "aria-label": "全部情景信息" })];
  const events = h("ol");
  const log = h("div", { class: "console-events", tabindex: "0", role: "log", "aria-label": "事件" }, events);
  const counted = h("span");
  const adhoc = adhocForm(act);
  const notes = noteForm(note);
  const roles = button("调整角色", { class: "is-small", onclick: () => rolesDialog(el, run, { ...view, kiosks }, act) });
  const scores = button("更正得分", { class: "is-small", onclick: () => scoresDialog(el, view, correct) });
  const panel = (name, ...body) => h("section", { class: "console-panel console-tabbed", "data-panel": name, "aria-label": TABS[name] }, ...body);
  const tabs = Object.entries(TABS).map(([name, words]) => h("button", { type: "button", class: "console-tab", "data-tab": name, onclick: () => turnTo(name) }, words));
  const el = h("div", { class: "console-run" }, head, h("div", { class: "console-deck" }, clockEl, controls),
    h("section", { class: "console-panel console-scene", "aria-label": "现场" }, meters, rollPlace, scene.el, h("h2", null, "演练终端", roles), seats),
    h("nav", { class: "console-tabs", "aria-label": "看哪一栏" }, ...tabs),
    panel("nodes", h("h2", null, "决策", counted, scores), nodes),
    panel("injects", h("h2", null, "情景信息"), injects, adhoc.el),
    panel("events", h("h2", null, "事件与观察"), log, notes.el));
  let [view, kiosks, link, asked, coming, headed, rolled] = [null, [], "slow", "", -1, "", ""];
  let heard = performance.now();

  function turnTo(name) {
    el.dataset.tab = name;
    tabs.forEach((tab) => tab.setAttribute("aria-pressed", String(tab.dataset.tab === name)));
  }

  /** Draw `place` only when `key` is new, and give the focus back to the control that had it. */
  function redraw(place, children) {
    const held = place.contains(document.activeElement) ? document.activeElement : null;
    const name = held && (held.getAttribute("aria-label") ?? held.textContent);
    place.replaceChildren(...children);
    if (name) [...place.querySelectorAll("button, select")].find((each) => (each.getAttribute("aria-label") ?? each.textContent) === name)?.focus();
  }

  function drawHead() {
    const { status, title, phase } = view;
    const over = status === "ended";
    const key = JSON.stringify([status, view.how, title, phase, link, view.speed, view.next === null, view.members.some((m) => m.present), view.signed, view.result]);
    if (key === headed) return;
    headed = key;
    redraw(head, [
      button("返回", { onclick: back }, "back"),
      h("div", { class: "console-title" }, h("h1", null, title), h("span", null, view.place)),
      pill(status === "running" ? "live" : status === "paused" ? "busy" : "idle", over ? END_WORDS[view.how] ?? "已结束" : RUN_WORDS[status]),
      h("ol", { class: "console-phases", "aria-label": "阶段" }, ...view.phases.map((each) => h("li", { class: each.on ? "is-on" : null, "aria-current": each.title === phase ? "step" : null }, each.title))),
      over ? "" : h("span", { class: `console-link is-${link}`, role: "status" }, icon(link === "ok" ? "check" : "away"), link === "ok" ? "实时" : "正在重连"),
      emergencyButton(el),
    ]);
    redraw(controls, deck(view, { run, act, stop: () => confirmStop(el, () => act("stop")), sign: () => signDialog(el, view.me, sign) }));
  }

  function drawSeats() {
    const own = kiosks.filter((kiosk) => kiosk.run === run || view.members.some((m) => m.device === kiosk.id)).sort(byName);
    const at = (kiosk) => view.members.filter((m) => m.device === kiosk.id).sort((a, b) => Number(a.present) - Number(b.present)).at(-1);
    const rows = own.map((kiosk) => kioskRow(kiosk, at(kiosk), view));
    seats.replaceChildren(...(rows.length ? rows : [h("li", { class: "console-empty" }, "还没有人就位。参演人员在终端上就位后，人到齐自动开始。")]));
    roles.hidden = view.status === "ended";
  }

  function drawRoll(roll) {
    if (JSON.stringify(roll) === rolled) return;
    rolled = JSON.stringify(roll);
    redraw(rollPlace, [rollLine(roll)].filter(Boolean));
  }

  function drawRows() {
    nodes.replaceChildren(...view.nodes.map((node, i) => nodeRow(node, i, view.corrections)));
    redraw(injects, view.injects.map((inject) => injectRow(inject, (id) => act("inject", { id }), view.status === "running")));
    showOpen();
    scores.hidden = Boolean(view.signed) || !scorable(view).length;
    counted.textContent = `${view.done} / ${view.total}`;
    const known = Number(events.firstChild?.dataset.seq ?? 0);
    events.prepend(...view.events.filter((event) => event.seq > known).reverse().map(eventRow));
  }

  /** Bring the question now open, and the next news, into sight, once. */
  function showOpen() {
    const now = view.nodes.find((node) => node.status === "open")?.id ?? "";
    if (now !== asked) scrollTo(nodes, nodes.querySelector(".is-open"));
    asked = now;
    const next = view.injects.findIndex((inject) => inject.status === "waiting");
    if (next !== coming) scrollTo(injects, injects.children[next]);
    coming = next;
  }

  /** Only the list itself moves, never the page. */
  function scrollTo(list, child) {
    if (child) list.scrollTop = child.offsetTop - list.offsetTop - Math.max(0, (list.clientHeight - child.offsetHeight) / 2);
  }

  function tick() {
    setWords(clockEl, clockText(clock.now()));
    const gone = view?.status === "running" ? (performance.now() - heard) * view.speed : 0;
    el.querySelectorAll("[data-left]").forEach((cell) => {
      const words = cell.classList.contains("console-pill") ? "作答" : "剩";
      setWords(cell, `${words} ${Math.max(0, Math.ceil((cell.dataset.left - gone) / 1000))} 秒`);
    });
    const next = controls.querySelector(".console-next");
    if (!next) return;
    const wait = view?.status === "running" && view.next !== null ? Math.ceil((view.next - clock.now()) / 1000) : 0;
    setWords(next, wait > 0 ? `${wait} 秒后有下一步` : asked ? "有人正在作答" : "");
  }

  function update(next) {
    if (view && next.seq < view.seq) return;
    if (next.seq !== view?.seq) scene.update();
    [view, heard, kiosks] = [next, performance.now(), next.kiosks ?? kiosks];
    clock.set(view.clock, view.status === "running", view.speed);
    if (view.how === "real") emergencyNews();
    drawHead();
    meters.replaceChildren(...meterTiles(view.meters));
    plan.show(view.layers);
    drawSeats();
    drawRoll(view.roll);
    drawRows();
    adhoc.update(view);
    notes.update(view);
    tick();
  }

  async function fetchPlan() {
    const { status, data } = await api(`api/drills/runs/${run}`);
    if (status === 404) return back();
    if (status !== 200) return void setTimeout(fetchPlan, 1500);
    plan.draw(data.plan);
    update(data.view);
    return plan.show(data.view.layers);
  }

  const timer = setInterval(tick, 250);
  const unfollow = followRun(`api/drills/runs/${run}/events`, {
    view: update,
    beat(data) {
      kiosks = data.kiosks ?? kiosks;
      if (view) [drawSeats(), drawRoll(data.roll)];
      tick();
    },
    link(now) {
      link = now;
      if (view) drawHead();
    },
  });
  turnTo("nodes");
  fetchPlan();
  return {
    el,
    stop() {
      clearInterval(timer);
      unfollow();
      scene.stop();
    },
  };
}
