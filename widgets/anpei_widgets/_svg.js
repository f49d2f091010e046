// Elements of drawings.

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
