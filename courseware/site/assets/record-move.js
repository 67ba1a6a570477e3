/**
 * The record as a file on the page of the record: to write, and to take in.
 */
(function (courseware) {
  "use strict";

  var WORDS = {
    ja: {
      exported: "「{file}」を書き出しました。",
      answers: "{count}問の答えを読み込みました。",
      visits: "{count}ページの、読んだところを読み込みました。",
      nothing: "読み込みましたが、新しいものはありませんでした。",
      refused: "読めない項目が{refused}件あり、それは除きました。",
      large: "読み込めません。ファイルが大きすぎます。この教材の記録ではないようです。",
      damaged: "読み込めません。ファイルがこわれているか、記録のファイルではありません。",
      foreign: "読み込めません。この教材の記録ではありません。",
      newer: "読み込めません。新しい版の教材の記録です。ページを読み込み直してから、もう一度試してください。",
      kept: "いまの記録は、そのままです。",
    },
    en: {
      exported: "Exported to “{file}”.",
      answers: "Imported answers: {count}. ",
      visits: "Imported pages that were read: {count}. ",
      nothing: "Imported; there was nothing newer in it.",
      refused: " Entries that could not be read and were left out: {refused}.",
      large: "Not imported: the file is too large to be a record of this course.",
      damaged: "Not imported: the file is damaged, or no record.",
      foreign: "Not imported: it is not a record of this course.",
      newer: "Not imported: it comes from a newer version of the course. Reload this page, then try again.",
      kept: " Your record is as it was.",
    },
  };

  var words = courseware.inLanguage(WORDS);
  var filled = courseware.filled;
  var record = courseware.record;
  var part = courseware.recordPart("move");
  var said = part.querySelector(".record__said");

  /**
   * Have the browser save the record as a file.
   * @returns {{file: string, text: string}} the file's name, and what to say of it
   */
  function save() {
    var now = new Date();
    var name = courseware.fileName(courseware.course.id, now);
    var text = courseware.exportRecord(record.data, now);
    var link = document.createElement("a");
    link.href = URL.createObjectURL(new Blob([text], { type: "application/json" }));
    link.download = name;
    link.click();
    // The download has begun by then in every browser; without this the text stays in memory.
    setTimeout(function () { URL.revokeObjectURL(link.href); }, 60000);
    return { file: name, text: filled(words.exported, { file: name }) };
  }

  /** Take a chosen file in, or say why not. It is measured before it is read. */
  function take(input) {
    var file = input.files[0];
    if (!file) return;
    if (file.size > 4 * courseware.LARGEST_RECORD) return refuse(input, "large");
    file.text().then(
      function (text) {
        var found = courseware.importRecord(text, courseware.course.id);
        if (!found.record) return refuse(input, found.reason);
        said.textContent = takenText(takeIn(found.record), found);
        input.value = "";
        courseware.recordChanged();
      },
      function () { refuse(input, "damaged"); },
    );
  }

  /** @returns {{answers: number, visits: number}} how many entries are new */
  function takeIn(others) {
    var before = Object.assign({}, record.data);
    record.take(others);
    return {
      answers: courseware.countNew(record.data.answers, before.answers),
      visits: courseware.countNew(record.data.visits, before.visits),
    };
  }

  function takenText(taken, found) {
    return (
      (taken.answers ? filled(words.answers, { count: taken.answers }) : "") +
      (taken.visits ? filled(words.visits, { count: taken.visits }) : "") +
      (taken.answers || taken.visits ? "" : words.nothing) +
      (found.refused ? filled(words.refused, found) : "")
    );
  }

  function refuse(input, reason) {
    said.textContent = words[reason] + words.kept;
    input.value = "";
  }

  part.querySelector(".record__export").addEventListener("click", function () {
    said.textContent = save().text;
  });
  part.querySelector("input").addEventListener("change", function (event) { take(event.target); });
  courseware.saveRecord = save;
  courseware.withReport(function (report) {
    part.querySelector(".record__export").hidden = report.isEmpty;
  });
})(courseware);
