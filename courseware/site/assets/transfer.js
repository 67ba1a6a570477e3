/**
 * The record as a file, without any page: for moving it to another browser or keeping a copy.
 * @namespace courseware
 */
var courseware = courseware || {};

(function (courseware) {
  "use strict";

  /** Characters; a record with an answer to each of a hundred questions has about 30,000. */
  var LARGEST = 1000000;

  /**
   * @param {courseware.Data} data
   * @param {Date} now
   * @returns {string} JSON; the seed stays behind, since it belongs to this browser
   */
  function exportRecord(data, now) {
    var copy = Object.assign({}, data, { exportedAt: now.toISOString() });
    delete copy.seed;
    return JSON.stringify(copy, null, 2) + "\n";
  }

  /**
   * Read what somebody offers as a record. Nothing of it is trusted.
   * @param {string} text
   * @param {string} course id of the course
   * @returns {{record: courseware.Data|null, refused: number, reason: string|null}} refused:
   *   entries left out; reason: "large", "damaged", "foreign" or "newer" when nothing can be used
   */
  function importRecord(text, course) {
    if (text.length > LARGEST) return { record: null, refused: 0, reason: "large" };
    var found = courseware.parseRecord(text.replace(/^\ufeff/, ""), course);
    var refused = found.data ? found.aside.length : 0;
    return { record: found.data, refused: refused, reason: found.reason };
  }

  /**
   * @param {string} course id of the course
   * @param {Date} now
   * @returns {string} with the date on this machine's clock, which is the one that people know
   */
  function fileName(course, now) {
    var date = [now.getFullYear(), now.getMonth() + 1, now.getDate()].map(function (part) {
      return String(part).padStart(2, "0");
    });
    return course + "-" + date.join("-") + ".json";
  }

  /**
   * How many entries of a map of the record another has not, or has otherwise.
   * @param {Object} after
   * @param {Object} before
   * @returns {number}
   */
  function countNew(after, before) {
    return Object.keys(after).filter(function (id) {
      return JSON.stringify(after[id]) !== JSON.stringify(before[id]);
    }).length;
  }

  courseware.LARGEST_RECORD = LARGEST;
  courseware.exportRecord = exportRecord;
  courseware.importRecord = importRecord;
  courseware.fileName = fileName;
  courseware.countNew = countNew;
})(courseware);
