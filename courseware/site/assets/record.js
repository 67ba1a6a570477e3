/**
 * The learner's record: one entry of a storage that is handed in. Nothing leaves the browser.
 *
 * {schema: 1, course, answers: {<question id>: Answer}, tests: {}, visits: {}}
 * @typedef {{rev: number, given: string[], correct: string, firstCorrect: string,
 *   firstAt: string, at: string, tries: number}} Answer  times are ISO 8601 in UTC
 */
(function (courseware) {
  "use strict";

  var SCHEMA = 1;

  /**
   * @param {Storage|null} storage where the record is kept; null keeps it in memory
   * @param {string} course id of the course
   */
  function Record(storage, course) {
    this.storage = storage;
    this.course = course;
    this.key = "course:" + course;
    this.quarantineKey = "quarantine:" + course;
    /** Whether what is answered now will be there after a reload. */
    this.isKept = true;
    this.data = this.read();
  }

  Record.prototype.empty = function () {
    return { schema: SCHEMA, course: this.course, answers: {}, tests: {}, visits: {} };
  };

  /** The stored record. What cannot be read is set aside under the quarantine key. */
  Record.prototype.read = function () {
    var text = null;
    try {
      text = this.storage ? this.storage.getItem(this.key) : null;
      if (!this.storage) this.isKept = false;
    } catch (blocked) {
      this.isKept = false;
    }
    if (text === null) return this.data || this.empty();
    var aside = [];
    var record = this.empty();
    try {
      var stored = JSON.parse(text);
      if (!stored || stored.schema !== SCHEMA || stored.course !== this.course) throw stored;
      ["tests", "visits"].forEach(function (part) {
        if (isObject(stored[part])) record[part] = stored[part];
      });
      Object.keys(isObject(stored.answers) ? stored.answers : {}).forEach(function (id) {
        if (isAnswer(stored.answers[id])) record.answers[id] = stored.answers[id];
        else aside.push(stored.answers[id]);
      });
    } catch (damaged) {
      aside.push(text);
    }
    if (aside.length) this.setAside(aside);
    return record;
  };

  Record.prototype.setAside = function (entries) {
    try {
      if (this.storage.getItem(this.quarantineKey) === null) {
        this.storage.setItem(this.quarantineKey, JSON.stringify(entries));
      }
    } catch (full) {
      this.isKept = false;
    }
  };

  /**
   * @param {string} id of the question
   * @returns {Answer|undefined}
   */
  Record.prototype.answer = function (id) {
    return Object.prototype.hasOwnProperty.call(this.data.answers, id)
      ? this.data.answers[id]
      : undefined;
  };

  /**
   * Keep an answer. Another tab may have written meanwhile, so the record is read anew first.
   * @param {string} id of the question
   * @param {number} rev revision of the question
   * @param {string[]} given option ids or typed texts
   * @param {string} correct right, partly or wrong
   * @param {Date} now
   */
  Record.prototype.keep = function (id, rev, given, correct, now) {
    if (this.isKept) this.data = this.read();
    var before = this.answer(id);
    var again = before && before.rev === rev;
    this.data.answers[id] = {
      rev: rev,
      given: given,
      correct: correct,
      firstCorrect: again ? before.firstCorrect : correct,
      firstAt: again ? before.firstAt : now.toISOString(),
      at: now.toISOString(),
      tries: again ? before.tries + 1 : 1,
    };
    try {
      this.storage.setItem(this.key, JSON.stringify(this.data));
    } catch (fullOrBlocked) {
      this.isKept = false;
    }
  };

  function isObject(value) {
    return typeof value === "object" && value !== null && !Array.isArray(value);
  }

  function isAnswer(value) {
    return (
      isObject(value) &&
      Number.isInteger(value.rev) &&
      Array.isArray(value.given) &&
      value.given.every(function (part) { return typeof part === "string"; }) &&
      ["right", "partly", "wrong"].indexOf(value.correct) >= 0 &&
      Number.isInteger(value.tries)
    );
  }

  courseware.Record = Record;
})(courseware);
