/**
 * The learner's record, without any page: what it may contain, how older forms become the present
 * one, and how it is kept in a storage that is handed in. Nothing leaves the browser.
 *
 * {schema: 3, course, seed, answers: {<question id>: Answer}, tests: {},
 *  visits: {<id of a lesson, case or test>: Visit}}
 *
 * @typedef {{rev: number, given: string[], rows?: string[], correct: string,
 *   firstCorrect: string, firstAt: string, at: string, tries: number, streak: number}} Answer
 *   given: ids of options or items, or typed texts; rows: ids of the pairs that `given` is for;
 *   correct: right, partly or wrong; streak: how many times in a row the question was answered
 *   right when it was due, which is the box of a Leitner system; times are ISO 8601 in UTC
 * @typedef {{at: string, place: string, readAt?: string}} Visit  at: when the page was last open;
 *   place: id of the heading that was read last, "" for the beginning; readAt: when the end of the
 *   text was first reached
 * @typedef {{schema: number, course: string, seed: number, answers: Object<string, Answer>,
 *   tests: Object, visits: Object<string, Visit>}} Data  seed: the learner's own order of options,
 *   0 for none
 * @namespace courseware
 */
var courseware = courseware || {};

(function (courseware) {
  "use strict";

  var SCHEMA = 3;
  var LONG_AGO = "1970-01-01T00:00:00.000Z";
  var MOST_PARTS = 100;
  var LONGEST_PART = 1000;
  /** Objects within objects; a record has four, and a browser cannot write thousands again. */
  var DEEPEST = 50;
  /** What a record, or the file of one, may hold. */
  var PARTS = ["schema", "course", "seed", "answers", "tests", "visits", "exportedAt"];

  /** From each schema to the next. A migration is never changed once published. */
  var MIGRATIONS = {
    /** 2 brought shuffling; who began before it keeps the author's order. */
    1: function (stored) {
      return Object.assign(stored, { schema: 2, seed: 0 });
    },
    /** 3 brought visits, and streaks, which are supposed where an answer has none. */
    2: function (stored) {
      return Object.assign(stored, { schema: 3 });
    },
  };

  /**
   * A record of the present schema from one of any earlier schema.
   * @param {Object} stored with a schema from 1 to the present one; is changed
   * @returns {Object}
   */
  function migrate(stored) {
    var record = stored;
    while (record.schema < SCHEMA) record = MIGRATIONS[record.schema](record);
    return record;
  }

  /** @returns {Data} */
  function empty(course, seed) {
    return { schema: SCHEMA, course: course, seed: seed, answers: map(), tests: {}, visits: map() };
  }

  /** A map that has no entries of its own: an id such as "constructor" is not found in it. */
  function map() {
    return Object.create(null);
  }

  /**
   * Read a record, whatever the text may be.
   * @param {string} text
   * @param {string} course id of the course
   * @returns {{data: Data|null, aside: Array, reason: string|null}} data is null, and reason
   *   "damaged", "foreign" or "newer", when nothing can be used; aside: what could not be read
   */
  function parse(text, course) {
    var stored;
    try {
      stored = JSON.parse(text);
      if (!isWithin(stored, DEEPEST)) throw new RangeError("too deep");
    } catch (damaged) {
      return { data: null, aside: [text], reason: "damaged" };
    }
    var isRecord = isObject(stored) && Number.isInteger(stored.schema) && stored.schema >= 1;
    if (!isRecord || stored.course !== course) {
      return { data: null, aside: [stored], reason: "foreign" };
    }
    if (stored.schema > SCHEMA) return { data: null, aside: [stored], reason: "newer" };
    stored = migrate(stored);
    var aside = [];
    var data = empty(course, isSeed(stored.seed) ? stored.seed : 0);
    // Most of all the answers, if it is their name that is damaged.
    Object.keys(stored).forEach(function (part) {
      if (PARTS.indexOf(part) < 0) aside.push(entry(part, stored[part]));
    });
    if (!isSeed(stored.seed) && stored.seed !== undefined) aside.push(entry("seed", stored.seed));
    ["tests", "answers", "visits"].forEach(function (part) {
      if (!isObject(stored[part])) {
        if (stored[part] !== undefined) aside.push(entry(part, stored[part]));
      } else if (part === "tests") data.tests = stored.tests;
      else readEach(stored[part], READERS[part], data[part], aside);
    });
    return { data: data, aside: aside, reason: null };
  }

  /** What `read` makes of each value goes into `found`, what it cannot read to `aside`. */
  function readEach(values, read, found, aside) {
    Object.keys(values).forEach(function (id) {
      var value = isId(id) ? read(values[id]) : null;
      if (value) found[id] = value;
      else aside.push(entry(id, values[id]));
    });
  }

  function entry(key, value) {
    return { key: key, value: value };
  }

  /** The answer that a value holds, with nothing else in it; null if it holds none. */
  function readAnswer(value) {
    if (!isObject(value) || !Number.isInteger(value.rev) || !isVerdict(value.correct)) return null;
    if (!isTexts(value.given) || (value.rows !== undefined && !isTexts(value.rows))) return null;
    var at = value.at === undefined ? LONG_AGO : value.at;
    var answer = {
      rev: value.rev,
      given: value.given.slice(),
      correct: value.correct,
      firstCorrect: value.firstCorrect === undefined ? value.correct : value.firstCorrect,
      firstAt: value.firstAt === undefined ? at : value.firstAt,
      at: at,
      tries: value.tries === undefined ? 1 : value.tries,
      streak: value.streak === undefined ? Number(value.correct === "right") : value.streak,
    };
    if (value.rows !== undefined) answer.rows = value.rows.slice();
    var isSound =
      isVerdict(answer.firstCorrect) && isTime(answer.firstAt) && isTime(answer.at) &&
      Number.isInteger(answer.tries) && answer.tries >= 1 &&
      Number.isInteger(answer.streak) && answer.streak >= 0;
    return isSound ? answer : null;
  }

  /** The visit that a value holds, with nothing else in it; null if it holds none. */
  function readVisit(value) {
    if (!isObject(value) || !isTime(value.at)) return null;
    if (value.place !== "" && !isId(value.place)) return null;
    var visit = { at: value.at, place: value.place };
    if (value.readAt === undefined) return visit;
    return isTime(value.readAt) ? Object.assign(visit, { readAt: value.readAt }) : null;
  }

  var READERS = { answers: readAnswer, visits: readVisit };

  /**
   * Two records of one learner as one: of each question the answer to its newest revision, and of
   * those the newest one; what was answered first is kept. The order of the two does not matter.
   * @param {Object<string, Answer>} ours
   * @param {Object<string, Answer>} theirs
   * @returns {Object<string, Answer>}
   */
  function merge(ours, theirs) {
    return mergeEach(ours, theirs, newer);
  }

  /** Two maps as one; `join` makes one value of the two of an id that both have. */
  function mergeEach(ours, theirs, join) {
    var merged = Object.assign(map(), ours);
    Object.keys(theirs).forEach(function (id) {
      merged[id] = id in merged ? join(merged[id], theirs[id]) : theirs[id];
    });
    return merged;
  }

  /**
   * The visits of two records of one learner: where each page was read last, and whether it was
   * ever read to its end.
   * @param {Object<string, Visit>} ours
   * @param {Object<string, Visit>} theirs
   * @returns {Object<string, Visit>}
   */
  function mergeVisits(ours, theirs) {
    return mergeEach(ours, theirs, function (a, b) {
      var last = inOrder(a, b, ["at", "place"])[1];
      var ends = [a.readAt, b.readAt].filter(Boolean).sort();
      var visit = { at: last.at, place: last.place };
      return ends.length ? Object.assign(visit, { readAt: ends[0] }) : visit;
    });
  }

  function newer(a, b) {
    if (a.rev !== b.rev) return a.rev > b.rev ? a : b;
    var last = inOrder(a, b, ["at", "given", "rows", "correct", "streak"])[1];
    var first = inOrder(a, b, ["firstAt", "firstCorrect"])[0];
    return Object.assign({}, last, {
      firstCorrect: first.firstCorrect,
      firstAt: first.firstAt,
      tries: Math.max(a.tries, b.tries),
    });
  }

  /**
   * The two by their first field, a time; of one time, by the others, so that it does not matter
   * which was called a. They are the fields that are taken together, and no others: then neither
   * does it matter which of three are merged first.
   */
  function inOrder(a, b, fields) {
    function text(answer) {
      return JSON.stringify(fields.map(function (field) { return answer[field]; }));
    }
    return text(a) <= text(b) ? [a, b] : [b, a];
  }

  /**
   * Keeps a record in a storage. Where that is not possible the session goes on in memory.
   * @param {{storage: Storage|null, course: string, now: function(): Date,
   *   random: function(): number}} given  random: at least 0 and below 1
   */
  function Record(given) {
    this.storage = given.storage;
    this.course = given.course;
    this.now = given.now;
    this.key = "course:" + given.course;
    this.quarantineKey = "quarantine:" + given.course;
    /** Whether what is answered now will be there after a reload. */
    this.isKept = Boolean(given.storage);
    /** What the storage has not taken yet. */
    this.unsaved = { answers: map(), visits: map() };
    this.random = given.random;
    this.data = empty(given.course, this.newSeed());
    /** Whether this page has read the record before. */
    this.isOpen = false;
    this.refresh();
    this.isOpen = true;
  }

  /**
   * Read the storage anew: another tab may have written to it.
   * @returns {boolean} whether the record differs from what it was
   */
  Record.prototype.refresh = function () {
    var before = JSON.stringify(this.data);
    var text = null;
    try {
      text = this.storage ? this.storage.getItem(this.key) : null;
    } catch (blocked) {
      this.isKept = false;
      return false;
    }
    if (text === null) {
      if (this.storage) this.data = empty(this.course, this.data.seed);
    } else {
      var found = parse(text, this.course);
      if (found.reason === "newer" && this.isOpen) {
        // The course was renewed while this page stood open: what the new one wrote stays.
        this.storage = null;
        this.isKept = false;
        return false;
      }
      this.data = found.data || empty(this.course, this.data.seed);
      if (found.aside.length) this.setAside(text, found.aside);
    }
    this.add(this.unsaved);
    return JSON.stringify(this.data) !== before;
  };

  /** Merge answers and visits into what this page knows. */
  Record.prototype.add = function (others) {
    this.data.answers = merge(this.data.answers, others.answers);
    this.data.visits = mergeVisits(this.data.visits, others.visits);
  };

  /**
   * Move what cannot be read under the quarantine key; the rest stays. When the storage does not
   * take it, nothing is overwritten and the session goes on in memory.
   */
  Record.prototype.setAside = function (text, aside) {
    try {
      var list = this.quarantined();
      var known = list.map(function (value) { return JSON.stringify(value); });
      aside.forEach(function (value) {
        if (known.indexOf(JSON.stringify(value)) < 0) list.push(value);
      });
      // Moved, not copied: a storage that is nearly full has no room for both.
      this.storage.setItem(this.key, JSON.stringify(this.data));
      this.storage.setItem(this.quarantineKey, JSON.stringify(list));
    } catch (full) {
      try {
        this.storage.setItem(this.key, text);
      } catch (blocked) {
        // The first step failed, then: the text still is where it was.
      }
      this.storage = null;
      this.isKept = false;
    }
  };

  /** What was set aside so far. */
  Record.prototype.quarantined = function () {
    var text = this.storage.getItem(this.quarantineKey);
    if (text === null) return [];
    try {
      var list = JSON.parse(text);
      return Array.isArray(list) ? list : [list];
    } catch (damaged) {
      return [text];
    }
  };

  /** Keep the learner's order of options from the first page on, and see whether it is kept. */
  Record.prototype.begin = function () {
    this.refresh();
    try {
      if (this.storage && this.storage.getItem(this.key) === null) this.write();
    } catch (blocked) {
      this.isKept = false;
    }
  };

  /**
   * @param {string} id of the question
   * @returns {Answer|undefined}
   */
  Record.prototype.answer = function (id) {
    return this.data.answers[id];
  };

  /**
   * Keep an answer.
   * @param {string} id of the question
   * @param {{rev: number, given: string[], rows?: string[], correct: string}} answered
   */
  Record.prototype.keep = function (id, answered) {
    this.refresh();
    var before = this.answer(id);
    // Nor does a page that stood open overwrite the answer to a question that is newer than its own.
    if (before && before.rev > answered.rev) return;
    var isAgain = before && before.rev === answered.rev;
    var time = this.now();
    var now = time.toISOString();
    // In the form in which it will be read again, so that reading it is no change.
    this.put(id, readAnswer(Object.assign({}, answered, {
      given: answered.given.map(function (part) { return part.slice(0, LONGEST_PART); }),
      firstCorrect: isAgain ? before.firstCorrect : answered.correct,
      firstAt: isAgain ? before.firstAt : now,
      at: now,
      tries: isAgain ? before.tries + 1 : 1,
      streak: answered.correct === "right" ? streakAfter(isAgain ? before : null, time) : 0,
    })));
  };

  /** The streak that a right answer makes. Answering before a question is due adds nothing. */
  function streakAfter(before, now) {
    if (!before) return 1;
    return before.streak + (isDue(before, now) ? 1 : 0);
  }

  /**
   * When a question should be asked again: at once when it was missed, else after an interval
   * that grows with each right answer: days by streak, of which the last holds for all longer ones.
   * @param {Answer} answer
   * @returns {Date}
   */
  function dueAt(answer) {
    var intervals = courseware.course.intervals;
    var days = intervals[Math.min(answer.streak, intervals.length - 1)];
    var due = new Date(answer.at);
    if (days) {
      // From the beginning of a day where the learner is, however late it was answered.
      due.setDate(due.getDate() + days);
      due.setHours(0, 0, 0, 0);
    }
    return due;
  }

  /**
   * @param {Answer} answer
   * @param {Date} now
   * @returns {boolean}
   */
  function isDue(answer, now) {
    return dueAt(answer) <= now;
  }

  /**
   * Note that a page is being read.
   * @param {string} id of the lesson, case or test
   * @param {string} place id of the heading that is being read, or ""
   * @param {boolean} isRead whether the end of the text has been reached
   */
  Record.prototype.visit = function (id, place, isRead) {
    this.refresh();
    var now = this.now().toISOString();
    var before = this.data.visits[id];
    var visit = { at: now, place: place };
    var readAt = (before && before.readAt) || (isRead ? now : undefined);
    if (readAt) visit.readAt = readAt;
    this.data.visits[id] = this.unsaved.visits[id] = visit;
    this.write();
  };

  /**
   * Correct the verdict on a kept answer after the author has corrected the key.
   * @param {string} id of the question
   * @param {string} correct right, partly or wrong
   */
  Record.prototype.regrade = function (id, correct) {
    this.refresh();
    var before = this.answer(id);
    if (!before) return;
    var streak = correct === "right" ? Math.max(before.streak, 1) : 0;
    this.put(id, Object.assign({}, before, { correct: correct, streak: streak }));
  };

  /**
   * Take in another record of this learner.
   * @param {{answers: Object<string, Answer>, visits: Object<string, Visit>}} others
   */
  Record.prototype.take = function (others) {
    this.refresh();
    this.unsaved.answers = merge(this.unsaved.answers, others.answers);
    this.unsaved.visits = mergeVisits(this.unsaved.visits, others.visits);
    this.add(others);
    this.write();
  };

  /**
   * Forget everything, what was set aside as well, and draw a new order of options.
   * @returns {boolean} whether nothing is left in the storage
   */
  Record.prototype.erase = function () {
    this.unsaved = { answers: map(), visits: map() };
    this.data = empty(this.course, this.newSeed());
    if (!this.storage) return true;
    try {
      this.storage.removeItem(this.key);
      this.storage.removeItem(this.quarantineKey);
      return true;
    } catch (blocked) {
      return false;
    }
  };

  Record.prototype.newSeed = function () {
    return 1 + Math.floor(this.random() * 0x7ffffffe);
  };

  Record.prototype.put = function (id, answer) {
    this.data.answers[id] = this.unsaved.answers[id] = answer;
    this.write();
  };

  Record.prototype.write = function () {
    try {
      this.storage.setItem(this.key, JSON.stringify(this.data));
      this.unsaved = { answers: map(), visits: map() };
      this.isKept = true;
    } catch (fullOrBlocked) {
      this.isKept = false;
    }
  };

  /**
   * How far a set of questions is answered. Answers to an earlier revision do not count.
   * @param {Data} data
   * @param {Object<string, number>} revisions by question id
   * @returns {{asked: number, answered: number, right: number, next: string|null,
   *   missed: string|null}} next: the first question not answered; missed: the first not right
   */
  function progress(data, revisions) {
    var sum = { asked: 0, answered: 0, right: 0, next: null, missed: null };
    Object.keys(revisions).forEach(function (id) {
      var answer = data.answers[id];
      sum.asked += 1;
      if (!answer || answer.rev !== revisions[id]) {
        sum.next = sum.next || id;
        return;
      }
      sum.answered += 1;
      if (answer.correct === "right") sum.right += 1;
      else sum.missed = sum.missed || id;
    });
    return sum;
  }

  function isObject(value) {
    return typeof value === "object" && value !== null && !Array.isArray(value);
  }

  /** Whether a value has at most so many levels of objects and lists. */
  function isWithin(value, levels) {
    if (typeof value !== "object" || value === null) return true;
    return levels > 0 && Object.keys(value).every(function (key) {
      return isWithin(value[key], levels - 1);
    });
  }

  function isId(text) {
    return typeof text === "string" && /^[a-z0-9]+(-[a-z0-9]+)*$/.test(text);
  }

  function isSeed(value) {
    return Number.isInteger(value) && value >= 0;
  }

  function isVerdict(value) {
    return ["right", "partly", "wrong"].indexOf(value) >= 0;
  }

  function isTexts(value) {
    return Array.isArray(value) && value.length <= MOST_PARTS && value.every(function (part) {
      return typeof part === "string" && part.length <= LONGEST_PART;
    });
  }

  function isTime(value) {
    var form = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/;
    return typeof value === "string" && form.test(value) && !isNaN(Date.parse(value));
  }

  courseware.parseRecord = parse;
  courseware.mergeAnswers = merge;
  courseware.mergeVisits = mergeVisits;
  courseware.dueAt = dueAt;
  courseware.isDue = isDue;
  courseware.progress = progress;
  courseware.Record = Record;
})(courseware);
