"""Lists that are computed from the course: an author puts `<!-- glossary -->` alone on a line."""

from __future__ import annotations

import posixpath
import re
import unicodedata
from dataclasses import dataclass

from jinja2 import Environment
from markupsafe import Markup

from courseware.course.model import Course, Lesson, Page, Term
from courseware.site.labels import LABELS

LISTS = ("sources", "references", "glossary", "lessons", "summary", "record")
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
        lessons = [lesson for lesson in course.lessons if lesson.lang == page.lang]
        text = self.templates.get_template(template).render(
            course=course,
            lang=page.lang,
            labels=LABELS[page.lang],
            lessons=lessons,
            lesson_by_id={lesson.id: lesson for lesson in lessons},
            objectives={objective.id: objective for objective in course.objectives},
            page=page,
            cited=course.cited_in(page),
            shown=course.embedded_in(page),
            minutes={lesson.id: course.minutes(lesson) for lesson in lessons},
            questions=sum(len(course.questions_of(lesson)) for lesson in lessons),
            link=link,
            number_of=lambda lesson: lesson_number(lesson, page.lang),
        )
        return str(Markup(text)).strip("\n")


def lesson_number(lesson: Lesson, lang: str) -> str:
    """`第4講` or `Lesson 4`, from the number with which the file's name begins."""
    number = re.match(r"\d+", lesson.id)
    return LABELS[lang]["lesson"].format(number=int(number[0])) if number else ""


def by_kana_row(terms: tuple[Term, ...]) -> list[tuple[str, list[Term]]]:
    """Terms by the row of the kana table in which their reading begins, in its order."""
    rows: dict[str, list[Term]] = {}
    for term in sorted(terms, key=lambda term: term.reading):
        first = unicodedata.normalize("NFD", term.reading)[0]
        row = next(name for name, kana in KANA_ROWS.items() if first in kana)
        rows.setdefault(row, []).append(term)
    return list(rows.items())
