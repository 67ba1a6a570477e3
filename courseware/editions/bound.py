"""A bound book on paper: cover, contents, chapters, glossary with index, references."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import segno
from markupsafe import Markup

from courseware.course.model import Case, Lesson, Page, Term
from courseware.editions.book import Chapter, Use, chapter
from courseware.editions.labels import LABELS
from courseware.editions.manuscript import Made, Manuscript
from courseware.editions.paper import print_pdf
from courseware.editions.questions import PrintedQuestion

PLACES = {
    "handbook": (("before",), ("after",)),
    "instructor": (("before", "instructor-before"), ("after", "instructor-after")),
    "ebook": (("ebook-before",), ("after",)),
}
"""What each handbook has before and after its lessons and cases, by `handbook:` of the pages."""


@dataclass(frozen=True)
class Entry:
    """A term of the index with the places where chapters use it first."""

    term: Term
    uses: tuple[Use, ...]


def bind(
    manuscript: Manuscript, folder: Path, edition: str, *, for_instructors: bool = False
) -> Made:
    """Write one bound book into `folder`."""
    pages = pages_of_the_book(manuscript, edition)
    chapters = chapters_of_the_book(manuscript, pages, for_instructors=for_instructors)
    title, _ = LABELS[manuscript.lang]["editions"][edition]
    html = manuscript.render(
        "bound.html",
        title=title,
        for_instructors=for_instructors,
        parts=_parts(chapters),
        minutes={one.page.id: manuscript.course.minutes(one.page) for one in chapters},
        entries=index(manuscript, chapters),
        cited=cited_in(manuscript, pages),
        codes={one.page.id: code(manuscript, one.page) for one in chapters},
        short={one.page.id: _without_scheme(manuscript.url(one.page)) for one in chapters},
    )
    out = folder / manuscript.file_name(edition, "pdf")
    return Made(out, title, print_pdf(html, ("paper.css", "bound.css"), out))


def pages_of_the_book(manuscript: Manuscript, edition: str) -> list[Page]:
    """The pages of a handbook in their order.

    Lessons and cases, and around them the pages whose front matter names a place in this edition.
    """
    before, after = PLACES[edition]
    return [
        *(page for place in before for page in manuscript.pages if page.handbook == place),
        *(page for kind in (Lesson, Case) for page in manuscript.pages if isinstance(page, kind)),
        *(page for place in after for page in manuscript.pages if page.handbook == place),
    ]


def chapters_of_the_book(
    manuscript: Manuscript, pages: Iterable[Page], *, for_instructors: bool
) -> list[Chapter]:
    """The pages as chapters, questions with or without their answers."""
    pages = list(pages)

    def set_question(question: PrintedQuestion) -> str:
        return manuscript.render(
            "question.html", question=question, has_answer=for_instructors, has_memo=True
        )

    return [
        chapter(manuscript, page, pages, set_question, has_notes=for_instructors) for page in pages
    ]


def index(manuscript: Manuscript, chapters: Iterable[Chapter]) -> list[Entry]:
    """The glossary in the order of readings, each term with the places of its use."""
    uses = [use for one in chapters for use in one.uses]
    return [
        Entry(term, tuple(use for use in uses if use.term == term.id))
        for term in sorted(manuscript.course.terms, key=lambda term: term.reading)
    ]


def cited_in(manuscript: Manuscript, pages: Iterable[Page]) -> list[object]:
    """The sources that the pages or their questions cite, in the order of the course's list."""
    ids = {source.id for page in pages for source in manuscript.course.cited_in(page)}
    ids |= {id for term in manuscript.course.terms for id in term.sources}
    return [source for source in manuscript.course.sources if source.id in ids]


def code(manuscript: Manuscript, page: Page) -> Markup:
    """A QR code of the page's address as SVG; empty where the address is not known."""
    url = manuscript.url(page)
    if not url or not isinstance(page, Lesson | Case):
        return Markup()
    label = LABELS[manuscript.lang]["qr"].format(title=page.title, url=url)
    qr = segno.make(url, error="m", micro=False)
    return Markup(qr.svg_inline(scale=1, border=2, title=label, omitsize=True, svgclass="code"))


def _parts(chapters: Iterable[Chapter]) -> list[tuple[str, list[Chapter]]]:
    """Chapters that follow one another and are of one kind."""
    parts: list[tuple[str, list[Chapter]]] = []
    for one in chapters:
        kind = type(one.page).__name__.lower()
        if not parts or parts[-1][0] != kind:
            parts.append((kind, []))
        parts[-1][1].append(one)
    return parts


def _without_scheme(url: str) -> str:
    return url.partition("://")[2]
