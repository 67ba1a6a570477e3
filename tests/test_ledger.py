"""Ids are for ever: what was published, what is given up, and what an edit costs learners."""

from __future__ import annotations

import re

import pytest
import yaml
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

from courseware.cli import main
from courseware.course import load_course, read_course
from courseware.course.ledger import BASELINE, RETIRED, fingerprint, write_baseline
from tests.course_folder import BANK, LESSON, NAV, CourseFolder
from tests.small_site import blank, match, multiple, order, read_questions, single

LEDGER_RULES = {f"R31{n}" for n in range(1, 7)}


@pytest.fixture
def folder(tmp_path) -> CourseFolder:
    """A course as it was published."""
    course = CourseFolder(tmp_path)
    write_baseline(course.load(), tmp_path)
    return course


def told(folder: CourseFolder) -> list[tuple[str, str, int]]:
    """What the ledger's rules say: rule, file and line."""
    found = read_course(folder.root)[1]
    ours = [(one.rule, one.file, one.line) for one in found if one.rule in LEDGER_RULES]
    return sorted(ours)


def retire(folder: CourseFolder, *entries: str) -> None:
    lines = [f"- {{{entry}, retired: 2026-12-01, reason: 整理}}" for entry in entries]
    folder.write(RETIRED, "\n".join(lines) + "\n")


def remove_question(folder: CourseFolder, id: str) -> None:
    content = yaml.safe_load(folder.text(BANK))
    content["questions"] = [q for q in content["questions"] if q["id"] != id]
    folder.write(BANK, yaml.safe_dump(content, allow_unicode=True, sort_keys=False))


def rename_lesson(folder: CourseFolder, new: str) -> None:
    for old, file in ((LESSON, f"docs/ja/lessons/{new}.md"), (BANK, f"quizzes/ja/{new}.yml")):
        folder.write(file, folder.text(old).replace("lesson: 01-one", f"lesson: {new}"))
        folder.delete(old)
    folder.edit(NAV, "01-one.md", f"{new}.md")
    glossary = folder.text("references/glossary.yml")
    folder.write("references/glossary.yml", glossary.replace("01-one", new))


# What disappears -------------------------------------------------------------------------------


def test_a_course_as_published_is_told_nothing(folder):
    assert told(folder) == []


def test_a_question_that_disappears_is_told_until_it_is_retired(folder):
    remove_question(folder, "one-order")
    line = folder.line_of(BASELINE, "one-order")
    assert told(folder) == [("R311", BASELINE, line)]
    retire(folder, "id: one-order, kind: question")
    assert told(folder) == []


def test_a_heading_that_disappears_is_told_until_it_is_retired(folder):
    folder.edit(LESSON, "{#third}", "{#renamed}")
    assert [rule for rule, _, _ in told(folder)] == ["R311", "R316"]
    retire(folder, 'id: "lessons/01-one#third", kind: heading')
    assert [rule for rule, _, _ in told(folder)] == ["R316"]


def test_a_page_that_disappears_is_told_once_and_not_for_each_of_its_headings(folder):
    rename_lesson(folder, "01-first")
    assert [rule for rule, _, _ in told(folder)] == ["R311", "R316"]
    retire(folder, "id: lessons/01-one, kind: page, moved_to: lessons/01-first")
    assert [rule for rule, _, _ in told(folder)] == ["R316"]


def test_a_renamed_lesson_takes_its_questions_with_it(folder):
    rename_lesson(folder, "01-first")
    retire(folder, "id: lessons/01-one, kind: page, moved_to: lessons/01-first")
    before = yaml.safe_load(folder.text(BASELINE))["ja"]["questions"]
    write_baseline(load_course(folder.root), folder.root)
    assert yaml.safe_load(folder.text(BASELINE))["ja"]["questions"] == before
    assert told(folder) == []


def test_an_old_address_must_lead_to_a_page_that_there_is(folder):
    rename_lesson(folder, "01-first")
    retire(folder, "id: lessons/01-one, kind: page, moved_to: lessons/01-frist")
    assert ("R314", RETIRED, 1) in told(folder)


def test_nothing_is_said_to_be_missing_from_a_file_that_cannot_be_read(folder):
    folder.edit(BANK, "level: understand", "level: memorise")
    assert told(folder) == []


# What is used again ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    "entry",
    [
        "id: one-single, kind: question",
        "id: lessons/01-one, kind: page",
        'id: "lessons/01-one#second", kind: heading',
    ],
)
def test_an_id_that_was_retired_must_not_be_used_again(folder, entry):
    retire(folder, "id: long-gone, kind: question", entry)
    assert told(folder) == [("R312", RETIRED, 2)]


def test_a_question_may_have_the_name_of_a_retired_page(folder):
    retire(folder, "id: one-single, kind: page")
    assert told(folder) == []


@pytest.mark.parametrize("entry", ["id: x", "id: x, kind: lesson", "kind: page"])
def test_a_mistake_in_the_list_of_retired_ids_has_its_line(folder, entry):
    retire(folder, entry)
    found = folder.mistakes()
    assert {(one.file, one.line, one.rule[0]) for one in found} == {(RETIRED, 1, "Y")}


# What changes ----------------------------------------------------------------------------------

NEW_MEANING = {
    "wording": ("stem: どれですか。", "stem: どれがちがいますか。"),
    "an option's wording": ("text: 石, feedback", "text: 砂, feedback"),
    "the key of an option": (
        "{id: c, text: 石, feedback",
        "{id: c, text: 石, correct: true, feedback",
    ),
    "the accepted answers": ("accept: [広い]", "accept: [深い]"),
    "the pairs": ("right: nya, feedback", "right: wan, feedback"),
    "the order": (
        "- {id: x, text: 朝}\n      - {id: y, text: 昼}",
        "- {id: y, text: 昼}\n      - {id: x, text: 朝}",
    ),
}


@pytest.mark.parametrize("change", NEW_MEANING.values(), ids=NEW_MEANING)
def test_a_change_of_text_or_key_asks_the_author_what_it_means(folder, change):
    folder.edit(BANK, *change)
    ((rule, file, line),) = told(folder)
    assert (rule, file) == ("R313", BANK)
    assert "rev:" in folder.text(BANK).split("\n")[line - 1]


def test_a_raised_rev_says_that_the_question_is_new_and_is_to_be_noted(folder):
    folder.edit(BANK, "accept: [広い]", "accept: [深い]")
    content = yaml.safe_load(folder.text(BANK))
    next(q for q in content["questions"] if q["id"] == "one-blank")["rev"] = 2
    folder.write(BANK, yaml.safe_dump(content, allow_unicode=True, sort_keys=False))
    assert told(folder) == [("R316", BASELINE, 1)]
    write_baseline(load_course(folder.root), folder.root)
    assert told(folder) == []


def test_a_rev_must_not_go_back(folder):
    folder.edit(BANK, "rev: 2", "rev: 1")
    assert [rule for rule, _, _ in told(folder)] == ["R315"]


def test_the_message_gives_the_very_line_that_says_same_meaning(folder):
    folder.edit(BANK, "stem: どれですか。", "stem: どれでしょうか。")
    (mistake,) = folder.mistakes()
    for lang in ("ja", "en"):
        id, mark = "one-single", re.search(r"1-[0-9a-f]{12}", mistake.mend(lang))[0]
        assert id in mistake.mend(lang)
    baseline = folder.text(BASELINE)
    folder.write(BASELINE, re.sub(rf"{id}: \S+", f"{id}: {mark}", baseline))
    assert told(folder) == []


SAME_MEANING = {
    "full-width marks": ("stem: どれですか。", "stem: どれですか？"),
    "emphasis": ("stem: すべて選んで", "stem: **すべて**選んで"),
    "furigana": ("text: 石, feedback", "text: '{石|いし}', feedback"),
    "spaces": ("text: 夏, correct", "text: '夏 ', correct"),
    "feedback": ("feedback: 石です。", "feedback: 石は季節ではありません。"),
    "explanation": ("explanation: 季節です。", "explanation: 一年の季節です。"),
    "order of options": (
        "- {id: a, text: 春, correct: true, feedback: 春です。}\n"
        "      - {id: b, text: 夏, correct: true, feedback: 夏です。}",
        "- {id: b, text: 夏, correct: true, feedback: 夏です。}\n"
        "      - {id: a, text: 春, correct: true, feedback: 春です。}",
    ),
    "order of accepted answers": ("accept: [青い, あおい]", "accept: [あおい, 青い]"),
    "another spelling of an accepted answer": ("accept: [広い]", "accept: [広い, 広い。]"),
    "the points it tests": ("points: [p-two]\n    stem", "points: [p-two, p-one]\n    stem"),
    "shuffling": ("rev: 2\n    shuffle: false", "rev: 2"),
}


@pytest.mark.parametrize("change", SAME_MEANING.values(), ids=SAME_MEANING)
def test_what_does_not_change_the_question_costs_nobody_an_answer(folder, change):
    folder.edit(BANK, *change)
    assert told(folder) == []


@given(st.permutations("abc"))
def test_options_in_any_order_have_one_fingerprint(ids):
    one, other = single(), single()
    other["options"] = [o for id in ids for o in other["options"] if o["id"] == id]
    assert fingerprint(read_questions(one)[0]) == fingerprint(read_questions(other)[0])


def test_questions_of_every_type_have_different_fingerprints():
    questions = read_questions(single(), multiple(), blank(), match(), order())
    assert len({fingerprint(question) for question in questions}) == 5


# The command -----------------------------------------------------------------------------------


def run(folder: CourseFolder, monkeypatch, *arguments: str):
    monkeypatch.chdir(folder.root)
    monkeypatch.setenv("COURSE_LANG", "en")
    return CliRunner().invoke(main, ["baseline", *arguments])


def test_the_baseline_is_refused_while_a_change_is_not_explained(folder, monkeypatch):
    before = folder.text(BASELINE)
    folder.edit(BANK, "stem: どれですか。", "stem: どれでしょうか。")
    result = run(folder, monkeypatch)
    assert result.exit_code == 1
    assert "R313" in result.output
    assert folder.text(BASELINE) == before


@pytest.mark.parametrize("same", [["--same", "one-single"], ["--same", "all"]])
def test_same_meaning_can_be_said_by_the_command(folder, monkeypatch, same):
    folder.edit(BANK, "stem: どれですか。", "stem: どれでしょうか。")
    assert run(folder, monkeypatch, *same).exit_code == 0
    assert told(folder) == []


def test_same_meaning_said_of_one_question_does_not_cover_another(folder, monkeypatch):
    folder.edit(BANK, "stem: どれですか。", "stem: どれでしょうか。")
    folder.edit(BANK, "stem: 並べてください。", "stem: 早い順に並べてください。")
    result = run(folder, monkeypatch, "--same", "one-single")
    assert result.exit_code == 1
    assert "one-order" in result.output
    assert "one-single" not in result.output


def test_a_vanished_id_cannot_be_lost_from_the_baseline_by_the_command(folder, monkeypatch):
    remove_question(folder, "one-order")
    assert run(folder, monkeypatch, "--same", "all").exit_code == 1
    assert "one-order" in folder.text(BASELINE)


def test_the_first_baseline_needs_no_file_before_it(folder, monkeypatch):
    folder.delete(BASELINE)
    assert [rule for rule, _, _ in told(folder)] == ["R316"]
    assert run(folder, monkeypatch).exit_code == 0
    assert told(folder) == []


def test_the_baseline_of_the_course_is_up_to_date(root, tmp_path):
    course = load_course(root)
    (tmp_path / "references").mkdir()
    fresh = write_baseline(course, tmp_path).read_text(encoding="utf-8")
    assert (root / BASELINE).read_text(encoding="utf-8") == fresh
