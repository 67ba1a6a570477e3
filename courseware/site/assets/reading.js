/**
 * Where on the page a learner reads: marked in the list of contents, and kept in the record of a
 * lesson, case or test, so that reading can go on there.
 */
(function (courseware) {
  "use strict";

  var HEAD = 100; // pixels from the top: what stands higher has been reached
  var headings = Array.from(document.querySelectorAll("article h2[id]"));
  var root = new URL("..", document.currentScript.src);
  /** The lesson, case or test that this page is; undefined for other pages. */
  var unit = courseware.course.units.find(function (one) {
    return new URL(one.url, root).pathname === location.pathname;
  });
  var current = null;
  var isRead = false;
  var isToBeKept = Boolean(unit);
  var isWaiting = false;

  function isShown(heading) {
    return heading.offsetParent !== null;
  }

  function look() {
    isWaiting = false;
    var reached = headings.filter(function (heading) {
      return isShown(heading) && heading.getBoundingClientRect().top < HEAD;
    });
    mark(reached.length ? reached[reached.length - 1] : null);
    var last = headings[headings.length - 1];
    if (!isRead && last && isShown(last) && last.getBoundingClientRect().top < innerHeight) {
      isRead = isToBeKept = true;
    }
  }

  function mark(heading) {
    if (heading === current) return;
    current = heading;
    isToBeKept = true;
    document.querySelectorAll(".contents a").forEach(function (link) {
      if (heading && link.hash === "#" + heading.id) {
        link.setAttribute("aria-current", "location");
        link.scrollIntoView({ block: "nearest" });
      } else link.removeAttribute("aria-current");
    });
  }

  function keep() {
    if (!unit || !isToBeKept) return;
    isToBeKept = false;
    courseware.record.visit(unit.id, current ? current.id : "", isRead);
  }

  window.addEventListener("scroll", function () {
    if (isWaiting) return;
    isWaiting = true;
    requestAnimationFrame(look);
  }, { passive: true });
  document.addEventListener("visibilitychange", function () {
    if (document.visibilityState === "hidden") keep();
  });
  window.addEventListener("pagehide", keep);
  courseware.keepPlace = keep;
  courseware.afterPaint(look);
})(courseware);
