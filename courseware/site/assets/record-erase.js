/**
 * Erasing on the page of the record, only after a question: the record alone, or, before somebody
 * else begins on this machine, the settings as well, once the record has been saved as a file.
 */
(function (courseware) {
  "use strict";

  var WORDS = {
    ja: {
      erased: "記録を消しました。",
      handedOver: "記録と設定を消しました。別の人が、はじめから使えます。書き出した「{file}」は、自分だけが使う場所へ移してください。ほかのタブでこの教材を開いているときは、そのタブも閉じてください。",
      failed: "消せませんでした。ブラウザーの設定から、このサイトのデータを消してください。",
    },
    en: {
      erased: "The record is erased.",
      handedOver: "The record and the settings are erased, and somebody else can begin. Move “{file}” to a place that only you use. Close other tabs that show this course.",
      failed: "It could not be erased. Delete the data of this site in the settings of the browser.",
    },
  };

  var words = courseware.inLanguage(WORDS);
  var id = courseware.course.id;
  var part = courseware.recordPart("erase");
  var done = courseware.recordPart("continue").querySelector(".record__done");
  var file = "";

  function dialog(name) {
    return part.querySelector('[data-dialog="' + name + '"]');
  }

  function say(text) {
    done.textContent = text;
    done.hidden = false;
    done.focus();
  }

  /** @returns {boolean} whether nothing is left */
  function eraseRecord() {
    courseware.forgetName();
    forgetDrafts();
    var isErased = courseware.record.erase();
    courseware.recordChanged();
    return isErased;
  }

  /** Answers to a test that was not marked yet, which this tab keeps. */
  function forgetDrafts() {
    try {
      Object.keys(sessionStorage).forEach(function (key) {
        if (key.indexOf("draft:" + id + ":") === 0) sessionStorage.removeItem(key);
      });
    } catch (blocked) {
      // Then no draft was kept.
    }
  }

  function eraseSettings() {
    var key = "settings:" + id;
    try {
      if (courseware.storage) courseware.storage.removeItem(key);
    } catch (blocked) {
      return false;
    }
    // As if another tab had erased them, so that this page looks like a new one.
    window.dispatchEvent(new StorageEvent("storage", { key: key }));
    return true;
  }

  /** Save the record from within a dialog, which says so. */
  function save(box) {
    var saved = courseware.saveRecord();
    file = saved.file;
    box.querySelector("[role=status]").textContent = saved.text;
  }

  function open(name) {
    var box = dialog(name);
    box.querySelector("[role=status]").textContent = "";
    box.showModal();
    if (name === "hand-over") save(box);
  }

  function confirm(name) {
    dialog(name).close();
    if (name === "erase") return say(eraseRecord() ? words.erased : words.failed);
    // Both, even if the first fails.
    var isErased = [eraseRecord(), eraseSettings()].every(Boolean);
    say(isErased ? courseware.filled(words.handedOver, { file: file }) : words.failed);
  }

  part.querySelectorAll("[data-opens]").forEach(function (button) {
    button.addEventListener("click", function () { open(button.dataset.opens); });
  });
  part.querySelectorAll("dialog").forEach(function (box) {
    function on(action, act) {
      box.querySelector("[data-action=" + action + "]").addEventListener("click", act);
    }
    on("cancel", function () { box.close(); });
    on("save", function () { save(box); });
    on("confirm", function () { confirm(box.dataset.dialog); });
  });
})(courseware);
