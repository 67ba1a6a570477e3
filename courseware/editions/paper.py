"""HTML to tagged PDF (PDF/UA-1) with WeasyPrint, in one font that every machine sets alike.

Pango chooses substitutes for missing glyphs among all fonts of a machine. So that the same course
gives the same pages everywhere, fontconfig is shown one folder only, that of BIZ UDPGothic, a
TrueType face of universal design. WeasyPrint must not be imported before that: everything here
that needs it imports it late.
"""

from __future__ import annotations

import logging
import os
import tempfile
import xml.etree.ElementTree as etree
from functools import cache
from html import escape
from pathlib import Path
from typing import Any

from fontTools.ttLib import TTFont

from courseware.bootstrap import system_packages
from courseware.editions.fields import finish_fields
from courseware.editions.typesetting import keep_together
from courseware.site.fonts import FACES, PACKAGE, find_font

FONT_NAME = "BIZ UDPGothic"
"""The family, as style sheets name it."""

SVG = "{http://www.w3.org/2000/svg}"
STYLES = Path(__file__).parent / "styles"

_FONT_CONFIGURATION = """\
<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "urn:fontconfig:fonts.dtd">
<fontconfig>
{folders}<cachedir>{cache}</cachedir>
</fontconfig>
"""


class UnfitForPaper(Exception):
    """A document that cannot be printed as it is: a missing glyph, a broken link, bad markup."""


def missing_packages() -> tuple[str, ...]:
    """The packages of packages.txt without which this machine makes no PDF."""
    libraries = (p for p in system_packages("build") if p.probe.startswith("library:"))
    missing = [package.name for package in libraries if not package.is_there()]
    if not all(find_font(name) for name in FACES.values()):
        missing.append(PACKAGE)
    return tuple(missing)


def unprintable(text: str) -> str:
    """The characters of a text that the font has no glyph for, sorted, each once."""
    return "".join(sorted(c for c in set(text) - _printable() if c.isprintable()))


def print_pdf(html: str, styles: tuple[str, ...], out: Path, *, has_fields: bool = False) -> int:
    """Write `html` as tagged PDF and return the number of its pages.

    Args:
        html: a whole document with a title and a language.
        styles: names of style sheets in `courseware/editions/styles`.
        out: the file to write.
        has_fields: whether form fields can be filled in.

    Raises:
        UnfitForPaper: with everything that WeasyPrint had to say.
    """
    weasyprint = _weasyprint()
    complaints = _Complaints()
    logger = logging.getLogger("weasyprint")
    logger.addHandler(complaints)
    logger.propagate = False
    try:
        sheets = [weasyprint.CSS(filename=str(STYLES / name)) for name in styles]
        # An edition holds all it needs; nothing is fetched, not even from this machine.
        fetcher = weasyprint.URLFetcher(allowed_protocols=())
        source = weasyprint.HTML(string=html, url_fetcher=fetcher)
        _describe_drawings(source.etree_element)
        _split_links(source.etree_element)
        _tighten_items(source.etree_element)
        keep_together(source.etree_element)
        document = source.render(stylesheets=sheets, pdf_forms=has_fields)
        pdf = document.write_pdf(pdf_variant="pdf/ua-1", pdf_forms=has_fields, finisher=_finish)
    finally:
        logger.removeHandler(complaints)
    if complaints.said:
        raise UnfitForPaper(f"{out.name}: " + "; ".join(dict.fromkeys(complaints.said)))
    out.parent.mkdir(parents=True, exist_ok=True)
    out.write_bytes(pdf)
    return len(document.pages)


class _Complaints(logging.Handler):
    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.said: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.said.append(record.getMessage())


def _describe_drawings(root: etree.Element) -> None:
    """Make a drawing's description part of its `<title>`, the one text a PDF takes from SVG.

    The font of the page does not reach into drawings either.
    """
    for drawing in root.iter(f"{SVG}svg"):
        drawing.set("font-family", FONT_NAME)
        for ground in drawing.iter():
            if ground.get("class") == "fig-surface":  # paper has a ground of its own
                ground.set("fill", "#ffffff")
        texts = [drawing.get("aria-label")]
        for name in ("title", "desc"):
            for element in drawing.findall(f"{SVG}{name}"):
                texts.append("".join(element.itertext()).strip())
                drawing.remove(element)
        title = etree.Element(f"{SVG}title")
        title.text = "。".join(dict.fromkeys(text.rstrip("。") for text in texts if text))
        drawing.insert(0, title)


def _split_links(root: etree.Element) -> None:
    """Make a link with elements inside several links of text only, within those elements.

    WeasyPrint gives every box inside a link an annotation of its own; PDF/UA wants each of them in
    an element that is a link.
    """
    for link in [one for one in root.iter("a") if one.get("href") and len(one)]:
        href = link.attrib.pop("href")
        link.tag = "span"
        _link_texts(link, href)


def _link_texts(element: etree.Element, href: str) -> None:
    for child in list(element):
        if child.tag not in ("rt", "rp"):
            _link_texts(child, href)
        if child.tail and child.tail.strip():
            element.insert(list(element).index(child) + 1, _link(child.tail, href))
            child.tail = None
    if element.text and element.text.strip():
        element.insert(0, _link(element.text, href))
        element.text = None


def _link(text: str, href: str) -> etree.Element:
    link = etree.Element("a", {"href": href})
    link.text = text
    return link


def _tighten_items(root: etree.Element) -> None:
    """Make paragraphs of a list item lines of it: WeasyPrint tags no body for an item of blocks."""
    for item in root.iter("li"):
        paragraphs = [child for child in item if child.tag == "p" and not child.get("class")]
        for paragraph in paragraphs:
            paragraph.tag = "span"
            if paragraph is not item[0]:
                item.insert(list(item).index(paragraph), etree.Element("br"))


def _finish(document: Any, pdf: Any) -> None:  # noqa: ANN401
    _let_links_be_printed(pdf)
    finish_fields(document, pdf)


def _let_links_be_printed(pdf: Any) -> None:  # noqa: ANN401
    """Set the flag that keeps annotations on paper; screen and print then agree (ISO 14289-1)."""
    for item in pdf.objects:
        if isinstance(item, dict) and item.get("Subtype") == "/Link":
            item["F"] = 4


@cache
def _weasyprint() -> Any:  # noqa: ANN401 - it has no types
    fonts = [find_font(name) for name in FACES.values()]
    folders = sorted({str(font.parent) for font in fonts if font})
    folder = Path(tempfile.mkdtemp(prefix="courseware-fonts-"))
    configuration = folder / "fonts.conf"
    configuration.write_text(
        _FONT_CONFIGURATION.format(
            folders="".join(f"<dir>{escape(name)}</dir>\n" for name in folders),
            cache=escape(str(folder)),
        ),
        encoding="utf-8",
    )
    os.environ["FONTCONFIG_FILE"] = str(configuration)
    import weasyprint

    return weasyprint


@cache
def _printable() -> frozenset[str]:
    font = find_font(next(iter(FACES.values())))
    assert font is not None, f"{PACKAGE} is missing"
    with TTFont(font, lazy=True) as loaded:
        return frozenset(map(chr, loaded.getBestCmap()))
