/**
 * Questions on a page: answering, verdict and reasons, trying again. Reads the key from the list
 * under 「答えを見る」, which is all there is without this script. In a test, questions wait to be
 * marked all at once, by `test.js`.
 */
(function (courseware) {
  "use strict";

  var WORDS = {
    ja: {
      right: "正解です。",
      partly: "一部が正解です（{all}つのうち{told}つ）。",
      wrong: "不正解です。",
      rightMark: "正解",
      wrongMark: "不正解",
      yours: "（あなたの答え）",
      missed: { single: "正解はこちら（選んでいません）", multiple: "これも正解（選んでいません）" },
      other: "選ばなくてよいもの",
      gap: "空所",
      readReasons: "それぞれの理由も読んでみましょう。",
      nothing: "まだ答えていません。選ぶか書くかしてから「答える」を押してください。",
      missing: "まだ答えていないところが{count}つあります。すべて答えてから「答える」を押してください。",
      again: "もう一度",
      changed: "問題が更新されました。もう一度答えてください。",
    },
    en: {
      right: "That is right.",
      partly: "That is partly right ({told} of {all}).",
      wrong: "That is not right.",
      rightMark: "right",
      wrongMark: "not right",
      yours: " (your answer)",
      missed: { single: "the right one (not chosen)", multiple: "right, too (not chosen)" },
      other: "rightly not chosen",
      gap: "Gap ",
      readReasons: " Read the reasons, too.",
      nothing: "Nothing answered yet. Choose or type, then press “Answer”.",
      missing: "Not yet answered: {count}. Answer all parts, then press “Answer”.",
      again: "Try again",
      changed: "This question has changed. Please answer it again.",
    },
  };

  var words = courseware.inLanguage(WORDS);
  var record = courseware.record;
  var isTest = Boolean(document.querySelector("[data-test]"));

  /**
   * One question of the page.
   * @param {Element} root
   * @param {boolean} [isReview] whether it is asked whatever the record holds for it
   */
  function Question(root, isReview) {
    this.root = root;
    this.isReview = isReview;
    this.id = root.dataset.question;
    this.rev = Number(root.dataset.rev);
    this.form = root.querySelector("form");
    this.fields = root.querySelector("fieldset");
    this.options = Array.from(root.querySelectorAll(".option"));
    this.gaps = Array.from(root.querySelectorAll(".question__gap"));
    this.rows = Array.from(root.querySelectorAll("select[data-row]"));
    this.submit = root.querySelector('button[type="submit"]');
    this.verdict = root.querySelector('[role="status"]');
    this.details = root.querySelector("details");
    this.explanation = root.querySelector(".question__explanation");
    this.reasons = null;
    var question = this;
    this.form.addEventListener("submit", function (event) {
      event.preventDefault();
      if (!isTest) question.answer();
    });
    root.addEventListener("focusout", function () {
      setTimeout(function () { question.follow(); });
    });
    // Enter that ends a conversion of an input method must not submit.
    this.form.addEventListener("keydown", function (event) {
      if (event.key === "Enter" && (event.isComposing || event.keyCode === 229)) {
        event.preventDefault();
      }
    });
    this.form.addEventListener("change", this.showChosen.bind(this));
    this.form.addEventListener("focusin", function () {
      setTimeout(function () { question.prepare(); });
    });
    this.details.hidden = true;
    this.submit.hidden = isTest;
    // The result of a test is said once, not question by question.
    if (isTest) this.verdict.setAttribute("aria-live", "off");
    if (!root.hasAttribute("data-fixed")) this.shuffle(record.data.seed);
    if (!isReview) this.showKept();
  }

  /** Put options, choices and items into the learner's own order. */
  Question.prototype.shuffle = function (seed) {
    var question = this;
    function inOrder(elements, idOf) {
      var ids = elements.map(idOf);
      var order = courseware.shuffled(ids, seed, question.id);
      // The steps of an order must not stand in the right order before anything is done.
      if (question.root.dataset.type === "order" && question.isRightOrder(order)) {
        order.push(order.shift());
      }
      return order.map(function (id) { return elements[ids.indexOf(id)]; });
    }
    if (this.options.length) {
      this.options = inOrder(this.options, function (option) { return option.dataset.option; });
      this.fields.append.apply(this.fields, this.options);
    }
    this.rows.forEach(function (row) {
      var offered = Array.from(row.options).slice(1);
      row.append.apply(row, inOrder(offered, function (option) { return option.value; }));
    });
  };

  Question.prototype.isRightOrder = function (ids) {
    var question = this;
    return ids.every(function (id, n) { return question.entry(n + 1).dataset.right === id; });
  };

  /** Show what the record holds for this question. */
  Question.prototype.showKept = function () {
    var kept = record.answer(this.id);
    this.keptAt = kept && kept.at;
    if (!kept) return;
    var given = this.asAsked(kept);
    if (!given) {
      this.root.dataset.state = "changed";
      this.verdict.textContent = words.changed;
      return;
    }
    this.fill(given);
    var grade = this.grade(given);
    this.show(grade, given, false);
    if (grade.verdict !== kept.correct) record.regrade(this.id, grade.verdict);
  };

  /** What a kept answer gives to the parts as they are now; null when the question has changed. */
  Question.prototype.asAsked = function (kept) {
    if (kept.rev !== this.rev) return null;
    var given = kept.given;
    if (this.gaps.length) return given.length === this.gaps.length ? given : null;
    var known = this.options.map(function (option) { return option.dataset.option; });
    if (isTest && !given.length) return given;
    if (this.rows.length) {
      known = Array.from(this.rows[0].options, function (option) { return option.value; }).slice(1);
      // The author may have listed the pairs in another order since.
      given = this.rows.map(function (row, n) {
        return given[kept.rows ? kept.rows.indexOf(row.dataset.row) : n];
      });
    }
    if (isTest) known.push(""); // what was left out is kept as such
    var isKnown = given.length && given.every(function (id) { return known.indexOf(id) >= 0; });
    return isKnown ? given : null;
  };

  /** Follow the record after another tab has written to it, but never disturb who is answering. */
  Question.prototype.follow = function () {
    var kept = record.answer(this.id);
    if (this.isReview || (kept && kept.at) === this.keptAt) return;
    if (this.root.contains(document.activeElement) || (!this.isAnswered() && this.isTouched())) return;
    if (this.isAnswered()) this.clear();
    this.showKept();
  };

  Question.prototype.isTouched = function () {
    return this.given().some(function (part) { return part !== ""; });
  };

  Question.prototype.isFilled = function () {
    return this.isTouched() && this.given().every(function (part) { return part !== ""; });
  };

  /** Ids of the chosen options or, in their order, what was typed or chosen. */
  Question.prototype.given = function () {
    if (this.rows.length) return this.rows.map(function (row) { return row.value; });
    if (this.gaps.length) return this.gaps.map(function (gap) { return gap.value.trim(); });
    return Array.from(this.form.querySelectorAll("input:checked"), function (input) {
      return input.value;
    }).sort();
  };

  Question.prototype.fill = function (given) {
    this.gaps.concat(this.rows).forEach(function (field, n) { field.value = given[n] || ""; });
    this.form.querySelectorAll(".option input").forEach(function (input) {
      input.checked = given.indexOf(input.value) >= 0;
    });
    this.showChosen();
  };

  /** What is chosen in each list, in full; a screen reader has it from the list itself. */
  Question.prototype.showChosen = function () {
    this.rows.forEach(function (row) {
      var chosen = row.parentNode.querySelector(".row__chosen");
      if (!chosen) {
        chosen = document.createElement("span");
        chosen.className = "row__chosen";
        chosen.setAttribute("aria-hidden", "true");
        row.after(chosen);
      }
      chosen.textContent = row.value ? row.selectedOptions[0].text : "";
    });
  };

  Question.prototype.entry = function (part) {
    return this.details.querySelector('[data-for="' + part + '"]');
  };

  /** @returns {{verdict: string, parts: boolean[]}} */
  Question.prototype.grade = function (given) {
    var question = this;
    if (this.rows.length) {
      var matched = this.rows.map(function (row, n) {
        return given[n] === question.entry(row.dataset.row).dataset.right;
      });
      return { verdict: courseware.verdictOf(matched), parts: matched };
    }
    if (this.gaps.length) {
      var accepted = this.gaps.map(function (_, n) {
        return JSON.parse(question.entry(n + 1).dataset.accept);
      });
      var parts = courseware.gradeGaps(given, accepted);
      return { verdict: courseware.verdictOf(parts), parts: parts };
    }
    var right = this.options
      .filter(function (option) { return option.hasAttribute("data-correct"); })
      .map(function (option) { return option.dataset.option; });
    var told = this.options.map(function (option) {
      var id = option.dataset.option;
      return given.indexOf(id) >= 0 === right.indexOf(id) >= 0;
    });
    return { verdict: courseware.gradeOptions(given, right), parts: told };
  };

  Question.prototype.answer = function () {
    if (this.isAnswered()) return;
    var given = this.given();
    var isTyped = this.gaps.length > 0;
    var missing = given.filter(function (part) {
      return (isTyped ? courseware.fold(part) : part) === "";
    });
    if (missing.length === given.length) return this.say(words.nothing);
    if (missing.length) {
      return this.say(courseware.filled(words.missing, { count: missing.length }));
    }
    this.settle(given);
    courseware.recordChanged();
  };

  /** What is kept of an answer besides its verdict. */
  Question.prototype.toKeep = function (given) {
    var kept = { rev: this.rev, given: given };
    if (this.root.dataset.type === "match") {
      kept.rows = this.rows.map(function (row) { return row.dataset.row; });
    }
    return kept;
  };

  /** Grade, keep and show an answer. */
  Question.prototype.settle = function (given) {
    var grade = this.grade(given);
    var answered = Object.assign(this.toKeep(given), { correct: grade.verdict });
    record.keep(this.id, answered);
    this.keptAt = record.answer(this.id).at;
    this.show(grade, given, !isTest);
    this.publish("course:answer", answered);
  };

  /** Say it even if it is what was said last: an unchanged text would not be announced. */
  Question.prototype.say = function (text) {
    var question = this;
    this.verdict.textContent = "";
    requestAnimationFrame(function () {
      if (!question.isAnswered()) question.verdict.textContent = text;
    });
  };

  Question.prototype.publish = function (name, detail) {
    this.root.dispatchEvent(
      new CustomEvent(name, {
        bubbles: true,
        detail: Object.assign({ question: this.id }, detail),
      }),
    );
  };

  Question.prototype.isAnswered = function () {
    return ["right", "partly", "wrong"].indexOf(this.root.dataset.state) >= 0;
  };

  /**
   * Build the reasons, out of sight, while the learner is still choosing: a slow phone has set
   * their text by the time they are to be shown.
   */
  Question.prototype.prepare = function () {
    if (this.reasons) return;
    var question = this;
    this.reasons = document.createElement("div");
    this.reasons.className = "question__reasons is-waiting";
    this.reasons.append(this.explanation.cloneNode(true));
    if (!isTest && !this.isReview) this.reasons.append(this.againButton());
    this.form.append(this.reasons);
    this.options.forEach(function (option) {
      var box = reason("", question.entry(option.dataset.option), ".feedback");
      box.classList.add("is-waiting");
      option.append(box);
    });
  };

  /** Show verdict and reasons. The focus stays on the button, which no longer does anything. */
  Question.prototype.show = function (grade, given, isNew) {
    this.prepare();
    this.root.dataset.state = grade.verdict;
    var told = grade.parts.filter(Boolean).length;
    this.verdict.textContent =
      courseware.filled(words[grade.verdict], { told: told, all: grade.parts.length }) +
      (isNew ? words.readReasons : "");
    if (this.gaps.length) this.showGaps(grade.parts, given);
    else if (this.rows.length) this.showRows(grade.parts);
    else this.showOptions(given);
    this.root.querySelectorAll(".is-waiting").forEach(function (part) {
      part.classList.remove("is-waiting");
    });
    this.submit.setAttribute("aria-disabled", "true");
    this.lock(true);
  };

  Question.prototype.showOptions = function (given) {
    var question = this;
    this.options.forEach(function (option) {
      var isRight = option.hasAttribute("data-correct");
      var isChosen = given.indexOf(option.dataset.option) >= 0;
      var mark = isChosen
        ? (isRight ? words.rightMark : words.wrongMark) + words.yours
        : isRight ? words.missed[question.root.dataset.type] : words.other;
      option.dataset.verdict = isRight ? "right" : isChosen ? "wrong" : "other";
      option.querySelector(".reason__mark").textContent = mark;
    });
  };

  Question.prototype.showGaps = function (parts, given) {
    var question = this;
    this.gaps.forEach(function (gap, n) {
      var entry = question.entry(n + 1);
      var typed = courseware.fold(given[n] || "");
      var known = Array.from(entry.querySelectorAll("[data-wrong]")).find(function (wrong) {
        return courseware.fold(wrong.dataset.wrong) === typed;
      });
      gap.dataset.verdict = parts[n] ? "right" : "wrong";
      var mark = words.gap + (n + 1) + "　" + (parts[n] ? words.rightMark : words.wrongMark);
      var box = reason(mark, entry, ".feedback:not([data-wrong])");
      box.dataset.verdict = gap.dataset.verdict;
      if (!parts[n]) {
        var answers = document.createElement("p");
        answers.className = "question__accepted";
        answers.textContent = "→ " + JSON.parse(entry.dataset.accept).join("・");
        box.insertBefore(answers, box.children[1]);
        if (known) box.insertBefore(known.cloneNode(true), answers);
      }
      question.explanationShown().before(box);
    });
  };

  Question.prototype.explanationShown = function () {
    return this.reasons.querySelector(".question__explanation");
  };

  /** Below each row whether it is right, what is right, and why where the author says it there. */
  Question.prototype.showRows = function (parts) {
    var question = this;
    this.rows.forEach(function (row, n) {
      var entry = question.entry(row.dataset.row);
      // The closed list may be too narrow for what was chosen, so the right text is shown anyway.
      var right = entry.querySelector(".question__right").textContent;
      var mark = (parts[n] ? words.rightMark : words.wrongMark) + " → " + right;
      var box = reason(mark, entry, ".feedback");
      row.parentNode.dataset.verdict = parts[n] ? "right" : "wrong";
      row.parentNode.append(box);
    });
    var whole = this.details.querySelector("[data-whole]");
    if (whole) this.explanationShown().before(whole.cloneNode(true));
  };

  Question.prototype.againButton = function () {
    var button = document.createElement("button");
    button.type = "button";
    button.className = "question__again course-button course-button--quiet";
    button.textContent = words.again;
    button.addEventListener("click", this.again.bind(this));
    return button;
  };

  /** Ask again. The button pressed is gone, so the focus goes to the first field. */
  Question.prototype.again = function () {
    this.clear();
    this.form.querySelector("input, select").focus();
    this.publish("course:again", {});
  };

  Question.prototype.clear = function () {
    this.root.dataset.state = "unanswered";
    this.verdict.textContent = "";
    this.reasons.remove();
    this.reasons = null;
    this.options.forEach(function (option) {
      delete option.dataset.verdict;
      option.querySelector(".reason").remove();
    });
    this.gaps.forEach(function (gap) { delete gap.dataset.verdict; });
    this.rows.forEach(function (row) {
      delete row.parentNode.dataset.verdict;
      row.parentNode.querySelector(".reason").remove();
    });
    this.submit.removeAttribute("aria-disabled");
    this.lock(false);
    this.form.reset();
    this.showChosen();
  };

  Question.prototype.lock = function (isLocked) {
    if (this.fields) this.fields.disabled = isLocked;
    this.gaps.forEach(function (gap) { gap.readOnly = isLocked; });
    this.rows.forEach(function (row) { row.disabled = isLocked; });
  };

  function reason(mark, entry, selector) {
    var box = document.createElement("div");
    box.className = "reason";
    var title = document.createElement("p");
    title.className = "reason__mark";
    title.textContent = mark;
    box.append(title);
    var why = entry.querySelector(selector);
    if (why) box.append(why.cloneNode(true));
    return box;
  }

  record.begin();
  var questions = Array.from(document.querySelectorAll(".question"), function (root) {
    return new Question(root);
  });
  document.addEventListener("course:record", function () {
    questions.forEach(function (question) { question.follow(); });
  });
  courseware.Question = Question;
  courseware.questions = questions;
  courseware.recordChanged();
})(courseware);
