/**
 * The page of the record: the whole course in one line, and the record as a file to take along.
 */
(function (courseware) {
  "use strict";

  var WORDS = {
    ja: {
      sum: "講と事例の{asked}問のうち、答えた問題 {answered}・正解 {right}",
      exported: "「{file}」を書き出しました。",
      imported: "{count}問の答えを読み込みました。",
      nothing: "読み込みましたが、新しい答えはありませんでした。",
      refused: "読めない項目が{refused}件あり、それは除きました。",
      large: "読み込めません。ファイルが大きすぎます。この教材の記録ではないようです。",
      damaged: "読み込めません。ファイルがこわれているか、記録のファイルではありません。",
      foreign: "読み込めません。この教材の記録ではありません。",
      newer: "読み込めません。新しい版の教材の記録です。ページを読み込み直してから、もう一度試してください。",
      kept: "いまの記録は、そのままです。",
    },
    en: {
      sum: "Of {asked} questions in lessons and cases, answered {answered}, right {right}",
      exported: "Exported to “{file}”.",
      imported: "Imported answers: {count}.",
      nothing: "Imported; there were no newer answers in it.",
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
  var place = document.querySelector("[data-record]");
  var said = place.querySelector(".record__said");

  function show() {
    var questions = {};
    courseware.course.units.forEach(function (unit) {
      if (unit.kind !== "test") Object.assign(questions, unit.questions);
    });
    place.querySelector(".record__sum").textContent =
      filled(words.sum, courseware.progress(record.data, questions));
  }

  function save() {
    var name = courseware.course.id + "-" + new Date().toISOString().slice(0, 10) + ".json";
    var text = courseware.exportRecord(record.data, new Date());
    var link = document.createElement("a");
    link.href = URL.createObjectURL(new Blob([text], { type: "application/json" }));
    link.download = name;
    link.click();
    // The download has begun by then in every browser; without this the text stays in memory.
    setTimeout(function () { URL.revokeObjectURL(link.href); }, 60000);
    said.textContent = filled(words.exported, { file: name });
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
        var before = record.data.answers;
        record.take(found.record);
        var count = Object.keys(record.data.answers).filter(function (id) {
          return JSON.stringify(record.data.answers[id]) !== JSON.stringify(before[id]);
        }).length;
        said.textContent =
          (count ? filled(words.imported, { count: count }) : words.nothing) +
          (found.refused ? filled(words.refused, found) : "");
        input.value = "";
        courseware.recordChanged();
      },
      function () { refuse(input, "damaged"); },
    );
  }

  function refuse(input, reason) {
    said.textContent = words[reason] + words.kept;
    input.value = "";
  }

  place.querySelectorAll("[hidden]").forEach(function (part) { part.hidden = false; });
  place.querySelector(".record__export").addEventListener("click", save);
  place.querySelector("input").addEventListener("change", function (event) { take(event.target); });
  document.addEventListener("course:record", show);
  show();
})(courseware);
