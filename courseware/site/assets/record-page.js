/**
 * The page of the record: where the learner left off, and the course in numbers: as a whole, by
 * lesson and case, by objective. Other parts of the page show themselves by `courseware.withReport`.
 *
 * `courseware.details` is written before this by the build: {units: {<id>: {number, title, places:
 * {<heading id>: <text>}}}, objectives: {<id>: <ids of questions>}}.
 */
(function (courseware) {
  "use strict";

  var WORDS = {
    ja: {
      page: "「{title}」",
      numbered: "{number}「{title}」",
      empty: "まだ記録はありません。読んだところと答えは、このブラウザーの中だけに残ります。",
      begin: "{page}から始める",
      was: "前回は{when}{page}の「{place}」を読んでいました。",
      wasAt: "前回は{when}{page}を開いていました。",
      when: "{ago}（{date}）、",
      whenOnly: "{date}、",
      unknown: "、",
      today: "今日",
      yesterday: "きのう",
      days: "{days}日前",
      goOn: "続きを読む",
      goTo: "{page}へ進む",
      back: "前回のところを開く",
      all: "すべて終えました。気になるところは、いつでも読み直せます。",
      begun: "読みかけ",
      none: "まだ",
    },
    en: {
      page: "“{title}”",
      numbered: "{number} “{title}”",
      empty: "There is no record yet. What you read and answer stays in this browser only.",
      begin: "Begin with {page}",
      was: "Last time{when} you were reading “{place}” in {page}.",
      wasAt: "Last time{when} you had {page} open.",
      when: ", {ago} ({date}),",
      whenOnly: ", on {date},",
      unknown: "",
      today: "today",
      yesterday: "yesterday",
      days: "{days} days ago",
      goOn: "Go on reading",
      goTo: "Go on to {page}",
      back: "Open the place of last time",
      all: "You have been through everything. Come back to any part whenever you like.",
      begun: "begun",
      none: "not yet",
    },
  };

  /** What the columns of the tables show. */
  var COLUMNS = {
    reading: function (count) {
      return count.reading === "read" ? dateText(count.readAt) : words[count.reading];
    },
    answered: function (count) { return count.answered + "/" + count.asked; },
    first: function (count) { return count.first; },
    right: function (count) { return count.right; },
  };

  var course = courseware.course;
  var words = courseware.inLanguage(WORDS);
  var filled = courseware.filled;
  var record = courseware.record;
  var root = new URL("..", document.currentScript.src);
  var shows = [];

  /** The part of the page with this name. */
  function part(name) {
    return document.querySelector('[data-record="' + name + '"]');
  }

  /** A day for people, such as 11月20日; with the year when it is not this one. */
  function dateText(iso, withYear) {
    var time = new Date(iso);
    var isOther = time.getFullYear() !== new Date().getFullYear();
    var form = { month: "long", day: "numeric" };
    if (withYear || isOther) form.year = "numeric";
    return new Intl.DateTimeFormat(document.documentElement.lang, form).format(time);
  }

  /** How long ago a time is. A record that comes from a wrong clock may be of the future. */
  function whenText(iso) {
    if (iso === null) return words.unknown;
    var days = courseware.daysBetween(new Date(iso), new Date());
    var agos = [words.today, words.yesterday];
    return filled(days < 0 ? words.whenOnly : words.when, {
      ago: agos[days] || filled(words.days, { days: days }),
      date: dateText(iso),
    });
  }

  function nameOf(unit) {
    var details = courseware.details.units[unit.id];
    return filled(details.number ? words.numbered : words.page, details);
  }

  /** For a button: without the title, where there is a number. */
  function shortNameOf(unit) {
    return courseware.details.units[unit.id].number || nameOf(unit);
  }

  function setLink(link, text, unit, place) {
    link.hidden = !unit;
    if (!unit) return;
    link.textContent = text;
    link.href = new URL(unit.url, root).href + (place ? "#" + place : "");
  }

  function showContinue() {
    var place = part("continue");
    var last = courseware.resume(record.data, course.units);
    var was = place.querySelector(".record__was");
    var go = place.querySelector(".record__go");
    var back = place.querySelector(".record__back");
    if (!last) {
      var first = course.units[0];
      was.textContent = words.empty;
      setLink(go, filled(words.begin, { page: shortNameOf(first) }), first, "");
      setLink(back, "", null);
      return;
    }
    var isAll = last.isDone && !last.next;
    was.textContent = lastText(last) + (isAll ? words.all : "");
    if (last.isDone) {
      setLink(go, last.next && filled(words.goTo, { page: shortNameOf(last.next) }), last.next, "");
      setLink(back, words.back, last.unit, last.place);
    } else {
      setLink(go, words.goOn, last.unit, last.place);
      setLink(back, "", null);
    }
  }

  function lastText(last) {
    var places = courseware.details.units[last.unit.id].places;
    var isKnown = Object.prototype.hasOwnProperty.call(places, last.place);
    return filled(isKnown ? words.was : words.wasAt, {
      when: whenText(last.at),
      page: nameOf(last.unit),
      place: places[last.place],
    });
  }

  function showCounts(report) {
    var sums = part("progress");
    sums.querySelector("[data-sum=read]").textContent = report.read + "/" + report.studied;
    ["answered", "first", "right"].forEach(function (name) {
      sums.querySelector("[data-sum=" + name + "]").textContent = COLUMNS[name](report.whole);
    });
    document.querySelectorAll("tr[data-unit]").forEach(function (row) {
      showRow(row, report.units[row.dataset.unit]);
    });
    document.querySelectorAll("tr[data-objective]").forEach(function (row) {
      showRow(row, report.objectives[row.dataset.objective]);
    });
  }

  function showRow(row, count) {
    row.classList.toggle("is-whole", count.asked > 0 && count.right === count.asked);
    row.querySelectorAll("[data-count]").forEach(function (place) {
      place.textContent = COLUMNS[place.dataset.count](count);
    });
  }

  /** What there is nothing to say of yet goes with its heading and the author's text around it. */
  function showSections(report) {
    document.querySelectorAll("[data-when=begun]").forEach(function (place) {
      var isHidden = report.isEmpty && !(place.dataset.record === "erase" && hasAside());
      sectionAround(place).forEach(function (element) { hide(element, isHidden); });
    });
  }

  /** Hide or show a part of the text, with its entries in the contents. */
  function hide(element, isHidden) {
    element.hidden = isHidden;
    if (!element.id) return;
    document.querySelectorAll('nav a[href="#' + element.id + '"]').forEach(function (entry) {
      entry.closest("li").hidden = isHidden;
    });
  }

  /** Whether something lies in the storage that could not be read. */
  function hasAside() {
    try {
      return courseware.storage.getItem(record.quarantineKey) !== null;
    } catch (noneOrBlocked) {
      return false;
    }
  }

  function sectionAround(place) {
    var found = [place];
    while (found[0].previousElementSibling && found[0].tagName !== "H2") {
      found.unshift(found[0].previousElementSibling);
    }
    var next = place.nextElementSibling;
    for (; next && next.tagName !== "H2"; next = next.nextElementSibling) found.push(next);
    return found;
  }

  /** Have a part shown now and whenever the record changes. */
  function withReport(show) {
    shows.push(show);
    show(look());
  }

  function look() {
    return courseware.report(record.data, course.units, courseware.details.objectives);
  }

  document.addEventListener("course:record", function () {
    var report = look();
    shows.forEach(function (show) { show(report); });
  });
  courseware.recordPart = part;
  courseware.dateText = dateText;
  courseware.withReport = withReport;
  withReport(showContinue);
  withReport(showCounts);
  withReport(showSections);
  document.documentElement.classList.remove("is-held");
})(courseware);
