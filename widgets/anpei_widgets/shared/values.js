// Small questions about values.

/** Equal as JSON. */
export const same = (a, b) => JSON.stringify(a ?? null) === JSON.stringify(b ?? null);

/** Nothing was answered yet. */
export const blank = (value) => value === null || value === undefined || value === "" || (Array.isArray(value) && !value.length);

/** `03:07` of a run, from ms. */
export const clockText = (ms) => {
  const seconds = Math.max(0, Math.floor(ms / 1000));
  return `${String(Math.floor(seconds / 60)).padStart(2, "0")}:${String(seconds % 60).padStart(2, "0")}`;
};
