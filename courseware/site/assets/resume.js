/**
 * Where a learner left off, without any page.
 * @namespace courseware
 */
var courseware = courseware || {};

(function (courseware) {
  "use strict";

  /**
   * Where the learner was last, and what comes next.
   * @param {courseware.Data} data
   * @param {Array<{id: string, kind: string, questions: Object<string, number>}>} units  in the
   *   order in which they are studied, tests last
   * @returns {{unit: Object, place: string, at: string|null, isDone: boolean, next: Object|null,
   *   to: {unit: Object, place: string}}|null} null for an empty record; place: id of a heading, ""
   *   for the beginning; at: ISO 8601 in UTC, null when it is not known; next: the unit to go on
   *   with after this one; to: where to go on now
   */
  function resume(data, units) {
    var traces = units.map(function (unit) { return trace(data, unit); }).filter(Boolean);
    if (!traces.length) return null;
    var last = traces.reduce(function (a, b) { return b.at > a.at ? b : a; });
    var isDone = isDoneWith(data, last.unit);
    var next = after(data, units, last.unit);
    return {
      unit: last.unit,
      place: last.place,
      at: Date.parse(last.at) > 0 ? last.at : null,
      isDone: isDone,
      next: next,
      to: isDone && next ? { unit: next, place: "" } : { unit: last.unit, place: last.place },
    };
  }

  /** When and where a unit was read last. A record older than visits has its answers only. */
  function trace(data, unit) {
    var visit = data.visits[unit.id];
    if (visit) return { unit: unit, place: visit.place, at: visit.at };
    var times = Object.keys(unit.questions).map(function (id) {
      return data.answers[id] ? data.answers[id].at : "";
    });
    var at = times.sort().pop();
    return at ? { unit: unit, place: "", at: at } : null;
  }

  /** A test is done when it is marked, and anything else when it was read to its end. */
  function isDoneWith(data, unit) {
    if (unit.kind === "test") return courseware.progress(data, unit.questions).next === null;
    return Boolean(data.visits[unit.id] && data.visits[unit.id].readAt);
  }

  /** The next lesson or case that is not read, then one that was passed over, then the last test. */
  function after(data, units, unit) {
    var place = units.indexOf(unit);
    var others = units.slice(place + 1).concat(units.slice(0, place));
    var left = others.filter(function (one) { return !isDoneWith(data, one); });
    var last = units[units.length - 1];
    return (
      left.find(function (one) { return one.kind !== "test"; }) ||
      (last.kind === "test" && left.indexOf(last) >= 0 ? last : null)
    );
  }

  courseware.resume = resume;
})(courseware);
