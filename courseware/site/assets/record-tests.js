/**
 * The tests side by side on the page of the record: each as a whole, and each objective.
 */
(function (courseware) {
  "use strict";

  var WORDS = {
    ja: {
      untaken: "まだ受けていません。",
      changed: "受けたあとで問題が更新されました。もう一度受けると、結果が出ます。",
      result: "{asked}問のうち、{right}問が正解です（{percent}％）。{date}に答えました。",
      first: "はじめて受けたときは{percent}％でした。",
      more: "「{after}」では、正解が{count}問多くなりました。",
      fewer: "「{after}」では、正解が{count}問少なくなりました。解説を読むと、考えを整理できます。",
      same: "正解の数は、どちらのテストも同じでした。",
      chart: "二つのテストの正解の割合",
      described: "{name}は{percent}％",
      comma: "、",
      end: "。",
      percent: "{percent}％",
      right: "正解",
      wrong: "不正解",
      none: "まだ",
    },
    en: {
      untaken: "Not taken yet.",
      changed: "Questions have changed since you took it. Take it again to see a result.",
      result: "{right} of {asked} are right ({percent}%). Answered on {date}.",
      first: " At the first try it was {percent}%.",
      more: "{count} more are right in “{after}”.",
      fewer: "{count} fewer are right in “{after}”. The explanations may help to sort things out.",
      same: "As many are right in both tests.",
      chart: "How much of the two tests is right",
      described: "{name} {percent}%",
      comma: ", ",
      end: ".",
      percent: "{percent}%",
      right: "right",
      wrong: "not right",
      none: "not yet",
    },
  };

  var words = courseware.inLanguage(WORDS);
  var filled = courseware.filled;
  var part = courseware.recordPart("tests");
  var tests = courseware.course.units.filter(function (unit) { return unit.kind === "test"; });

  function titleOf(test) {
    return courseware.details.units[test.id].title;
  }

  function resultText(count) {
    var percent = courseware.percent(count, "right");
    if (percent === null) return count.answered ? words.changed : words.untaken;
    var first = courseware.percent(count, "first");
    var values = Object.assign({}, count, {
      percent: percent,
      date: courseware.dateText(count.at),
    });
    return (
      filled(words.result, values) +
      (first === percent ? "" : filled(words.first, { percent: first }))
    );
  }

  function show(report) {
    var counts = tests.map(function (test) { return report.units[test.id]; });
    tests.forEach(function (test, n) {
      part.querySelector('[data-test-result="' + test.id + '"]').textContent = resultText(counts[n]);
    });
    var isAnyTaken = counts.some(function (count) { return count.answered; });
    part.querySelector(".test__table").hidden = !isAnyTaken;
    part.querySelectorAll("[data-verdict-on]").forEach(showVerdict);
    showCompared(counts);
  }

  function showVerdict(place) {
    var id = place.dataset.verdictOn;
    var test = tests.find(function (one) { return id in one.questions; });
    place.dataset.verdict = courseware.verdict(courseware.record.data, id, test.questions);
    place.querySelector("[data-word]").textContent = words[place.dataset.verdict];
  }

  /** The chart, and what it shows in words; only of tests that are all taken. */
  function showCompared(counts) {
    var percents = counts.map(function (count) { return courseware.percent(count, "right"); });
    var isWhole = tests.length > 1 && percents.indexOf(null) < 0;
    var place = part.querySelector(".record__compared");
    place.hidden = !isWhole;
    if (!isWhole) return;
    var bars = tests.map(function (test, n) {
      var values = { percent: percents[n] };
      return { name: titleOf(test), percent: percents[n], shown: filled(words.percent, values) };
    });
    var described = bars.map(function (bar) { return filled(words.described, bar); });
    place.querySelector(".record__chart").replaceChildren(
      courseware.chart(words.chart, described.join(words.comma) + words.end, bars),
    );
    place.querySelector(".record__change").textContent = changeText(counts);
  }

  /** How many more or fewer are right at the end; nothing of tests of different lengths. */
  function changeText(counts) {
    var before = counts[0];
    var after = counts[counts.length - 1];
    if (before.asked !== after.asked) return "";
    var count = after.right - before.right;
    if (!count) return words.same;
    var values = { count: Math.abs(count), after: titleOf(tests[tests.length - 1]) };
    return filled(count > 0 ? words.more : words.fewer, values);
  }

  courseware.testResult = resultText;
  courseware.withReport(show);
})(courseware);
