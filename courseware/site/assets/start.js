/**
 * Starts the other scripts of a page, which find `data-src` in the place of `src`: in their order,
 * and once there is something to read, which on a slow network or device comes first so. They wait
 * for `courseware.isStorageThere` as well, a promise of the offline edition.
 */
(function (courseware) {
  "use strict";

  function isParsed() {
    return new Promise(function (resolve) {
      document.addEventListener("DOMContentLoaded", resolve);
    });
  }

  /** A browser may not tell when it paints, and paints nothing while nobody looks. */
  function isPainted() {
    return new Promise(function (resolve) {
      if (document.hidden || !tellsOfPaint()) {
        resolve();
        return;
      }
      document.addEventListener("visibilitychange", resolve);
      new PerformanceObserver(function (list) {
        if (list.getEntriesByName("first-contentful-paint").length) resolve();
      }).observe({ type: "paint", buffered: true });
    });
  }

  function tellsOfPaint() {
    var types = window.PerformanceObserver && PerformanceObserver.supportedEntryTypes;
    return Boolean(types) && types.indexOf("paint") >= 0;
  }

  function start() {
    document.querySelectorAll("script[data-src]").forEach(function (script) {
      script.async = false;
      script.src = script.dataset.src;
    });
  }

  Promise.all([isParsed(), isPainted(), courseware.isStorageThere]).then(start);
})(courseware);
