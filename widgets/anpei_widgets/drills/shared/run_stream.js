// The way down of a drill screen: views as server-sent events. Decisions go up through the outbox (decisions.js).

import { baseUrl, server } from "../../shared/api.js";

const SILENCE = 6000;
const REOPEN = 1000;

/**
 * Follow a run. The stream is opened again whenever it falls silent, for as long as nobody closes it.
 * @param {string} path @param {{view: (v: any) => void, link: (state: "ok"|"slow"|"off") => void, beat?: (b: any) => void,
 *   lost?: () => void}} hooks
 */
export function followRun(path, hooks) {
  let source = null;
  let heard = performance.now();
  let since = performance.now();
  let closed = false;
  let opening = 0;

  /** Something came: the way is there, and the server says what time it is. */
  function alive(event) {
    heard = since = performance.now();
    const data = JSON.parse(event.data);
    if (data.now) server.heard(data.now);
    hooks.link("ok");
    return data;
  }

  function open() {
    source?.close();
    heard = performance.now();
    source = new EventSource(baseUrl() + path, { withCredentials: true });
    source.addEventListener("view", (event) => hooks.view(alive(event)));
    source.addEventListener("beat", (event) => {
      const data = alive(event);
      hooks.beat?.(data);
    });
    source.addEventListener("error", () => {
      hooks.link(performance.now() - since > SILENCE ? "off" : "slow");
      if (source.readyState === EventSource.CLOSED) {
        hooks.lost?.();
        again();
      }
    });
  }

  function again() {
    clearTimeout(opening);
    if (!closed) opening = setTimeout(open, REOPEN);
  }

  const watch = setInterval(() => {
    if (performance.now() - since > SILENCE) hooks.link("off");
    if (performance.now() - heard > SILENCE) open();
  }, REOPEN);
  open();
  return () => {
    closed = true;
    clearInterval(watch);
    clearTimeout(opening);
    source?.close();
  };
}
