"""Figures for a screen: whole, in parts that can be read from afar, and as pictures.

The figures of a course are drawn for a telephone: narrow and tall. On a wide slide their text would
be small, so each is shown whole and then cut into parts from top to bottom.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from html import escape
from io import BytesIO
from itertools import pairwise
from math import ceil

import resvg_py
from lxml import etree
from PIL import Image

from courseware.editions.paper import FONT_NAME
from courseware.site.fonts import FACES, find_font

SVG = "http://www.w3.org/2000/svg"
NEAR, AROUND = 2, 8
"""Rows above and below a cut, in units of the drawing, that are to be calm; the near ones more."""
UNEVEN = 60
"""What it costs, in changes, that a part is twice as high as the others."""
ALIKE = 20
"""Changes from which on the surroundings of a cut are all the same: there is text."""
REACH = 0.4
"""How far a cut may lie from where it would make even parts, in their height."""
WITHIN_TEXT = 8
"""Changes added between the lines of a text, which belong together, for each such text."""
VISIBLE = 24
"""Difference in brightness (of 255) between neighbouring pixels that counts as a change."""
USUAL_SIZE = {"width": 300.0, "height": 150.0}
"""Of a drawing that does not say how large it is."""
COLOURS = 96
"""In a picture of flat areas more are not told apart; each picture is a third as large for it."""


@dataclass(frozen=True)
class Part:
    """Rows of a drawing from `top` to `bottom`, in its units, as its coordinates count them."""

    top: float
    bottom: float


@dataclass(frozen=True)
class Drawing:
    """A drawing in SVG with its `viewBox`; `text_size` is that of its smallest text."""

    svg: str
    title: str
    description: str
    left: float
    whole: Part
    width: float
    text_size: float

    @property
    def height(self) -> float:
        """From top to bottom, in the units of the drawing."""
        return self.whole.bottom - self.whole.top

    def scale(self, part: Part, width: float, height: float) -> float:
        """How many times as large a part can be in a space of `width` by `height`."""
        return min(width / self.width, height / (part.bottom - part.top))

    def texts(self, part: Part) -> str:
        """The text that stands in a part."""
        root = _without_texts_outside(etree.fromstring(self.svg), part)
        texts = ("".join(map(str, text.itertext())).strip() for text in root.iter(f"{{{SVG}}}text"))
        return "、".join(filter(None, texts))

    def markup(self, part: Part, alternative: str) -> str:
        """A part as SVG with its text alternative."""
        root = _without_texts_outside(etree.fromstring(self.svg), part)
        root.set("viewBox", f"{self.left:g} {part.top:g} {self.width:g} {part.bottom - part.top:g}")
        root.set("font-family", root.get("font-family") or FONT_NAME)
        for name in ("aria-labelledby", "aria-describedby"):
            root.attrib.pop(name, "")
        for name in ("title", "desc"):
            for element in root.findall(f"{{{SVG}}}{name}"):
                root.remove(element)
        svg: str = etree.tostring(root, encoding="unicode")
        return re.sub(r"(<svg\b[^>]*>)", rf"\1<title>{escape(alternative)}</title>", svg, count=1)


def read_drawing(svg: str) -> Drawing:
    """A drawing from its SVG. One without a `viewBox` is as large as browsers take it to be."""
    if "xmlns=" not in svg:
        svg = svg.replace("<svg", f'<svg xmlns="{SVG}"', 1)
    root = etree.fromstring(svg)
    if not root.get("viewBox"):
        extent = (_number(root.get(name), usual) for name, usual in USUAL_SIZE.items())
        root.set("viewBox", " ".join(f"{one:g}" for one in (0, 0, *extent)))
    left, top, width, height = map(float, str(root.get("viewBox")).replace(",", " ").split())
    sizes = [_number(size) for one in root.iter() if (size := one.get("font-size"))]
    return Drawing(
        svg=etree.tostring(root, encoding="unicode"),
        title=root.findtext(f"{{{SVG}}}title") or root.get("aria-label") or "",
        description=root.findtext(f"{{{SVG}}}desc") or "",
        left=left,
        whole=Part(top, top + height),
        width=width,
        text_size=min(sizes, default=16.0),
    )


def parts(drawing: Drawing, width: float, height: float, text_size: float) -> tuple[Part, ...]:
    """Parts of a drawing whose text is about as large as `text_size` in a space of this size.

    They are about equally high and are cut where the picture changes least, so not through text.
    """
    scale = min(text_size / drawing.text_size, width / drawing.width)
    count = ceil(drawing.height * scale / height - 0.1)
    if count < 2:
        return (drawing.whole,)
    spans = _spans(drawing)
    top, bottom = drawing.whole.top, drawing.whole.bottom
    edges = [top, *(top + row for row in _cuts(_changes(drawing, spans), count)), bottom]
    return tuple(_with_whole_texts(Part(*pair), spans) for pair in pairwise(edges))


def picture(svg: str, width: int) -> bytes:
    """SVG as PNG, `width` pixels wide; the same bytes on every machine of one kind."""
    drawn = Image.open(BytesIO(_rendered(svg, width))).convert("RGB")
    out = BytesIO()
    flat = drawn.quantize(COLOURS, dither=Image.Dither.NONE)
    flat.save(out, "PNG", optimize=True)
    return out.getvalue()


def _rendered(svg: str, width: int) -> bytes:
    return resvg_py.svg_to_bytes(
        svg_string=svg,
        width=width,
        background="#ffffff",
        skip_system_fonts=True,
        font_files=list(_fonts()),
        font_family=FONT_NAME,
        sans_serif_family=FONT_NAME,
    )


@cache
def _fonts() -> tuple[str, ...]:
    return tuple(str(font) for name in FACES.values() if (font := find_font(name)))


def _spans(drawing: Drawing) -> list[Part]:
    """The rows from the top of each text of a drawing to the foot of its last line."""
    spans = []
    for text in etree.fromstring(drawing.svg).iter(f"{{{SVG}}}text"):
        sizes = (one.get("font-size") for one in (text, *text.iterancestors()))
        size = _number(next(filter(None, sizes), None), 16)
        first = _number(text.get("y"))
        last = first + sum(_number(line.get("dy")) for line in text)
        top, bottom = drawing.whole.top, drawing.whole.bottom
        spans.append(Part(max(top, first - size), min(bottom, last + size / 3)))
    return spans


def _with_whole_texts(part: Part, spans: list[Part]) -> Part:
    """A part that reaches to both ends of the texts on its edges; both sides of a cut show them."""
    tops = [span.top for span in spans if span.top < part.top < span.bottom]
    bottoms = [span.bottom for span in spans if span.top < part.bottom < span.bottom]
    return Part(min(tops, default=part.top), max(bottoms, default=part.bottom))


def _changes(drawing: Drawing, spans: list[Part]) -> list[int]:
    """How often the picture changes along each of its rows, one row a unit; more within a text."""
    image = Image.open(BytesIO(_rendered(drawing.svg, round(drawing.width)))).convert("L")
    rows = (image.crop((0, y, image.width, y + 1)).tobytes() for y in range(image.height))
    changes = [sum(abs(a - b) > VISIBLE for a, b in pairwise(row)) for row in rows]
    for span in spans:
        rows_within = range(int(span.top - drawing.whole.top), int(span.bottom - drawing.whole.top))
        for row in rows_within:
            changes[min(row, len(changes) - 1)] += WITHIN_TEXT
    return changes


def _cuts(changes: list[int], count: int) -> tuple[int, ...]:
    """The rows between `count` parts: the calmest for parts that are not too uneven."""
    share = len(changes) / count

    def unevenness(rows: float) -> float:
        return UNEVEN * ((rows - share) / share) ** 2

    def restlessness(row: int) -> int:
        near, around = (max(changes[row - rows : row + rows + 1]) for rows in (NEAR, AROUND))
        return near + min(around, ALIKE)

    best: dict[int, tuple[float, tuple[int, ...]]] = {0: (0, ())}
    for number in range(1, count):
        rows = range(round(share * (number - REACH)), round(share * (number + REACH)))
        best = {
            row: min(
                (cost + unevenness(row - before) + restlessness(row), (*cuts, row))
                for before, (cost, cuts) in best.items()
            )
            for row in rows
        }
    last = {row: cost + unevenness(len(changes) - row) for row, (cost, _) in best.items()}
    return best[min(last, key=lambda row: last[row])][1]


def _without_texts_outside(root: etree._Element, part: Part) -> etree._Element:
    """The drawing without the texts above and below a part, which nobody sees but readers read.

    A text within something that is moved keeps its place: only its own `y` is known.
    """
    for text in list(root.iter(f"{{{SVG}}}text")):
        is_moved = any(one.get("transform") for one in (text, *text.iterancestors()))
        if not is_moved and not part.top <= _number(text.get("y")) <= part.bottom:
            parent = text.getparent()
            assert parent is not None
            parent.remove(text)
    return root


def _number(text: str | None, otherwise: float = 0) -> float:
    """The number that an attribute begins with, without its unit."""
    found = re.match(r"\s*(-?[\d.]+)", text or "")
    return float(found[1]) if found else otherwise
