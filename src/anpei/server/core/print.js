// The one button of a sheet to print; and what makes the sheet's page go red in a real emergency, as every page does.

document.querySelector("[data-print]")?.addEventListener("click", () => print());

(() => {
  const here = /** @type {HTMLScriptElement} */ (document.currentScript).src;
  const beside = (/** @type {string} */ name) => new URL(name, here).href;
  document.body.dataset.baseUrl = new URL("../../../", here).pathname;
  const tokens = document.createElement("link");
  Object.assign(tokens, { rel: "stylesheet", href: beside("tokens.css") });
  const watch = document.createElement("script");
  Object.assign(watch, { type: "module", src: beside("emergency.js") });
  watch.dataset.emergencySheet = beside("emergency.css");
  document.head.append(tokens, watch);
})();
