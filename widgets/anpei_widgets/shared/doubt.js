// A mark of doubt in what a widget says: authors see each in its place. A page for readers tells of all of them in one line and
// hides the marks (`data-quiet` around the widget, style.css).

import { h } from "./dom.js";

/** @param {string} [words] */
export const doubt = (words = "待核") => h("span", { class: "anpei-doubt" }, words);
