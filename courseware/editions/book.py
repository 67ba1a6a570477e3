"""Puts pages of the site together into one document, a book.

Pages repeat ids and link to one another by file. In a book each id stands behind the id of its
page (`04-recovery--key-points`), a link leads to its place in the book where that is part of it, to
the published site where its address is known, and else becomes plain text. What only works on a
screen (progress, buttons, steps) is left out; questions take their printed form.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from urllib.parse import urldefrag, urlsplit

from lxml.html import HtmlElement, fragment_fromstring, tostring
from markupsafe import Markup

from courseware.course.model import Page
from courseware.editions.labels import LABELS
from courseware.editions.manuscript import Manuscript
from courseware.editions.questions import PrintedQuestion, read_question
from courseware.site.labels import page_number

LISTS = {"resources/glossary.html": "#glossary", "resources/references.html": "#references"}
"""Pages of the site that a book has lists of its own for."""

ONLY_ON_SCREEN = (
    "study-head",
    "bar",
    "steps",
    "steps__said",
    "test",
    "jump",
    "practised-in",
    "headerlink",
)
"""Classes of what a book has no use for."""

TALL = 1.7
"""Height to width of a drawing from which on it is set smaller."""

_SVG = re.compile(r"<svg\b[^>]*/>|<svg\b.*?</svg>", re.DOTALL)


@dataclass(frozen=True)
class Use:
    """A place where a chapter uses a term: `anchor` is its id in the book."""

    term: str
    anchor: str
    page: Page


@dataclass(frozen=True)
class Chapter:
    """A page as part of a book. `anchor` is its id; `drawings` are SVG, by their place in `body`.

    In `body` an empty `<span data-drawing="n">` stands for the nth drawing: SVG is XML and would
    not survive an HTML parser.
    """

    page: Page
    number: str
    body: HtmlElement
    drawings: tuple[str, ...]
    questions: tuple[PrintedQuestion, ...]
    uses: tuple[Use, ...]

    @property
    def anchor(self) -> str:
        """The id of the chapter in the book."""
        return self.page.id

    @property
    def html(self) -> Markup:
        """The chapter's content with its drawings."""
        return Markup(_with_drawings(tostring(self.body, encoding="unicode"), self.drawings))

    def section(self, id: str) -> tuple[HtmlElement, ...]:
        """The elements below the heading with this id on the page, up to the next such heading."""
        found: list[HtmlElement] = []
        is_inside = False
        for element in self.body:
            if element.tag == "h2":
                is_inside = element.get("id") == f"{self.anchor}--{id}"
            elif is_inside:
                found.append(element)
        return tuple(found)

    def html_of(self, elements: Iterable[HtmlElement]) -> Markup:
        """Some elements of the chapter as HTML, with their drawings."""
        parts = (tostring(one, encoding="unicode") for one in elements)
        return Markup(_with_drawings("".join(parts), self.drawings))


def chapter(
    manuscript: Manuscript,
    page: Page,
    pages: Iterable[Page],
    set_question: Callable[[PrintedQuestion], str],
    *,
    has_notes: bool = False,
) -> Chapter:
    """One page as a chapter of the book that consists of `pages`.

    Args:
        manuscript: holds the body of the page.
        page: the page.
        pages: every page of the book, for links among them.
        set_question: the HTML of a question.
        has_notes: whether instructor notes are kept.
    """
    drawings: list[str] = []

    def put_aside(match: re.Match[str]) -> str:
        drawings.append(match[0])
        tall = ' class="is-tall"' if _is_tall(match[0]) else ""
        return f'<span data-drawing="{len(drawings) - 1}"{tall}></span>'

    html = _SVG.sub(put_aside, manuscript.bodies[page.path])
    body = fragment_fromstring(html, create_parent="div")
    body.set("class", "chapter__body")
    _drop_what_is_for_the_screen(body)
    _drop_own_sources(body)
    _set_notes(body, has_notes)
    questions = _set_questions(body, manuscript, page, set_question)
    for drawing in body.xpath(".//span[@class='is-tall']"):
        drawing.attrib.pop("class")
        if drawing.getparent().tag == "figure":
            drawing.getparent().set("class", "figure figure--tall")
    uses = _name_uses(body, page)
    _rewrite_links(body, manuscript, page, list(pages))
    _prefix_ids(body, page)
    return Chapter(
        page=page,
        number=page_number(page),
        body=body,
        drawings=tuple(_self_sufficient(drawing, page) for drawing in drawings),
        questions=questions,
        uses=uses,
    )


def _drop_what_is_for_the_screen(body: HtmlElement) -> None:
    for name in ONLY_ON_SCREEN:
        for element in body.xpath(f".//*[contains(concat(' ', @class, ' '), ' {name} ')]"):
            element.drop_tree()
    for element in body.xpath(".//rt | .//rp | .//*[@data-search-exclude]"):
        element.attrib.pop("data-search-exclude", None)


def _drop_own_sources(body: HtmlElement) -> None:
    """A book lists its sources once, at its end: those of a page go, with their heading."""
    for listed in body.xpath("./ul[contains(concat(' ', @class, ' '), ' sources ')]"):
        heading = listed.getprevious()
        if heading is not None and heading.tag == "h2":
            heading.drop_tree()
        listed.drop_tree()


def _set_notes(body: HtmlElement, has_notes: bool) -> None:
    """Instructor notes become a box that is open, or go."""
    for notes in body.xpath(".//details[contains(@class, 'instructor')]"):
        if not has_notes:
            notes.drop_tree()
            continue
        notes.tag = "div"
        notes.set("class", "admonition instructor")
        summary = notes.find("summary")
        summary.tag = "p"
        summary.set("class", "admonition-title")


def _set_questions(
    body: HtmlElement,
    manuscript: Manuscript,
    page: Page,
    set_question: Callable[[PrintedQuestion], str],
) -> tuple[PrintedQuestion, ...]:
    known = {question.id: question for question in manuscript.course.embedded_in(page)}
    read: list[PrintedQuestion] = []
    for section in body.xpath(".//section[@data-question]"):
        question = known[section.get("data-question")]
        printed = read_question(section, question, len(read) + 1, manuscript.lang)
        read.append(printed)
        element = fragment_fromstring(set_question(printed), create_parent="div")
        element.set("class", "printed-question")
        element.tail = section.tail
        section.getparent().replace(section, element)
    return tuple(read)


def _name_uses(body: HtmlElement, page: Page) -> tuple[Use, ...]:
    """Give each link to a term an id, for the index."""
    uses = []
    for link in body.xpath(".//a[@class='term']"):
        term = urldefrag(link.get("href")).fragment
        link.set("id", f"use--{term}")
        link.attrib.pop("data-definition", None)
        uses.append(Use(term, f"{page.id}--use--{term}", page))
    return tuple(uses)


def _rewrite_links(
    body: HtmlElement, manuscript: Manuscript, page: Page, pages: list[Page]
) -> None:
    anchors = {one.url: one.id for one in pages}
    for link in body.xpath(".//a[@href]"):
        href = link.get("href")
        if urlsplit(href).scheme:
            link.attrib.pop("rel", None)
            continue
        target, fragment = urldefrag(href)
        folder = posixpath.dirname(page.url)
        url = posixpath.normpath(posixpath.join(folder, target)) if target else page.url
        link.attrib.pop("title", None)
        if link.get("class") == "term":
            link.set("href", f"#term--{fragment}")
        elif link.getparent().get("class") == "citation":
            link.set("href", f"#source--{fragment}")
        elif url in LISTS:
            link.set("href", LISTS[url])
            link.set("class", "place")
        elif url in anchors:
            place = f"{anchors[url]}--{fragment}" if fragment else anchors[url]
            link.set("href", f"#{place}")
            link.set("class", f"{link.get('class', '')} place".strip())
        else:
            if (
                pages and link.get("class") != "coverage__question"
            ):  # on paper a reader sees no address behind a word
                link.tail = LABELS[manuscript.lang]["on_the_site"] + (link.tail or "")
            if manuscript.address:
                end = f"#{fragment}" if fragment else ""
                link.set("href", f"{manuscript.address.rstrip('/')}/{url}{end}")
            else:
                link.drop_tag()


def _is_tall(drawing: str) -> bool:
    """Whether a drawing would fill a page if it were as wide as others."""
    box = re.search(r'\bviewBox="([^"]*)"', drawing)
    sizes = [float(size) for size in re.findall(r"[\d.]+", box[1])] if box else []
    return len(sizes) == 4 and sizes[3] > TALL * sizes[2]


def _prefix_ids(body: HtmlElement, page: Page) -> None:
    for element in body.xpath(".//*[@id]"):
        element.set("id", f"{page.id}--{element.get('id')}")
    for name in ("for", "aria-labelledby", "aria-describedby", "headers"):
        for element in body.xpath(f".//*[@{name}]"):
            ids = element.get(name).split()
            element.set(name, " ".join(f"{page.id}--{id}" for id in ids))


def _self_sufficient(drawing: str, page: Page) -> str:
    """A drawing whose ids do not meet those of the same drawing on another page."""
    drawing = re.sub(r'\bid="', f'id="{page.id}--', drawing)
    drawing = re.sub(r"url\(#", f"url(#{page.id}--", drawing)
    drawing = re.sub(r'href="#', f'href="#{page.id}--', drawing)
    return re.sub(
        r'\b(aria-labelledby|aria-describedby)="([^"]*)"',
        lambda m: f'{m[1]}="{" ".join(f"{page.id}--{id}" for id in m[2].split())}"',
        drawing,
    )


def _with_drawings(html: str, drawings: tuple[str, ...]) -> str:
    return re.sub(
        r'<span data-drawing="(\d+)"></span>', lambda match: drawings[int(match[1])], html
    )
