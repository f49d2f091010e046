// The page of one run: transport on top, the scene with its kiosks, decisions, news, log; on a tablet these take turns.

import { api, baseUrl } from "../../shared/api.js";
import { all, h, one, setWords } from "../../shared/dom.js";
import { icon } from "../../shared/icons.js";
import { clockText, present } from "../../shared/values.js";
import { meterTiles, runClock, sitePlan } from "../shared/drill_parts.js";
import { planOrPeople } from "../shared/people.js";
import { followRun } from "../shared/run_stream.js";
import { emergencyButton, emergencyNews } from "../shared/emergency.js";
import { button, byName, END_WORDS, eventRow, injectRow, nodeRow, pill, resultWords, RUN_WORDS } from "./rows.js";
import { memberAt, secondsToNext, silenceWords } from "./rules.js";
import { adhocForm, confirmStop, noteForm, rolesDialog, signDialog } from "./forms.js";
import { rollLine } from "./roll.js";
import { scorable, scoresDialog } from "./scores.js";
import "./run.css";

const SPEEDS = [0.5, 1, 2, 5, 10, 20];
const TABS = { nodes: "决策", injects: "情景信息", events: "事件" };

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
    h("div", null, h("p", null, h("strong", null, member?.name ?? "等人就位"), h("span", null, (member ? member.roles : view.planned[kiosk.id]) || "没有角色")),
      h("p", { class: "console-quiet" }, kiosk.name, h("span", { "data-device": kiosk.id }, silenceWords(kiosk.silent)))), state);
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
  return present([
    status === "waiting" ? button("立即开始", { class: "is-primary", onclick: () => hooks.act("start"), disabled: !view.members.some((m) => m.present) }, "play") : null,
    status === "running" ? button("暂停", { onclick: () => hooks.act("pause") }, "pause") : null,
    status === "paused" ? button("继续", { class: "is-primary", onclick: () => hooks.act("resume") }, "play") : null,
    skip, speeds, h("span", { class: "console-next" }),
    button(view.muted ? "终端已静音" : "终端出声", { class: "is-small", "aria-pressed": String(view.muted), onclick: () => hooks.act(view.muted ? "unmute" : "mute"), title: view.muted ? "点一下，让终端再出声" : "点一下，所有终端静音" }, view.muted ? "away" : "sound"), button("终止演练", { class: "is-stop", onclick: hooks.stop }, "stop"),
  ]);
}

/** Fill a place anew, and give the focus back to the control that had it. */
function redraw(/** @type {HTMLElement} */ place, /** @type {any[]} */ children) {
  const nameOf = (/** @type {Element} */ each) => each.getAttribute("aria-label") ?? each.textContent;
  const held = place.contains(document.activeElement) ? document.activeElement : null;
  const name = held && nameOf(held);
  place.replaceChildren(...children);
  if (name) all(place, "button, select").find((each) => nameOf(each) === name)?.focus();
}

/** Only the list itself moves, never the page. */
function scrollTo(/** @type {HTMLElement} */ list, /** @type {HTMLElement | null | undefined} */ child) {
  if (child) list.scrollTop = child.offsetTop - list.offsetTop - Math.max(0, (list.clientHeight - child.offsetHeight) / 2);
}

/** The title, the phases and the link on top, the controls below; drawn only when what they say has changed. */
function headOf(el, { run, back, act, sign }) {
  const head = h("header", { class: "console-head" });
  const controls = h("div", { class: "console-controls" });
  let headed = "";
  const linkPill = (link) => h("span", { class: `console-link is-${link}`, role: "status" }, icon(link === "ok" ? "check" : "away"), link === "ok" ? "实时" : "正在重连");
  const phase = (each, now) => h("li", { class: each.on ? "is-on" : null, "aria-current": each.title === now ? "step" : null }, each.title);
  return {
    head, controls,
    show(view, link) {
      const { status } = view;
      const over = status === "ended";
      const key = JSON.stringify([status, view.how, view.title, view.phase, link, view.speed, view.muted, view.next === null, view.members.some((m) => m.present), view.signed, view.result]);
      if (key === headed) return;
      headed = key;
      redraw(head, [
        button("返回", { onclick: back }, "back"),
        h("div", { class: "console-title" }, h("h1", null, view.title), h("span", null, `${view.label} · ${view.place}`)),
        pill(status === "running" ? "live" : status === "paused" ? "busy" : "idle", over ? END_WORDS[view.how] ?? "已结束" : RUN_WORDS[status]),
        h("ol", { class: "console-phases", "aria-label": "阶段" }, ...view.phases.map((each) => phase(each, view.phase))),
        over ? "" : linkPill(link),
        emergencyButton(el),
      ]);
      redraw(controls, deck(view, { run, act, stop: () => confirmStop(el, () => act("stop")), sign: () => signDialog(el, view.me, sign) }));
    },
  };
}

/** The kiosks of the run, and its roll call. */
function seatsOf(run) {
  const seats = h("ul", { class: "console-seats" });
  const rollPlace = h("div", { class: "console-roll-place" });
  const none = () => h("li", { class: "console-empty" }, "还没有人就位。参演人员在终端上就位后，人到齐自动开始。");
  let rolled = "";
  return {
    seats, rollPlace,
    show(view, kiosks) {
      const own = kiosks.filter((kiosk) => kiosk.run === run || view.members.some((m) => m.device === kiosk.id)).sort(byName);
      const rows = own.map((kiosk) => kioskRow(kiosk, memberAt(view, kiosk.id), view));
      seats.replaceChildren(...(rows.length ? rows : [none()]));
    },
    roll(/** @type {any} */ roll) {
      if (JSON.stringify(roll) === rolled) return;
      rolled = JSON.stringify(roll);
      redraw(rollPlace, present([rollLine(roll)]));
    },
  };
}

/** Decisions, news and events; the question now open and the next news come into sight, once. */
function columnsOf(act) {
  const nodes = h("ol", { class: "console-nodes", tabindex: "0", "aria-label": "全部决策" });
  const injects = h("ul", { class: "console-injects", tabindex: "0", "aria-label": "全部情景信息" });
  const events = h("ol");
  const counted = h("span");
  let [asked, coming] = ["", -1];

  function showOpen(view) {
    const now = view.nodes.find((node) => node.status === "open")?.id ?? "";
    if (now !== asked) scrollTo(nodes, one(nodes, ".is-open"));
    asked = now;
    const next = view.injects.findIndex((inject) => inject.status === "waiting");
    if (next !== coming) scrollTo(injects, /** @type {HTMLElement | undefined} */ (injects.children[next]));
    coming = next;
  }
  return {
    nodes, injects, counted,
    log: h("div", { class: "console-events", tabindex: "0", role: "log", "aria-label": "事件" }, events),
    asking: () => asked !== "",
    show(view) {
      nodes.replaceChildren(...view.nodes.map((node, i) => nodeRow(node, i, view.corrections)));
      redraw(injects, view.injects.map((inject) => injectRow(inject, (id) => act("inject", { id }), view.status === "running")));
      showOpen(view);
      counted.textContent = `${view.done} / ${view.total}`;
      const newest = /** @type {HTMLElement | null} */ (events.firstElementChild);
      const known = Number(newest?.dataset.seq ?? 0);
      events.prepend(...view.events.filter((event) => event.seq > known).reverse().map(eventRow));
    },
  };
}

/** On a tablet the three columns take turns. */
function tabsOf(turnTo) {
  const tabs = Object.entries(TABS).map(([name, words]) => h("button", { type: "button", class: "console-tab", "data-tab": name, onclick: () => turnTo(name) }, words));
  return {
    el: h("nav", { class: "console-tabs", "aria-label": "看哪一栏" }, ...tabs),
    panel: (name, ...body) => h("section", { class: "console-panel console-tabbed", "data-panel": name, "aria-label": TABS[name] }, ...body),
    show: (name) => tabs.forEach((tab) => tab.setAttribute("aria-pressed", String(tab.dataset.tab === name))),
  };
}

/** The seconds on the page, four times a second: the clock, what each question has left, what comes next. */
function tickingOf(el, clock, view, asking) {
  const clockEl = h("time", { class: "console-clock", "aria-label": "演练用时" });
  let heard = performance.now();
  return {
    clockEl,
    heard: () => (heard = performance.now()),
    tick() {
      const now = view();
      setWords(clockEl, clockText(clock.now()));
      const gone = now?.status === "running" ? (performance.now() - heard) * now.speed : 0;
      all(el(), "[data-left]").forEach((cell) => {
        const words = cell.classList.contains("console-pill") ? "作答" : "剩";
        setWords(cell, `${words} ${Math.max(0, Math.ceil((Number(cell.dataset.left) - gone) / 1000))} 秒`);
      });
      const next = one(el(), ".console-next");
      const wait = secondsToNext(now, clock.now());
      if (next) setWords(next, wait > 0 ? `${wait} 秒后有下一步` : asking() ? "有人正在作答" : "");
    },
  };
}

/** Everything of the page, put together; `view` and `kiosks` are asked for when somebody opens a dialog. */
function pageOf(run, { back, act, note, correct, sign }, { view, kiosks }) {
  const plan = sitePlan();
  const clock = runClock();
  const scene = planOrPeople(plan.el, run, () => clock.now());
  const el = h("div", { class: "console-run" });
  const head = headOf(el, { run, back, act, sign });
  const meters = h("div", { class: "drill-meters" });
  const seats = seatsOf(run);
  const columns = columnsOf(act);
  const [adhoc, notes] = [adhocForm(act), noteForm(note)];
  const roles = button("调整角色", { class: "is-small", onclick: () => rolesDialog(el, { ...view(), kiosks: kiosks() }, act) });
  const scores = button("更正得分", { class: "is-small", onclick: () => scoresDialog(el, view(), correct) });
  const tabs = tabsOf(turnTo);
  const ticking = tickingOf(() => el, clock, view, columns.asking);
  el.append(head.head, h("div", { class: "console-deck" }, ticking.clockEl, head.controls),
    h("section", { class: "console-panel console-scene", "aria-label": "现场" }, meters, seats.rollPlace, scene.el, h("h2", null, "演练终端", roles), seats.seats),
    tabs.el,
    tabs.panel("nodes", h("h2", null, "决策", columns.counted, scores), columns.nodes),
    tabs.panel("injects", h("h2", null, "情景信息"), columns.injects, adhoc.el),
    tabs.panel("events", h("h2", null, "事件与观察"), columns.log, notes.el));

  function turnTo(name) {
    el.dataset.tab = name;
    tabs.show(name);
  }
  turnTo("nodes");
  return {
    el, plan, scene, seats, ticking, head,
    show(now, link) {
      clock.set(now.clock, now.status === "running", now.speed);
      head.show(now, link);
      meters.replaceChildren(...meterTiles(now.meters));
      plan.show(now.layers);
      seats.show(now, kiosks());
      roles.hidden = now.status === "ended";
      seats.roll(now.roll);
      columns.show(now);
      scores.hidden = Boolean(now.signed) || !scorable(now).length;
      adhoc.update(now);
      notes.update(now);
      ticking.tick();
    },
  };
}

/** The page of one run; `stop` lets go. */
export function runPage(run, hooks) {
  /** What was heard last. @type {{view: any, kiosks: any[], link: string}} */
  const s = { view: null, kiosks: [], link: "slow" };
  const page = pageOf(run, hooks, { view: () => s.view, kiosks: () => s.kiosks });

  function update(next) {
    if (s.view && next.seq < s.view.seq) return;
    if (next.seq !== s.view?.seq) page.scene.update();
    Object.assign(s, { view: next, kiosks: next.kiosks ?? s.kiosks });
    page.ticking.heard();
    if (next.how === "real") emergencyNews();
    page.show(next, s.link);
  }

  async function fetchPlan() {
    const { status, data } = await api(`api/drills/runs/${run}`);
    if (status === 404) return hooks.back();
    if (status !== 200) return void setTimeout(fetchPlan, 1500);
    page.plan.draw(data.plan);
    update(data.view);
    return page.plan.show(data.view.layers);
  }

  const timer = setInterval(page.ticking.tick, 250);
  const unfollow = followRun(`api/drills/runs/${run}/events`, {
    view: update,
    beat(data) {
      s.kiosks = data.kiosks ?? s.kiosks;
      if (s.view) [page.seats.show(s.view, s.kiosks), page.seats.roll(data.roll)];
      page.ticking.tick();
    },
    link(now) {
      s.link = now;
      if (s.view) page.head.show(s.view, now);
    },
  });
  fetchPlan();
  return {
    el: page.el,
    stop() {
      clearInterval(timer);
      unfollow();
      page.scene.stop();
    },
  };
}
