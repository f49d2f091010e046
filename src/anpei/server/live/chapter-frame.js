// The part of a chapter that a kernel shows stands in a frame of its chapter (courses/live-part.js), on another origin, and tells
// it how it is: words and sizes, nothing about anybody, and only to the platform. An app alone in its tab says things itself.

const platform = document.documentElement.dataset.platform ?? "";
export const framed = window.parent !== window && platform !== "";

/** @param {string} kind @param {object} [more] */
export function tellChapter(kind, more = {}) {
  if (framed) window.parent.postMessage({ anpei: "live", kind, ...more }, platform);
}

/** As the chapter's reader wants pages shown: this origin may know nothing of it. */
function lookAsTold() {
  addEventListener("message", ({ source, origin, data }) => {
    if (source !== window.parent || origin !== platform || data?.anpei !== "look") return;
    for (const name of ["theme", "text"]) {
      if (data[name]) document.documentElement.dataset[name] = data[name];
      else delete document.documentElement.dataset[name];
    }
  });
}

/** Somebody is at work here: the chapter counts time, and can't see it. */
function tellSigns() {
  let told = 0;
  const tell = () => {
    if (Date.now() - told < 5000) return;
    told = Date.now();
    tellChapter("sign");
  };
  for (const kind of ["pointerdown", "pointermove", "keydown", "input", "touchstart"]) addEventListener(kind, tell, { passive: true, capture: true });
}

/** What was reached in an activity, by its name and which of that name it is. */
function tellDone() {
  document.addEventListener("anpei-done", (event) => {
    const root = /** @type {Element} */ (event.target).closest(".anpei");
    const name = [...(root?.classList ?? [])].find((one) => one.startsWith("anpei-"))?.slice("anpei-".length);
    if (!root || !name) return;
    const nth = [...document.querySelectorAll(`#rendered_cells .anpei-${name}.anpei`)].indexOf(root);
    tellChapter("done", { widget: name, nth, detail: /** @type {CustomEvent} */ (event).detail });
  });
}

/** Keep the frame as high as what it holds. */
export function tellHeight(/** @type {HTMLElement} */ content) {
  new ResizeObserver(() => tellChapter("height", { height: Math.ceil(content.getBoundingClientRect().height) })).observe(content);
}

if (framed) {
  document.documentElement.dataset.framed = "";
  lookAsTold();
  tellSigns();
  tellDone();
  tellChapter("hello");
}
