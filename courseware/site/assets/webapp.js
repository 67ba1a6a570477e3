/**
 * Puts the course on the device for use without the internet, when it has been looked at for a
 * while, and watches for a newer version. Where a browser cannot do that, nothing happens.
 */
(function () {
  "use strict";

  var AFTER = 4000; // milliseconds: the first visit is for the page itself
  var link = document.querySelector("link[data-worker]");
  var workers = navigator.serviceWorker;
  if (!link || !workers || !window.DecompressionStream) return;

  function register() {
    workers.register(link.dataset.worker, { updateViaCache: "none" }).then(watch, function () {});
  }

  function watch(registration) {
    if (!registration) return; // what forbids workers may pretend to have registered one
    function look() {
      if (registration.waiting && workers.controller) offer(registration);
    }
    registration.addEventListener("updatefound", function () {
      registration.installing.addEventListener("statechange", look);
    });
    look();
  }

  /** Load what tells of a newer version. */
  function offer(registration) {
    if (document.querySelector("script[data-newer]")) return;
    var script = document.createElement("script");
    script.src = link.dataset.script;
    script.dataset.newer = "";
    script.addEventListener("load", function () { courseware.offerVersion(registration, link); });
    document.head.append(script);
  }

  /** While nobody looks, nothing is loaded. */
  function whenVisible() {
    if (!document.hidden) register();
    else document.addEventListener("visibilitychange", register, { once: true });
  }

  function begin() {
    if (workers.controller) register();
    else if (!(navigator.connection || {}).saveData) setTimeout(whenVisible, AFTER);
  }

  if (document.readyState === "complete") begin();
  else window.addEventListener("load", begin);
})();
