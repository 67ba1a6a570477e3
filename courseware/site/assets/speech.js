/**
 * Reading a page aloud with the browser's own voice, sentence by sentence: the sentence that is
 * spoken is marked and kept in sight, and reading can be stopped at any time.
 */
(function (courseware) {
  "use strict";

  var WORDS = {
    ja: { bar: "読み上げ", pause: "一時停止", resume: "続ける", back: "前の文", on: "次の文", stop: "やめる" },
    en: { bar: "Reading aloud", pause: "Pause", resume: "Go on", back: "Back", on: "Next", stop: "Stop" },
  };
  /** What is not spoken: readings beside their kanji, numbers of sources, what nobody reads out. */
  var SILENT = "rt, rp, .citation, script, style, svg, select, button, [aria-hidden=true], .bar";
  var BLOCKS = "p, li, h1, h2, h3, h4, dt, dd, td, th, figcaption, summary, legend, label, div, section";
  /** A sentence ends after these and closing marks; without one, with its block. */
  var SENTENCE = /[^。！？!?]+[。！？!?]*[」』）)]*/g;

  var words = courseware.inLanguage(WORDS);
  var lang = document.documentElement.lang;
  var sentences = [];
  var at = 0;
  var isSpeaking = false;
  /** Counts what was spoken, so that the end of a sentence broken off starts no other one. */
  var turn = 0;
  var bar = null;

  /**
   * Voices of this page's language that are on this device; others send to a company what they
   * speak.
   * @returns {SpeechSynthesisVoice[]|null} null where the browser cannot speak at all
   */
  function voices() {
    if (!window.speechSynthesis) return null;
    return speechSynthesis.getVoices().filter(function (voice) {
      return voice.localService && voice.lang.toLowerCase().indexOf(lang) === 0;
    });
  }

  /** The shown text of the article, by block: lists of text nodes. */
  function blocks() {
    var found = [];
    var last = null;
    var walker = document.createTreeWalker(document.querySelector("main"), NodeFilter.SHOW_TEXT);
    while (walker.nextNode()) {
      var text = walker.currentNode;
      var parent = text.parentElement;
      if (!text.data.trim() || parent.closest(SILENT) || !parent.getClientRects().length) continue;
      var block = parent.closest(BLOCKS);
      if (block !== last) found.push([]);
      found[found.length - 1].push(text);
      last = block;
    }
    return found;
  }

  /** The sentences of one block as ranges of the document. */
  function rangesOf(texts) {
    var whole = texts.map(function (text) { return text.data; }).join("");
    var ranges = [];
    whole.replace(SENTENCE, function (sentence, start) {
      if (sentence.trim()) ranges.push(rangeOf(texts, start, start + sentence.length));
    });
    return ranges;
  }

  function rangeOf(texts, start, end) {
    var range = document.createRange();
    var before = 0;
    texts.forEach(function (text) {
      var after = before + text.data.length;
      if (start >= before && start < after) range.setStart(text, start - before);
      if (end > before && end <= after) range.setEnd(text, end - before);
      before = after;
    });
    return range;
  }

  /** What is spoken of a range: its text without what stands between its text nodes. */
  function spoken(range) {
    var part = range.cloneContents();
    part.querySelectorAll(SILENT).forEach(function (silent) { silent.remove(); });
    return part.textContent.replace(/\s+/g, " ").trim();
  }

  function mark(range) {
    if (window.CSS && CSS.highlights) {
      if (range) CSS.highlights.set("spoken", new Highlight(range));
      else CSS.highlights.delete("spoken");
      return;
    }
    document.querySelectorAll(".is-spoken").forEach(function (old) {
      old.classList.remove("is-spoken");
    });
    if (range) range.startContainer.parentElement.closest(BLOCKS).classList.add("is-spoken");
  }

  function keepInSight(range) {
    var box = range.getBoundingClientRect();
    if (box.top > 80 && box.bottom < innerHeight - 100) return;
    scrollBy({ top: box.top - innerHeight / 3 });
  }

  function speak() {
    turn += 1;
    var now = turn;
    speechSynthesis.cancel();
    if (at >= sentences.length) return stop();
    mark(sentences[at]);
    keepInSight(sentences[at]);
    var utterance = new SpeechSynthesisUtterance(spoken(sentences[at]));
    utterance.lang = lang;
    utterance.voice = voices()[0] || null;
    utterance.addEventListener("end", function () { if (now === turn) move(1); });
    utterance.addEventListener("error", function () { if (now === turn) pause(); });
    isSpeaking = true;
    showState();
    speechSynthesis.speak(utterance);
  }

  function move(step) {
    at = Math.max(0, at + step);
    speak();
  }

  /** Not the browser's own pause, which some phones do not know: the sentence begins anew. */
  function pause() {
    turn += 1;
    speechSynthesis.cancel();
    isSpeaking = false;
    showState();
  }

  function stop() {
    pause();
    mark(null);
    var hadFocus = bar.contains(document.activeElement);
    bar.hidden = true;
    if (hadFocus) document.getElementById("settings-button").focus();
  }

  function showState() {
    bar.querySelector(".speech__pause").textContent = isSpeaking ? words.pause : words.resume;
  }

  function buildBar() {
    bar = document.createElement("div");
    bar.className = "speech";
    bar.setAttribute("role", "group");
    bar.setAttribute("aria-label", words.bar);
    [
      ["back", function () { move(-1); }],
      ["pause", function () { if (isSpeaking) pause(); else speak(); }],
      ["on", function () { move(1); }],
      ["stop", stop],
    ].forEach(function (entry) {
      var button = document.createElement("button");
      button.type = "button";
      button.className = "speech__" + entry[0];
      button.textContent = words[entry[0]];
      button.addEventListener("click", entry[1]);
      bar.append(button);
    });
    document.body.append(bar);
    document.addEventListener("keydown", function (event) {
      if (event.key === "Escape" && !bar.hidden) stop();
    });
    window.addEventListener("pagehide", stop);
  }

  /** Read from the first sentence that is in sight. */
  courseware.readAloud = function () {
    if (!bar) buildBar();
    bar.hidden = false;
    sentences = [].concat.apply([], blocks().map(rangesOf));
    at = Math.max(0, sentences.findIndex(function (range) {
      return range.getBoundingClientRect().top >= 60;
    }));
    bar.querySelector(".speech__pause").focus();
    speak();
  };
  courseware.voices = voices;
})(courseware);
