/**
 * Where a learner's record and settings are kept: `courseware.storage`, or null where the browser
 * gives pages no storage at all. It runs in the head, before any script that reads from it.
 * @namespace courseware
 */
var courseware = courseware || {};

(function (courseware) {
  "use strict";

  /** @returns {Storage|null} */
  function find() {
    try {
      return window.localStorage;
    } catch (blocked) {
      return null;
    }
  }

  // In the offline edition there may be one already; see offline.js.
  if (courseware.storage === undefined) courseware.storage = find();
})(courseware);
