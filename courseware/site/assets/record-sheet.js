/**
 * 受講の記録: a sheet that learners make of their own record. The name that is typed stands on the
 * screen and on paper only, and goes when the page is left. Tests are on it only if the learner
 * wants that.
 */
(function (courseware) {
  "use strict";

  var PRINTING = "prints-certificate";
  var root = document.documentElement;
  var part = courseware.recordPart("sheet");
  var name = part.querySelector(".certificate__name input");
  var asksTests = part.querySelector(".certificate__asks-tests input");
  var tests = part.querySelector(".certificate__tests");

  function show(report) {
    // The first date takes a browser long to write, and an empty record has no sheet.
    var date = report.isEmpty ? "" : courseware.dateText(new Date(), true);
    part.querySelector("[data-sheet=date]").textContent = date;
    part.querySelector("[data-sheet=read]").textContent = report.read + "/" + report.studied;
    part.querySelector("[data-sheet=answered]").textContent =
      report.whole.answered + "/" + report.whole.asked;
    part.querySelectorAll("[data-sheet-test]").forEach(function (place) {
      place.textContent = courseware.testResult(report.units[place.dataset.sheetTest]);
    });
  }

  /** Print nothing but the sheet, this once. */
  function print() {
    root.classList.add(PRINTING);
    window.print();
  }

  function forgetName() {
    name.value = "";
    asksTests.checked = false;
    showTests();
  }

  function showTests() {
    tests.hidden = !asksTests.checked;
  }

  part.querySelector(".certificate__print").addEventListener("click", print);
  asksTests.addEventListener("change", showTests);
  window.addEventListener("afterprint", function () { root.classList.remove(PRINTING); });
  // A browser may show the page as it was when somebody else goes back to it.
  window.addEventListener("pagehide", forgetName);
  courseware.forgetName = forgetName;
  forgetName();
  courseware.withReport(show);
})(courseware);
