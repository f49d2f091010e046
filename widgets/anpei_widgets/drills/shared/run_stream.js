// The two ways of a drill screen: views come down as server-sent events, decisions go up from a box that loses nothing.

import { api, baseUrl } from "../../shared/api.js";

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

  function alive() {
    heard = since = performance.now();
    hooks.link("ok");
  }

  function open() {
    source?.close();
    heard = performance.now();
    source = new EventSource(baseUrl() + path, { withCredentials: true });
    source.addEventListener("view", (event) => {
      alive();
      hooks.view(JSON.parse(event.data));
    });
    source.addEventListener("beat", (event) => {
      alive();
      hooks.beat?.(JSON.parse(event.data));
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

const BOX = "anpei-drill-outbox";
const WAITS = [300, 600, 1200, 2500, 5000];

/** Whether a kept decision is this person's, in this run, at this device. */
const owns = ({ run, person, device }, item) => item.run === run && item.person === person && item.device === device;

/**
 * Decisions that no server has acknowledged yet, kept through reloads; each goes out once it can, under its own uuid,
 * and as the decision of the person who took it at this device, whoever sits here by then.
 * @param {() => void} changed @param {(refusal: {run: number, person: string, node: string, reason: string}) => void} refused
 */
export function outbox(changed, refused) {
  let timer = 0;
  let tries = 0;
  let busy = false;

  const read = () => {
    try {
      return JSON.parse(localStorage.getItem(BOX) ?? "[]");
    } catch {
      return [];
    }
  };
  const write = (items) => {
    localStorage.setItem(BOX, JSON.stringify(items));
    changed();
  };
  const drop = (id) => write(read().filter((item) => item.uuid !== id));

  /** Whether an answer settles the matter: everything but "not now" does. */
  const settled = (status) => status < 500 && status !== 401 && status !== 408 && status !== 429;

  async function flush() {
    clearTimeout(timer);
    const [first] = read();
    if (!first || busy) return;
    busy = true;
    try {
      const { run, device, ...decision } = first;
      const signal = AbortSignal.timeout?.(8000);
      const { status, data } = await api(`api/drills/runs/${run}/decisions?as=kiosk`, { method: "POST", body: decision, signal });
      if (!settled(status)) throw new Error(`decision: ${status}`);
      tries = 0;
      if (status !== 200) refused({ run, person: first.person, node: first.node, reason: data.reason ?? data.error?.code ?? "" });
      drop(first.uuid);
    } catch {
      timer = setTimeout(flush, WAITS[Math.min(tries++, WAITS.length - 1)]);
      changed();
      return;
    } finally {
      busy = false;
    }
    flush();
  }

  addEventListener("online", flush);
  return {
    failing: () => tries > 0,
    count: () => read().length,
    pending: (owner) => read().find((item) => owns(owner, item)) ?? null,
    put(owner, decision) {
      const waiting = read();
      if (waiting.some((item) => owns(owner, item) && item.node === decision.node)) return;
      write([...waiting, { ...owner, ...decision }]);
      flush();
    },
    flush,
    stop() {
      clearTimeout(timer);
      removeEventListener("online", flush);
    },
  };
}
