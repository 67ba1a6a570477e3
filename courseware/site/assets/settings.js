/**
 * What a learner has chosen about how pages look, as attributes of <html>: `data-furigana` is "on"
 * or absent. It runs in the head, before anything is painted; the switches are in the header.
 */
(function (courseware) {
  "use strict";

  var root = document.documentElement;
  var key = "settings:" + courseware.id;

  /** @returns {Object} what is stored; nothing where that cannot be read */
  function read() {
    try {
      var stored = JSON.parse(courseware.storage.getItem(key));
      return stored instanceof Object && !Array.isArray(stored) ? stored : {};
    } catch (damagedOrBlocked) {
      return {};
    }
  }

  function keep(settings) {
    try {
      courseware.storage.setItem(key, JSON.stringify(settings));
    } catch (fullOrBlocked) {
      // Then it holds for this page.
    }
  }

  function apply(settings) {
    var isOn = settings.furigana === "on";
    if (isOn) root.dataset.furigana = "on";
    else delete root.dataset.furigana;
    document.querySelectorAll("[data-setting=furigana]").forEach(function (button) {
      button.setAttribute("aria-pressed", String(isOn));
    });
  }

  root.classList.add("has-script");
  apply(read());
  document.addEventListener("DOMContentLoaded", function () { apply(read()); });
  document.addEventListener("click", function (event) {
    var button = event.target.closest && event.target.closest("[data-setting=furigana]");
    if (!button) return;
    var settings = Object.assign(read(), { furigana: root.dataset.furigana ? "off" : "on" });
    keep(settings);
    apply(settings);
  });
  window.addEventListener("storage", function (event) {
    if (event.key === key || event.key === null) apply(read());
  });
})(courseware);
