"""A lesson as a deck of slides: what each shows and how large, for PDF and PowerPoint alike.

All sizes are in points on a slide of 960 by 540. How much room a text takes is reckoned from the
widths of its characters in the font of the editions.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from copy import deepcopy
from dataclasses import dataclass, replace
from functools import cache
from itertools import combinations, pairwise
from math import ceil
from typing import Literal
from urllib.parse import urldefrag

from fontTools.ttLib import TTFont
from lxml.html import HtmlElement, fragment_fromstring
from markupsafe import Markup

from courseware.course.model import Lesson, Source
from courseware.editions.book import Chapter, chapter
from courseware.editions.bound import code
from courseware.editions.drawing import Drawing, Part, parts, read_drawing
from courseware.editions.labels import LABELS
from courseware.editions.manuscript import Manuscript
from courseware.editions.paper import UnfitForPaper
from courseware.editions.questions import Lettered, PrintedQuestion
from courseware.site.fonts import FACES, PACKAGE, find_font

WIDTH, HEIGHT = 960, 540
MARGIN = 48
BODY_TOP, BODY_WIDTH, BODY_HEIGHT = 104, 864, 384
FIGURE_WIDTH, FIGURE_HEIGHT, BESIDE_WIDTH = 400, 456, 424
"""Room for a whole figure that stands beside its heading, and for that."""

SIZES = (32, 28, 26, 24, 22, 20)
READABLE = 24
"""Text that would be smaller than this is divided among slides, a question and an answer apart."""
SMALL_SIZES = (16, 14, 13, 12)
"""For sources."""
HEADING_SIZES = (32, 28, 26, 24)
FIGURE_TEXT = 20
BESIDE_CHARACTERS = 120
"""Of a figure's description beside it."""
BREAK = "　"
MOST_LINES, MOST_SLIDES = 12, 6

LINE, ANNOTATED_LINE, LINE_WITH_READINGS = 1.45, 1.6, 1.85
"""Heights of a line in its text's size: plain, with a reading here and there, with many."""
BLOCK_GAP, GROUP_GAP = 0.5, 18
BOX_PADDING = (14, 22)
"""Of a box: above and below, left and right."""
INDENT, INDENT_OF_SOURCES = 1.7, 3.2
"""Before an item's text, in characters."""
READING_SIZE = 0.6

FIXED = ("goals", "opening", "key-points", "plain", "sources")
"""Sections that every lesson has; the others are its own."""

NOT_PROJECTED = {"instructor", "printed-question", "draws-on"}
"""Classes of what a section holds besides its text."""

Kind = Literal[
    "text", "list", "numbers", "scene", "question", "options", "right", "explanation", "small"
]


@dataclass(frozen=True)
class Run:
    """Text of one look. `reading` is in hiragana; `cites` are ids of sources."""

    text: str
    reading: str = ""
    is_strong: bool = False
    cites: tuple[str, ...] = ()


@dataclass(frozen=True)
class Block:
    """A paragraph or an item; `mark` is the letter of an option or the number of a source."""

    runs: tuple[Run, ...]
    mark: str = ""


@dataclass(frozen=True)
class Group:
    """Blocks that belong together, perhaps below a small title of their own.

    `has_readings` says whether readings belong to the text itself, as in plain language.
    """

    kind: Kind
    blocks: tuple[Block, ...]
    title: str = ""
    has_readings: bool = False

    @property
    def is_boxed(self) -> bool:
        """Whether it stands on a ground of its own."""
        return self.kind in ("scene", "right")

    @property
    def is_annotated(self) -> bool:
        """Whether any of its words carries a reading."""
        return any(run.reading for block in self.blocks for run in block.runs)

    @property
    def indent(self) -> float:
        """Room for bullets, numbers or letters before its blocks, in characters."""
        if self.kind == "small":
            return INDENT_OF_SOURCES
        return INDENT if self.kind in ("list", "numbers", "options", "right") else 0


@dataclass(frozen=True)
class TitleSlide:
    """The first slide; `code` is a QR code as SVG or empty, `address` what it leads to."""

    heading: str
    number: str
    course: str
    description: str
    address: str
    code: Markup
    notes: str = ""


@dataclass(frozen=True)
class TextSlide:
    """One or two groups of text, all of one size."""

    heading: str
    groups: tuple[Group, ...]
    size: int
    notes: str = ""

    @property
    def heading_size(self) -> int:
        """The largest at which the heading stands on one line."""
        return _heading_size(self.heading)


@dataclass(frozen=True)
class FigureSlide:
    """A figure, or a part of one that was too small to read; `alternative` says what it shows."""

    heading: str
    drawing: Drawing
    part: Part
    alternative: str
    caption: tuple[Run, ...]
    notes: str = ""

    @property
    def is_part(self) -> bool:
        """Whether it shows less than the whole drawing."""
        return self.part != self.drawing.whole

    @property
    def is_beside(self) -> bool:
        """Whether the figure is so tall that it stands beside its heading, not below."""
        return not self.is_part and self.drawing.height > self.drawing.width

    @property
    def size(self) -> tuple[float, float]:
        """Width and height of the figure on the slide."""
        room = (FIGURE_WIDTH, FIGURE_HEIGHT) if self.is_beside else (BODY_WIDTH, self._room_below)
        scale = self.drawing.scale(self.part, *room)
        return self.drawing.width * scale, (self.part.bottom - self.part.top) * scale

    @property
    def _room_below(self) -> float:
        return BODY_HEIGHT - (FIGURE_TEXT * LINE * 2 if self.caption else 0)

    @property
    def markup(self) -> Markup:
        """What is shown, as SVG."""
        return Markup(self.drawing.markup(self.part, self.alternative))

    @property
    def heading_size(self) -> int:
        """The largest at which the heading stands on one line."""
        return _heading_size(self.heading, BESIDE_WIDTH if self.is_beside else BODY_WIDTH)


Slide = TitleSlide | TextSlide | FigureSlide


@dataclass(frozen=True)
class Deck:
    """The slides of a lesson; `number` is the lesson's."""

    lesson: Lesson
    number: int
    name: str
    slides: tuple[Slide, ...]


def decks(manuscript: Manuscript) -> Iterator[Deck]:
    """A deck for each lesson of the manuscript's language, in their order.

    Raises:
        UnfitForPaper: where a text does not fit on any slide; names the lesson and the slide.
    """
    lessons = [page for page in manuscript.pages if isinstance(page, Lesson)]
    for place, lesson in enumerate(lessons, start=1):
        try:
            yield _deck(manuscript, lesson, place)
        except UnfitForPaper as error:
            raise UnfitForPaper(f"{lesson.path}: {error}") from error


def estimated_height(group: Group, size: int) -> float:
    """How high a group is at a text size."""
    above, beside = BOX_PADDING if group.is_boxed else (0, 0)
    lines = _lines(group, size, BODY_WIDTH - 2 * beside)
    gaps = (len(group.blocks) - 1) * BLOCK_GAP
    line = ANNOTATED_LINE if group.is_annotated else LINE
    line = LINE_WITH_READINGS if group.has_readings else line
    return (lines * line + gaps) * size + 2 * above


def _deck(manuscript: Manuscript, lesson: Lesson, place: int) -> Deck:
    labels = LABELS[manuscript.lang]
    one = chapter(manuscript, lesson, [lesson], lambda question: "", has_notes=True)
    headings = {_own_id(h2, one): _text(h2) for h2 in one.body if h2.tag == "h2"}
    figures = list(_figures(one, headings, labels))
    notes = _instructor_notes(one)
    slides: list[Slide] = [_title(manuscript, one, notes)]
    slides += _section(one, headings, "goals")
    opening = _section(one, headings, "opening")
    slides += [replace(slide, notes=notes) if n == 0 else slide for n, slide in enumerate(opening)]
    slides += [figure for section, figure in figures if section == "opening"]
    own = [text for id, text in headings.items() if id not in FIXED]
    outline = Group("numbers", tuple(Block((Run(text),)) for text in own))
    slides += _pages(labels["slides_outline"], [outline] if own else [])
    slides += [figure for section, figure in figures if section != "opening"]
    slides += _section(one, headings, "key-points")
    slides += _question(one.questions, labels)
    slides += _section(one, headings, "plain")
    slides += _sources(manuscript, slides, labels)
    digits = re.search(r"\d+", one.number)
    return Deck(lesson, int(digits[0]) if digits else place, one.number, tuple(slides))


def _title(manuscript: Manuscript, one: Chapter, notes: str) -> TitleSlide:
    assert isinstance(one.page, Lesson)
    return TitleSlide(
        heading=one.page.title,
        number=one.number,
        course=manuscript.course.info.title[manuscript.lang],
        description=one.page.description,
        address=manuscript.url(one.page).partition("://")[2],
        code=code(manuscript, one.page),
        notes=notes,
    )


def _section(one: Chapter, headings: dict[str, str], id: str) -> list[TextSlide]:
    if id not in headings:
        return []
    groups = _groups(one.section(id))
    if any(group.kind == "scene" for group in groups):
        groups = [
            replace(group, kind="question") if group.kind == "text" else group for group in groups
        ]
    if id == "plain":
        groups = [replace(group, has_readings=True) for group in groups]
    return _pages(headings[id], groups)


# Reading the page -----------------------------------------------------------------------------


def _groups(elements: Iterable[HtmlElement]) -> list[Group]:
    """Paragraphs, lists and boxes as groups; what is of one kind and adjacent is one group."""
    groups: list[Group] = []
    for element in elements:
        for group in _group(element):
            if groups and groups[-1].kind == group.kind and not group.title:
                last = groups.pop()
                group = replace(last, blocks=last.blocks + group.blocks)
            groups.append(group)
    return [group for group in groups if group.blocks]


def _group(element: HtmlElement) -> list[Group]:
    names = element.get("class", "").split()
    if element.tag == "figure" or not NOT_PROJECTED.isdisjoint(names):
        return []
    if element.tag in ("ul", "ol"):
        kind: Kind = "numbers" if element.tag == "ol" else "list"
        return [Group(kind, tuple(_block(item) for item in element.iter("li")))]
    if "admonition" in names:
        title, *rest = element
        blocks = tuple(block for group in _groups(rest) for block in group.blocks)
        return [Group("scene", blocks, _text(title))]
    if element.tag == "table":
        rows = element.iter("tr")
        return [Group("text", tuple(Block((Run("　".join(map(_text, row))),)) for row in rows))]
    if element.tag in ("div", "blockquote", "details"):
        return _groups(element)
    return [Group("text", (_block(element),))]


def _block(element: HtmlElement) -> Block:
    """The inline content of an element; lists inside it have blocks of their own."""
    own = deepcopy(element)
    for inner in own.xpath(".//ul | .//ol"):
        inner.drop_tree()
    return Block(_joined(_runs(own)))


def _runs(element: HtmlElement, is_strong: bool = False) -> Iterator[Run]:
    if element.text:
        yield Run(element.text, is_strong=is_strong)
    for child in element:
        if child.tag == "ruby":
            reading = "".join(rt.text_content() for rt in child.iter("rt"))
            yield Run(_text(child), reading, is_strong)
        elif child.get("class") == "citation":
            cites = (urldefrag(a.get("href")).fragment for a in child.iter("a"))
            ids = tuple(id.removeprefix("source--") for id in cites)
            yield Run(child.text_content(), cites=ids)
        elif isinstance(child.tag, str):
            yield from _runs(child, is_strong or child.tag in ("strong", "b"))
        if child.tail:
            yield Run(child.tail, is_strong=is_strong)


def _joined(runs: Iterable[Run]) -> tuple[Run, ...]:
    """Runs without needless white space; neighbours of one look are one."""
    joined: list[Run] = []
    for run in runs:
        text = re.sub(r"\s+", " ", run.text)
        if joined and replace(joined[-1], text="") == replace(run, text="") == Run(
            "", is_strong=run.is_strong
        ):
            joined[-1] = replace(run, text=joined[-1].text + text)
        else:
            joined.append(replace(run, text=text))
    if joined:
        joined[0] = replace(joined[0], text=joined[0].text.lstrip(" "))
        joined[-1] = replace(joined[-1], text=joined[-1].text.rstrip(" "))
    return tuple(run for run in joined if run.text)


def _html_runs(html: str) -> tuple[Run, ...]:
    return _joined(_runs(fragment_fromstring(html, create_parent="div")))


def _text(element: HtmlElement) -> str:
    """The text of an element without readings."""
    own = deepcopy(element)
    own.tail = None
    for reading in own.xpath(".//rt | .//rp"):
        reading.drop_tree()
    return " ".join(own.text_content().split())


def _own_id(h2: HtmlElement, one: Chapter) -> str:
    return str(h2.get("id")).removeprefix(f"{one.anchor}--")


def _instructor_notes(one: Chapter) -> str:
    boxes = one.body.xpath(".//div[contains(concat(' ', @class, ' '), ' instructor ')]")
    return "\n".join(_text(element) for box in boxes for element in box)


# Slides ---------------------------------------------------------------------------------------


def _figures(
    one: Chapter, headings: dict[str, str], labels: dict[str, str]
) -> Iterator[tuple[str, FigureSlide]]:
    """Each figure with the id of its section: whole, and in parts where its text is small."""
    section = ""
    for element in one.body:
        if element.tag == "h2":
            section = _own_id(element, one)
        for place in element.xpath(".//*[@data-drawing]"):
            drawing = read_drawing(one.drawings[int(place.get("data-drawing"))])
            captions = place.xpath("ancestor::figure//figcaption")
            caption = _block(captions[0]).runs if captions else (Run(drawing.title),)
            heading = drawing.title or headings.get(section, "")
            for figure in _figure_slides(heading, drawing, caption, labels):
                yield section, figure


def _figure_slides(
    heading: str, drawing: Drawing, caption: tuple[Run, ...], labels: dict[str, str]
) -> Iterator[FigureSlide]:
    alternative = "。".join(filter(None, (drawing.title, drawing.description.rstrip("。"))))
    if drawing.height > drawing.width:  # there is room beside it for what it tells
        caption = (*caption, Run(f"{BREAK}{_beginning(drawing.description)}"))
    yield FigureSlide(
        heading, drawing, drawing.whole, alternative, caption, notes=drawing.description
    )
    cut = parts(drawing, BODY_WIDTH, BODY_HEIGHT, FIGURE_TEXT)
    for number, part in enumerate(cut, start=1):
        if len(cut) > 1:
            name = labels["slides_part"].format(title=drawing.title, number=number, count=len(cut))
            yield FigureSlide(name, drawing, part, f"{name}：{drawing.texts(part)}", ())


def _beginning(text: str) -> str:
    """The first sentences of a text, as many as can stand beside a figure."""
    told = ""
    for sentence in re.findall(r"[^。]+。?", text):
        if told and len(told) + len(sentence) > BESIDE_CHARACTERS:
            break
        told += sentence
    return told


def _question(questions: Sequence[PrintedQuestion], labels: dict[str, str]) -> list[TextSlide]:
    """A question and its answer: one to apply that can be shown largest, else the shortest."""
    lettered = [one for one in questions if one.type in ("single", "multiple")]
    if not lettered:
        return []
    groups = {one.id: _asked(one) for one in lettered}
    wanted = [
        one
        for one in lettered
        if (one.type, one.level) == ("single", "apply") and _size(groups[one.id], SIZES)
    ]

    def length(question: PrintedQuestion) -> float:
        return sum(estimated_height(group, SIZES[-1]) for group in groups[question.id])

    def shown_at(question: PrintedQuestion) -> int:
        return _size(groups[question.id], SIZES) or 0

    chosen = max(wanted, key=shown_at) if wanted else min(lettered, key=length)
    heading = labels["questions"]
    asked = _pages(heading, groups[chosen.id], smallest=SIZES[-1])
    return [*asked, *_answer(chosen, labels)]


def _asked(question: PrintedQuestion) -> list[Group]:
    options = (Block(_html_runs(one.text), one.letter) for one in question.lettered)
    stem = Group("question", (Block(_html_runs(question.stem)),))
    return [stem, Group("options", tuple(options))]


def _answer(question: PrintedQuestion, labels: dict[str, str]) -> list[TextSlide]:
    def right(one: Lettered) -> tuple[Block, Block]:
        strong = tuple(replace(run, is_strong=True) for run in _html_runs(one.text))
        return Block(strong, one.letter), Block(_html_runs(one.feedback))

    chosen = [block for one in question.lettered if one.is_right for block in right(one)]
    others = tuple(
        Block(_html_runs(one.feedback), one.letter) for one in question.lettered if not one.is_right
    )
    explanation = Block(_html_runs(question.explanation))
    groups = [
        Group("right", tuple(chosen), labels["right"]),
        Group("explanation", (explanation,), labels["explanation"]),
    ]
    slides = _pages(labels["slides_answer"], groups, smallest=SIZES[-1])
    said = "".join(run.text for run in explanation.runs)
    slides[0] = replace(slides[0], notes=f"{labels['explanation']}：{said}")
    return [*slides, *_pages(labels["slides_others"], [Group("options", others)])]


def _sources(
    manuscript: Manuscript, slides: Iterable[Slide], labels: dict[str, str]
) -> list[TextSlide]:
    cited = {id for slide in slides for run in _runs_of(slide) for id in run.cites}
    sources = [source for source in manuscript.course.sources if source.id in cited]
    blocks = tuple(Block(_source(source, labels), f"[{source.number}]") for source in sources)
    return _pages(
        labels["slides_sources"],
        [Group("small", blocks)] if blocks else [],
        sizes=SMALL_SIZES,
        smallest=SMALL_SIZES[-1],
    )


def _runs_of(slide: Slide) -> Iterator[Run]:
    if isinstance(slide, TextSlide):
        yield from (run for group in slide.groups for block in group.blocks for run in block.runs)
    elif isinstance(slide, FigureSlide):
        yield from slide.caption


def _source(source: Source, labels: dict[str, str]) -> tuple[Run, ...]:
    year = source.year or labels["no_year"]
    container = f"　{source.container}" if source.container else ""
    return (Run(f"{source.author}（{year}）　{source.title}{container}"),)


# Room -----------------------------------------------------------------------------------------


def _pages(
    heading: str,
    groups: Sequence[Group],
    *,
    sizes: Sequence[int] = SIZES,
    smallest: int = READABLE,
) -> list[TextSlide]:
    """As few slides as hold the groups at a readable size, evenly filled.

    Args:
        heading: of each slide; several are numbered.
        groups: what they show.
        sizes: text sizes from large to small; the smallest serves a block that is very long.
        smallest: the smallest size that is chosen before the groups are divided.

    Raises:
        UnfitForPaper: where they do not fit on `MOST_SLIDES` slides.
    """
    pieces = [replace(group, blocks=(b,)) for group in groups for b in group.blocks]
    if not pieces:
        return []
    fair = [size for size in sizes if size >= smallest]
    for allowed in (fair, sizes):
        for count in range(1, min(len(pieces), MOST_SLIDES) + 1):
            divided = min(_divisions(pieces, count), key=_fullest)
            if size := min((_size(part, allowed) for part in divided), default=0):
                return [
                    TextSlide(_numbered(heading, n, count), tuple(part), size)
                    for n, part in enumerate(divided, start=1)
                ]
    raise UnfitForPaper(f"{heading}: too long for slides")


def _divisions(pieces: Sequence[Group], count: int) -> Iterator[list[list[Group]]]:
    for cuts in combinations(range(1, len(pieces)), count - 1):
        edges = (0, *cuts, len(pieces))
        yield [_groups_of(pieces[a:b]) for a, b in pairwise(edges)]


def _groups_of(pieces: Sequence[Group]) -> list[Group]:
    groups: list[Group] = []
    for piece in pieces:
        if groups and replace(groups[-1], blocks=()) == replace(piece, blocks=()):
            piece = replace(piece, blocks=groups.pop().blocks + piece.blocks)
        groups.append(piece)
    return groups


def _fullest(divided: Sequence[Sequence[Group]]) -> float:
    return max(_height(groups, SIZES[-1]) for groups in divided)


def _size(groups: Sequence[Group], sizes: Sequence[int]) -> int:
    """The largest of the sizes at which the groups fit on one slide; 0 if none."""
    most = BODY_HEIGHT if sizes[0] <= SMALL_SIZES[0] else MOST_LINES
    for size in sizes:
        lines = sum(_lines(group, size, BODY_WIDTH) for group in groups)
        if len(groups) <= 2 and lines <= most and _height(groups, size) <= BODY_HEIGHT:
            return size
    return 0


def _height(groups: Sequence[Group], size: int) -> float:
    heights = (estimated_height(group, size) for group in groups)
    return sum(heights) + GROUP_GAP * (len(groups) - 1)


def _lines(group: Group, size: int, width: float) -> int:
    """How many lines a group takes. A line is left one character short: no mark begins one."""
    room = width / size - 1 - group.indent
    blocks = (sum(_ems(run, group) for run in block.runs) for block in group.blocks)
    return sum(ceil(ems / room) for ems in blocks) + bool(group.title)


def _ems(run: Run, group: Group) -> float:
    ems = _width(run.text)
    if run.reading and group.has_readings:
        ems += _width(f"（{run.reading}）") * READING_SIZE
    return ems


def _width(text: str) -> float:
    """Width of a text in full-width characters."""
    return sum(_advances().get(ord(c), 1.0) for c in text)


@cache
def _advances() -> dict[int, float]:
    """Widths of the font's characters by their code, in full-width characters."""
    file = find_font(FACES[400])
    assert file is not None, f"{PACKAGE} is missing"
    with TTFont(file, lazy=True) as font:
        widths, em = font["hmtx"].metrics, font["head"].unitsPerEm
        return {char: widths[glyph][0] / em for char, glyph in font.getBestCmap().items()}


def _heading_size(heading: str, width: float = BODY_WIDTH) -> int:
    """The largest size at which a heading stands on one line behind its mark, or the smallest."""
    fit = (size for size in HEADING_SIZES if (_width(heading) + 1) * size <= width)
    return next(fit, HEADING_SIZES[-1])


def _numbered(heading: str, number: int, count: int) -> str:
    return f"{heading}（{number}/{count}）" if count > 1 else heading
