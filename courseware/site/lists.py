"""Lists that are computed from the course: an author puts `<!-- glossary -->` alone on a line."""

from __future__ import annotations

import posixpath
import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from jinja2 import Environment
from markupsafe import Markup, escape

from courseware.course.model import (
    Course,
    DatedRule,
    Heading,
    LecturePoint,
    Lesson,
    Page,
    Question,
    Term,
)
from courseware.course.timetable import timetable
from courseware.editions.catalogue import Produced
from courseware.editions.labels import LABELS as EDITION_LABELS
from courseware.editions.manuscript import Made
from courseware.site.labels import LABELS, page_number
from courseware.site.review import INTERVALS
from courseware.site.webapp import SIZE as APP_SIZE
from courseware.site.webapp import integrity

LISTS = (
    "app",
    "again",
    "cases",
    "coverage",
    "dates",
    "downloads",
    "draws-on",
    "glossary",
    "intervals",
    "lessons",
    "record-continue",
    "record-erase",
    "record-move",
    "record-objectives",
    "record-progress",
    "record-sheet",
    "record-tests",
    "references",
    "sources",
    "summary",
    "tests",
    "timetables",
    "worksheet",
    "worksheets",
)
_MARK = re.compile(rf"^<!-- ({'|'.join(LISTS)}) -->$")

DOWNLOADS = "<div data-downloads></div>"
"""Stands for the list of downloads until these are made, which needs every page."""

TIMES = (60, 90, 120)
"""Minutes for which a timetable is computed."""

KANA_ROWS = {
    "あ行": "ぁあぃいぅうぇえぉお",
    "か行": "かきくけこ",
    "さ行": "さしすせそ",
    "た行": "たちっつてと",
    "な行": "なにぬねの",
    "は行": "はひふへほ",
    "ま行": "まみむめも",
    "や行": "ゃやゅゆょよ",
    "ら行": "らりるれろ",
    "わ行": "ゎわゐゑをん",
}


@dataclass(frozen=True)
class Lists:
    """Renders the lists of one course from the templates `<name>.html`."""

    course: Course
    templates: Environment

    def find(self, mark: str, page: Page) -> str | None:
        """The list that a placeholder asks for, as Markdown or HTML; None where it is no such."""
        match = _MARK.match(mark)
        if match and match[1] == "downloads":
            return DOWNLOADS
        return self.render(f"{match[1]}.html", page) if match else None

    def render(self, template: str, page: Page) -> str:
        """A template with what every list may need; its links are relative to `page`."""

        def link(path: str, anchor: str = "") -> str:
            target = posixpath.relpath(path, posixpath.dirname(page.url) or ".")
            return target + (f"#{anchor}" if anchor else "")

        text = self.templates.get_template(template).render(
            self._known[page.lang],
            page=page,
            cited=self.course.cited_in(page),
            shown=self.course.embedded_in(page),
            kind=type(page).__name__.lower(),
            link=link,
        )
        return str(Markup(text)).strip("\n")

    @cached_property
    def _known(self) -> dict[str, dict[str, Any]]:
        """What is the same for all pages of a language: it takes longer, the more pages there are.

        That is why it is computed once, and not for each page.
        """
        return {lang: self._known_in(lang) for lang in self.course.info.languages}

    def _known_in(self, lang: str) -> dict[str, Any]:
        course = self.course
        lessons, cases, tests, worksheets = (
            [one for one in pages if one.lang == lang]
            for pages in (course.lessons, course.cases, course.tests, course.worksheets)
        )
        studied: list[Page] = [*lessons, *cases, *tests]
        return {
            "course": course,
            "lang": lang,
            "labels": LABELS[lang],
            "lessons": lessons,
            "cases": cases,
            "tests": tests,
            "worksheets": worksheets,
            "lesson_by_id": {lesson.id: lesson for lesson in lessons},
            "objectives": {objective.id: objective for objective in course.objectives},
            "minutes": {one.id: course.minutes(one) for one in studied},
            "questions": sum(len(course.questions_of(one)) for one in studied),
            "points": [(point, *self._covered(point, lang)) for point in course.points],
            "timetables": [timetable(course, lang, minutes) for minutes in TIMES],
            "intervals": INTERVALS,
            "dates": [(rule, self._stated_in(rule, lang)) for rule in course.dates],
            "source_numbers": {source.id: source.number for source in course.sources},
            "app_size": Markup(APP_SIZE),
            "number_of": page_number,
        }

    def downloads(self, produced: Sequence[Produced], lang: str, url: str) -> str:
        """The list of downloads for the page at `url`, with sizes and pages.

        Of files that are not made yet a mark stands there instead (see `facts_mark`).
        """

        def link(file: Path) -> str:
            return posixpath.relpath(f"downloads/{file.name}", posixpath.dirname(url) or ".")

        template = self.templates.get_template("downloads.html")
        audiences = ("trainee", "instructor")
        return template.render(
            produced={a: [one for one in produced if one.edition.audience == a] for a in audiences},
            names=EDITION_LABELS[lang]["editions"],
            integrity=_integrity,
            facts=lambda made: _facts(made, LABELS[lang]["pages_unit"]),
            labels=LABELS[lang],
            link=link,
        )

    def _covered(
        self, point: LecturePoint, lang: str
    ) -> tuple[list[tuple[Lesson, Heading]], list[tuple[Page, int, Question]]]:
        """Where a point of the lecture is taught, and the questions that test it."""
        taught = [
            (lesson, heading)
            for lesson in self.course.lessons
            for heading in lesson.headings
            if lesson.lang == lang and point.id in heading.points
        ]
        tested: list[tuple[Page, int, Question]] = [
            (page, number, question)
            for page in (*self.course.lessons, *self.course.cases, *self.course.tests)
            if page.lang == lang
            for number, question in enumerate(self.course.embedded_in(page), start=1)
            if point.id in question.points
        ]
        return taught, tested

    def _stated_in(self, rule: DatedRule, lang: str) -> list[Page]:
        """The pages that cite what a dated rule rests on."""
        return [
            page
            for page in self.course.pages
            if page.lang == lang and not set(rule.sources).isdisjoint(page.citations)
        ]


def facts_mark(name: str) -> str:
    """Stands for kind and size of a download that is made when all pages are."""
    return f"<!-- facts of {name} -->"


def put_in_place(site: Path, mark: str, text: str) -> None:
    """Put `text` in the place of `mark` on every page of a built site."""
    for page in site.rglob("*.html"):
        html = page.read_text(encoding="utf-8")
        if mark in html:
            page.write_text(html.replace(mark, text), encoding="utf-8")


def kind_and_size(file: Path) -> str:
    """What is said of every download: `PDF・1.4 MB`."""
    return f"{file.suffix[1:].upper()}・{size(file.stat().st_size)}"


def _integrity(made: Made) -> str:
    """The hash of a download that is there already; "" of one that comes later."""
    return integrity(made.file.read_bytes()) if made.file.exists() else ""


def _facts(made: Made, pages_unit: str) -> Markup:
    if not made.file.exists():
        return Markup(facts_mark(made.file.name))
    pages = f"・{made.pages} {pages_unit}" if made.pages else ""
    return Markup(escape(kind_and_size(made.file) + pages))


def size(octets: int) -> str:
    """A file's size for people: `840 KB`, `1.4 MB`; of 1,000 octets each."""
    kilobytes = max(1, round(octets / 1000))
    return f"{kilobytes} KB" if kilobytes < 1000 else f"{octets / 1_000_000:.1f} MB"


def by_kana_row(terms: tuple[Term, ...]) -> list[tuple[str, list[Term]]]:
    """Terms by the row of the kana table in which their reading begins, in its order."""
    rows: dict[str, list[Term]] = {}
    for term in sorted(terms, key=lambda term: term.reading):
        first = unicodedata.normalize("NFD", term.reading)[0]
        row = next(name for name, kana in KANA_ROWS.items() if first in kana)
        rows.setdefault(row, []).append(term)
    return list(rows.items())
