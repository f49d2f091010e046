// The evaluator's form on a tablet: one tap a rating, saved at once, also without network; a signature closes the sheet.

import { widget } from "../../shared/widget.js";
import { api, baseUrl } from "../../shared/api.js";
import { announce, h } from "../../shared/dom.js";
import { icon } from "../../shared/icons.js";
import { fullTime } from "../../shared/local_time.js";
import { pouch, pouchBlobs, pouchLine } from "../../shared/outbox.js";
import { emergencyButton, watchEmergency } from "../shared/emergency.js";
import { signatureShown, signingPad } from "../shared/signature.js";
import { drillBeside, smallPhoto } from "./parts.js";
import "./style.css";

const RATING_WORDS = [["done", "完成"], ["partly", "部分"], ["not", "未完成"], ["na", "不适用"]];
const TAP_AGAIN = 800;

/** The sheet as this device knows it: what the server said, and what is still on its way. */
function sheetOf(sent) {
  const sheet = { ratings: {}, remarks: [...(sent?.remarks ?? [])], signed: sent?.signed ?? null, signature: sent?.signature ?? "" };
  for (const [id, rating] of Object.entries(sent?.ratings ?? {})) sheet.ratings[id] = { ...rating, photos: [...rating.photos], waiting: [] };
  return sheet;
}

function applyFact(sheet, { uuid: id, body, tapped, blob }) {
  const rating = (sheet.ratings[body.item] ??= { rating: "", note: "", photos: [], waiting: [], at: 0 });
  if (blob) rating.waiting.push(id);
  else if (body.kind === "rate") Object.assign(rating, { rating: body.value, at: tapped });
  else if (body.kind === "note") rating.note = body.value;
  else if (body.kind === "unphoto") rating.photos = rating.photos.filter((sha) => sha !== body.value);
  else if (body.kind === "sign") Object.assign(sheet, { signed: tapped, signature: body.value });
  else if (body.kind === "remark" && !sheet.remarks.some((said) => said.uuid === id)) {
    const [tone, ...words] = body.value.split(":");
    sheet.remarks.push({ tone, text: words.join(":"), at: tapped, uuid: id });
  }
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
    announce(given === value ? "已取消" : `${item.text}：${RATING_WORDS.find(([key]) => key === value)[1]}`);
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
  const el = h("li", { class: "evaluator-item" },
    h("p", { class: "evaluator-text", id: name }, item.text, hint ? h("small", null, hint) : null),
    h("div", { class: "evaluator-rates", role: "group", "aria-labelledby": name }, buttons), tools, note, photos);

  function openNote(focus) {
    note.hidden = false;
    noteButton.setAttribute("aria-expanded", "true");
    if (focus) note.focus();
  }

  note.hidden = true;
  return {
    el,
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
      tools.hidden = frozen;
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
        const blob = await pouchBlobs.get(id).catch(() => null);
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

function openForm(root, place, data, run) {
  let server = data.sheet;
  let sheet = sheetOf(server);
  let [ended, closed] = [data.status === "ended", data.closed];
  const post = `api/evaluations/${run}/entries`;
  const complaint = h("p", { class: "evaluator-complaint", role: "alert" });
  const acked = [];
  const box = pouch({ person: data.me.staff_no, scope: `evaluation-${run}`, changed: draw, taken, refused: (fact, message) => {
    complaint.textContent = message;
    reload();
  } });
  const put = (body) => box.put(post, body);
  const drawPhotos = photoDrawer(run, put);
  const frozen = () => Boolean(sheet.signed) || closed;
  const context = { sheet: () => sheet, put, frozen, numbers: data.numbers, photo: takePhoto, drawPhotos };
  const rows = new Map();
  const groups = data.groups.map((group) => groupOf(group));
  const said = remarks(() => sheet, put, frozen);
  const line = pouchLine(box);
  const count = h("span", { class: "evaluator-count" });
  const signed = h("section", { class: "evaluator-panel evaluator-signed" });
  const beside = drillBeside(run, (status) => {
    ended = status === "ended";
    drawSigned();
  });
  const standard = groups.filter(({ group }) => !group.own);
  place.replaceChildren(
    h("header", { class: "evaluator-head" }, h("div", null, h("h1", null, data.title), h("p", { class: "evaluator-who" }, `评估员：${data.me.name}`)), emergencyButton(root)),
    h("div", { class: "evaluator-bar" }, count, line.el), complaint,
    h("div", { class: "evaluator-columns" },
      h("div", { class: "evaluator-form" }, groups.filter(({ group }) => group.own).map(({ el }) => el),
        standard.length ? h("h2", { class: "evaluator-part" }, "通用评估项", h("small", null, "看到什么评什么，不必评全")) : null,
        standard.map(({ el }) => el), said.el, signed),
      beside.el));

  function groupOf(group) {
    const items = group.items.map((item) => {
      const row = itemRow(item, context);
      rows.set(item.id, row);
      return row.el;
    });
    const tally = h("span", { class: "evaluator-tally" });
    const head = [h("span", { class: "evaluator-group-title" }, group.title, h("small", null, group.note)), tally];
    const el = group.own
      ? h("section", { class: "evaluator-group" }, h("h2", null, ...head), h("ul", null, items))
      : h("details", { class: "evaluator-group" }, h("summary", null, ...head, icon("fold")), h("ul", null, items));
    return { el, group, tally };
  }

  const own = data.groups.filter((group) => group.own).flatMap((group) => group.items);
  const rated = (items) => items.filter((item) => sheet.ratings[item.id]?.rating).length;

  /** Fold what the server has and what is on its way, and show it. */
  function draw() {
    sheet = sheetOf(server);
    [...acked, ...box.items()].forEach((fact) => applyFact(sheet, fact));
    rows.forEach((row) => row.update());
    groups.forEach(({ group, tally }) => (tally.textContent = `${rated(group.items)}/${group.items.length}`));
    count.textContent = `情景评估项 ${rated(own)}/${own.length}`;
    said.update();
    drawSigned();
    line.update();
  }

  function drawSigned() {
    const key = `${sheet.signed} ${ended} ${closed}`;
    if (signed.dataset.key === key) return;
    signed.dataset.key = key;
    if (!sheet.signed && (closed || !ended)) {
      signed.replaceChildren(h("p", null, closed ? "评估报告已经定稿，这张表不再接收。要补充，请导调员先撤回定稿。" : "演练结束后再签字。在那以前，评级随时可以改。"));
      return;
    }
    if (!sheet.signed) {
      signed.replaceChildren(h("button", { type: "button", class: "evaluator-sign is-primary", onclick: () => signDialog(root, data.me.name, own.length - rated(own), (value) => put({ kind: "sign", item: "", value })) }, icon("sign"), "签字"));
      return;
    }
    const when = fullTime(sheet.signed);
    signed.replaceChildren(h("h2", null, "已签字"), signatureShown(sheet.signature, data.me.name), h("p", null, `${data.me.name}，${when}。这张表不能再改。`),
      h("a", { class: "evaluator-tool", href: `${baseUrl()}evaluate/${run}/reconcile` }, "看合议"));
  }

  /** A fact is on the server's disk: from now on it's part of what the server said. */
  function taken(fact, answer) {
    complaint.textContent = "";
    if (!fact.blob) return void acked.push(fact);
    const rating = ((server ??= { ratings: {}, remarks: [] }).ratings[fact.body.item] ??= { rating: "", note: "", photos: [], at: 0 });
    if (!rating.photos.includes(answer.photo)) rating.photos.push(answer.photo);
    return undefined;
  }

  async function reload() {
    const { status, data: fresh } = await api(`api/evaluations/${run}`).catch(() => ({ status: 0, data: {} }));
    if (status !== 200) return;
    [server, ended, closed] = [fresh.sheet, fresh.status === "ended", fresh.closed];
    acked.length = 0;
    draw();
  }

  async function takePhoto(item, input) {
    const [picked] = input.files;
    input.value = "";
    if (!picked) return;
    try {
      await box.putBlob(`api/evaluations/${run}/photos`, { item }, await smallPhoto(picked));
      complaint.textContent = "";
    } catch {
      complaint.textContent = "这张照片用不了。请再拍一张，或换一个格式。";
    }
  }

  draw();
  return () => {
    box.stop();
    beside.stop();
  };
}

export default widget("evaluator", (model, root) => {
  const { run } = model.get("spec");
  const words = h("p", { class: "evaluator-waiting", role: "status" }, "正在打开评估表…");
  let [stop, timer, over] = [null, 0, false];
  const calm = watchEmergency(root);
  const place = h("div", null, words);
  root.append(place);

  async function open() {
    const { status, data } = await api(`api/evaluations/${run}`).catch(() => ({ status: 0, data: {} }));
    if (over) return;
    if (status === 200) stop = openForm(root, place, data, run);
    else {
      words.textContent = data.error ? `${data.error.message}${data.error.way_out ?? ""}` : "连不上服务器，正在重试…";
      if (status === 0 || status >= 500) timer = setTimeout(open, 2000);
    }
  }

  open();
  return () => {
    over = true;
    clearTimeout(timer);
    calm();
    stop?.();
  };
}, ["spec"]);
