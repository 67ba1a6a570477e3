/**
 * What moves in the frame of a page: the menu on narrow screens, the title in the header, the way
 * back to the top, folded parts that an address leads into, keys, and parts that are loaded when
 * first used. Without this script all pages can be read and reached.
 */
(function (courseware) {
  "use strict";

  var WORDS = {
    ja: { failed: "読み込めませんでした。通信を確かめて、もう一度押してください。" },
    en: { failed: "This could not be loaded. Check the connection, then press again." },
  };
  var FROM_TOP = 400; // pixels scrolled before the way back is offered

  // The menu -------------------------------------------------------------------------------------

  var toggle = document.getElementById("__drawer");
  var menu = document.getElementById("menu");
  var menuButton = document.createElement("button");
  var isWide = window.matchMedia("(min-width: 76.25em)");
  var behind = ".md-skip, .md-header, .hero, .md-content, .md-sidebar--secondary, .md-footer";

  /** Without script a label opens the menu, which no keyboard can press. */
  function takeTheLabelSPlace(label) {
    menuButton.type = "button";
    menuButton.id = label.id;
    menuButton.className = label.className;
    menuButton.title = label.title;
    menuButton.setAttribute("aria-label", label.title);
    menuButton.setAttribute("aria-controls", "menu");
    menuButton.setAttribute("aria-expanded", "false");
    menuButton.append.apply(menuButton, Array.from(label.childNodes));
    label.replaceWith(menuButton);
  }

  function followToggle() {
    var isOpen = toggle.checked;
    menuButton.setAttribute("aria-expanded", String(isOpen));
    document.querySelectorAll(behind).forEach(function (part) { part.inert = isOpen; });
    if (isOpen) (menu.querySelector("[aria-current]") || menu.querySelector("a, summary")).focus();
    else if (!isWide.matches) menuButton.focus();
  }

  function closeMenu() {
    if (!menu || !toggle.checked) return;
    toggle.checked = false;
    followToggle();
  }

  if (menu) {
    takeTheLabelSPlace(document.getElementById("menu-button"));
    toggle.checked = false;
    toggle.addEventListener("change", followToggle);
    menuButton.addEventListener("click", function () { toggle.click(); });
    menu.addEventListener("click", function (event) {
      if (event.target.closest("a")) closeMenu();
    });
    isWide.addEventListener("change", closeMenu);
  }

  // The header and the way back --------------------------------------------------------------------

  var heading = document.querySelector("h1");
  var title = document.querySelector(".md-header__title");
  var top = document.querySelector(".md-top");
  var before = 0;

  if (heading && title) {
    new IntersectionObserver(function (seen) {
      var isAbove = seen[0].boundingClientRect.top < 0 && !seen[0].isIntersecting;
      title.classList.toggle("md-header__title--active", isAbove);
    }).observe(heading);
  }

  if (top) {
    window.addEventListener("scroll", function () {
      top.hidden = scrollY < FROM_TOP || scrollY > before;
      before = scrollY;
    }, { passive: true });
    top.addEventListener("click", function () {
      scrollTo(0, 0);
      document.getElementById("content").focus({ preventScroll: true });
    });
  }

  // Folded parts -----------------------------------------------------------------------------------

  var chosen = "folded";

  function openToAddress() {
    var target = document.getElementById(location.hash.slice(1));
    var folded = target && target.closest("details:not([open])");
    if (!folded) return;
    folded.open = true;
    target.scrollIntoView();
  }

  function unfoldForInstructors() {
    var choice = courseware.setting("instructor");
    if (choice === chosen) return; // what somebody has unfolded by hand stays so
    chosen = choice;
    document.querySelectorAll("details.instructor").forEach(function (notes) {
      notes.open = choice === "open";
    });
  }

  /** On paper nothing can be unfolded. (Answers are hidden by their question, so they stay so.) */
  function unfoldForPaper() {
    var folded = Array.from(document.querySelectorAll("article details:not([open])"));
    folded.forEach(function (part) { part.open = true; });
    window.addEventListener("afterprint", function () {
      folded.forEach(function (part) { part.open = false; });
    }, { once: true });
  }

  // Keys -------------------------------------------------------------------------------------------

  function isTyping(target) {
    return target.closest && target.closest("input, textarea, select, [contenteditable]");
  }

  function go(direction) {
    var link = document.querySelector("link[rel=" + direction + "]");
    if (link) location.href = link.href;
  }

  document.addEventListener("keydown", function (event) {
    if (event.key === "Escape") return closeMenu();
    var isPlain = !event.ctrlKey && !event.metaKey && !event.altKey && !event.isComposing;
    if (!isPlain || isTyping(event.target) || courseware.setting("keys") === "off") return;
    if (document.querySelector("dialog[open]")) return;
    if (event.key === "n") go("next");
    if (event.key === "p") go("prev");
  });

  // Parts loaded when first used ---------------------------------------------------------------------

  /**
   * Load what a button names in `data-script` and `data-style`, once.
   * @param {HTMLElement} button
   * @param {function(): void} then what to do when all is there
   */
  function load(button, then) {
    if (button.dataset.state === "there") return then();
    if (button.dataset.state === "coming") return;
    button.dataset.state = "coming";
    var style = document.createElement("link");
    style.rel = "stylesheet";
    style.href = button.dataset.style;
    var script = document.createElement("script");
    script.src = button.dataset.script;
    var left = 2;
    [style, script].forEach(function (part) {
      part.addEventListener("load", function () {
        left -= 1;
        if (left) return;
        button.dataset.state = "there";
        then();
      });
      part.addEventListener("error", function () {
        style.remove();
        script.remove();
        delete button.dataset.state;
        alert(courseware.inLanguage(WORDS).failed);
      }, { once: true });
    });
    document.head.append(style, script);
  }

  document.addEventListener("click", function (event) {
    var button = event.target.closest && event.target.closest("#settings-button");
    if (button) load(button, function () { courseware.openPanel(); });
  });
  window.addEventListener("hashchange", openToAddress);
  window.addEventListener("beforeprint", unfoldForPaper);
  document.addEventListener("course:settings", unfoldForInstructors);
  unfoldForInstructors();
  openToAddress();
  courseware.load = load;
})(courseware);
