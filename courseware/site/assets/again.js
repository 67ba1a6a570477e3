/**
 * The page on which questions of the whole course are asked again: choosing what and how many, one
 * question at a time, and the result. Answers are kept as they are given, like those in lessons, so
 * that nothing is lost whenever a learner stops.
 *
 * `courseware.bank` is written before this by the build: what `courseware.Entry` has, and of each
 * question the {name, link} of its place in the course, its {html} and, in cases, its {story}.
 */
(function (courseware) {
  "use strict";

  var WORDS = {
    ja: {
      due: "いま答えるとよい問題が{due}問あります。",
      missed: "そのうち{missed}問は、前に正解でなかった問題です。",
      nothingDue: "いま答えるとよい問題はありません。",
      next: "次は{day}に{count}問です。",
      unanswered: "ここには、まだ答えた問題がありません。",
      untried: "読み終えたページの、まだ答えていない問題も出す（{count}問）",
      place: "{all}問のうち{number}問目",
      toNext: "次の問題へ",
      toEnd: "結果を見る",
      sum: "{answered}問に答え、{right}問が正解でした。",
      sumOfNone: "{answered}問に答えました。",
      again: "正解でなかった{missed}問は、このあとすぐに、もう一度答えられます。",
      left: "いま答えるとよい問題は、まだ{left}問あります。",
      done: "いま答えるとよい問題は、全部終わりました。",
    },
    en: {
      due: "Good to answer now: {due}.",
      missed: " Of these, {missed} were not right the last time.",
      nothingDue: "Nothing needs to be answered now.",
      next: " Next: {count} on {day}.",
      unanswered: "Nothing has been answered here yet.",
      untried: "Ask also what is not yet answered on pages read to the end ({count})",
      place: "Question {number} of {all}",
      toNext: "Next question",
      toEnd: "See the result",
      sum: "Answered: {answered}, right: {right}.",
      sumOfNone: "Answered: {answered}.",
      again: " Those not right ({missed}) can be answered again at once.",
      left: "Still good to answer now: {left}.",
      done: "All that was good to answer now is done.",
    },
  };

  var words = courseware.inLanguage(WORDS);
  var filled = courseware.filled;
  var record = courseware.record;
  var bank = courseware.bank;
  var place = document.querySelector("[data-again]");
  var form = part("choose");
  var fields = form.elements;
  /** What is being asked: {ids: string[], verdicts: string[]}, or null while choosing. */
  var round = null;

  function part(name) {
    return place.querySelector(".again__" + name);
  }

  function showOnly(name) {
    ["empty", "choose", "round", "end"].forEach(function (each) {
      part(each).hidden = each !== name;
    });
  }

  /** What can be asked now of one lesson, case or objective, or of all for "". */
  function planFor(where) {
    return courseware.schedule(courseware.within(bank, where), record.data, new Date());
  }

  function canAsk(plan) {
    return plan.due.length + plan.early.length + plan.untried.length > 0;
  }

  /** Ids of what is asked when the learner begins. */
  function chosen(plan) {
    return fields.untried.checked ? plan.due.concat(plan.untried) : plan.due;
  }

  function showChoices() {
    var plan = planFor(fields.where.value);
    showOnly(canAsk(planFor("")) ? "choose" : "empty");
    say(part("due"), outlook(plan));
    part("chosen").textContent = fields.where.value && fields.where.selectedOptions[0].text;
    part("untried").hidden = !plan.untried.length;
    part("untried-text").textContent = filled(words.untried, { count: plan.untried.length });
    part("start").hidden = !chosen(plan).length;
    part("early").hidden = chosen(plan).length > 0 || !plan.early.length;
  }

  /** Said only when it is news: the same text would be announced again. */
  function say(status, text) {
    if (status.textContent !== text) status.textContent = text;
  }

  /** What is due of a plan or, when nothing is, when something will be. */
  function outlook(plan) {
    if (plan.due.length) {
      return filled(words.due, { due: plan.due.length }) +
        (plan.missed ? filled(words.missed, plan) : "");
    }
    return plan.next ? words.nothingDue + nextDay(plan) : words.unanswered;
  }

  function nextDay(plan) {
    if (!plan.next) return "";
    var day = plan.next.at.toLocaleDateString(document.documentElement.lang, {
      month: "long",
      day: "numeric",
    });
    return filled(words.next, { day: day, count: plan.next.count });
  }

  function choose() {
    round = null;
    showChoices();
    fields.where.focus();
  }

  function begin(ids) {
    round = { ids: ids.slice(0, Number(fields.most.value) || ids.length), verdicts: [] };
    showOnly("round");
    ask();
  }

  function ask() {
    var number = round.verdicts.length;
    var entry = bank.find(function (one) { return one.id === round.ids[number]; });
    part("place").textContent = filled(words.place, { number: number + 1, all: round.ids.length });
    part("story").replaceChildren(built(entry.story));
    part("question").replaceChildren(built(entry.html));
    new courseware.Question(part("question").firstElementChild, true);
    part("next").hidden = true;
    part("stop").hidden = false;
    part("unit-name").textContent = entry.name;
    part("unit-link").href = entry.link;
    moveTo(part("place"));
  }

  /** Go on at a heading, which also tells a screen reader where; the rest follows it in sight. */
  function moveTo(heading) {
    heading.focus({ preventScroll: true });
    heading.scrollIntoView();
  }

  /** Elements of the build's own HTML. */
  function built(html) {
    var template = document.createElement("template");
    template.innerHTML = html;
    return template.content;
  }

  function noteVerdict(event) {
    round.verdicts.push(event.detail.correct);
    var isLast = round.verdicts.length === round.ids.length;
    part("next").hidden = false;
    part("next").textContent = isLast ? words.toEnd : words.toNext;
    part("stop").hidden = isLast;
  }

  function goOn() {
    if (round.verdicts.length < round.ids.length) ask();
    else end();
  }

  function stop() {
    if (round.verdicts.length) end();
    else choose();
  }

  function end() {
    var answered = round.verdicts.length;
    var right = round.verdicts.filter(function (verdict) { return verdict === "right"; }).length;
    var missed = answered - right;
    var plan = planFor("");
    var left = plan.due.length - missed;
    part("sum").textContent =
      filled(right ? words.sum : words.sumOfNone, { answered: answered, right: right }) +
      (missed ? filled(words.again, { missed: missed }) : "");
    part("outlook").textContent =
      (left > 0 ? filled(words.left, { left: left }) : missed ? "" : words.done) + nextDay(plan);
    showOnly("end");
    moveTo(part("end-title"));
  }

  part("no-script").hidden = true;
  form.addEventListener("change", showChoices);
  form.addEventListener("submit", function (event) {
    event.preventDefault();
    var ids = chosen(planFor(fields.where.value));
    // The Enter key submits even while the button is hidden, when nothing is to be asked.
    if (ids.length) begin(ids);
  });
  part("early").addEventListener("click", function () { begin(planFor(fields.where.value).early); });
  part("next").addEventListener("click", goOn);
  part("stop").addEventListener("click", stop);
  part("on").addEventListener("click", choose);
  place.addEventListener("course:answer", noteVerdict);
  document.addEventListener("course:record", function () { if (!round) showChoices(); });
  showChoices();
  document.documentElement.classList.remove("is-held");
})(courseware);
