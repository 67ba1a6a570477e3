/**
 * Finds words in the text of all pages, without any page of its own. What was written and what is
 * typed are folded alike, so that width, case, kana, hyphens and spaces make no difference; any
 * part of a word is found, since Japanese does not say where a word begins.
 *
 * @typedef {Array<Array>} Index  of each page [url, number, title, sections], of each section
 *   [anchor, heading, kind, blocks of text joined by line breaks]; kind: "", "term" or "notes"
 * @typedef {{section: ?Object, weight: number, text: string, folded: Object}} Place  a text that is
 *   searched alone, for no term reaches from one into the next; folded: by manner
 * @typedef {{text: string, isMarked: boolean}} Piece  a part of a text, marked if it is a term
 * @typedef {{anchor: string, heading: string, places: Place[]}} FoundSection
 *   places: the blocks below the heading that hold a term
 * @typedef {{url: string, number: string, title: string, sections: FoundSection[]}} FoundPage
 * @namespace courseware
 */
(function (courseware) {
  "use strict";

  /** How much it says that a term stands there: a page is as good as the best places of each. */
  var TITLE = 4, HEADING = 3, TERM = 2, BODY = 1;
  /** Of characters, in an excerpt and before its first term at most. */
  var LONGEST_EXCERPT = 64, LONGEST_BEFORE = 24;
  var MOST_EXCERPTS = 2;
  /** A shorter term is never searched for loosely: it would be found everywhere. */
  var SHORTEST_LOOSE_TERM = 3;

  /** A character with the marks that may follow it: ｶﾞ is one. */
  var CHARACTERS = /[^][\u0300-\u036f\u3099\u309a\uff9e\uff9f]*/gu;
  var JAPANESE = /[\u3000-\u30ff\u3400-\u9fff\uf900-\ufaff]/;
  var LETTER = /[a-z0-9]/;
  var SENTENCE_END = /[。！？!?][」』）)]*/;

  /** Each character is folded once. */
  function remembering(foldCharacter) {
    var known = new Map();
    return function (character) {
      var folded = known.get(character);
      if (folded === undefined) known.set(character, folded = foldCharacter(character));
      return folded;
    };
  }

  /** What differs only by input method becomes the same. */
  function closely(character) {
    return character.normalize("NFKC").toLowerCase()
      .replace(/[ァ-ヶヽヾ]/g, function (kana) {
        return String.fromCharCode(kana.charCodeAt(0) - 0x60);
      })
      .replace(/[\u2010-\u2015\u2212~〜-]/g, "ー")
      .replace(/[\u00b7\u2022\u2027]/g, "・")
      .replace(/\s/g, " ");
  }

  /** What is easily mistaken becomes the same as well: long and small kana, punctuation. */
  function loosely(character) {
    return closely(character)
      .replace(/[ぁぃぅぇぉっゃゅょゎ]/g, function (kana) {
        return String.fromCharCode(kana.charCodeAt(0) + 1);
      })
      .replace(/[ー\p{P}\p{S}]/gu, "");
  }

  /** The two manners of folding. */
  var FOLDINGS = { closely: remembering(closely), loosely: remembering(loosely) };

  /** What stays of white space and dots: only what keeps apart what is not Japanese. */
  function between(left, gap, right) {
    if (gap.indexOf(" ") >= 0) return JAPANESE.test(left) || JAPANESE.test(right) ? "" : " ";
    return LETTER.test(left) && LETTER.test(right) ? "・" : "";
  }

  /**
   * Fold a text. What a part of it folds to is a part of what the whole folds to.
   * @param {string} text
   * @param {string} manner "closely" or "loosely"
   * @returns {{text: string, starts: number[], ends: number[]}} starts and ends: for each
   *   character of the folded text, from where to where in `text` that stands which became it
   */
  function fold(text, manner) {
    var folded = { text: "", starts: [], ends: [] };
    var gap = "";
    var at = 0;

    function add(part, start, end) {
      for (var n = 0; n < part.length; n += 1) {
        folded.starts.push(start);
        folded.ends.push(end);
      }
      folded.text += part;
    }

    var foldCharacter = FOLDINGS[manner];
    (text.match(CHARACTERS) || []).forEach(function (character) {
      var end = at + character.length;
      var part = foldCharacter(character);
      if (part === " " || part === "・") {
        gap += part;
      } else if (part) {
        if (gap && folded.text) add(between(folded.text.slice(-1), gap, part[0]), at, at);
        add(part, at, end);
        gap = "";
      }
      at = end;
    });
    return folded;
  }

  function termsOf(query, manner) {
    var terms = query.split(/\s+/).map(function (term) { return fold(term, manner).text; });
    return terms.filter(function (term, n) { return term && terms.indexOf(term) === n; });
  }

  /**
   * The text of the course, ready to be searched.
   * @param {Index} index  the best pages first: those found equally well stay in this order
   */
  function Search(index) {
    this.pages = index.map(function (entry) {
      var page = { url: entry[0], number: entry[1], title: entry[2], places: [] };

      function add(section, weight, text) {
        if (!text) return;
        // Folded now, while somebody begins to type; loosely only when it must be.
        var folded = { closely: fold(text, "closely").text };
        page.places.push({ section: section, weight: weight, text: text, folded: folded });
      }

      add(null, TITLE, page.number);
      add(null, TITLE, page.title);
      entry[3].forEach(function (values) {
        var section = { anchor: values[0], heading: values[1], kind: values[2] };
        add(section, section.kind === "term" ? TERM : HEADING, section.heading);
        values[3].split("\n").forEach(function (block) { add(section, BODY, block); });
      });
      return page;
    });
  }

  /**
   * The pages on which every term of a query stands, the best first.
   * @param {string} query terms with any white space between them
   * @param {boolean} hasNotes whether notes for instructors are searched
   * @returns {Found}
   */
  Search.prototype.find = function (query, hasNotes) {
    var found = new Found(this.pages, termsOf(query, "closely"), "closely", hasNotes);
    if (found.pages.length) return found;
    var loose = termsOf(query, "loosely");
    var isLongEnough = loose.every(function (term) { return term.length >= SHORTEST_LOOSE_TERM; });
    return isLongEnough ? new Found(this.pages, loose, "loosely", hasNotes) : found;
  };

  /**
   * What was found for some terms.
   * @property {FoundPage[]} pages
   * @property {string} manner "loosely" if these are only words like those of the query
   */
  function Found(pages, terms, manner, hasNotes) {
    this.terms = terms;
    this.manner = manner;
    this.hasNotes = hasNotes;
    this.pages = (terms.length ? pages : [])
      .map(this.lookAt, this)
      .filter(function (page) { return page.value > 0; });
    this.pages.sort(function (a, b) {
      return b.value - a.value || b.hits - a.hits || pages.indexOf(a.page) - pages.indexOf(b.page);
    });
  }

  /** Look for the terms in all places of a page; its value is 0 when one of them is missing. */
  Found.prototype.lookAt = function (page) {
    var values = this.terms.map(function () { return 0; });
    var sections = new Map();
    var hits = 0;
    page.places.forEach(function (place) {
      if (place.section && place.section.kind === "notes" && !this.hasNotes) return;
      var held = this.termsIn(place);
      if (!held.length) return;
      hits += 1;
      held.forEach(function (n) { values[n] = Math.max(values[n], place.weight); });
      if (place.section) note(sections, place, held);
    }, this);
    return {
      page: page,
      url: page.url,
      number: page.number,
      title: page.title,
      hits: hits,
      value: values.indexOf(0) < 0 ? values.reduce(function (sum, one) { return sum + one; }) : 0,
      sections: Array.from(sections.values()).sort(function (a, b) {
        return b.terms.size - a.terms.size || b.weight - a.weight || a.order - b.order;
      }),
    };
  };

  /** The numbers of the terms that stand in a place. */
  Found.prototype.termsIn = function (place) {
    if (!(this.manner in place.folded)) {
      place.folded[this.manner] = fold(place.text, this.manner).text;
    }
    var text = place.folded[this.manner];
    return Array.from(this.terms.keys()).filter(function (n) {
      return text.indexOf(this.terms[n]) >= 0;
    }, this);
  };

  function note(sections, place, held) {
    var section = place.section;
    if (!sections.has(section)) {
      sections.set(section, {
        anchor: section.anchor,
        heading: section.heading,
        places: [],
        terms: new Set(),
        weight: 0,
        order: sections.size,
      });
    }
    var noted = sections.get(section);
    if (place.weight === BODY) noted.places.push(place);
    noted.weight = Math.max(noted.weight, place.weight);
    held.forEach(function (n) { noted.terms.add(n); });
  }

  /**
   * @param {string} text
   * @returns {Array<[number, number]>} where terms stand in it: beginnings and ends
   */
  Found.prototype.rangesIn = function (text) {
    var folded = fold(text, this.manner);
    var ranges = [];
    this.terms.forEach(function (term) {
      var at = folded.text.indexOf(term);
      while (at >= 0) {
        ranges.push([folded.starts[at], folded.ends[at + term.length - 1]]);
        at = folded.text.indexOf(term, at + term.length);
      }
    });
    ranges.sort(function (a, b) { return a[0] - b[0]; });
    return ranges.reduce(function (apart, range) {
      var last = apart[apart.length - 1];
      if (last && range[0] < last[1]) last[1] = Math.max(last[1], range[1]);
      else apart.push(range);
      return apart;
    }, []);
  };

  /**
   * @param {string} text
   * @returns {Piece[]} the whole text
   */
  Found.prototype.mark = function (text) {
    return pieces(text, this.rangesIn(text), 0, text.length);
  };

  /**
   * Where the terms stand in a section: as few of its blocks as show them all, shortened.
   * @param {FoundSection} section
   * @returns {Piece[][]}
   */
  Found.prototype.excerpts = function (section) {
    var missing = this.terms.slice();
    var excerpts = [];
    section.places.forEach(function (place) {
      var text = place.folded[this.manner];
      var still = missing.filter(function (term) { return text.indexOf(term) < 0; });
      if (still.length === missing.length || excerpts.length === MOST_EXCERPTS) return;
      missing = still;
      excerpts.push(this.excerpt(place.text));
    }, this);
    return excerpts;
  };

  /** A text from the sentence of its first term on, or from shortly before the term. */
  Found.prototype.excerpt = function (text) {
    var ranges = this.rangesIn(text);
    var first = ranges[0][0];
    var start = Math.max(0, first - LONGEST_BEFORE);
    if (start > 0) {
      var end = SENTENCE_END.exec(text.slice(start, first));
      start = end ? start + end.index + end[0].length : whole(text, start);
    }
    var until = Math.min(text.length, Math.max(start + LONGEST_EXCERPT, ranges[0][1]));
    until = whole(text, until);
    var shown = pieces(text, ranges, start, until);
    if (start > 0) shown.unshift({ text: "…", isMarked: false });
    if (until < text.length) shown.push({ text: "…", isMarked: false });
    return shown;
  };

  /** The place, or the one after it where it would be within a character of two units. */
  function whole(text, place) {
    return /[\udc00-\udfff]/.test(text[place]) ? place + 1 : place;
  }

  function pieces(text, ranges, start, end) {
    var found = [];
    var at = start;

    function add(until, isMarked) {
      if (until > at) found.push({ text: text.slice(at, until), isMarked: isMarked });
      at = Math.max(at, until);
    }

    ranges.forEach(function (range) {
      add(Math.min(range[0], end), false);
      add(Math.min(range[1], end), true);
    });
    add(end, false);
    return found;
  }

  courseware.Search = Search;
})(courseware);
