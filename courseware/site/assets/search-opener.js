/**
 * Opens the search by its button or the key `/`. Of the search nothing else is on a page before it
 * is first used.
 */
(function (courseware) {
  "use strict";

  var TYPED_INTO = "input:not([type=radio], [type=checkbox]), textarea, select, [contenteditable]";

  function open(button) {
    courseware.load(button, function () { courseware.openSearch(button.dataset); });
  }

  document.addEventListener("click", function (event) {
    var button = event.target.closest && event.target.closest("[data-search]");
    if (!button) return;
    button.focus(); // Safari does not; closing the search leads back to where the focus was.
    open(button);
  });
  document.addEventListener("keydown", function (event) {
    var isPlain = !event.ctrlKey && !event.metaKey && !event.altKey && !event.isComposing;
    if (event.key !== "/" || !isPlain || courseware.setting("keys") === "off") return;
    if (event.target.closest(TYPED_INTO) || document.querySelector("dialog[open]")) return;
    event.preventDefault();
    open(document.querySelector("[data-search]"));
  });
})(courseware);
