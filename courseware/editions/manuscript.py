"""What the site build hands over to the editions, and what they hand back."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from urllib.parse import unquote

from jinja2 import Environment, PackageLoader, StrictUndefined

from courseware.course.model import Course, Page, StudyPage
from courseware.editions.labels import LABELS
from courseware.site.labels import page_number


@dataclass(frozen=True)
class Manuscript:
    """One language of a course with the HTML of its pages.

    `bodies` maps a page's path (`lessons/04-recovery.md`) to its content as the site shows it,
    links relative to the page. `address` is where the site is published, or "" if not known. It
    can be pickled, so that each edition may be made in a process of its own.
    """

    course: Course
    lang: str
    bodies: Mapping[str, str]
    address: str = ""

    @property
    def pages(self) -> tuple[Page, ...]:
        """The pages of the language that have a body."""
        return tuple(p for p in self.course.pages if p.lang == self.lang and p.path in self.bodies)

    @property
    def as_of(self) -> date:
        """The latest date on which a page was checked: that of the edition, whenever it is made."""
        checked = (page.checked for page in self.pages if isinstance(page, StudyPage))
        return max(checked, default=date(1970, 1, 1))

    def file_name(self, edition: str, ending: str) -> str:
        """`<course>-<edition>-<language>.<ending>`, in ASCII."""
        return f"{self.course.info.id}-{edition.replace('_', '-')}-{self.lang}.{ending}"

    def url(self, page: Page) -> str:
        """The short address of a lesson or case, or the address of any other page; "" if unknown.

        The site build leaves a page at each short address that leads on.
        """
        if not self.address:
            return ""
        short = short_address(page)
        return f"{self.address.rstrip('/')}/{short or page.url}"

    def render(self, template: str, **values: object) -> str:
        """A template of `courseware/editions/templates` with what each may need."""
        known = {
            "course": self.course,
            "info": self.course.info,
            "lang": self.lang,
            "labels": LABELS[self.lang],
            "as_of": self.as_of,
            "address": self.address,
            "number_of": page_number,
        }
        return _templates().get_template(template).render(known | values)


@dataclass(frozen=True)
class Made:
    """A file that an edition has written; `pages` is None where a reader's device sets them."""

    file: Path
    title: str
    pages: int | None = None


def in_words(day: date, lang: str) -> str:
    """`2026年11月23日` in Japanese, `2026-11-23` in other languages."""
    return f"{day.year}年{day.month}月{day.day}日" if lang == "ja" else day.isoformat()


def short_address(page: Page) -> str:
    """`go/4/` for the fourth lesson, `go/case-1/` for the first case, "" for other pages."""
    number = "".join(filter(str.isdigit, page_number(page)))
    if not number:
        return ""
    kind = type(page).__name__.lower()
    return f"go/{number}/" if kind == "lesson" else f"go/{kind}-{number}/"


def _templates() -> Environment:
    templates = Environment(
        loader=PackageLoader("courseware.editions"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    templates.filters["unquote"] = unquote
    templates.filters["in_words"] = in_words
    return templates
