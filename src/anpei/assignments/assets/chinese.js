// nbgrader's scripts write English into its pages; here it's said in Chinese, as the words appear.

import { chinese } from "./rules.js";

/** @type {Record<string, string>} */
const titles = /** @type {any} */ (window).anpei?.titles ?? {};

/** The words in an element, and the hints of its fields. @param {Node} node */
function translate(node) {
  const walker = document.createTreeWalker(node, NodeFilter.SHOW_TEXT);
  /** @type {Node | null} */
  let each = walker.currentNode;
  for (; each; each = walker.nextNode()) {
    if (!(each instanceof Text) || each.parentElement?.closest("pre, textarea, script, style")) continue;
    const said = chinese(each.data, titles);
    if (said !== each.data) each.data = said;
  }
  if (node instanceof Element) /** @type {NodeListOf<HTMLInputElement>} */ (node.querySelectorAll("[placeholder]")).forEach(hint);
}

/** Only a change is written: writing is itself a change that is heard of. @param {HTMLInputElement} field */
function hint(field) {
  const said = chinese(field.placeholder);
  if (said !== field.placeholder) field.placeholder = said;
}

/** A table that can be searched is read once, when it is made: by then it must say what it will. */
const { insertDataTable } = /** @type {any} */ (window);
/** @type {any} */ (window).insertDataTable = (/** @type {any} */ table) => {
  translate(table[0]);
  insertDataTable?.(table);
};

document.addEventListener("DOMContentLoaded", () => {
  translate(document.body);
  const watch = new MutationObserver((changes) => {
    for (const change of changes) {
      if (change.type === "attributes") hint(/** @type {HTMLInputElement} */ (change.target));
      change.addedNodes.forEach(translate);
    }
  });
  watch.observe(document.body, { childList: true, subtree: true, attributes: true, attributeFilter: ["placeholder"] });
});
