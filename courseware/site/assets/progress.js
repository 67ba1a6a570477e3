/**
 * The learner's record on every page, and how far each unit (a lesson, case or test) is: in the
 * navigation and in lists, at the head of a unit and in the bar at its foot.
 *
 * Published for other scripts, on `document`:
 *   course:answer  detail {question, rev, given, correct}: an answer was given on this page
 *   course:again   detail {question}: a question is asked again
 *   course:record  the record has changed, here or in another tab
 *
 * `courseware.course` is written before this by the build: {id, intervals, units: [{id, kind,
 * url, questions: {<question id>: rev}}]}; addresses are relative to the folder above this
 * script's. `data-progress` holds the id of the unit that a part of the page is about.
 */
(function (courseware) {
  "use strict";

  var WORDS = {
    ja: {
      none: "未回答　全{asked}問",
      some: "回答 {answered}/{asked}・正解 {right}",
      left: "次の問題へ",
      missed: "まちがえた問題へ",
      all: "すべて正解です",
      notKept: "このブラウザーには答えを保存できません。ページを閉じると消えます。",
    },
    en: {
      none: "{asked} questions, none answered",
      some: "answered {answered}/{asked}, right {right}",
      left: "Next question",
      missed: "To one that was not right",
      all: "All are right",
      notKept: "This browser cannot keep your answers. They go when you close the page.",
    },
  };

  var course = courseware.course;
  var words = inLanguage(WORDS);
  var root = new URL("..", document.currentScript.src);

  var record = new courseware.Record({
    storage: courseware.storage,
    course: course.id,
    now: function () { return new Date(); },
    random: Math.random,
  });

  /** Of words by language those of the page. */
  function inLanguage(all) {
    return all[document.documentElement.lang.slice(0, 2)] || all.en;
  }

  /** A text with each {name} replaced by its value. */
  function filled(text, values) {
    return text.replace(/\{(\w+)\}/g, function (_, name) { return values[name]; });
  }

  function inWords(sum) {
    return filled(sum.answered ? words.some : words.none, sum);
  }

  /** The element's own line of progress, made at its end when it has none yet. */
  function line(parent) {
    var found = parent.querySelector(".progress");
    if (!found) {
      found = document.createElement("span");
      found.className = "progress";
      parent.append(found);
    }
    return found;
  }

  function showInLinks(sums) {
    var links = document.querySelectorAll(".menu a[href], .lesson-list a[href]");
    links.forEach(function (link) {
      var sum = link.hash ? null : sums[link.href.split("#")[0]];
      // Nothing is said of a unit not begun, except where something was said before.
      if (!sum || !(sum.answered || link.closest("a:has(> .progress)"))) return;
      var shown = line(link);
      shown.textContent = inWords(sum);
      shown.classList.toggle("progress--whole", sum.right === sum.asked);
    });
  }

  function showOnUnit(id, sum) {
    document.querySelectorAll('[data-progress="' + id + '"]').forEach(function (place) {
      place.hidden = false;
      line(place).textContent = inWords(sum);
      var link = place.querySelector("a");
      if (!link) return;
      var target = sum.next || sum.missed;
      link.hidden = !target;
      if (target) link.href = "#q-" + target;
      link.textContent = sum.next ? words.left : words.missed;
      place.querySelector(".bar__all").textContent = target ? "" : words.all;
    });
  }

  function show() {
    var sums = {};
    course.units.forEach(function (unit) {
      var sum = courseware.progress(record.data, unit.questions);
      sums[new URL(unit.url, root).href] = sum;
      showOnUnit(unit.id, sum);
    });
    showInLinks(sums);
    warnIfNotKept();
  }

  /** Said once, before the first question or where the record is shown or asked from. */
  function warnIfNotKept() {
    var place = document.querySelector("[data-again], .question, [data-record]");
    var note = document.querySelector(".not-kept");
    if (record.isKept || !place) {
      if (note) note.remove();
      return;
    }
    if (note) return;
    note = document.createElement("p");
    note.className = "not-kept";
    note.setAttribute("role", "status");
    place.before(note);
    note.textContent = words.notKept;
  }

  function announce() {
    document.dispatchEvent(new CustomEvent("course:record"));
  }

  /** Do it once what the learner waits for has been painted. */
  function afterPaint(action) {
    requestAnimationFrame(function () { setTimeout(action); });
  }

  function lookAgain() {
    if (record.refresh()) announce();
  }

  courseware.inLanguage = inLanguage;
  courseware.filled = filled;
  courseware.record = record;
  courseware.afterPaint = afterPaint;
  courseware.recordChanged = function () { afterPaint(announce); };
  document.addEventListener("course:record", show);
  window.addEventListener("storage", lookAgain);
  // A page taken out of the browser's cache has missed the events of other tabs.
  window.addEventListener("pageshow", lookAgain);
  document.addEventListener("visibilitychange", lookAgain);
  show();
})(courseware);
