"""What authors read about their mistakes: on the terminal, on a pull request, in a job summary."""

from __future__ import annotations

import re

import pytest

from courseware.course import Mistake, Mistakes
from courseware.course.mistakes import message_language
from courseware.course.rules import ADVICE_ON_MARKS, RULES
from tests.course_folder import BANK, CourseFolder
from tests.test_rules import EXAMPLES, Example

JAPANESE = re.compile(r"[\u3040-\u30ff\u3400-\u9fff]")
LOCALE_VARIABLES = ("COURSE_LANG", "LC_ALL", "LC_MESSAGES", "LANG")


def mistake(rule: str = "P217", file: str = "a.md", **details: object) -> Mistake:
    return Mistake(file, 3, 5, rule, details)


# The texts of the rules ------------------------------------------------------------------------


@pytest.mark.parametrize("rule", RULES)
def test_a_rule_says_what_and_how_to_mend_it_in_both_languages(rule):
    for texts in (RULES[rule].what, RULES[rule].mend):
        assert texts.keys() == {"ja", "en"}
        assert all(texts.values())


@pytest.mark.parametrize("rule", sorted(RULES.keys() - {"Q113"}))  # its advice has its own test
def test_the_texts_of_a_rule_are_in_the_language_that_they_claim(rule):
    for texts in (RULES[rule].what, RULES[rule].mend):
        assert JAPANESE.search(texts["ja"])
        assert not JAPANESE.search(texts["en"])


@pytest.mark.parametrize("kind", ADVICE_ON_MARKS)
def test_the_advice_on_a_mark_is_in_the_language_that_it_claims(kind):
    assert JAPANESE.search(ADVICE_ON_MARKS[kind]["ja"])
    assert not JAPANESE.search(ADVICE_ON_MARKS[kind]["en"])


def test_a_rule_has_a_code_of_one_letter_and_three_digits():
    assert [rule for rule in RULES if not re.fullmatch(r"[YQPRTC]\d{3}", rule)] == []


@pytest.mark.parametrize("lang", ["ja", "en"])
@pytest.mark.parametrize("example", EXAMPLES, ids=lambda e: f"{e.rule} {e.name}".strip())
def test_the_message_of_a_real_mistake_names_all_its_details(tmp_path, example: Example, lang):
    folder = CourseFolder(tmp_path)
    example.broken(folder)
    for found in folder.mistakes():
        message = found.what(lang) + found.mend(lang)
        for value in found.details.values():
            assert str(value[lang] if isinstance(value, dict) else value) in message


def test_the_language_of_a_message_is_that_of_the_reader_not_that_of_the_check(
    tmp_path, monkeypatch
):
    monkeypatch.setenv("COURSE_LANG", "ja")
    folder = CourseFolder(tmp_path)
    folder.edit(BANK, "explanation: 季節です。", "explanation: a<br>b")
    (found,) = folder.mistakes()
    assert not JAPANESE.search(found.mend("en"))
    assert JAPANESE.search(found.mend("ja"))


# The terminal ----------------------------------------------------------------------------------


def test_a_line_on_the_terminal_is_place_rule_what_and_mend():
    assert mistake("R303", "references/glossary.yml", reading="ハル").line_for_terminal("en") == (
        "references/glossary.yml:3:5 [R303] the reading 'ハル' is not in hiragana"
        " → write it in hiragana"
    )
    assert mistake("R303", "references/glossary.yml", reading="ハル").line_for_terminal("ja") == (
        "references/glossary.yml:3:5 [R303] よみ「ハル」がひらがなではありません"
        " → ひらがなで書いてください"
    )


def test_a_mistake_takes_one_line_even_if_it_quotes_two():
    text = mistake("P219", text="[@S1,\r\n@S2]", form="[@S1]").line_for_terminal("en")
    assert "\n" not in text
    assert "\r" not in text


def test_braces_in_what_an_author_wrote_are_shown_as_they_are():
    assert "'{id} {0}'" in mistake("P201", text="{id} {0}").what("en")
    assert "{#{id}}" in mistake("P211", section="要点", id="{id}").what("en")


def test_furigana_is_shown_in_the_form_in_which_it_is_written():
    assert "{友|よみ}" in mistake("P214", text="友").mend("ja")
    assert "{友|reading}" in mistake("P214", text="友").mend("en")


def test_a_report_has_a_line_for_each_mistake_sorted_by_place_and_counts_them():
    late, early = Mistake("b.md", 2, 1, "P217"), Mistake("a.md", 10, 1, "P217")
    lines = Mistakes([late, Mistake("b.md", 1, 9, "P205"), early]).report("en").split("\n")
    assert [line.split(" ")[0] for line in lines[:-1]] == ["a.md:10:1", "b.md:1:9", "b.md:2:1"]
    assert lines[-1] == "3 mistakes. Nothing is published until mended."


def test_a_report_counts_a_single_mistake_in_the_singular():
    assert (
        Mistakes([mistake()]).report("en").endswith("1 mistake. Nothing is published until mended.")
    )
    assert (
        Mistakes([mistake()])
        .report("ja")
        .endswith("1 件の間違いがあります。直すまで公開されません。")
    )


def advice(file: str = "a.md") -> Mistake:
    return Mistake(file, 2, 1, "Q134", {"count": 2})


def test_a_line_on_the_terminal_says_that_it_is_advice():
    assert (
        advice().line_for_terminal("en").startswith("a.md:2:1 [Q134] advice: with only 2 options")
    )
    assert advice().line_for_terminal("ja").startswith("a.md:2:1 [Q134] 助言：選択肢が 2 個だけ")


@pytest.mark.parametrize(
    ("mistakes", "pieces", "japanese", "english"),
    [
        (0, 1, ["1 件の助言があります。"], ["1 piece of advice."]),
        (0, 2, ["2 件の助言があります。"], ["2 pieces of advice."]),
        (
            1,
            1,
            ["1 件の間違いがあります。直すまで公開されません。", "1 件の助言があります。"],
            ["1 mistake. Nothing is published until mended.", "1 piece of advice."],
        ),
        (
            2,
            0,
            ["2 件の間違いがあります。直すまで公開されません。"],
            ["2 mistakes. Nothing is published until mended."],
        ),
    ],
)
def test_a_report_counts_advice_apart_from_mistakes(mistakes, pieces, japanese, english):
    found = Mistakes([*[mistake()] * mistakes, *[advice()] * pieces])
    for lang, totals in (("ja", japanese), ("en", english)):
        lines = found.report(lang).split("\n")
        assert lines[mistakes + pieces :] == totals
        assert sum("[Q134]" in line for line in lines) == pieces


def test_mistakes_that_nobody_catches_still_tell_what_they_are():
    assert "a.md:3:5 [P217]" in str(Mistakes([mistake()]))


# The pull request ------------------------------------------------------------------------------


def test_an_annotation_is_a_workflow_command_with_place_and_rule():
    assert mistake("P217", "docs/ja/a.md").annotation("en") == (
        "::error file=docs/ja/a.md,line=3,col=5,title=P217::"
        "the figure has no description → say in the brackets of ![…](…) what the figure tells"
    )


def test_an_annotation_of_advice_is_a_warning():
    assert advice("quizzes/ja/a.yml").annotation("en") == (
        "::warning file=quizzes/ja/a.yml,line=2,col=1,title=Q134::"
        "with only 2 options a guess is often right"
        " → add a third option, made of a common misunderstanding"
    )


def test_an_annotation_escapes_what_would_end_it():
    text = mistake("P201", text="100%\r\n::error::").annotation("en")
    assert "'100%25%0D%0A::error::'" in text
    assert len(text.splitlines()) == 1


def test_an_annotation_escapes_the_marks_of_its_properties_in_a_file_name():
    text = mistake(file="docs/a,line=9:b%.md").annotation("en")
    assert text.startswith("::error file=docs/a%2Cline=9%3Ab%25.md,line=3,")


# The job summary -------------------------------------------------------------------------------


def cells(row: str) -> list[str]:
    """The cells of a row of a Markdown table, as GitHub divides and shows them."""
    divided = re.findall(r"((?:\\.|[^|\\])*)\|", row)[1:]
    return [re.sub(r"\\([^\w\s])", r"\1", cell).strip() for cell in divided]


def rows(*mistakes: Mistake, lang: str = "en") -> list[list[str]]:
    summary = Mistakes(mistakes).summary(lang).split("\n")
    return [cells(row) for row in summary if row.startswith("|")][2:]


def test_a_summary_is_a_table_with_a_row_for_each_mistake():
    summary = Mistakes([mistake(), mistake("P205")]).summary("ja").split("\n")
    assert summary[0] == "## 公開を止めました。いまのサイトはそのまま残っています。"
    assert summary[2:4] == ["| 場所 | 内容 | 直し方 |", "|---|---|---|"]
    assert len(summary) == 6


@pytest.mark.parametrize(
    ("found", "japanese", "english"),
    [
        ([advice()], "## 助言", "## Advice"),
        (
            [advice(), mistake()],
            "## 公開を止めました。いまのサイトはそのまま残っています。",
            "## Not published. The site stays as it was.",
        ),
    ],
)
def test_a_summary_says_whether_anything_was_stopped(found, japanese, english):
    for lang, title in (("ja", japanese), ("en", english)):
        assert Mistakes(found).summary(lang).split("\n")[0] == title


def test_a_summary_names_file_line_rule_and_mend():
    ((place, what, mend),) = rows(mistake("R303", "references/glossary.yml", reading="ハル"))
    assert place == "`references/glossary.yml` : 3"
    assert what == "the reading 'ハル' is not in hiragana (R303)"
    assert mend == "write it in hiragana"


@pytest.mark.parametrize("text", ["|", "a|b|c", "\\|", "\\", "a\nb", "<b>", "&lt;", "*a*", "`|`"])
def test_a_summary_shows_what_an_author_wrote_within_its_cell(text):
    ((_, what, _),) = rows(mistake("P201", text=text))
    assert what == f"the heading '{text}' has no id (P201)".replace("\n", " ")


def test_a_summary_shows_the_marks_that_it_asks_for_instead_of_obeying_them():
    html = mistake("Q113", text="<br>", advice=ADVICE_ON_MARKS["html"])
    summary = Mistakes([mistake("P217"), mistake("P207", id="a", first="b"), html]).summary("en")
    assert "![…](…)" not in summary
    assert " &lt; " not in summary
    assert "<br>" not in summary.replace("\\<br>", "")
    assert "**" not in summary


# The language ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("variables", "expected"),
    [
        ({}, "en"),
        ({"LANG": "C.UTF-8"}, "en"),
        ({"LANG": "ja_JP.UTF-8"}, "ja"),
        ({"LANG": "ja"}, "ja"),
        ({"LANG": "de_DE.UTF-8"}, "en"),
        ({"LC_MESSAGES": "ja_JP.UTF-8", "LANG": "en_US.UTF-8"}, "ja"),
        ({"LC_ALL": "en_US.UTF-8", "LC_MESSAGES": "ja_JP.UTF-8"}, "en"),
        ({"LC_ALL": "", "LANG": "ja_JP.UTF-8"}, "ja"),
        ({"COURSE_LANG": "ja", "LC_ALL": "C"}, "ja"),
        ({"COURSE_LANG": "en", "LANG": "ja_JP.UTF-8"}, "en"),
    ],
)
def test_messages_are_in_the_language_of_the_locale(monkeypatch, variables, expected):
    for name in LOCALE_VARIABLES:
        monkeypatch.delenv(name, raising=False)
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    assert message_language() == expected


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("level: recall", "level: hard", "'recall', 'understand' or 'apply' のどれかを書きます"),
        ("correct: true", "correct: maybe", "true か false を書きます"),
        ("rev: 1", "rev: 0", "1 以上の数を書きます"),
        ("type: single", "type: essay", "のどれかを書きます"),
        ("objectives: [O1]", "objectives: []", "1 個以上必要です"),
        ("objectives: [O1]", "objectives: O1", "[ ] か - で並べて書きます"),
        ("id: one-single", "id: One", "使える文字や形が決まっています"),
    ],
)
def test_a_value_that_does_not_fit_is_explained_in_japanese(tmp_path, old, new, said):
    folder = CourseFolder(tmp_path)
    text = folder.text(BANK)
    folder.write(BANK, text.replace(old, new, 1))
    assert said in "\n".join(mistake.what("ja") for mistake in folder.mistakes())
