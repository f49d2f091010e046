// How a page hears of a real emergency: by a stream while it is in sight, by a question now and then while it isn't or
// while nothing comes by the stream. A page out of sight holds no connection, so that many tabs don't use up the browser's.

import { api, baseUrl, server } from "../../shared/api.js";

const FIRST = 6000; // a stream that says nothing for so long is held back by something on the way
const SILENCE = 45_000;
const ASIDE = 30_000;
const INSTEAD = 3000;
const REOPEN = 1000;

/** All pages lose a server that starts anew at once; they needn't all come back at once. */
const soon = () => REOPEN + Math.random() * 2 * REOPEN;

/** Asking now and then, for as long as nothing comes by the stream. @param {(emergency: any) => void} told */
function asking(told) {
  let timer = 0;
  async function ask() {
    const { status, data } = await api("api/emergency", { patience: 8000 });
    if (!timer) return; // the stream has spoken meanwhile
    if (status === 200) told(data.emergency);
    later(document.hidden || status === 401 || status === 403 ? ASIDE : INSTEAD);
  }
  function later(/** @type {number} */ wait) {
    clearTimeout(timer);
    timer = setTimeout(ask, wait + Math.random() * REOPEN);
  }
  function rest() {
    clearTimeout(timer);
    timer = 0;
  }
  return { later, rest, goes: () => timer !== 0 };
}

/**
 * @param {(emergency: any) => void} told what stands, null for nothing: at first, and whenever it changed
 * @returns {() => void} stop
 */
export function followEmergency(told) {
  /** @type {EventSource | null} */
  let source = null;
  let [opening, quiet] = [0, 0];
  let over = false;
  const instead = asking(told);

  function heard() {
    clearTimeout(quiet);
    instead.rest();
    quiet = setTimeout(lost, SILENCE);
  }

  function open() {
    close();
    if (document.hidden) return instead.later(ASIDE);
    quiet = setTimeout(lost, FIRST);
    source = new EventSource(`${baseUrl()}api/emergency/events`);
    source.addEventListener("emergency", (event) => {
      heard();
      const { emergency, now } = JSON.parse(event.data);
      server.heard(now);
      told(emergency);
    });
    source.addEventListener("beat", heard);
    source.addEventListener("error", lost);
    return undefined;
  }

  function close() {
    source?.close();
    source = null;
    [opening, quiet].forEach(clearTimeout);
  }

  /** Nothing comes by the stream: it is opened again, and meanwhile somebody asks. */
  function lost() {
    close();
    if (over) return;
    opening = setTimeout(open, soon());
    if (!instead.goes()) instead.later(INSTEAD);
  }

  document.addEventListener("visibilitychange", open);
  addEventListener("pagehide", close);
  open();
  return () => {
    over = true;
    close();
    instead.rest();
    document.removeEventListener("visibilitychange", open);
    removeEventListener("pagehide", close);
  };
}
