"""What form fields need beyond WeasyPrint, so that Japanese text can be typed into them anywhere.

Measured in November 2026 with PDFium (Chrome, Edge), pdf.js (Firefox), Poppler and MuPDF. The font
of the fields is embedded whole, which is 2.4 of the file's 2.6 MB, since nothing smaller worked:
a subset lacks what the page did not happen to use; with Helvetica or a Japanese font that is only
named, Poppler drew boxes or nothing and PDFium left characters out.
"""

from __future__ import annotations

import re
from functools import cache
from io import BytesIO
from typing import Any

from fontTools.ttLib import TTFont

FIELD_FONT = "Wingdings3"
"""The name by which fields call their font.

PDFium sorts characters by script and would take kanji from a Chinese font of the machine, kana from
a Japanese one, and print 〜 as "0". Only where the font's name in the form is that of a symbol font
does it ask the font itself: then all of the 11,426 characters tried came from it. Other readers
look the name up in the form and find BIZ UDPGothic.
"""

DO_NOT_SCROLL = 1 << 23
"""A flag of text fields (ISO 32000-1, 12.7.4.3)."""

LEADING = 300
"""Space between typed lines, in thousandths of the type size: readers add none to ascent and
descent, and Japanese lines would touch."""

PRINTING_TABLES = frozenset(
    ("OS/2", "cmap", "glyf", "head", "hhea", "hmtx", "loca", "maxp", "name", "post")
)
"""The parts of a TrueType font that a PDF needs (ISO 32000-1, 9.9), and its name and weight."""


def finish_fields(document: Any, pdf: Any) -> None:  # noqa: ANN401 - WeasyPrint has no types
    """Make form fields fit to be filled in; to be called before the PDF is written.

    Args:
        document: as WeasyPrint has laid it out; its fields must all have the same font.
        pdf: as pydyf will write it; changed in place. One without fields stays as it is.
    """
    form = pdf.catalog.get("AcroForm")
    if form is None:
        return
    # Acrobat would draw every field anew at opening, and at closing ask whether to save that.
    del form["NeedAppearances"]
    # Only in an object of its own can pdf.js note that a character is not in the font.
    pdf.add_object(form)
    pdf.catalog["AcroForm"] = form.reference
    (font,) = (font for font in document.fonts.values() if font.used_in_forms)
    _embed_whole(pdf, font)
    for item in pdf.objects:
        if isinstance(item, dict) and item.get("FT") == "/Tx":
            # What does not fit on the paper cannot be typed, rather than be cut off in print.
            item["Ff"] = item.get("Ff", 0) | DO_NOT_SCROLL
            # Readers copy this into what they draw, but not the graphics state that it names.
            appearance = re.sub(rb"/\S+ gs ", b"", item["DA"].string)
            item["DA"].string = appearance.replace(font.hash.encode(), FIELD_FONT.encode())


def _embed_whole(pdf: Any, font: Any) -> None:  # noqa: ANN401
    """Embed all glyphs of a font, under its own name and that of the fields.

    WeasyPrint names it like a subset (`ABCDEF+Name`), with which a reader need not let anyone type.
    Hints are dropped, as they are in the fonts of every edition; they would add 0.6 MB.
    """
    name, printed = _for_printing(font.file_content)
    for item in pdf.objects:
        if isinstance(item, dict):
            if item.get("FontName") == font.name:
                item["Ascent"] += LEADING // 2
                item["Descent"] -= LEADING // 2
            for key in ("BaseFont", "FontName"):
                if item.get(key) == font.name:
                    item[key] = name
            if font.hash in item:
                item[FIELD_FONT] = item[font.hash]
        elif getattr(item, "stream", None) == [font.file_content]:
            item.stream = [printed]
            item.extra["Length1"] = len(printed)


@cache
def _for_printing(data: bytes) -> tuple[bytes, bytes]:
    """The name of a font as PDF writes it, and the font without what PDF has no use for."""
    # Nothing is computed anew, so that glyphs stay as they are and the bytes the same.
    font = TTFont(BytesIO(data), recalcBBoxes=False, recalcTimestamp=False)
    name = f"/{font['name'].getDebugName(6)}".encode()
    for tag in set(font.reader.tables) - PRINTING_TABLES:
        del font[tag]
    glyphs = font["glyf"]
    for glyph in font.getGlyphOrder():
        glyphs.glyphs[glyph].trim(remove_hinting=True)
    out = BytesIO()
    font.save(out)
    return name, out.getvalue()
