/**
 * Starts the other scripts of a page, which find `data-src` in the place of `src`: in their order,
 * and once there is something to read, which on a slow network or device comes first so. They wait
 * for `courseware.isStorageThere` as well, a promise of the offline edition.
 */
(function (courseware) {
  "use strict";

  /** Milliseconds after which a loaded page counts as painted, whatever the browser tells. */
  var AT_LAST = 1000;

  function isParsed() {
    return new Promise(function (resolve) {
      document.addEventListener("DOMContentLoaded", resolve);
    });
  }

  /**
   * A browser may not tell when it paints, or keep it from pages so that nobody is recognised by
   * it; and it paints nothing while nobody looks.
   */
  function isPainted() {
    return new Promise(function (resolve) {
      if (document.hidden || !tellsOfPaint()) {
        resolve();
        return;
      }
      document.addEventListener("visibilitychange", resolve);
      window.addEventListener("load", function () { setTimeout(resolve, AT_LAST); });
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
