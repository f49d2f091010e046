// A field for a person: no page holds a roster, so people are found as somebody types.

import { api } from "./api.js";

/**
 * Have a field that belongs to a `<datalist>` find people by part of a name or number; what is picked is the number.
 * `others` are choices that are always there. @param {HTMLInputElement} field @param {HTMLElement[]} others
 */
export function findsPeople(field, others = []) {
  let newest = 0;
  field.addEventListener("input", async () => {
    const mine = ++newest;
    const { status, data } = await api(`api/people?q=${encodeURIComponent(field.value.trim())}`);
    if (mine !== newest || status !== 200) return;
    field.list?.replaceChildren(...others, ...data.people.map((/** @type {any} */ who) => new Option(`${who.name} ${who.place}`, who.key)));
  });
  return field;
}
