// Correcting a score after something went wrong with the machines: which decision, how many points, and why.

import { h } from "../../shared/dom.js";
import { choice, dialogOf, field } from "./forms.js";
import { button } from "./rows.js";

const WHOLE = "";

/** What can be corrected now, as options: decisions with a result, and the whole run once it is over. */
export function scorable(view) {
  const nodes = view.nodes.map((node, i) => [node, i]).filter(([node]) => ["done", "timeout"].includes(node.status));
  const whole = view.status === "ended" ? [[WHOLE, "整场得分", 100]] : [];
  return [...nodes.map(([node, i]) => [node.id, `决策 ${i + 1}（${node.role}）`, node.most]), ...whole];
}

/** Points for one decision or the whole run; a correction that stands can be taken back. */
export function scoresDialog(root, view, correct) {
  const known = scorable(view);
  const what = choice("更正哪一项", known.map(([id, words]) => [id, words]), { onchange: show });
  const points = h("input", { class: "console-input", type: "number", min: "0", step: "1", inputmode: "numeric" });
  const reason = h("input", { class: "console-input", maxlength: "200", placeholder: "例如：终端卡住，没能按时送出" });
  const most = h("span", null);
  const problem = h("p", { class: "console-problem", role: "alert" });
  const undo = button("撤回更正", { onclick: () => send(null) }, "erase");
  const standing = () => view.corrections.find((each) => each.node === what.value);
  const limit = () => known.find(([id]) => id === what.value)[2];

  function show() {
    most.textContent = `计多少分（0 到 ${limit()}）`;
    points.max = String(limit());
    points.value = String(standing()?.points ?? limit());
    undo.hidden = !standing();
    problem.textContent = "";
  }

  async function send(value) {
    if (value !== null && !(Number.isInteger(value) && value >= 0 && value <= limit())) {
      problem.textContent = `得分要是 0 到 ${limit()} 之间的整数。`;
      return points.focus();
    }
    if (!reason.value.trim()) {
      problem.textContent = "请写明理由，它会记进日志和报告。";
      return reason.focus();
    }
    if (await correct({ node: what.value, points: value, reason: reason.value.trim() })) dialog.close();
    return undefined;
  }

  const dialog = dialogOf(root, "scores", "更正得分",
    h("p", null, "设备出了问题，系统记的分不公道时用。选择和用时照原样留着；决策改为满分，它的禁忌动作不再计。签字归档后不能再改。"),
    field("更正哪一项", what), h("label", { class: "console-field" }, most, points), field("理由", reason), problem,
    h("div", { class: "console-dialog-buttons" }, button("返回", { onclick: () => dialog.close() }), undo,
      button("更正", { class: "is-primary", onclick: () => send(points.value === "" ? NaN : Number(points.value)) }, "check")));
  show();
}
