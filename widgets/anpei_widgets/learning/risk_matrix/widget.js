// Assess a risk: by a 5×5 matrix or by L×E×C. Add measures and see where the risk goes.

import { put, widget } from "../../shared/widget.js";
import { announce, h } from "../../shared/dom.js";
import { uuid } from "../../shared/uuid.js";
import { limitsNote } from "../shared/cards.js";
import { hazardPicker, measureList, resultPanel } from "../shared/risk.js";
import { afterMeasures, bandOf } from "../shared/risk_rules.js";
import "./style.css";

/** The matrix as a grid: arrows walk, Enter or a tap picks; likelihood grows upwards, severity to the right. */
function matrix(spec, pick) {
  const [l, s] = spec.factors;
  const rows = [...l.levels].reverse();
  const cells = [];
  const cell = (row, column) => {
    const score = row.value * column.value;
    const band = bandOf(spec, score);
    const el = h("button", {
      type: "button", role: "gridcell", tabindex: "-1", class: `anpei-cell anpei-tone-${band.tone}`,
      "aria-label": `${l.name} ${row.value} ${row.name}，${s.name} ${column.value} ${column.name}，风险值 ${score}，${band.name}`,
      onclick: () => pick({ [l.id]: row.value, [s.id]: column.value }),
    }, score);
    cells.push({ el, l: row.value, s: column.value });
    return el;
  };
  const head = (level, role) => h("span", { role, class: `anpei-axis anpei-${role}`, title: level.means }, h("b", null, level.value), level.name);
  const el = h("div", { class: "anpei-matrix", role: "grid", "aria-label": `${l.name}与${s.name}`, onkeydown: walk },
    rows.map((row) => h("div", { role: "row", class: "anpei-row" }, head(row, "rowheader"), s.levels.map((column) => cell(row, column)))),
    h("div", { role: "row", class: "anpei-row" }, h("span", { role: "columnheader", class: "anpei-axis anpei-corner" }, h("span", null, `${l.name} ↑`), h("span", null, `${s.name} →`)), s.levels.map((column) => head(column, "columnheader"))));
  const wide = s.levels.length;
  let here = (rows.length - 1) * wide;

  function walk(event) {
    const by = { ArrowLeft: -1, ArrowRight: 1, ArrowUp: -wide, ArrowDown: wide, Home: -(here % wide), End: wide - 1 - (here % wide) }[event.key];
    if (by === undefined) return;
    event.preventDefault();
    const there = here + by;
    const sideways = Math.abs(by) < wide && Math.floor(there / wide) !== Math.floor(here / wide);
    if (!cells[there] || sideways) return;
    cells[there].el.focus();
    stand(there);
  }
  function stand(i) {
    cells[here].el.tabIndex = -1;
    here = i;
    cells[here].el.tabIndex = 0;
  }
  function show(first, rest) {
    const find = (at) => cells.findIndex((c) => at && c.l === at[l.id] && c.s === at[s.id]);
    const [a, b] = [find(first), find(rest)];
    cells.forEach((c, i) => {
      c.el.setAttribute("aria-selected", String(i === a));
      c.el.classList.toggle("anpei-is-first", i === a);
      c.el.classList.toggle("anpei-is-rest", i === b && a !== b);
    });
    stand(a >= 0 ? a : here);
  }
  return { el, show };
}

/** L, E and C as three groups of radios. */
function lec(spec, pick) {
  const id = uuid();
  const groups = spec.factors.map((factor) => h("fieldset", { class: "anpei-factor" }, h("legend", null, factor.name),
    factor.levels.map((level) => h("label", { class: "anpei-level" },
      h("input", { type: "radio", name: `${id}-${factor.id}`, value: level.value, onchange: () => pick({ [factor.id]: level.value }) }),
      h("span", null, h("b", null, level.value), level.name, h("small", null, level.means))))));
  const el = h("div", { class: "anpei-lec" }, groups);
  return {
    el,
    show(first) {
      spec.factors.forEach((factor, i) => groups[i].querySelectorAll("input").forEach((x) => { x.checked = Number(x.value) === first?.[factor.id]; }));
    },
  };
}

function draw(model, root) {
  const spec = model.get("spec");
  const value = () => model.get("value") ?? { hazard: 0, at: {}, measures: [] };
  const change = (part) => put(model, "value", { ...value(), ...part });
  const pick = (part) => {
    change({ at: { ...value().at, ...part } });
    announce(panel.words());
  };
  const hazards = hazardPicker(spec, (hazard) => change({ hazard, at: {}, measures: [] }));
  const board = (spec.method === "lec" ? lec : matrix)(spec, pick);
  const panel = resultPanel(spec);
  const measures = measureList(spec, (chosen) => {
    change({ measures: chosen });
    announce(panel.words());
    const judged = spec.factors.every((f) => value().at[f.id] !== undefined);
    if (judged && chosen.length) root.dispatchEvent(new CustomEvent("anpei-done", { bubbles: true, detail: { measures: chosen.length } }));
  });
  root.append(hazards.el, h("div", { class: `anpei-risk anpei-risk-${spec.method}` }, board.el, h("div", { class: "anpei-risk-side" }, panel.el, measures.el)));
  if (spec.limits?.length) root.append(limitsNote("分值和颜色从哪里来", spec.limits));

  function show() {
    const { at, hazard } = value();
    const first = spec.factors.every((f) => at[f.id] !== undefined) ? at : null;
    const taken = value().measures.map((i) => spec.hazards[hazard]?.measures[i]).filter(Boolean);
    const rest = first && afterMeasures(spec, first, taken);
    hazards.show(hazard);
    board.show(first ?? at, rest);
    panel.show(first, rest, taken.length);
    measures.show(hazard, value().measures, Boolean(first));
  }
  model.on("change:value", show);
  show();
  return () => model.off("change:value", show);
}

export default widget("risk_matrix", draw, ["spec"]);
