/**
 * What a learner has chosen about how pages look and behave, as attributes of <html>, and the
 * colours on <body> as the theme has them. It runs in the head, before anything is painted; the
 * panel with the choices is loaded when it is first opened.
 *
 * {scheme, textSize, furigana, instructor, keys}: for each, one of CHOICES; the first is as if
 * nothing had been chosen. `course:settings` is published on `document` when they change.
 */
(function (courseware) {
  "use strict";

  var CHOICES = {
    scheme: ["auto", "light", "dark"],
    textSize: ["normal", "large", "larger", "largest"],
    furigana: ["off", "on"],
    instructor: ["folded", "open", "off"],
    keys: ["on", "off"],
  };
  var root = document.documentElement;
  var key = "settings:" + courseware.id;
  var isDark = window.matchMedia("(prefers-color-scheme: dark)");
  /** What holds on this page where nothing can be stored. */
  var unsaved = {};

  /** @returns {Object} what is stored; nothing where that cannot be read */
  function read() {
    var stored = {};
    try {
      stored = JSON.parse(courseware.storage.getItem(key)) || {};
    } catch (damagedOrBlocked) {
      // Then all is as at the beginning.
    }
    var isSound = stored instanceof Object && !Array.isArray(stored);
    return Object.assign(isSound ? stored : {}, unsaved);
  }

  /**
   * @param {string} name of a setting
   * @param {Object} [stored] what has been read, so that it is read once for all
   * @returns {string} its value, one of CHOICES
   */
  function setting(name, stored) {
    var value = (stored || read())[name];
    return CHOICES[name].indexOf(value) < 0 ? CHOICES[name][0] : value;
  }

  /** Choose a value; it holds for this page at least. */
  function choose(name, value) {
    unsaved[name] = value;
    try {
      courseware.storage.setItem(key, JSON.stringify(read()));
      unsaved = {};
    } catch (fullOrBlocked) {
      // It stays in `unsaved`.
    }
    apply();
  }

  function apply() {
    var stored = read();
    Object.keys(CHOICES).forEach(function (name) {
      var value = setting(name, stored);
      if (name === "scheme") return;
      if (value === CHOICES[name][0]) delete root.dataset[name];
      else root.dataset[name] = value;
    });
    applyToBody();
    document.dispatchEvent(new CustomEvent("course:settings"));
  }

  function applyToBody() {
    if (!document.body) return;
    var scheme = setting("scheme");
    var isToBeDark = scheme === "dark" || (scheme === "auto" && isDark.matches);
    document.body.dataset.mdColorScheme = isToBeDark ? "slate" : "default";
    document.querySelectorAll("[data-setting=furigana]").forEach(function (button) {
      button.setAttribute("aria-pressed", String(setting("furigana") === "on"));
    });
  }

  /** The body gets its colours as soon as it is there, so that no light page flashes up. */
  function whenBodyIsThere() {
    new MutationObserver(function (_, observer) {
      if (!document.body) return;
      observer.disconnect();
      applyToBody();
    }).observe(root, { childList: true });
  }

  root.classList.replace("no-js", "has-script");
  apply();
  whenBodyIsThere();
  document.addEventListener("DOMContentLoaded", apply);
  isDark.addEventListener("change", applyToBody);
  document.addEventListener("click", function (event) {
    if (!event.target.closest || !event.target.closest("[data-setting=furigana]")) return;
    choose("furigana", setting("furigana") === "on" ? "off" : "on");
  });
  window.addEventListener("storage", function (event) {
    if (event.key === key || event.key === null) apply();
  });
  courseware.SETTINGS = CHOICES;
  courseware.setting = setting;
  courseware.choose = choose;
})(courseware);
