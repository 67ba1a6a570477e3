"""Slides to change and to project: one PowerPoint file for each lesson.

Text stands in placeholders, so that the outline view and screen readers have it in order and a
change of the master changes all slides. Colours and fonts are the theme's.
"""

from __future__ import annotations

from collections.abc import Sequence
from copy import deepcopy
from dataclasses import dataclass
from datetime import date, datetime
from io import BytesIO
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from lxml import etree
from pptx import Presentation
from pptx.enum.dml import MSO_THEME_COLOR as COLOUR
from pptx.opc.constants import RELATIONSHIP_TYPE
from pptx.opc.package import XmlPart
from pptx.oxml import parse_xml
from pptx.oxml.ns import nsdecls, qn
from pptx.util import Pt

from courseware.editions.deck import (
    BESIDE_WIDTH,
    BLOCK_GAP,
    BODY_HEIGHT,
    BODY_TOP,
    BODY_WIDTH,
    BOX_PADDING,
    FIGURE_HEIGHT,
    FIGURE_TEXT,
    FIGURE_WIDTH,
    GROUP_GAP,
    HEIGHT,
    MARGIN,
    READING_SIZE,
    WIDTH,
    Block,
    Deck,
    FigureSlide,
    Group,
    Run,
    TextSlide,
    TitleSlide,
    decks,
    estimated_height,
)
from courseware.editions.drawing import picture, read_drawing
from courseware.editions.labels import LABELS
from courseware.editions.manuscript import Made, Manuscript
from courseware.editions.paper import FONT_NAME

LANGUAGES = {"ja": "ja-JP", "en": "en-GB"}
THEME_COLOURS = {
    "dk1": "1D2422",
    "lt1": "FFFDF8",
    "dk2": "17523F",
    "lt2": "F7EFDF",
    "accent1": "1F6B57",
    "accent2": "E3F0EA",
    "accent3": "D9CDB8",
    "accent4": "4A544F",
    "accent5": "8A5A1A",
    "accent6": "3B4F8A",
    "hlink": "17523F",
    "folHlink": "4A544F",
}
LINE_SPACING = 115
"""Per cent of a line of the font; with the font's own leading somewhat less than `deck.LINE`."""
INDENT_OF_BULLETS = 1.0
"""Before the text of a list, in characters; PowerPoint's bullets stand at the very left."""
PIXELS_PER_POINT = 2

Box = tuple[float, float, float, float]
"""Left, top, width and height in points."""
RIGHT = MARGIN + BODY_WIDTH
HALF = (BODY_HEIGHT - GROUP_GAP) / 2


@dataclass(frozen=True)
class Holder:
    """A placeholder of a layout: what it holds, its number there, its place and its look."""

    type: str
    number: int
    box: Box
    size: int
    colour: str = "tx1"
    is_bold: bool = False
    anchor: str = "t"


HEADING = Holder("title", 0, (MARGIN + 6, 30, BODY_WIDTH - 6, 56), 32, "tx2", True, "ctr")
BODY = Holder("body", 1, (MARGIN, BODY_TOP, BODY_WIDTH, BODY_HEIGHT), 24)
FOOT = Holder("ftr", 11, (MARGIN, 498, 680, 26), 12, "accent4", anchor="ctr")
PLACE = Holder("sldNum", 12, (RIGHT - 120, 498, 120, 26), 12, "accent4", anchor="ctr")
COURSE, SUBTITLE, ADDRESS = 13, 1, 14
"""Numbers of the placeholders on the title slide; `ADDRESS` goes where none is known."""
CODE: Box = (RIGHT - 150, 296, 150, 150)
BAR: Box = (MARGIN, 36, 6, 44)

LAYOUTS = {
    "title": (
        Holder("ctrTitle", 0, (MARGIN, 118, BODY_WIDTH, 130), 44, "bg1", True),
        Holder("subTitle", SUBTITLE, (MARGIN, 256, 640, 150), 22, "bg1"),
        Holder("body", COURSE, (MARGIN, 48, BODY_WIDTH, 40), 20, "bg1"),
        Holder("body", ADDRESS, (RIGHT - 420, 450, 420, 30), 14, "bg1"),
    ),
    "obj": (HEADING, BODY),
    "twoObj": (
        HEADING,
        Holder("body", 1, (MARGIN, BODY_TOP, BODY_WIDTH, HALF), 24),
        Holder("body", 2, (MARGIN, BODY_TOP + HALF + GROUP_GAP, BODY_WIDTH, HALF), 24),
    ),
    "picTx": (
        HEADING,
        Holder("pic", 1, (RIGHT - FIGURE_WIDTH, 32, FIGURE_WIDTH, FIGURE_HEIGHT), 20),
        Holder("body", 2, (MARGIN, BODY_TOP, BESIDE_WIDTH, BODY_HEIGHT), FIGURE_TEXT),
    ),
}
"""Placeholders of the layouts by their type in PowerPoint; all but the title have a foot, too."""


def build(manuscript: Manuscript, folder: Path) -> tuple[Made, ...]:
    """Write a PowerPoint file for each lesson into `folder`.

    Raises:
        UnfitForPaper: where a slide would hold more than it can show; names the slide.
    """
    return tuple(_presented(manuscript, deck, folder) for deck in decks(manuscript))


def _presented(manuscript: Manuscript, deck: Deck, folder: Path) -> Made:
    show = _template(f"{deck.name}　{deck.lesson.title}", LABELS[manuscript.lang]["slides_layouts"])
    layouts = {one.element.get("type"): one for one in show.slide_layouts}
    pictures = _pictures(deck)
    for slide in deck.slides:
        if isinstance(slide, TitleSlide):
            shown = _add_title(show, layouts["title"], slide)
        elif isinstance(slide, TextSlide):
            layout = layouts["twoObj" if len(slide.groups) > 1 else "obj"]
            shown = _add_text(show, layout, slide)
        else:
            shown = _add_figure(show, layouts["picTx"], slide, pictures[slide.drawing.svg])
        if slide.notes:
            shown.notes_slide.notes_text_frame.text = slide.notes
    _set_themes(show)
    _set_properties(show, manuscript, deck)
    _set_language(show, LANGUAGES.get(manuscript.lang, manuscript.lang))
    out = folder / manuscript.file_name(f"slides-{deck.number:02d}", "pptx")
    folder.mkdir(parents=True, exist_ok=True)
    out.write_bytes(_stable(show, manuscript.as_of))
    return Made(out, f"{deck.name}　{deck.lesson.title}", len(deck.slides))


def _pictures(deck: Deck) -> dict[str, bytes]:
    """A picture of each whole drawing, as fine as its largest part needs; slides crop it."""
    widths: dict[str, float] = {}
    for slide in deck.slides:
        if isinstance(slide, FigureSlide):
            widths[slide.drawing.svg] = max(widths.get(slide.drawing.svg, 0), slide.size[0])
    return {svg: picture(svg, round(width * PIXELS_PER_POINT)) for svg, width in widths.items()}


# Slides ---------------------------------------------------------------------------------------


def _add_title(show: Any, layout: Any, slide: TitleSlide) -> Any:  # noqa: ANN401 - few types
    shown, holders = _add(show, layout)
    title = holders[0].text_frame.paragraphs[0]
    _write(title, (Run(slide.number),), 28)
    title.add_line_break()
    _write(title, (Run(slide.heading),), 44)
    _write(holders[SUBTITLE].text_frame.paragraphs[0], (Run(slide.description),), 22)
    _write(holders[COURSE].text_frame.paragraphs[0], (Run(slide.course),), 20)
    if not slide.code:
        _remove(holders[ADDRESS])
        return shown
    code = read_drawing(str(slide.code))
    png = picture(code.svg, round(CODE[2] * PIXELS_PER_POINT))
    image = shown.shapes.add_picture(BytesIO(png), *map(Pt, CODE))
    _describe(image, code.title)
    line = holders[ADDRESS].text_frame.paragraphs[0]
    _write(line, (Run(slide.address),), 14)
    # On the shape: a link in the text would take the colour of links, too dark on this ground.
    holders[ADDRESS].click_action.hyperlink.address = f"https://{slide.address}"
    line._p.get_or_add_pPr().set("algn", "r")
    return shown


def _add_text(show: Any, layout: Any, slide: TextSlide) -> Any:  # noqa: ANN401
    shown, holders = _add(show, layout)
    _write(holders[0].text_frame.paragraphs[0], (Run(slide.heading),), slide.heading_size)
    top = float(BODY_TOP)
    for number, group in enumerate(slide.groups, start=1):
        is_last = number == len(slide.groups)
        rest = BODY_TOP + BODY_HEIGHT - top
        height = estimated_height(group, slide.size)
        height = rest if is_last and not group.is_boxed else min(rest, height)
        _fill(holders[number], group, slide.size)
        _place(holders[number], (MARGIN, top, BODY_WIDTH, height))
        top += height + GROUP_GAP
    return shown


def _add_figure(show: Any, layout: Any, slide: FigureSlide, png: bytes) -> Any:  # noqa: ANN401
    shown, holders = _add(show, layout)
    width, height = slide.size
    _write(holders[0].text_frame.paragraphs[0], (Run(slide.heading),), slide.heading_size)
    left, top = MARGIN + (BODY_WIDTH - width) / 2, float(BODY_TOP)
    if slide.is_beside:
        left, top = RIGHT - (FIGURE_WIDTH + width) / 2, HEADING.box[1]
        _place(holders[0], (*HEADING.box[:2], BESIDE_WIDTH - 6, HEADING.box[3]))
    elif slide.caption:
        top = BODY_TOP + BODY_HEIGHT - height
        _place(holders[2], (MARGIN, BODY_TOP, BODY_WIDTH, top - BODY_TOP))
    if slide.caption:
        _write(holders[2].text_frame.paragraphs[0], slide.caption, FIGURE_TEXT)
    else:
        _remove(holders[2])
    image = holders[1].insert_picture(BytesIO(png))
    image.crop_left = image.crop_right = 0
    whole = slide.drawing.whole
    image.crop_top = (slide.part.top - whole.top) / slide.drawing.height
    image.crop_bottom = (whole.bottom - slide.part.bottom) / slide.drawing.height
    _place(image, (left, top, width, height))
    _describe(image, slide.alternative)
    return shown


def _add(show: Any, layout: Any) -> tuple[Any, dict[int, Any]]:  # noqa: ANN401
    """A new slide with its placeholders by number; its foot and number stand last."""
    slide = show.slides.add_slide(layout)
    holders = {one.placeholder_format.idx: one for one in slide.placeholders}
    for one in layout.placeholders:
        if one.placeholder_format.idx in (FOOT.number, PLACE.number):
            element = deepcopy(one.element)
            element.nvSpPr.cNvPr.set("id", str(slide.shapes._next_shape_id))
            element.spPr[:] = []
            for number in element.iter(qn("a:fld")):
                number.find(qn("a:t")).text = str(len(show.slides))
            slide.shapes._spTree.append(element)
    return slide, holders


def _fill(holder: Any, group: Group, size: int) -> None:  # noqa: ANN401
    frame = holder.text_frame
    blocks: list[tuple[Block, bool]] = [(block, False) for block in group.blocks]
    if group.title:
        blocks.insert(0, (Block((Run(group.title, is_strong=True),)), True))
    for number, (block, is_title) in enumerate(blocks):
        line = frame.add_paragraph() if number else frame.paragraphs[0]
        line.space_after = Pt(round(size * BLOCK_GAP) if number < len(blocks) - 1 else 0)
        colour = COLOUR.TEXT_2 if is_title or group.kind == "question" else None
        if block.mark:
            _write(line, (Run(f"{block.mark}\t", is_strong=True),), size, COLOUR.ACCENT_1)
        runs = _with_readings(block.runs) if group.has_readings else block.runs
        is_strong = group.kind == "question"
        _write(line, runs, round(size * 0.8) if is_title else size, colour, is_strong=is_strong)
        if group.indent and not is_title:
            _indent(line, group, block, size)
    if group.is_boxed:
        _set_box(holder, group)


def _with_readings(runs: Sequence[Run]) -> tuple[Run, ...]:
    """Runs with each reading in parentheses as a run of its own."""
    parts: list[Run] = []
    for run in runs:
        parts.append(Run(run.text, is_strong=run.is_strong))
        if run.reading:
            parts.append(Run(f"（{run.reading}）", reading=run.reading))
    return tuple(parts)


def _write(
    line: Any,  # noqa: ANN401
    runs: Sequence[Run],
    size: int,
    colour: COLOUR | None = None,
    *,
    is_strong: bool = False,
) -> None:
    for run in runs:
        added = line.add_run()
        added.text = run.text
        is_reading = run.text == f"（{run.reading}）"
        added.font.size = Pt(round(size * READING_SIZE) if is_reading else size)
        if run.is_strong or is_strong:
            added.font.bold = True
        if is_reading or run.cites:
            added.font.color.theme_color = COLOUR.ACCENT_4
        elif colour:
            added.font.color.theme_color = colour


def _indent(line: Any, group: Group, block: Block, size: int) -> None:  # noqa: ANN401
    """Hang an item behind its bullet, number or letter; what follows an option stands below it."""
    properties = line._p.get_or_add_pPr()
    indent = INDENT_OF_BULLETS if group.kind == "list" else group.indent
    room = Pt(round(size * indent))
    properties.set("marL", str(room))
    if block.mark or group.kind in ("list", "numbers"):
        properties.set("indent", str(-room))
    marks = {"list": '<a:buChar {} char="•"/>', "numbers": '<a:buAutoNum {} type="arabicPeriod"/>'}
    if group.kind in marks:
        colour = '<a:buClr {}><a:schemeClr val="accent1"/></a:buClr>'
        font = f'<a:buFont {{}} typeface="{FONT_NAME}"/>'
        for xml in (colour, font, marks[group.kind]):
            properties.append(parse_xml(xml.format(nsdecls("a"))))
    else:
        tabs = f'<a:tabLst {nsdecls("a")}><a:tab pos="{room}" algn="l"/></a:tabLst>'
        properties.append(parse_xml(tabs))


def _set_box(holder: Any, group: Group) -> None:  # noqa: ANN401
    is_right = group.kind == "right"
    holder.fill.solid()
    holder.fill.fore_color.theme_color = COLOUR.ACCENT_2 if is_right else COLOUR.BACKGROUND_2
    holder.line.color.theme_color = COLOUR.ACCENT_1 if is_right else COLOUR.ACCENT_3
    holder.line.width = Pt(2 if is_right else 1)
    above, beside = map(Pt, BOX_PADDING)
    frame = holder.text_frame
    frame.margin_top = frame.margin_bottom = above
    frame.margin_left = frame.margin_right = beside


def _place(shape: Any, box: Box) -> None:  # noqa: ANN401
    shape.left, shape.top, shape.width, shape.height = (Pt(round(one, 1)) for one in box)


def _describe(image: Any, text: str) -> None:  # noqa: ANN401
    image._element.nvPicPr.cNvPr.set("descr", text)


def _remove(shape: Any) -> None:  # noqa: ANN401
    shape.element.getparent().remove(shape.element)


# The template ---------------------------------------------------------------------------------


def _template(foot: str, names: dict[str, str]) -> Any:  # noqa: ANN401
    """An empty presentation with a master and layouts of our own."""
    show = Presentation()
    show.slide_width, show.slide_height = Pt(WIDTH), Pt(HEIGHT)
    for rels in (show.part.package._rels, show.part.rels):
        for id, rel in list(rels.items()):
            # The picture, statistics and printer of the template say nothing of this file.
            if rel.reltype.endswith(("/thumbnail", "/extended-properties", "/printerSettings")):
                rels.pop(id)
    for layout in list(show.slide_layouts):
        type = layout.element.get("type")
        if type not in LAYOUTS:
            show.slide_layouts.remove(layout)
            continue
        layout.name = names[type]
        if type == "title":
            _set_shapes(layout, LAYOUTS[type], foot, has_bar=False)
            layout.background.fill.solid()
            layout.background.fill.fore_color.theme_color = COLOUR.ACCENT_1
        else:
            _set_shapes(layout, (*LAYOUTS[type], FOOT, PLACE), foot, has_bar=True)
    _set_shapes(show.slide_master, (HEADING, BODY, FOOT, PLACE), foot, has_bar=False)
    styles = show.slide_master.element.find(qn("p:txStyles"))
    for name, look in (("titleStyle", HEADING), ("bodyStyle", BODY)):
        style = styles.find(qn(f"p:{name}"))
        for level in list(style):
            style.remove(level)
        style.append(parse_xml(_style(look, "lvl1pPr", font="mj" if look is HEADING else "mn")))
    return show


def _set_shapes(place: Any, holders: Sequence[Holder], foot: str, *, has_bar: bool) -> None:  # noqa: ANN401
    """Replace all shapes of a master or layout."""
    tree = place.shapes._spTree
    for shape in tree.xpath("p:sp | p:pic | p:cxnSp"):
        tree.remove(shape)
    if has_bar:
        tree.append(parse_xml(_bar(2)))
    for id, holder in enumerate(holders, start=3):
        tree.append(parse_xml(_holder(holder, id, foot)))


def _bar(id: int) -> str:
    return (
        f'<p:sp {nsdecls("p", "a")}><p:nvSpPr><p:cNvPr id="{id}" name="Bar"/><p:cNvSpPr/>'
        f'<p:nvPr userDrawn="1"/></p:nvSpPr><p:spPr>{_geometry(BAR)}<a:solidFill>'
        '<a:schemeClr val="accent1"/></a:solidFill><a:ln><a:noFill/></a:ln></p:spPr></p:sp>'
    )


def _holder(holder: Holder, id: int, foot: str) -> str:
    text = f"<a:r><a:rPr/><a:t>{escape(foot)}</a:t></a:r>" if holder.type == "ftr" else ""
    if holder.type == "sldNum":
        text = (
            '<a:fld id="{C1FF6DA9-008F-8B48-92A6-B652298478BF}" type="slidenum"><a:rPr/>'
            "<a:t>‹#›</a:t></a:fld>"
        )
    return (
        f'<p:sp {nsdecls("p", "a")}><p:nvSpPr><p:cNvPr id="{id}" name="{holder.type} {id}"/>'
        f'<p:cNvSpPr><a:spLocks noGrp="1"/></p:cNvSpPr><p:nvPr><p:ph type="{holder.type}" '
        f'idx="{holder.number}"/></p:nvPr></p:nvSpPr><p:spPr>{_geometry(holder.box)}</p:spPr>'
        f'<p:txBody><a:bodyPr lIns="{Pt(8) if holder is HEADING else 0}" tIns="0" rIns="0" '
        f'bIns="0" anchor="{holder.anchor}"><a:normAutofit/></a:bodyPr><a:lstStyle>'
        f"{_style(holder, 'lvl1pPr')}</a:lstStyle><a:p>{text}<a:endParaRPr/></a:p>"
        "</p:txBody></p:sp>"
    )


def _style(holder: Holder, tag: str, font: str = "") -> str:
    align = "r" if holder is PLACE else "l"
    bold = ' b="1"' if holder.is_bold else ""
    fonts = f'<a:latin typeface="+{font}-lt"/><a:ea typeface="+{font}-ea"/>' if font else ""
    spacing = 100 if holder.type in ("ftr", "sldNum") else LINE_SPACING
    return (
        f'<a:{tag} {nsdecls("a")} marL="0" indent="0" algn="{align}">'
        f'<a:lnSpc><a:spcPct val="{spacing * 1000}"/></a:lnSpc>'
        f'<a:spcBef><a:spcPts val="0"/></a:spcBef><a:buNone/>'
        f'<a:defRPr sz="{holder.size * 100}"{bold}><a:solidFill>'
        f'<a:schemeClr val="{holder.colour}"/></a:solidFill>{fonts}</a:defRPr></a:{tag}>'
    )


def _geometry(box: Box) -> str:
    left, top, width, height = map(Pt, box)
    return (
        f'<a:xfrm><a:off x="{left}" y="{top}"/><a:ext cx="{width}" cy="{height}"/></a:xfrm>'
        '<a:prstGeom prst="rect"><a:avLst/></a:prstGeom>'
    )


# The file -------------------------------------------------------------------------------------


def _set_themes(show: Any) -> None:  # noqa: ANN401
    """Our colours and font in the themes of the slides and of the notes."""
    for master in (show.slide_master, show.notes_master):
        part = master.part.part_related_by(RELATIONSHIP_TYPE.THEME)
        is_parsed = isinstance(part, XmlPart)
        root = part._element if is_parsed else etree.fromstring(part.blob)
        (scheme,) = root.iter(qn("a:clrScheme"))
        for colour in scheme:
            value = etree.Element(qn("a:srgbClr"), val=THEME_COLOURS[etree.QName(colour).localname])
            colour[:] = [value]
        for fonts in root.iter(qn("a:majorFont"), qn("a:minorFont")):
            for face in list(fonts):
                if face.tag == qn("a:font"):
                    fonts.remove(face)
                elif face.tag in (qn("a:latin"), qn("a:ea")):
                    face.set("typeface", FONT_NAME)
        if not is_parsed:
            part._blob = etree.tostring(root, xml_declaration=True, encoding="UTF-8")


def _set_properties(show: Any, manuscript: Manuscript, deck: Deck) -> None:  # noqa: ANN401
    info = manuscript.course.info
    then = datetime.combine(manuscript.as_of, datetime.min.time())
    properties = show.core_properties
    properties.title = f"{deck.name}　{deck.lesson.title}"
    properties.subject = info.title[manuscript.lang]
    properties.author = properties.last_modified_by = info.name[manuscript.lang]
    properties.language = LANGUAGES.get(manuscript.lang, manuscript.lang)
    properties.created = properties.modified = properties.last_printed = then
    properties.revision = 1
    properties.comments = properties.keywords = ""


def _set_language(show: Any, language: str) -> None:  # noqa: ANN401
    """Say of every text, present and future, in which language it is."""
    for part in show.part.package.iter_parts():
        if (root := getattr(part, "_element", None)) is None:
            continue
        for run in root.iter(qn("a:r")):
            run.get_or_add_rPr()
        for name in ("a:rPr", "a:endParaRPr", "a:defRPr"):
            for properties in root.iter(qn(name)):
                properties.set("lang", language)
                properties.attrib.pop("smtClean", None)


def _stable(show: Any, as_of: date) -> bytes:  # noqa: ANN401
    """The file, with the same bytes whenever it is made."""
    made, out = BytesIO(), BytesIO()
    show.save(made)
    with ZipFile(made) as old, ZipFile(out, "w", ZIP_DEFLATED) as new:
        for name in old.namelist():
            info = ZipInfo(name, (max(as_of.year, 1980), as_of.month, as_of.day, 0, 0, 0))
            info.compress_type = ZIP_DEFLATED
            info.external_attr = 0o644 << 16
            new.writestr(info, old.read(name))
    return out.getvalue()
