// The time of a map of people walking: its own, at a speed of one's choice, or a drill's clock until somebody leaves it.

/**
 * @typedef {{now: number, factor: number, playing: boolean, live: boolean}} Playing in s; `live` is tied to the clock
 * @param {{length: () => number | null, moved: () => void, changed: () => void}} told
 *   how long there is something to play (null: nothing yet), and who hears of another moment and of another state
 */
export function mapPlayer({ length, moved, changed }) {
  /** @type {Playing} */
  const s = { now: 0, factor: 4, playing: false, live: false };
  /** @type {(() => number) | null} */
  let clock = null;
  let [last, request] = [0, 0];
  const end = () => length() ?? 0;

  function seek(/** @type {number} */ to) {
    s.now = Math.max(0, Math.min(to, end()));
    moved();
  }

  function step(/** @type {number} */ stamp) {
    const passed = Math.min(0.25, (stamp - last) / 1000);
    last = stamp;
    if (s.live && clock) seek(clock());
    else seek(s.now + passed * s.factor);
    if (!s.live && s.now >= end()) run(false);
    if (s.playing) request = requestAnimationFrame(step);
  }

  function run(/** @type {boolean} */ on) {
    cancelAnimationFrame(request);
    if (on && !s.live && s.now >= end()) s.now = 0;
    s.playing = on && length() !== null;
    if (!s.playing && length() !== null) s.live = false;
    changed();
    last = performance.now();
    if (s.playing) request = requestAnimationFrame(step);
  }

  return {
    state: s, seek, run,
    hasClock: () => clock !== null,
    /** Tie to a clock, in s; without one take up the clock again that was left. */
    follow(of = clock) {
      [clock, s.live] = [of, Boolean(of)];
      run(s.live);
    },
    /** Go on by oneself. */
    leave() {
      if (!s.live) return;
      s.live = false;
      changed();
    },
    /** Where to be once there is something new to show: with the clock, as before, or at the beginning. */
    arrive(/** @type {boolean} */ keep) {
      run(s.playing || s.live);
      if (!keep) s.now = 0;
      seek(s.live && clock ? clock() : s.now);
    },
    stop: () => cancelAnimationFrame(request),
  };
}
