// What every widget shares. Python joins this in front of each script (see _bundle.py), so there is no import.

/** @typedef {{get(k: string): any, set(k: string, v: any): void, save_changes(): void, send(m: any): void,
 *   on(e: string, f: Function): void, off(e: string, f: Function): void}} Model */

/** Widgets joined into this script, by name. @type {Record<string, {render: Function}>} */
const WIDGETS = {};

const ICONS = {
  check: "M5 12.5l4.5 4.5L19 7.5",
  cross: "M6.5 6.5l11 11M17.5 6.5l-11 11",
  part: "M6 12h12",
  up: "M12 19V5.5M5.5 12L12 5.5l6.5 6.5",
  down: "M12 5v13.5M5.5 12l6.5 6.5 6.5-6.5",
  grip: "M9 6h.01M15 6h.01M9 12h.01M15 12h.01M9 18h.01M15 18h.01",
  flag: "M6 21V4.5h11.5l-2.5 4 2.5 4H6",
  clock: "M12 7v5.2l3.2 2M12 3.5a8.5 8.5 0 1 1 0 17 8.5 8.5 0 0 1 0-17z",
  grid: "M4.5 4.5h6v6h-6zM13.5 4.5h6v6h-6zM4.5 13.5h6v6h-6zM13.5 13.5h6v6h-6z",
  left: "M14.5 5.5L8 12l6.5 6.5",
  right: "M9.5 5.5L16 12l-6.5 6.5",
  wait: "M12 4a8 8 0 1 1-8 8",
  away: "M4 4l16 16M8.5 15.5a5 5 0 0 1 7 0M5 12a10 10 0 0 1 4-2.4M19 12a10 10 0 0 0-5.5-2.9M12 19h.01",
  warn: "M12 9.5v4.5M12 17.2h.01M10.6 4.6L2.9 18a1.6 1.6 0 0 0 1.4 2.4h15.4a1.6 1.6 0 0 0 1.4-2.4L13.4 4.6a1.6 1.6 0 0 0-2.8 0z",
  law: "M6 4h9.5L19 7.5V20H6zM9 11h7M9 15h7M15 4v4h4",
  sound: "M4 9.5v5h3.5L12 18.5v-13L7.5 9.5zM15.5 9a4.2 4.2 0 0 1 0 6M18 6.5a8 8 0 0 1 0 11",
  zoom: "M10.5 4a6.5 6.5 0 1 1 0 13 6.5 6.5 0 0 1 0-13zM15.3 15.3L20 20M10.5 7.8v5.4M7.8 10.5h5.4",
  undo: "M8.5 6L4 10.5 8.5 15M4.5 10.5H14a5.5 5.5 0 0 1 0 11h-3",
  pencil: "M4.5 19.5l1-4L16.6 4.4l3 3L8.5 18.5z",
};

const KINDS = { single: "单选题", multiple: "多选题", truefalse: "判断题", order: "排序题", short: "填空题", case: "案例题", spot: "找隐患" };
const WIDGET_OF = { single: "choice", multiple: "choice", truefalse: "choice", order: "order", short: "short", case: "case", spot: "spot" };

/** One element; `on…` functions become listeners, null and false leave an attribute out. */
function h(tag, attrs, ...children) {
  const el = document.createElement(tag);
  for (const [key, value] of Object.entries(attrs ?? {})) {
    if (value === null || value === undefined || value === false) continue;
    if (typeof value === "function") el.addEventListener(key.slice(2), value);
    else if (key === "class") el.className = value;
    else el.setAttribute(key, value === true ? "" : String(value));
  }
  el.append(...children.flat().filter((c) => c !== null && c !== undefined && c !== false));
  return el;
}

/** Words into an element; the same words again cost no redraw, which a clock would ask for five times a second. */
function setWords(el, words) {
  if (el.textContent !== words) el.textContent = words;
}

/** One SVG element. */
function svgEl(tag, attrs, ...children) {
  const el = document.createElementNS("http://www.w3.org/2000/svg", tag);
  Object.entries(attrs ?? {}).forEach(([key, value]) => {
    if (typeof value === "function") el.addEventListener(key.slice(2), value);
    else if (value !== null && value !== undefined) el.setAttribute(key, String(value));
  });
  el.append(...children.flat(Infinity).filter((c) => c !== null && c !== undefined && c !== false));
  return el;
}

/** A line drawing, silent to screen readers. @param {keyof ICONS} name */
function icon(name) {
  const path = svgEl("path", { d: ICONS[name] });
  return svgEl("svg", { viewBox: "0 0 24 24", class: `anpei-icon anpei-icon-${name}`, "aria-hidden": "true" }, path);
}

/** Plain text as paragraphs; `**strong**` is the only markup, everything else is shown as written. */
function text(el, source) {
  for (const paragraph of String(source ?? "").trim().split(/\n\s*\n/)) {
    const p = h("span", { class: "anpei-p" });
    paragraph.split(/\*\*(.+?)\*\*/s).forEach((part, i) => p.append(i % 2 ? h("strong", null, part) : part));
    el.append(p);
  }
  return el;
}

/** A random UUID (v4) that also works on plain HTTP, where crypto.randomUUID is missing. */
function uuid() {
  const b = crypto.getRandomValues(new Uint8Array(16));
  b[6] = (b[6] & 15) | 64;
  b[8] = (b[8] & 63) | 128;
  const hex = Array.from(b, (x) => x.toString(16).padStart(2, "0")).join("");
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})/, "$1-$2-$3-$4-");
}

/** Where this server's addresses begin, with both slashes; both hosts say it in their own way. */
function baseUrl() {
  const config = document.getElementById("jupyter-config-data");
  const base = config ? JSON.parse(config.textContent).baseUrl : (document.body.dataset.baseUrl ?? "/");
  return base.endsWith("/") ? base : `${base}/`;
}

/** Ask the server; resolves to {status, data}, rejects only when no answer came. */
async function api(path, { method = "GET", body, ...rest } = {}) {
  const xsrf = document.cookie.match(/(?:^|;\s*)_xsrf=([^;]+)/);
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

/** A button that reads words aloud, on devices with a Chinese voice; a second press stops. */
function listenButton(words) {
  const speech = window.speechSynthesis;
  const button = h("button", { type: "button", class: "anpei-listen", hidden: true, "aria-pressed": "false", onclick: toggle }, icon("sound"), "听题");
  const look = () => (button.hidden = !speech?.getVoices().some((voice) => voice.lang.toLowerCase().startsWith("zh")));
  speech?.addEventListener?.("voiceschanged", look);
  look();
  return button;

  function toggle() {
    const stop = button.getAttribute("aria-pressed") === "true";
    speech.cancel();
    button.setAttribute("aria-pressed", String(!stop));
    if (stop) return;
    const said = new SpeechSynthesisUtterance(words());
    said.lang = "zh-CN";
    said.onend = said.onerror = () => button.setAttribute("aria-pressed", "false");
    speech.speak(said);
  }
}

/** `03:07` of a run, from ms. */
const clockText = (ms) => {
  const seconds = Math.max(0, Math.floor(ms / 1000));
  return `${String(Math.floor(seconds / 60)).padStart(2, "0")}:${String(seconds % 60).padStart(2, "0")}`;
};

/** Say something to screen readers, politely. */
function announce(message) {
  let region = document.getElementById("anpei-announce");
  if (!region) {
    region = h("div", { id: "anpei-announce", class: "anpei-spoken", role: "status", "aria-live": "polite" });
    document.body.append(region);
  }
  region.textContent = region.textContent === message ? `${message}\u200b` : message;
}

/** Equal as JSON. */
const same = (a, b) => JSON.stringify(a ?? null) === JSON.stringify(b ?? null);

/** Nothing was answered yet. */
const blank = (value) => value === null || value === undefined || value === "" || (Array.isArray(value) && !value.length);

/** Set one trait and tell the host. */
function put(model, key, value) {
  model.set(key, value);
  model.save_changes();
}

/** Whose button is gone or switched off after a key pressed it stands beside it or at the widget's beginning, not nowhere. */
function keepFocus(root) {
  root.addEventListener("click", ({ target, detail }) => {
    if (detail > 0) return;
    setTimeout(() => {
      const off = target.matches(":disabled");
      if (![document.body, target].includes(document.activeElement) || !root.isConnected) return;
      if (!off && target.getClientRects().length) return;
      const beside = off && target.parentElement.querySelector("button:enabled, input:enabled");
      if (!beside) root.tabIndex = -1;
      (beside || root).focus();
    });
  }, true);
}

/**
 * The frame of a widget: one root, drawn again when its spec (or a named trait) changes.
 * @param {string} name @param {(model: Model, root: HTMLElement) => (void | (() => void))} draw
 */
function widget(name, draw, again = ["spec", "state"]) {
  return {
    render({ model, el }) {
      const root = h("div", { class: `anpei anpei-${name}` });
      el.append(root);
      keepFocus(root);
      let stop;
      const redraw = () => {
        stop?.();
        root.replaceChildren();
        stop = draw(model, root);
      };
      again.forEach((key) => model.on(`change:${key}`, redraw));
      redraw();
      return () => {
        again.forEach((key) => model.off(`change:${key}`, redraw));
        stop?.();
        root.remove();
      };
    },
  };
}

/** The model of a widget inside a widget. @returns {Model} */
function innerModel(traits, onSave) {
  const heard = new Map();
  const tell = (event) => [...(heard.get(event) ?? [])].forEach((f) => f());
  return {
    get: (key) => traits[key],
    set(key, value) {
      if (same(traits[key], value)) return;
      traits[key] = value;
      tell(`change:${key}`);
    },
    save_changes: () => onSave?.(traits),
    send() {},
    on: (event, f) => heard.set(event, (heard.get(event) ?? new Set()).add(f)),
    off: (event, f) => heard.get(event)?.delete(f),
  };
}
