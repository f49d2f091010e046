// deno-lint-ignore-file no-var no-inner-declarations no-unused-vars -- what an old browser reads, too
// Runs before the first paint: how this reader wants pages shown (dark, large) is remembered in the browser only.
(function () {
  "use strict";
  var root = document.documentElement;
  ["theme", "text", "pictures"].forEach(function (name) {
    try {
      var value = localStorage.getItem("anpei-" + name);
      if (value) root.dataset[name] = value;
    } catch (error) {
      // Storage may be switched off; the system's own setting then holds.
    }
  });
})();
