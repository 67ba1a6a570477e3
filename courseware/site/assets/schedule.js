/**
 * Which questions to ask again and when, without any page: pure functions on plain values.
 *
 * @typedef {{id: string, rev: number, unit: string, objectives: string[]}} Entry  a question of
 *   the bank; unit: id of its lesson or case
 * @typedef {{due: string[], missed: number, early: string[], untried: string[],
 *   next: {at: Date, count: number}|null}} Schedule  ids of questions in the order in which to ask
 *   them: those due now, of which `missed` come first; those answered and not due yet; those never
 *   answered on pages that were read to their end. next: the day on which the first of those not
 *   due yet will be due, and how many will be on it
 * @namespace courseware
 */
var courseware = courseware || {};

(function (courseware) {
  "use strict";

  /**
   * The entries of one lesson or case, or for one objective; all of them for "".
   * @param {Entry[]} entries
   * @param {string} place id of a unit or objective, or ""
   * @returns {Entry[]}
   */
  function within(entries, place) {
    return entries.filter(function (entry) {
      return place === "" || entry.unit === place || entry.objectives.indexOf(place) >= 0;
    });
  }

  /**
   * @param {Entry[]} entries
   * @param {courseware.Data} data
   * @param {Date} now
   * @returns {Schedule}
   */
  function schedule(entries, data, now) {
    var answered = [];
    var untried = [];
    entries.forEach(function (entry) {
      var answer = data.answers[entry.id];
      if (answer && answer.rev === entry.rev) answered.push(standing(entry.id, answer, now));
      else if (isRead(entry.unit, data)) untried.push(entry.id);
    });
    answered.sort(function (a, b) { return b.isMissed - a.isMissed || a.at - b.at; });
    var due = answered.filter(function (one) { return one.isDue; });
    var early = answered.filter(function (one) { return !one.isDue; });
    return {
      due: due.map(idOf),
      missed: due.filter(function (one) { return one.isMissed; }).length,
      early: early.map(idOf),
      untried: untried,
      next: firstDay(early),
    };
  }

  /** How an answered question stands: whether it was missed, and when it is due. */
  function standing(id, answer, now) {
    return {
      id: id,
      isMissed: answer.correct !== "right",
      isDue: courseware.isDue(answer, now),
      at: courseware.dueAt(answer),
    };
  }

  function isRead(unit, data) {
    var visit = data.visits[unit];
    return Boolean(visit && visit.readAt);
  }

  function idOf(one) {
    return one.id;
  }

  /** The earliest of the times at which questions are due, and how many are on its day here. */
  function firstDay(early) {
    if (!early.length) return null;
    var first = early.reduce(function (a, b) { return a.at <= b.at ? a : b; }).at;
    var count = early.filter(function (one) {
      return one.at.toDateString() === first.toDateString();
    }).length;
    return { at: first, count: count };
  }

  courseware.within = within;
  courseware.schedule = schedule;
})(courseware);
