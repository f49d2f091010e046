// Progress is a fact told to the server until it has it: opened, activity, finished, time spent actively.

import { ask } from "../core/api.js";
import { uuid } from "anpei_widgets/shared/uuid.js";

const pause = (ms) => new Promise((done) => setTimeout(done, ms));

async function deliver(path, facts) {
  for (let wait = 1000; ; wait = Math.min(wait * 2, 30_000)) {
    try {
      const { status } = await ask(path, "POST", facts);
      if (status < 500) return status < 400;
    } catch {
      // No network just now; the loop tries again.
    }
    await pause(wait);
  }
}

/** Send one fact until the server has it; the same uuid makes a repeated one harmless. */
export const note = (chapter, kind, data = {}) => deliver(`api/progress/${chapter}`, { uuid: uuid(), kind, data });

/** Seconds somebody was active in a chapter. */
export const noteActive = (chapter, seconds) => deliver(`api/active/${chapter}`, { uuid: uuid(), seconds });

/** The block being read; a lost one is replaced by the next. */
export const notePlace = (chapter, block) => ask(`api/place/${chapter}`, "PUT", { block }).catch(() => {});
