"""YAML with the place of every value, so that a mistake can name its line."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import yaml

from courseware.course.mistakes import Mistake

Path = tuple[str | int, ...]
"""Keys and list indexes from the root, e.g. `("questions", 3, "options", 0, "text")`."""


@dataclass(frozen=True)
class Located:
    """Plain data and the (line, column) of each value in it, both counted from 1."""

    data: Any
    places: dict[Path, tuple[int, int]]

    def place(self, path: Path) -> tuple[int, int]:
        """The place of `path`, or of the nearest thing around it that exists."""
        while path not in self.places and path:
            path = path[:-1]
        return self.places.get(path, (1, 1))


def read_yaml(text: str, file: str, first_line: int = 1) -> tuple[Located | None, list[Mistake]]:
    """Parse YAML that begins at `first_line` of `file`. What cannot be read comes as mistakes."""
    mistakes: list[Mistake] = []
    try:
        root = yaml.compose(text, Loader=yaml.CSafeLoader)
    except yaml.MarkedYAMLError as error:
        # A quotation mark left open is noticed at the end of the file: show where it opens.
        opens = error.context_mark if "quoted scalar" in (error.context or "") else None
        mark = opens or error.problem_mark or error.context_mark
        line, column = (mark.line, mark.column) if mark else (0, 0)
        problem = " ".join(filter(None, [error.context, error.problem]))
        details: dict[str, object] = {"problem": problem}
        return None, [Mistake(file, first_line + line, column + 1, "Y001", details)]
    except yaml.YAMLError as error:  # a character that YAML does not allow
        position = getattr(error, "position", 0)
        line = text.encode("utf-8", "surrogatepass")[:position].count(b"\n")
        details = {"problem": str(error).splitlines()[0]}
        return None, [Mistake(file, first_line + line, 1, "Y001", details)]
    except RecursionError:
        return None, [_too_deep(file, first_line)]
    constructor = yaml.SafeLoader("")
    places: dict[Path, tuple[int, int]] = {}

    def place_of(node: yaml.Node) -> tuple[int, int]:
        return first_line + node.start_mark.line, node.start_mark.column + 1

    def scalar(node: yaml.Node) -> Any:  # noqa: ANN401 - YAML holds anything
        # Besides its own errors, PyYAML lets through those of the types it makes: a date that does
        # not exist is a ValueError, `!!bool maybe` a KeyError, `!!int ""` an IndexError.
        try:
            return constructor.construct_object(node, deep=True)
        except (yaml.YAMLError, ValueError, LookupError, AttributeError, ArithmeticError) as error:
            problem = getattr(error, "problem", None) or str(error).splitlines()[0]
            mistakes.append(Mistake(file, *place_of(node), "Y001", {"problem": problem}))
            return None

    def read(node: yaml.Node, path: Path) -> Any:  # noqa: ANN401 - YAML holds anything
        places.setdefault(path, place_of(node))
        if isinstance(node, yaml.MappingNode):
            mapping: dict[Any, Any] = {}
            for key_node, value_node in node.value:
                if not isinstance(key_node, yaml.ScalarNode):
                    details = {"problem": "a key must be plain text"}
                    mistakes.append(Mistake(file, *place_of(key_node), "Y001", details))
                    continue
                key = scalar(key_node)
                if key in mapping:
                    mistakes.append(Mistake(file, *place_of(key_node), "Y002", {"key": key}))
                places[(*path, key)] = place_of(key_node)
                mapping[key] = read(value_node, (*path, key))
            return mapping
        if isinstance(node, yaml.SequenceNode):
            return [read(child, (*path, index)) for index, child in enumerate(node.value)]
        return scalar(node)

    try:
        data = read(root, ()) if root else None
    except RecursionError:  # thousands of brackets, or an alias within its own anchor
        return None, [_too_deep(file, first_line)]
    return (None if mistakes else Located(data, places)), mistakes


def _too_deep(file: str, line: int) -> Mistake:
    return Mistake(file, line, 1, "Y001", {"problem": "nested too deeply"})
