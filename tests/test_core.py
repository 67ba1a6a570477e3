"""The browser's core without a browser: grading, the record, and the record as a file."""

from __future__ import annotations

import copy
import itertools
import json
import random
import unicodedata
from collections import Counter
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from courseware.course.folding import fold
from tests.browser_core import COURSE, KEY, NOON, QUARANTINE, Core

quick = settings(max_examples=100, deadline=None)
LONG_AGO = "1970-01-01T00:00:00.000Z"
VERDICTS = ["right", "partly", "wrong"]


@pytest.fixture(scope="session")
def core() -> Iterator[Core]:
    core = Core()
    yield core
    core.close()


def time(minute: int) -> str:
    return f"2026-11-23T12:{minute:02}:00.000Z"


def answer(*chosen: str, **changed: Any) -> dict:
    whole = {
        "rev": 1,
        "given": list(chosen or "a"),
        "correct": "right",
        "firstCorrect": "wrong",
        "firstAt": time(1),
        "at": time(2),
        "tries": 2,
        "streak": 1,
    }
    return whole | changed


def record(answers: Any, **changed: Any) -> dict:
    return {"schema": 3, "course": COURSE, "seed": 7, "answers": answers} | changed


# Folding ---------------------------------------------------------------------------------------

MARKS = "ー‐–−~〜～・･、。,.:：;「」『』()-'_  \u3099\u309a゛ﾞﾟ\t\ufeff\x1c\x85"
# Only what this Python's Unicode knows, as a browser may know a newer one.
ASSIGNED = st.characters(exclude_categories=["Cn", "Cs"])
TYPED = st.text(ASSIGNED | st.sampled_from(MARKS + "0123１２３①½カガハパヷヾＡΣİ"))


@pytest.mark.parametrize(
    "same",
    [
        ("ＡＡ", "AA", "aa", "Ａ Ａ", "AA。"),
        ("１２", "12", "①②", "1 2"),
        ("ﾘｶﾊﾞﾘｰ", "りかばりー", "リカバリー", "リカハ\u3099リー", "ﾘｶﾊﾞﾘ-", "リカバリー。"),
        ("サポーター", "サポータ", "さぽーたー"),
        ("ピア・サポート", "ピアサポート", "ピア サポート", "ピア\u3000サポート", "ﾋﾟｱ･ｻﾎﾟｰﾄ"),
        ("「経験的知識」", "経験的知識", "『経験的知識』", "\u3000経験的知識\u3000"),
        ("が", "か\u3099", "ｶﾞ", "か゛"),
        ("㌀", "アパート"),
        ("1.5", "１．５", "1。5", "1・5"),
        ("10〜20", "10～20", "10~20", "１０〜２０"),
        ("10-20", "10ー20", "10–20", "10−20", "１０－２０"),
        ("1,000", "1000", "１，０００", "1、000", "1 000"),
        ("9:30", "９：３０"),
        ("", "ー", "・。", "\u3000"),
    ],
    ids=lambda same: same[0] or "nothing",
)
def test_what_differs_only_by_input_method_is_the_same(core, same):
    assert len({core.fold(text) for text in same}) == 1
    assert len({fold(text) for text in same}) == 1


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("1.5", "15"),
        ("1・5", "15"),
        ("10-20", "1020"),
        ("10〜20", "1020"),
        ("10–20", "1020"),
        ("9:30", "930"),
        ("か", "が"),
        ("ハ", "パ"),
        ("ピア", "ピエ"),
        ("やく", "ゃく"),
    ],
)
def test_what_means_something_else_stays_different(core, one, other):
    assert core.fold(one) != core.fold(other)
    assert fold(one) != fold(other)


@settings(max_examples=300, deadline=None)
@given(text=TYPED)
def test_authors_and_learners_fold_alike_and_once_is_enough(core, text):
    folded = core.fold(text)
    assert folded == fold(text)
    assert core.fold(folded) == folded


def test_every_character_is_folded_alike_beside_kana_and_between_digits(core):
    every = (chr(code) for code in range(0x20000))  # above are more kanji
    texts = [f"か{c}1{c}2" for c in every if unicodedata.category(c) not in ("Cn", "Cs", "Co")]
    folded = core.each("fold", [(text,) for text in texts])
    wrong = [t for t, f in zip(texts, folded, strict=True) if f != fold(t) or fold(f) != f]
    assert wrong == []


# Grading ---------------------------------------------------------------------------------------

IDS = st.lists(st.sampled_from("abcdef"), unique=True)


@quick
@given(chosen=IDS, right=IDS.filter(bool))
def test_options_are_right_exactly_when_all_right_ones_and_no_others_are_chosen(
    core, chosen, right
):
    verdict = core.grade_options(chosen, right)
    assert (verdict == "right") == (set(chosen) == set(right))
    assert (verdict == "wrong") == (not set(chosen) & set(right))


def test_an_id_given_twice_is_not_two_right_ones(core):
    assert core.grade_options(["a", "a"], ["a", "b"]) == "partly"


def test_a_gap_takes_each_accepted_text_however_it_is_typed(core):
    accepted = [["リカバリー", "回復"], ["1.5"]]
    assert core.grade_gaps(["ﾘｶﾊﾞﾘｰ。", "１．５"], accepted) == [True, True]
    assert core.grade_gaps(["かいふく", "15"], accepted) == [False, False]
    assert core.grade_gaps(["回復"], accepted) == [True, False]


@quick
@given(parts=st.lists(st.booleans(), min_size=1))
def test_several_parts_are_partly_right_when_some_are_and_some_are_not(core, parts):
    expected = "right" if all(parts) else "partly" if any(parts) else "wrong"
    assert core.verdict_of(parts) == expected


# The learner's own order -----------------------------------------------------------------------

PARTS = st.lists(st.from_regex(r"[a-z0-9]{1,4}", fullmatch=True), unique=True, max_size=8)
SEEDS = st.integers(1, 2**31 - 2)


@quick
@given(ids=PARTS, seed=SEEDS, added=st.just("new-one"), place=st.integers(0, 8))
def test_an_order_has_each_id_once_and_an_added_one_stirs_no_others(core, ids, seed, added, place):
    order = core.shuffled(ids, seed, "q")
    assert sorted(order) == sorted(ids)
    assert core.shuffled(list(reversed(ids)), seed, "q") == order
    longer = core.shuffled([*ids[:place], added, *ids[place:]], seed, "q")
    assert [id for id in longer if id != added] == order


def test_who_has_no_seed_sees_the_author_s_order(core):
    assert core.shuffled(["c", "a", "b"], 0, "q") == ["c", "a", "b"]


@pytest.mark.parametrize("step", [1, 1_000_003], ids=["near", "far"])
def test_each_option_is_about_equally_often_in_each_place(core, step):
    seeds = range(1, 2000 * step, step)
    orders = core.each("shuffled", [(list("abcd"), seed, "some-question") for seed in seeds])
    counts = Counter(place for order in orders for place in enumerate(order))
    assert len(counts) == 16
    assert all(400 < count < 600 for count in counts.values())  # 500, and five deviations
    wholes = Counter("".join(order) for order in orders)
    assert len(wholes) == 24
    assert all(38 < count < 129 for count in wholes.values())  # 83, and five deviations


def test_questions_with_the_same_option_ids_have_orders_of_their_own(core):
    orders = core.each("shuffled", [(list("abcd"), 5, f"question-{n}") for n in range(100)])
    assert len({tuple(order) for order in orders}) > 15


# Reading a record ------------------------------------------------------------------------------

QUESTIONS = ["wish", "own-wish", "q2", "constructor", "tostring"]
TIMES = st.integers(0, 5).map(time)
ANSWERS = st.fixed_dictionaries(
    {
        "rev": st.integers(1, 3),
        "given": st.lists(st.text("ab", max_size=2), max_size=2),
        "correct": st.sampled_from(VERDICTS),
        "firstCorrect": st.sampled_from(VERDICTS),
        "firstAt": TIMES,
        "at": TIMES,
        "tries": st.integers(1, 4),
        "streak": st.integers(0, 9),
    },
    optional={"rows": st.lists(st.sampled_from("xyz"), max_size=2)},
)
MAPS = st.dictionaries(st.sampled_from(QUESTIONS), ANSWERS)
VISITS = st.dictionaries(
    st.sampled_from(["04-recovery", "case-1-visits", "constructor"]),
    st.fixed_dictionaries(
        {"at": TIMES, "place": st.sampled_from(["", "key-points"])}, optional={"readAt": TIMES}
    ),
)
RECORDS = st.builds(
    record, MAPS, seed=st.integers(0, 2**31), tests=st.just({"t": [1]}), visits=VISITS
)
JSON = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(2**53), 2**53)
    | st.sampled_from([0.5, -1.5, 1e300])  # not 1.0, which JSON does not tell from 1
    | st.text(max_size=5)
    | st.sampled_from([2, COURSE, "right", NOON]),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.text(max_size=4)
            | st.sampled_from(["__proto__", "schema", "course", "answers", *QUESTIONS]),
            inner,
            max_size=3,
        )
    ),
    max_leaves=10,
)


def assert_all_is_accounted_for(stored: dict, found: dict) -> None:
    """Each entry of a record of this course is either in what was read or was set aside."""
    data, aside = found["data"], found["aside"]
    assert set(data) == {"schema", "course", "seed", "answers", "tests", "visits"}
    assert (data["schema"], data["course"], found["reason"]) == (3, COURSE, None)
    expected: list[dict] = []
    for part, value in stored.items():
        if part in ("answers", "visits") and isinstance(value, dict):
            assert set(data[part]) <= set(value)
            expected += [entry(id, value[id]) for id in value if id not in data[part]]
        elif part == "tests" and isinstance(value, dict):
            assert data[part] == value
        elif part == "seed" and json.dumps(value) == json.dumps(data[part]):
            pass
        elif part not in ("schema", "course", "exportedAt"):
            expected.append(entry(part, value))
    assert in_any_order(aside) == in_any_order(expected)


def entry(key: str, value: Any) -> dict:
    return {"key": key, "value": value}


def in_any_order(entries: list) -> list[str]:
    return sorted(json.dumps(each, sort_keys=True) for each in entries)


def assert_reading_again_changes_nothing(core: Core, data: dict) -> None:
    again = core.parse_record(json.dumps(data))
    assert again == {"data": data, "aside": [], "reason": None}


@quick
@given(text=st.text(st.characters() | st.sampled_from('{}[]",:0')))
def test_any_text_can_be_read_and_comes_back_whole(core, text):
    found = core.parse_record(text)
    assert found["data"] is None
    assert found["reason"] in ("damaged", "foreign")
    if found["reason"] == "damaged":
        assert found["aside"] == [text]
    else:
        assert found["aside"] == [json.loads(text, parse_int=float)]


@quick
@given(value=JSON)
def test_any_json_can_be_read_and_comes_back_whole(core, value):
    assume(not (isinstance(value, dict) and value.get("course") == COURSE))
    found = core.parse_record(json.dumps(value))
    assert (found["data"], found["reason"]) == (None, "foreign")
    assert in_any_order(found["aside"]) == in_any_order([value])


@quick
@given(parts=st.dictionaries(st.sampled_from(["answers", "tests", "visits", "seed", "x"]), JSON))
def test_whatever_a_record_holds_is_read_or_set_aside(core, parts):
    stored = {"schema": 3, "course": COURSE} | parts
    found = core.parse_record(json.dumps(stored))
    assert_all_is_accounted_for(stored, found)
    assert_reading_again_changes_nothing(core, found["data"])


@quick
@given(stored=RECORDS)
def test_a_sound_record_comes_through_whole(core, stored):
    found = core.parse_record(json.dumps(stored))
    assert found == {"data": stored, "aside": [], "reason": None}


def places(value: Any, path: tuple = ()) -> Iterator[tuple]:
    """The paths to all parts of a JSON value."""
    parts = value.items() if isinstance(value, dict) else ()
    for key, part in enumerate(value) if isinstance(value, list) else parts:
        yield (*path, key)
        yield from places(part, (*path, key))


@settings(max_examples=150, deadline=None)
@given(stored=RECORDS, data=st.data())
def test_one_damaged_place_costs_no_other_answer(core, stored, data):
    place = data.draw(st.sampled_from(list(places(stored))), label="place")
    damaged = copy.deepcopy(stored)
    inner = damaged
    for key in place[:-1]:
        inner = inner[key]
    kinds = ["replace", "remove", *(["rename"] if isinstance(inner, dict) else [])]
    kind = data.draw(st.sampled_from(kinds), label="kind")
    old = inner[place[-1]] if kind == "replace" else inner.pop(place[-1])
    if kind == "replace":
        inner[place[-1]] = data.draw(JSON, label="value")
        assume(in_any_order([inner[place[-1]]]) != in_any_order([old]))
    elif kind == "rename":
        inner[data.draw(st.text(max_size=5), label="name")] = old
    found = core.parse_record(json.dumps(damaged))
    if place[0] in ("schema", "course"):
        # The only other schemas that are read are 1 and 2.
        assert found["reason"] in ("foreign", "newer") or damaged.get("schema") in (1, 2)
        assert found["data"] or in_any_order(found["aside"]) == in_any_order([damaged])
        return
    assert_all_is_accounted_for(damaged, found)
    assert_reading_again_changes_nothing(core, found["data"])
    for part in {"answers", "visits"} - set(place if len(place) == 1 else ()):
        untouched = set(stored[part]) - set(place[1:2])
        assert all(found["data"][part][id] == stored[part][id] for id in untouched)


@quick
@given(answers=MAPS)
def test_the_first_schema_becomes_the_present_one_with_the_author_s_order(core, answers):
    stored = {"schema": 1, "course": COURSE, "answers": answers, "tests": {}, "visits": {}}
    found = core.parse_record(json.dumps(stored))
    assert found == {"data": stored | {"schema": 3, "seed": 0}, "aside": [], "reason": None}


def test_of_the_second_schema_a_right_answer_counts_once_towards_its_streak(core):
    answers = {verdict: answer(correct=verdict) for verdict in VERDICTS}
    for each in answers.values():
        del each["streak"]
    found = core.parse_record(json.dumps(record(answers, schema=2)))
    assert found["aside"] == []
    streaks = {verdict: each["streak"] for verdict, each in found["data"]["answers"].items()}
    assert streaks == {"right": 1, "partly": 0, "wrong": 0}


@pytest.mark.parametrize(
    ("stored", "reason"),
    [
        (record({}, schema=4), "newer"),
        (record({}, schema=99, course="other"), "foreign"),
        (record({}, course="other"), "foreign"),
        (record({}, schema=0), "foreign"),
        (record({}, schema="2"), "foreign"),
        (record({}, schema=1.5), "foreign"),
        ({"answers": {}}, "foreign"),
        (None, "foreign"),
        ([record({})], "foreign"),
        (COURSE, "foreign"),
    ],
)
def test_what_is_no_record_of_this_course_and_schema_says_so(core, stored, reason):
    found = core.parse_record(json.dumps(stored))
    assert found == {"data": None, "aside": [stored], "reason": reason}


@pytest.mark.parametrize("text", ["", "no json", '{"schema": 3', "\ufeff{}", "undefined"])
def test_what_is_no_json_is_set_aside_as_it_is(core, text):
    assert core.parse_record(text) == {"data": None, "aside": [text], "reason": "damaged"}


@pytest.mark.parametrize(
    "part", ['"answers": {"wish": %s}', '"tests": {"deep": %s}', '"visits": %s', '"%s": 1']
)
@pytest.mark.parametrize("depth", [100, 100_000])
def test_a_record_too_deep_to_be_written_again_is_set_aside_as_text(core, part, depth):
    deep = "[" * depth + "]" * depth
    text = f'{{"schema": 3, "course": "{COURSE}", {part % deep}}}'
    found = core.parse_record(text)
    if part.startswith('"%s'):  # only a long name
        assert found["aside"] == [entry(deep, 1)]
    else:
        assert found == {"data": None, "aside": [text], "reason": "damaged"}
        storage = core.storage({KEY: text})
        tab = core.tab(storage)
        assert (tab.answers, storage.quarantined, tab.is_kept) == ({}, [text], True)


def test_ids_that_every_object_has_do_no_harm(core):
    names = ["__proto__", "constructor", "toString", "hasOwnProperty", "valueof"]
    stored = record({name: answer(name) for name in names})
    stored["__proto__"] = {"answers": {"x": answer()}}
    for schema in (1, 2, 3):
        found = core.parse_record(json.dumps(stored | {"schema": schema}))
        # Of these, only the lower-case ones can be ids of questions.
        assert set(found["data"]["answers"]) == {"constructor", "valueof"}
        assert found["aside"] == [
            entry("__proto__", stored["__proto__"]),
            *(entry(name, answer(name)) for name in ("__proto__", "toString", "hasOwnProperty")),
        ]
    tab = core.tab(core.storage())
    assert tab.answer("constructor") is None
    tab.regrade("constructor", "right")
    assert tab.answers == {}
    tab.keep("constructor", "a")
    assert tab.answer("constructor")["tries"] == 1


def test_what_an_old_answer_does_not_tell_is_supposed(core):
    old = {"rev": 1, "given": ["a"], "correct": "partly"}
    found = core.parse_record(json.dumps(record({"wish": old, "q2": old | {"at": NOON}})))
    times = {"firstAt": LONG_AGO, "at": LONG_AGO}
    supposed = old | {"firstCorrect": "partly", "tries": 1, "streak": 0} | times
    assert found["data"]["answers"] == {
        "wish": supposed,
        "q2": supposed | {"firstAt": NOON, "at": NOON},
    }


@pytest.mark.parametrize(
    "wrong",
    [
        {"at": "yesterday"},
        {"at": "2026-11-23"},
        {"at": "2026-13-23T12:00:00.000Z"},
        {"at": "2026-11-23T12:00:00.000+09:00"},
        {"at": 1795435200000},
        {"at": None},
        {"firstAt": ""},
        {"tries": 0},
        {"tries": 1.5},
        {"streak": -1},
        {"streak": "1"},
        {"rev": "1"},
        {"rev": None},
        {"correct": "true"},
        {"firstCorrect": True},
        {"given": "a"},
        {"given": [1]},
        {"given": ["a" * 1001]},
        {"given": ["a"] * 101},
        {"rows": ["x", None]},
        {"rows": None},
    ],
    ids=str,
)
def test_an_answer_with_a_wrong_part_is_set_aside(core, wrong):
    damaged = answer(**wrong)
    found = core.parse_record(json.dumps(record({"wish": damaged, "q2": answer()})))
    assert found["data"]["answers"] == {"q2": answer()}
    assert found["aside"] == [entry("wish", damaged)]


def test_an_answer_is_read_without_what_does_not_belong_to_it(core):
    found = core.parse_record(json.dumps(record({"wish": answer(note="x", rows=["a"])})))
    assert found["data"]["answers"] == {"wish": answer(rows=["a"])}


@pytest.mark.parametrize(
    "wrong",
    [
        {"at": "yesterday"},
        {"at": None},
        {"place": "<b>"},
        {"place": 3},
        {"readAt": ""},
        {"readAt": None},
    ],
    ids=str,
)
def test_a_visit_with_a_wrong_part_is_set_aside(core, wrong):
    sound = {"at": NOON, "place": "key-points", "readAt": NOON}
    stored = record({}, visits={"04-recovery": sound, "05-roles": sound | wrong})
    found = core.parse_record(json.dumps(stored))
    assert found["data"]["visits"] == {"04-recovery": sound}
    assert found["aside"] == [entry("05-roles", sound | wrong)]


def test_answers_are_not_lost_when_their_name_is_damaged(core):
    stored = record({"wish": answer()})
    stored["answerz"] = stored.pop("answers")
    storage = core.storage({KEY: json.dumps(stored)})
    core.tab(storage).keep("q2", "a")
    assert storage.quarantined == [entry("answerz", {"wish": answer()})]


DAMAGES = ["truncated", "flipped", "swapped", "nested", "huge"]
TOO_DEEP = 9_000
"""Levels of brackets with which a record is not read."""


def damaged_text(rng: random.Random, answers: dict[str, dict]) -> str:
    visits = {"04-recovery": {"at": time(1), "place": ""}}
    stored = record(copy.deepcopy(answers), tests={"t": {}}, visits=visits)
    kind = rng.choice(DAMAGES)
    if kind in ("truncated", "flipped"):
        text = json.dumps(stored, ensure_ascii=False)
        if kind == "truncated":
            return text[: rng.randrange(len(text))]
        letters = list(text)
        for _ in range(rng.randint(1, 4)):
            place = rng.randrange(len(letters))
            letters[place] = chr(ord(letters[place]) ^ (1 << rng.randrange(7)))
        return "".join(letters)
    path = rng.choice([place for place in places(stored) if place[0] not in ("schema", "course")])
    inner: Any = stored
    for key in path[:-1]:
        inner = inner[key]
    inner[path[-1]] = {
        "swapped": rng.choice([None, True, -1, 0.5, "text", [], {}, [{}], {"a": 1}]),
        "nested": json.loads("[" * 40 + "]" * 40),
        "huge": "長" * 2_000,
    }[kind]
    if kind == "nested":
        text = json.dumps(stored)
        return text.replace("[" * 40, "[" * TOO_DEEP).replace("]" * 40, "]" * TOO_DEEP)
    return json.dumps(stored, ensure_ascii=False)


def strictly_read(text: str) -> Any:
    def refuse(constant: str) -> None:
        raise ValueError(constant)

    if "[" * TOO_DEEP in text:  # Python 3.13 reads them all the same
        raise ValueError("nested too deeply")
    return json.loads(text, parse_constant=refuse)


def test_of_600_damaged_records_every_sound_answer_is_read(core):
    rng = random.Random(20261123)
    answers = {
        f"question-{n}": answer(rng.choice("abc"), correct=rng.choice(VERDICTS), at=time(n + 2))
        for n in range(5)
    }
    texts = [damaged_text(rng, answers) for _ in range(600)]
    outcomes = Counter()
    for text, found in zip(
        texts, core.each("parseRecord", [(text, COURSE) for text in texts]), strict=True
    ):
        outcomes[found["reason"]] += 1
        try:
            stored = strictly_read(text)
        except ValueError:
            assert (found["data"], found["aside"]) == (None, [text])
            continue
        if found["reason"]:
            assert stored.get("schema") not in (1, 2, 3) or stored.get("course") != COURSE
            assert found["aside"] == [stored]
            continue
        stored.pop("seed" if stored["schema"] == 1 else "", None)
        assert_all_is_accounted_for(stored, found)
        kept = stored.get("answers")
        for id, each in kept.items() if isinstance(kept, dict) else ():
            # As text, since to Python `true` is equal to 1.
            if json.dumps(each) == json.dumps(answers.get(id)):
                assert found["data"]["answers"][id] == each
    assert outcomes["damaged"] > 100
    assert outcomes[None] > 100


# Two records of one learner --------------------------------------------------------------------


@quick
@given(a=MAPS, b=MAPS, c=MAPS)
def test_records_are_merged_in_any_order_and_any_number_of_times(core, a, b, c):
    ab = core.merge(a, b)
    assert core.merge(b, a) == ab
    assert core.merge(a, a) == a
    assert core.merge(ab, b) == ab
    assert core.merge(ab, c) == core.merge(a, core.merge(b, c))


def test_which_of_three_are_merged_first_does_not_matter_for_answers_of_one_time(core):
    times = {"firstAt": time(1), "at": time(2)}
    few = [
        {"wish": answer(chosen, correct=correct, firstCorrect=first, **times)}
        for chosen in "ab"
        for correct in ("right", "wrong")
        for first in ("right", "wrong")
    ]
    later = [{"wish": answer("a", firstCorrect=first, at=time(3))} for first in VERDICTS]
    triples = list(itertools.product(few + later, repeat=3))
    left = core.each("mergeAnswers", [(a, b) for a, b, _ in triples])
    right = core.each("mergeAnswers", [(b, c) for _, b, c in triples])
    whole = core.each("mergeAnswers", [(ab, t[2]) for ab, t in zip(left, triples, strict=True)])
    other = core.each("mergeAnswers", [(t[0], bc) for bc, t in zip(right, triples, strict=True)])
    assert whole == other


@quick
@given(a=ANSWERS, b=ANSWERS)
def test_the_newer_revision_wins_then_the_newer_answer_and_the_first_one_is_kept(core, a, b):
    merged = core.merge({"wish": a}, {"wish": b})["wish"]
    if a["rev"] != b["rev"]:
        assert merged == max(a, b, key=lambda each: each["rev"])
        return
    last = [each for each in (a, b) if each["at"] == max(a["at"], b["at"])]
    first = [each for each in (a, b) if each["firstAt"] == min(a["firstAt"], b["firstAt"])]
    together = ("at", "given", "rows", "correct", "streak")
    of_last = [{k: each.get(k) for k in together} for each in last]
    assert {k: merged.get(k) for k in together} in of_last
    assert (merged["firstAt"], merged["firstCorrect"]) in [
        (each["firstAt"], each["firstCorrect"]) for each in first
    ]
    assert merged["tries"] == max(a["tries"], b["tries"])


@quick
@given(a=MAPS, b=MAPS)
def test_no_question_is_lost_by_merging(core, a, b):
    assert set(core.merge(a, b)) == set(a) | set(b)


@quick
@given(a=VISITS, b=VISITS, c=VISITS)
def test_visits_are_merged_in_any_order_and_any_number_of_times(core, a, b, c):
    ab = core.merge_visits(a, b)
    assert core.merge_visits(b, a) == ab
    assert core.merge_visits(a, a) == a
    assert core.merge_visits(ab, b) == ab
    assert core.merge_visits(ab, c) == core.merge_visits(a, core.merge_visits(b, c))
    for id, visit in ab.items():
        both = [each[id] for each in (a, b) if id in each]
        ends = [each["readAt"] for each in both if "readAt" in each]
        assert visit["at"] == max(each["at"] for each in both)
        assert visit.get("readAt") == min(ends, default=None)


# The record as a file --------------------------------------------------------------------------


@quick
@given(stored=RECORDS, mark=st.sampled_from(["", "\ufeff"]))
def test_what_is_exported_can_be_imported(core, stored, mark):
    text = core.export_record(stored)
    # The order of options stays behind, since it belongs to the browser.
    imported = {"record": stored | {"seed": 0}, "refused": 0, "reason": None}
    assert core.import_record(mark + text) == imported
    assert json.loads(text) == {k: v for k, v in stored.items() if k != "seed"} | {
        "exportedAt": NOON
    }


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        (" " * 1_000_001, "large"),
        (" " * 1_000_000, "damaged"),
        ("[" * 900_000 + "]" * 100_000, "damaged"),
        ("[" * 500_000 + "]" * 500_000, "damaged"),
        ("", "damaged"),
        ("id,answer\nwish,a\n", "damaged"),
        (json.dumps(record({}, course="other")), "foreign"),
        ("[]", "foreign"),
        (json.dumps(record({}, schema=4)), "newer"),
    ],
    ids=lambda value: value[:12],
)
def test_a_file_that_cannot_be_used_is_refused_with_its_reason(core, text, reason):
    assert core.import_record(text) == {"record": None, "refused": 0, "reason": reason}


def test_damaged_entries_of_a_file_are_left_out_and_counted(core):
    answers = {"wish": answer(), "q2": answer(at="x"), "__proto__": answer(), "No Id": answer()}
    text = json.dumps(record(answers, tests=3, exportedAt=NOON))
    imported = core.import_record(text)
    assert imported["record"]["answers"] == {"wish": answer()}
    assert (imported["refused"], imported["reason"]) == (4, None)


# Keeping the record ----------------------------------------------------------------------------


def test_an_answer_is_there_after_a_reload(core):
    storage = core.storage()
    tab = core.tab(storage)
    tab.keep("wish", "b", correct="wrong", now=time(1))
    tab.keep("wish", "a", now=time(2))
    assert tab.is_kept
    kept = core.tab(storage).answer("wish")
    assert kept == answer("a", firstCorrect="wrong", firstAt=time(1), at=time(2), tries=2)
    assert kept == tab.answer("wish")
    assert list(storage.entries) == [KEY]


def test_a_new_revision_is_answered_for_the_first_time(core):
    tab = core.tab(core.storage())
    tab.keep("wish", "b", correct="wrong", now=time(1))
    tab.keep("wish", "a", rev=2, now=time(2))
    expected = answer("a", rev=2, firstCorrect="right", firstAt=time(2), at=time(2), tries=1)
    assert tab.answer("wish") == expected


def test_a_page_left_open_does_not_overwrite_the_answer_to_a_newer_revision(core):
    storage = core.storage()
    old = core.tab(storage)
    core.tab(storage).keep("wish", "a", rev=2, now=time(1))
    old.keep("wish", "b", rev=1, correct="wrong", now=time(2))
    assert (storage.stored["answers"]["wish"]["rev"], old.answer("wish")["rev"]) == (2, 2)


def test_a_page_left_open_does_not_touch_the_record_of_a_newer_course(core):
    storage = core.storage()
    tab = core.tab(storage)
    tab.keep("wish", "a")
    newer = json.dumps(record({}, schema=4))
    storage.write(newer)
    assert not tab.refresh()
    tab.keep("q2", "b")
    assert storage.entries == {KEY: newer}
    assert not tab.is_kept
    assert set(tab.answers) == {"wish", "q2"}


def test_a_very_long_answer_is_kept_as_far_as_it_will_be_read(core):
    storage = core.storage()
    core.tab(storage).keep("wish", "長" * 5000, correct="wrong")
    assert core.tab(storage).answer("wish")["given"] == ["長" * 1000]
    assert storage.quarantined == []


def test_reading_what_was_just_written_is_no_change(core):
    storage = core.storage()
    tab, other = core.tab(storage), core.tab(storage)
    tab.begin()
    tab.keep("wish", "a")
    tab.keep("q2", "a", "b", rows=["x", "y"])
    assert not tab.refresh()
    assert other.refresh()
    assert not other.refresh()


def test_two_tabs_do_not_lose_each_other_s_answers(core):
    storage = core.storage()
    one, two = core.tab(storage), core.tab(storage)
    one.keep("wish", "a")
    two.keep("q2", "b")
    one.keep("own-wish", "c")
    assert set(storage.stored["answers"]) == {"wish", "q2", "own-wish"}
    assert set(one.answers) == {"wish", "q2", "own-wish"}


def test_without_a_storage_the_session_goes_on_in_memory(core):
    tab = core.tab(None)
    tab.begin()
    tab.keep("wish", "a")
    tab.take({"q2": answer()}, {"04-recovery": {"at": NOON, "place": ""}})
    tab.visit("05-roles", "key-points", is_read=True)
    tab.regrade("wish", "wrong")
    assert not tab.refresh()
    assert set(tab.answers) == {"wish", "q2"}
    assert tab.answer("wish")["correct"] == "wrong"
    assert not tab.is_kept


def test_a_storage_blocked_from_the_start_keeps_nothing_and_disturbs_nothing(core):
    storage = core.storage()
    storage.is_blocked_after(0)
    tab = core.tab(storage)
    assert not tab.is_kept
    tab.begin()
    tab.keep("wish", "a")
    tab.keep("q2", "b")
    assert not tab.refresh()
    assert set(tab.answers) == {"wish", "q2"}
    assert not tab.is_kept
    storage.is_blocked_after(None)
    tab.keep("own-wish", "c")
    assert tab.is_kept
    assert set(storage.stored["answers"]) == {"wish", "q2", "own-wish"}


@pytest.mark.parametrize("calls", range(12))
def test_a_storage_blocked_at_any_later_call_loses_no_answer(core, calls):
    storage = core.storage({KEY: json.dumps(record({"q2": answer(), "bad": 1}))})
    storage.is_blocked_after(calls)
    tab = core.tab(storage)
    tab.begin()
    tab.keep("wish", "a")
    tab.keep("own-wish", "b")
    assert {"wish", "own-wish"} <= set(tab.answers)
    assert storage.stored["answers"]["q2"] == answer()
    assert tab.is_kept == (set(storage.stored["answers"]) == {"q2", "wish", "own-wish"})


def test_a_full_storage_takes_everything_once_there_is_room(core):
    storage = core.storage()
    tab = core.tab(storage)
    tab.keep("wish", "a")
    storage.has_room(storage.size)
    tab.keep("q2", "b", now=time(1))
    tab.keep("q2", "c", now=time(2))
    assert not tab.is_kept
    assert tab.refresh() is False
    assert set(tab.answers) == {"wish", "q2"}
    assert set(storage.stored["answers"]) == {"wish"}
    storage.has_room(None)
    tab.keep("own-wish", "d")
    assert tab.is_kept
    assert set(storage.stored["answers"]) == {"wish", "q2", "own-wish"}
    assert storage.stored["answers"]["q2"]["given"] == ["c"]
    assert storage.stored["answers"]["q2"]["tries"] == 2


def test_a_damaged_entry_moves_to_the_quarantine_and_the_rest_stays(core):
    storage = core.storage({KEY: json.dumps(record({"wish": answer(), "q2": 5}))})
    tab = core.tab(storage)
    assert tab.answers == storage.stored["answers"] == {"wish": answer()}
    assert tab.data["seed"] == storage.stored["seed"] == 7
    assert storage.quarantined == [entry("q2", 5)]
    assert tab.is_kept


def test_several_damages_gather_in_the_quarantine_each_once(core):
    storage = core.storage()
    texts = [
        "no json",
        json.dumps(record({}, course="other")),
        json.dumps(record({"q2": 5, "wish": answer()})),
        "no json",
        json.dumps(record({"q2": 5})),
        json.dumps(record({"q2": 6})),
    ]
    tab = core.tab(storage)
    for text in texts:
        storage.write(text)
        tab.refresh()
        assert tab.is_kept
    assert storage.quarantined == [
        "no json",
        record({}, course="other"),
        entry("q2", 5),
        entry("q2", 6),
    ]


@pytest.mark.parametrize("before", ["no json", "5", '{"a": 1}'])
def test_a_quarantine_that_is_damaged_itself_is_kept_too(core, before):
    storage = core.storage({KEY: json.dumps(record({"q2": 5})), QUARANTINE: before})
    core.tab(storage)
    kept = before if before == "no json" else json.loads(before)
    assert storage.quarantined == [kept, entry("q2", 5)]


@pytest.mark.parametrize("text", ["no json", json.dumps(record({"wish": answer(), "bad": 5}))])
def test_a_storage_too_full_for_the_quarantine_is_not_overwritten(core, text):
    storage = core.storage({KEY: text})
    storage.has_room(storage.size)
    tab = core.tab(storage)
    tab.begin()
    tab.keep("q2", "a")
    tab.refresh()
    assert storage.entries == {KEY: text}
    assert not tab.is_kept
    assert set(tab.answers) == {"q2", *(["wish"] if "wish" in text else [])}


def test_a_record_erased_in_another_tab_is_gone_here_too(core):
    storage = core.storage()
    tab = core.tab(storage)
    tab.begin()
    tab.keep("wish", "a")
    storage.erase()
    assert tab.refresh()
    assert tab.answers == {}
    tab.keep("q2", "b")
    assert set(storage.stored["answers"]) == {"q2"}


def test_a_record_erased_while_the_storage_was_full_leaves_only_what_was_not_kept(core):
    storage = core.storage()
    tab = core.tab(storage)
    tab.keep("wish", "a")
    storage.has_room(storage.size)
    tab.keep("q2", "b")
    storage.erase()
    tab.refresh()
    assert set(tab.answers) == {"q2"}


def test_the_learner_s_order_is_drawn_once(core):
    storage = core.storage()
    one, two = core.tab(storage, random=0.25), core.tab(storage, random=0.75)
    one.begin()
    two.begin()
    assert one.data["seed"] == two.data["seed"] == storage.stored["seed"] == 1 + 0x7FFFFFFE // 4
    assert core.tab(storage, random=0.9).data["seed"] == one.data["seed"]


@pytest.mark.parametrize(("drawn", "seed"), [(0, 1), (1 - 2**-53, 0x7FFFFFFE)])
def test_a_drawn_order_is_never_the_author_s(core, drawn, seed):
    assert core.tab(core.storage(), random=drawn).data["seed"] == seed


def test_a_record_from_before_orders_were_drawn_keeps_the_author_s(core):
    stored = {"schema": 1, "course": COURSE, "answers": {"wish": answer()}}
    storage = core.storage({KEY: json.dumps(stored)})
    tab = core.tab(storage)
    tab.begin()
    assert tab.data["seed"] == 0
    assert tab.answers == {"wish": answer()}
    assert storage.stored == stored
    tab.keep("q2", "a")
    assert (storage.stored["schema"], storage.stored["seed"]) == (3, 0)


def test_regrading_changes_the_verdict_and_nothing_else(core):
    storage = core.storage({KEY: json.dumps(record({"wish": answer(rows=["x"])}))})
    tab = core.tab(storage)
    tab.regrade("wish", "partly")
    tab.regrade("no-such", "right")
    assert storage.stored["answers"] == {"wish": answer(rows=["x"], correct="partly", streak=0)}
    tab.regrade("wish", "right")
    assert storage.stored["answers"] == {"wish": answer(rows=["x"], correct="right", streak=1)}


def test_an_imported_record_is_merged_with_the_kept_one(core):
    storage = core.storage()
    tab = core.tab(storage)
    tab.keep("wish", "a", now=time(5))
    mine = tab.answer("wish")
    tab.take({"wish": answer("b", at=time(2), tries=4), "q2": answer()})
    assert tab.answers == storage.stored["answers"]
    assert tab.answer("q2") == answer()
    assert tab.answer("wish") == mine | {"firstCorrect": "wrong", "firstAt": time(1), "tries": 4}
    assert not tab.refresh()


STEPS = st.lists(
    st.tuples(
        st.integers(0, 1),
        st.sampled_from(["keep"] * 5 + ["refresh", "reload", "full", "blocked", "free", "free"]),
        st.sampled_from(QUESTIONS[:3]),
        st.sampled_from(VERDICTS),
    ),
    max_size=16,
)


@settings(max_examples=60, deadline=None)
@given(steps=STEPS)
def test_whatever_two_tabs_do_the_newest_answer_to_each_question_is_kept(core, steps):
    storage = core.storage()
    tabs = [core.tab(storage), core.tab(storage)]
    first: dict[str, tuple] = {}
    last: dict[str, tuple] = {}
    for minute, (which, step, id, correct) in enumerate(steps):
        tab = tabs[which]
        if step == "keep":
            tab.keep(id, str(minute), correct=correct, now=time(minute))
            last[id] = ([str(minute)], correct, time(minute))
            first.setdefault(id, (correct, time(minute)))
        elif step == "refresh":
            tab.refresh()
        elif step == "reload" and tab.is_kept:  # otherwise its answers would rightly be gone
            tabs[which] = core.tab(storage)
        elif step == "full":
            storage.has_room(storage.size)
        elif step == "blocked":
            storage.is_blocked_after(0)
        elif step == "free":
            storage.has_room(None)
            storage.is_blocked_after(None)
        assert last.get(id) is None or step != "keep" or as_last(tab.answer(id)) == last[id]
    storage.has_room(None)
    storage.is_blocked_after(None)
    for tab in tabs:
        tab.take({})  # writes
    end = core.tab(storage).answers
    assert {id: as_last(each) for id, each in end.items()} == last
    assert {id: (a["firstCorrect"], a["firstAt"]) for id, a in end.items()} == first
    assert QUARANTINE not in storage.entries


def as_last(kept: dict) -> tuple:
    return kept["given"], kept["correct"], kept["at"]


# Asking again ----------------------------------------------------------------------------------

DAYS = [0, 1, 3, 7, 14, 30]


def day(number: int) -> str:
    return (datetime(2026, 1, 1) + timedelta(days=number)).isoformat() + ".000Z"


def test_a_question_comes_again_after_intervals_that_grow_with_each_right_answer(core):
    tab = core.tab(core.storage())
    now = 0
    for streak, days in enumerate([*DAYS[1:], DAYS[-1]], start=1):
        tab.keep("wish", "a", now=day(now))
        assert tab.answer("wish")["streak"] == streak
        assert not core.is_due(tab.answer("wish"), day(now + days - 1))
        assert core.is_due(tab.answer("wish"), day(now + days))
        now += days


@pytest.mark.parametrize("verdict", ["wrong", "partly"])
def test_a_missed_question_is_due_at_once_and_begins_anew(core, verdict):
    tab = core.tab(core.storage())
    tab.keep("wish", "a", now=day(0))
    tab.keep("wish", "a", now=day(1))
    tab.keep("wish", "b", correct=verdict, now=day(2))
    assert tab.answer("wish")["streak"] == 0
    assert core.is_due(tab.answer("wish"), day(2))
    tab.keep("wish", "a", now=day(2))
    assert tab.answer("wish")["streak"] == 1


def test_answering_before_a_question_is_due_adds_nothing_to_its_streak(core):
    tab = core.tab(core.storage())
    for minute in range(3):
        tab.keep("wish", "a", now=time(minute))
    assert tab.answer("wish")["streak"] == 1


def test_a_new_revision_begins_a_streak_of_its_own(core):
    tab = core.tab(core.storage())
    tab.keep("wish", "a", now=day(0))
    tab.keep("wish", "a", rev=2, now=day(30))
    assert tab.answer("wish")["streak"] == 1


# Visits ----------------------------------------------------------------------------------------


def test_a_visit_keeps_the_place_read_last_and_when_the_end_was_first_reached(core):
    storage = core.storage()
    tab = core.tab(storage)
    tab.visit("04-recovery", "", now=time(1))
    tab.visit("04-recovery", "key-points", is_read=True, now=time(2))
    tab.visit("04-recovery", "two", now=time(3))
    visit = {"at": time(3), "place": "two", "readAt": time(2)}
    assert storage.stored["visits"] == {"04-recovery": visit}
    assert core.tab(storage).data["visits"] == {"04-recovery": visit}


def test_two_tabs_do_not_lose_each_other_s_visits(core):
    storage = core.storage()
    one, two = core.tab(storage), core.tab(storage)
    one.visit("04-recovery", "", now=time(1))
    two.visit("05-roles", "", now=time(2))
    one.keep("wish", "a")
    assert set(storage.stored["visits"]) == {"04-recovery", "05-roles"}


def test_a_visit_that_a_full_storage_did_not_take_is_kept_once_there_is_room(core):
    storage = core.storage()
    tab = core.tab(storage)
    tab.begin()
    storage.has_room(storage.size)
    tab.visit("04-recovery", "", now=time(1))
    assert not tab.is_kept
    storage.has_room(None)
    tab.keep("wish", "a")
    assert set(storage.stored["visits"]) == {"04-recovery"}


# Erasing ---------------------------------------------------------------------------------------


def test_an_erased_record_is_gone_with_what_was_set_aside(core):
    storage = core.storage({KEY: json.dumps(record({"wish": answer(), "bad": 1}))})
    tab = core.tab(storage)
    assert storage.quarantined
    assert tab.erase()
    assert storage.entries == {}
    assert tab.answers == {}
    tab.keep("q2", "a")
    assert set(storage.stored["answers"]) == {"q2"}
    assert storage.stored["seed"] != 7


def test_erasing_tells_when_the_storage_refuses(core):
    storage = core.storage({KEY: json.dumps(record({"wish": answer()}))})
    tab = core.tab(storage)
    storage.is_blocked_after(0)
    assert not tab.erase()
    assert core.tab(None).erase()


# Progress --------------------------------------------------------------------------------------


def test_progress_counts_answers_to_the_present_revision_only(core):
    answers = {
        "a": answer(),
        "b": answer(correct="partly"),
        "c": answer(rev=1),
        "d": answer(rev=3),
        "f": answer(correct="wrong"),
        "of-another-lesson": answer(),
    }
    revisions = {"a": 1, "b": 1, "c": 2, "d": 2, "e": 1, "f": 1}
    assert core.progress(answers, revisions) == {
        "asked": 6,
        "answered": 3,
        "right": 1,
        "next": "c",
        "missed": "b",
    }


def test_progress_of_nothing_and_of_everything_leads_nowhere(core):
    none = {"asked": 0, "answered": 0, "right": 0, "next": None, "missed": None}
    assert core.progress({}, {}) == none
    whole = core.progress({"a": answer(), "b": answer()}, {"b": 1, "a": 1})
    assert whole == none | {"asked": 2, "answered": 2, "right": 2}


def test_progress_begins_with_the_first_question(core):
    answers = core.parse_record(json.dumps(record({})))["data"]["answers"]
    sum = core.progress(answers, {"constructor": 1, "b": 1})
    assert (sum["answered"], sum["next"], sum["missed"]) == (0, "constructor", None)
