/**
 * Tells of a newer version of the course. It comes when the learner asks for it, or when all pages
 * of the older one are closed; two versions never mix on a page.
 */
(function (courseware) {
  "use strict";

  var WORDS = {
    ja: {
      ready: "教材の新しい版があります。",
      lost: "このページに書きかけたものは消えます。",
      changed: "ほかのタブで、教材が新しい版に替わりました。",
      take: "新しい版にする",
      later: "あとで",
    },
    en: {
      ready: "There is a newer version of this course.",
      lost: "What you have begun to write on this page will be lost.",
      changed: "In another tab, the course has changed to a newer version.",
      take: "Use it",
      later: "Later",
    },
  };

  var words = courseware.inLanguage(WORDS);
  var laterKey = "later:" + courseware.id;
  var isAsked = false;

  /** Whether there is something on the page that a reload would take away. */
  function hasBegun() {
    var fields = document.querySelectorAll("article input, article textarea, article select");
    return Array.from(fields).some(function (field) {
      if (field.matches("[type=radio], [type=checkbox]")) {
        return !field.disabled && field.checked !== field.defaultChecked;
      }
      if (field.tagName === "SELECT") return !field.disabled && field.value !== "";
      return !field.disabled && field.value !== field.defaultValue;
    });
  }

  function button(text, kind, action) {
    var made = document.createElement("button");
    made.type = "button";
    made.className = "course-button" + kind;
    made.textContent = text;
    made.addEventListener("click", action);
    return made;
  }

  /** Say a sentence at the edge of the page, with a button that does what it offers. */
  function say(sentence, action) {
    var old = document.querySelector(".newer");
    if (old) old.remove();
    var note = document.createElement("section");
    var text = document.createElement("p");
    var before = document.getElementById("content");
    note.className = "newer";
    text.setAttribute("role", "status");
    note.append(
      text,
      button(words.take, "", action),
      button(words.later, " course-button--quiet", function () {
        note.remove();
        before.focus({ preventScroll: true });
        askLater();
      }),
    );
    note.addEventListener("focusin", function (event) {
      var from = event.relatedTarget;
      if (from && !note.contains(from)) before = from;
    });
    document.body.append(note);
    // In an element that is there already, so that it is read out.
    requestAnimationFrame(function () {
      text.textContent = hasBegun() ? sentence + " " + words.lost : sentence;
    });
  }

  /** Not again in this tab; the newer version comes by itself when all pages are closed. */
  function askLater() {
    try {
      sessionStorage.setItem(laterKey, "yes");
    } catch (blocked) {
      // Then it is asked on the next page.
    }
  }

  function isLater() {
    try {
      return sessionStorage.getItem(laterKey) !== null;
    } catch (blocked) {
      return false;
    }
  }

  function reload() {
    location.reload();
  }

  /**
   * @param {ServiceWorkerRegistration} registration with a worker that waits
   * @param {HTMLElement} link names the style in `data-style`
   */
  function offerVersion(registration, link) {
    var style = document.createElement("link");
    style.rel = "stylesheet";
    style.href = link.dataset.style;
    document.head.append(style);
    navigator.serviceWorker.addEventListener("controllerchange", function () {
      if (isAsked || !hasBegun()) reload();
      else say(words.changed, reload);
    });
    if (isLater()) return;
    say(words.ready, function () {
      isAsked = true;
      if (registration.waiting) registration.waiting.postMessage("take over");
      else reload(); // Another tab was faster.
    });
  }

  courseware.offerVersion = offerVersion;
})(courseware);
