// How a drill is held: its form, content, purpose and notice, proposed by the scenario and decided by the director.

import { h } from "../../shared/dom.js";
import { choice, field } from "./forms.js";

const KIND_CHOICES = [
  { id: "form", words: "组织形式", options: [["桌面演练", "桌面演练"], ["实战演练", "实战演练（真的走、真的做）"]] },
  { id: "content", words: "内容", options: [["单项演练", "单项演练"], ["综合演练", "综合演练"]] },
  { id: "purpose", words: "目的", options: [["检验性演练", "检验性演练"], ["示范性演练", "示范性演练"], ["研究性演练", "研究性演练"]] },
  { id: "notice", words: "通知", options: [["事先通知", "事先通知"], ["不事先通知（双盲）", "不事先通知（双盲）"]] },
];

/** Four selects; `value` is what the server is told, `changed` hears of every change. */
export function kindChoice(changed) {
  const selects = KIND_CHOICES.map(({ id, words, options }) => ({ id, words, select: choice(words, options, { onchange: changed }) }));
  const el = h("fieldset", { class: "console-kind" }, h("legend", null, "演练类型"), ...selects.map(({ words, select }) => field(words, select)),
    h("p", { class: "console-hint" }, "按实际怎么演来选：写进评估报告、档案和演练日历，也决定评估表列哪些项。"));
  return {
    el,
    /** What was decided before, else what the scenario proposes. */
    show(scenario, decided) {
      el.hidden = !scenario;
      const told = { notice: "事先通知", ...scenario?.dimensions, ...decided };
      for (const { id, select } of selects) select.value = told[id];
    },
    value: () => Object.fromEntries(selects.map(({ id, select }) => [id, select.value])),
  };
}
