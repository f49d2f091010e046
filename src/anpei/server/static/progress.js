// Progress is a fact told to the server until it has it: opened, activity, finished, time spent actively.

const base = document.body.dataset.anpeiBase ?? document.body.dataset.baseUrl ?? "/";

function uuid() {
  // randomUUID needs HTTPS, and a plant's own network often has none.
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = (bytes[6] & 0x0f) | 0x40;
  bytes[8] = (bytes[8] & 0x3f) | 0x80;
  const hex = Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
  return hex.replace(/(.{8})(.{4})(.{4})(.{4})(.{12})/, "$1-$2-$3-$4-$5");
}

function cookie(name) {
  return document.cookie.split("; ").find((pair) => pair.startsWith(`${name}=`))?.slice(name.length + 1) ?? "";
}

const pause = (ms) => new Promise((done) => setTimeout(done, ms));

async function send(method, path, facts) {
  const answer = await fetch(base + path, {
    method,
    keepalive: true,
    headers: { "Content-Type": "application/json", "X-XSRFToken": cookie("_xsrf") },
    body: JSON.stringify(facts),
  });
  await answer.text(); // an unread answer would keep its connection busy
  return answer;
}

async function deliver(path, facts) {
  for (let wait = 1000; ; wait = Math.min(wait * 2, 30_000)) {
    try {
      const answer = await send("POST", path, facts);
      if (answer.status < 500) return answer.ok;
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
export const notePlace = (chapter, block) => send("PUT", `api/place/${chapter}`, { block }).catch(() => {});
