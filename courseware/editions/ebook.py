"""The trainee's handbook as an e-book (EPUB 3): the reader's device sets size, colours and pages.

A book is put together as one document in which a link is `#<id>`. Here each chapter becomes a
file of its own, and a link names the file in which its id has come to stand.
"""

from __future__ import annotations

import re
import uuid
from collections.abc import Iterable
from copy import deepcopy
from dataclasses import dataclass
from pathlib import Path

from lxml import etree
from lxml.html import HtmlElement, tostring
from markupsafe import Markup

from courseware.course.model import Lesson
from courseware.editions.archive import write_zip
from courseware.editions.book import Chapter, chapter
from courseware.editions.bound import cited_in, index, pages_of_the_book
from courseware.editions.labels import LABELS
from courseware.editions.manuscript import Made, Manuscript
from courseware.editions.paper import STYLES, UnfitForPaper
from courseware.editions.questions import PrintedQuestion

FOLDER = "EPUB"
TITLE_PAGE, NAVIGATION, GLOSSARY, REFERENCES = "title-page", "nav", "glossary", "references"
"""Names of the files that are not chapters, and the anchors that lead to them."""

XHTML = "http://www.w3.org/1999/xhtml"
SVG = "http://www.w3.org/2000/svg"
OPS = "http://www.idpf.org/2007/ops"

VOID = {"br", "col", "hr", "img", "link", "meta", "wbr"}
"""Elements of HTML that have no end tag."""

KINDS_OF_LINKS = {"#term--": "glossref", "#source--": "biblioref"}
"""How the anchor of a link begins, and what EPUB and ARIA call such a link."""

FEATURES = (
    "tableOfContents",
    "readingOrder",
    "structuralNavigation",
    "displayTransformability",
    "ARIA",
)
FEATURES_OF = {"ruby": "rubyAnnotations", "svg": "alternativeText"}
"""Accessibility features of every e-book, and of one that has such elements."""


class UnfitForReaders(UnfitForPaper):
    """A book that cannot be split into files: a name taken twice, or a link to nowhere."""


@dataclass(frozen=True)
class Entry:
    """A line of the contents with those below it. `anchor` is an id in the book."""

    title: str
    anchor: str
    sections: tuple[Entry, ...] = ()


@dataclass(frozen=True)
class Document:
    """A file of the e-book: an XHTML document; `name` is that of the file without its ending."""

    name: str
    root: etree._Element

    @property
    def file(self) -> str:
        """The name of the file."""
        return f"{self.name}.xhtml"

    @property
    def properties(self) -> str:
        """What the manifest has to say about the file."""
        if self.name == NAVIGATION:
            return "nav"
        return "svg" if self.has("svg") else ""

    def has(self, tag: str) -> bool:
        """Whether an element of this name occurs."""
        return self.root.find(f".//{{*}}{tag}") is not None


def build(manuscript: Manuscript, folder: Path) -> tuple[Made, ...]:
    """Write the e-book into `folder`.

    Raises:
        UnfitForReaders: if two files would have one name or a link leads nowhere.
    """
    documents = _documents(manuscript)
    _complete_links(documents)
    _name_drawings(documents)
    package = f"{FOLDER}/package.opf"
    files = {
        "mimetype": b"application/epub+zip",
        "META-INF/container.xml": _xml(
            etree.fromstring(manuscript.render("ebook-container.xml", package=package))
        ),
        package: _xml(_package(manuscript, documents)),
        f"{FOLDER}/ebook.css": (STYLES / "ebook.css").read_bytes(),
    }
    for document in documents:
        files[f"{FOLDER}/{document.file}"] = _xml(document.root, "<!DOCTYPE html>\n")
    out = folder / manuscript.file_name("ebook", "epub")
    write_zip(out, files, manuscript.as_of, plain=("mimetype",))
    title, _ = LABELS[manuscript.lang]["editions"]["ebook"]
    return (Made(out, title),)


def _documents(manuscript: Manuscript) -> list[Document]:
    """The files in the order of reading; their links are those of one document."""
    pages = pages_of_the_book(manuscript, "ebook")

    def set_question(question: PrintedQuestion) -> str:
        # There is nothing to write on: no room for notes.
        return manuscript.render(
            "question.html", question=question, has_answer=False, has_memo=False
        )

    chapters = [chapter(manuscript, page, pages, set_question) for page in pages]
    names = [TITLE_PAGE, NAVIGATION, *(one.anchor for one in chapters), GLOSSARY, REFERENCES]
    twice = sorted({name for name in names if names.count(name) > 1})
    if twice:
        raise UnfitForReaders(f"more than one file would be named {', '.join(twice)}.xhtml")
    labels = LABELS[manuscript.lang]
    contents = [_entry(one) for one in chapters]
    contents += [Entry(labels[name], name) for name in (GLOSSARY, REFERENCES)]

    def document(name: str, template: str = "", **values: object) -> Document:
        text = manuscript.render(f"ebook-{template or name}.xhtml", **values)
        return Document(name, etree.fromstring(text))

    return [
        document(TITLE_PAGE, title=_title(manuscript), edition=labels["editions"]["handbook"][0]),
        document(NAVIGATION, title=_title(manuscript), contents=contents),
        *(
            document(
                one.anchor,
                "chapter",
                chapter=one,
                heading=_heading(one),
                kind=type(one.page).__name__.lower(),
                online=manuscript.url(one.page),
                body=_as_xml(one),
            )
            for one in chapters
        ),
        document(GLOSSARY, entries=index(manuscript, chapters)),
        document(REFERENCES, cited=cited_in(manuscript, pages)),
    ]


def _title(manuscript: Manuscript) -> str:
    """The title under which a reader's shelf shows the book."""
    edition, _ = LABELS[manuscript.lang]["editions"]["handbook"]
    return f"{manuscript.course.info.title[manuscript.lang]}　{edition}"


def _entry(one: Chapter) -> Entry:
    """A chapter in the contents; of a lesson with its sections."""
    headings = one.body.findall("h2") if isinstance(one.page, Lesson) else []
    sections = tuple(
        Entry(_plain(heading), heading.get("id", "")) for heading in headings if heading.get("id")
    )
    return Entry(_heading(one), one.anchor, sections)


def _heading(one: Chapter) -> str:
    return f"{one.number}　{one.page.title}" if one.number else one.page.title


def _plain(heading: HtmlElement) -> str:
    """The text of a heading without its furigana."""
    heading = deepcopy(heading)
    etree.strip_elements(heading, "rt", "rp", with_tail=False)
    return " ".join(heading.text_content().split())


def _as_xml(one: Chapter) -> Markup:
    """The content of a chapter as XML, with its drawings."""
    xml = tostring(one.body, encoding="unicode", method="xml", with_tail=False)
    return Markup(
        re.sub(
            r'<span data-drawing="(\d+)"\s*/>', lambda match: one.drawings[int(match[1])], str(xml)
        )
    )


def _complete_links(documents: Iterable[Document]) -> None:
    """Put the file before the anchor of each link within the book, and say of what kind it is."""
    place_of = {document.name: document for document in documents}
    for document in documents:
        place_of |= {one.get("id", ""): document for one in document.root.iterfind(".//*[@id]")}
    for document in documents:
        for link in document.root.iter(f"{{{XHTML}}}a"):
            href = link.get("href", "")
            if not href.startswith("#"):
                continue
            place = place_of.get(href[1:])
            if place is None:
                raise UnfitForReaders(f"{document.file}: {href} leads nowhere")
            for beginning, kind in KINDS_OF_LINKS.items():
                if href.startswith(beginning):
                    link.set(f"{{{OPS}}}type", kind)
                    link.set("role", f"doc-{kind}")
            # The file itself, not a place in it: reading begins at its first line.
            is_whole = href[1:] == place.name
            if is_whole or place is not document:
                link.set("href", place.file + ("" if is_whole else href))


def _package(manuscript: Manuscript, documents: list[Document]) -> etree._Element:
    """The package document: metadata, every file, and the order of reading."""
    shown = [kind for kind in FEATURES_OF if any(document.has(kind) for document in documents)]
    name = f"{manuscript.course.info.id}/{manuscript.lang}"
    text = manuscript.render(
        "ebook-package.opf",
        title=_title(manuscript),
        uuid=uuid.uuid5(uuid.NAMESPACE_URL, name),
        documents=documents,
        shown=shown,
        features=[*FEATURES, *(FEATURES_OF[kind] for kind in shown)],
    )
    return etree.fromstring(text)


def _name_drawings(documents: Iterable[Document]) -> None:
    """Say that each drawing is one picture; else its words are read out one by one."""
    for document in documents:
        for drawing in document.root.iter(f"{{{SVG}}}svg"):
            drawing.set("role", "img")


def _xml(root: etree._Element, doctype: str = "") -> bytes:
    # `<td/>` is right, but not for readers that take XHTML for HTML.
    for element in root.iter(f"{{{XHTML}}}*"):
        if not len(element) and element.text is None and _name_of(element) not in VOID:
            element.text = ""
    text = etree.tostring(root, encoding="unicode")
    return f'<?xml version="1.0" encoding="utf-8"?>\n{doctype}{text}\n'.encode()


def _name_of(element: etree._Element) -> str:
    return etree.QName(element).localname
