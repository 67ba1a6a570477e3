/**
 * A case opens step by step: what follows a question is closed until it is answered. It opens as
 * well on 「すべて開く」 and for an address that leads into it, and never closes again on this page.
 * On paper, and without this script, all is open.
 */
(function (courseware) {
  "use strict";

  var SAID = { ja: "続きが開きました。", en: "The story goes on below." };
  var questions = courseware.questions;
  var note = document.querySelector(".steps");
  var said = document.querySelector(".steps__said");
  /** Parts of the page after each question, up to and with the next one. */
  var steps = questions.map(function (question, n) {
    var parts = [];
    var last = questions[n + 1] && questions[n + 1].root;
    for (var part = question.root.nextElementSibling; part; part = part.nextElementSibling) {
      if (part === note) break;
      parts.push(part);
      if (part === last) break;
    }
    return parts;
  });
  var open = 0;

  function isClosed(n) {
    return n >= open;
  }

  /** Open the first `count` steps, and all whose question is answered already. */
  function openTo(count) {
    var before = open;
    open = Math.max(open, count);
    while (open < steps.length && questions[open].isAnswered()) open += 1;
    steps.forEach(function (parts, n) {
      parts.forEach(function (part) { part.classList.toggle("is-closed", isClosed(n)); });
    });
    document.querySelectorAll('.contents a, .menu__contents a').forEach(function (link) {
      var target = document.getElementById(decodeURIComponent(link.hash.slice(1)));
      link.parentNode.hidden = Boolean(target && target.closest(".is-closed"));
    });
    note.hidden = open >= steps.length;
    if (!note.hidden) questions[open].root.after(note);
    return open > before;
  }

  function openToAddress() {
    var target = document.getElementById(decodeURIComponent(location.hash.slice(1)));
    var step = steps.findIndex(function (parts) {
      return target && parts.some(function (part) { return part.contains(target); });
    });
    if (step >= 0 && isClosed(step) && openTo(step + 1)) target.scrollIntoView();
  }

  document.addEventListener("course:answer", function () {
    if (openTo(0)) said.textContent = SAID[document.documentElement.lang] || SAID.en;
  });
  document.addEventListener("course:record", function () { openTo(0); });
  window.addEventListener("hashchange", openToAddress);
  note.querySelector("button").addEventListener("click", function () {
    var next = steps[open][0];
    openTo(steps.length);
    // The button is gone: go on where the text now does.
    next.setAttribute("tabindex", "-1");
    next.focus();
  });
  openTo(0);
  openToAddress();
})(courseware);
