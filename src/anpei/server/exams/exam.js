// The exam page: the sheet widget on one side, outbox, clock and hand-in on the other. The server decides about time.

import "anpei_widgets/shared/tokens.css";
import "../core/base.css";
import "../core/restored.js";
import sheetWidget from "anpei_widgets/items/sheet/widget.js";
import { watchEmergency } from "anpei_widgets/drills/shared/emergency.js";
import { api, server, told } from "anpei_widgets/shared/api.js";
import { h, one } from "anpei_widgets/shared/dom.js";
import { slotOutbox } from "anpei_widgets/shared/outbox/slots.js";
import { uuid } from "anpei_widgets/shared/uuid.js";
import { showWidget } from "../core/host.js";
import { forgetPage, isKept, keepBeside, keepThisPage, keptBeside } from "../core/offline.js";
import { forgetPlace, place, tellSave, wordsAfterTime } from "./exam-words.js";
import "./exam.css";

const MINUTE = 60_000;
const pause = (ms) => new Promise((done) => setTimeout(done, ms));

const data = JSON.parse(one(document, "#exam").textContent ?? "");
const here = `api/attempts/${data.attempt}`;
const kinds = Object.fromEntries(data.slots.map((s) => [s.slot, s.spec.kind]));
const typed = new Set(["short", "case"]);
const handInKey = uuid();
let sheet = null;
let leaving = null;
let ended = false;
const flagsWaiting = {};

server.heard(data.now);
/** The clock of the server as this page knows it. */
const clockNow = () => ({ now: server.now(), at: performance.now() });
const state = { clock: clockNow(), deadline: data.deadline, signIn: data.sign_in, conflicts: [], refused: [] };

const outbox = slotOutbox({
  owner: data.person,
  scope: `exam-${data.attempt}`,
  path: (slot) => `${here}/answers/${slot}`,
  revisions: Object.fromEntries(data.slots.map((s) => [s.slot, s.revision])),
  settle: (slot) => (typed.has(kinds[slot]) ? 800 : 0),
  changed: show,
  valued: (slot, value) => setAnswer(slot, value),
});
/** Write for this person and nobody else who has signed in here meanwhile. */
const write = (path, method, body) => api(`${here}/${path}`, { method, body, person: data.person });

/** Bring the sheet up to date with what is true. */
function show(change = {}) {
  Object.assign(state, change, {
    save: tellSave(outbox, seen),
    conflicts: outbox.conflicts().map(({ slot, mine, theirs }) => ({ slot, mine, theirs })),
    refused: outbox.refused(),
  });
  sheet?.update("state", { ...state });
}

// --- without a network ----------------------------------------------------------------------------------------

const beside = `exam-${data.attempt}`;
let kept = false;
let keeping = Promise.resolve();

/** What a reload without a network has to know: the answers that the server has already, and how late it is. */
function keepAnswers() {
  if (!kept || ended) return;
  const told = { answers: seen, flags: seenFlags, now: server.now(), at: Date.now(), deadline: state.deadline };
  keeping = keeping.then(() => keepBeside(data.person, beside, told)).catch(() => {});
}

/** This page is a copy of when it was opened; since then this device has learnt more. */
async function catchUp() {
  kept = true;
  const told = await keptBeside(data.person, beside).catch(() => null);
  if (!told) return;
  server.heard(told.now + Math.max(0, Date.now() - told.at));
  Object.assign(state, { clock: clockNow(), deadline: told.deadline });
  for (const s of data.slots) {
    if (s.slot in told.answers) s.value = told.answers[s.slot];
    if (s.slot in told.flags) s.flag = told.flags[s.slot];
  }
}

/** From now on this paper opens without a network, too. */
async function keepForLater() {
  const pictures = data.slots.map(({ spec: { scene, media } }) => (scene ?? media)?.src).filter(Boolean);
  kept = await keepThisPage(data.person, pictures.map((src) => new URL(data.base_url + src, location.href).href));
  keepAnswers();
}

function setAnswer(slot, value) {
  const all = sheet?.get("value");
  if (all) sheet.update("value", { ...all, answers: { ...all.answers, [slot]: value } });
  seen = { ...seen, [slot]: value };
  keepAnswers();
}

// --- what the learner does ------------------------------------------------------------------------------------

let seen = {};
let seenFlags = {};
const differs = (a, b) => JSON.stringify(a ?? null) !== JSON.stringify(b ?? null);

function onSave({ value }) {
  for (const [slot, answer] of Object.entries(value.answers)) if (differs(answer, seen[slot])) outbox.put(slot, answer);
  for (const [slot, flag] of Object.entries(value.flags)) if (differs(flag, seenFlags[slot])) flagsWaiting[slot] = flag;
  seen = value.answers;
  seenFlags = value.flags;
  place(data, value.at);
  keepAnswers();
  sendFlags();
}

/** Flags are a help to memory, not an answer: sent when it can be, the newest counts. */
async function sendFlags() {
  for (const [slot, flag] of Object.entries(flagsWaiting)) {
    const answer = await write(`flags/${slot}`, "PUT", { flag });
    if (answer.status === 0 || answer.status >= 500) return;
    if (flagsWaiting[slot] === flag) delete flagsWaiting[slot];
  }
}

function onMessage(message) {
  if (message.type === "hand_in") handIn();
  if (message.type === "hand_in_cancel") leaving?.abort();
  if (message.type === "resolve") outbox.resolve(message.slot, message.keep);
  if (message.type === "time_up") timeUp();
}

/** Wait until every answer is acknowledged, then hand in; the learner can stop the waiting. */
async function handIn() {
  leaving?.abort();
  leaving = new AbortController();
  const { signal } = leaving;
  const tell = (phase, text) => show({ handIn: { phase, text } });
  const watch = setInterval(() => {
    const n = outbox.pending().length;
    if (outbox.conflicts().length) tell("failed", "有的题有两个回答，请先选择保留哪个，再交卷。");
    else if (n) tell("waiting", tellSave(outbox, seen).kind === "saving" ? `正在保存 ${n} 题，保存完就交卷…` : `${tellSave(outbox, seen).text}。保存之后才能交卷，请保持本页打开。`);
  }, 250);
  outbox.flush();
  try {
    await outbox.empty(signal);
    clearInterval(watch);
    tell("sending", "正在交卷…");
    await deliverHandIn(tell);
  } catch {
    show({ handIn: null });
  } finally {
    clearInterval(watch);
  }
}

/** The same uuid however often it is asked. */
async function deliverHandIn(tell) {
  const answer = await write("hand-in", "POST", { uuid: handInKey });
  if (answer.status === 200) return leave(answer.data.result);
  if (answer.status === 401) outbox.signedOut();
  return tell("failed", answer.status ? told(answer) : "没有连上服务器，还没有交卷。作答都已保存，请稍后再试。");
}

/** To the result; this paper leaves nothing on the device. */
function leave(path) {
  ended = true;
  outbox.forget();
  forgetPlace(data);
  const gone = keeping.then(() => forgetPage(data.person, location.href.split("#")[0], beside)).catch(() => {});
  gone.then(() => location.assign(data.base_url + path));
}

// --- time ------------------------------------------------------------------------------------------------------

/** Ask the server what time it is, and whether the paper is still open. */
async function sync() {
  const answer = await api(`${here}/clock`);
  if (answer.status !== 200 || ended) return null;
  show({ clock: clockNow(), deadline: answer.data.deadline });
  if (answer.data.state === "handed_in" && !state.closed) close(["这份试卷已经交卷。"]);
  return answer.data;
}

/** Answers given on another device meanwhile. */
async function refresh() {
  const answer = await api(here);
  if (answer.status !== 200 || String(answer.data.person) !== String(data.person)) return;
  const behind = outbox.reconcile(Object.fromEntries(answer.data.slots.map((s) => [s.slot, s.revision])));
  for (const s of answer.data.slots) if (behind.includes(s.slot)) setAnswer(s.slot, s.value);
}

function close(lines, href = data.base_url + data.result) {
  show({ closed: { lines, href } });
}

/** Time is up: send what is left, wait for the server to hand in, say what didn't make it, go on. */
async function timeUp() {
  if (ended || state.closed) return;
  const { deadline } = state;
  show({ closed: { lines: ["时间到，正在交卷…"] } });
  outbox.flush();
  for (let wait = 1000; !ended; wait = Math.min(wait * 1.5, 8000)) {
    await pause(wait);
    const now = await sync();
    if (now?.state === "open" && now.deadline > deadline && now.deadline > now.now) return reopen();
    if (now?.state === "handed_in" && (!outbox.pending().length || outbox.state().aside)) break;
    if (!now) show({ closed: { lines: ["时间到。服务器会按已经保存的作答交卷。", "现在连不上服务器，联网后这里会自动继续。"] } });
  }
  const lost = outbox.late();
  close(wordsAfterTime(lost, data.slots));
  if (!lost.length) setTimeout(() => leave(data.result), 2500);
}

function reopen() {
  state.closed = null;
  show();
}

// --- begin -----------------------------------------------------------------------------------------------------

function firstValue() {
  const answers = {};
  for (const s of data.slots) {
    const held = outbox.held(s.slot);
    answers[s.slot] = held ? held.value : s.value;
  }
  const open = data.slots.find((s) => answers[s.slot] === null || answers[s.slot] === undefined);
  const at = place(data) ?? open?.slot ?? data.slots[0]?.slot;
  seen = answers;
  seenFlags = Object.fromEntries(data.slots.map((s) => [s.slot, Boolean(s.flag)]));
  return { at, answers, flags: { ...seenFlags } };
}

const spec = { title: data.title, person: data.name, slots: data.slots.map(({ slot, spec: shown }) => ({ slot, spec: shown })) };

/** A real emergency lies over an exam as over every page; it can be folded away, and every answer stands as it was. */
function watchForEmergency() {
  const place = h("div", { class: "anpei emergency-place" });
  document.body.append(place);
  watchEmergency(place, () => {}, { folds: true });
}

async function begin() {
  if (isKept()) await catchUp();
  const hooks = { value: firstValue(), state: { ...state, save: tellSave(outbox, seen) }, onSave, onMessage };
  sheet = (await showWidget(one(document, "#sheet"), sheetWidget, spec, hooks)).model;
  document.getElementById("waiting")?.remove();
  show();
  outbox.flush();
  sync();
  watchForEmergency();
  if (!kept) keepForLater();
  setInterval(sync, MINUTE);
  addEventListener("online", () => { refresh(); sync(); sendFlags(); });
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "visible") Promise.all([refresh(), sync()]);
  });
}

begin();
