"""The course of this repository: complete, consistent, immutable."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from pydantic import BaseModel, ValidationError

from courseware.course import Course, load_course
from tests.course_folder import BANK, LESSON, CourseFolder

ROOT = Path(__file__).resolve().parents[1]

POINTS = 47
LESSONS = 10
TERMS = 60
CHARACTERS = range(2500, 4501)
QUESTIONS = 90


@pytest.fixture(scope="module")
def course() -> Course:
    return load_course(ROOT)  # raises Mistakes if there are any


def values(value: object) -> Iterator[BaseModel]:
    """The value and every model within it."""
    if isinstance(value, BaseModel):
        yield value
        for name in type(value).model_fields:
            yield from values(getattr(value, name))
    elif isinstance(value, tuple):
        for part in value:
            yield from values(part)


# The content -----------------------------------------------------------------------------------


def test_the_lecture_has_ten_lessons(course):
    assert len(course.lessons) == LESSONS
    assert [lesson.id[:2] for lesson in course.lessons] == [f"{n:02}" for n in range(1, 11)]


def test_every_point_of_the_lecture_is_taught(course):
    points = {point.id for point in course.points}
    assert len(points) == len(course.points) == POINTS
    assert {point for lesson in course.lessons for point in lesson.points} == points


def test_every_point_of_the_lecture_is_tested(course):
    points = {point.id for point in course.points}
    assert {point for entry in course.bank for point in entry.question.points} == points


def test_every_objective_is_taught_and_tested(course):
    objectives = {objective.id for objective in course.objectives}
    assert {id for lesson in course.lessons for id in lesson.objectives} == objectives
    assert {id for entry in course.bank for id in entry.question.objectives} == objectives


def test_every_objective_has_six_questions_and_a_third_of_all_ask_to_apply(course):
    questions = [entry.question for entry in course.bank]
    asked = Counter(id for question in questions for id in question.objectives)
    assert {id: asked[id] for id in asked if asked[id] < 6} == {}
    assert len(questions) >= QUESTIONS
    assert sum(question.level == "apply" for question in questions) * 3 >= len(questions)
    assert {question.type for question in questions} == {
        "single",
        "multiple",
        "blank",
        "match",
        "order",
    }


def test_five_cases_have_four_to_six_decisions_each(course):
    assert len(course.cases) == 5
    for case in course.cases:
        assert 4 <= len(course.questions_of(case)) <= 6, case.path
        assert any(q.type in ("multiple", "match", "order") for q in course.questions_of(case))


def test_both_tests_ask_for_every_objective_with_parallel_questions(course):
    pre, post = (course.questions_of(test) for test in course.tests)
    assert len(pre) == len(post) == 10
    assert {id for question in pre for id in question.objectives} == {
        objective.id for objective in course.objectives
    }
    for one, other in zip(pre, post, strict=True):
        assert (one.type, one.level, one.objectives) == (other.type, other.level, other.objectives)
        assert one.stem != other.stem


def test_the_glossary_has_enough_terms(course):
    assert len({term.id for term in course.terms}) >= TERMS


def test_every_lesson_has_a_length_that_can_be_read_at_one_sitting(course):
    assert {
        page.id: page.characters for page in course.lessons if page.characters not in CHARACTERS
    } == {}


def test_every_lesson_asks_and_cites(course):
    for lesson in course.lessons:
        assert course.questions_of(lesson), lesson.path
        assert course.cited_in(lesson), lesson.path


def test_the_ids_of_questions_are_unique(course):
    ids = [(entry.lang, entry.question.id) for entry in course.bank]
    assert len(ids) == len(set(ids))


# What is computed ------------------------------------------------------------------------------


def test_a_page_shows_each_of_its_questions_exactly_once(course):
    for page in course.pages:
        shown = [question.id for question in course.embedded_in(page)]
        assert len(shown) == len(set(shown)), page.path
        assert set(shown) == {question.id for question in course.questions_of(page)}, page.path


def test_every_question_is_shown_on_some_page(course):
    shown = {question.id for page in course.pages for question in course.embedded_in(page)}
    assert shown == {entry.question.id for entry in course.bank}


def test_minutes_are_five_hundred_characters_each_and_one_for_a_question(course):
    for page in course.pages:
        expected = math.ceil(page.characters / 500 + len(course.questions_of(page)))
        assert course.minutes(page) == expected


def test_a_page_is_found_by_language_and_path(course):
    for page in course.pages:
        assert course.page(page.lang, page.path) is page
    assert course.page("ja", "lessons/none.md") is None
    assert course.page("xx", course.pages[0].path) is None


def test_the_address_of_a_page_is_a_file_so_that_it_opens_without_a_server(course):
    lesson = course.lessons[0]
    assert lesson.path.endswith(".md")
    assert lesson.url == lesson.path.removesuffix(".md") + ".html"


def test_lessons_are_pages_in_the_order_of_their_paths(course):
    assert [page.path for page in course.lessons] == sorted(page.path for page in course.lessons)
    assert set(map(id, course.lessons)) <= set(map(id, course.pages))


# Immutable -------------------------------------------------------------------------------------


def test_nothing_in_a_course_can_be_given_another_value(course):
    kinds = {type(value): value for value in values(course)}
    assert len(kinds) >= 15
    for kind, value in kinds.items():
        name = next(iter(kind.model_fields))
        with pytest.raises(ValidationError, match="frozen"):
            setattr(value, name, getattr(value, name))


def test_nothing_in_a_course_is_a_list_that_could_grow(course):
    for value in values(course):
        for name in type(value).model_fields:
            assert not isinstance(getattr(value, name), list | set), (type(value), name)


def test_a_course_read_twice_is_the_same(course):
    assert load_course(ROOT) == course


# A small course --------------------------------------------------------------------------------


@pytest.fixture
def folder(tmp_path):
    return CourseFolder(tmp_path)


def test_a_course_is_all_that_its_folders_say(folder):
    course = folder.load()
    (lesson,) = course.lessons
    assert (course.info.id, lesson.id, lesson.url) == ("small", "01-one", "lessons/01-one.html")
    assert lesson.title == "ひとつめの講"
    assert lesson.checked == date(2026, 11, 23)
    assert lesson.points == ("p-one", "p-two")
    assert lesson.citations == ("S1",)
    assert [entry.question.type for entry in course.bank] == [
        *("single", "multiple", "blank", "match", "order")
    ]
    assert [source.number for source in course.cited_in(lesson)] == ["1"]


def test_the_rest_is_what_no_other_placeholder_of_the_page_names(folder):
    folder.edit(LESSON, "どう思いますか。", "<!-- quiz: rest -->")
    folder.edit(LESSON, "<!-- quiz: rest -->\n\n## 要点", "<!-- quiz: one-blank -->\n\n## 要点")
    course = folder.load()
    assert [question.id for question in course.embedded_in(course.lessons[0])] == [
        *("one-multiple", "one-match", "one-order", "one-single", "one-blank")
    ]


def test_a_source_that_only_a_question_cites_is_cited_by_its_page(folder):
    folder.edit(
        BANK, "explanation: 季節です。", "explanation: '季節です[@S2]。'\n    sources: [S2]"
    )
    course = folder.load()
    assert [source.id for source in course.cited_in(course.lessons[0])] == ["S1", "S2"]


@pytest.mark.parametrize(("characters", "minutes"), [(0, 5), (1, 6), (500, 6), (501, 7)])
def test_a_minute_begun_counts_as_a_minute(folder, characters, minutes):
    course = folder.load()
    page = course.lessons[0].model_copy(update={"characters": characters})
    assert course.minutes(page) == minutes


def test_a_changed_copy_of_a_course_finds_its_own_pages(folder):
    course = folder.load()
    (lesson,) = course.lessons
    assert course.page("ja", lesson.path) is lesson
    renamed = lesson.model_copy(update={"path": "lessons/02-two.md"})
    changed = course.model_copy(update={"pages": (renamed,)})
    assert changed.page("ja", lesson.path) is None
    assert changed.page("ja", renamed.path) is renamed
    assert changed == course.model_copy(update={"pages": (renamed,)})
