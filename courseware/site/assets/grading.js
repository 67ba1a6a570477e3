/**
 * Grading, without any page: pure functions on plain values.
 * @namespace courseware
 */
var courseware = window.courseware || {};
window.courseware = courseware;

(function (courseware) {
  "use strict";

  /**
   * Fold what a learner types, so that differences of input method do not count: width, case,
   * hiragana and katakana, long-vowel marks, spaces and punctuation.
   * @param {string} text
   * @returns {string}
   */
  function fold(text) {
    return text
      .normalize("NFKC")
      .toLowerCase()
      .replace(/[ァ-ヶ]/g, function (kana) {
        return String.fromCharCode(kana.charCodeAt(0) - 0x60);
      })
      .replace(/[\s\u30fc\u2010-\u2015\u2212~〜・･、。，．,.「」『』()［］[\]!?！？'"-]/g, "");
  }

  /**
   * The verdict on chosen options.
   * @param {string[]} given ids of the chosen options
   * @param {string[]} right ids of the right options
   * @returns {"right"|"partly"|"wrong"} partly: some of the right ones and not exactly all
   */
  function gradeOptions(given, right) {
    var hits = given.filter(function (id) { return right.indexOf(id) >= 0; }).length;
    if (hits === right.length && given.length === right.length) return "right";
    return hits > 0 ? "partly" : "wrong";
  }

  /**
   * Whether each typed text is among the accepted ones of its gap.
   * @param {string[]} given
   * @param {string[][]} accepted
   * @returns {boolean[]}
   */
  function gradeGaps(given, accepted) {
    return given.map(function (text, gap) {
      return accepted[gap].some(function (answer) { return fold(answer) === fold(text); });
    });
  }

  /**
   * The verdict on several parts.
   * @param {boolean[]} parts
   * @returns {"right"|"partly"|"wrong"}
   */
  function verdictOf(parts) {
    if (parts.every(Boolean)) return "right";
    return parts.some(Boolean) ? "partly" : "wrong";
  }

  courseware.fold = fold;
  courseware.gradeOptions = gradeOptions;
  courseware.gradeGaps = gradeGaps;
  courseware.verdictOf = verdictOf;
})(courseware);
