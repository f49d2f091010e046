// Which plan a drill begins with; hidden for a scenario nobody has planned.

import { baseUrl } from "../../shared/api.js";
import { h } from "../../shared/dom.js";
import { choice, field } from "./forms.js";

/** The plans of the chosen scenario; `changed` hears which was chosen.
 * @param {{plans: object[], approval: boolean}} data @param {() => void} changed */
export function planChoice({ plans, approval }, changed) {
  const select = choice("方案", [], { onchange: changed });
  const said = h("p", { class: "console-hint" });
  const el = h("div", { class: "console-plan" }, field("方案", select), said,
    h("a", { class: "console-button", href: `${baseUrl()}drills/planned` }, "去演练准备"));
  let mine = [];
  const chosen = () => mine.find((each) => String(each.id) === select.value);
  return {
    el,
    show(scenario) {
      mine = plans.filter((each) => each.scenario === scenario?.id);
      el.hidden = !mine.length && !approval;
      select.replaceChildren(new Option("不按方案", ""), ...mine.map((each) => new Option(each.words, String(each.id))));
      select.value = String(mine.find((each) => each.ready && each.due)?.id ?? "");
      said.textContent = approval ? "本单位规定：方案批准以后才能开始。真实险情不用等。" : "";
    },
    kind: () => chosen()?.kind ?? null,
    value: () => Number(select.value),
  };
}
