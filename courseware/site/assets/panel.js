/**
 * The panel of settings, built when it is first opened. Each choice holds at once, on all pages.
 */
(function (courseware) {
  "use strict";

  var WORDS = {
    ja: {
      title: "表示と読み上げの設定",
      close: "閉じる",
      note: "選んだことは、このブラウザーの中だけに残ります。",
      reset: "はじめの設定に戻す",
      wasReset: "はじめの設定に戻しました。",
      settings: {
        textSize: "文字の大きさ",
        furigana: "ふりがな",
        scheme: "明るさ",
        instructor: "講師向けのメモ",
        keys: "一文字のキー（/ は検索、n は次のページ、p は前のページ）",
      },
      values: {
        textSize: { normal: "標準", large: "大きい", larger: "もっと大きい", largest: "いちばん大きい" },
        furigana: { off: "つけない", on: "つける" },
        scheme: { auto: "端末に合わせる", light: "明るい", dark: "暗い" },
        instructor: { folded: "たたんでおく", open: "ひらいておく", off: "出さない" },
        keys: { on: "使う", off: "使わない" },
      },
      speech: "読み上げ",
      speechNote: "ブラウザーの音声で、いま見えているところから読みます。",
      speak: "このページを読み上げる",
      noSpeech: "このブラウザーでは使えません。",
      noVoice: "この端末には日本語の音声がありません。端末の設定で音声を追加すると使えます。",
    },
    en: {
      title: "Display and reading aloud",
      close: "Close",
      note: "What you choose stays in this browser only.",
      reset: "Back to the first settings",
      wasReset: "The settings are as at first.",
      settings: {
        textSize: "Size of text",
        furigana: "Furigana",
        scheme: "Colours",
        instructor: "Notes for instructors",
        keys: "Single keys (/ to search, n for the next page, p for the one before)",
      },
      values: {
        textSize: { normal: "normal", large: "large", larger: "larger", largest: "largest" },
        furigana: { off: "off", on: "on" },
        scheme: { auto: "as the device", light: "light", dark: "dark" },
        instructor: { folded: "folded", open: "open", off: "hidden" },
        keys: { on: "on", off: "off" },
      },
      speech: "Reading aloud",
      speechNote: "The browser's own voice reads from where you are now.",
      speak: "Read this page aloud",
      noSpeech: "This browser cannot do that.",
      noVoice: "This device has no voice for this language. You can add one in its settings.",
    },
  };

  var words = courseware.inLanguage(WORDS);
  var panel = null;

  function element(name, className, text) {
    var made = document.createElement(name);
    if (className) made.className = className;
    if (text) made.textContent = text;
    return made;
  }

  function button(className, text, press) {
    var made = element("button", className, text);
    made.type = "button";
    made.addEventListener("click", press);
    return made;
  }

  /** The choices of one setting, as radio buttons. */
  function group(name) {
    var fields = element("fieldset", "panel__group");
    fields.append(element("legend", "", words.settings[name]));
    courseware.SETTINGS[name].forEach(function (value) {
      var label = element("label", "panel__choice");
      var input = element("input");
      input.type = "radio";
      input.name = "setting-" + name;
      input.value = value;
      input.addEventListener("change", function () { courseware.choose(name, value); });
      label.append(input, " " + words.values[name][value]);
      fields.append(label);
    });
    return fields;
  }

  function show() {
    Object.keys(courseware.SETTINGS).forEach(function (name) {
      var value = courseware.setting(name);
      panel.querySelectorAll("[name=setting-" + name + "]").forEach(function (input) {
        input.checked = input.value === value;
      });
    });
  }

  function reset() {
    Object.keys(courseware.SETTINGS).forEach(function (name) {
      courseware.choose(name, courseware.SETTINGS[name][0]);
    });
    panel.querySelector("[role=status]").textContent = words.wasReset;
  }

  /** Reading aloud, or why it is not offered. Browsers may know their voices only after a while. */
  function speechGroup() {
    var fields = element("fieldset", "panel__group");
    var note = element("p", "panel__note");
    var speak = button("course-button", words.speak, function () {
      panel.close();
      courseware.readAloud();
    });
    function offer() {
      var voices = courseware.voices();
      note.textContent = !voices ? words.noSpeech : voices.length ? words.speechNote : words.noVoice;
      speak.hidden = !voices || !voices.length;
    }
    fields.append(element("legend", "", words.speech), note, speak);
    offer();
    if (window.speechSynthesis) speechSynthesis.addEventListener("voiceschanged", offer);
    return fields;
  }

  function build() {
    panel = element("dialog", "panel");
    panel.setAttribute("aria-labelledby", "panel-title");
    var head = element("div", "panel__head");
    var title = element("h2", "panel__title", words.title);
    title.id = "panel-title";
    head.append(title, button("course-button course-button--quiet", words.close, function () {
      panel.close();
    }));
    var said = element("p", "panel__said");
    said.setAttribute("role", "status");
    panel.append(head, group("textSize"));
    if (document.querySelector("[data-setting=furigana]")) panel.append(group("furigana"));
    panel.append(group("scheme"), speechGroup(), group("instructor"), group("keys"));
    panel.append(
      button("course-button course-button--quiet", words.reset, reset),
      said,
      element("p", "panel__note", words.note),
    );
    // A press beside the panel closes it, as Escape does.
    panel.addEventListener("click", function (event) {
      if (event.target === panel) panel.close();
    });
    document.addEventListener("course:settings", show);
    document.body.append(panel);
  }

  courseware.openPanel = function () {
    if (!panel) build();
    panel.querySelector("[role=status]").textContent = "";
    show();
    panel.showModal();
  };
})(courseware);
