// Roll call in the director's console: before a drill, whether its alarm begins one; in it, how many are still missing.

import { api, baseUrl } from "../../shared/api.js";
import { h } from "../../shared/dom.js";
import { icon } from "../../shared/icons.js";
import { recall, remember } from "../../shared/preferences.js";
import "./roll.css";

const ROLL_KEPT = "anpei-console-roll";

/** A tabletop drill moves nobody, so there is no one to count. */
const ON_TABLE = "桌面演练";

/** What of the choice is ticked, as the server takes it. */
const rollAsked = ({ places, rooms, teams, teamless, guests, post }) => {
  const chosen = (rows) => rows.filter(({ box }) => box.checked).map((row) => row.id);
  return { point: chosen(places), department: chosen(rooms), team: chosen(teams), teamless: teamless.checked, visitors: guests.checked, post };
};

/** How many people that means, by the server's word; it alone knows who is of two of them. */
async function rollCount(asked) {
  const many = ["department", "post", "team"].flatMap((name) => asked[name].map((id) => [name, id]));
  const query = new URLSearchParams([...many, ["teamless", asked.teamless ? "1" : "0"], ["visitors", asked.visitors ? "1" : "0"]]);
  const { status, data } = await api(`api/musters/expected?${query}`);
  return status === 200 ? data.words : "连不上服务器，现在数不出应到人数。";
}

/**
 * Whether the alarm begins the roll call, of whom and where; hidden for a scenario that has no alarm.
 * `value` is what the server is told, null for none.
 */
export function rollChoice({ points, departments, teams, visitors, choice }) {
  const on = h("input", { type: "checkbox", onchange: () => [onTable || remember(ROLL_KEPT, on.checked ? "on" : "off"), draw()] });
  const picks = (rows, chosen) => rows.map((row) => ({ ...row, box: h("input", { type: "checkbox", checked: chosen.includes(row.id), onchange: draw }) }));
  const box = (checked) => h("input", { type: "checkbox", checked, onchange: draw });
  const all = { places: picks(points, choice.point), rooms: picks(departments, choice.department), teams: picks(teams, choice.team),
    teamless: box(choice.teamless), guests: box(choice.visitors), post: choice.post };
  const pick = (tick, words) => h("label", { class: "console-pick" }, tick, words);
  const counted = (row) => pick(row.box, `${row.name} ${row.people}`);
  const group = (name, ...rows) => h("fieldset", { class: "console-picks" }, h("legend", null, name), ...rows);
  const table = h("p", { class: "console-hint" }, "桌面演练人不离开座位，没有人可清点，所以默认不开。真的要走到集合点，再打开。");
  const [told, bare] = [h("p", { class: "console-hint", role: "status" }), h("p", { class: "console-hint" })];
  const more = h("details", { class: "console-more" }, h("summary", null, teams.length ? "改集合点、部门和班组" : "改集合点和部门"), h("div", { class: "console-roll-more" },
    group("集合点", ...all.places.map((row) => pick(row.box, row.name))), group("部门", ...all.rooms.map(counted)),
    teams.length ? group("当班的班组（都不勾，就不分班组）", ...all.teams.map(counted), pick(all.teamless, "没有班组的人")) : null,
    pick(all.guests, `在厂访客和承包商 ${visitors}`)));
  const none = h("p", { class: "console-hint" }, "要让警报自动开始清点，请先在", h("a", { href: `${baseUrl()}musters#points` }, "“清点”"), "里登记集合点。");
  const el = h("section", { class: "console-roll" }, h("h2", null, h("b", null, "3"), "清点"),
    ...(points.length ? [h("label", { class: "console-pick" }, on, h("strong", null, "警报一响，自动开始清点")), table, told, bare, more] : [none]));
  let [onTable, asked] = [false, 0];

  async function draw() {
    const there = all.places.filter((row) => row.box.checked);
    const unkept = there.filter((row) => !row.kept).map((row) => row.name).join("、");
    more.hidden = !on.checked;
    bare.hidden = !on.checked || !unkept;
    bare.textContent = `没有固定清点员：${unkept}。清点开始后请在清点总览里指定。`;
    const mine = ++asked;
    if (!on.checked) return void (told.textContent = "不自动清点。需要时可在“清点”里手动开始。");
    const words = await rollCount(rollAsked(all));
    const where = there.map((row) => row.name).join("、") || "还没有选";
    return void (mine === asked && (told.textContent = `${words}集合点：${where}。用时从警报响起算。`));
  }

  return {
    el,
    show(scenario, kind) {
      el.hidden = !scenario?.alarm;
      onTable = kind?.form === ON_TABLE;
      table.hidden = !onTable;
      on.checked = !onTable && recall(ROLL_KEPT) !== "off";
      if (points.length) draw();
    },
    value: (scenario) => (scenario?.alarm && points.length && on.checked ? rollAsked(all) : null),
  };
}

/** How the roll call of a run stands, leading to its desk; null when there is none. */
export function rollLine(roll) {
  if (!roll) return null;
  if (roll.state === "waiting") return h("span", { class: "console-roll-line" }, icon("person"), "警报一响，自动开始清点");
  if (roll.state === "failed") return h("a", { class: "console-roll-line is-failed", href: `${baseUrl()}musters`, target: "_blank" }, icon("person"), `清点没有开始：${roll.words}`);
  const words = roll.missing ? `${roll.missing} 人未到` : "全员到齐";
  return h("a", { class: `console-roll-line is-${roll.missing ? "missing" : "whole"}`, href: `${baseUrl()}muster/${roll.muster}`, target: "_blank" },
    icon("person"), h("span", null, roll.state === "open" ? "清点" : "清点已结束"), h("b", null, words), h("span", null, `应到 ${roll.expected}`), h("span", { class: "anpei-spoken" }, "，在新的标签页打开"));
}
