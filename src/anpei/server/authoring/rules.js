// What an item in a form is: a value with places in it. Pure; what is wrong with a value the server says.

/** A step down into a value: a key or a row's number. @typedef {string | number} Step */
/** @typedef {{where: Step[], level: string, rule: string, message: string}} FormFinding */

/** How a place is written as one text. @param {Step[]} where */
export const placeKey = (where) => where.join(".");

/** What stands at a place, or nothing. @param {any} value @param {Step[]} where @returns {any} */
export const valueAt = (value, where) => where.reduce((found, step) => found?.[step], value);

/** Whether a value says nothing, so that its key is left out of the file. @param {any} value */
export const saysNothing = (value) =>
  value === undefined || value === null || value === "" || (Array.isArray(value) && !value.length) ||
  (typeof value === "object" && !Array.isArray(value) && !Object.keys(value).length);

/** A copy with something else at a place; in a mapping, what says nothing goes with its key, and so does a mapping that
 * has nothing left. Rows stay where they are, empty or not. @param {any} value @param {Step[]} where @param {any} wanted @returns {any} */
export function withValue(value, where, wanted) {
  if (!where.length) return wanted;
  const [step, ...rest] = where;
  const inner = withValue(value?.[step], rest, wanted);
  if (typeof step === "number") {
    const rows = [...(value ?? [])];
    rows[step] = inner ?? "";
    return rows;
  }
  const { [step]: _, ...others } = value ?? {};
  if (saysNothing(inner)) return others;
  return value && step in value ? { ...value, [step]: inner } : { ...others, [step]: inner };
}

/** A number as typed, or the text itself where it is none yet; a full stop at the end is still being typed.
 * @param {string} typed */
export function typedNumber(typed) {
  const text = typed.trim().replace(/[０-９．]/g, (sign) => String.fromCharCode(sign.charCodeAt(0) - 0xfee0));
  return /^[-+]?\d{1,15}(\.\d{1,15})?$/.test(text) ? Number(text) : text;
}

/** The words of a list as typed: any comma, 、 or blank parts them. @param {string} typed */
export const typedWords = (typed) => [...new Set(typed.split(/[、,，;；\s]+/).filter(Boolean))];

/** Which of the places that are shown a finding belongs to: its own, or the nearest around it; "" for the whole.
 * @param {Step[]} where @param {Set<string>} shown */
export function placeOf(where, shown) {
  for (let length = where.length; length > 0; length--) {
    const key = placeKey(where.slice(0, length));
    if (shown.has(key)) return key;
  }
  return "";
}

/** How many findings there are, in words. @param {FormFinding[]} findings */
export function findingWords(findings) {
  const errors = findings.filter((one) => one.level === "error").length;
  const told = [errors && `${errors} 处要改`, findings.length - errors && `${findings.length - errors} 处请看一眼`].filter(Boolean);
  return told.join("，") || "没有发现问题";
}

/** Whether two values say the same, whatever the order of their keys. @param {any} one @param {any} other @returns {boolean} */
export function sameValue(one, other) {
  if (one === other) return true;
  if (typeof one !== "object" || typeof other !== "object" || !one || !other || Array.isArray(one) !== Array.isArray(other)) return false;
  const keys = Object.keys(one);
  return keys.length === Object.keys(other).length && keys.every((key) => key in other && sameValue(one[key], other[key]));
}

/** A name that no row has yet: a letter and a number. @param {{id?: string}[]} rows @param {string} letter */
export function freeName(rows, letter) {
  const taken = new Set(rows.map((one) => one?.id));
  let n = rows.length + 1;
  while (taken.has(`${letter}${n}`)) n += 1;
  return `${letter}${n}`;
}

/** A picked row: the only right one, or one of several. @param {any[]} rows @param {number} n @param {string} key
 * @param {boolean} on @param {boolean} several */
export function withPick(rows, n, key, on, several) {
  return rows.map((row, at) => (at === n ? withValue(row, [key], on || undefined) : several ? row : withValue(row, [key], undefined)));
}
