// Elements, words in them, and words said to screen readers.

/**
 * One element; `on…` functions become listeners, null and false leave an attribute out.
 * @template {keyof HTMLElementTagNameMap} T
 * @param {T} tag @param {Record<string, any> | null} [attrs] @param {...any} children
 * @returns {HTMLElementTagNameMap[T]}
 */
export function h(tag, attrs, ...children) {
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

/**
 * The first element there, which surely is there.
 * @template {Element} [E=HTMLElement]
 * @param {ParentNode} root @param {string} selector @returns {E}
 */
export const one = (root, selector) => /** @type {E} */ (root.querySelector(selector));

/**
 * All elements there, as a list.
 * @template {Element} [E=HTMLElement]
 * @param {ParentNode} root @param {string} selector @returns {E[]}
 */
export const all = (root, selector) => [.../** @type {NodeListOf<E>} */ (root.querySelectorAll(selector))];

/** Words into an element; the same words again cost no redraw, which a clock would ask for five times a second.
 * @param {Element} el @param {string} words */
export function setWords(el, words) {
  if (el.textContent !== words) el.textContent = words;
}

/**
 * One SVG element.
 * @template {keyof SVGElementTagNameMap} T
 * @param {T} tag @param {Record<string, any> | null} [attrs] @param {...any} children
 * @returns {SVGElementTagNameMap[T]}
 */
export function svgEl(tag, attrs, ...children) {
  const el = document.createElementNS("http://www.w3.org/2000/svg", tag);
  Object.entries(attrs ?? {}).forEach(([key, value]) => {
    if (typeof value === "function") el.addEventListener(key.slice(2), value);
    else if (value !== null && value !== undefined) el.setAttribute(key, String(value));
  });
  el.append(...children.flat(Infinity).filter((c) => c !== null && c !== undefined && c !== false));
  return el;
}

/** Plain text as paragraphs; `**strong**` is the only markup, everything else is shown as written.
 * @template {Element} E @param {E} el @param {unknown} source @returns {E} */
export function text(el, source) {
  for (const paragraph of String(source ?? "").trim().split(/\n\s*\n/)) {
    const p = h("span", { class: "anpei-p" });
    paragraph.split(/\*\*(.+?)\*\*/s).forEach((part, i) => p.append(i % 2 ? h("strong", null, part) : part));
    el.append(p);
  }
  return el;
}

/** Say something to screen readers, politely. @param {string} message */
export function announce(message) {
  let region = document.getElementById("anpei-announce");
  if (!region) {
    region = h("div", { id: "anpei-announce", class: "anpei-spoken", role: "status", "aria-live": "polite" });
    document.body.append(region);
  }
  region.textContent = region.textContent === message ? `${message}\u200b` : message;
}
