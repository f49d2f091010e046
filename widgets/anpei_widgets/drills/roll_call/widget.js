// A roll call on a warden's phone or on the director's screen. Red is real, blue a drill, grey a test.

import { widget } from "../../shared/widget.js";
import { api } from "../../shared/api.js";
import { h, setWords } from "../../shared/dom.js";
import { icon } from "../../shared/icons.js";
import { exactTime } from "../../shared/local_time.js";
import { pouch, pouchLine } from "../../shared/outbox.js";
import { clockText } from "../../shared/values.js";
import { watchEmergency } from "../shared/emergency.js";
import { wedgeReader } from "../shared/badge_reader.js";
import { rollCamera, rollVoice } from "./camera.js";
import { ROLL_KINDS, rollDialog, rollField, rollList } from "./parts.js";
import { rollDesk } from "./desk.js";
import "./style.css";

const ROLL_EVERY = 1000;

/** People as the server has them, with the ticks that are still on their way laid over. */
function laidOver(view, facts) {
  const people = new Map(view.people.map((who) => [who.key, { ...who, points: [...who.points] }]));
  for (const { uuid: id, path, body, tapped } of facts) {
    if (path.endsWith("/people")) {
      const key = `x:${id}`;
      if (!people.has(key)) people.set(key, { key, name: body.name, place: body.place, group: "extra", post: "", phone: "", state: "present", at: tapped, points: [body.point], note: "", waiting: true });
      continue;
    }
    const who = people.get(body.person);
    if (who) layTick(who, body, tapped);
  }
  const names = new Map(view.points.map((point) => [point.id, point.name]));
  people.forEach((who) => (who.where = who.points.map((point) => names.get(point)).join("、")));
  return [...people.values()].sort((a, b) => a.place.localeCompare(b.place, "zh-CN") || a.name.localeCompare(b.name, "zh-CN"));
}

function layTick(who, { state, point, note }, tapped) {
  who.waiting = true;
  if (state === "present") {
    if (!who.points.includes(point)) who.points.push(point);
    Object.assign(who, { state, at: who.at || tapped });
  } else if (state === "missing") {
    who.points = point ? who.points.filter((known) => known !== point) : [];
    if (!who.points.length) Object.assign(who, { state, note: note ?? "" });
  } else if (!who.points.length) Object.assign(who, { state, note });
}

/** What to say of somebody who can't be ticked here: known to be away, found elsewhere, missing, or there. */
function moreDialog(root, who, view, point, tick) {
  const place = point ? null : h("select", { class: "roll-input", "aria-label": "集合点" }, view.points.map((p) => h("option", { value: p.id }, p.name)));
  const choices = [["present", point ? "已到这里" : "已到"], ["absent_known", "已知不在岗（请假、外出）"], ["elsewhere", "在别处找到"], ["missing", "记为未到"]];
  const radios = choices.map(([value, words]) => h("label", { class: "roll-choice" }, h("input", { type: "radio", name: "state", value, required: true }), words, value === "present" ? place : null));
  const note = h("input", { class: "roll-input", maxlength: "200", autocomplete: "off", placeholder: "例如：今天调休、已到医务室、最后见于二楼" });
  const dialog = rollDialog(root, who.name, [h("p", { class: "roll-hint" }, [who.place, who.phone].filter(Boolean).join(" · ")), h("div", { class: "roll-choices" }, radios), rollField("原因或地点", note)], "保存", () => {
    const state = dialog.querySelector("[name=state]:checked").value;
    if ((state === "absent_known" || state === "elsewhere") && !note.value.trim()) {
      note.focus();
      return "请写明原因或地点。";
    }
    tick(who, state, note.value.trim(), state === "present" ? place?.value ?? point : state === "missing" ? point : "");
    return "";
  });
}

function addDialog(root, view, point, put) {
  const [name, place] = [h("input", { class: "roll-input", maxlength: "64", required: true, autocomplete: "off" }), h("input", { class: "roll-input", maxlength: "64", autocomplete: "off" })];
  rollDialog(root, "加一个名单外的人", [h("p", { class: "roll-hint" }, "名单上没有、人却在这里：司机、临时来访的人。"), rollField("姓名", name), rollField("单位或部门", place)], "加入，并记为已到", () => {
    if (!name.value.trim()) return "请写姓名。";
    put("people", { name: name.value.trim(), place: place.value.trim(), point });
    return "";
  });
}

/** Counters, in sight all the time. */
function counters() {
  const cell = (words, tone) => {
    const number = h("b", null, "–");
    return { number, el: h("div", { class: `roll-count ${tone}` }, number, h("span", null, words)) };
  };
  const cells = [cell("未到", "is-missing"), cell("已清点", "is-here"), cell("应到", "")];
  return {
    el: h("div", { class: "roll-counts", role: "status", "aria-label": "人数" }, cells.map(({ el }) => el)),
    update(people) {
      const missing = people.filter((who) => who.state === "missing").length;
      [missing, people.length - missing, people.length].forEach((n, i) => (cells[i].number.textContent = String(n)));
      cells[0].el.classList.toggle("is-zero", !missing);
    },
  };
}

function openRoll(root, place, first, spec) {
  const path = `api/musters/${spec.muster}`;
  const complaint = h("p", { class: "roll-complaint", role: "alert" });
  const said = h("p", { class: "roll-said", role: "status" });
  let [view, people, offset, timer, over, lost] = [first, [], first.now - Date.now(), 0, false, 0];
  const acked = [];
  const badges = new Map(); // whose badge it is, once this phone has been told
  const voice = rollVoice();
  const box = pouch({ person: spec.me, scope: `muster-${spec.muster}`, changed: draw, taken, refused });
  const put = (what, body) => box.put(`${path}/${what}`, body);
  const tick = (who, state, note = "", at = spec.point) => put("checks", { person: who.key, point: at, state, note });
  const more = (who) => moreDialog(root, who, view, spec.point, tick);
  const here = (who) => (spec.point ? who.points.includes(spec.point) : who.state !== "missing");
  const list = rollList({ more, here, entered: spec.point ? scan : () => {}, tick: (who, state) => (spec.point || state === "missing" ? tick(who, state) : more(who)) });
  const point = view.points.find(({ id }) => id === spec.point);
  const since = h("time", { class: "roll-since" });
  const numbers = counters();
  const line = pouchLine(box);
  const quiet = h("p", { class: "roll-quiet", role: "status", hidden: true }, icon("away"), "连不上服务器，名单可能不是最新的");
  const add = h("button", { type: "button", class: "roll-button", onclick: () => addDialog(root, view, spec.point, put) }, "加一个名单外的人");
  const ended = h("p", { class: "roll-ended", hidden: true });
  const ticks = Boolean(spec.point && view.ticks);
  const camera = ticks ? rollCamera({ scanned: scan, voice }) : null;
  const desk = spec.point ? null : rollDesk(root, { path, spec, view: () => view, people: () => people });
  const ticking = h("div", { class: "roll-ticking" }, camera?.el, list.el, ticks ? add : null);
  place.replaceChildren(
    h("header", { class: `roll-head is-${view.kind}` },
      h("div", { class: "roll-title" }, h("strong", { class: "roll-kind" }, ROLL_KINDS[view.kind]), h("h1", null, point ? point.name : view.title), since),
      numbers.el),
    h("div", { class: "roll-lines" }, line.el, quiet), complaint, said, ended,
    desk ? h("div", { class: "roll-columns" }, h("div", { class: "roll-side" }, desk.top, ticking), desk.el) : ticking);

  function announce(tone, words) {
    said.textContent = words;
    said.dataset.tone = tone;
    camera?.tell(tone, words);
    voice.say(tone, words);
  }

  /** A badge, or a number that was typed: ticked at once where this phone knows whose it is, or else asked of the server. */
  function scan(code) {
    const text = code.trim();
    const key = (badges.get(text) ?? text).toLowerCase();
    const known = people.find((who) => who.key.toLowerCase() === key);
    if (known && here(known)) return announce("again", `${known.name} 已经清点过`);
    if (known) {
      tick(known, "present");
      return announce("ok", `${known.name} 已到`);
    }
    if (box.items().some(({ body }) => body.badge === text)) return announce("again", "这张胸卡已经扫过，联网后认人");
    put("checks", { badge: text, point: spec.point, state: "present", note: "" });
    return box.failing() || !navigator.onLine ? announce("wait", "已存本机，联网后认人") : undefined;
  }

  function taken(fact, answer) {
    const { body } = fact;
    complaint.replaceChildren();
    acked.push({ ...fact, body: { ...body, person: body.person ?? answer.key }, seq: answer.seq });
    if (fact.path.endsWith("/people") && answer.name) announce("ok", `${answer.name} 已到`);
    if (!body.badge) return;
    badges.set(body.badge, answer.key);
    const before = people.find((who) => who.key === answer.key);
    if (before && here(before) && before.at !== answer.at) announce("again", `${answer.name} 已经清点过`);
    else if (before?.points.some((where) => where !== spec.point)) announce("again", `${answer.name} 已到；在别处也清点过，请核对`);
    else announce("ok", `${answer.name} 已到`);
  }

  function refused(fact, message) {
    const stranger = Boolean(fact.body.badge);
    complaint.replaceChildren(message, stranger ? h("button", { type: "button", class: "roll-button", onclick: () => addDialog(root, view, spec.point, put) }, "加一个名单外的人") : "");
    if (stranger) announce("unknown", message);
    draw();
  }

  function draw() {
    const unseen = acked.filter(({ seq }) => seq > Math.abs(view.seq));
    people = laidOver(view, unseen).map((who) => ({ ...who, waiting: false }));
    people = laidOver({ ...view, people }, box.items());
    list.update(people, Boolean(view.ended) || !view.ticks);
    numbers.update(people);
    line.update();
    ended.hidden = !view.ended;
    add.hidden = Boolean(view.ended);
    if (camera) camera.el.hidden = Boolean(view.ended);
    if (view.ended) camera?.stop();
    if (view.ended) ended.textContent = `清点已于 ${exactTime(view.ended)} 结束。${view.note}`;
    desk?.update();
  }

  async function ask() {
    const { status, data } = await api(`${path}?seq=${view.seq}`, { signal: AbortSignal.timeout?.(8000) }).catch(() => ({ status: 0, data: {} }));
    lost = status === 200 ? 0 : lost + 1;
    quiet.hidden = lost < 3;
    if (status === 200) {
      offset = data.now - Date.now();
      if (!data.same) {
        view = data;
        acked.splice(0, acked.length, ...acked.filter(({ seq }) => seq > Math.abs(view.seq)));
        draw();
      }
    } else if (status === 403) complaint.textContent = data.error.message + data.error.way_out;
    if (!over) timer = setTimeout(ask, ROLL_EVERY);
  }

  const run = setInterval(() => {
    setWords(since, `警报后 ${clockText((view.ended ?? Date.now() + offset) - view.started)}`);
  }, 250);
  const deaf = spec.point && view.ticks ? wedgeReader(scan, () => !root.querySelector("dialog[open]")) : () => {};
  draw();
  ask();
  return () => {
    over = true;
    clearTimeout(timer);
    clearInterval(run);
    deaf();
    camera?.stop();
    voice.close();
    box.stop();
  };
}

export default widget("roll_call", (model, root) => {
  const spec = model.get("spec");
  const words = h("p", { class: "roll-waiting", role: "status" }, "正在打开名单…");
  const place = h("div", null, words);
  let [stop, calm, timer, over] = [null, null, 0, false];
  root.append(place);

  async function open() {
    const { status, data } = await api(`api/musters/${spec.muster}`).catch(() => ({ status: 0, data: {} }));
    if (over) return;
    if (status === 200) {
      stop = openRoll(root, place, data, spec);
      if (data.kind !== "live") calm = watchEmergency(root); // in a real one, nothing may cover the list
    } else {
      words.textContent = data.error ? `${data.error.message}${data.error.way_out ?? ""}` : "连不上服务器，正在重试…";
      if (status === 0 || status >= 500) timer = setTimeout(open, 1500);
    }
  }

  open();
  return () => {
    over = true;
    clearTimeout(timer);
    calm?.();
    stop?.();
  };
}, ["spec"]);
