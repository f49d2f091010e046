// What a tablet shows: one screen at a time, a bar below, and a word over both; what stands untouched goes by itself.

import { h, one, setWords } from "../../shared/dom.js";
import { idleTimer } from "./idle.js";

const SAID = 8000;

/** A word over the screen: what went wrong, else how long it waits for a touch. */
function toastOf() {
  const el = h("p", { class: "kiosk-toast", role: "status", hidden: true });
  /** @type {{said: string, left: number | null, hush: number}} */
  const s = { said: "", left: null, hush: 0 };
  function draw() {
    const words = s.said || (s.left === null ? "" : `${s.left} 秒后回到开始画面，碰一下屏幕就留下`);
    el.hidden = !words;
    el.classList.toggle("is-problem", Boolean(s.said));
    setWords(el, words);
  }
  return {
    el,
    /** Say something that went wrong, to eyes and ears alike, until it has been read. */
    say(words = "") {
      clearTimeout(s.hush);
      s.said = words;
      if (words) s.hush = setTimeout(() => this.say(), SAID);
      draw();
    },
    wait(/** @type {number | null} */ left) {
      s.left = left;
      draw();
    },
  };
}

/**
 * The parts of the tablet's page. `idled` hears that nobody has touched it for long enough, `switched` of another screen
 * before it is made.
 * @param {{idled: () => void, switched: (key: string) => void}} hooks
 */
export function kioskScreen({ idled, switched }) {
  const screen = h("main", { class: "kiosk-screen" });
  const bar = h("footer", { class: "kiosk-bar", hidden: true });
  const toast = toastOf();
  const idle = idleTimer(toast.wait, idled);
  let shown = "";
  let leave = () => {};
  return {
    parts: [screen, bar, toast.el],
    say: (/** @type {string} */ words) => toast.say(words),
    shown: () => shown,
    /** The next screen is made even if it has the same key. */
    forget: () => (shown = ""),
    /** Go home after so many seconds without a touch; 0 for never. */
    waits: idle.set,
    /**
     * Show a screen unless it stands already. `leaving` is called when another one takes its place.
     * @param {string} key @param {() => HTMLElement} make @param {{idleAfter?: number, leaving?: () => void}} [how]
     */
    show(key, make, { idleAfter = 0, leaving = () => {} } = {}) {
      idle.set(idleAfter);
      if (shown === key) return;
      shown = key;
      toast.say();
      leave();
      leave = leaving;
      switched(key);
      const made = make();
      screen.replaceChildren(made);
      one(made, "[tabindex='-1']")?.focus({ preventScroll: true });
    },
    /** What can be pressed below the screen; over it, while a drill fills the whole of it. */
    offer(/** @type {{floating?: boolean}} */ { floating = false }, /** @type {(HTMLElement | null)[]} */ ...buttons) {
      bar.hidden = !buttons.length;
      bar.classList.toggle("is-floating", floating);
      bar.replaceChildren(...buttons.map((button) => button ?? ""));
    },
    stop() {
      idle.stop();
      leave();
    },
  };
}
