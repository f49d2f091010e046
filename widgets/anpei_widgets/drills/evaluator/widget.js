// The evaluator's form on a tablet: one tap a rating, saved at once, also without network; a signature closes the sheet.

import { widget } from "../../shared/widget.js";
import { api, baseUrl, told } from "../../shared/api.js";
import { announce, h, one } from "../../shared/dom.js";
import { icon } from "../../shared/icons.js";
import { fullTime } from "../../shared/local_time.js";
import { factOutbox } from "../../shared/outbox/facts.js";
import { blobs } from "../../shared/outbox/keep.js";
import { outboxLine } from "../../shared/outbox/line.js";
import { emergencyButton } from "../shared/emergency.js";
import { signatureShown, signingPad } from "../shared/signature.js";
import { drillBeside, smallPhoto } from "./parts.js";
import { applyFact, ratedOf, sheetOf, stageOf } from "./rules.js";
import "./style.css";

const RATING_WORDS = [["done", "完成"], ["partly", "部分"], ["not", "未完成"], ["na", "不适用"]];
const TAP_AGAIN = 800;

/** An item whose question hasn't come yet is closed, unless something stands there or one wants it open. */
function opening(item, { sheet, stage, frozen }, parts) {
  let wanted = false;
  const early = h("button", { type: "button", class: "evaluator-tool evaluator-early", "aria-label": `现在就评：${item.text}`, onclick: open }, "现在就评");
  const now = h("span", { class: "evaluator-now" }, "正在作答");

  function open() {
    wanted = true;
    place();
    one(parts()[1], "button").focus();
  }

  function place() {
    const [el, rates, tools] = parts();
    const given = sheet().ratings[item.id];
    const seen = stage(item);
    wanted ||= Boolean(given?.rating || given?.note || given?.photos.length || given?.waiting.length); // and stays open
    const closed = seen === "ahead" && !wanted && !frozen();
    el.classList.toggle("is-ahead", closed);
    el.classList.toggle("is-now", seen === "now");
    [early.hidden, now.hidden] = [!closed, seen !== "now"];
    rates.hidden = closed;
    tools.hidden = closed || frozen();
  }
  return { early, now, place };
}

/** One line of the form. */
function itemRow(item, context) {
  const { sheet, put, numbers } = context;
  const name = `q-${item.id.replaceAll(".", "-")}`;
  let touched = -Infinity;
  const choose = (value) => {
    const now = performance.now();
    const given = sheet().ratings[item.id]?.rating;
    if (given === value && now - touched < TAP_AGAIN) return; // a nervous second tap takes nothing back
    touched = now;
    put({ kind: "rate", item: item.id, value: given === value ? "" : value });
    announce(given === value ? "已取消" : `${item.text}：${RATING_WORDS.find(([key]) => key === value)?.[1]}`);
  };
  const buttons = RATING_WORDS.map(([value, words]) =>
    h("button", { type: "button", class: `evaluator-rate is-${value}`, "aria-pressed": "false", onclick: () => choose(value) }, words));
  const note = h("textarea", { class: "evaluator-note", rows: "2", maxlength: "500", "aria-label": `备注：${item.text}`, placeholder: "看到了什么", onchange: () => put({ kind: "note", item: item.id, value: note.value }) });
  const noteButton = h("button", { type: "button", class: "evaluator-tool", "aria-expanded": "false", onclick: () => openNote(true) }, icon("pencil"), "备注");
  const file = h("input", { type: "file", accept: "image/*", capture: "environment", class: "anpei-spoken", "aria-label": `拍照：${item.text}`, onchange: () => context.photo(item.id, file) });
  const tools = h("div", { class: "evaluator-tools" }, noteButton, h("label", { class: "evaluator-tool" }, icon("camera"), "照片", file));
  const photos = h("div", { class: "evaluator-photos" });
  const seen = item.nodes.map((node) => numbers[node]).filter(Boolean);
  const hint = [seen.length ? `看决策 ${seen.join("、")}` : "", item.hint].filter(Boolean).join(" · ");
  const rates = h("div", { class: "evaluator-rates", role: "group", "aria-labelledby": name }, buttons);
  const { early, now, place } = opening(item, context, () => [el, rates, tools]);
  const el = h("li", { class: "evaluator-item" },
    h("p", { class: "evaluator-text", id: name }, item.text, now, hint ? h("small", null, hint) : null), early, rates, tools, note, photos);

  function openNote(focus) {
    note.hidden = false;
    noteButton.setAttribute("aria-expanded", "true");
    if (focus) note.focus();
  }

  note.hidden = true;
  return {
    el,
    place,
    update() {
      const given = sheet().ratings[item.id];
      const frozen = context.frozen();
      buttons.forEach((button, i) => {
        button.setAttribute("aria-pressed", String(given?.rating === RATING_WORDS[i][0]));
        button.disabled = frozen;
      });
      if (document.activeElement !== note) note.value = given?.note ?? "";
      if (given?.note) openNote(false);
      note.readOnly = frozen;
      place();
      context.drawPhotos(photos, item, given, frozen);
    },
  };
}

/** Photos of an item: those saved, and those still on this device. */
function photoDrawer(run, put) {
  const local = new Map();
  return (place, item, given, frozen) => {
    const key = JSON.stringify([given?.photos, given?.waiting, frozen]);
    if (place.dataset.key === key) return;
    place.dataset.key = key;
    const frame = (src, tail) => h("figure", { class: "evaluator-photo" }, h("img", { src, alt: `${item.text}的照片`, loading: "lazy" }), tail);
    const away = (sha) => !frozen && h("button", { type: "button", "aria-label": `去掉这张照片：${item.text}`, onclick: () => put({ kind: "unphoto", item: item.id, value: sha }) }, icon("cross"));
    place.replaceChildren(...(given?.photos ?? []).map((sha) => frame(`${baseUrl()}api/evaluations/${run}/photos/${sha}`, away(sha))));
    (given?.waiting ?? []).forEach(async (id) => {
      if (!local.has(id)) {
        const blob = await blobs.get(id);
        if (blob) local.set(id, URL.createObjectURL(blob));
      }
      if (local.has(id) && place.dataset.key === key) place.append(frame(local.get(id), h("figcaption", null, "待送")));
    });
  };
}

/** Strengths and problems that no item asks for. */
function remarks(sheet, put, frozen) {
  const text = h("textarea", { class: "evaluator-note", rows: "2", maxlength: "500", "aria-label": "看到的优点或问题", placeholder: "表上没有的，写在这里" });
  const add = (tone) => () => {
    if (!text.value.trim()) return text.focus();
    put({ kind: "remark", item: "", value: `${tone}:${text.value.trim()}` });
    text.value = "";
    return undefined;
  };
  const list = h("ul", { class: "evaluator-remarks" });
  const entry = h("div", null, text, h("div", { class: "evaluator-tools" },
    h("button", { type: "button", class: "evaluator-tool", onclick: add("good") }, icon("check"), "记为做得好"),
    h("button", { type: "button", class: "evaluator-tool", onclick: add("problem") }, icon("warn"), "记为问题")));
  const el = h("section", { class: "evaluator-panel" }, h("h2", null, "另外看到的"), list, entry);
  return {
    el,
    update() {
      entry.hidden = frozen();
      el.hidden = entry.hidden && !sheet().remarks.length;
      list.replaceChildren(...sheet().remarks.map((said) => h("li", { class: `is-${said.tone}` }, h("b", null, said.tone === "good" ? "做得好" : "问题"), ` ${said.text}`)));
    },
  };
}

/** Asking for the signature; `left` is how many of the scenario's items have no rating. */
function signDialog(root, name, left, sign) {
  const done = h("button", { type: "button", class: "evaluator-sign is-primary", disabled: true, onclick: () => [sign(pad.path()), dialog.close()] }, "签字，锁定这张表");
  const pad = signingPad(() => (done.disabled = !pad.ready()));
  const dialog = h("dialog", { class: "evaluator-dialog", "aria-labelledby": "evaluator-sign" },
    h("h2", { id: "evaluator-sign" }, `${name}签字`),
    h("p", null, left ? `情景评估项还有 ${left} 项没评。签字后不能再改。` : "签字后这张表不能再改，要更正请导调员裁定。"), pad.el,
    h("div", { class: "evaluator-tools" }, h("button", { type: "button", class: "evaluator-tool", onclick: () => dialog.close() }, "先不签"),
      h("button", { type: "button", class: "evaluator-tool", onclick: pad.clear }, "重写"), done));
  dialog.addEventListener("close", () => dialog.remove());
  root.append(dialog);
  dialog.showModal();
}

/** Items under one title with their tally; the general ones are folded until they are wanted. */
function groupOf(group, rowOf) {
  const tally = h("span", { class: "evaluator-tally" });
  const items = group.items.map(rowOf);
  const head = [h("span", { class: "evaluator-group-title" }, group.title, h("small", null, group.note)), tally];
  const el = group.own
    ? h("section", { class: "evaluator-group" }, h("h2", null, ...head), h("ul", null, items))
    : h("details", { class: "evaluator-group" }, h("summary", null, ...head, icon("fold")), h("ul", null, items));
  return { el, group, tally };
}

/** Where one signs: not before the end, not after the report is final, once. */
function signing(root, run, me, sign) {
  const el = h("section", { class: "evaluator-panel evaluator-signed" });
  return {
    el,
    show({ signed, signature }, { ended, closed, left }) {
      const key = `${signed} ${ended} ${closed}`;
      if (el.dataset.key === key) return;
      el.dataset.key = key;
      if (signed) {
        el.replaceChildren(h("h2", null, "已签字"), signatureShown(signature, me.name), h("p", null, `${me.name}，${fullTime(signed)}。这张表不能再改。`),
          h("a", { class: "evaluator-tool", href: `${baseUrl()}evaluate/${run}/reconcile` }, "看合议"));
      } else if (closed || !ended) {
        el.replaceChildren(h("p", null, closed ? "评估报告已经定稿，这张表不再接收。要补充，请导调员先撤回定稿。" : "演练结束后再签字。在那以前，评级随时可以改。"));
      } else {
        el.replaceChildren(h("button", { type: "button", class: "evaluator-sign is-primary", onclick: () => signDialog(root, me.name, left(), sign) }, icon("sign"), "签字"));
      }
    },
  };
}

/** The page: who evaluates what on top, the form in columns beside the drill. */
function frame(root, data, { count, line, complaint, groups, said, signed, beside }) {
  const standard = groups.filter(({ group }) => !group.own);
  return [
    h("header", { class: "evaluator-head" }, h("div", null, h("h1", null, data.title), h("p", { class: "evaluator-who" }, `评估员：${data.me.name}`)), emergencyButton(root)),
    h("div", { class: "evaluator-bar" }, count, line.el), complaint,
    h("div", { class: "evaluator-columns" },
      h("div", { class: "evaluator-form" }, groups.filter(({ group }) => group.own).map(({ el }) => el),
        standard.length ? h("h2", { class: "evaluator-part" }, "通用评估项", h("small", null, "看到什么评什么，不必评全")) : null,
        standard.map(({ el }) => el), said.el, signed.el),
      beside.el),
  ];
}

/** What is known of the sheet: the server's word, what it has taken since, and what is on its way. */
function sheetKeeper(data, run, { changed, complain }) {
  const s = { server: data.sheet, sheet: sheetOf(data.sheet), asked: data.asked, ended: data.status === "ended", closed: data.closed, acked: /** @type {any[]} */ ([]) };
  const box = factOutbox({ owner: data.me.staff_no, scope: `evaluation-${run}`, changed: fold, taken, refused: reload });

  function fold() {
    s.sheet = sheetOf(s.server);
    [...s.acked, ...box.items()].forEach((fact) => applyFact(s.sheet, fact));
    changed();
  }
  /** A fact is on the server's disk: from now on it's part of what the server said. */
  function taken(fact, answer) {
    complain("");
    if (!fact.blob) return void s.acked.push(fact);
    const rating = ((s.server ??= { ratings: {}, remarks: [] }).ratings[fact.body.item] ??= { rating: "", note: "", photos: [], at: 0 });
    if (!rating.photos.includes(answer.photo)) rating.photos.push(answer.photo);
    return undefined;
  }
  async function reload() {
    const { status, data: fresh } = await api(`api/evaluations/${run}`);
    if (status !== 200) return;
    Object.assign(s, { server: fresh.sheet, ended: fresh.status === "ended", closed: fresh.closed, acked: [] });
    fold();
  }
  async function photo(item, input) {
    const [picked] = input.files;
    input.value = "";
    if (!picked) return;
    const sent = smallPhoto(picked).then((blob) => box.putBlob(`api/evaluations/${run}/photos`, { item }, blob));
    await sent.then(() => complain(""), () => complain("这张照片用不了。请再拍一张，或换一个格式。"));
  }
  return { s, box, fold, photo, put: (body) => box.put(`api/evaluations/${run}/entries`, body) };
}

function openForm(root, place, data, run) {
  const complaint = h("p", { class: "evaluator-complaint", role: "alert" });
  const { s, box, fold, photo, put } = sheetKeeper(data, run, { changed: draw, complain: (words) => (complaint.textContent = words) });
  const frozen = () => Boolean(s.sheet.signed) || s.closed;
  const stage = (item) => stageOf(item, s.asked, s.ended);
  const context = { sheet: () => s.sheet, put, frozen, stage, numbers: data.numbers, photo, drawPhotos: photoDrawer(run, put) };
  const rows = new Map();
  const groups = data.groups.map((group) => groupOf(group, (item) => {
    rows.set(item.id, itemRow(item, context));
    return rows.get(item.id).el;
  }));
  const said = remarks(() => s.sheet, put, frozen);
  const texts = new Map(data.groups.flatMap((group) => group.items.map((item) => [item.id, item.text])));
  const line = outboxLine(box, { name: ({ body }) => texts.get(body.item) ?? (body.kind === "sign" ? "签字" : "记下的话") });
  const count = h("span", { class: "evaluator-count" });
  const signed = signing(root, run, data.me, (value) => put({ kind: "sign", item: "", value }));
  const own = data.groups.filter((group) => group.own).flatMap((group) => group.items);
  const drawSigned = () => signed.show(s.sheet, { ended: s.ended, closed: s.closed, left: () => own.length - ratedOf(s.sheet, own) });
  const beside = drillBeside(run, (status, asked) => {
    Object.assign(s, { ended: status === "ended", asked: asked ?? s.asked });
    rows.forEach((row) => row.place());
    drawSigned();
  });
  place.replaceChildren(...frame(root, data, { count, line, complaint, groups, said, signed, beside }));

  function draw() {
    rows.forEach((row) => row.update());
    groups.forEach(({ group, tally }) => (tally.textContent = `${ratedOf(s.sheet, group.items)}/${group.items.length}`));
    count.textContent = `情景评估项 ${ratedOf(s.sheet, own)}/${own.length}`;
    said.update();
    drawSigned();
    line.update();
  }

  fold();
  return () => {
    box.stop();
    beside.stop();
  };
}

export default widget("evaluator", (model, root) => {
  const { run } = model.get("spec");
  const words = h("p", { class: "evaluator-waiting", role: "status" }, "正在打开评估表…");
  let stop = () => {};
  let [timer, over] = [0, false];
  const place = h("div", null, words);
  root.append(place);

  async function open() {
    const answer = await api(`api/evaluations/${run}`);
    const { status, data } = answer;
    if (over) return;
    if (status === 200) stop = openForm(root, place, data, run);
    else {
      words.textContent = status ? told(answer) : "连不上服务器，正在重试…";
      if (status === 0 || status >= 500) timer = setTimeout(open, 2000);
    }
  }

  open();
  return () => {
    over = true;
    clearTimeout(timer);
    stop();
  };
}, ["spec"]);
