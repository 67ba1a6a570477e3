/**
 * A test: all questions are marked at once, then each shows its verdict and reasons, and a table
 * says for each objective whether it was right. Only the whole test gets a percentage: one or two
 * questions an objective are too few for one.
 *
 * Answers are kept like those of lessons, when they are marked. What was chosen before that stays
 * for this tab (`sessionStorage`), so that a page loaded anew asks nothing twice.
 */
(function (courseware) {
  "use strict";

  var WORDS = {
    ja: {
      left: "まだ答えていない問題が{count}問あります。このまま採点すると、不正解として数えます。採点するときは、もう一度「採点する」を押してください。",
      toLeft: "答えていない問題へ",
      sum: "{asked}問のうち、{right}問が正解です（{percent}％）。",
      right: "正解",
      wrong: "不正解",
      none: "まだ受けていません",
      number: "問{number}",
    },
    en: {
      left: "Not yet answered: {count}. They count as not right. Press “Mark my answers” again to go on.",
      toLeft: "To the first of them",
      sum: "{right} of {asked} are right ({percent}%).",
      right: "right",
      wrong: "not right",
      none: "not taken yet",
      number: "No. {number}",
    },
  };

  var words = courseware.inLanguage(WORDS);
  var filled = courseware.filled;
  var record = courseware.record;
  var questions = courseware.questions;
  var place = document.querySelector("[data-test]");
  var left = place.querySelector(".test__left");
  var shown = place.querySelector(".test__shown");
  var gradeButton = place.querySelector(".test__grade");
  var againButton = place.querySelector(".test__again");
  var draftKey = "draft:" + courseware.course.id + ":" + place.dataset.unit;
  var isWarned = false;

  function isMarked() {
    return questions.every(function (question) { return question.isAnswered(); });
  }

  /** Mark all; where some are left out, only after saying so. */
  function mark() {
    var missing = questions.filter(function (question) { return !question.isFilled(); });
    if (missing.length && !isWarned) {
      isWarned = true;
      left.textContent = filled(words.left, { count: missing.length }) + " ";
      var link = document.createElement("a");
      link.href = "#" + missing[0].root.id;
      link.textContent = words.toLeft;
      left.append(link);
      return;
    }
    questions.forEach(function (question) { question.settle(question.given()); });
    forget();
    show();
    shown.focus();
    courseware.recordChanged();
  }

  function again() {
    questions.forEach(function (question) { question.clear(); });
    show();
    questions[0].form.querySelector("input, select").focus();
  }

  function show() {
    var isDone = isMarked();
    isWarned = false;
    left.textContent = "";
    gradeButton.hidden = isDone;
    againButton.hidden = shown.hidden = !isDone;
    if (!isDone) return;
    var right = questions.filter(function (question) {
      return question.root.dataset.state === "right";
    }).length;
    shown.querySelector(".test__sum").textContent = filled(words.sum, {
      asked: questions.length,
      right: right,
      percent: Math.round((100 * right) / questions.length),
    });
    shown.querySelectorAll("[data-questions]").forEach(showCell);
  }

  /** One cell: the verdict on each question, those of this page with a link to it. */
  function showCell(cell) {
    cell.textContent = "";
    cell.dataset.questions.split(" ").filter(Boolean).forEach(function (id) {
      var line = document.createElement("span");
      var verdict = verdictOn(id);
      line.className = "test__verdict";
      line.dataset.verdict = verdict;
      var number = questions.findIndex(function (question) { return question.id === id; }) + 1;
      if (number) {
        var link = document.createElement("a");
        link.href = "#q-" + id;
        link.textContent = filled(words.number, { number: number });
        line.append(link, " ");
      }
      line.append(words[verdict]);
      cell.append(line);
    });
  }

  /** right, wrong or, where the question as it is now was not answered, none. */
  function verdictOn(id) {
    var kept = record.answer(id);
    var unit = courseware.course.units.find(function (one) { return id in one.questions; });
    if (!kept || !unit || kept.rev !== unit.questions[id]) return "none";
    return kept.correct === "right" ? "right" : "wrong";
  }

  function keepDraft() {
    isWarned = false;
    left.textContent = "";
    var draft = {};
    questions.forEach(function (question) {
      if (question.isTouched()) draft[question.id] = question.toKeep(question.given());
    });
    try {
      sessionStorage.setItem(draftKey, JSON.stringify(draft));
    } catch (fullOrBlocked) {
      // Then a page loaded anew begins anew.
    }
  }

  function takeDraft() {
    try {
      var draft = JSON.parse(sessionStorage.getItem(draftKey)) || {};
      questions.forEach(function (question) {
        var kept = draft[question.id];
        var given = kept && !question.isAnswered() && question.asAsked(kept);
        if (given) question.fill(given);
      });
    } catch (damagedOrBlocked) {
      forget();
    }
  }

  function forget() {
    try {
      sessionStorage.removeItem(draftKey);
    } catch (blocked) {
      // Nothing was kept, then.
    }
  }

  place.querySelector(".test__no-script").hidden = true;
  place.querySelector(".test__actions").hidden = false;
  takeDraft();
  gradeButton.addEventListener("click", mark);
  againButton.addEventListener("click", again);
  questions.forEach(function (question) {
    question.form.addEventListener("input", keepDraft);
    question.form.addEventListener("change", keepDraft);
  });
  document.addEventListener("course:record", function () { if (isMarked()) show(); });
  show();
})(courseware);
