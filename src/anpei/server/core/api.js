// How a page asks the server.

// a live chapter is drawn by Voila, whose own base address is another
const base = document.body.dataset.anpeiBase ?? document.body.dataset.baseUrl ?? "/";
const PATIENCE = 15_000;

/** One request; rejects when no answer came in time. @returns {Promise<{status: number, data: any}>} */
export async function ask(path, method = "GET", body = undefined) {
  const text = body === undefined ? undefined : JSON.stringify(body);
  const headers = { Accept: "application/json" };
  if (text !== undefined) headers["Content-Type"] = "application/json";
  const xsrf = document.cookie.match(/(?:^|;\s*)_xsrf=([^;]+)/);
  if (method !== "GET" && xsrf) headers["X-XSRFToken"] = decodeURIComponent(xsrf[1]);
  const patience = new AbortController();
  const timer = setTimeout(() => patience.abort(), PATIENCE);
  try {
    const answer = await fetch(base + path, {
      method, headers, body: text, credentials: "same-origin", cache: "no-store", signal: patience.signal,
      keepalive: text !== undefined && text.length < 15_000, // finishes even if the page closes; browsers cap it at 64 kB
    });
    return { status: answer.status, data: await answer.json().catch(() => ({})) };
  } finally {
    clearTimeout(timer);
  }
}
