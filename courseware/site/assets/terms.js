/**
 * Definitions of terms: shown on hover, focus and tap; gone on Escape, on leaving and on a tap
 * elsewhere (WCAG 1.4.13). Without this script a term is a link into the glossary.
 */
(function () {
  "use strict";

  var label = { ja: "用語集で見る", en: "See the glossary" }[document.documentElement.lang] || "";
  var box = document.createElement("div");
  box.className = "definition";
  box.id = "definition";
  box.hidden = true;
  var text = document.createElement("p");
  var more = document.createElement("a");
  more.textContent = label;
  box.append(text, more);
  var current = null;
  var leaving = 0;

  function show(term) {
    clearTimeout(leaving);
    if (current === term) return;
    hide();
    current = term;
    text.textContent = term.dataset.definition;
    more.href = term.href;
    term.setAttribute("aria-describedby", "definition");
    // Beside the term in the document, so that its link is the next stop of the Tab key.
    term.after(box);
    box.hidden = false;
    var edge = document.documentElement.clientWidth - 8;
    box.style.setProperty("--shift", "0px");
    var over = box.getBoundingClientRect().right - edge;
    var under = 8 - box.getBoundingClientRect().left;
    if (over > 0) box.style.setProperty("--shift", -over + "px");
    else if (under > 0) box.style.setProperty("--shift", under + "px");
  }

  function hide() {
    if (current) current.removeAttribute("aria-describedby");
    current = null;
    box.hidden = true;
  }

  function leave() {
    clearTimeout(leaving);
    leaving = setTimeout(hide, 250);
  }

  document.querySelectorAll("a.term").forEach(function (term) {
    term.addEventListener("pointerenter", function (event) {
      if (event.pointerType === "mouse") show(term);
    });
    term.addEventListener("pointerleave", function (event) {
      // The pointer may rest on one term while the keyboard has moved to another.
      if (event.pointerType === "mouse" && current === term) leave();
    });
    term.addEventListener("focus", function () { show(term); });
    term.addEventListener("click", function (event) {
      event.preventDefault();
      show(term);
    });
  });
  box.addEventListener("pointerenter", function () { clearTimeout(leaving); });
  box.addEventListener("pointerleave", leave);
  document.addEventListener("keydown", function (event) {
    if (event.key === "Escape") hide();
  });
  document.addEventListener("pointerdown", function (event) {
    if (!box.contains(event.target) && event.target !== current) hide();
  });
  document.addEventListener("focusin", function (event) {
    if (!box.contains(event.target) && event.target !== current) hide();
  });
})();
