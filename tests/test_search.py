"""The search finds what was written, and nothing else; its script runs in V8, without a page."""

from __future__ import annotations

import gzip
import json
import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml.html import parse
from py_mini_racer import MiniRacer

from courseware.course import Course
from courseware.course.model import Page
from courseware.site.plugin import MINIFIERS
from courseware.site.search import Section, sections
from tests.browser_core import ASSETS

QUERIES = yaml.safe_load((Path(__file__).parent / "search_queries.yml").read_text("utf-8"))
MOST_BYTES_PER_CHARACTER = 1.15
MOST_BYTES_FOR_OPENING = 700
LOOSELY, NOWHERE = "found only loosely", "found nowhere"

HARNESS = """
var search;
function open(index) { search = new courseware.Search(index); }
function find(query, hasNotes) {
  var found = search.find(query, hasNotes);
  return {
    manner: found.manner,
    terms: found.terms,
    pages: found.pages.map(function (page) {
      return {
        url: page.url,
        title: found.mark(page.title),
        sections: page.sections.map(function (section) {
          return {
            anchor: section.anchor,
            heading: found.mark(section.heading),
            excerpts: found.excerpts(section),
          };
        }),
      };
    }),
  };
}
function findUrls(queries) {
  return queries.map(function (query) {
    return search.find(query, true).pages.map(function (page) { return page.url; });
  });
}
"""


class Finder:
    """The script of the search with an index."""

    def __init__(self, index: list) -> None:
        # As in `Core`: not in the thread in which Playwright's event loop may be running.
        with ThreadPoolExecutor(1) as pool:
            self._context = pool.submit(MiniRacer).result()
        self._context.eval("var courseware = {};")
        self._context.eval((ASSETS / "search.js").read_text(encoding="utf-8"))
        self._context.eval(HARNESS)
        self._call("open", index)

    def _call(self, function: str, *given: Any) -> Any:
        text = json.dumps(json.dumps(given))
        (result,) = json.loads(
            self._context.eval(f"JSON.stringify([{function}.apply(null, JSON.parse({text}))])")
        )
        return result

    def close(self) -> None:
        self._context.close()

    def find(self, query: str, *, has_notes: bool = True) -> dict:
        return self._call("find", query, has_notes)

    def urls(self, *queries: str) -> list[list[str]]:
        """The pages found for each query, the best first."""
        return self._call("findUrls", queries)


@pytest.fixture(scope="session")
def script(site) -> bytes:
    (path,) = site.glob("assets/search-index.*.js")
    return path.read_bytes()


@pytest.fixture(scope="session")
def index(script) -> list:
    text = script.decode("utf-8")
    assert text.startswith("courseware.searchIndex=")
    return json.loads(text.partition("=")[2].rstrip(";\n"))


@pytest.fixture(scope="session")
def finder(index) -> Iterator[Finder]:
    finder = Finder(index)
    yield finder
    finder.close()


@pytest.fixture
def small() -> Iterator[Any]:
    """Makes finders for pages given as {address: [(heading, kind, blocks)]}."""
    made: list[Finder] = []

    def make(pages: dict[str, list[tuple[str, str, str]]]) -> Finder:
        entries = [
            [url, "", f"題{n}", [[f"a{m}", *section] for m, section in enumerate(below)]]
            for n, (url, below) in enumerate(pages.items())
        ]
        made.append(Finder(entries))
        return made[-1]

    yield make
    for finder in made:
        finder.close()


# What was written, read in another way than the index is made -------------------------------------

KANA = {code: code - 0x60 for code in range(ord("ァ"), ord("ヶ") + 1)}
SMALL_KANA = str.maketrans("ぁぃぅぇぉっゃゅょゎ", "あいうえおつやゆよわ")


def folded(text: str) -> str:
    text = unicodedata.normalize("NFKC", text).lower().translate(KANA)
    text = re.sub("[‐‑‒–—―−~〜-]", "ー", text)
    return re.sub(r"(?<![a-z0-9])[\s・]+|[\s・]+(?![a-z0-9])", "", text)


def loosely_folded(text: str) -> str:
    return re.sub(r"[^\w ]|ー", "", folded(text)).translate(SMALL_KANA)


def written_on(page: Page, course: Course, root: Path) -> list[str]:
    """Every text that authors wrote for a page, from the files that they wrote it in."""
    source = (root / "docs" / page.lang / page.path).read_text(encoding="utf-8")
    _, front, body = source.split("---\n", 2)
    meta = yaml.safe_load(front)
    texts = [meta["title"], meta.get("description", ""), *sheet_texts(meta.get("sheet", []))]
    number = re.search(r"(lessons|cases)/\D*0?(\d+)", page.path)
    if number:
        texts.append(f"第{number[2]}講" if number[1] == "lessons" else f"事例{number[2]}")
    if number and number[1] == "lessons":
        texts += [one.ja for one in course.objectives if one.id in meta["objectives"]]
    if "<!-- glossary -->" in body:
        for term in course.terms:
            texts += [term.term["ja"], term.reading, term.term["en"], term.definition["ja"]]
    if "<!-- dates -->" in body:
        for rule in course.dates:
            host = re.sub(r"^https://(?:www\.)?([^/]+).*", r"\1", rule.url or "")
            texts += [rule.rule["ja"], f"{rule.check['ja']} {host}"]
    for name in re.findall(r"!\[[^\]]*\]\([^)]*/([\w-]+\.svg)", body):
        texts += drawn_in(root / "docs" / page.lang / "figures" / name)
    return texts + paragraphs(body)


def sheet_texts(sheet: list[dict]) -> Iterator[str]:
    for part in sheet:
        yield part["part"]
        for field in part["fields"]:
            yield from (field["label"], field["why"])
            yield from (*field.get("choices", []), *field.get("columns", []))


def drawn_in(figure: Path) -> list[str]:
    svg = figure.read_text(encoding="utf-8")
    parts = re.findall(r"<(?:desc|text)\b.*?</(?:desc|text)>", svg, re.DOTALL)
    return [re.sub(r"<[^>]*>", "", part) for part in parts]


def paragraphs(markdown: str) -> list[str]:
    fence = re.compile(r"^ *```.*?\n(.*?)^ *```$", re.DOTALL | re.MULTILINE)
    code = fence.findall(markdown)
    markdown = fence.sub("", markdown)
    text = re.sub(r"<!--.*?-->|\[@[^\]]*\]|<(?=http)|(?<=/)>", "", markdown)
    text = re.sub(r"-{3,}", "\n", text)
    text = re.sub(r"^#+ (.*?) *\{#.*\}$", r"\n\1\n", text, flags=re.MULTILINE)
    text = re.sub(r'!\[([^\]]*)\]\(\S+(?: "([^"]*)")?\)', r"\1\n\n\2", text)
    text = re.sub(r"\[([^\]]*)\]\([^)]*\)", r"\1", text)
    text = re.sub(r"\{([^{}|]*)\|[^{}|]*\}", r"\1", text)
    text = re.sub(r'^(?:!!!|\?\?\?) \w+ "(.*)"$', r"\1\n", text, flags=re.MULTILINE)
    text = re.sub(r"^ *(?:[-*]|\d+\.) |\|", "\n\n", text, flags=re.MULTILINE)
    text = re.sub(r"\*\*|`", "", text)
    return code + [part for part in re.split(r"\n\s*\n", text) if part.strip()]


@pytest.fixture(scope="session")
def written(course, root) -> dict[str, list[str]]:
    return {page.url: written_on(page, course, root) for page in course.pages}


# The index ----------------------------------------------------------------------------------------


def blocks_of(entry: list) -> list[str]:
    """Every text of a page in the index."""
    _, number, title, below = entry
    texts = [number, title]
    for _, heading, _, blocks in below:
        texts += [heading, *blocks.split("\n")]
    return [text for text in texts if text]


def without_spaces(text: str) -> str:
    return re.sub(r"\s", "", folded(text))


def test_the_index_holds_what_authors_wrote_and_nothing_else(index, written):
    assert [entry[0] for entry in index if entry[0] not in written] == []
    for entry in index:
        indexed = {without_spaces(text) for text in blocks_of(entry)}
        wanted = {without_spaces(text) for text in written[entry[0]]} - {""}
        assert {one for one in wanted if not any(one in text for text in indexed)} == set()
        assert {one for one in indexed if not any(one in text for text in wanted)} == set()


def test_the_index_holds_no_key_and_no_reason_of_a_question(index, course):
    text = without_spaces("".join(text for entry in index for text in blocks_of(entry)))
    for entry in course.bank:
        for path, part in entry.question.texts():
            if path[-1] in ("feedback", "explanation"):
                shown = re.sub(r"\*|\[@.*?\]", "", part)
                assert without_spaces(shown) not in text, f"{entry.question.id} {path}"


def test_readings_of_kanji_are_not_in_the_way_in_lessons(index, course):
    lessons = {lesson.url for lesson in course.lessons}
    text = "".join(text for e in index if e[0] in lessons for text in blocks_of(e))
    readings = [term.reading for term in course.terms if len(term.reading) > 8]
    assert [reading for reading in readings if reading in text] == []


def test_the_index_is_small(script, index):
    characters = sum(len(text) for entry in index for text in blocks_of(entry))
    assert len(gzip.compress(script, 9)) <= MOST_BYTES_PER_CHARACTER * characters


def test_every_place_in_the_index_is_an_anchor_of_its_page(site, index):
    for url, _, _, below in index:
        ids = set(parse(str(site / url)).xpath("//@id"))
        assert {anchor for anchor, *_ in below} - {""} <= ids


def test_lessons_come_first_and_then_cases(index, course):
    first = [page.url for page in (*course.lessons, *course.cases)]
    assert [entry[0] for entry in index][: len(first)] == first


def test_text_is_divided_at_headings_and_each_block_stands_alone():
    body = """<p>はじめ<rt data-search-exclude>よみ</rt></p>
      <h2 id="one">節<span class="citation">[1]</span></h2>
      <ul><li>項<ul><li>下の<b>項</b></li></ul>続き</li></ul><button>押す</button>
      <h2 id="two" data-search-exclude>画面の言葉</h2><p>次<!-- c --></p>
      <table><tr><th>頭</th><td>体</td></tr></table>
      <h2 id="three">空の節</h2>"""
    assert sections(body, "説明") == [
        Section(blocks=["説明", "はじめ"]),
        Section("one", "節", blocks=["項", "下の項", "続き"]),
        Section("two", blocks=["次", "頭", "体"]),
        Section("three", "空の節"),
    ]


def test_entries_of_the_glossary_and_notes_are_sections_of_their_own():
    body = """<h2 id="row-1" data-search-exclude>あ行</h2>
      <dl><dt id="aa"><span>AA</span> <span>えーえー</span></dt><dd>集まりです。</dd></dl>
      <h2 id="last">終わり</h2><p>前</p>
      <details class="instructor" id="notes"><summary>講師メモ</summary><p>問い</p></details>
      <p>後</p>"""
    assert sections(body) == [
        Section("aa", "AA", "term", ["えーえー", "集まりです。"]),
        Section("last", "終わり", "", ["前", "後"]),
        Section("notes", "講師メモ", "notes", ["問い"]),
    ]


def test_a_drawing_is_found_by_its_description_and_its_words():
    body = """<figure><svg aria-label="名"><title>題</title><desc>説明</desc>
      <text><tspan>二行の</tspan><tspan>言葉</tspan></text></svg>
      <figcaption>下の文</figcaption></figure>"""
    assert sections(body) == [Section(blocks=["名", "説明", "二行の言葉", "下の文"])]


# Finding ------------------------------------------------------------------------------------------


def test_recall_and_precision_are_0_98_over_queries_of_every_kind(finder, written):
    queries = [(kind, query) for kind, some in QUERIES.items() for query in some]
    assert len(queries) >= 60
    tables = {
        fold: {url: [fold(text) for text in texts] for url, texts in written.items()}
        for fold in (folded, loosely_folded)
    }
    counts: dict[str, Counter[str]] = defaultdict(Counter)
    faults = []
    for (kind, query), urls in zip(queries, finder.urls(*(q for _, q in queries)), strict=True):
        found = set(urls)
        fold = loosely_folded if kind == LOOSELY else folded
        wanted = having(tables[fold], [fold(term) for term in query.split()])
        assert bool(wanted) == (kind != NOWHERE), f"{query!r} is not {kind}"
        counts[kind].update(both=len(wanted & found), wanted=len(wanted), found=len(found))
        if wanted != found:
            faults.append((query, "missing", wanted - found, "too much", found - wanted))
    whole = sum(counts.values(), Counter())
    told = "\n".join(f"{kind}: {dict(count)}" for kind, count in counts.items())
    assert whole["both"] >= 0.98 * whole["wanted"], (told, faults)
    assert whole["both"] >= 0.98 * whole["found"], (told, faults)


def having(table: dict[str, list[str]], terms: list[str]) -> set[str]:
    """The pages of which each term stands within a text."""
    return {
        url
        for url, texts in table.items()
        if all(any(term in text for text in texts) for term in terms)
    }


@settings(max_examples=150, deadline=None)
@given(data=st.data())
def test_every_part_of_a_text_is_found_on_its_page(finder, index, data):
    url, *_ = entry = data.draw(st.sampled_from(index))
    text = data.draw(st.sampled_from([text for text in blocks_of(entry) if len(text) > 1]))
    start = data.draw(st.integers(0, len(text) - 2))
    part = text[start : data.draw(st.integers(start + 2, len(text)))]
    if folded(part):
        assert url in finder.urls(part)[0]


@pytest.mark.parametrize(
    ("written_as", "typed"),
    [
        ("リカバリー", ["ﾘｶﾊﾞﾘｰ", "りかばりー", "リカハ\u3099リー", "リカバリ－", "カバ"]),
        ("ピア・サポート", ["ピアサポート", "ピア サポート", "ピア・サポート", "ﾋﾟｱ･ｻﾎﾟｰﾄ"]),
        ("目安 15 分", ["15分", "１５分", "目安15", "①⑤"]),
        ("AA の集まり", ["ＡＡ", "aa", "AAの集まり"]),
        ("〜0.21", ["～0.21", "-0.21", "０．２１"]),
        ("㌔メートル…", ["キロメートル", "ロメ", "..."]),
        ("𠮷田さん", ["𠮷田", "田さん"]),
    ],
)
def test_what_differs_only_by_input_method_is_found(small, written_as, typed):
    finder = small({"a.html": [("", "", f"前{written_as}後")]})
    assert finder.urls(*typed) == [["a.html"]] * len(typed)
    assert {finder.find(query)["manner"] for query in typed} == {"closely"}


@pytest.mark.parametrize(
    ("written_as", "typed"),
    [("MEDIA aid", "aa"), ("1・5", "15"), ("かき", "がき"), ("カード", "カド"), ("きや", "きゃ")],
)
def test_what_means_something_else_is_not_found(small, written_as, typed):
    assert small({"a.html": [("", "", written_as)]}).urls(typed) == [[]]


def test_only_when_nothing_is_found_a_long_enough_term_is_searched_for_loosely(small):
    finder = small(
        {"a.html": [("", "", "サポーターのボランティア")], "b.html": [("", "", "サポタ")]}
    )
    assert finder.find("サポタ")["manner"] == "closely"
    assert finder.urls("サポタ", "サポータ", "サーポタ") == [
        ["b.html"],
        ["a.html"],
        ["a.html", "b.html"],
    ]
    assert finder.urls("ボランテイア", "ボーラ", "ーーー") == [["a.html"], [], []]


def test_all_terms_must_be_on_a_page_and_each_within_one_block(small):
    finder = small(
        {"a.html": [("", "", "家族\n会"), ("", "", "本人")], "b.html": [("", "", "家族")]}
    )
    assert finder.urls("家族　本人", " 家族 ", "家族会", "", "　") == [
        ["a.html"],
        ["a.html", "b.html"],
        [],
        [],
        [],
    ]


def test_titles_weigh_more_than_headings_than_entries_than_text_than_many_hits(small):
    finder = small(
        {
            "one.html": [("", "", "語")],
            "many.html": [("", "", "語\n語")],
            "entry.html": [("語", "term", "")],
            "heading.html": [("語", "", "")],
            "first.html": [("", "", "語")],
        }
    )
    assert finder.urls("語") == [
        ["heading.html", "entry.html", "many.html", "one.html", "first.html"]
    ]
    assert finder.urls("題0", "題3 語")[0] == ["one.html"]


def test_sections_with_all_terms_come_first_and_then_those_named_so(small):
    below = [("", "", "甲"), ("甲", "", "丁"), ("", "", "甲\n乙"), ("", "", "丙")]
    (page,) = small({"a.html": below}).find("甲 乙")["pages"]
    assert [section["anchor"] for section in page["sections"]] == ["a2", "a1", "a0"]
    both, named, _ = page["sections"]
    assert texts(both["excerpts"]) == ["甲", "乙"]
    assert (texts([named["heading"]]), named["excerpts"]) == (["甲"], [])


def test_notes_for_instructors_are_found_only_where_they_are_shown(small):
    finder = small({"a.html": [("講師メモ", "notes", "問い")]})
    assert len(finder.find("問い")["pages"]) == 1
    assert finder.find("問い", has_notes=False)["pages"] == []


def test_an_excerpt_begins_with_a_sentence_or_shortly_before_the_term(small):
    long = "あ" * 100
    finder = small(
        {
            "a.html": [("", "", f"{long}「次。」ここに語があります。{long}")],
            "b.html": [("", "", f"{long}語")],
        }
    )
    first, second = finder.find("語")["pages"]
    assert texts(first["sections"][0]["excerpts"])[0].startswith("…ここに語があります。あ")
    assert texts(second["sections"][0]["excerpts"]) == [f"…{long[:24]}語"]


def texts(found: list[list[dict]]) -> list[str]:
    return ["".join(piece["text"] for piece in pieces) for pieces in found]


def test_what_is_marked_is_what_was_searched_for_and_stands_so_in_the_text(finder, index):
    blocks = {entry[0]: blocks_of(entry) for entry in index}
    for kind, some in QUERIES.items():
        fold = loosely_folded if kind == LOOSELY else folded
        for query in some:
            terms = [fold(term) for term in query.split()]
            for page in finder.find(query)["pages"]:
                for section in page["sections"]:
                    shown = [section["heading"], *section["excerpts"]]
                    marked = [p["text"] for pieces in shown for p in pieces if p["isMarked"]]
                    assert marked, (query, page["url"], section["anchor"])
                    assert all(fold(text) in terms for text in marked), (query, marked)
                    for text in texts(section["excerpts"]):
                        assert any(text.strip("…") in block for block in blocks[page["url"]])


def test_overlapping_terms_are_marked_as_one(small):
    (page,) = small({"a.html": [("", "", "ピアサポート")]}).find("ピアサ アサポ")["pages"]
    assert page["sections"][0]["excerpts"] == [
        [{"text": "ピアサポ", "isMarked": True}, {"text": "ート", "isMarked": False}]
    ]


def test_a_page_that_is_not_searched_pays_little_for_the_search():
    script = MINIFIERS["js"]((ASSETS / "search-opener.js").read_text(encoding="utf-8"))
    assert len(gzip.compress(script.encode(), 9)) <= MOST_BYTES_FOR_OPENING
