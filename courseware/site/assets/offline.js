/**
 * One record for all pages of the offline edition, which is opened from a folder. In Chromium all
 * files share a storage. In Firefox each file has its own, and that of `vault.html` is used by
 * every page: it opens there in a hidden frame and hands over what it holds.
 *
 * That takes a moment, for which other scripts wait; see start.js.
 */
(function (courseware) {
  "use strict";

  /** Milliseconds after which a page is shown without settings, and works without a storage. */
  var SOON = 400;
  var AT_LAST = 5000;
  /** Milliseconds after which it is noted again how far the learner has read. */
  var EVERY = 5000;

  var root = document.documentElement;
  var vault = new URL("vault.html", document.currentScript.src).href;

  /** Resolves `courseware.isStorageThere`. */
  var beginScripts;

  /** Whether each file has a storage of its own. */
  function isApart() {
    return location.protocol === "file:" && location.origin === "null";
  }

  function openVault() {
    var frame = document.createElement("iframe");
    var storage = new courseware.DistantStorage(function (message) {
      frame.contentWindow.postMessage(message, "*");
    });
    courseware.storage = storage;
    courseware.isStorageThere = new Promise(function (resolve) { beginScripts = resolve; });
    root.style.visibility = "hidden";
    setTimeout(show, SOON);
    setTimeout(beginScripts, AT_LAST);
    listen(frame, storage);
    keepOnLeaving();
    frame.hidden = true;
    frame.src = vault;
    root.append(frame);
  }

  function listen(frame, storage) {
    window.addEventListener("message", function (event) {
      if (event.source !== frame.contentWindow || !storage.receive(event.data)) return;
      if (storage.isRefused) sayRefused();
      else window.dispatchEvent(new StorageEvent("storage", { key: event.data.key || null }));
      show();
      beginScripts();
    });
  }

  /** What is sent while a page is left still arrives, such as where the learner was reading. */
  function keepOnLeaving() {
    // Firefox freezes no page that listens to this, with the frame in it.
    window.addEventListener("unload", function () {});
    // But nothing arrives as a tab is closed.
    setInterval(function () {
      if (courseware.keepPlace) courseware.keepPlace();
    }, EVERY);
  }

  function show() {
    root.style.removeProperty("visibility");
  }

  /** Let the record find out that nothing is kept any more, so that the page says it. */
  function sayRefused() {
    if (!courseware.record) return; // It finds out as it begins.
    courseware.record.write();
    document.dispatchEvent(new CustomEvent("course:record"));
  }

  if (isApart()) openVault();
})(courseware);
