/**
 * A chart of a few percentages as bars, drawn with the classes that figures have. It says in words
 * what it shows, and each bar has its number beside it.
 */
(function (courseware) {
  "use strict";

  var WIDTH = 340;
  var MARGIN = 12;
  var BAR = 20;
  /** From one bar to the next. */
  var STEP = 58;
  var LENGTH = WIDTH - 2 * MARGIN;

  function element(name, attributes, text) {
    var made = document.createElementNS("http://www.w3.org/2000/svg", name);
    Object.keys(attributes).forEach(function (key) { made.setAttribute(key, attributes[key]); });
    if (text !== undefined) made.textContent = text;
    return made;
  }

  /**
   * @param {string} title
   * @param {string} description  the same in words
   * @param {Array<{name: string, percent: number, shown: string}>} bars  percent from 0 to 100
   * @returns {SVGElement}
   */
  function chart(title, description, bars) {
    var bottom = MARGIN + bars.length * STEP;
    var svg = element("svg", {
      viewBox: "0 0 " + WIDTH + " " + (bottom + 28),
      role: "img",
      "aria-labelledby": "chart-title",
      "aria-describedby": "chart-description",
      "font-size": 14,
      fill: "currentColor",
    });
    svg.append(
      element("title", { id: "chart-title" }, title),
      element("desc", { id: "chart-description" }, description),
    );
    [0, 50, 100].forEach(function (percent) { addMark(svg, percent, bottom); });
    bars.forEach(function (bar, n) { addBar(svg, bar, MARGIN + n * STEP); });
    return svg;
  }

  function addMark(svg, percent, bottom) {
    var x = MARGIN + (LENGTH * percent) / 100;
    var anchors = { 0: "start", 100: "end" };
    svg.append(
      element("path", { class: "fig-line", stroke: "currentColor", d: "M" + x + " " + bottom + "v6" }),
      element("text", { class: "fig-muted", x: x, y: bottom + 20, "font-size": 12,
        "text-anchor": anchors[percent] || "middle" }, percent + "%"),
    );
  }

  function addBar(svg, bar, top) {
    var y = top + 24;
    var box = { x: MARGIN, y: y, height: BAR, rx: 4 };
    svg.append(
      element("text", { class: "fig-text", x: MARGIN, y: top + 17 }, bar.name),
      element("text", { class: "fig-text", x: WIDTH - MARGIN, y: top + 17, "text-anchor": "end",
        "font-weight": "bold" }, bar.shown),
      element("rect", Object.assign({ class: "fig-soft fig-line", stroke: "currentColor",
        width: LENGTH }, box)),
      element("rect", Object.assign({ class: "fig-accent", width: (LENGTH * bar.percent) / 100 }, box)),
    );
  }

  courseware.chart = chart;
})(courseware);
