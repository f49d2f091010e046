// Small things a browser remembers of its reader: how a page is shown, where one was. Never anything that would be missed:
// a browser that keeps nothing, or is full, remembers them only while the page lives.

/** @type {Map<string, string>} */
const here = new Map();

/** The browser's storage, by page or by tab; touching it throws where it is switched off.
 * @template T @param {boolean} tab @param {(storage: Storage) => T} act @returns {T | null} */
function asking(tab, act) {
  try {
    return act(tab ? sessionStorage : localStorage);
  } catch {
    return null;
  }
}

/** What is remembered under a name; `tab`: in this tab alone. @param {string} name @param {{tab?: boolean}} [where] @returns {string | null} */
export const recall = (name, { tab = false } = {}) => here.get(name) ?? asking(tab, (storage) => storage.getItem(name));

/** Remember. @param {string} name @param {string} value @param {{tab?: boolean}} [where] */
export function remember(name, value, { tab = false } = {}) {
  const kept = asking(tab, (storage) => [storage.setItem(name, value)]);
  if (kept) here.delete(name);
  else here.set(name, value);
}

/** Remember no longer. @param {string} name @param {{tab?: boolean}} [where] */
export function forget(name, { tab = false } = {}) {
  here.delete(name);
  asking(tab, (storage) => storage.removeItem(name));
}
