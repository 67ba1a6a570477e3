"""Advice on prose: what it is given for, what it leaves alone, and what its author has weighed."""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from courseware.course import Mistake, read_course
from courseware.course.checks import QUESTIONS_AN_OBJECTIVE, ReferenceFile
from courseware.course.loading import DATES, WORDS
from courseware.course.model import Lesson, Page, Term, WordList
from courseware.course.pages import PageSource, read_page
from courseware.course.prose import Block, blocks, check_prose
from courseware.course.quality import FEWEST_OF_A_BANK, check_quality
from courseware.course.rules import RULES
from tests.course_folder import BANK, GLOSSARY, LESSON, OBJECTIVES, SOURCES, CourseFolder
from tests.small_site import bank_text, single, small_course
from tests.test_pages import PAGES
from tests.test_quality import choice, course_files
from tests.test_rules import DATED_RULE

FILE = "docs/xx/page.md"
MARK = "→"
"""Stands in an example before the paragraph that is given the advice, if it is not the first."""

WORD_LIST = """\
words:
  - {word: 痴呆, instead: 認知症, why: {ja: 旧い名前です, en: an old name}}
  - {word: lunatic, instead: person, why: {en: a slur}}
names:
  - {use: リカバリー, not: [リカバリ, 回復過程]}
  - {use: peer support, not: [peer-support, mutual support]}
abbreviations: [URL]
"""
READ_WORDS = WordList.model_validate(yaml.safe_load(WORD_LIST))
TERM = Term(
    id="aa",
    term={"ja": "AA", "en": "AA"},
    reading="えーえー",
    aliases={"ja": ("自助会（SHG）",)},
    definition={"ja": "会です。"},
    lesson="01-one",
)


def page(text: str, lang: str = "ja", characters: int | None = None) -> tuple[Page, PageSource]:
    """A page, or a lesson of so many characters."""
    source, _ = read_page(text, FILE)
    assert source is not None
    of_all: dict[str, Any] = {
        "lang": lang,
        "path": "page.md",
        "title": "題",
        "headings": source.headings,
        "embeds": (),
        "citations": (),
        "characters": characters or 0,
    }
    if characters is None:
        return Page(**of_all), source
    study: dict[str, Any] = {"description": "題", "checked": date(2026, 11, 23)}
    return Lesson(**of_all, **study, objectives=("O1",), keywords=()), source


def advice(*pages: tuple[Page, PageSource]) -> list[Mistake]:
    """The advice on pages of a course that has a word list and a glossary."""
    terms = ReferenceFile("", (TERM,), None)
    nothing = course_files(bank_text())
    return list(check_prose(replace(nothing, pages=pages, terms=terms, words=READ_WORDS)))


def told(*texts: str, lang: str = "ja") -> list[tuple[int, str]]:
    """Lines and codes of the advice on pages with these texts."""
    return [(one.line, one.rule) for one in advice(*(page(text, lang) for text in texts))]


# The rules, by example -------------------------------------------------------------------------


@dataclass(frozen=True)
class Example:
    """A paragraph that is given the advice, and one that resembles it and is given none."""

    rule: str
    lang: str
    broken: str
    fine: str

    def page(self, *, accepts: str = "") -> tuple[str, int]:
        """A page with the paragraph, and its line. `accepts` is written on the line above it."""
        broken = self.broken if MARK in self.broken else MARK + self.broken
        before, after = within(broken).split(MARK)
        if accepts:
            indent = before.rpartition("\n")[2]
            before += f"<!-- accepts: {accepts} -->\n{indent}"
        return before + after, before.count("\n") + 1


def within(text: str) -> str:
    """A page with the text between others that are given no advice."""
    return f"---\ntitle: 題\n---\n\n## 節 {{#section}}\n\n花が咲く。\n\n{text}\n\n鳥が鳴く。\n"


def examples(rule: str, lang: str, *cases: tuple[str, str]) -> Iterator[Example]:
    for broken, fine in cases:
        yield Example(rule, lang, broken, fine)


HALF, HALF_EN = "花が咲き、" * 9, "flowers bloom and " * 7
LONG, LONG_EN = f"{HALF}{HALF}春です。", f"{HALF_EN}{HALF_EN}it is spring."

EXAMPLES = [
    *examples(
        "T501",
        "ja",
        (LONG, f"{HALF}春です。{HALF}夏です。"),
        (f"- {LONG}", f"- {HALF}\n- {HALF}\n- 春です。"),
        (f"!!! note\n    {MARK}{LONG}", f"!!! note\n    {HALF}です。\n\n    {HALF}です。"),
        (f"{HALF}\n{HALF}春です。", f"| {LONG} |\n|---|\n| {LONG} |"),
        (f"{HALF}（注）{HALF}春です。", f"{HALF}（{HALF}）春です。"),
        (f"{HALF}「はい。」と{HALF}言います。", f"{HALF}「{HALF}。{HALF}」と言います。"),
        (f"**{LONG}**", f"### {LONG}"),
        (f"{LONG}[@S1]", f"{HALF}{{春|はる}}です[@S1; @S2]、[夏](a{'b' * 90}.md)です。"),
    ),
    *examples(
        "T501",
        "en",
        (LONG_EN, f"{HALF_EN}so on. {HALF_EN}so on. {HALF_EN}so on."),
        (f"{HALF_EN}\n{HALF_EN}e.g. here.", f"{HALF_EN}here.\n{HALF_EN}there."),
        (f"- {LONG_EN}", f"- {HALF_EN}\n- {HALF_EN}\n"),
        (f"{HALF_EN}3.5 of {HALF_EN}them.", f"{HALF_EN}({HALF_EN}) here."),
    ),
    *examples(
        "T502",
        "ja",
        ("痴呆の人です。", "認知症の人です。"),
        ("- {痴呆|ちほう}の人", "痴の字と、呆の字です。"),
        ("### 痴**呆**の人 {#name}", "『痴呆の人と生きる』という本です。"),
        (f"!!! scene\n    {MARK}痴呆です。", "`痴呆` と書きません。"),
        ("| 語 |\n|---|\n| 痴呆 |", "| 語 |\n|---|\n| 『痴呆』 |"),
        ("『本』の痴呆『本』です。", "<!-- 痴呆 -->"),
        (f"??? instructor\n    {MARK}痴呆です。", "??? instructor\n    認知症です。"),
        ("[痴呆](a.md)です。", "[語](痴呆.md)です。"),
    ),
    *examples("T502", "en", ("He is a lunatic.", "He has seen the moon.")),
    *examples(
        "T503",
        "ja",
        ("リカバリの話です。", "リカバリーの話です。"),
        ("リカバリーとリカバリです。", "『リカバリの本』を読みます。"),
        ("回復過程です。", "回復の過程です。"),
    ),
    *examples(
        "T503",
        "en",
        ("They learn mutual support.", "They support one another by peer support."),
        ("They learn peer-support.", "A peer supports them."),
    ),
    *examples(
        "T504",
        "ja",
        ("WHOの人です。", "世界保健機関（WHO）の人です。"),
        ("- WHO：世界保健機関", "- WHO（世界保健機関）：世界の組織"),
        ("### WHOの人 {#who}", "### 人 {#who}\n\n![人](WHO.svg)"),
        ("| WHO |\n|---|\n| 人 |", "AAの人とSHGの人です。"),
        ("NPOsと会います。", "URLを開きます。"),
        ("COVID19の年です。", "Aさん、B市、Cさんです。"),
        (f"!!! scene\n    {MARK}WHOです。", "??? instructor\n    WHOです。"),
        ("WHOの人です。\n\nWHO（世界保健機関）です。", "WHO（世界保健機関）です。\n\nWHOです。"),
        ("WHOは組織です（世界の健康の）。", "[WHO](who.md)を読みます。"),
        ("WHOの人です。\n\nまたWHOの人です。", "example.org/WHO と WHO/a と S1-AB と ABc です。"),
        (f"??? instructor\n    WHOです。\n\n{MARK}WHOです。", "AA、AA。"),
    ),
    *examples(
        "T504",
        "en",
        ("The WHO says so.", "The World Health Organization (WHO) says so."),
        ("The NPOs are here.", "NPOs (charities) are here. The NPOs help."),
        ("The FBI and I meet.", "A friend and I meet AA. See the URL."),
    ),
    *examples(
        "T505",
        "ja",
        ("1965年の論文が始まりです。", "1965年の論文が始まりです[@S1]。"),
        ("- 会員は550人です。", "- 会員は何人もいます。"),
        ("参加した人の３０％が続けました。", "参加した人の多くが続けました。"),
        ("基本法に定めがあります。", "基本の定めがあります。"),
        ("第47条に定めがあります。", "第4講で学びます。"),
        ("調査では、多くの人が望むとされています。", "調査の目的を、先に伝えます。"),
        ("仲間の支えには効果があります。", "効果を一緒に確かめます。"),
        ("| 年 |\n|---|\n| 2020年 |", "| 年 |\n|---|\n| 2020年 |\n| 昔[@S1] |"),
        ("`[@S1]`、2020年です。", "2020年です。\n数は三つです[@S1]。"),
        ("2020年です。\n\n三つです[@S1]。", "![図](a.svg)\n2020年です[@S1]。"),
        ("『本』は2020年です。", "『2020年の本』を読みます。"),
        ("2020年の[頁](a.md)を読みます。", "[2020年の頁](a.md)を読みます。"),
        (f'!!! date "時点"\n    {MARK}2026年です。', '!!! scene "2020年"\n    2026年です。'),
        (f"!!! note\n    {MARK}2026年です。", '!!! suggestion "案"\n    2026年に始めましょう。'),
        (f"???+ note\n    {MARK}2026年です。", "??? instructor\n    1年。\n\n    2026年です。"),
        (f"!!! scene\n    花。\n  {MARK}2026年です。", "!!! scene\n    花。\n    2026年です。"),
        (f"!!! scene\n    花。\n\n{MARK}2026年です。", "!!! scene\n    - 花。\n    - 2026年です。"),
        (f"## 次 {{#next}}\n\n{MARK}2020年です。", "## 要点 {#key-points}\n\n2020年です。"),
        (f"## 次 {{#plain-talk}}\n\n{MARK}2020年です。", "## やさしく {#plain}\n\n2020年です。"),
        (
            f"### 次 {{#sources}}\n\n{MARK}2020年です。",
            "## 本 {#sources}\n\n### b {#b}\n\n2020年。",
        ),
        (f"## 要点 {{#key-points}}\n\n## 次 {{#n}}\n\n{MARK}2020年です。", "## 2020年 {#n}"),
    ),
    *examples(
        "T505",
        "en",
        ("It began in 1965.", "It began in 1965 [@S1]."),
        ("In all, 30% went on.", "In all, many went on."),
        ("- It had 550 members.", "- It had members of all ages."),
        ("The Welfare Act says so.", "To act is better than to wait."),
        ("See Section 47 for that.", "See the next section for that."),
        ("Studies show that it helps.", "Study it together."),
        (f"!!! note\n    {MARK}It began in 1965.", "!!! scene\n    It began in 1965."),
    ),
]
ON_MORE_THAN_A_PARAGRAPH = {"T506", "T507"}


def _named(example: Example) -> str:
    return f"{example.rule} {example.broken[:30]}"


def test_every_piece_of_advice_on_prose_has_an_example():
    of_prose = {code for code, rule in RULES.items() if rule.is_advice and code[0] == "T"}
    assert {example.rule for example in EXAMPLES} == of_prose - ON_MORE_THAN_A_PARAGRAPH


@pytest.mark.parametrize("example", EXAMPLES, ids=_named)
def test_advice_is_given_where_the_paragraph_begins(example):
    text, line = example.page()
    (found,) = advice(page(text, example.lang))
    assert (found.file, found.line, found.rule) == (FILE, line, example.rule)
    assert found.is_advice


@pytest.mark.parametrize("example", EXAMPLES, ids=_named)
def test_what_only_resembles_it_is_given_no_advice(example):
    assert told(within(example.fine), lang=example.lang) == []


@pytest.mark.parametrize("lang", ["ja", "en"])
@pytest.mark.parametrize("example", EXAMPLES, ids=_named)
def test_advice_names_all_its_details(example, lang):
    (found,) = advice(page(example.page()[0], example.lang))
    message = found.what(lang) + found.mend(lang)
    assert all(str(value) in message for value in found.details.values())


@pytest.mark.parametrize("example", EXAMPLES, ids=_named)
def test_languages_that_nobody_has_described_are_given_no_advice(example):
    assert told(example.page(accepts="T507")[0], lang="fr") == []


def test_a_paragraph_is_told_of_each_word_and_each_sentence():
    text = f"痴呆、リカバリ、回復過程、WHO、FBI、2020年。{LONG}{LONG}"
    rules = ["T501", "T501", "T502", "T503", "T503", "T504", "T504", "T505"]
    assert [rule for _, rule in told(text)] == rules


@pytest.mark.parametrize(("lang", "longest"), [("ja", 90), ("en", 240)])
def test_a_sentence_may_be_so_long_and_no_longer(lang, longest):
    text = "あ" * (longest - 1) + {"ja": "。", "en": "."}[lang]
    assert told(text, lang=lang) == []
    (found,) = advice(page("あ" + text, lang))
    assert found.details == {"count": longest + 1, "text": "あ" * 12}


def test_an_abbreviation_is_told_once_a_page():
    assert told("WHO\n\nWHO", "WHO\n\nWHO") == [(1, "T504"), (1, "T504")]


def test_an_explanation_on_one_page_is_none_on_another():
    assert told("世界保健機関（WHO）", "花\n\nWHO") == [(3, "T504")]


def test_a_word_without_a_reason_in_the_language_of_the_page_has_that_of_another():
    (found,) = advice(page("lunatic", "ja"))
    assert found.details["why"] == "a slur"


# What the author has weighed -------------------------------------------------------------------


@pytest.mark.parametrize("example", EXAMPLES, ids=_named)
def test_advice_that_its_author_has_weighed_is_not_given(example):
    assert told(example.page(accepts=example.rule)[0], lang=example.lang) == []


@pytest.mark.parametrize("example", EXAMPLES, ids=_named)
def test_what_is_accepted_without_need_is_told_where_it_is_accepted(example):
    text = within(f"<!-- accepts: {example.rule} -->\n{example.fine}")
    (found,) = advice(page(text, example.lang))
    assert (found.line, found.rule) == (9, "T507")
    assert example.rule in found.what("ja")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("<!-- accepts: T505 -->\n2020年です。\n\n2021年です。", [(4, "T505")]),
        ("<!-- accepts: T505 -->\n- 2020年\n- 2021年", [(3, "T505")]),
        ("<!-- accepts: T505 -->\n2020年\n2021年", []),
        ("<!-- accepts: T502 T505 -->\n痴呆、2020年", []),
        ("<!--accepts:T502-->\n<!-- accepts:  T505  -->\n痴呆、2020年", []),
        ("<!-- accepts: T505 -->\n\n<!-- quiz: a -->\n\n2020年", []),
        ("<!-- accepts: T505 -->\n!!! note\n    2020年\n\n    2021年", [(5, "T505")]),
        ("<!-- accepts: T505 -->\n痴呆、2020年", [(2, "T502")]),
        ("<!-- accepts: T502 T505 -->\n2020年", [(1, "T507")]),
        ("<!-- accepts: T502 -->\n<!-- accepts: T505 -->\n痴呆", [(2, "T507")]),
        ("<!-- accepts: T502 -->\n2020年", [(2, "T505"), (1, "T507")]),
        ("<!-- accepts: Q140 T999 T507 -->\n花", [(1, "T507")] * 3),
        ("<!-- accept: T505 -->\n2020年", [(2, "T505")]),
        ("2020年\n<!-- accepts: T505 -->\n2021年", [(1, "T505")]),
    ],
)
def test_what_is_accepted_holds_for_the_next_paragraph_and_no_other(text, expected):
    assert told(text) == expected


# The length of a lesson ------------------------------------------------------------------------

SIZES = [("ja", 2500, 4500), ("en", 5000, 12000)]


@pytest.mark.parametrize(("lang", "least", "most"), SIZES)
def test_a_lesson_is_told_that_it_is_too_short_or_too_long(lang, least, most):
    for characters in (0, least - 1, most + 1):
        (found,) = advice(page(within("花"), lang, characters))
        assert (found.file, found.line, found.column, found.rule) == (FILE, 1, 1, "T506")
        assert found.details == {"count": characters, "least": least, "most": most}
        for number in (characters, least, most):
            assert str(number) in found.what("en")
            assert str(number) in found.what("ja")


@pytest.mark.parametrize(("lang", "least", "most"), SIZES)
def test_a_lesson_of_the_right_length_is_told_nothing(lang, least, most):
    assert advice(page("花", lang, least), page("花", lang, most)) == []


@pytest.mark.parametrize(
    "text",
    [
        "<!-- accepts: T506 -->\n花\n\n鳥",
        "花\n\n<!-- accepts: T506 -->\n- 鳥",
        "!!! note\n    <!-- accepts: T506 -->\n    花",
        "<!-- accepts: T506 T505 -->\n2020年",
    ],
)
def test_the_length_is_accepted_above_any_paragraph(text):
    assert advice(page(text, characters=10)) == []


@pytest.mark.parametrize("characters", [None, 3000])
def test_a_length_that_is_accepted_without_need_is_told(characters):
    (found,) = advice(page("花\n\n<!-- accepts: T506 -->\n鳥", characters=characters))
    assert (found.line, found.rule, found.details) == (3, "T507", {"code": "T506"})


def test_who_accepts_other_advice_is_told_of_the_length():
    text = "<!-- accepts: T505 -->\n2020年"
    assert [one.rule for one in advice(page(text, characters=10))] == ["T506"]


def test_the_length_is_accepted_once():
    text = "<!-- accepts: T506 -->\n花\n\n<!-- accepts: T506 -->\n鳥"
    assert [(one.line, one.rule) for one in advice(page(text, characters=10))] == [(4, "T507")]


# Questions and definitions ---------------------------------------------------------------------


def on_question(question: dict[str, Any]) -> list[tuple[str, str]]:
    """Codes of the advice on a question, with the lines that they point to."""
    text = bank_text(question)
    found = check_quality(replace(course_files(text), words=READ_WORDS))
    return [(one.rule, text.split("\n")[one.line - 1].strip()) for one in found]


@pytest.mark.parametrize(("rule", "word"), [("T502", "痴呆"), ("T503", "リカバリ")])
def test_words_of_a_question_are_told_except_in_distractors(rule, word):
    question = choice("ja", "春", f"{word}の名前", "紙")
    assert on_question(question) == []
    question["options"][0]["text"] = f"{word}の春"
    question["options"][1]["feedback"] = f"{word}は季節の名前ではありません。"
    question["explanation"] = f"{word}の説明です。"
    question["stem"] = f"{word}はどれですか。"
    assert sorted(on_question(question)) == [
        (rule, f"explanation: {word}の説明です。"),
        (rule, f"feedback: {word}は季節の名前ではありません。"),
        (rule, f"stem: {word}はどれですか。"),
        (rule, f"text: {word}の春"),
    ]
    assert on_question({**question, "accepts": [rule]}) == []


def test_a_word_that_a_question_accepts_without_need_is_told():
    assert on_question(choice("ja", "春", "痴呆", "紙", accepts=["T502"])) == [("Q142", "- T502")]


def found_in(folder: CourseFolder, *rules: str) -> list[tuple[str, int, str]]:
    """File, line and code of the advice of these rules on a course, which has no mistakes."""
    course, found = read_course(folder.root)
    assert course is not None, found
    return [(one.file, one.line, one.rule) for one in found if one.rule in rules]


@pytest.fixture
def folder(tmp_path):
    return CourseFolder(tmp_path)


@pytest.mark.parametrize(
    ("definition", "told"),
    [
        ("痴呆の人です。", ["T502"]),
        ("リカバリです。", ["T503"]),
        (LONG, ["T501"]),
        ("認知症の人です。", []),
        ("2020年のWHOです。", []),  # its sources are a list, and its name is what it explains
    ],
)
def test_definitions_of_the_glossary_are_told_of_words_and_long_sentences(folder, definition, told):
    folder.write(WORDS, WORD_LIST)
    folder.edit(GLOSSARY, "季節のひとつです。", definition)
    line = folder.line_of(GLOSSARY, "definition:")
    rules = [code for code in RULES if code[0] == "T"]
    assert found_in(folder, *rules) == [(GLOSSARY, line, rule) for rule in told]


# The word list ---------------------------------------------------------------------------------


def test_words_are_looked_for_if_the_course_has_a_list_of_them(folder):
    folder.edit(LESSON, "- 仲間がいる。", "- 痴呆、リカバリ、URL")
    line = folder.line_of(LESSON, "痴呆")
    assert found_in(folder, "T502", "T503", "T504") == [(LESSON, line, "T504")]
    folder.write(WORDS, WORD_LIST)
    assert found_in(folder, "T502", "T503", "T504") == [(LESSON, line, r) for r in ("T502", "T503")]


@pytest.mark.parametrize(
    ("text", "line", "rule"),
    [
        ("names: []\nword: []\n", 2, "Y005"),
        ("words:\n- {word: a, instead: b, why: {}}\n- {word: c, why: {}}\n", 3, "Y004"),
        ("names:\n- {use: a, not: b}\n", 2, "Y006"),
        ("names:\n- {use: a,\n   not: []}\n", 3, "Y006"),
        ("abbreviations: [WHO,\n  19]\n", 2, "Y006"),
        ("names:\n- {use: a, not: [b}\n", 2, "Y001"),
    ],
)
def test_a_word_list_that_cannot_be_read_is_a_mistake_with_its_place(folder, text, line, rule):
    folder.write(WORDS, text)
    assert [(one.file, one.line, one.rule) for one in folder.mistakes()] == [(WORDS, line, rule)]


def test_what_a_word_list_with_faults_would_say_is_not_known_yet(folder):
    folder.write(WORDS, "word: []\n")
    folder.edit(LESSON, "仲間の支えです[@S1]。", "<!-- accepts: T502 -->\nWHOです[@S1]。")
    folder.edit(BANK, "stem: どれですか。", "stem: どれですか。\n    accepts: [T503]")
    found = {one.rule for one in read_course(folder.root)[1]}
    assert found.isdisjoint({"T502", "T503", "T504", "T507", "Q142"})


# What holds at a date --------------------------------------------------------------------------

THIRD_SOURCE = "- {id: S3, kind: web, level: primary, author: 人, title: 題, read: full}\n"


@pytest.mark.parametrize(
    ("text", "missing"),
    [
        ("!!! date\n    料金です[@S1; @S2]。", "S2"),
        ("??? date\n    花です[@S1]。\n\n    料金です[@S2; @S3]。", "S2, S3"),
        ("!!! date\n    料金です[@S1]。", None),
        ("!!! date\n    料金です。", None),
        ("!!! date\n    `[@S2]`", None),
        ("!!! note\n    料金です[@S2]。", None),
        ("!!! date\n    花です[@S1]。\n\n料金です[@S2]。", None),
    ],
)
def test_what_a_page_says_to_hold_at_a_date_is_on_the_list_to_look_at_again(folder, text, missing):
    folder.write(SOURCES, folder.text(SOURCES) + THIRD_SOURCE)
    folder.edit(LESSON, "- 仲間がいる。", text)
    assert found_in(folder, "R321") == []  # the course has no such list yet
    folder.write(DATES, DATED_RULE.format(sources="S1"))
    line = folder.line_of(LESSON, "料金") if missing else 0
    assert found_in(folder, "R321") == [(LESSON, line, "R321")] * bool(missing)
    for found in read_course(folder.root)[1]:
        if found.rule == "R321":
            assert found.details == {"ids": missing, "list": DATES}


def test_every_entry_of_the_list_counts(folder):
    folder.edit(LESSON, "- 仲間がいる。", "!!! date\n    料金です[@S1; @S2]。")
    entries = [DATED_RULE.format(sources=id) for id in ("S1", "S2")]
    folder.write(DATES, entries[0] + entries[1].replace("fee", "fine", 1))
    assert found_in(folder, "R321") == []


def test_no_date_is_missing_from_a_list_that_cannot_be_read(folder):
    folder.edit(LESSON, "仲間の支えです[@S1]。", '!!! date "2026年11月時点"\n    支えます[@S1]。')
    folder.write(DATES, "- {id: law}\n")
    found = {(one.file, one.rule) for one in read_course(folder.root)[1] if not one.is_advice}
    assert found == {(DATES, "Y004")}
    assert "R321" not in {one.rule for one in read_course(folder.root)[1]}


@pytest.mark.parametrize("list_", [DATES, WORDS])
def test_a_list_of_nothing_but_comments_is_as_none(folder, list_):
    folder.write(list_, "# まだありません\n\n")
    assert folder.mistakes() == ()


# How often an objective is asked ---------------------------------------------------------------


def course_asking(root, *objectives: str) -> CourseFolder:
    """A course with a question for each: `O1` or `O1 O2`."""
    questions = [single(f"q-{n}", objectives=each.split()) for n, each in enumerate(objectives)]
    questions[0]["points"] = ["p-two"]
    return small_course(root, *questions)


@pytest.mark.parametrize(
    ("objectives", "told"),
    [
        (["O1"] * 7 + ["O2"] * 5, [2]),
        (["O1"] * 6 + ["O2"] * 6, []),
        (["O1 O2"] * 6 + ["O1"] * 6, []),
        (["O1 O2"] * 5 + ["O1"] * 6, [2]),
        (["O1"] * 5 + ["O2"] * 5, [1, 2]),
        (["O2"] * FEWEST_OF_A_BANK, [1]),
        (["O2"] * (FEWEST_OF_A_BANK - 1), []),
    ],
)
def test_an_objective_that_few_questions_ask_for_is_told(tmp_path, objectives, told):
    folder = course_asking(tmp_path, *objectives)
    assert found_in(folder, "C405") == [(OBJECTIVES, line, "C405") for line in told]


def test_the_advice_on_an_objective_says_how_many_questions_there_are(tmp_path):
    folder = course_asking(tmp_path, *["O1"] * 9, "O2")
    (found,) = [one for one in read_course(folder.root)[1] if one.rule == "C405"]
    assert found.details == {"id": "O2", "count": 1, "least": QUESTIONS_AN_OBJECTIVE}


def test_while_questions_cannot_be_read_nothing_is_said_of_objectives(tmp_path):
    folder = course_asking(tmp_path, *["O1"] * 12, "O2")
    folder.write(BANK, folder.text(BANK).replace("level: recall", "level: hard", 1))
    assert [one.rule for one in read_course(folder.root)[1] if one.rule[0] == "C"] == []


# Paragraphs ------------------------------------------------------------------------------------

PAGE = """\
---
title: 題
---
はじめに
続き
## 節 {#one}
文
- 一つ
  続き
    - 二つ
1. 三つ

| 表 |
|---|
文

!!! scene "題"
    - 場面

    <!-- accepts: T501 T502 -->
    場面
??? note
    注
<!-- quiz: a -->
文
### 小節 {#two}
```
コード
```
# 章 {#three}
文
"""


def test_a_page_is_divided_into_paragraphs_items_headings_and_tables():
    _, source = page(PAGE)
    assert [
        (one.line, one.text, one.kind, one.box, one.section, one.accepts) for one in blocks(source)
    ] == [
        (4, "はじめに\n続き", "text", None, None, ()),
        (6, "## 節 {#one}", "heading", None, "one", ()),
        (7, "文", "text", None, "one", ()),
        (8, "- 一つ\n続き", "text", None, "one", ()),
        (10, "- 二つ", "text", None, "one", ()),
        (11, "1. 三つ", "text", None, "one", ()),
        (13, "| 表 |\n|---|", "table", None, "one", ()),
        (15, "文", "text", None, "one", ()),
        (17, "題", "heading", "scene", "one", ()),
        (18, "- 場面", "text", "scene", "one", ()),
        (21, "場面", "text", "scene", "one", (("T501", 20), ("T502", 20))),
        (23, "注", "text", "note", "one", ()),
        (25, "文", "text", None, "one", ()),
        (26, "### 小節 {#two}", "heading", None, "one", ()),
        (30, "# 章 {#three}", "heading", None, "three", ()),
        (31, "文", "text", None, "three", ()),
    ]


TEXT = ["花が咲く。", "- 一つ", "  続き", "1. 二つ", "    字下げ", "> 引用", "!!!", "| 表 |"]
TEXT += ["|---|", "## 節 {#one}", "### 節 {#two}", "# 節", "文 <!-- 注 -->", "    - 三つ", "\t四つ"]
NO_TEXT = ["", "  ", "<!-- quiz: a -->", "    <!-- accepts: T505 T502 -->", "<!-- accepts: x -->"]
NO_TEXT += ['!!! scene "題"', "???+ instructor", "??? note", "`花`"]
LINES = st.lists(st.sampled_from([*TEXT, *NO_TEXT]), max_size=30)


def lines_of(found: list[Block]) -> list[tuple[int, str]]:
    return [
        (block.line + number, line)
        for block in found
        for number, line in enumerate(block.text.split("\n"))
    ]


@settings(max_examples=300, deadline=None)
@given(front=st.sampled_from(["", "---\ntitle: 題\n---\n"]), lines=LINES)
def test_every_line_of_text_is_in_one_paragraph_and_keeps_its_number(front, lines):
    found = list(blocks(page(front + "\n".join(lines))[1]))
    first = front.count("\n") + 1
    numbered = enumerate(lines, start=first)
    shown = {line: line.strip() for line in TEXT} | {"文 <!-- 注 -->": "文", '!!! scene "題"': "題"}
    found = [block for block in found if block.kind != "nothing"]
    assert lines_of(found) == [(n, shown[line]) for n, line in numbered if line in shown]
    for block in found:
        assert block.kind != "heading" or "\n" not in block.text
        assert {line.startswith("|") for line in block.text.split("\n")} == {block.kind == "table"}


@settings(max_examples=300, deadline=None)
@given(lines=LINES)
def test_all_that_is_accepted_above_a_paragraph_belongs_to_it(lines):
    # At the end stands a paragraph, for which what was accepted last is.
    found = list(blocks(page("\n".join([*lines, "", "おわり"]))[1]))
    accepted = [(n, code) for block in found for code, n in block.accepts]
    comments = [n for n, line in enumerate(lines, start=1) if "accepts: T" in line]
    assert accepted == [(n, code) for n in comments for code in ("T505", "T502")]
    assert all(line < block.line for block in found for _, line in block.accepts)


def test_comments_are_no_text_however_many_lines_they_have():
    text = "前 <!-- 一\n1965年\n--> 後\n\n<!-- 二\n1965年\n-->\n"
    assert lines_of(list(blocks(page(text)[1]))) == [(1, "前"), (3, "後")]


def test_what_is_accepted_where_no_paragraph_follows_is_not_needed():
    assert told("次です。\n\n<!-- accepts: T505 -->\n") == [(3, "T507")]


def test_words_are_found_across_the_end_of_a_line_and_in_titles_of_boxes():
    assert told("昔は痴\n呆と呼びました。\n") == [(1, "T502")]
    assert told('!!! scene "痴呆の場面"\n    文です。\n') == [(1, "T502")]


# Any text --------------------------------------------------------------------------------------

PIECES = ["<!-- accepts: T505 -->", "<!-- accepts: T506 T5", "<!--", "-->", "!!! scene", "[@S1]"]
PIECES += [
    "??? instructor\n",
    "    ",
    "\n",
    "\n\n",
    "- ",
    "| ",
    "## ",
    "{#plain}",
    "](a)",
    ") ",
    ". ",
]
PIECES += ["WHO", "AAs", "痴呆", "リカバリ", "2020年", "研究", "示す", "花" * 91, "flower " * 40]
ODD = st.lists(st.sampled_from([*PIECES, *"ー『』（）([`{|}。\t\r\u2028"]), max_size=30).map(
    "".join
)


@settings(max_examples=300, deadline=None)
@given(lang=st.sampled_from(["ja", "en", "fr"]), text=st.one_of(PAGES, ODD), size=st.integers(0))
def test_no_text_stops_the_check(lang, text, size):
    source, _ = read_page(text, FILE)
    if source is None:
        return
    for found in advice(page(text, lang), page(text, lang, size)):
        assert found.is_advice
        assert 1 <= found.line <= text.count("\n") + 1
        assert found.line_for_terminal("ja") != found.line_for_terminal("en")


SECONDS = 5
"""Much more than it takes, and much less than where the time grows by powers."""


@pytest.mark.parametrize(
    "part",
    ["which ", "「", "『", "研究", "効果", "（", "1", "**", "WHO", "{a|", "not ", "e.g. ", "- "],
)
@pytest.mark.parametrize("lang", ["ja", "en"])
def test_a_long_text_is_read_in_time(lang, part):
    began = time.process_time()
    told(part * 2000, lang=lang)
    assert time.process_time() - began < SECONDS
