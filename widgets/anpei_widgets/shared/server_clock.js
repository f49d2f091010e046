// What time it is at the server, as this page knows it: by its own steady clock and what the server said when last heard.
// A tablet's wall clock may be days wrong, and is never asked.

/** A page's idea of the server's clock; `steady` counts ms and never jumps. */
export function serverClock(steady = () => performance.now()) {
  let ahead = -Infinity;
  return {
    steady,
    /** The server said `now`, in answer to what was asked at `asked`: that time is over by now, and wasn't come by then. */
    heard(/** @type {number} */ now, asked = -Infinity) {
      ahead = Math.min(Math.max(ahead, now - steady()), now - asked);
    },
    /** ms UTC at the server, 0 while it hasn't been heard. */
    now: () => (Number.isFinite(ahead) ? Math.round(steady() + ahead) : 0),
  };
}
