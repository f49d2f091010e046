// A number as people type it, and as it is sent; the server reads it the same way.

/** The number plainly written; null for nothing, undefined for what is no number. @param {string} typed @param {string} [unit] */
export function numberOf(typed, unit = "") {
  const text = typed.normalize("NFKC").replace(/[\s,，]+/g, "").replaceAll("−", "-").replaceAll("。", ".").replace(/^\+/, "");
  const own = unit.normalize("NFKC").replace(/\s+/g, "");
  const bare = own && text.endsWith(own) ? text.slice(0, -own.length) : text;
  if (!bare) return null;
  return /^[+-]?\d{1,15}(\.\d{1,15})?$/.test(bare) ? bare : undefined;
}
