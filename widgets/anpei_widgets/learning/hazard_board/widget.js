// A board of hazards: pick a card, take a step; the wrong step comes back with its reason. Dragging is only a second way.

import { put, widget } from "../../shared/widget.js";
import { announce, h, one } from "../../shared/dom.js";
import { icon } from "../../shared/icons.js";
import { uuid } from "../../shared/uuid.js";
import { limitsNote, outcomePanel } from "../shared/cards.js";
import { lawCard } from "../../items/shared/question.js";
import { boardClocks, boardDate, boardReplay, boardVerdict, CLOSED, GRADED } from "./rules.js";
import "./style.css";

const BOARD_GRADES = { minor: "一般", major: "重大" };
const BOARD_DROPS = [null, "record", null, null, "done", "publish"];

/** A step's name as it stands on its button. */
const boardLabel = (act) => h("span", null, act.name, h("small", null, act.hint));

/** One card: its name, its grade, its clocks; a radio that can also be dragged. */
function boardCard(spec, s, card, group, open, pick) {
  const { hazard } = card;
  const clocks = boardClocks(spec, s, card);
  const signs = [card.grade ? h("span", { class: `anpei-board-sign${card.grade === "major" ? " anpei-board-major" : ""}` }, BOARD_GRADES[card.grade]) : null,
    hazard.stop && card.stopped ? h("span", { class: "anpei-board-sign" }, "已停") : null,
    hazard.stop && !card.stopped ? h("span", { class: "anpei-board-sign anpei-board-live" }, "还开着") : null,
    card.gov !== null ? h("span", { class: "anpei-board-sign" }, "已报部门") : null, card.staff !== null ? h("span", { class: "anpei-board-sign" }, "已报职工") : null];
  return h("li", null, h("label", { class: "anpei-card", draggable: card.stage < CLOSED ? "true" : null, ondragstart: (event) => event.dataTransfer.setData("text/plain", hazard.id) },
    h("input", { type: "radio", name: group, value: hazard.id, checked: hazard.id === open, onchange: () => pick(hazard.id) }),
    h("span", null, h("b", null, hazard.name), h("small", null, hazard.place),
      h("span", { class: "anpei-board-signs" }, signs),
      clocks.map((clock) => h("span", { class: `anpei-board-clock${clock.late ? " anpei-board-late" : ""}` }, icon(clock.late ? "warn" : "clock"), clock.words)))));
}

/** The slip that orders the mending: tick what it holds, then send it. */
function planForm(spec, send) {
  const boxes = spec.items.map((item) => h("input", { type: "checkbox", value: item.id }));
  const el = h("details", { class: "anpei-board-plan" }, h("summary", null, "写整改单"),
    h("fieldset", null, h("legend", null, "单子上写哪几样？"), spec.items.map((item, i) => h("label", null, boxes[i], h("span", null, item.name)))),
    h("button", { type: "button", class: "anpei-button", onclick: () => send(boxes.filter((x) => x.checked).map((x) => x.value).join("")) }, "下整改单"));
  return { el, clear: () => boxes.forEach((x) => { x.checked = false; }) };
}

/** What has been done, in the plant's ledger. */
const boardLedger = (s) => h("table", null, h("caption", { class: "anpei-spoken" }, "台账"),
  h("thead", null, h("tr", null, ["哪天", "哪一条", "做了什么"].map((x) => h("th", { scope: "col" }, x)))),
  h("tbody", null, s.ledger.map((row) => h("tr", null, h("td", null, boardDate(row.day)), h("th", { scope: "row" }, row.card.hazard.name), h("td", null, row.act)))));

/** How it ended, and again. */
function boardEnd(spec, s, again) {
  const { tone, says, why } = boardVerdict(spec, s);
  return outcomePanel(tone, says, h("p", null, `用了 ${s.day} 天，退回来 ${s.refused} 次。`), why.length ? h("ul", null, why.map((x) => h("li", null, x))) : [],
    h("button", { type: "button", class: "anpei-button", onclick: again }, "再来一次"));
}

/** The columns of the board: a card in each, which can be picked, or dragged to the next. */
function boardColumns(spec, group, { pick, drop }) {
  const columns = h("div", { class: "anpei-board-columns" });
  function column(s, name, stage, open) {
    const here = Object.values(s.cards).filter((card) => card.stage === stage);
    return h("div", { class: `anpei-board-column${here.length ? "" : " anpei-board-empty"}`, ondragover: (event) => event.preventDefault(), ondrop: (event) => drop(event, stage) },
      h("p", { class: "anpei-board-name" }, name, h("span", null, ` ${here.length}`)), h("ul", null, here.map((card) => boardCard(spec, s, card, group, open, pick))));
  }
  return {
    el: h("fieldset", null, h("legend", null, "点一张卡，看它走到哪一步"), columns),
    show(s, open) {
      const focused = columns.contains(document.activeElement);
      columns.replaceChildren(...spec.stages.map((name, stage) => column(s, name, stage, open)));
      if (focused) one(columns, "input:checked")?.focus();
    },
  };
}

/** What is done with the open card: steps as buttons, the slip, and what was said of the last one. */
function boardDesk(spec, act) {
  const steps = spec.acts.map((each) => h("button", { type: "button", class: "anpei-button anpei-board-step", onclick: () => act(each.id) }, boardLabel(each)));
  const form = planForm(spec, (items) => act(`plan:${items}`));
  const said = h("div", { class: "anpei-board-said" });
  const el = h("div", { class: "anpei-board-do" }, h("div", null, h("p", { class: "anpei-title" }, "这张卡，下一步做什么？"),
    h("div", { class: "anpei-board-steps" }, steps.slice(0, 6), form.el, steps.slice(6))), said);
  return {
    el, said, clear: form.clear,
    show(s, again) {
      const { last } = s;
      const whose = last?.id ? `${s.cards[last.id].hazard.name}：` : "";
      said.replaceChildren(...(s.over ? [boardEnd(spec, s, again)] : []),
        ...(last ? [outcomePanel(last.tone, `${whose}${last.title}`, h("p", null, last.text), last.cites.map((cite) => lawCard(spec.cards[cite])))] : []));
    },
  };
}

function draw(model, root) {
  const spec = model.get("spec");
  const start = { open: spec.hazards[0].id, log: [] };
  const value = () => model.get("value") ?? start;
  const now = () => boardReplay(spec, value().log);
  const add = (token) => {
    if (value().log.length >= spec.longest) return announce("步骤太多了，请再来一次");
    const before = now().over;
    put(model, "value", { ...value(), log: [...value().log, token] });
    const s = now();
    if (s.last) announce(`${s.last.title}。${s.last.text}`);
    desk.said.scrollIntoView({ block: "nearest" });
    if (s.over && !before) root.dispatchEvent(new CustomEvent("anpei-done", { bubbles: true, detail: { days: s.day, refused: s.refused } }));
    return undefined;
  };
  const act = (name) => add(`${value().open}:${name}`);
  const pick = (open) => {
    desk.clear();
    put(model, "value", { ...value(), open });
  };
  const drop = (event, stage) => {
    event.preventDefault();
    const id = event.dataTransfer.getData("text/plain");
    if (!spec.hazards.some((hazard) => hazard.id === id)) return;
    if (id !== value().open) pick(id);
    if (BOARD_DROPS[stage]) act(BOARD_DROPS[stage]);
    else if (stage) announce(stage === GRADED ? "定级要你来定：请按“定为一般”或者“定为重大”。" : "请写整改单，再下发。");
  };

  const clock = h("p", { class: "anpei-board-day" });
  const day = h("button", { type: "button", class: "anpei-button", onclick: () => add("day") }, icon("clock"), "过一天");
  const board = boardColumns(spec, uuid(), { pick, drop });
  const story = h("p", { class: "anpei-story" });
  const desk = boardDesk(spec, act);
  const rows = h("div", { class: "anpei-board-rows", tabindex: "0", role: "region", "aria-label": "台账" });
  const count = h("summary", null);
  const ledger = h("details", { class: "anpei-board-ledger" }, count, rows);
  root.classList.add("anpei-sim");
  root.append(h("div", { class: "anpei-board-top" }, clock, day), board.el, story, desk.el, ledger, limitsNote("期限和定级从哪里来", spec.limits));

  function show() {
    const s = now();
    const { open } = value();
    clock.replaceChildren("今天是", h("b", null, ` ${boardDate(s.day)} `), s.refused ? `退回 ${s.refused} 次` : "");
    board.show(s, open);
    story.textContent = s.cards[open].hazard.text;
    desk.show(s, () => put(model, "value", start));
    rows.replaceChildren(boardLedger(s));
    count.textContent = `台账（${s.ledger.length} 条）`;
    ledger.hidden = !s.ledger.length;
  }
  model.on("change:value", show);
  show();
  return () => model.off("change:value", show);
}

export default widget("hazard_board", draw, ["spec"]);
