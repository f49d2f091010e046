// What stands in the preview's frame: a question as learners see it, drawn again whenever its author has changed it.

import "anpei_widgets/shared/tokens.css";
import "../core/base.css";
import { QUESTIONS } from "anpei_widgets/items/shared/questions.js";
import { one } from "anpei_widgets/shared/dom.js";
import { showWidget } from "../core/host.js";
import "./frame.css";

const place = one(document, "#question");
const empty = one(document, "#empty");
let destroy = () => {};
let drawn = "";

async function show(/** @type {{shown: {spec: any, review: any} | null, theme: string, key: boolean}} */ { shown, theme, key }) {
  document.documentElement.dataset.theme = theme;
  const wanted = JSON.stringify([shown, key]);
  if (wanted === drawn) return;
  drawn = wanted;
  destroy();
  destroy = () => {};
  place.replaceChildren();
  empty.hidden = Boolean(shown);
  if (!shown) return;
  const spec = { ...shown.spec, mode: key ? "review" : "practice" };
  const widget = QUESTIONS[spec.kind];
  const value = key ? shown.review.right_value : null;
  try {
    destroy = (await showWidget(place, widget, key ? { ...spec, review: shown.review } : spec, { value })).destroy;
  } catch { // a question that is only begun may lack what its widget needs
    place.replaceChildren();
    empty.hidden = false;
  }
}

addEventListener("message", (event) => {
  if (event.origin === location.origin && event.source === parent && event.data?.anpei === "preview") show(event.data);
});
new ResizeObserver(() => parent.postMessage({ anpei: "height", height: document.body.scrollHeight + 8 }, location.origin)).observe(document.body);
parent.postMessage({ anpei: "ready" }, location.origin);
