/**
 * Holds the record and the settings for all pages of the offline edition, each of which opens this
 * page in a hidden frame; see offline.js. Only what belongs to this course goes in or out.
 */
(function () {
  "use strict";

  var course = document.documentElement.dataset.course;
  /** A file has no origin by which the page around could be named. */
  var ANYBODY = "*";

  /** @param {Object} message as distant-storage.js describes them */
  function tell(message) {
    window.parent.postMessage(message, ANYBODY);
  }

  function isOurs(key) {
    return typeof key === "string" && key.endsWith(":" + course);
  }

  function tellAll() {
    var entries = {};
    Object.keys(localStorage).filter(isOurs).forEach(function (key) {
      entries[key] = localStorage.getItem(key);
    });
    tell({ entries: entries });
  }

  function put(key, text) {
    if (typeof text === "string") localStorage.setItem(key, text);
    else localStorage.removeItem(key);
  }

  /** Do it, or say that it was refused: the storage is full or blocked. */
  function attempt(action) {
    try {
      action();
    } catch (fullOrBlocked) {
      tell({ isRefused: true });
    }
  }

  window.addEventListener("message", function (event) {
    var message = event.data;
    // While a page is being left, its messages come from nobody.
    var isFromPage = event.source === window.parent || event.source === null;
    if (!isFromPage || !message) return;
    if (isOurs(message.key)) attempt(function () { put(message.key, message.text); });
  });
  window.addEventListener("storage", function (event) {
    if (event.key === null) attempt(tellAll);
    // What it holds by now: a message of our own page may have come first.
    else if (isOurs(event.key)) tell({ key: event.key, text: localStorage.getItem(event.key) });
  });
  if (window.parent !== window) attempt(tellAll);
})();
