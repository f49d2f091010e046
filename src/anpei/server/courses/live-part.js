// The part of a live chapter that a kernel shows lies in a frame of its own: text and activities never wait for it, and until it
// is there its first result stands in its place. What the frame has to say is said here, with a way on.
//
// The frame is of another origin, and sandboxed: a trainer's code is in it. This page asks the platform for the way there, which
// opens once; what comes back from there are words and sizes, and nothing that is run or trusted.

import { api, told as wordsOf } from "anpei_widgets/shared/api.js";
import { all, one } from "anpei_widgets/shared/dom.js";

/** Told by the frame's page (live/voila.js, live/told.js).
 * @typedef {{anpei?: string, kind?: string, words?: string, label?: string, height?: number, widget?: string, nth?: number, detail?: any}} Told */

const OPAQUE = "null"; // what a sandboxed page calls its origin
const SANDBOX = "allow-scripts allow-popups allow-popups-to-escape-sandbox";
const NEAR = "800px";
const SLOW = 20_000;
const TALLEST = 20_000;
const REOPENS = 3;
const WITHIN = 180_000;
const OPENING = "正在连接模拟程序，可以先往下读。";
const STILL = "连接模拟程序比平时慢。可以先往下读，好了会自动出现。";
const CLOSED = "互动部分没有打开。文字和练习照常能用；请检查网络，再试一次。";

class LivePart {
  constructor(/** @type {HTMLElement} */ part) {
    this.part = part;
    this.said = one(part, "[data-said]");
    this.again = one(part, "[data-again]");
    this.first = one(part, "[data-first]");
    this.frame = document.createElement("iframe");
    this.frame.title = "自己动手试";
    this.frame.className = "live-frame";
    this.frame.setAttribute("sandbox", SANDBOX);
    this.heard = false;
    this.slow = 0;
    /** @type {number[]} when it was opened anew */
    this.opened = [];
    this.anew = () => {
      this.open();
    };
    this.act = this.anew;
    this.again.addEventListener("click", () => this.act());
    this.frame.addEventListener("load", () => this.loaded());
    addEventListener("message", (event) => {
      if (event.source !== this.frame.contentWindow || event.origin !== OPAQUE) return;
      if (event.data?.anpei === "live") this.hear(event.data);
    });
    new MutationObserver(() => this.look()).observe(document.documentElement, { attributeFilter: ["data-theme", "data-text"] });
  }

  async open() {
    this.heard = false;
    this.show(false);
    this.say(OPENING);
    clearTimeout(this.slow);
    this.slow = setTimeout(() => this.say(STILL, "重新连接"), SLOW);
    const way = await api(this.part.dataset.livePart ?? "", { method: "POST" });
    if (way.status !== 200) return this.shut(way);
    this.frame.src = way.data.address;
    if (!this.frame.isConnected) this.part.append(this.frame);
  }

  /** There is no way there now: somebody signed out, no network, or no origin to show it on. @param {import("anpei_widgets/shared/api.js").Answer} way */
  shut(way) {
    if (way.status === 401) this.waits("登录已过期。", "重新登录", () => location.reload());
    else if (way.status) this.waits(wordsOf(way), "再试一次");
    else this.waits(CLOSED, "再试一次");
  }

  /** Its kernel is gone, or it is its turn: anew, but not for ever; after three times in three minutes a person decides. */
  reopen(/** @type {string} */ words) {
    const now = Date.now();
    this.opened = [...this.opened.filter((at) => now - at < WITHIN), now];
    if (this.opened.length > REOPENS) return this.waits("互动部分多次中断。", "重新打开");
    this.waits(words || OPENING);
    setTimeout(() => this.open(), words ? 1200 : 0);
  }

  say(/** @type {string} */ words, label = "", act = this.anew) {
    this.said.textContent = words;
    this.said.hidden = !words;
    this.again.textContent = label;
    this.again.hidden = !label;
    this.act = act;
  }

  show(/** @type {boolean} */ ready) {
    this.frame.toggleAttribute("data-ready", ready);
    this.first.hidden = ready;
  }

  /** A page without a word is none of ours: an error's, or the sign-in. */
  loaded() {
    if (this.heard || !this.frame.src) return;
    clearTimeout(this.slow);
    this.say(CLOSED, "重新打开");
  }

  /** How the reader wants pages shown. */
  look() {
    const { theme, text } = document.documentElement.dataset;
    this.frame.contentWindow?.postMessage({ anpei: "look", theme, text }, "*");
  }

  hear(/** @type {Told} */ told) {
    this.heard = true;
    if (told.kind === "hello") this.look();
    if (told.kind === "hush" && this.frame.hasAttribute("data-ready")) this.say("");
    if (told.kind === "said") this.waits(told.words ?? "", told.label);
    if (told.kind === "again") this.reopen(told.words ?? "");
    if (told.kind === "height") this.frame.style.height = `${Math.min(TALLEST, Math.max(0, Number(told.height) || 0))}px`;
    if (told.kind === "sign") dispatchEvent(new Event("input"));
    if (told.kind === "done") this.done(told);
    if (told.kind !== "ready") return;
    clearTimeout(this.slow);
    this.say("");
    this.show(true);
  }

  /** Something else than progress is said: it is not just slow. */
  waits(/** @type {string} */ words, label = "", act = this.anew) {
    clearTimeout(this.slow);
    this.say(words, label, act);
  }

  /** What was done in the frame counts as done here. */
  done(/** @type {Told} */ { widget, nth, detail }) {
    const activity = all(this.first, ".activity").filter((one) => one.dataset.anpeiWidget === widget)[nth ?? 0];
    activity?.dispatchEvent(new CustomEvent("anpei-done", { bubbles: true, detail }));
  }
}

/** Open the frame of every live part as its reader comes near: kernels are few. */
export function openLiveParts(/** @type {HTMLElement} */ reading) {
  for (const part of all(reading, "[data-live-part]")) {
    const live = new LivePart(part);
    const watch = new IntersectionObserver((entries) => {
      if (!entries.some((entry) => entry.isIntersecting)) return;
      watch.disconnect();
      live.open();
    }, { rootMargin: NEAR });
    watch.observe(part);
  }
}
