"""Which questions are asked again, and when, without a browser."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from courseware.site.review import INTERVALS
from tests.browser_core import Core

BEGIN = datetime(2026, 1, 1, 12)
VERDICTS = ["right", "partly", "wrong"]


@pytest.fixture(scope="module")
def core() -> Iterator[Core]:
    core = Core()
    yield core
    core.close()


def day(number: float) -> str:
    return (BEGIN + timedelta(days=number)).isoformat(timespec="milliseconds") + "Z"


def local_midnight(number: int) -> str:
    """The beginning of a day here, as the browser has it."""
    midnight = (BEGIN + timedelta(days=number)).replace(tzinfo=UTC).astimezone()
    midnight = midnight.replace(hour=0, minute=0, second=0, microsecond=0)
    return midnight.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def entry(id: str, unit: str = "one", *objectives: str, rev: int = 1) -> dict[str, Any]:
    return {"id": id, "rev": rev, "unit": unit, "objectives": objectives or ("O1",)}


def answer(at: float, streak: int = 1, correct: str = "right", rev: int = 1) -> dict[str, Any]:
    streak = streak if correct == "right" else 0
    return {"rev": rev, "given": ["a"], "correct": correct, "at": day(at), "streak": streak}


def record(visits: dict | None = None, **answers: dict) -> dict:
    return {"answers": answers, "visits": visits or {}}


def test_of_an_empty_record_nothing_is_asked(core):
    plan = core.schedule([entry("a"), entry("b")], record())
    assert plan == {"due": [], "missed": 0, "early": [], "untried": [], "next": None}


def test_missed_questions_come_first_then_those_due_longest(core):
    answers = {
        "a": answer(3),
        "b": answer(1),
        "c": answer(5, correct="partly"),
        "d": answer(4, correct="wrong"),
    }
    plan = core.schedule([entry(id) for id in "abcd"], record(**answers), day(9))
    assert plan["due"] == ["d", "c", "b", "a"]
    assert plan["missed"] == 2


def test_what_is_due_at_the_same_time_is_asked_in_the_order_of_the_course(core):
    entries = [entry(f"q{number}") for number in range(20)]
    plan = core.schedule(entries, record(**{each["id"]: answer(0) for each in entries}), day(1))
    assert plan["due"] == [each["id"] for each in entries]


def test_what_is_not_due_can_be_asked_early_and_the_first_day_of_it_is_told(core):
    answers = {"a": answer(0, 3), "b": answer(0.1, 2), "c": answer(0, 2), "d": answer(0, 1)}
    plan = core.schedule([entry(id) for id in "abcd"], record(**answers), day(1))
    assert plan["due"] == ["d"]
    assert plan["early"] == ["b", "c", "a"]  # of one day in the course's order
    assert plan["next"] == {"at": local_midnight(INTERVALS[2]), "count": 2}


def test_an_answer_to_another_revision_counts_as_none(core):
    plan = core.schedule([entry("a", rev=2)], record(a=answer(0)), day(99))
    assert plan["due"] == plan["early"] == plan["untried"] == []


def test_unanswered_questions_are_offered_of_pages_that_were_read_to_their_end_only(core):
    entries = [entry("a", "one"), entry("b", "two"), entry("c", "three"), entry("d", "two")]
    visits = {"one": {"at": day(0), "place": ""}, "two": {"at": day(0), "readAt": day(0)}}
    plan = core.schedule(entries, record(visits, d=answer(0)), day(0))
    assert plan["untried"] == ["b"]


def test_a_part_of_the_course_is_named_by_a_unit_or_an_objective(core):
    entries = [entry("a", "one", "O1"), entry("b", "one", "O2", "O3"), entry("c", "two", "O3")]
    parts = ("", "one", "two", "O1", "O3", "O9")
    found = core.each("within", [(entries, part) for part in parts])
    assert ["".join(one["id"] for one in part) for part in found] == [
        "abc", "ab", "c", "a", "bc", "",
    ]  # fmt: skip


def test_a_record_from_the_future_is_asked_early_and_breaks_nothing(core):
    plan = core.schedule([entry("a")], record(a=answer(5000, correct="wrong")), day(0))
    assert plan["due"] == []
    assert plan["early"] == ["a"]
    assert plan["next"] == {"at": day(5000), "count": 1}


STANDINGS = st.tuples(
    st.integers(0, 60), st.integers(1, 9), st.sampled_from(VERDICTS), st.integers(1, 2)
)


@settings(max_examples=60, deadline=None)
@given(standings=st.lists(st.none() | STANDINGS, max_size=12), now=st.integers(0, 90))
def test_every_answered_question_is_either_due_or_early_and_every_other_one_untried(
    core, standings, now
):
    entries = [entry(f"q{number}") for number in range(len(standings))]
    answers = {
        each["id"]: answer(*standing)
        for each, standing in zip(entries, standings, strict=True)
        if standing
    }
    visits = {"one": {"at": day(0), "readAt": day(0)}}
    plan = core.schedule(entries, record(visits, **answers), day(now))
    asked = plan["due"] + plan["early"] + plan["untried"]
    assert sorted(asked) == sorted(each["id"] for each in entries)
    current = {id for id, kept in answers.items() if kept["rev"] == 1}
    assert current == {*plan["due"], *plan["early"]}
    assert all(core.is_due(answers[id], day(now)) for id in plan["due"])
    assert not any(core.is_due(answers[id], day(now)) for id in plan["early"])
    verdicts = [answers[id]["correct"] == "right" for id in plan["due"]]
    assert verdicts == sorted(verdicts)
    assert plan["missed"] == verdicts.count(False)
    assert (plan["next"] is None) == (not plan["early"])
