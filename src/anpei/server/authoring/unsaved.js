// What isn't saved yet: asked about before the page goes, and kept in this tab in case it goes all the same. A question's
// key may stand in it, so it stays in this tab and goes with it; it is never left on a shared computer.

import { forget, recall, remember } from "anpei_widgets/shared/preferences.js";

/** @param {string} name @param {() => any} state */
export function unsavedGuard(name, state) {
  let waits = false;
  let ever = false;
  addEventListener("beforeunload", (event) => {
    if (waits) event.preventDefault();
  });
  return {
    /** Whether anything was ever changed here. */
    touched: () => ever,
    /** Keep what stands there now, or nothing. @param {boolean} unsaved */
    keep(unsaved) {
      waits = unsaved;
      ever = ever || unsaved;
      if (unsaved) remember(name, JSON.stringify(state()), { tab: true });
      else forget(name, { tab: true });
    },
    /** What an earlier page in this tab kept. */
    kept() {
      return JSON.parse(recall(name, { tab: true }) ?? "null");
    },
  };
}
