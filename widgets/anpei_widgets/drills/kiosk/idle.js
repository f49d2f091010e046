// When nobody touches the tablet any more, and what it says before it goes back to its start.

const LAST_CALL = 20;

/** Seconds without a touch; the screen returns to its start when they run out. */
export function idleTimer(tell, done) {
  let touched = performance.now();
  let limit = 0;
  const touch = () => (touched = performance.now());
  ["pointerdown", "keydown", "wheel", "touchmove"].forEach((name) => addEventListener(name, touch, { passive: true }));
  const timer = setInterval(() => {
    if (!limit) return;
    const left = Math.ceil(limit - (performance.now() - touched) / 1000);
    tell(left <= Math.min(LAST_CALL, limit - 2) ? Math.max(0, left) : null);
    if (left <= 0) {
      touch();
      done();
    }
  }, 500);
  return {
    set(seconds) {
      if (seconds !== limit) touch();
      limit = seconds;
      if (!seconds) tell(null);
    },
    stop() {
      clearInterval(timer);
      ["pointerdown", "keydown", "wheel", "touchmove"].forEach((name) => removeEventListener(name, touch));
    },
  };
}
