// Rate a task, see its place on the plan take a colour, compare with another group's rating, add measures, read the rest.

import { put, widget } from "../../shared/widget.js";
import { announce, h } from "../../shared/dom.js";
import { cardRadios, limitsNote, outcomePanel } from "../shared/cards.js";
import { measureList, resultPanel } from "../shared/risk.js";
import { bandOf, product } from "../shared/risk_rules.js";
import { ranked, rating, standing } from "./rules.js";
import { workshopPlan } from "./workshop.js";
import "./style.css";

/** L, E and C as three native selects; what a level means stands below each. */
function factorSelects(spec, pick) {
  const rows = spec.factors.map((factor) => {
    const means = h("small", null);
    const select = h("select", { onchange: () => pick({ [factor.id]: Number(select.value) }) },
      h("option", { value: "" }, "请选"), factor.levels.map((level) => h("option", { value: level.value }, `${level.value} ${level.name}`)));
    return { factor, select, means, el: h("label", { class: "anpei-lec-factor" }, h("b", null, factor.name), select, means) };
  });
  return {
    el: h("div", { class: "anpei-lec-factors" }, rows.map((row) => row.el)),
    show(at) {
      for (const { factor, select, means } of rows) {
        const level = factor.levels.find((x) => x.value === at[factor.id]);
        select.value = level ? String(level.value) : "";
        means.textContent = level?.means ?? "";
      }
    },
  };
}

/** Yours beside the other group's, factor by factor, with their reasons. */
function comparison(spec, task, at) {
  const theirs = product(spec, task.ref.at);
  const mine = product(spec, at);
  const word = (x) => spec.colours[bandOf(spec, x).tone].word;
  const agree = word(mine) === word(theirs);
  const row = (factor) => h("tr", null, h("th", { scope: "row" }, factor.name), h("td", { class: "anpei-lec-number" }, at[factor.id]), h("td", { class: "anpei-lec-number" }, task.ref.at[factor.id]), h("td", null, task.ref.why[factor.id]));
  return [
    h("div", { class: "anpei-lec-frame", tabindex: "0", role: "region", "aria-label": "两种评法" }, h("table", null, h("caption", null, "你的，和评估组的"),
      h("thead", null, h("tr", null, ["哪一项", "你", "他们", "他们的理由"].map((x) => h("th", { scope: "col" }, x)))),
      h("tbody", null, spec.factors.map(row), h("tr", null, h("th", { scope: "row" }, "D"), h("td", { class: "anpei-lec-number" }, `${mine} ${word(mine)}`), h("td", { class: "anpei-lec-number" }, `${theirs} ${word(theirs)}`), h("td", null, agree ? "颜色一样，可以不再争" : "颜色不一样，坐下来说各自看见了什么"))))),
    h("p", null, agree ? "差一两档很平常。颜色对上了，就去谈措施。" : "谁的分高不要紧。先补看现场、补查记录；还说不拢，按重的那一个管。"),
  ];
}

/** What remains after the measures, and whether it would hold when nobody thinks of it. */
function remains(spec, task, rest, taken) {
  const band = bandOf(spec, product(spec, rest));
  const colour = spec.colours[band.tone];
  const soft = taken.every((m) => !spec.hard.includes(m.kind));
  const tail = h("p", null, `措施以后剩下的，叫残余风险：现在是${colour.level}，${colour.who}。`);
  if (band.tone === "red") return outcomePanel("harm", "还是红的：停，不干", h("p", null, "这些措施不够。先停下来，再想能消除、能换掉、能隔开的办法。"), tail);
  if (soft) return outcomePanel("weak", "全靠人记得", h("p", null, "只加了管理、防护用品和应急。人一累、一换，它就回来。先找不靠人记的办法。"), tail);
  return outcomePanel("good", "降下来了", h("p", null, task.rest), tail);
}

/** Every rated task, the heaviest first. */
function ledger(spec, rows) {
  return h("table", null, h("caption", null, `风险清单（${rows.length} / ${spec.tasks.length}），分高的在前`),
    h("thead", null, h("tr", null, ["作业", "原来", "现在", "谁管"].map((x) => h("th", { scope: "col" }, x)))),
    h("tbody", null, rows.map(({ task, before, after }) => h("tr", null, h("th", { scope: "row" }, task.name), h("td", { class: "anpei-lec-number" }, before.score),
      h("td", { class: `anpei-lec-number anpei-tone-${after.tone}` }, `${after.score} ${after.word}`), h("td", null, spec.colours[after.tone].who)))));
}

function draw(model, root) {
  const spec = model.get("spec");
  const value = () => model.get("value") ?? { task: 0, rated: {} };
  const task = () => spec.tasks[value().task];
  const stand = (one) => standing(spec, value(), one);
  const mine = () => rating(value(), task().id);
  const change = (part) => put(model, "value", { ...value(), ...part });
  const rate = (part) => {
    const before = spec.tasks.every((one) => stand(one));
    change({ rated: { ...value().rated, [task().id]: { ...mine(), ...part } } });
    if (stand(task())) announce(`${task().name}：${panel.words()}`);
    if (!before && spec.tasks.every((one) => stand(one))) root.dispatchEvent(new CustomEvent("anpei-done", { bubbles: true, detail: { tasks: spec.tasks.length } }));
  };
  const go = (i) => {
    compared.open = false;
    change({ task: i });
  };

  const pick = cardRadios("评哪一项作业？", spec.tasks.map((one, i) => ({ value: i, name: one.name, hint: one.place })), go);
  const facts = h("ul", { class: "anpei-lec-facts" });
  const plan = h("div", { class: "anpei-lec-plan" });
  const selects = factorSelects(spec, (part) => rate({ at: { ...mine().at, ...part } }));
  const panel = resultPanel(spec);
  const note = h("p", { class: "anpei-lec-note" });
  const theirs = h("div", null);
  const compared = h("details", { class: "anpei-lec-compare" }, h("summary", null, "看看评估组怎么评"), theirs);
  const list = measureList({ hazards: spec.tasks }, (measures) => rate({ measures }));
  const rest = h("div", null);
  const table = h("div", { class: "anpei-lec-frame", tabindex: "0", role: "region", "aria-label": "风险清单" });
  const key = h("ul", { class: "anpei-lec-key", "aria-label": "四色" }, Object.entries(spec.colours).map(([tone, c]) => h("li", { class: `anpei-tone-${tone}` }, `${c.word} ${c.level.replace("风险", "")}`)));
  root.classList.add("anpei-sim");
  root.append(pick.el, h("div", { class: "anpei-lec-columns" }, h("div", { class: "anpei-lec-side" }, plan, key),
    h("div", { class: "anpei-lec-side" }, h("p", { class: "anpei-title" }, "现场看到的"), facts, selects.el, panel.el, note, compared, list.el, rest), table), limitsNote("分值和颜色从哪里来", spec.limits));

  function show() {
    const now = stand(task());
    const rows = ranked(spec, value());
    pick.show(value().task);
    facts.replaceChildren(...task().facts.map((words) => h("li", null, words)));
    plan.replaceChildren(workshopPlan(spec, Object.fromEntries(rows.map((row) => [row.task.id, row.after])), value().task, go));
    selects.show(mine().at);
    panel.show(now?.at ?? null, now?.rest, now?.taken.length);
    note.hidden = !now || !task().note;
    note.textContent = task().note;
    compared.hidden = !now;
    theirs.replaceChildren(...(now ? comparison(spec, task(), now.at) : []));
    list.show(value().task, mine().measures, Boolean(now));
    rest.replaceChildren(...(now?.taken.length ? [remains(spec, task(), now.rest, now.taken)] : []));
    table.replaceChildren(rows.length ? ledger(spec, rows) : "");
    table.hidden = !rows.length;
  }
  model.on("change:value", show);
  show();
  return () => model.off("change:value", show);
}

export default widget("lec_calculator", draw, ["spec"]);
