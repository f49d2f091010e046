// A pouch for facts on their way: each is kept on this device, in order, until the server has it on disk; sent under
// its own uuid, so that however often it's delivered it counts once. What lies here belongs to one person.

import { api, baseUrl } from "./api.js";
import { h } from "./dom.js";
import { icon } from "./icons.js";
import { uuid } from "./uuid.js";
import "./outbox.css";

const POUCH_WAITS = [400, 800, 1500, 3000, 6000, 12000];
const POUCH_PATIENCE = 15000;
const POUCH_LATER = new Set([401, 403, 408, 425, 429]);

/** Blobs (photos) beside the entries; localStorage would be too small for them. */
export const pouchBlobs = {
  open() {
    this.db ??= new Promise((done, fail) => {
      const asked = indexedDB.open("anpei-pouch", 1);
      asked.onupgradeneeded = () => asked.result.createObjectStore("blobs");
      asked.onsuccess = () => done(asked.result);
      asked.onerror = () => fail(asked.error);
    });
    return this.db;
  },
  async run(mode, act) {
    const store = (await this.open()).transaction("blobs", mode).objectStore("blobs");
    return new Promise((done, fail) => {
      const asked = act(store);
      store.transaction.oncomplete = () => done(asked.result);
      store.transaction.onabort = store.transaction.onerror = () => fail(store.transaction.error);
    });
  },
  put(key, blob) { return this.run("readwrite", (store) => store.put(blob, key)); },
  get(key) { return this.run("readonly", (store) => store.get(key)); },
  drop(key) { return this.run("readwrite", (store) => store.delete(key)).catch(() => {}); },
};

/**
 * @typedef {{uuid: string, path: string, body: object, tapped: number, blob?: boolean}} Fact
 * @param {{person: string, scope: string, changed: () => void, taken: (fact: Fact, answer: any) => void,
 *   refused: (fact: Fact, message: string) => void}} options
 */
export function pouch({ person, scope, changed, taken, refused }) {
  const prefix = `anpei:pouch:${person}:${scope}:`;
  const memory = new Map();
  let [timer, tries, busy, halted, count, over] = [0, 0, false, "", 0, false];

  const keys = () => [...new Set([...Object.keys(localStorage).filter((key) => key.startsWith(prefix)), ...memory.keys()])].sort();
  const read = (key) => memory.get(key) ?? JSON.parse(localStorage.getItem(key) ?? "null");
  const items = () => keys().map(read).filter(Boolean);

  function keep(fact) {
    const key = `${prefix}${String(Date.now()).padStart(14, "0")}-${String(count++).padStart(5, "0")}`;
    try {
      localStorage.setItem(key, JSON.stringify(fact));
    } catch {
      memory.set(key, fact); // the page must stay open until it's sent
    }
    changed();
    flush();
  }

  function drop(key, fact) {
    memory.delete(key);
    localStorage.removeItem(key);
    if (fact.blob) pouchBlobs.drop(fact.uuid);
  }

  /** Send one fact; the moment of sending by this device's clock goes along, so that the server can tell how wrong it is. */
  async function send(fact) {
    const signal = AbortSignal.timeout?.(POUCH_PATIENCE);
    const about = { uuid: fact.uuid, tapped: fact.tapped, sent: Date.now() };
    if (!fact.blob) return api(fact.path, { method: "POST", body: { ...fact.body, ...about }, signal });
    const blob = await pouchBlobs.get(fact.uuid);
    if (!blob) return { status: 410, data: { error: { message: "照片已不在这台设备上。" } } };
    const xsrf = document.cookie.match(/(?:^|;\s*)_xsrf=([^;]+)/);
    const headers = { "Content-Type": blob.type, "X-XSRFToken": xsrf ? decodeURIComponent(xsrf[1]) : "" };
    const query = new URLSearchParams({ ...fact.body, ...about });
    const answer = await fetch(`${baseUrl()}${fact.path}?${query}`, { method: "POST", headers, body: blob, credentials: "same-origin", signal });
    return { status: answer.status, data: await answer.json().catch(() => ({})) };
  }

  async function flush() {
    clearTimeout(timer);
    if (busy || over) return;
    busy = true;
    try {
      for (let [key] = keys(); key && !over; [key] = keys()) {
        const fact = read(key);
        const { status, data } = fact ? await send(fact) : { status: 410, data: {} };
        if (status >= 500 || POUCH_LATER.has(status)) throw new Error(String(status));
        [tries, halted] = [0, ""];
        drop(key, fact ?? {});
        if (status === 200) taken(fact, data);
        else if (fact) refused(fact, data.error?.message ?? "服务器没有接受。");
        changed();
      }
    } catch (error) {
      halted = error.message === "401" ? "signed_out" : error.message === "403" ? "forbidden" : "";
      if (!over) timer = setTimeout(flush, POUCH_WAITS[Math.min(tries++, POUCH_WAITS.length - 1)]);
      changed();
    } finally {
      busy = false;
    }
  }

  const again = () => { tries = 0; flush(); };
  const elsewhere = (event) => event.key?.startsWith(prefix) && changed();
  addEventListener("online", again);
  addEventListener("storage", elsewhere);
  addEventListener("beforeunload", (event) => memory.size && event.preventDefault());
  queueMicrotask(flush);
  return {
    items,
    failing: () => tries > 0,
    halted: () => halted,
    durable: () => memory.size === 0,
    /** Keep a fact and send it as soon as may be. @returns {Fact} */
    put(path, body) {
      const fact = { uuid: uuid(), path, body, tapped: Date.now() };
      keep(fact);
      return fact;
    },
    /** The same for a blob; rejects when this device can't keep it. */
    async putBlob(path, body, blob) {
      const fact = { uuid: uuid(), path, body, tapped: Date.now(), blob: true };
      await pouchBlobs.put(fact.uuid, blob);
      keep(fact);
      return fact;
    },
    flush: again,
    stop() {
      over = true;
      clearTimeout(timer);
      removeEventListener("online", again);
      removeEventListener("storage", elsewhere);
    },
  };
}

/** What a person is told about the way their taps are on. @returns {{tone: "ok"|"wait"|"off", words: string}} */
function pouchWords(box) {
  const waiting = box.items().length;
  if (!waiting) return { tone: "ok", words: "已保存" };
  if (box.halted() === "signed_out") return { tone: "off", words: `登录已过期，${waiting} 条存在本机。请重新登录` };
  if (box.halted()) return { tone: "off", words: `${waiting} 条还没送出：没有权限，请找导调员` };
  if (!box.durable()) return { tone: "off", words: `${waiting} 条还没送出，本机存不下，请不要关这一页` };
  return box.failing() ? { tone: "off", words: `离线，${waiting} 条已存本机，恢复后自动送出` } : { tone: "wait", words: "正在保存…" };
}

/** The line that says it, kept up to date by `update`. */
export function pouchLine(box) {
  const el = h("p", { class: "pouch-line", role: "status" });
  return {
    el,
    update() {
      const { tone, words } = pouchWords(box);
      if (el.dataset.tone === tone && el.lastChild?.textContent === words) return;
      el.dataset.tone = tone;
      el.replaceChildren(icon({ ok: "check", wait: "wait", off: "away" }[tone]), h("span", null, words));
    },
  };
}
