/**
 * Grading, without any page: pure functions on plain values.
 * @namespace courseware
 */
var courseware = courseware || {};

(function (courseware) {
  "use strict";

  /** What a mark between two digits stands for there; others, as a comma or a space, only group. */
  var BETWEEN_DIGITS = {
    ".": ".", "。": ".", "・": ".", ":": ":", "~": "~", "〜": "~", "-": "-", "ー": "-",
    "\u2010": "-", "\u2011": "-", "\u2012": "-", "\u2013": "-", "\u2014": "-", "\u2015": "-",
    "\u2212": "-",
  };

  /**
   * Fold what a learner types, so that differences of input method do not count: width, case,
   * hiragana and katakana, long-vowel marks, spaces and punctuation. A mark between two digits
   * stays, since 1.5 is not 15; a comma there groups thousands and goes.
   *
   * courseware/course/folding.py does the same for authors; tests compare the two.
   * @param {string} text
   * @returns {string}
   */
  function fold(text) {
    return text
      .normalize("NFKC")
      .toLowerCase()
      .replace(/[ァ-ヶヽヾ]/g, function (kana) {
        return String.fromCharCode(kana.charCodeAt(0) - 0x60);
      })
      .replace(/[\s\u30fc\u2010-\u2015\u2212~〜・･、。，．,.:;「」『』()[\]!?'"‘’“”*_-]/g, function (mark, at, whole) {
        var isBetweenDigits = /[0-9]/.test(whole.charAt(at - 1)) && /[0-9]/.test(whole.charAt(at + 1));
        return (isBetweenDigits && BETWEEN_DIGITS[mark]) || "";
      })
      .normalize("NFKC");
  }

  /**
   * The verdict on chosen options.
   * @param {string[]} given ids of the chosen options
   * @param {string[]} right ids of the right options
   * @returns {"right"|"partly"|"wrong"} partly: some of the right ones and not exactly all
   */
  function gradeOptions(given, right) {
    // Counted by what is right, since a kept answer may name an id twice.
    var hits = right.filter(function (id) { return given.indexOf(id) >= 0; }).length;
    var isOnlyRight = given.every(function (id) { return right.indexOf(id) >= 0; });
    if (hits === right.length && isOnlyRight) return "right";
    return hits > 0 ? "partly" : "wrong";
  }

  /**
   * Whether each typed text is among the accepted ones of its gap.
   * @param {string[]} given
   * @param {string[][]} accepted
   * @returns {boolean[]}
   */
  function gradeGaps(given, accepted) {
    return accepted.map(function (answers, gap) {
      var typed = fold(given[gap] || "");
      return answers.some(function (answer) { return fold(answer) === typed; });
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

  /**
   * Ids in an order that one learner always sees. Each id has a place of its own, so that an
   * option the author adds or removes does not stir the others.
   * @param {string[]} ids in the author's order
   * @param {number} seed of the learner; 0 keeps the author's order
   * @param {string} question id of the question
   * @returns {string[]}
   */
  function shuffled(ids, seed, question) {
    if (!seed) return ids.slice();
    return ids
      .map(function (id) { return { id: id, place: hash(seed + "/" + question + "/" + id) }; })
      .sort(function (a, b) { return a.place - b.place || (a.id < b.id ? -1 : 1); })
      .map(function (entry) { return entry.id; });
  }

  /** 32 bits of a text: FNV-1a, then the finaliser of MurmurHash3, which mixes the last letter in. */
  function hash(text) {
    var h = 0x811c9dc5;
    for (var i = 0; i < text.length; i += 1) h = Math.imul(h ^ text.charCodeAt(i), 0x01000193);
    h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
    h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
    return (h ^ (h >>> 16)) >>> 0;
  }

  courseware.fold = fold;
  courseware.gradeOptions = gradeOptions;
  courseware.gradeGaps = gradeGaps;
  courseware.verdictOf = verdictOf;
  courseware.shuffled = shuffled;
})(courseware);
