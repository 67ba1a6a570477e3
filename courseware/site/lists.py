"""Lists that are computed from the course: an author puts `<!-- glossary -->` alone on a line."""

from __future__ import annotations

import posixpath
import re
import unicodedata
from dataclasses import dataclass

from jinja2 import Environment
from markupsafe import Markup

from courseware.course.model import Case, Course, DatedRule, Lesson, Page, Term
from courseware.site.labels import LABELS

LISTS = (
    "cases",
    "dates",
    "draws-on",
    "glossary",
    "lessons",
    "record",
    "references",
    "sources",
    "summary",
    "tests",
    "worksheet",
    "worksheets",
)
_MARK = re.compile(rf"^<!-- ({'|'.join(LISTS)}) -->$")

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
        return self.render(f"{match[1]}.html", page) if match else None

    def render(self, template: str, page: Page) -> str:
        """A template with what every list may need; its links are relative to `page`."""

        def link(path: str, anchor: str = "") -> str:
            target = posixpath.relpath(path, posixpath.dirname(page.url) or ".")
            return target + (f"#{anchor}" if anchor else "")

        course = self.course
        lessons, cases, tests, worksheets = (
            [one for one in pages if one.lang == page.lang]
            for pages in (course.lessons, course.cases, course.tests, course.worksheets)
        )
        studied: list[Page] = [*lessons, *cases, *tests]
        text = self.templates.get_template(template).render(
            course=course,
            lang=page.lang,
            labels=LABELS[page.lang],
            lessons=lessons,
            cases=cases,
            tests=tests,
            worksheets=worksheets,
            lesson_by_id={lesson.id: lesson for lesson in lessons},
            objectives={objective.id: objective for objective in course.objectives},
            page=page,
            cited=course.cited_in(page),
            shown=course.embedded_in(page),
            kind=type(page).__name__.lower(),
            minutes={one.id: course.minutes(one) for one in studied},
            questions=sum(len(course.questions_of(one)) for one in studied),
            dates=[(rule, self._stated_in(rule, page.lang)) for rule in course.dates],
            source_numbers={source.id: source.number for source in course.sources},
            link=link,
            number_of=page_number,
        )
        return str(Markup(text)).strip("\n")

    def _stated_in(self, rule: DatedRule, lang: str) -> list[Page]:
        """The pages that cite what a dated rule rests on."""
        return [
            page
            for page in self.course.pages
            if page.lang == lang and not set(rule.sources).isdisjoint(page.citations)
        ]


def page_number(page: Page) -> str:
    """`第4講`, `事例1` or `Lesson 4`, from the number in the file's name; "" for other pages."""
    kinds = {Lesson: "lesson", Case: "case"}
    number = re.search(r"\d+", page.id)
    if type(page) not in kinds or number is None:
        return ""
    return str(LABELS[page.lang][kinds[type(page)]].format(number=int(number[0])))


def by_kana_row(terms: tuple[Term, ...]) -> list[tuple[str, list[Term]]]:
    """Terms by the row of the kana table in which their reading begins, in its order."""
    rows: dict[str, list[Term]] = {}
    for term in sorted(terms, key=lambda term: term.reading):
        first = unicodedata.normalize("NFD", term.reading)[0]
        row = next(name for name, kana in KANA_ROWS.items() if first in kana)
        rows.setdefault(row, []).append(term)
    return list(rows.items())
