// Roll call in the director's console: before a drill, whether its alarm begins one; in it, how many are still missing.

const ROLL_KEPT = "anpei-console-roll";

/**
 * Whether the alarm begins the roll call, of whom and where; hidden for a scenario that has no alarm.
 * `value` is what the server is told, null for none.
 */
function rollChoice({ points, departments, visitors, choice }) {
  const on = h("input", { type: "checkbox", checked: localStorage.getItem(ROLL_KEPT) !== "off", onchange: () => [localStorage.setItem(ROLL_KEPT, on.checked ? "on" : "off"), draw()] });
  const picks = (rows, chosen) => rows.map((row) => ({ ...row, box: h("input", { type: "checkbox", checked: chosen.includes(row.id), onchange: draw }) }));
  const [places, rooms] = [picks(points, choice.point), picks(departments, choice.department)];
  const guests = h("input", { type: "checkbox", checked: choice.visitors, onchange: draw });
  const pick = (box, words) => h("label", { class: "console-pick" }, box, words);
  const group = (name, ...rows) => h("fieldset", { class: "console-picks" }, h("legend", null, name), ...rows);
  const told = h("p", { class: "console-hint", role: "status" });
  const bare = h("p", { class: "console-hint" });
  const more = h("details", { class: "console-more" }, h("summary", null, "改集合点和部门"), h("div", { class: "console-roll-more" },
    group("集合点", ...places.map((row) => pick(row.box, row.name))),
    group("当班部门", ...rooms.map((row) => pick(row.box, `${row.name} ${row.people}`)), pick(guests, `在厂访客和承包商 ${visitors}`))));
  const none = h("p", { class: "console-hint" }, "要让警报自动开始清点，请先在", h("a", { href: `${baseUrl()}musters#points` }, "“清点”"), "里登记集合点。");
  const el = h("section", { class: "console-roll" }, h("h2", null, h("b", null, "3"), "清点"),
    ...(points.length ? [h("label", { class: "console-pick" }, on, h("strong", null, "警报一响，自动开始清点")), told, bare, more] : [none]));
  const chosen = (rows) => rows.filter(({ box }) => box.checked);

  function draw() {
    const people = chosen(rooms).reduce((sum, row) => sum + row.people, 0);
    const unkept = chosen(places).filter((row) => !row.kept).map((row) => row.name).join("、");
    more.hidden = !on.checked;
    bare.hidden = !on.checked || !unkept;
    bare.textContent = `没有固定清点员：${unkept}。清点开始后请在清点总览里指定。`;
    told.textContent = !on.checked ? "不自动清点。需要时可在“清点”里手动开始。"
      : `应到 ${people} 人${guests.checked && visitors ? `，在厂访客和承包商 ${visitors} 人` : ""}；集合点：${chosen(places).map((row) => row.name).join("、") || "还没有选"}。用时从警报响起算。`;
  }

  draw();
  return {
    el,
    show: (scenario) => { el.hidden = !scenario?.alarm; },
    value: (scenario) => scenario?.alarm && points.length && on.checked
      ? { point: chosen(places).map((row) => row.id), department: chosen(rooms).map((row) => row.id), post: choice.post, visitors: guests.checked } : null,
  };
}

/** How the roll call of a run stands, leading to its desk; null when there is none. */
function rollLine(roll) {
  if (!roll) return null;
  if (roll.state === "waiting") return h("span", { class: "console-roll-line" }, icon("person"), "警报一响，自动开始清点");
  if (roll.state === "failed") return h("a", { class: "console-roll-line is-failed", href: `${baseUrl()}musters`, target: "_blank" }, icon("person"), `清点没有开始：${roll.words}`);
  const words = roll.missing ? `${roll.missing} 人未到` : "全员到齐";
  return h("a", { class: `console-roll-line is-${roll.missing ? "missing" : "whole"}`, href: `${baseUrl()}muster/${roll.muster}`, target: "_blank" },
    icon("person"), h("span", null, roll.state === "open" ? "清点" : "清点已结束"), h("b", null, words), h("span", null, `应到 ${roll.expected}`), h("span", { class: "anpei-spoken" }, "，在新的标签页打开"));
}
