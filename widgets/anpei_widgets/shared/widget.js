// The frame of a widget, and a model for a widget inside a widget.

import { h, one } from "./dom.js";
import { same } from "./values.js";
import "./tokens.css";
import "./style.css";

/** @typedef {{get(k: string): any, set(k: string, v: any): void, save_changes(): void, send(m: any): void,
 *   on(e: string, f: () => void): void, off(e: string, f: () => void): void}} Model */
/** A widget as a module offers it. @typedef {{render(of: {model: Model, el: HTMLElement}): (() => void)}} Widget */

/** Set one trait and tell the host. @param {Model} model @param {string} key @param {any} value */
export function put(model, key, value) {
  model.set(key, value);
  model.save_changes();
}

/**
 * Whose button is gone or switched off after a key pressed it stands beside it or at the widget's beginning, not nowhere:
 * at once, for a key that comes next, or a reader that asks, would find the page without a focus.
 */
function keepFocus(/** @type {HTMLElement} */ root) {
  root.addEventListener("click", (/** @type {MouseEvent} */ event) => {
    const target = /** @type {HTMLElement} */ (event.target);
    if (event.detail > 0 || !root.isConnected) return;
    if (document.activeElement !== document.body && document.activeElement !== target) return;
    const off = target.matches(":disabled");
    if (!off && target.getClientRects().length) return;
    const beside = off && target.parentElement && one(target.parentElement, "button:enabled, input:enabled");
    if (!beside) root.tabIndex = -1;
    (beside || root).focus();
  });
}

/** Widths in rem from which a layout changes: a style asks by `.anpei[data-from~="40"]`, as old browsers have no container queries. */
const WIDTHS = [21.5, 30, 34, 40, 44, 48, 52, 56];

/** Say on the root which of them it has. @param {HTMLElement} root @returns {() => void} stop */
function tellWidth(root) {
  const watch = new ResizeObserver(([{ contentRect }]) => {
    const rem = parseFloat(getComputedStyle(document.documentElement).fontSize);
    root.dataset.from = WIDTHS.filter((width) => contentRect.width >= width * rem).join(" ");
  });
  watch.observe(root);
  return () => watch.disconnect();
}

/**
 * The frame of a widget: one root, drawn again when its spec (or a named trait) changes.
 * @param {string} name @param {(model: Model, root: HTMLElement) => (void | (() => void))} draw
 * @returns {Widget}
 */
export function widget(name, draw, again = ["spec", "state"]) {
  return {
    render({ model, el }) {
      const root = h("div", { class: `anpei anpei-${name}` });
      el.append(root);
      keepFocus(root);
      const untold = tellWidth(root);
      /** @type {void | (() => void)} */
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
        untold();
        root.remove();
      };
    },
  };
}

/**
 * The model of a widget inside a widget.
 * @param {Record<string, any>} traits @param {(traits: any) => void} [onSave] @returns {Model}
 */
export function innerModel(traits, onSave) {
  const heard = new Map();
  const tell = (/** @type {string} */ event) => [...(heard.get(event) ?? [])].forEach((f) => f());
  return {
    get: (key) => traits[key],
    set(key, value) {
      if (same(traits[key], value)) return;
      traits[key] = value;
      tell(`change:${key}`);
    },
    save_changes: () => onSave?.(traits),
    send() {},
    on: (event, f) => void heard.set(event, (heard.get(event) ?? new Set()).add(f)),
    off: (event, f) => heard.get(event)?.delete(f),
  };
}
