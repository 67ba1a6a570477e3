"""A course with many more lessons than it has: the same ones again, under new ids."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path, PurePosixPath
from typing import Any

import yaml

from courseware.course.model import REST
from courseware.course.pages import PLACEHOLDER

FOLDERS = ("docs", "quizzes", "references", "overrides")
"""What a course consists of, besides `mkdocs.yml`."""

LESSONS = "lessons"


def copied(path: str, number: int) -> str:
    """The path or id of copy `number`, e.g. `lessons/04-recovery-x2.md`; 1 is the lesson itself."""
    pure = PurePosixPath(path)
    return path if number == 1 else str(pure.with_name(f"{pure.stem}-x{number}{pure.suffix}"))


def multiply(root: Path, folder: Path, times: int, lang: str = "ja") -> None:
    """Write to `folder` the course below `root` with each lesson `times` times.

    Copies have pages, headings' addresses and questions of their own; everything else stands once.
    No editions are made of it: tools that it is compared with make none.
    """
    for name in FOLDERS:
        shutil.copytree(root / name, folder / name)
    docs, bank = folder / "docs" / lang, folder / "quizzes" / lang
    lessons = sorted(path.relative_to(docs).as_posix() for path in (docs / LESSONS).glob("*.md"))
    for lesson in lessons:
        text = (docs / lesson).read_text(encoding="utf-8")
        questions = bank / f"{PurePosixPath(lesson).stem}.yml"
        content = _read(questions) if questions.is_file() else None
        for number in range(2, times + 1):
            (docs / copied(lesson, number)).write_text(_own_text(text, number), encoding="utf-8")
            if content:
                _write(bank / copied(questions.name, number), _own_questions(content, number))
    settings = _read(root / "mkdocs.yml")
    _write(folder / "mkdocs.yml", _own_settings(settings, lessons, times))


def nav_of_copies(lessons: list[str], times: int) -> Iterator[tuple[str, list[str]]]:
    """A title and the pages for each further set of lessons."""
    for number in range(2, times + 1):
        yield f"講 {number}", [copied(lesson, number) for lesson in lessons]


def _own_text(text: str, number: int) -> str:
    """The lesson's text, showing the copies of its questions."""

    def own(placeholder: Any) -> str:  # noqa: ANN401 - a match, whose type has two parameters
        id: str = placeholder[1]
        return f"<!-- quiz: {id if id == REST else copied(id, number)} -->"

    return PLACEHOLDER.sub(own, text)


def _own_questions(content: dict[str, Any], number: int) -> dict[str, Any]:
    questions = [{**one, "id": copied(one["id"], number)} for one in content["questions"]]
    return {**content, "lesson": copied(content["lesson"], number), "questions": questions}


def _own_settings(settings: dict[str, Any], lessons: list[str], times: int) -> dict[str, Any]:
    """The settings of the site with the copies in the navigation, and without editions."""
    nav = [*settings["nav"], *({title: pages} for title, pages in nav_of_copies(lessons, times))]
    return {**settings, "plugins": without_editions(settings["plugins"]), "nav": nav}


def without_editions(plugins: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The plugins of a site that has nothing to download."""
    return [
        {"course": {**plugin["course"], "editions": []}} if "course" in plugin else plugin
        for plugin in plugins
    ]


def _read(path: Path) -> dict[str, Any]:
    content: dict[str, Any] = yaml.load(path.read_text(encoding="utf-8"), yaml.CSafeLoader)
    return content


def _write(path: Path, content: dict[str, Any]) -> None:
    text = yaml.dump(content, Dumper=yaml.CSafeDumper, allow_unicode=True, sort_keys=False)
    path.write_text(text, encoding="utf-8")
