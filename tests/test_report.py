"""What is said of a record, without a page: where the learner left off, and counts."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.browser_core import Core

quick = settings(max_examples=100, deadline=None)
UNITS: list[dict] = [
    {"id": "one", "kind": "lesson", "url": "one.html", "questions": {"a": 1, "b": 2}},
    {"id": "two", "kind": "lesson", "url": "two.html", "questions": {"c": 1}},
    {"id": "story", "kind": "case", "url": "story.html", "questions": {"d": 1}},
    {"id": "before", "kind": "test", "url": "before.html", "questions": {"e": 1}},
    {"id": "after", "kind": "test", "url": "after.html", "questions": {"f": 1, "g": 1}},
]
OBJECTIVES = {"O1": ["a", "c", "e"], "O2": ["a", "b", "f"]}
TESTS = ("before", "after")


@pytest.fixture(scope="module")
def core() -> Iterator[Core]:
    core = Core()
    yield core
    core.close()


def day(number: int) -> str:
    return f"2026-11-{number:02}T03:00:00.000Z"


def answer(correct: str = "right", **changed: Any) -> dict:
    time = changed.get("at", day(1))
    whole = {"rev": 1, "given": ["a"], "correct": correct, "firstCorrect": correct, "at": time}
    return whole | changed


def visit(number: int, place: str = "", *, is_read: bool = False) -> dict:
    return {"at": day(number), "place": place} | ({"readAt": day(number)} if is_read else {})


def data(answers: dict | None = None, visits: dict | None = None) -> dict:
    return {"answers": answers or {}, "visits": visits or {}}


# Where the learner left off --------------------------------------------------------------------


def target(found: dict) -> tuple[str, str]:
    return found["to"]["unit"]["id"], found["to"]["place"]


def test_an_empty_record_has_no_place_to_go_on(core):
    assert core.resume(data(), UNITS) is None


def test_a_learner_goes_on_at_the_place_of_the_last_visit(core):
    visits = {"one": visit(3, "end", is_read=True), "two": visit(5, "middle")}
    found = core.resume(data(visits=visits), UNITS)
    assert target(found) == ("two", "middle")
    assert (found["unit"]["id"], found["at"], found["isDone"]) == ("two", day(5), False)


def test_after_a_page_that_is_read_comes_the_next_one_that_is_not(core):
    visits = {"one": visit(5, "end", is_read=True), "two": visit(3, is_read=True)}
    found = core.resume(data(visits=visits), UNITS)
    assert target(found) == ("story", "")
    assert found["place"] == "end"


def test_pages_passed_over_come_before_the_test_at_the_end(core):
    visits = {"two": visit(3, is_read=True), "story": visit(5, is_read=True)}
    assert target(core.resume(data(visits=visits), UNITS)) == ("one", "")
    visits["one"] = visit(6, is_read=True)
    assert target(core.resume(data(visits=visits), UNITS)) == ("after", "")


def test_who_has_done_everything_is_led_back_to_the_last_place(core):
    visits = {id: visit(3, is_read=True) for id in ("one", "story")}
    visits["two"] = visit(5, "end", is_read=True)
    taken = {"f": answer(at=day(4)), "g": answer("wrong", at=day(4))}
    found = core.resume(data(taken, visits), UNITS)
    assert (found["isDone"], found["next"], target(found)) == (True, None, ("two", "end"))


def test_after_the_first_test_comes_the_first_lesson(core):
    assert target(core.resume(data({"e": answer()}), UNITS)) == ("one", "")


def test_of_a_record_older_than_visits_the_last_answer_counts(core):
    answers = {"b": answer(at=day(2)), "c": answer("wrong", at=day(4))}
    found = core.resume(data(answers), UNITS)
    assert (target(found), found["at"]) == (("two", ""), day(4))


def test_a_time_that_was_never_known_is_not_told(core):
    found = core.resume(data({"c": answer(at="1970-01-01T00:00:00.000Z")}), UNITS)
    assert (target(found), found["at"]) == (("two", ""), None)


def test_what_is_no_longer_in_the_course_leads_nowhere(core):
    gone = data({"gone": answer(at=day(9))}, {"gone": visit(9), "one": visit(2, "x")})
    assert target(core.resume(gone, UNITS)) == ("one", "x")
    assert core.resume(data({"gone": answer()}), UNITS) is None


# Counts ----------------------------------------------------------------------------------------


def counts(count: dict) -> tuple[int, int, int, int]:
    return tuple(count[name] for name in ("asked", "answered", "first", "right"))


def test_answers_are_counted_for_units_objectives_and_the_whole_course(core):
    answers = {
        "a": answer("right", firstCorrect="wrong"),
        "b": answer("partly", rev=2),
        "c": answer("right"),
        "e": answer("right"),
    }
    found = core.report(data(answers, {"one": visit(2, is_read=True)}), UNITS, OBJECTIVES)
    assert counts(found["units"]["one"]) == (2, 2, 0, 1)
    assert counts(found["objectives"]["O1"]) == (2, 2, 1, 2), "a test counts for no objective"
    assert counts(found["objectives"]["O2"]) == (2, 2, 0, 1)
    assert counts(found["whole"]) == (4, 3, 1, 2)
    assert (found["read"], found["studied"], found["isEmpty"]) == (1, 3, False)


def test_a_unit_is_read_begun_or_neither(core):
    visits = {"one": visit(2, is_read=True), "story": visit(3)}
    found = core.report(data({"c": answer()}, visits), UNITS, {})["units"]
    assert {id: unit["reading"] for id, unit in found.items()} == {
        "one": "read",
        "two": "begun",
        "story": "begun",
        "before": "none",
        "after": "none",
    }


def test_answers_to_an_earlier_revision_are_not_counted(core):
    found = core.report(data({"b": answer(rev=1)}), UNITS, OBJECTIVES)
    assert counts(found["units"]["one"]) == (2, 0, 0, 0)
    assert not found["isEmpty"]


@pytest.mark.parametrize(
    ("answers", "percent"),
    [
        ({}, None),
        ({"f": answer()}, None),
        ({"f": answer(), "g": answer("wrong", firstCorrect="right")}, 50),
        ({"f": answer(), "g": answer(rev=0)}, None),
    ],
)
def test_a_test_has_a_percentage_once_it_is_taken_as_it_is_now(core, answers, percent):
    count = core.report(data(answers), UNITS, {})["units"]["after"]
    assert core.percent(count) == percent
    assert core.percent(count, "first") == (percent and 100)


VERDICTS = st.sampled_from(["right", "partly", "wrong"])
ANSWERS = st.dictionaries(
    st.sampled_from([*"abcdefg", "gone", "constructor"]),
    st.builds(
        lambda correct, first, rev: answer(correct, firstCorrect=first, rev=rev),
        VERDICTS,
        VERDICTS,
        st.integers(0, 2),
    ),
)
VISITS = st.dictionaries(
    st.sampled_from([*(unit["id"] for unit in UNITS), "gone"]),
    st.builds(
        lambda number, is_read: visit(number, is_read=is_read), st.integers(1, 30), st.booleans()
    ),
)


@given(ANSWERS, VISITS)
@quick
def test_counts_of_lessons_and_cases_add_up_and_none_exceeds_what_is_asked(core, answers, visits):
    found = core.report(data(answers, visits), UNITS, OBJECTIVES)
    for count in (found["whole"], *found["units"].values(), *found["objectives"].values()):
        asked, answered, first, right = counts(count)
        assert max(first, right) <= answered <= asked
    studied = [counts(unit) for id, unit in found["units"].items() if id not in TESTS]
    assert tuple(map(sum, zip(*studied, strict=True))) == counts(found["whole"])


@given(ANSWERS, VISITS)
@quick
def test_who_is_not_done_goes_on_where_there_is_something_left(core, answers, visits):
    found = core.resume(data(answers, visits), UNITS)
    if found is None:
        return
    expected = found["next"] if found["isDone"] and found["next"] else found["unit"]
    assert found["to"]["unit"] == expected
    assert found["next"] != found["unit"]


# Days and files --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("then", "now", "days"),
    [
        ("2026-11-20T00:00:00", "2026-11-20T23:59:59", 0),
        ("2026-11-19T23:59:59", "2026-11-20T00:00:00", 1),
        ("2026-02-27T12:00:00", "2026-03-01T01:00:00", 2),
        ("2026-11-22T08:00:00", "2026-11-20T09:00:00", -2),
    ],
)
def test_days_are_counted_by_the_calendar_and_not_by_hours(core, then, now, days):
    assert core.days_between(then, now) == days


def test_the_file_is_named_after_the_day_on_this_machine(core):
    assert core.file_name("2026-03-01T00:30:00", "small") == "small-2026-03-01.json"
