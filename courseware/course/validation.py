"""Validates located YAML data against the model; every fault comes with its line and a rule."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, TypeVar

from pydantic import TypeAdapter, ValidationError
from pydantic_core import ErrorDetails

from courseware.course.mistakes import Mistake
from courseware.course.positions import Located, Path
from courseware.course.rules import PROBLEMS_OF_VALUES

T = TypeVar("T")


def validate(type_: type[T], source: Located, file: str) -> tuple[T | None, list[Mistake]]:
    """The value of `type_` that `source` holds, or None and all that is wrong with it."""
    try:
        return TypeAdapter(type_).validate_python(source.data), []
    except ValidationError as error:
        return None, list(_mistakes_of(error, source, file))


def _mistakes_of(error: ValidationError, source: Located, file: str) -> Iterator[Mistake]:
    faults = error.errors(include_url=False)
    for fault in faults:
        if fault["type"] == "too_short" and _holds_another(fault, faults):
            continue  # pydantic does not count items that have a fault of their own
        path = _path_in_data(fault["loc"], source.data)
        rule, details = _rule_for(fault, path, source.data)
        place = source.place(path[:-1] if fault["type"] == "missing" else path)
        yield Mistake(file, *place, rule, details)


def _holds_another(fault: ErrorDetails, faults: list[ErrorDetails]) -> bool:
    outer = fault["loc"]
    return any(len(f["loc"]) > len(outer) and f["loc"][: len(outer)] == outer for f in faults)


def _rule_for(fault: ErrorDetails, path: Path, data: Any) -> tuple[str, dict[str, object]]:  # noqa: ANN401
    key = next((str(step) for step in reversed(path) if isinstance(step, str)), "?")
    match fault["type"]:
        case "missing" if key == "feedback":
            owner = _at(data, path[:-1])
            named = owner.get("id") if isinstance(owner, dict) else None
            if not isinstance(named, str) or not named:  # ids may be anything yet
                named = next(step for step in reversed(path) if isinstance(step, int))
            return "Q104", {"part": named}
        case "missing":
            return "Y004", {"key": key}
        case "extra_forbidden":
            return "Y005", {"key": key}
        case "union_tag_not_found":
            return "Y004", {"key": "type"}
    return "Y006", {"key": key, "problem": _problem(fault)}


def _problem(fault: ErrorDetails) -> dict[str, str]:
    """What pydantic says of a value, in both languages; the few kinds that authors meet."""
    english = fault["msg"]
    if fault["type"] not in PROBLEMS_OF_VALUES:
        return {"ja": english, "en": english}
    return {"ja": PROBLEMS_OF_VALUES[fault["type"]].format(**fault.get("ctx", {})), "en": english}


def _path_in_data(location: tuple[int | str, ...], data: Any) -> Path:  # noqa: ANN401
    """The part of pydantic's location that exists in the data: it also names union members."""
    path: list[int | str] = []
    last = len(location) - 1
    for index, step in enumerate(location):
        inside = _at(data, tuple(path))
        exists = (isinstance(inside, dict) and step in inside) or (
            isinstance(inside, list) and isinstance(step, int) and step < len(inside)
        )
        if exists or (index == last and isinstance(inside, dict)):
            path.append(step)
    return tuple(path)


def _at(data: Any, path: Path) -> Any:  # noqa: ANN401
    for step in path:
        data = data[step]
    return data
