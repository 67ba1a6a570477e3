/**
 * The home page: a line that leads a learner who comes back to where the learning goes on.
 */
(function (courseware) {
  "use strict";

  var WORDS = { ja: "続きから: {page}", en: "Go on with: {page}" };
  var words = courseware.inLanguage(WORDS);
  var place = document.querySelector("[data-continue]");
  var link = place.querySelector("a");
  var root = new URL("..", document.currentScript.src);

  /** What the list of lessons, cases or tests on this page calls the page at an address. */
  function nameOf(address) {
    var card = Array.from(document.querySelectorAll(".lesson-list a")).find(function (one) {
      return one.href === address;
    });
    if (!card) return "";
    var parts = card.querySelectorAll(".lesson-list__number, .lesson-list__title");
    return Array.from(parts, function (part) { return part.textContent; }).join("　");
  }

  function show() {
    var last = courseware.resume(courseware.record.data, courseware.course.units);
    var address = last ? new URL(last.to.unit.url, root).href : "";
    var name = nameOf(address);
    place.hidden = !name;
    link.textContent = courseware.filled(words, { page: name });
    link.href = address + (last && last.to.place ? "#" + last.to.place : "");
  }

  document.addEventListener("course:record", show);
  show();
})(courseware);
