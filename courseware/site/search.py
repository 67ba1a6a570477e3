"""The text that the search looks through, as a script that is loaded when it is first used.

Only what authors wrote is in it: templates mark with `data-search-exclude` what they add, and so do
questions, their keys and the readings of kanji. The text stands there once and as it is shown; the
browser folds it (`assets/search.js`).
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from itertools import groupby
from operator import itemgetter

from lxml.html import HtmlElement, fragment_fromstring

from courseware.course.model import Case, Lesson, Page
from courseware.editions.manuscript import Manuscript
from courseware.site.labels import page_number

HEADINGS = {"h1", "h2", "h3", "h4", "h5", "h6"}
BLOCKS = HEADINGS | {
    *("p", "li", "dd", "td", "th", "pre", "blockquote", "figcaption", "summary", "div"),
    *("label", "legend", "text", "desc"),
}
"""Elements that end the sentence before them; the last two are of drawings."""

LEFT_OUT = {"button", "script", "select", "style", "textarea", "title"}
"""Elements whose text is not the course's; the title of a drawing is said in its label."""

TERM, NOTES = "term", "notes"
"""Kinds of sections: an entry of the glossary, and notes for instructors, which can be hidden."""


@dataclass
class Section:
    """What stands below a heading; `anchor` and `heading` are "" before the first one."""

    anchor: str = ""
    heading: str = ""
    kind: str = ""
    blocks: list[str] = field(default_factory=list)


def search_index(manuscript: Manuscript, descriptions: Mapping[str, str]) -> str:
    """The script that hands the text of every page to the search; lessons and cases come first.

    Args:
        manuscript: holds the bodies of the pages.
        descriptions: what is shown below the title of a page, by the page's path.
    """
    pages = sorted(manuscript.pages, key=_rank)
    entries = [
        [
            page.url,
            page_number(page),
            page.title,
            [
                [section.anchor, section.heading, section.kind, "\n".join(section.blocks)]
                for section in sections(manuscript.bodies[page.path], descriptions.get(page.path))
            ],
        ]
        for page in pages
    ]
    text = json.dumps(entries, ensure_ascii=False, separators=(",", ":"))
    return f"courseware.searchIndex={text};\n"


def sections(body: str, description: str | None = None) -> list[Section]:
    """The text of a page by its headings, without headings that have nothing below them."""
    found = [Section(blocks=[description] if description else [])]
    below = found[0]
    for block, text in _texts(fragment_fromstring(body, create_parent="div")):
        notes = next(block.iterancestors("details"), None)
        if notes is not None and notes.get("class") == "instructor":
            if block.tag == "summary":
                found.append(Section(notes.get("id", below.anchor), text, NOTES))
            else:
                found[-1].blocks.append(text)
        elif block.tag in HEADINGS:
            below = Section(block.get("id", below.anchor), text)
            found.append(below)
        elif _is_name(block) and block.getprevious() is None:
            below = Section(block.getparent().get("id", below.anchor), text, TERM)
            found.append(below)
        else:
            below.blocks.append(text)
    return [one for one in found if one.heading or one.blocks]


def _rank(page: Page) -> int:
    return 0 if isinstance(page, Lesson) else 1 if isinstance(page, Case) else 2


def _texts(body: HtmlElement) -> Iterator[tuple[HtmlElement, str]]:
    """Each run of text that no block interrupts, with the innermost block that it is part of."""
    for block, pieces in groupby(_pieces(body, body), key=itemgetter(0)):
        text = " ".join("".join(piece for _, piece in pieces).split())
        if text or block.tag in HEADINGS:
            yield block, text


def _pieces(element: HtmlElement, block: HtmlElement) -> Iterator[tuple[HtmlElement, str]]:
    if _is_left_out(element):
        if element.tag in HEADINGS:
            yield element, ""  # it is a place all the same
        return
    if element.tag in BLOCKS or _is_name(element):
        block = element
    if element.tag == "svg":
        yield element, element.get("aria-label", "")
    yield block, element.text or ""
    for child in element:
        yield from _pieces(child, block)
        yield block, child.tail or ""


def _is_left_out(element: HtmlElement) -> bool:
    is_comment = not isinstance(element.tag, str)
    return (
        is_comment
        or element.tag in LEFT_OUT
        or "data-search-exclude" in element.attrib
        or element.get("class") == "citation"
    )


def _is_name(element: HtmlElement) -> bool:
    """Whether this is the term, its reading or its translation in the head of an entry."""
    parent = element.getparent()
    return parent is not None and parent.tag == "dt"
