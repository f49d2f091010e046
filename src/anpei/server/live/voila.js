// A live page says every few seconds that it is there, hears how its kernel is, and recovers by itself.
// Nothing here holds an answer: answers and decisions go to the server by HTTP the moment they are made.

import { api, cookie } from "anpei_widgets/shared/api.js";
import "../core/restored.js";
import { recall, remember } from "anpei_widgets/shared/preferences.js";
import { framed, tellChapter, tellHeight } from "./chapter-frame.js";

const EVERY = 5000;
const SOON = 2000;
const LONG_OUTAGE = 45000;
const RELOADS = 3;
const WITHIN = 180000;
const HANGS = 12_000;
const BLOCKED = "这里的网络不让互动部分连接（WebSocket 被拦住了）。文字和练习照常能用；要动手试，请换一个网络，或告诉管理员。";
const state = { baseUrl: "/", kernelId: "", failed: 0, lostAt: 0, timer: 0, over: false, refused: 0, connected: false, blocked: false, told: false };

/** Called by Voila's own scripts and by the page's template. @type {any} */
const page = window;

const banner = () => /** @type {HTMLElement} */ (document.getElementById("anpei-banner"));

/** Show a sentence at the bottom of the page, with a button if there is something to press. */
function say(/** @type {string} */ words, label = "", act = () => {}) {
  if (framed) return tellChapter("said", { words, label });
  const [text, button] = [banner().querySelector("p"), banner().querySelector("button")];
  if (!text || !button) return;
  text.textContent = words;
  button.hidden = !label;
  button.textContent = label;
  button.onclick = act;
  banner().hidden = false;
}

function hush() {
  if (state.blocked) return;
  if (framed) tellChapter("hush");
  else banner().hidden = true;
}

/** When this page was reloaded lately, this time included; a browser that keeps nothing has no memory of it. */
function reloads() {
  const key = `anpei-reloads:${location.pathname}`;
  const now = Date.now();
  const before = JSON.parse(recall(key, { tab: true }) ?? "[]").filter((/** @type {number} */ at) => now - at < WITHIN);
  remember(key, JSON.stringify([...before, now]), { tab: true });
  return before.length;
}

/** Reload, but not for ever: after three times in three minutes a person decides. */
function again(/** @type {string} */ words) {
  state.over = true;
  clearTimeout(state.timer);
  if (framed) return tellChapter("again", { words });
  if (reloads() >= RELOADS) return say("互动部分多次中断。", "重新打开", () => location.reload());
  say(words);
  setTimeout(() => location.reload(), 1200);
}

/** An app of ours is on the screen: from now on it talks to the server by HTTP and needs no kernel. */
const shown = () => document.querySelector(".anpei-live-apps #rendered_cells .anpei") !== null;

async function ask() {
  const body = { kernel: state.kernelId, shown: shown() };
  const { status, data } = await api("api/live/beat", { method: "POST", body, patience: 8000 });
  if (status === 401 || status === 403) return "signed_out";
  if (status !== 200) throw new Error(`beat: ${status}`);
  return data.state;
}

function lost() {
  state.failed += 1;
  if (state.failed === 1) state.lostAt = Date.now();
  if (state.failed >= 2) say("网络中断了，正在重新连接…");
}

function heard(/** @type {string} */ how) {
  const outage = state.failed ? Date.now() - state.lostAt : 0;
  state.failed = 0;
  if (how === "gone") again("互动部分已停止，正在重新打开…");
  else if (how === "signed_out") again("登录已过期，正在转到登录页…");
  else if (how === "resting") rest();
  else if (outage > LONG_OUTAGE) again("网络已恢复，正在重新打开本页…");
  else hush();
}

function rest() {
  state.over = true;
  say("这一页很久没有动，已经休息了。", "继续", () => location.reload());
}

async function beat() {
  clearTimeout(state.timer);
  if (state.over) return;
  try {
    heard(await ask());
  } catch {
    lost();
  }
  if (!state.over) state.timer = setTimeout(beat, state.failed ? SOON : EVERY);
}

function leave() {
  const form = new URLSearchParams({ kernel: state.kernelId, _xsrf: cookie("_xsrf") });
  navigator.sendBeacon(`${state.baseUrl}api/live/leave`, form);
}

function begin() {
  const { baseUrl, kernelId } = JSON.parse(document.getElementById("jupyter-config-data")?.textContent ?? "{}");
  Object.assign(state, { baseUrl, kernelId });
  addEventListener("pagehide", leave);
  addEventListener("online", beat);
  document.addEventListener("visibilitychange", () => document.visibilityState === "visible" && beat());
  beat();
}

/** A proxy that lets pages pass and no WebSocket: said at once, for nothing else would ever say it. */
function refused() {
  if (state.over || state.failed || !navigator.onLine) return;
  state.refused += 1;
  if (state.refused < 2) return;
  state.blocked = true;
  say(BLOCKED, "再试一次", () => location.reload());
}

function connected() {
  state.connected = true;
  state.refused = 0;
  const was = state.blocked;
  state.blocked = false;
  if (was) hush();
  ready();
}

const warn = console.warn;
/** What its extensions say of the versions they were built against, thirteen times a page, is news for nobody here. */
console.warn = (...words) => /^(Unsatisfied|No satisfying) version/.test(String(words[0])) || warn(...words);

const Socket = page.WebSocket;
/** The kernel's connection, which Voila's own scripts open, and keep trying in silence. */
page.WebSocket = class extends Socket {
  constructor(/** @type {[string, (string | string[])?]} */ ...asked) {
    super(...asked);
    let over = false;
    const fail = () => over || [(over = true), refused()];
    const hangs = setTimeout(() => [(state.refused += 1), fail()], HANGS);
    this.addEventListener("open", () => [(over = true), clearTimeout(hangs), connected()]);
    this.addEventListener("close", () => [clearTimeout(hangs), fail()]);
  }
};

/** The chapter shows the frame when there is something to see: cells, a connection, and no widget that is still on its way. */
function ready() {
  const cells = document.getElementById("rendered_cells");
  if (!framed || state.told || !cells || !state.connected || !document.body.dataset.ready) return;
  if (cells.textContent?.includes("Loading widget")) return;
  state.told = true;
  tellHeight(cells);
  tellChapter("ready");
}

/** Voila calls this when the cells are there, and again when its theme is. */
function show() {
  if (!page.themeLoaded) {
    page.cellLoaded = true;
    return;
  }
  document.getElementById("loading")?.remove();
  const cells = document.getElementById("rendered_cells");
  if (cells) cells.style.display = "";
  document.body.dataset.ready = "true";
  if (cells && framed) new MutationObserver(ready).observe(cells, { childList: true, subtree: true, characterData: true });
  ready();
}

page.anpeiLive = { begin };
page.voila_finish = show;
page.display_cells = show;
page.voila_process = () => {};
page.update_loading_text = () => {};
page.voila_heartbeat = () => {};
