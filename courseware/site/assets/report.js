/**
 * What a record says of the whole course, of each unit and of each objective, without any page.
 *
 * @typedef {{asked: number, answered: number, first: number, right: number}} Count  answered, first
 *   (right at the first try) and right (now) are of the questions as they are now: answers to an
 *   earlier revision do not count
 * @namespace courseware
 */
var courseware = courseware || {};

(function (courseware) {
  "use strict";

  /**
   * @param {courseware.Data} data
   * @param {Array<{id: string, kind: string, questions: Object<string, number>}>} units
   * @param {Object<string, string[]>} objectives  ids of questions by id of the objective
   * @returns {{isEmpty: boolean, read: number, studied: number, whole: Count,
   *   units: Object<string, Count>, objectives: Object<string, Count>}}  read: how many of the
   *   lessons and cases were read to their end; studied: how many there are; whole and objectives
   *   leave the tests out, which are compared with each other; a unit's count has `reading`
   *   ("read", "begun" or "none"), `readAt` and `at`, when it was answered last
   */
  function report(data, units, objectives) {
    var studied = units.filter(function (unit) { return unit.kind !== "test"; });
    var questions = Object.assign.apply(null, [{}].concat(studied.map(function (unit) {
      return unit.questions;
    })));
    var found = {
      isEmpty: !Object.keys(data.answers).length && !Object.keys(data.visits).length,
      read: 0,
      studied: studied.length,
      whole: count(data, questions),
      units: {},
      objectives: {},
    };
    units.forEach(function (unit) { found.units[unit.id] = unitReport(data, unit); });
    studied.forEach(function (unit) {
      if (found.units[unit.id].reading === "read") found.read += 1;
    });
    Object.keys(objectives).forEach(function (id) {
      found.objectives[id] = count(data, only(questions, objectives[id]));
    });
    return found;
  }

  function unitReport(data, unit) {
    var found = count(data, unit.questions);
    var visit = data.visits[unit.id];
    var times = answersTo(data, unit.questions).map(function (answer) { return answer.at; });
    found.at = times.sort().pop() || null;
    found.readAt = (visit && visit.readAt) || null;
    // Who has answered has been there, even if the record is older than visits.
    var isBegun = visit || found.answered;
    found.reading = found.readAt ? "read" : isBegun ? "begun" : "none";
    return found;
  }

  /** @returns {Count} */
  function count(data, questions) {
    var answers = answersTo(data, questions);
    return {
      asked: Object.keys(questions).length,
      answered: answers.length,
      first: answers.filter(function (one) { return one.firstCorrect === "right"; }).length,
      right: answers.filter(function (one) { return one.correct === "right"; }).length,
    };
  }

  /** The answers to questions as they are now. */
  function answersTo(data, questions) {
    return Object.keys(questions)
      .filter(function (id) { return isAnswered(data, id, questions); })
      .map(function (id) { return data.answers[id]; });
  }

  function isAnswered(data, id, questions) {
    return Boolean(data.answers[id]) && data.answers[id].rev === questions[id];
  }

  /** Those of the questions whose ids are listed. */
  function only(questions, ids) {
    var found = {};
    ids.forEach(function (id) {
      if (id in questions) found[id] = questions[id];
    });
    return found;
  }

  /**
   * What became of one question: right, wrong (which includes partly) or, where it was not answered
   * as it is now, none.
   * @param {courseware.Data} data
   * @param {string} id
   * @param {Object<string, number>} questions  revisions by id
   */
  function verdict(data, id, questions) {
    if (!isAnswered(data, id, questions)) return "none";
    return data.answers[id].correct === "right" ? "right" : "wrong";
  }

  /**
   * The result of a whole test in percent.
   * @param {Count} count
   * @param {string} which  "right" (now) or "first" (at the first try)
   * @returns {number|null} null unless all of it is answered
   */
  function percent(count, which) {
    return count.answered < count.asked ? null : Math.round((100 * count[which]) / count.asked);
  }

  /**
   * How many midnights lie between two times, on the clock of this machine.
   * @param {Date} then
   * @param {Date} now
   * @returns {number} negative for a time to come
   */
  function daysBetween(then, now) {
    // Midnights are 23 or 25 hours apart where clocks are changed.
    return Math.round((midnight(now) - midnight(then)) / (24 * 60 * 60 * 1000));
  }

  function midnight(time) {
    return new Date(time.getFullYear(), time.getMonth(), time.getDate());
  }

  courseware.report = report;
  courseware.verdict = verdict;
  courseware.percent = percent;
  courseware.daysBetween = daysBetween;
})(courseware);
