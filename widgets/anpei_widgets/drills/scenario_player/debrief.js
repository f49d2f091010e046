// The debrief: what was right, what it cost, and the article behind each decision.

import { h } from "../../shared/dom.js";
import { icon } from "../../shared/icons.js";
import "./debrief.css";

const VERDICTS = {
  right: ["check", "做得对"],
  partial: ["part", "可以更好"],
  wrong: ["cross", "有危险"],
  late: ["clock", "没来得及"],
};

/** Law cards; what is not checked against the text of a law says so. */
function lawCards(cards) {
  return h("ul", { class: "debrief-laws" }, ...cards.map((card) =>
    h("li", { class: card.status === "现行" ? null : "is-unsure" },
      h("p", null, icon("law"), h("strong", null, card.title), h("span", { class: "debrief-status" }, card.status)),
      card.gist ? h("p", { class: "debrief-gist" }, card.gist) : null)));
}

/** A teammate's decision: what was called for and why; not who chose what. */
function teamStep(step, index) {
  return h("li", { class: "debrief-step is-team" },
    h("header", null, h("span", { class: "debrief-role" }, `第 ${index + 1} 步 · ${step.role}`)),
    h("h3", null, step.question),
    h("dl", null, h("dt", null, "应当"), h("dd", { class: "debrief-best" }, step.right)),
    h("p", { class: "debrief-note" }, step.why), lawCards(step.cards));
}

/** The steps in order: one's own, and behind them those of the team. */
function debriefSteps(d) {
  const steps = d.steps.map((step, index) => [step, index]);
  const theirs = steps.filter(([step]) => !step.mine);
  const own = steps.filter(([step]) => step.mine);
  if (!theirs.length) return [h("ol", { class: "debrief-steps" }, ...own.map(([step, i]) => debriefStep(step, i)))];
  return [
    h("h3", { class: "debrief-part" }, `你的部分：${own.length} 步，答对 ${d.mine.right} 步`),
    own.length ? h("ol", { class: "debrief-steps" }, ...own.map(([step, i]) => debriefStep(step, i)))
      : h("p", { class: "debrief-none" }, d.roles.length ? "这一次没有轮到你做决定。全队的结果同样记入你的培训档案。" : "这一次你没有担任角色。培训档案里记你已参加，不评合格与否。"),
    h("h3", { class: "debrief-part" }, `队友的部分：${theirs.length} 步，看看应当怎么做`),
    h("ol", { class: "debrief-steps" }, ...theirs.map(([step, i]) => teamStep(step, i))),
  ];
}

function debriefStep(step, index) {
  const [name, words] = VERDICTS[step.verdict];
  return h("li", { class: `debrief-step is-${step.verdict}` },
    h("header", null,
      h("span", { class: "debrief-verdict" }, icon(name), words),
      h("span", { class: "debrief-role" }, `第 ${index + 1} 步 · ${step.role}`),
      h("span", { class: "debrief-time" }, `想了 ${step.elapsed} 秒`, step.cost ? h("b", null, `耽误 ${step.cost} 秒`) : null)),
    h("h3", null, step.question),
    h("dl", null,
      h("dt", null, "你的选择"), h("dd", null, step.chosen || "没有选", step.forbidden ? h("b", { class: "debrief-forbidden" }, "禁忌") : null),
      step.best ? h("dt", null, "应当") : null, step.best ? h("dd", { class: "debrief-best" }, step.best) : null),
    step.delayed ? h("p", { class: "debrief-delayed" }, icon("away"), "网络中断，按点选时刻计；现场当时按超时发展。") : null,
    h("p", { class: "debrief-note" }, step.note),
    step.why !== step.note ? h("p", { class: "debrief-why" }, step.why) : null,
    lawCards(step.cards));
}

function objectiveBar({ title, score, max }) {
  const percent = max ? Math.round((100 * score) / max) : 0;
  const filled = h("i");
  const bar = h("span", { class: "debrief-bar", "aria-hidden": "true" }, filled);
  filled.style.width = `${percent}%`;
  return h("li", { class: percent >= 60 ? null : "is-low" }, h("span", null, title), bar, h("b", null, `${percent}%`));
}

/** Scores the director corrected, and why; nothing when there are none. */
function correctionList(corrections) {
  if (!corrections?.length) return null;
  return h("div", { class: "debrief-corrections" }, h("p", null, icon("pencil"), "导调更正了得分"),
    h("ul", null, ...corrections.map((each) => h("li", null, `${each.what}改为 ${each.points} / ${each.most}：${each.reason}`))));
}

/** The whole page, from a view that has ended. */
export function debriefPage(view) {
  const d = { ...view.debrief, roles: view.you.roles };
  const minutes = `${Math.floor(d.seconds / 60)} 分 ${d.seconds % 60} 秒`;
  const facts = [["答对", `${d.right} / ${d.asked} 步`], ["耽误", `${d.lost} 秒`], ["禁忌动作", `${d.forbidden} 次`], ["用时", minutes]];
  return h("div", { class: "debrief" },
    h("aside", { class: "debrief-sum", tabindex: "0", "aria-label": "成绩" },
      h("p", { class: `debrief-result is-${d.passed ? "passed" : "failed"}` }, icon(d.passed ? "check" : "warn"), `${d.steps.some((step) => !step.mine) ? "全队" : ""}${d.passed ? "合格" : "还要再练"}`),
      h("h2", { tabindex: "-1" }, h("span", { class: "debrief-percent" }, String(d.percent)), "分"),
      h("p", { class: "debrief-mark" }, d.how === "time" ? "到达时限，没有做完" : `${d.pass_mark} 分合格，且不能有禁忌动作`),
      h("p", { class: "debrief-words" }, d.verdict),
      correctionList(d.corrections),
      h("dl", { class: "debrief-facts" }, ...facts.flatMap(([k, v]) => [h("dt", null, k), h("dd", null, v)])),
      h("ul", { class: "debrief-objectives" }, ...d.objectives.map(objectiveBar))),
    h("div", { class: "debrief-body", tabindex: "0", role: "region", "aria-label": "逐步复盘" },
      ...debriefSteps(d),
      h("section", { class: "debrief-takeaways" }, h("h3", null, "带走这几条"),
        h("ul", null, ...d.takeaways.map((t) => h("li", null, h("p", null, t.text), lawCards(t.cards)))))));
}
