// The page host: mounts the same widget modules a notebook uses, with a model that belongs to the page. No kernel.

import { all, one } from "anpei_widgets/shared/dom.js";

/** @typedef {{value?: any, state?: object, onSave?: (changes: object, model: PageModel) => void,
 *   onMessage?: (message: any, model: PageModel) => void}} Hooks */

const base = document.body.dataset.baseUrl ?? "/";
const version = document.body.dataset.widgets ? `?v=${document.body.dataset.widgets}` : "";
const same = (a, b) => a === b || JSON.stringify(a) === JSON.stringify(b);

/** What a widget module expects of a model: get, set, save_changes, send, on, off. */
export class PageModel {
  /** @param {Record<string, any>} traits @param {Hooks} hooks */
  constructor(traits, hooks = {}) {
    this.traits = traits;
    this.hooks = hooks;
    this.unsaved = {};
    this.listeners = new Map();
  }

  get(key) {
    return this.traits[key];
  }

  set(key, value) {
    if (same(this.traits[key], value)) return;
    this.traits[key] = value;
    this.unsaved[key] = value;
    this.tell(`change:${key}`);
    this.tell("change");
  }

  /** Set from the page's side: the widget hears of it, the page doesn't get it back. */
  update(key, value) {
    if (same(this.traits[key], value)) return;
    this.traits[key] = value;
    this.tell(`change:${key}`);
    this.tell("change");
  }

  save_changes() {
    const changes = this.unsaved;
    this.unsaved = {};
    if (Object.keys(changes).length) this.hooks.onSave?.(changes, this);
  }

  send(message) {
    this.hooks.onMessage?.(message, this);
  }

  on(events, listener) {
    for (const event of events.split(" ")) {
      if (!this.listeners.has(event)) this.listeners.set(event, new Set());
      this.listeners.get(event).add(listener);
    }
  }

  off(events, listener) {
    for (const event of events.split(" ")) this.listeners.get(event)?.delete(listener);
  }

  tell(event) {
    for (const listener of [...(this.listeners.get(event) ?? [])]) listener();
  }
}

const dressing = new Map();

/** Add a widget's style sheet once; resolves when it is there, or can't be had. */
function dress(name) {
  const href = `${base}static/widgets/${name}.css`;
  if (dressing.has(name)) return dressing.get(name);
  /** @type {HTMLLinkElement[]} */
  const links = all(document, 'link[rel="stylesheet"]');
  const there = links.find((one) => new URL(one.href).pathname.endsWith(href));
  if (there) return there.sheet ? Promise.resolve() : new Promise((done) => (there.onload = there.onerror = done));
  const link = document.createElement("link");
  link.rel = "stylesheet";
  link.href = href + version;
  link.dataset.anpeiStyle = name;
  dressing.set(name, new Promise((done) => (link.onload = link.onerror = done)));
  document.head.append(link);
  return dressing.get(name);
}

/**
 * Mount one widget that is here; `spec.value` is its first value unless the hooks bring one.
 * @param {HTMLElement} el @param {{render: Function}} widget @param {any} spec @param {Hooks} hooks
 */
export async function showWidget(el, widget, spec, hooks = {}) {
  const traits = { spec, value: hooks.value ?? spec.value ?? null, state: hooks.state ?? {} };
  const model = new PageModel(traits, hooks);
  const stop = await widget.render({ model, el });
  return { model, destroy: () => stop?.() };
}

/**
 * Fetch a widget by its name and mount it. It can be used at once; `dressed` resolves when it also looks as it should.
 * @param {HTMLElement} el @param {string} name @param {any} spec @param {Hooks} hooks
 */
export async function mount(el, name, spec, hooks = {}) {
  const dressed = dress(name);
  const module = await import(`${base}static/widgets/${name}.js${version}`);
  return { ...(await showWidget(el, module.default, spec, hooks)), dressed };
}

/**
 * Mount everything the page's HTML asks for: `<div data-anpei-widget="x"><script type="application/json">…`.
 * What can be used says `data-anpei-mounted="ready"`.
 */
export async function mountAll(root = document) {
  for (const el of all(root, "[data-anpei-widget]:not([data-anpei-mounted])")) {
    el.dataset.anpeiMounted = "";
    const spec = JSON.parse(one(el, 'script[type="application/json"]').textContent ?? "");
    try {
      const { dressed } = await mount(el, el.dataset.anpeiWidget ?? "", spec);
      await dressed;
      el.dataset.anpeiMounted = "ready";
    } catch (error) {
      delete el.dataset.anpeiMounted;
      const words = document.createElement("p");
      words.textContent = "这里的互动内容没有打开。请检查网络，刷新页面再试。";
      el.append(words);
      console.error(error);
    }
  }
}

mountAll();
