// deno-lint-ignore-file no-var no-unused-vars -- what an old browser reads, too
// Runs before the first paint: how this reader wants pages shown (dark, large) is remembered in the browser only.
// The page's root always says which theme stands: the reader's own choice, else the device's.

import "./oldest.js";

(function () {
  "use strict";
  var root = document.documentElement;
  var dark = matchMedia("(prefers-color-scheme: dark)");

  function kept(name) {
    try {
      return localStorage.getItem("anpei-" + name);
    } catch (error) {
      return null; // Storage may be switched off; the device's own setting then holds.
    }
  }

  function showTheme() {
    root.dataset.theme = kept("theme") || (dark.matches ? "dark" : "light");
  }

  ["text", "pictures"].forEach(function (name) {
    var value = kept(name);
    if (value) root.dataset[name] = value;
  });
  showTheme();
  dark.addEventListener("change", showTheme);
})();
