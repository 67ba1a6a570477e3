"""Reading Markdown pages: what counts as syntax, where it stands, and what a learner reads."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from courseware.course.pages import cited_ids, mask_code, read_page, running_text

SYNTAX = st.sampled_from(
    [
        *("---\n", "title: a\n", "\n", "\n\n", " ", "    ", "あ", "漢字", "a"),
        *("`", "``", "```", "~~~", "```\n", "> ", "- ", "\\"),
        *("# ", "## ", "{#", "{#id}", ' points="a b"', ' priority="1"', " .", "=", '"', "}", "{"),
        *("<!--", "-->", "<!-- quiz: a -->", "<!-- quiz", ": ", "rest", "<quiz>", "</quiz>"),
        *("[@S1]", "[@", "@S1", "; ", "]", "[", "](", "![", ")", "{漢|かん}", "|"),
        *(
            "＃",
            "｛",
            "｜",
            "｝",
            "［＠",
            "！！！ ",
            "？？？ ",
            '??? instructor "x"\n',
            "!!! note\n",
        ),
    ]
)
PAGES = st.one_of(st.text(), st.lists(SYNTAX, max_size=30).map("".join))
"""Any text at all, and text made of the marks of the syntax in any order."""

thoroughly = settings(max_examples=300, deadline=None)


def source(text: str):
    page, mistakes = read_page(text, "a.md")
    assert page is not None, mistakes
    return page


def rules(text: str) -> list[tuple[int, int, str]]:
    return [(m.line, m.column, m.rule) for m in read_page(text, "a.md")[1]]


# Any text --------------------------------------------------------------------------------------


@given(PAGES)
@thoroughly
def test_any_text_is_read_or_its_mistakes_are_told(text):
    page, mistakes = read_page(text, "a.md")
    assert page is not None or mistakes
    for mistake in mistakes:
        assert mistake.line >= 1
        assert mistake.column >= 1
        assert mistake.line_for_terminal("ja") != mistake.line_for_terminal("en")


@given(PAGES)
@thoroughly
def test_masking_code_keeps_length_and_lines(text):
    masked = mask_code(text)
    assert [len(line) for line in masked.split("\n")] == [len(line) for line in text.split("\n")]


@given(PAGES)
@thoroughly
def test_masking_code_only_ever_writes_spaces(text):
    assert all(new in (" ", old) for new, old in zip(mask_code(text), text, strict=True))


@given(PAGES)
@thoroughly
def test_what_is_found_lies_within_the_page(text):
    page, _ = read_page(text, "a.md")
    if page:
        lines = text.split("\n")
        for embed in page.embeds:
            assert lines[embed.line - 1][embed.column - 1 :].startswith("<!--")
        for _, line, column in page.citations:
            assert lines[line - 1][column - 1 :].startswith("[@")
        for heading in page.headings:
            assert lines[heading.line - 1].startswith("#" * heading.depth)


@given(PAGES)
@thoroughly
def test_counting_never_fails_and_never_counts_more_than_there_is(text):
    assert len(running_text(text)) <= len(text)


# Code ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "code",
    [
        "```\nCODE\n```",
        "~~~\nCODE\n~~~",
        "``` yaml\nCODE\n```",
        "````\n```\nCODE\n````",
        "```\n~~~\nCODE\n```",
        "    ```\n    CODE\n    ```",
        "> ```\n> CODE\n> ```",
        "```\nCODE",
        "`CODE`",
        "``a ` CODE``",
        "`a\nCODE`",
    ],
)
def test_code_is_masked(code):
    assert "CODE" not in mask_code(f"before\n\n{code}")


@pytest.mark.parametrize(
    "text",
    [
        "```\nx\n```\nTEXT",
        "````\nx\n```\n````\nTEXT",
        "`a` TEXT `b`",
        "` TEXT",
        "`` TEXT `",
        "\\`TEXT\\`",
        "```a``` TEXT",
        "```a```\nTEXT",
        "a ` b\n\nTEXT\n\nc ` d",
        "a ` b\n  \nTEXT ` d",
        "~~TEXT~~",
    ],
)
def test_what_only_resembles_code_is_not_masked(text):
    assert "TEXT" in mask_code(text)


def test_nothing_in_code_is_syntax():
    code = "## a\n<!-- quiz: a -->\n[@S1]\n<quiz>\n［＠S1］\n＃ b\n｛字｜じ｝"
    page, mistakes = read_page(f"```\n{code}\n```\n", "a.md")
    assert mistakes == []
    assert page is not None
    assert (page.headings, page.embeds, page.citations) == ((), (), ())


# Front matter ----------------------------------------------------------------------------------


def test_lines_are_counted_from_the_top_of_the_file_not_of_the_text():
    page = source("---\ntitle: a\n---\n\n## b {#b}\n\n<!-- quiz: c -->\n\nd[@S1]\n")
    assert page.headings[0].line == 5
    assert page.embeds[0].line == 7
    assert page.citations == (("S1", 9, 2),)
    assert page.meta.place(("title",)) == (2, 1)


@pytest.mark.parametrize("text", ["", "a\n", "---\n---\n", "---\n# only a remark\n---\n", "---\na"])
def test_a_page_may_lack_front_matter(text):
    assert source(text).meta.data == {}


def test_front_matter_that_is_not_yaml_is_told_with_its_line():
    page, mistakes = read_page("---\ntitle: a\nkeys: [b\n---\n", "a.md")
    assert page is None
    assert [(m.line, m.rule) for m in mistakes] == [(4, "Y001")]


# Headings --------------------------------------------------------------------------------------


def test_a_heading_carries_id_points_objectives_and_priority():
    (heading,) = source('### 見出し {#an-id points="p q" objectives="O1 O2" priority="2"}').headings
    assert heading.depth == 3
    assert heading.text == "見出し"
    assert heading.id == "an-id"
    assert heading.points == ("p", "q")
    assert heading.objectives == ("O1", "O2")
    assert heading.priority == 2


@pytest.mark.parametrize(
    ("line", "text", "id"),
    [
        ("## a", "a", None),
        ("## a {#b}", "a", "b"),
        ("## a {: #b }", "a", "b"),
        ("## a {#b}  ", "a", "b"),
        ("## a{#b}", "a{#b}", None),  # Python-Markdown, too, wants a space there
        ("## {仲間|なかま}と {#b}", "仲間と", "b"),
        ("## {仲間|なかま}", "仲間", None),
        ("## a {.wide}", "a", None),
    ],
)
def test_the_text_of_a_heading_is_without_its_attributes_and_readings(line, text, id):
    (heading,) = source(line).headings
    assert (heading.text, heading.id) == (text, id)


@pytest.mark.parametrize(
    "text", ["#a", " # a", "    ## a", "#######  a", "<!--\n## a\n-->", "a # b"]
)
def test_what_only_resembles_a_heading_is_none(text):
    assert source(text).headings == ()


def test_a_section_ends_at_the_next_heading_of_its_depth():
    page = source("---\ntitle: a\n---\n## a {#a}\nb\n### c {#c}\nd\n## e {#e}\nf")
    assert page.section("a") == [(5, "b"), (6, "### c {#c}"), (7, "d")]
    assert page.section("c") == [(7, "d")]
    assert page.section("e") == [(9, "f")]
    assert page.section("g") == []


# Placeholders ----------------------------------------------------------------------------------


@pytest.mark.parametrize("text", ["<!-- quiz: a-b -->", "<!--quiz:a-b-->", "<!--  quiz: a-b  -->"])
def test_a_placeholder_names_a_question(text):
    (embed,) = source(text).embeds
    assert embed.question == "a-b"
    assert rules(text) == []


def test_a_placeholder_may_stand_in_a_list_or_an_admonition():
    page = source("- a\n\n    <!-- quiz: b -->\n\n!!! note\n    <!-- quiz: c -->\n")
    assert [(e.question, e.line, e.column) for e in page.embeds] == [("b", 3, 5), ("c", 6, 5)]
    assert rules("- a\n\n    <!-- quiz: b -->\n") == []


@pytest.mark.parametrize(
    "text", ["a <!-- quiz: b -->", "<!-- quiz: b --> a", "<!-- quiz: b --><!-- quiz: c -->"]
)
def test_a_placeholder_stands_alone_on_its_line(text):
    assert {rule for _, _, rule in rules(text)} == {"P209"}


@pytest.mark.parametrize(
    "text",
    [
        "<!-- quiz a -->",
        "<!-- quiz: -->",
        "<!-- quiz: A -->",
        "<!-- quiz: a b -->",
        "<!-- quiz: 問題 -->",
        "<!-- quiz: a_b -->",
    ],
)
def test_a_placeholder_that_names_nothing_is_told(text):
    assert rules(text) == [(1, 1, "P219")]


@pytest.mark.parametrize("text", ["<!-- sources -->", "<!-- a quiz: b -->", "<!-- quizzes -->"])
def test_other_comments_are_left_alone(text):
    assert rules(text) == []
    assert source(text).embeds == ()


def test_a_raw_quiz_is_told_at_each_of_its_tags():
    assert rules("a\n<quiz>\nb\n</QUIZ >") == [(2, 1, "P205"), (4, 1, "P205")]


@pytest.mark.parametrize(
    ("text", "column"),
    [
        ("＃ 見出し", 1),
        ("＃＃ 見出し", 1),
        ("## 見出し ｛#id｝", 8),
        ("## 見出し {＃id}", 8),
        ("本文［@S1］", 3),
        ("本文[＠S1]", 3),
        ("<！-- quiz: a -->", 1),
        ("＜!-- quiz: a -->", 1),
        ("<!ーー quiz: a -->", 1),
        ("<!-- quiz： a -->", 1),
        ("！！！ note", 1),
        ("？？？ instructor", 1),
        ("ああ｛仲間|なかま｝", 3),
        ("ああ{仲間｜なかま}", 3),
    ],
)
def test_a_mark_typed_in_full_width_is_told_where_it_stands(text, column):
    assert (2, column, "P204") in rules("\n" + text)
    assert {rule for _, _, rule in rules(text)} <= {"P204", "P201", "P213"}


@pytest.mark.parametrize(
    "text", ["よいですか！？", "（かっこ）", "［注］", "本当！！！", "｛a｝", "５＃"]
)
def test_full_width_marks_of_ordinary_text_are_left_alone(text):
    assert rules(text) == []


# Citations -------------------------------------------------------------------------------------


def test_citations_come_in_order_with_their_places():
    assert source("a[@S2]b\n[@S1; @S2]").citations == (("S2", 1, 2), ("S1", 2, 1), ("S2", 2, 1))


def test_a_comment_cites_nothing():
    assert source("<!-- [@S1] -->").citations == ()


@pytest.mark.parametrize("text", ["[@S1, @S2]", "[@S1 @S2]", "[@]", "[@S1; p. 3]", "[@S1;]"])
def test_a_citation_that_cannot_be_read_is_told(text):
    assert rules(text) == [(1, 1, "P219")]


@pytest.mark.parametrize("text", ["[S1]", "a@example.org", "[mail](mailto:a@example.org)", "@S1"])
def test_what_only_resembles_a_citation_is_none(text):
    assert source(text).citations == ()
    assert rules(text) == []


def test_the_ids_cited_in_a_text_come_once_each_in_their_order():
    assert cited_ids("a[@S2; @S1]b[@S2] `[@S3]` [@S8b]") == ("S2", "S1", "S8b")


# What a learner reads --------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("body", "read"),
    [
        ("あい うえ\nお", "あいうえお"),
        ("**あ**と_い_", "あとい"),
        ('## あ {#a points="b"}', "あ"),
        ("- あ\n- い\n    - う\n+ え", "あいうえ"),
        ("> あ", "あ"),
        ("| あ | い |", "あい"),
        ("{仲間|なかま}", "仲間"),
        ("[第一講](01-one.md)へ", "第一講へ"),
        ("![丸い図](a.svg)", "丸い図"),
        ("あ[@S1; @S2]。", "あ。"),
        ("<!-- quiz: a -->あ<!--\nい\n-->", "あ"),
        ('!!! scene "場面"\n    あ', '"場面"あ'),
        ('あ\n\n??? instructor "講師メモ"\n    い\n\n    う\n\nえ', "あえ"),
        ('???+ instructor "講師メモ"\n    い\n', ""),
        ('??? note "メモ"\n    い\n', '"メモ"い'),
        ("", ""),
    ],
)
def test_running_text_is_what_a_learner_reads(body, read):
    assert running_text(body) == read
