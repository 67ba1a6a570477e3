"""Slides of the lessons, as PDF and as PowerPoint: complete, readable and not too full."""

from io import BytesIO
from itertools import pairwise
from pathlib import Path
from zipfile import ZipFile

import page as page_validation
import pymupdf
import pytest
from lxml import etree
from PIL import Image
from pptx import Presentation
from pptx.util import Pt

from courseware.editions import presentation, slides
from courseware.editions.deck import FigureSlide, TextSlide, TitleSlide, decks
from courseware.editions.drawing import parts, picture, read_drawing
from courseware.editions.manuscript import Manuscript
from courseware.editions.paper import UnfitForPaper
from tests.course_folder import FIGURE, LESSON
from tests.editions import manuscript, text_of_pdf
from tests.small_site import multiple, single, small_course

ADDRESS = "https://example.org/peer/"
A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
NOTE = '\n??? instructor "講師メモ"\n    二人で話し合う。\n'
TALL = """\
<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 340 520" aria-labelledby="t">
<title id="t">二つの箱</title><desc>上と下に箱があります。</desc>
<rect fill="#e3f0ea" stroke="#5d6b66" x="10" y="10" width="320" height="250"/>
<text x="20" y="60" font-size="14">上の箱<tspan x="20" dy="20">その続き</tspan></text>
<rect fill="#f6e8d8" stroke="#5d6b66" x="10" y="290" width="320" height="220"/>
<text x="20" y="330" font-size="14">下の箱</text>
</svg>
"""
OPENING = """\
!!! scene "架空の場面"
    春の午後です。

どう思いますか。
"""


def long(characters: int) -> str:
    return ("長い文章を書く" * characters)[: characters - 1] + "。"


def with_key_points(root: Path, text: str) -> Manuscript:
    folder = small_course(root)
    folder.edit(LESSON, "- 仲間がいる。", text)
    return manuscript(folder)


@pytest.fixture(scope="module")
def handed(tmp_path_factory):
    fitting = single(
        "two-single", level="apply", explanation="これだからです[@S1]。", sources=["S1"]
    )
    folder = small_course(
        tmp_path_factory.mktemp("course"),
        single(level="apply", stem=long(400)),
        fitting,
        multiple(),
        single("three-single", level="apply"),
    )
    folder.write(FIGURE, TALL)
    folder.edit(LESSON, "<!-- accepts: T506 -->\nどう思いますか。\n", OPENING)
    folder.write(LESSON, folder.text(LESSON) + NOTE)
    return manuscript(folder, ADDRESS)


@pytest.fixture(scope="module")
def deck(handed):
    (deck,) = decks(handed)
    return deck


@pytest.fixture(scope="module")
def pdf(handed, tmp_path_factory):
    (made,) = slides.build(handed, tmp_path_factory.mktemp("pdf"))
    return made


@pytest.fixture(scope="module")
def pptx(handed, tmp_path_factory):
    (made,) = presentation.build(handed, tmp_path_factory.mktemp("pptx"))
    return made


@pytest.fixture(scope="module")
def show(pptx):
    return Presentation(pptx.file)


def headings(deck) -> list[str]:
    return [slide.heading for slide in deck.slides]


def text_of(slide: TextSlide) -> str:
    runs = (run for group in slide.groups for block in group.blocks for run in block.runs)
    return "".join(run.text for run in runs)


def named(deck, heading: str) -> TextSlide:
    return next(slide for slide in deck.slides if slide.heading == heading)


def test_a_deck_leads_through_the_lesson_in_order(deck):
    assert headings(deck) == [
        "ひとつめの講",
        "この講でできるようになること",
        "考えてみよう",
        "この講の流れ",
        "二つの箱",
        "二つの箱：拡大 1/2",
        "二つの箱：拡大 2/2",
        "要点",
        "確認問題",
        "答えと理由",
        "ほかの選択肢について",
        "やさしい日本語で",
        "このスライドの出典",
    ]
    assert deck.number == 1
    assert text_of(named(deck, "この講の流れ")) == "はじめの節つぎの節おわりの節"


def test_the_title_has_a_code_only_where_the_address_is_known(handed, deck, tmp_path):
    title = deck.slides[0]
    assert isinstance(title, TitleSlide)
    assert title.address == "example.org/peer/go/1/"
    assert "<svg" in title.code
    (elsewhere,) = decks(manuscript(small_course(tmp_path)))
    assert (elsewhere.slides[0].address, elsewhere.slides[0].code) == ("", "")


def test_the_scene_stands_in_a_box_before_the_question(deck):
    scene, question = named(deck, "考えてみよう").groups
    assert (scene.kind, scene.title, question.kind) == ("scene", "架空の場面", "question")


def test_the_question_is_the_first_to_apply_that_fits(handed, deck):
    asked = named(deck, "確認問題")
    assert text_of(asked).startswith("どれですか。")
    assert [block.mark for block in asked.groups[1].blocks] == ["ア", "イ", "ウ"]


def test_without_one_to_apply_the_shortest_question_is_asked(tmp_path):
    short = multiple(stem="短い。")
    folder = small_course(tmp_path, single(stem=long(60)), short)
    (deck,) = decks(manuscript(folder))
    assert text_of(named(deck, "確認問題")).startswith("短い。")


def test_the_answer_gives_the_reason_of_every_option(deck):
    right, explanation = named(deck, "答えと理由").groups
    assert [block.mark for block in right.blocks] == ["ア", ""]
    assert (right.title, explanation.title) == ("正解", "解説")
    others = named(deck, "ほかの選択肢について").groups[0].blocks
    assert [block.mark for block in others] == ["イ", "ウ"]
    assert others[0].runs[0].text == "遠くにあるものを指します。"


def test_the_sources_are_those_that_the_slides_cite(deck):
    assert [block.mark for block in deck.slides[-1].groups[0].blocks] == ["[1]"]


def test_text_is_large_and_long_text_goes_on_several_slides(tmp_path):
    points = "\n".join(f"- {long(70)}" for _ in range(6))
    (deck,) = decks(with_key_points(tmp_path, points))
    parted = [slide for slide in deck.slides if slide.heading.startswith("要点")]
    assert [slide.heading for slide in parted] == ["要点（1/2）", "要点（2/2）"]
    assert [len(slide.groups[0].blocks) for slide in parted] == [3, 3]
    texts = [slide for slide in deck.slides[:-1] if isinstance(slide, TextSlide)]
    assert min(slide.size for slide in texts) >= 22


def test_a_text_that_no_slide_can_hold_is_refused_with_its_place(tmp_path):
    handed = with_key_points(tmp_path, f"- {long(900)}")
    with pytest.raises(UnfitForPaper, match=r"lessons/01-one\.md: 要点"):
        list(decks(handed))


def test_a_page_too_full_is_refused_with_the_name_of_the_slide(handed, tmp_path, monkeypatch):
    (tmp_path / "full.css").write_text(".group__items { height: 700pt }")
    monkeypatch.setattr(slides, "STYLE_SHEETS", (*slides.STYLE_SHEETS, tmp_path / "full.css"))
    with pytest.raises(UnfitForPaper, match="この講の流れ"):
        slides.build(handed, tmp_path)


def test_a_figure_is_shown_whole_and_in_parts_that_can_be_read(deck):
    whole, *close = [slide for slide in deck.slides if isinstance(slide, FigureSlide)]
    assert whole.alternative == "二つの箱。上と下に箱があります"
    assert (whole.is_beside, [one.is_part for one in close]) == (True, [True, True])
    assert 260 < close[0].part.bottom == close[1].part.top < 290
    assert [one.alternative.partition("：拡大 ")[2] for one in close] == [
        "1/2：上の箱その続き",
        "2/2：下の箱",
    ]
    assert "下の箱" not in close[0].markup.partition("</title>")[2]
    for one in close:
        scale = one.size[0] / one.drawing.width
        assert scale * one.drawing.text_size >= 16


def test_a_wide_figure_is_not_cut():
    wide = TALL.replace("0 0 340", "0 0 1400")
    drawing = read_drawing(wide)
    assert parts(drawing, 864, 384, 20) == (drawing.whole,)


def test_a_text_that_a_cut_would_divide_is_on_both_sides():
    lines = "".join('<tspan x="9" dy="20">続き</tspan>' for _ in range(28))
    drawing = read_drawing(
        f'<svg viewBox="0 0 340 600" font-size="14"><text x="9" y="20">始め{lines}</text></svg>'
    )
    close = parts(drawing, 864, 384, 20)
    assert len(close) == 3
    assert all(upper.bottom > lower.top for upper, lower in pairwise(close))


def test_a_drawing_without_a_size_is_as_large_as_in_a_browser():
    drawing = read_drawing('<svg><circle cx="10" cy="10" r="9"/></svg>')
    assert (drawing.width, drawing.height) == (300, 150)
    image = Image.open(BytesIO(picture(drawing.svg, 600)))
    assert image.size == (600, 300)


def test_each_slide_is_one_page_of_16_to_9(pdf, deck):
    with pymupdf.open(pdf.file) as opened:
        assert len(opened) == len(deck.slides) == pdf.pages
        assert {tuple(page.rect) for page in opened} == {(0, 0, 960, 540)}


def test_no_text_reaches_beyond_the_margins(pdf):
    with pymupdf.open(pdf.file) as opened:
        for page in opened:
            for left, top, right, bottom, word, *_ in page.get_text("words"):
                assert min(left - 40, top - 20, 920 - right, 530 - bottom) > 0, word


def test_text_in_the_pdf_is_at_least_20_points(pdf, deck):
    with pymupdf.open(pdf.file) as opened:
        for page, slide in zip(opened, deck.slides, strict=True):
            if not isinstance(slide, TextSlide) or slide is deck.slides[-1]:
                continue
            text = text_of(slide)  # has no readings and no small titles
            blocks = page.get_text("dict")["blocks"]
            spans = [s for b in blocks for line in b.get("lines", ()) for s in line["spans"]]
            body = [s for s in spans if s["bbox"][3] < 495 and s["text"].strip() in text]
            assert body
            assert min(round(s["size"], 1) for s in body) >= 20


def test_the_pdf_keeps_every_rule_of_pdf_ua(pdf):
    profile = page_validation.ValidationProfile.PDF_UA_1
    verdict = page_validation.validate_pdf(pdf.file, profile=profile)
    assert [(one.rule_id, one.message) for one in verdict.failures] == []


def test_the_text_of_figures_is_in_the_font_of_the_course(pdf):
    with pymupdf.open(pdf.file) as opened:
        fonts = {font[3].partition("+")[2] for page in opened for font in page.get_fonts()}
    assert fonts == {"BIZ-UDPGothic", "BIZ-UDPGothic-Bold"}


def test_the_pdf_has_the_text_and_no_notes(pdf):
    text = text_of_pdf(pdf.file)
    assert "なかま" in text
    assert "二人で話し合う" not in text


def test_every_slide_of_the_presentation_has_its_title(show, deck):
    titles = [slide.shapes.title.text_frame.text for slide in show.slides]
    assert titles == ["第1講\vひとつめの講", *headings(deck)[1:]]


def test_text_stands_in_placeholders_in_reading_order(show):
    for slide in show.slides:
        shapes = [shape for shape in slide.shapes if shape.has_text_frame]
        assert all(shape.is_placeholder for shape in shapes)
        assert slide.shapes[0] == slide.shapes.title
        assert all(shape.text_frame.text for shape in shapes)


def test_nothing_lies_outside_a_slide_or_over_its_neighbour(show):
    for slide in show.slides:
        boxes = [(s.left, s.top, s.left + s.width, s.top + s.height) for s in slide.shapes]
        for left, top, right, bottom in boxes:
            assert min(left, top, show.slide_width - right, show.slide_height - bottom) >= 0
        if any(shape.shape_type == 13 for shape in slide.shapes):
            continue
        body = sorted(box[1::2] for box in boxes if box[2] - box[0] > show.slide_width / 2)
        assert all(a[1] <= b[0] + Pt(6) for a, b in pairwise(body))


def test_figures_have_a_text_alternative_and_their_parts_are_crops_of_one_picture(show, deck):
    figures = [slide for slide in deck.slides if isinstance(slide, FigureSlide)]
    shown = [
        shape
        for slide in list(show.slides)[1:]
        for shape in slide.shapes
        if hasattr(shape, "image")
    ]
    described = [shape._element.nvPicPr.cNvPr.get("descr") for shape in shown]
    assert described == [figure.alternative for figure in figures]
    assert len({shape.image.sha1 for shape in shown}) == 1
    for shape in shown:
        width, height = shape.image.size
        kept = height * (1 - shape.crop_top - shape.crop_bottom) / width
        assert kept == pytest.approx(shape.height / shape.width, rel=0.01)
    code = next(shape for shape in show.slides[0].shapes if hasattr(shape, "image"))
    assert "example.org/peer/go/1/" in code._element.nvPicPr.cNvPr.get("descr")


def test_the_notes_hold_what_the_instructor_says(show, deck):
    notes = {
        heading: slide.notes_slide.notes_text_frame.text
        for slide, heading in zip(show.slides, headings(deck), strict=True)
        if slide.has_notes_slide
    }
    assert notes["ひとつめの講"] == notes["考えてみよう"] == "講師メモ\n二人で話し合う。"
    assert notes["答えと理由"] == "解説：これだからです[1]。"
    assert notes["二つの箱"] == "上と下に箱があります。"


def test_all_text_is_japanese_in_the_font_of_the_course(pptx):
    with ZipFile(pptx.file) as archive:
        roots = {
            name: etree.fromstring(archive.read(name))
            for name in archive.namelist()
            if name.endswith(".xml")
        }
    runs = [run for root in roots.values() for run in root.iter(f"{A}r")]
    assert {run.find(f"{A}rPr").get("lang") for run in runs} == {"ja-JP"}
    themes = [root for name, root in roots.items() if "/theme/" in name]
    faces = [face.get("typeface") for root in themes for face in root.iter(f"{A}latin", f"{A}ea")]
    assert len(themes) == 2
    assert set(faces) == {"BIZ UDPGothic"}


def test_readings_stand_in_parentheses_in_plain_language_only(show, deck):
    texts = {
        heading: [shape.text_frame.text for shape in slide.shapes if shape.has_text_frame]
        for slide, heading in zip(show.slides, headings(deck), strict=True)
    }
    assert texts["やさしい日本語で"][1] == "仲間（なかま）がいます。"
    others = [text for heading in set(texts) - {"やさしい日本語で"} for text in texts[heading]]
    assert not any("（なかま）" in text for text in others)


def test_both_editions_are_the_same_bytes_twice(handed, pdf, pptx, tmp_path):
    (again,) = slides.build(handed, tmp_path)
    assert again.file.read_bytes() == pdf.file.read_bytes()
    (again,) = presentation.build(handed, tmp_path)
    assert again.file.read_bytes() == pptx.file.read_bytes()
    with ZipFile(pptx.file) as archive:
        assert {info.date_time[:3] for info in archive.infolist()} == {(2026, 11, 23)}


def test_every_lesson_has_both_and_they_are_small(course, site):
    lessons = [lesson for lesson in course.lessons if lesson.lang == "ja"]
    projected = sorted((site / "downloads").glob("*-slides-*-ja.pdf"))
    editable = sorted((site / "downloads").glob("*-slides-*-ja.pptx"))
    assert len(projected) == len(editable) == len(lessons)
    assert max(path.stat().st_size for path in projected) <= 400_000
    assert max(path.stat().st_size for path in editable) <= 600_000
    for pdf, pptx in zip(projected, editable, strict=True):
        assert pdf.stem == pptx.stem
        with pymupdf.open(pdf) as opened:
            assert len(opened) == len(Presentation(pptx).slides)
