"""Reading the question bank: where values stand, what each type needs, what no page can carry."""

from __future__ import annotations

import string

import pytest
import yaml
from hypothesis import example, given, settings
from hypothesis import strategies as st

from courseware.course.bank import read_bank_file
from courseware.course.model import FillIn, Matching, MultipleChoice, Ordering, SingleChoice
from courseware.course.positions import read_yaml
from courseware.course.rules import ADVICE_ON_MARKS
from tests.course_folder import BANK, FILES, CourseFolder

thoroughly = settings(max_examples=300, deadline=None)


def question(type_: str) -> dict:
    """A question of the small course as plain data."""
    questions = yaml.safe_load(FILES[BANK])["questions"]
    return next(q for q in questions if q["type"] == type_)


def read(*questions: dict):
    data = {"lesson": "01-one", "questions": list(questions)}
    return read_bank_file(yaml.safe_dump(data, allow_unicode=True), "a.yml", "ja")


def rules(*questions: dict) -> list[str]:
    return [m.rule for m in read(*questions)[1]]


# YAML with places ------------------------------------------------------------------------------


def test_every_value_knows_its_line_and_column():
    located, _ = read_yaml("a: 1\nb:\n  - c\n  - {d: e,\n     f: g}\n", "a.yml")
    assert located is not None
    assert located.data == {"a": 1, "b": ["c", {"d": "e", "f": "g"}]}
    assert located.place(("a",)) == (1, 1)
    assert located.place(("b",)) == (2, 1)
    assert located.place(("b", 0)) == (3, 5)
    assert located.place(("b", 1, "d")) == (4, 6)
    assert located.place(("b", 1, "f")) == (5, 6)


def test_what_does_not_exist_is_at_the_place_of_what_is_around_it():
    located, _ = read_yaml("a:\n  b: 1\n", "a.yml")
    assert located is not None
    assert located.place(("a", "z", 3)) == (1, 1)
    assert located.place(("a", "b", "c")) == (2, 3)


def test_columns_count_characters_not_bytes():
    located, _ = read_yaml("{仲間: 1, 友: 2}", "a.yml")
    assert located is not None
    assert located.place(("友",)) == (1, 9)


def test_yaml_below_other_lines_counts_them():
    located, _ = read_yaml("a: 1\nb: 2\n", "a.yml", first_line=5)
    assert located is not None
    assert located.place(("b",)) == (6, 1)


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("a: 1\nb: [1\n", 3),
        ("a: 1\nb: c: d\n", 2),
        ("a: 1\n\tb: 2\n", 2),
        ("a: 1\n\nb: 'c\nd: 2\n", 3),
        ("a: 1\nb: \x00\n", 2),
        ("a: 1\n---\nb: 2\n", 2),
        ("a: 1\nb: 2026-02-30\n", 2),
        ("a: 1\nb: 2026-01-01 25:00:00\n", 2),
        ("a: 1\nb: *unknown\n", 2),
        ("a: 1\nb: !mine c\n", 2),
        ("a: 1\nb: !!bool perhaps\n", 2),
        ("a: 1\nb: !!int ''\n", 2),
        ("a: 1\nb: !!timestamp soon\n", 2),
        ("a: 1\nb: " + ":".join(["59"] * 400) + ".5\n", 2),
        ("a: 1\n? [b]\n: c\n", 2),
        ("a: 1\n? {b: c}\n: d\n", 2),
        ("a: &x {b: 1}\nc:\n  <<: *x\n", 3),
        ("&a [*a]\n", 1),
        ("[" * 3000 + "]" * 3000, 1),
    ],
)
def test_yaml_that_cannot_be_read_is_told_with_its_line_in_one_line(text, line):
    located, (mistake,) = read_yaml(text, "a.yml")
    assert located is None
    assert (mistake.rule, mistake.line) == ("Y001", line)
    assert "\n" not in mistake.what("en")


def test_a_key_given_twice_is_told_at_its_second_place():
    located, (mistake,) = read_yaml("a: 1\nb: 2\na: 3\n", "a.yml")
    assert located is None
    assert (mistake.rule, mistake.line, mistake.details) == ("Y002", 3, {"key": "a"})


@pytest.mark.parametrize("text", ["", "# only a remark\n", "~\n"])
def test_nothing_is_read_as_nothing(text):
    located, mistakes = read_yaml(text, "a.yml")
    assert located is not None
    assert (located.data, mistakes) == (None, [])


# The types of questions ------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("type_", "model"),
    [
        ("single", SingleChoice),
        ("multiple", MultipleChoice),
        ("blank", FillIn),
        ("match", Matching),
        ("order", Ordering),
    ],
)
def test_each_type_of_question_is_read_as_its_own_kind(type_, model):
    bank, mistakes = read(question(type_))
    assert mistakes == []
    assert bank is not None
    assert [type(q) for q in bank.content.questions] == [model]


@pytest.mark.parametrize(
    ("type_", "key"),
    [
        *((t, "options") for t in ("single", "multiple")),
        ("blank", "blanks"),
        *(("match", key) for key in ("pairs", "choices")),
        *(("order", key) for key in ("items",)),
        *(("single", key) for key in ("id", "type", "level", "objectives", "stem", "rev")),
    ],
)
def test_a_question_without_what_its_type_needs_is_refused(type_, key):
    lacking = {k: v for k, v in question(type_).items() if k != key}
    bank, (mistake,) = read(lacking)
    assert bank.content.questions == ()
    assert not bank.is_whole
    assert (mistake.rule, mistake.details) == ("Y004", {"key": key})


def test_the_parts_of_one_type_are_unknown_to_another():
    assert rules(question("single") | {"items": []}) == ["Y005"]
    assert rules(question("order") | {"options": []}) == ["Y005"]


@pytest.mark.parametrize(
    ("type_", "change"),
    [
        ("single", {"options": question("single")["options"][:1]}),
        ("blank", {"blanks": []}),
        ("match", {"pairs": question("match")["pairs"][:1]}),
        ("order", {"items": question("order")["items"][:2]}),
        ("single", {"type": "essay"}),
        ("single", {"type": ["single"]}),
        ("single", {"id": "One_Single"}),
        ("single", {"id": "一"}),
        ("single", {"objectives": []}),
        ("single", {"points": ["a", "b", "c"]}),
        ("single", {"rev": 0}),
        ("single", {"rev": "new"}),
        ("single", {"stem": " \u3000\n"}),
        ("single", {"stem": None}),
        ("single", {"stem": 4}),
        ("single", {"sources": ["1"]}),
        ("single", {"sources": "S1"}),
    ],
)
def test_a_value_that_does_not_fit_is_refused(type_, change):
    assert rules(question(type_) | change) == ["Y006"]


def test_a_file_of_something_else_is_refused():
    for text in ("", "a", "- a", "1", "questions: []"):
        bank, mistakes = read_bank_file(text, "a.yml", "ja")
        assert bank is None
        assert mistakes


def test_a_mistake_in_a_list_is_told_at_its_line():
    text = FILES[BANK].replace("{id: y, text: 昼}", "{id: y, txt: 昼}")
    line = text.split("\n").index("      - {id: y, txt: 昼}") + 1
    bank, mistakes = read_bank_file(text, "a.yml", "ja")
    assert "one-order" not in [question.id for question in bank.content.questions]
    assert [(m.line, m.column, m.rule) for m in mistakes] == [(line, 9, "Y004"), (line, 17, "Y005")]


def test_all_faults_of_all_questions_are_told_at_once():
    no_right = question("single")
    no_right["options"][0].pop("correct")
    alike = question("multiple")
    alike["options"][1]["text"] = "春"
    unknown = question("match")
    unknown["pairs"][0]["right"] = "moo"
    assert rules(no_right, alike, unknown) == ["Q102", "Q105", "Q116"]


def test_a_multiple_choice_may_have_one_right_option_or_all_of_them():
    for right in (1, 3):
        changed = question("multiple")
        for number, option in enumerate(changed["options"]):
            option["correct"] = number < right
        assert rules(changed) == []


@pytest.mark.parametrize(
    ("stem", "expected"),
    [
        ("海は[[1]]、空は[[2]]です。", []),
        ("[[1]]\n[[2]]", []),
        ("海は[[2]]、空は[[1]]です。", ["Q114"]),
        ("海は[[1]]、空は[[1]]です。", ["Q114"]),
        ("海は[[1]]です。", ["Q114"]),
        ("海は[[1]]、空は[[2]]、山は[[3]]です。", ["Q114"]),
        ("海も空もあります。", ["Q114"]),
        ("海は[[1]]、空は`[[2]]`です。", ["Q114", "Q113"]),
        ("海は[[1]]、空は[[2]]、`[[2]]`です。", ["Q113"]),
        ("海は[[1]]、空は[[2]]]]です。", ["Q113"]),
    ],
)
def test_the_gaps_of_a_stem_are_numbered_in_their_order(stem, expected):
    assert rules(question("blank") | {"stem": stem}) == expected


# What mkdocs-quiz would take for its own -------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("a <b>c</b>", "html"),
        ("a </quiz> b", "html"),
        ("a `</quiz>` b", "html"),
        ("a <!-- b", "html"),
        ("a --> b", "html"),
        ("a\n- [x] b", "list"),
        ("a\n- [ ] b", "list"),
        ("a\n* [] b", "list"),
        ("a\n  -[x]b", "list"),
        ("a `b\n- [x] c` d", "list"),
        ("a\n\n---\n\nb", "rule"),
        ("a\n ---  \nb", "rule"),
        ("a\n\n```\nb\n```", "fence"),
        ("a\n\n~~~\nb", "fence"),
        ("a [[b]] c", "gap"),
        ("a `[[b]]` c", "gap"),
    ],
)
@pytest.mark.parametrize("field", ["stem", "explanation"])
def test_a_text_that_no_page_can_carry_is_refused_with_advice(text, kind, field):
    _, mistakes = read(question("single") | {field: text, "sources": []} | _uncited(field))
    assert ADVICE_ON_MARKS[kind] in [m.details["advice"] for m in mistakes if m.rule == "Q113"]
    assert {m.rule for m in mistakes} == {"Q113"}


def _uncited(field: str) -> dict:
    return {} if field == "explanation" else {"explanation": "これです。"}


@pytest.mark.parametrize(
    "text",
    [
        "a < b > c",
        "3<4",
        "a → b",
        "- a\n- b",
        "- [a](https://example.org/)",
        "**a** と *b*",
        "a --- b",
        "`<b>`",
        "a `b` c",
        "[a]",
        "一段落\n\n二段落",
        "&lt;quiz&gt;",
    ],
)
def test_ordinary_markdown_can_be_carried(text):
    assert rules(question("multiple") | {"stem": text, "explanation": text}) == []


@pytest.mark.parametrize(
    ("type_", "path"),
    [
        ("single", ("options", 1, "text")),
        ("single", ("options", 1, "feedback")),
        ("blank", ("blanks", 0, "feedback")),
        ("blank", ("blanks", 1, "wrong", 0, "feedback")),
        ("match", ("pairs", 0, "left")),
        ("match", ("pairs", 0, "feedback")),
        ("match", ("choices", 0, "text")),
        ("order", ("items", 0, "text")),
        ("order", ("feedback",)),
    ],
)
def test_a_text_that_travels_as_one_line_is_one_paragraph(type_, path):
    changed = question(type_)
    part = changed
    for step in path[:-1]:
        part = part[step]
    part[path[-1]] = "一行\n二行"
    _, (mistake,) = read(changed)
    assert mistake.rule == "Q113"
    assert mistake.details == {"text": "一行⏎", "advice": ADVICE_ON_MARKS["break"]}


# Any file --------------------------------------------------------------------------------------

KEYS = st.sampled_from(
    [
        *("lesson", "questions", "id", "type", "level", "objectives", "points", "stem", "options"),
        *("text", "correct", "feedback", "explanation", "sources", "rev", "shuffle", "blanks"),
        *("accept", "wrong", "pairs", "choices", "left", "right", "items", "single", "constrained"),
    ]
)
SCALARS = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(),
    st.floats(),
    st.dates(),
    st.text(),
    st.text(string.ascii_letters + "[]`<>-\n 1", max_size=8),
    st.sampled_from(["single", "multiple", "blank", "match", "order", "a", "S1", "O1", "recall"]),
)
STRUCTURES = st.recursive(
    SCALARS,
    lambda inner: st.one_of(
        st.lists(inner, max_size=4),
        st.dictionaries(KEYS | SCALARS.filter(lambda key: key == key), inner, max_size=6),
    ),
    max_leaves=12,
)


def read_without_raising(text: str) -> None:
    bank, mistakes = read_bank_file(text, "a.yml", "ja")
    assert bank is not None or mistakes
    for mistake in mistakes:
        assert mistake.line >= 1
        assert mistake.column >= 1
        assert mistake.line_for_terminal("ja") != mistake.line_for_terminal("en")


@given(st.text())
@thoroughly
def test_any_text_is_read_or_its_mistakes_are_told(text):
    read_without_raising(text)


@given(st.text(alphabet="a1:-[]{},'\"#&*!|>?%@`~<= \n\t"))
@thoroughly
def test_any_text_of_the_marks_of_yaml_is_read_or_its_mistakes_are_told(text):
    read_without_raising(text)


@given(STRUCTURES)
@thoroughly
def test_any_structure_is_read_or_its_mistakes_are_told(structure):
    read_without_raising(yaml.safe_dump(structure, allow_unicode=True))


@example("single", {"type": "order", "id": {"lesson": None}}, set())  # no feedback, odd id
@given(
    st.sampled_from(["single", "multiple", "blank", "match", "order"]),
    st.dictionaries(KEYS, STRUCTURES, max_size=3),
    st.sets(KEYS, max_size=2),
)
@thoroughly
def test_a_question_changed_in_any_way_is_read_or_its_mistakes_are_told(type_, changes, without):
    changed = question(type_) | changes
    kept = {key: value for key, value in changed.items() if key not in without}
    read_without_raising(yaml.safe_dump({"lesson": "a", "questions": [kept]}))


def test_a_question_that_cannot_be_read_does_not_hide_mistakes_of_the_others(tmp_path):
    folder = CourseFolder(tmp_path)
    folder.edit(BANK, "text: 昼}", "txt: 昼}")
    folder.edit(BANK, "sources: [S1]", "sources: [S9]")
    found = {(mistake.rule, mistake.line) for mistake in folder.mistakes()}
    lines = folder.text(BANK).split("\n")
    at = {
        text: n for n, line in enumerate(lines, 1) for text in ("txt: 昼", "[S9]") if text in line
    }
    assert {("Y005", at["txt: 昼"]), ("Q111", at["[S9]"])} <= found
