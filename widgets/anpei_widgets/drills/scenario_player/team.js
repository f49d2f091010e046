// The team at a kiosk: who is there, who is just deciding, what all of them have got done. No names beside scores.

import { h } from "../../shared/dom.js";
import { icon } from "../../shared/icons.js";
import { clockText } from "../../shared/values.js";
import "./team.css";

const MATES = { ready: ["check", "在位"], deciding: ["wait", "正在决定"], away: ["away", "已离开"] };

/** One line along the bottom: the team, or for one person alone what the present role has to do. */
export function teamStrip(view) {
  const { team } = view;
  if (!team) return [];
  return [
    h("ul", { class: "drill-mates", "aria-label": "队友" }, ...team.members.map(mate)),
    h("p", { class: "drill-handled-count" }, icon("check"), "全队已做到 ", h("b", null, String(team.achieved.length)), " 项"),
  ];
}

function mate({ name, roles, you, state }) {
  const [mark, words] = MATES[state];
  return h("li", { class: `drill-mate is-${state}${you ? " is-you" : ""}` }, icon(mark),
    h("span", null, h("b", null, you ? "你" : name), h("span", { class: "drill-mate-role" }, roles.join("、"))),
    h("span", { class: "anpei-spoken" }, words));
}

/** What somebody has to do, in as many lines as they have roles. */
function dutyList(duties) {
  return h("section", { class: "drill-duties", "aria-label": "你的职责" }, h("h3", null, "你的职责"),
    h("ul", null, ...duties.map(({ title, duty }) => h("li", null, h("strong", null, title), duty))));
}

/** Before the start: who is in, which roles nobody has taken. */
export function waitingRoom(view) {
  if (view.blind) return h("section", { class: "drill-card drill-room" }, h("h2", { tabindex: "-1" }, "已就位，等待开始"), h("p", { class: "drill-room-lead", role: "status" }, "情景和角色在演练开始时公布。"));
  const { members, missing } = view.team ?? { members: [], missing: [] };
  return h("section", { class: "drill-card drill-room" },
    h("h2", { tabindex: "-1" }, "已就位，等待开始"),
    h("p", { class: "drill-room-lead", role: "status" }, missing.length ? `还缺：${missing.join("、")}` : "角色都有人了"),
    h("ul", { class: "drill-room-list", "aria-label": "谁在" }, ...members.map((member) =>
      h("li", { class: member.you ? "is-you" : null }, icon(MATES[member.state][0]), h("strong", null, member.you ? `${member.name}（你）` : member.name), h("span", null, member.roles.join("、"))))),
    dutyList(view.you.duties),
    h("p", { class: "drill-room-note" }, "席位坐满自动开始，导调也可以提前开始。请先看平面图和出口。"));
}

/** Between two questions of one's own: the duties, and what the team has got done. */
export function teamBoard(view) {
  const latest = view.team.achieved.slice(-5).reverse();
  return [
    dutyList(view.you.duties),
    h("section", { class: "drill-handled", "aria-label": "全队已做到" }, h("h3", null, `全队已做到 ${view.team.achieved.length} 项`),
      latest.length ? h("ul", null, ...latest.map((line) => h("li", null, icon("check"), h("span", null, line.text), h("time", null, clockText(line.at)))))
        : h("p", null, "做到一项，这里亮一项。听通报，按自己的职责来。")),
  ];
}
