/**
 * Questions on a page: answering, verdict and reasons, trying again. Reads the key from the list
 * under 「答えを見る」, which is all there is without this script.
 */
(function (courseware) {
  "use strict";

  var WORDS = {
    ja: {
      right: "正解です。",
      partly: "一部が正解です。",
      wrong: "不正解です。",
      rightMark: "正解",
      wrongMark: "不正解",
      yours: "（あなたの答え）",
      missed: "正解（選ばなかったもの）",
      other: "選ばなかったもの",
      gap: "空所",
      readReasons: "それぞれの理由も読んでみましょう。",
      nothing: "まだ答えていません。選ぶか書くかしてから「答える」を押してください。",
      again: "もう一度",
      changed: "問題が更新されました。もう一度答えてください。",
      notKept: "このブラウザーには答えを保存できません。ページを閉じると消えます。",
    },
    en: {
      right: "That is right.",
      partly: "That is partly right.",
      wrong: "That is not right.",
      rightMark: "right",
      wrongMark: "not right",
      yours: " (your answer)",
      missed: "right (not chosen)",
      other: "not chosen",
      gap: "Gap ",
      readReasons: " Read the reasons, too.",
      nothing: "Nothing answered yet. Choose or type, then press “Answer”.",
      again: "Try again",
      changed: "This question has changed. Please answer it again.",
      notKept: "This browser cannot keep your answers. They go when you close the page.",
    },
  };

  var words = WORDS[document.documentElement.lang.slice(0, 2)] || WORDS.en;
  var script = document.currentScript;

  function storage() {
    try {
      return window.localStorage;
    } catch (blocked) {
      return null;
    }
  }

  /** One question of the page. */
  function Question(root, record) {
    this.root = root;
    this.record = record;
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
      question.answer();
    });
    // Enter that ends a conversion of an input method must not submit.
    this.form.addEventListener("keydown", function (event) {
      if (event.key === "Enter" && (event.isComposing || event.keyCode === 229)) {
        event.preventDefault();
      }
    });
    this.details.hidden = true;
    this.submit.hidden = false;
    var kept = record.answer(this.id);
    if (kept && kept.rev === this.rev) {
      this.fill(kept.given);
      this.show(this.grade(kept.given), kept.given, false);
    } else if (kept) {
      this.root.dataset.state = "changed";
      this.verdict.textContent = words.changed;
    }
  }

  /** Ids of the chosen options or, in their order, what was typed or chosen. */
  Question.prototype.given = function () {
    if (this.rows.length) return this.rows.map(function (row) { return row.value; });
    if (this.gaps.length) return this.gaps.map(function (gap) { return gap.value.trim(); });
    return Array.from(this.form.querySelectorAll("input:checked"), function (input) {
      return input.value;
    });
  };

  Question.prototype.fill = function (given) {
    this.gaps.concat(this.rows).forEach(function (field, n) { field.value = given[n] || ""; });
    this.form.querySelectorAll(".option input").forEach(function (input) {
      input.checked = given.indexOf(input.value) >= 0;
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
      var texts = accepted.map(function (_, n) { return given[n] || ""; });
      var parts = courseware.gradeGaps(texts, accepted);
      return { verdict: courseware.verdictOf(parts), parts: parts };
    }
    var right = this.options
      .filter(function (option) { return option.hasAttribute("data-correct"); })
      .map(function (option) { return option.dataset.option; });
    return { verdict: courseware.gradeOptions(given, right), parts: [] };
  };

  Question.prototype.answer = function () {
    if (this.isAnswered()) return;
    var given = this.given();
    if (!given.length || given.some(function (part) { return part === ""; })) {
      this.verdict.textContent = words.nothing;
      return;
    }
    var grade = this.grade(given);
    this.record.keep(this.id, this.rev, given, grade.verdict, new Date());
    this.show(grade, given, true);
    courseware.warnIfNotKept(this.record);
    this.root.dispatchEvent(
      new CustomEvent("course:answer", {
        bubbles: true,
        detail: { question: this.id, correct: grade.verdict },
      }),
    );
  };

  Question.prototype.isAnswered = function () {
    return ["right", "partly", "wrong"].indexOf(this.root.dataset.state) >= 0;
  };

  /** Show verdict and reasons. The focus stays on the button, which no longer does anything. */
  Question.prototype.show = function (grade, given, isNew) {
    this.root.dataset.state = grade.verdict;
    this.reasons = document.createElement("div");
    this.reasons.className = "question__reasons";
    this.verdict.textContent = words[grade.verdict] + (isNew ? words.readReasons : "");
    if (this.gaps.length) this.showGaps(grade.parts, given);
    else if (this.rows.length) this.showRows(grade.parts);
    else this.showOptions(given);
    this.reasons.append(this.explanation.cloneNode(true), this.againButton());
    this.form.append(this.reasons);
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
        : isRight ? words.missed : words.other;
      option.dataset.verdict = isRight ? "right" : isChosen ? "wrong" : "other";
      option.append(reason(mark, question.entry(option.dataset.option), ".feedback"));
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
      question.reasons.append(box);
    });
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
    if (whole) this.reasons.append(whole.cloneNode(true));
  };

  Question.prototype.againButton = function () {
    var button = document.createElement("button");
    button.type = "button";
    button.className = "question__again";
    button.textContent = words.again;
    button.addEventListener("click", this.reset.bind(this));
    return button;
  };

  /** Ask again. The button pressed is gone, so the focus goes to the first field. */
  Question.prototype.reset = function () {
    this.root.dataset.state = "unanswered";
    this.verdict.textContent = "";
    this.reasons.remove();
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
    this.form.querySelector("input, select").focus();
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

  courseware.warnIfNotKept = function (record) {
    if (record.isKept || document.querySelector(".not-kept")) return;
    var note = document.createElement("p");
    note.className = "not-kept";
    note.setAttribute("role", "status");
    document.querySelector(".question").before(note);
    note.textContent = words.notKept;
  };

  var record = new courseware.Record(storage(), script.dataset.course);
  document.querySelectorAll(".question").forEach(function (root) {
    new Question(root, record);
  });
  courseware.warnIfNotKept(record);
})(courseware);
