// What isn't saved yet: asked about before the page goes, and kept in this tab in case it goes all the same. A question's
// key may stand in it, so it stays in this tab and goes with it; it is never left on a shared computer.

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
      try {
        if (unsaved) sessionStorage.setItem(name, JSON.stringify(state()));
        else sessionStorage.removeItem(name);
      } catch { /* storage may be full or switched off: the question before leaving is left */ }
    },
    /** What an earlier page in this tab kept. */
    kept() {
      try {
        return JSON.parse(sessionStorage.getItem(name) ?? "null");
      } catch {
        return null;
      }
    },
  };
}
