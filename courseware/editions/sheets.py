"""The questions of pages by themselves, apart from the texts around them: to hand out, or to mark.

They are numbered and lettered as in the handbooks, which set them with the same functions.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

from lxml.html import HtmlElement
from markupsafe import Markup

from courseware.course.model import Page
from courseware.editions.book import chapter
from courseware.editions.labels import LABELS
from courseware.editions.manuscript import Made, Manuscript
from courseware.editions.paper import print_pdf
from courseware.editions.questions import PrintedQuestion

SOURCE = "#source--"
"""How a link to a source begins, as `book` sets it."""


@dataclass(frozen=True)
class Sheet:
    """The questions of one page. `html` holds each as it is set; `cited` are ids of sources."""

    page: Page
    number: str
    questions: tuple[PrintedQuestion, ...]
    html: tuple[Markup, ...]
    cited: frozenset[str]

    @property
    def anchor(self) -> str:
        """The id of the sheet in its document."""
        return self.page.id

    @property
    def kind(self) -> str:
        """`lesson`, `case` or `test`."""
        return type(self.page).__name__.lower()


def make_sheets(
    manuscript: Manuscript,
    pages: Iterable[Page],
    set_question: Callable[[PrintedQuestion], str],
    *,
    has_sources: bool,
) -> tuple[Sheet, ...]:
    """The sheets of those pages of the manuscript that have questions.

    Args:
        manuscript: holds the bodies of the pages.
        pages: pages of any language, in the order wanted.
        set_question: the HTML of a question.
        has_sources: whether citations stay links to a list of sources; if not, a sheet has no
            links and no citations at all, as what they lead to is not in the document.
    """
    sheets = []
    for page in pages:
        if page.lang != manuscript.lang or page.path not in manuscript.bodies:
            continue
        # Links to pages lead to the site: none of the texts is part of the document.
        whole = chapter(manuscript, page, (), set_question)
        elements = whole.body.xpath(".//div[@class='printed-question']")
        cited = {id for element in elements for id in _tidy_links(element, has_sources)}
        html = tuple(whole.html_of([element]) for element in elements)
        if html:
            sheets.append(Sheet(page, whole.number, whole.questions, html, frozenset(cited)))
    return tuple(sheets)


def print_sheets(
    manuscript: Manuscript, folder: Path, edition: str, pages: Iterable[Page]
) -> tuple[Made, ...]:
    """Write question sheets to hand out, without any answer; none where there are no questions.

    Args:
        manuscript: what they are made from.
        folder: where the file is put.
        edition: the key of its name in the labels, and part of the file's name.
        pages: whose questions they show, each page on a sheet of its own.
    """

    def set_question(question: PrintedQuestion) -> str:
        # Room for reasons is in the handbook; here it would double the paper.
        return manuscript.render(
            "question.html", question=question, has_answer=False, has_memo=False
        )

    sheets = make_sheets(manuscript, pages, set_question, has_sources=False)
    if not sheets:
        return ()
    title, _ = LABELS[manuscript.lang]["editions"][edition]
    html = manuscript.render("exercises.html", title=title, sheets=sheets)
    out = folder / manuscript.file_name(edition, "pdf")
    return (Made(out, title, print_pdf(html, ("paper.css", "sheets.css"), out)),)


def _tidy_links(question: HtmlElement, has_sources: bool) -> set[str]:
    """Make links to what is not in the document plain text; return the sources still linked."""
    cited = set()
    for mark in question.xpath(".//span[@class='citation']") if not has_sources else ():
        mark.drop_tree()  # there is no list that its number is of
    for link in question.xpath(".//a[@href]"):
        href = link.get("href")
        if not has_sources or href.startswith("#term--"):
            link.drop_tag()
        elif href.startswith(SOURCE):
            cited.add(href.removeprefix(SOURCE))
    return cited
