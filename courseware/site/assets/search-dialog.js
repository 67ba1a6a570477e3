/**
 * The dialog of the search. It shows what is found while somebody types; nothing of it is kept.
 */
(function (courseware) {
  "use strict";

  var WORDS = {
    ja: {
      title: "検索",
      query: "教材の言葉を探す",
      close: "閉じる",
      hint: "言葉の一部でも見つかります。ひらがなとカタカナ、全角と半角の違いは気にしなくて" +
        "かまいません。二つ以上の言葉は、あいだを空けると、すべてが出てくるページを探します。",
      loading: "読み込んでいます。",
      failed: "教材の言葉を読み込めませんでした。",
      again: "もう一度読み込む",
      found: "{count}ページで見つかりました。",
      near: "そのままの言葉は見つかりません。近い言葉で探すと、{count}ページで見つかりました。",
      none: "「{query}」は見つかりませんでした。",
      advice: "言葉を短くする、減らす、言いかえると、見つかることがあります。",
      glossary: "用語集を見る",
      contents: "目次を見る",
      more: "ほかに{count}件",
    },
    en: {
      title: "Search",
      query: "Search the course",
      close: "Close",
      hint: "Parts of words are found, too. With a space between them, several words are searched " +
        "for at once: the pages that have them all are shown.",
      loading: "Loading.",
      failed: "The text of the course could not be loaded.",
      again: "Load it again",
      found: "Pages found: {count}.",
      near: "These words were not found. Pages with similar words: {count}.",
      none: "“{query}” was not found.",
      advice: "Shorter, fewer or other words may help.",
      glossary: "See the glossary",
      contents: "See the contents",
      more: "{count} more",
    },
  };
  var words = courseware.inLanguage(WORDS);
  /** Places of a page that are shown before somebody asks for more. */
  var FIRST_PLACES = 3;

  var dialog = make("dialog", "search");
  var form = make("form", "search__form");
  var label = make("label", "search__label", words.query);
  var field = make("input", "search__field");
  var close = make("button", "search__close", words.close);
  var said = make("p", "search__said");
  var results = make("div", "search__results");
  /** Where the index and the home page are, relative to the page that is shown. */
  var addresses = null;
  var search = null;
  /** Of the index: "", "loading", "failed" or "ready". */
  var state = "";
  /** Whether an input method is open. */
  var isComposing = false;

  function make(name, className, text) {
    var element = document.createElement(name);
    element.className = className;
    if (text) element.textContent = text;
    return element;
  }

  function fill(template, values) {
    return template.replace(/\{(\w+)\}/g, function (_, name) { return values[name]; });
  }

  function makeLink(className, address, content) {
    var link = make("a", className);
    link.href = addresses.site.replace(/[^/]*$/, "") + address;
    link.append.apply(link, content);
    return link;
  }

  /** @param {Piece[]} pieces */
  function makeText(className, pieces) {
    var text = make("span", className);
    pieces.forEach(function (piece) {
      text.append(piece.isMarked ? make("mark", "", piece.text) : piece.text);
    });
    return text;
  }

  function makePlace(found, page, section) {
    var content = found.excerpts(section).map(function (excerpt) {
      return makeText("search__text", excerpt);
    });
    if (section.heading) {
      content.unshift(makeText("search__heading", found.mark(section.heading)));
    }
    var item = make("li", "");
    var anchor = section.anchor && "#" + section.anchor;
    item.append(makeLink("search__place", page.url + anchor, content));
    return item;
  }

  function makePage(found, page) {
    var content = [makeText("search__title", found.mark(page.title))];
    if (page.number) content.unshift(makeText("search__number", found.mark(page.number)), " ");
    var link = makeLink("search__page", page.url, content);
    link.dataset.result = "";
    var places = make("ul", "search__places");
    page.sections.slice(0, FIRST_PLACES).forEach(function (section) {
      places.append(makePlace(found, page, section));
    });
    var item = make("li", "");
    item.append(link);
    if (page.sections.length) item.append(places);
    var rest = page.sections.slice(FIRST_PLACES);
    if (rest.length) item.append(makeMore(found, page, rest, places));
    return item;
  }

  function makeMore(found, page, rest, places) {
    var more = make("button", "search__more", fill(words.more, { count: rest.length }));
    more.type = "button";
    more.addEventListener("click", function () {
      var items = rest.map(function (section) { return makePlace(found, page, section); });
      places.append.apply(places, items);
      more.remove();
      items[0].firstChild.focus();
    });
    return more;
  }

  function showPages(found) {
    var template = found.manner === "loosely" ? words.near : words.found;
    said.textContent = fill(template, { count: found.pages.length });
    var list = make("ol", "search__pages");
    found.pages.forEach(function (page) { list.append(makePage(found, page)); });
    results.replaceChildren(list);
  }

  function showNone(query) {
    said.textContent = fill(words.none, { query: query });
    var ways = make("p", "search__ways");
    var glossary = search.pages.find(function (page) {
      return page.places.some(function (place) {
        return place.section && place.section.kind === "term";
      });
    });
    if (glossary) ways.append(makeLink("", glossary.url, [words.glossary]), " ");
    ways.append(makeLink("", addresses.site.split("/").pop(), [words.contents]));
    results.replaceChildren(make("p", "search__hint", words.advice), ways);
  }

  function showFailure() {
    said.textContent = words.failed;
    var again = make("button", "search__more", words.again);
    again.type = "button";
    again.addEventListener("click", function () {
      field.focus();
      load();
    });
    results.replaceChildren(again);
  }

  function showHint(text) {
    said.textContent = text;
    results.replaceChildren(make("p", "search__hint", words.hint));
  }

  function showFound(query) {
    var found = search.find(query, courseware.setting("instructor") !== "off");
    if (found.pages.length) showPages(found);
    else showNone(query);
    results.scrollTop = 0;
  }

  /** Show what belongs to the words in the field, when they are words. */
  function show() {
    if (isComposing) return;
    var query = field.value.trim();
    if (state === "failed") showFailure();
    else if (query && state === "ready") showFound(query);
    else showHint(query && words.loading);
  }

  function load() {
    state = "loading";
    show();
    var script = document.createElement("script");
    script.src = addresses.index;
    script.addEventListener("load", function () {
      search = new courseware.Search(courseware.searchIndex);
      state = "ready";
      show();
    });
    script.addEventListener("error", function () {
      script.remove();
      state = "failed";
      show();
    });
    document.head.append(script);
  }

  /** Move from the field to the results and among them. */
  function move(step) {
    var stops = [field].concat(Array.from(results.querySelectorAll("a, button")));
    var next = stops[stops.indexOf(document.activeElement) + step];
    if (next) next.focus();
  }

  function onKey(event) {
    if (event.isComposing) return; // The keys belong to the input method.
    if (event.key === "Escape") {
      // In a field for searching, browsers would empty it and leave the dialog open.
      dialog.close();
    } else if (event.key === "ArrowDown") {
      move(1);
    } else if (event.key === "ArrowUp" && document.activeElement !== field) {
      move(-1);
    } else {
      return;
    }
    event.preventDefault();
  }

  function onClick(event) {
    var link = event.target.closest("a");
    var isElsewhere = event.ctrlKey || event.metaKey || event.shiftKey;
    // A place may be on this very page.
    if (event.target === dialog || (link && !isElsewhere)) dialog.close();
  }

  dialog.setAttribute("aria-label", words.title);
  form.setAttribute("role", "search");
  said.setAttribute("role", "status");
  close.type = "button";
  field.id = "search-field";
  label.htmlFor = field.id;
  Object.assign(field, { type: "search", autocomplete: "off", enterKeyHint: "search" });
  form.append(label, field, close);
  dialog.append(form, said, results);

  dialog.addEventListener("keydown", onKey);
  dialog.addEventListener("click", onClick);
  dialog.addEventListener("close", function () {
    field.value = "";
    show();
  });
  close.addEventListener("click", function () { dialog.close(); });
  field.addEventListener("input", show);
  field.addEventListener("compositionstart", function () { isComposing = true; });
  field.addEventListener("compositionend", function () {
    isComposing = false;
    show();
  });
  form.addEventListener("submit", function (event) {
    event.preventDefault();
    move(1);
  });

  /**
   * Open the dialog with an empty field.
   * @param {{index: string, site: string}} given addresses of the index and of the home page
   */
  courseware.openSearch = function (given) {
    addresses = given;
    if (!dialog.isConnected) document.body.append(dialog);
    if (!dialog.open) dialog.showModal();
    if (state === "" || state === "failed") load();
    else show();
  };
})(courseware);
