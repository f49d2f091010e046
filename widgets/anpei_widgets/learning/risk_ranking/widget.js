// Say how far raters differ, spend the money, let Python shake the marks, see which places and colours hold.

import { put, widget } from "../../shared/widget.js";
import { announce, h } from "../../shared/dom.js";
import { cardRadios, limitsNote, outcomePanel } from "../shared/cards.js";
import { rankChart } from "./chart.js";
import "../shared/risk.css";
import "./style.css";

const percent = (share) => `${Math.round(share * 100)}%`;

/** What to mend, with its price, against the budget. */
function spending(spec, change) {
  const boxes = spec.risks.map((risk) => h("input", { type: "checkbox", value: risk.id, onchange: () => change(boxes.filter((x) => x.checked).map((x) => x.value)) }));
  const sum = h("p", { class: "anpei-rank-sum" });
  const el = h("fieldset", { class: "anpei-measures" }, h("legend", null, `手里有 ${spec.budget} 万，先改哪几样？`),
    spec.risks.map((risk, i) => h("label", { class: "anpei-measure" }, boxes[i], h("span", null, h("em", null, `${risk.cost} 万`), `${risk.name}：${risk.fix}`))), sum);
  return {
    el,
    show(fixed, cost) {
      boxes.forEach((x) => { x.checked = fixed.includes(x.value); });
      const over = cost > spec.budget;
      sum.classList.toggle("anpei-rank-over", over);
      sum.textContent = over ? `用了 ${cost} 万，超了 ${cost - spec.budget} 万` : `用了 ${cost} 万，还剩 ${spec.budget - cost} 万`;
    },
  };
}

/** The table under the chart: D, the likeliest colour and how sure, how often among the first. */
function rankTable(spec, run) {
  const colour = (row) => Object.keys(row.shares).reduce((a, b) => (row.shares[b] > row.shares[a] ? b : a));
  return h("table", null, h("caption", null, `${run.draws} 次里，各是什么颜色，几次进前${["", "一", "二", "三"][spec.top]}`),
    h("thead", null, h("tr", null, ["风险", "D", "多半是", "进前三"].map((x) => h("th", { scope: "col" }, x)))),
    h("tbody", null, run.rows.map((row) => h("tr", null, h("th", { scope: "row" }, row.name), h("td", null, row.d),
      h("td", { class: `anpei-tone-${colour(row)}` }, `${spec.colours[colour(row)].word} ${percent(row.share)}`), h("td", null, percent(row.top))))));
}

/** What the run says, in three sentences. @returns {{tone: import("../shared/cards.js").Tone, lines: string[]}} */
function rankSays(spec, run) {
  const unsure = run.rows.filter((row) => row.share < 0.8).map((row) => row.name);
  const first = run.rows.slice(0, spec.top).map((row) => row.name).join("、");
  const red = run.rows.filter((row) => row.shares.red >= 0.2);
  const steady = unsure.length ? `颜色说不准的有 ${unsure.length} 项：${unsure.join("、")}。` : "每一项的颜色都稳。";
  const still = red.length ? `红的，或者可能变红的：${red.map((row) => `${row.name}（${percent(row.shares.red)}）`).join("、")}。红的先停。` : "没有哪一项还容易变红。";
  return { tone: red.length ? "harm" : unsure.length ? "weak" : "good", lines: [`前三：${first}。`, steady, still] };
}

function draw(model, root) {
  const spec = model.get("spec");
  const live = Boolean(model.get("state")?.live);
  const value = () => model.get("value") ?? spec.start;
  const run = () => model.get("state")?.run ?? spec.run;
  const change = (part) => put(model, "value", { ...value(), ...part });
  const doubt = cardRadios("同一样东西，几个人打分差多少？", spec.doubts, (x) => change({ doubt: x }));
  const money = spending(spec, (fixed) => change({ fixed }));
  const says = h("div", null);
  const chart = h("div", null);
  const frame = h("div", { class: "anpei-rank-frame", tabindex: "0", role: "region", "aria-label": "排名的把握" });
  [doubt.el, money.el].forEach((part) => { part.disabled = !live; });
  root.classList.add("anpei-sim");
  root.append(live ? "" : h("p", { class: "anpei-rank-note" }, "还没有连上计算：先看这一次的结果，连上以后就能自己改条件。"),
    h("div", { class: "anpei-rank-stage" }, doubt.el, chart, money.el, says, frame), limitsNote("这张图能说什么，不能说什么", spec.limits));

  function paint() {
    const width = root.clientWidth && root.clientWidth < 560 ? 340 : 560;
    chart.replaceChildren(rankChart(spec, run(), width));
  }
  function show() {
    const words = rankSays(spec, run());
    doubt.show(value().doubt);
    money.show(value().fixed, run().cost);
    says.replaceChildren(outcomePanel(words.tone, "这张表说", words.lines.map((line) => h("p", null, line))));
    frame.replaceChildren(rankTable(spec, run()));
    paint();
  }
  function ran() {
    show();
    announce(rankSays(spec, run()).lines.join(""));
    if (value().doubt && value().fixed.length) root.dispatchEvent(new CustomEvent("anpei-done", { bubbles: true, detail: { fixed: value().fixed.length } }));
  }
  const watch = new ResizeObserver(paint);
  watch.observe(root);
  model.on("change:value", show);
  model.on("change:state", ran);
  show();
  return () => {
    watch.disconnect();
    model.off("change:value", show);
    model.off("change:state", ran);
  };
}

export default widget("risk_ranking", draw, ["spec"]);
