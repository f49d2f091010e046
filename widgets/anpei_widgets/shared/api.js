// The way to the server: where it is, and one question to it.

/** Where this server's addresses begin, with both slashes; both hosts say it in their own way. */
export function baseUrl() {
  const config = document.getElementById("jupyter-config-data");
  const base = config ? JSON.parse(config.textContent ?? "").baseUrl : (document.body.dataset.baseUrl ?? "/");
  return base.endsWith("/") ? base : `${base}/`;
}

/**
 * Ask the server; rejects only when no answer came.
 * @param {string} path @param {{method?: string, body?: any, signal?: AbortSignal}} [how]
 * @returns {Promise<{status: number, data: any}>}
 */
export async function api(path, { method = "GET", body, ...rest } = {}) {
  const xsrf = document.cookie.match(/(?:^|;\s*)_xsrf=([^;]+)/);
  /** @type {Record<string, string>} */
  const headers = { Accept: "application/json" };
  if (body !== undefined) headers["Content-Type"] = "application/json";
  if (method !== "GET" && xsrf) headers["X-XSRFToken"] = decodeURIComponent(xsrf[1]);
  const answer = await fetch(baseUrl() + path, {
    method, headers, credentials: "same-origin", cache: "no-store", ...rest,
    body: body === undefined ? undefined : JSON.stringify(body),
  });
  const data = await answer.json().catch(() => ({}));
  return { status: answer.status, data };
}
