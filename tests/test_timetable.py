"""Timetables that are computed from the sections' minutes and priorities."""

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from courseware.course.timetable import CLOSING, OPENING, sections, timetable
from courseware.site import lists
from courseware.site.plugin import _templates
from tests.course_folder import LESSON, CourseFolder

FIRST = 'priority="1"}\n\n'


@pytest.fixture
def folder(tmp_path) -> CourseFolder:
    return CourseFolder(tmp_path)


def taught(table) -> list[str]:
    return [slot.section.heading.id for slot in table.slots if slot.section]


def test_a_section_takes_its_reading_and_a_minute_for_each_of_its_questions(folder):
    folder.edit(LESSON, FIRST, FIRST + "あ" * 700 + "\n\n")
    (section,) = sections(folder.load(), "ja")
    # 700 characters and the sentence below them at 500 a minute, one question.
    assert (section.heading.id, section.questions, section.minutes) == ("first", 1, 3)


def test_questions_that_remain_count_where_the_page_shows_them(folder):
    folder.edit(LESSON, "## おわりの節 {#third}", '## おわりの節 {#third priority="2"}')
    remaining = next(s for s in sections(folder.load(), "ja") if s.heading.id == "third")
    assert remaining.questions == 4


@pytest.mark.parametrize("minutes", [60, 90, 120])
def test_a_timetable_fills_its_time_without_a_gap(course, minutes):
    table = timetable(course, "ja", minutes)
    assert [slot.end for slot in table.slots[:-1]] == [slot.start for slot in table.slots[1:]]
    assert (table.slots[0].start, table.slots[-1].end) == (0, minutes)
    assert (table.slots[0].minutes, table.slots[-1].minutes) == (OPENING, CLOSING)


@pytest.mark.parametrize("minutes", [60, 90, 120])
def test_a_sixth_of_the_time_at_least_is_for_discussion(course, minutes):
    (discussion,) = (s for s in timetable(course, "ja", minutes).slots if s.kind == "discussion")
    assert discussion.minutes >= minutes // 6


@pytest.mark.parametrize("minutes", [60, 90, 120])
def test_every_objective_has_a_section(course, minutes):
    served = {
        objective
        for slot in timetable(course, "ja", minutes).slots
        if slot.section
        for objective in slot.section.objectives
    }
    assert served == {objective.id for objective in course.objectives}


@pytest.mark.parametrize("minutes", [60, 90, 120])
def test_each_section_is_either_taught_or_left_for_reading(course, minutes):
    table = timetable(course, "ja", minutes)
    left = [section.heading.id for section in table.left]
    every = [section.heading.id for section in sections(course, "ja")]
    assert sorted(taught(table) + left) == sorted(every)
    assert [id for id in every if id in taught(table)] == taught(table), "in the course's order"


def test_what_matters_less_waits_until_all_that_matters_most_is_taught(course):
    table = timetable(course, "ja", 200)
    assert 1 not in {section.heading.priority for section in table.left}
    assert 2 in {slot.section.heading.priority for slot in table.slots if slot.section}


@settings(max_examples=60, deadline=None)
@given(minutes=st.integers(0, 400))
def test_no_section_is_taught_longer_than_there_is_time(course, minutes):
    table = timetable(course, "ja", minutes)
    used = sum(slot.minutes for slot in table.slots if slot.section)
    assert used <= max(0, minutes - OPENING - CLOSING - round(minutes / 6))


def test_a_course_without_priorities_leaves_the_time_to_discussion(tmp_path: Path):
    folder = CourseFolder(tmp_path)
    folder.edit(LESSON, ' priority="1"', "")
    table = timetable(folder.load(), "ja", 60)
    assert [slot.kind for slot in table.slots] == ["opening", "discussion", "closing"]


def test_timetables_are_computed_once_for_all_pages(folder, monkeypatch):
    computed = []
    monkeypatch.setattr(lists, "timetable", lambda *asked: computed.append(asked) or asked)
    course = folder.load()
    shown = lists.Lists(course, _templates())
    for _ in range(2):
        shown.render("cases.html", course.lessons[0])
    assert [minutes for _, _, minutes in computed] == list(lists.TIMES)
