"""The editions of the whole course as built: read, drawn and validated by others' tools."""

from __future__ import annotations

import re
import subprocess
from collections import Counter, defaultdict
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from typing import NamedTuple

import outloud
import page as page_validation
import pikepdf
import pymupdf
import pytest
from lxml.html import HtmlElement, document_fromstring, fromstring

from courseware.editions.catalogue import EDITIONS
from tests.conftest import ROOT

DOWNLOADS = ROOT / "site" / "downloads"
NOT_AT_START = "、。，．・？！）〕］｝〉》」』】ーぁぃぅぇぉっゃゅょァィゥェォッャュョ々：；,.)]"
NOT_AT_END = "（〔［｛〈《「『【([“‘"
MILLIMETRE = 72 / 25.4
BODY_SIZE = 6
"""Points from which on text is not furigana."""
SAME_LINE = 3
"""Points by which baselines of one line may differ."""
WIDEST_GAP = 75
"""Points between words of one line: a gap to fill in is as wide, columns are further apart."""
DRAWN_APART = 5
"""Points from a mark that is drawn, such as ？ in a figure, to the words beside it."""

BOUND = ("handbook", "instructor")
NAMES = sorted(path.name for path in DOWNLOADS.glob("*.pdf")) or ["none built"]
ON_A4 = [name for name in NAMES if "-slides-" not in name]


@pytest.fixture
def pdf(site, request) -> Path:
    path = site / "downloads" / request.param
    assert path.is_file(), "run `make build` (`make test` does)"
    return path


each_pdf = pytest.mark.parametrize("pdf", NAMES, indirect=True)
each_on_a4 = pytest.mark.parametrize("pdf", ON_A4, indirect=True)


def lines_of(page: pymupdf.Page) -> Iterator[tuple[float, list[dict]]]:
    """The characters of each line between head and foot, with its baseline, from the top."""
    top, bottom = 20 * MILLIMETRE, page.rect.height - 20 * MILLIMETRE
    found = [
        {**char, "y": char["origin"][1]}
        for block in page.get_text("rawdict")["blocks"]
        for line in block.get("lines", ())
        for span in line["spans"]
        if span["size"] >= BODY_SIZE
        for char in span["chars"]
        if char["c"].strip() and top < char["origin"][1] < bottom
    ]
    row: list[dict] = []
    for char in sorted(found, key=lambda char: char["y"]):
        if row and char["y"] - row[0]["y"] > SAME_LINE:
            yield row[0]["y"], sorted(row, key=lambda char: char["bbox"][0])
            row = []
        row.append(char)
    if row:
        yield row[0]["y"], sorted(row, key=lambda char: char["bbox"][0])


def test_every_edition_was_made(summary):
    made = [Path(edition["file"]).name for edition in summary["editions"]]
    for edition in EDITIONS:
        assert any(f"-{edition.name.replace('_', '-')}-" in name for name in made) or (
            edition.name in ("ebook", "presentation")
        ), edition.name
    assert {Path(name).suffix for name in made} == {".pdf", ".epub", ".pptx", ".zip"}


def test_the_page_of_downloads_lists_what_was_made_with_true_sizes(site):
    page = document_fromstring((site / "resources/downloads.html").read_bytes())
    listed = {Path(href).name for href in page.xpath("//a[@download]/@href")}
    assert listed == {path.name for path in (site / "downloads").iterdir()}
    for link in page.xpath("//a[@download]"):
        path = site / "downloads" / Path(link.get("href")).name
        item = next(link.iterancestors("li")).text_content()
        size = path.stat().st_size
        assert f"{size / 1e6:.1f} MB" in item or f"{round(size / 1e3)} KB" in item
        if path.suffix == ".pdf":
            assert f"{len(pikepdf.open(path).pages)} ページ" in item


def test_the_handbook_is_small_enough_to_send(site):
    (handbook,) = (site / "downloads").glob("*-handbook-*.pdf")
    assert handbook.stat().st_size <= 2_000_000


@each_pdf
def test_it_keeps_every_rule_of_pdf_ua(pdf):
    profile = page_validation.ValidationProfile.PDF_UA_1
    verdict = page_validation.validate_pdf(pdf, profile=profile)
    assert [(one.rule_id, one.message) for one in verdict.failures] == []


@each_pdf
def test_a_screen_reader_finds_no_error(pdf):
    verdict = outloud.check(pdf)
    assert verdict.errors == 0, verdict


@each_pdf
def test_it_names_its_language_and_title_and_has_an_outline(pdf):
    with pikepdf.open(pdf) as opened:
        assert str(opened.Root.Lang) == "ja"
        assert opened.docinfo["/Title"]
        with opened.open_outline() as outline:
            assert len(outline.root) >= 1


@each_pdf
def test_every_font_is_embedded_truetype(pdf):
    with pikepdf.open(pdf) as opened:
        fonts = [o for o in opened.objects if isinstance(o, pikepdf.Dictionary)]
        files = [font for font in fonts if font.get("/Type") == "/FontDescriptor"]
        kinds = {str(f.Subtype) for f in fonts if str(f.get("/Subtype", "")).startswith("/CIDFont")}
        assert files
        assert all("/FontFile2" in font for font in files)
        assert kinds == {"/CIDFontType2"}


@each_pdf
def test_two_engines_read_and_draw_the_same_on_every_page(pdf, tmp_path):
    subprocess.run(["pdftoppm", "-r", "36", "-gray", pdf, tmp_path / "page"], check=True)
    drawn = sorted(tmp_path.glob("page-*"))
    read = subprocess.run(["pdftotext", pdf, "-"], capture_output=True, text=True, check=True)
    texts = read.stdout.split("\f")
    with pymupdf.open(pdf) as opened:
        assert len(drawn) == len(opened)
        for page, text, drawing in zip(opened, texts, drawn, strict=False):
            assert letters(page.get_text()) == letters(text), page
            mupdf = ink(page.get_pixmap(dpi=36, colorspace=pymupdf.csGRAY).samples)
            poppler = ink(drawing.read_bytes().partition(b"\n255\n")[2])
            assert mupdf > 0.3, f"{page} is blank"
            # Poppler draws thin lines as thick as a pixel, so that tables look darker.
            assert abs(mupdf - poppler) < 0.4 * max(mupdf, poppler), page


def letters(text: str) -> Counter:
    """How often each character stands there; Poppler joins words divided at the end of a line."""
    return Counter("".join(text.split()).replace("-", ""))


def ink(pixels: bytes) -> float:
    """The mean darkness of grey pixels, from 0 for an empty page to 255."""
    return 255 - sum(pixels) / len(pixels)


@each_on_a4
def test_no_line_begins_or_ends_with_what_may_not_stand_there(pdf):
    lines = list(set_lines(pdf))
    assert len(lines) > 50
    assert [text for text in lines if text[0] in NOT_AT_START or text[-1] in NOT_AT_END] == []


def set_lines(pdf: Path) -> Iterator[str]:
    """The lines of running text and of table cells, without furigana."""
    command = ["pdftotext", "-bbox-layout", pdf, "-"]
    read = subprocess.run(command, capture_output=True, check=True)
    for page in fromstring(read.stdout.decode()).iter("page"):
        words = [Word.of(word) for word in page.iter("word")]
        rows = defaultdict(list)
        for word in sorted(word for word in words if word.height >= BODY_SIZE):
            near = (y for y in rows if abs(y - word.bottom) <= SAME_LINE)
            rows[next(near, word.bottom)].append(word)
        for row in rows.values():
            if row[0].text == "？" and row[1].left - row[0].right > DRAWN_APART:
                row.pop(0)
            line = row[0].text
            for before, word in pairwise(row):
                if word.left - before.right > WIDEST_GAP:
                    yield line
                    line = ""
                line += word.text
            yield line


class Word(NamedTuple):
    left: float
    right: float
    bottom: float
    height: float
    text: str

    @classmethod
    def of(cls, word: HtmlElement) -> Word:
        left, right, top, bottom = (float(word.get(n)) for n in ("xmin", "xmax", "ymin", "ymax"))
        return cls(left, right, bottom, bottom - top, word.text)


@each_on_a4
def test_nothing_reaches_into_the_margin(pdf):
    with pymupdf.open(pdf) as opened:
        for page in list(opened)[1:]:
            for _, line in lines_of(page):
                text = "".join(char["c"] for char in line)
                assert line[-1]["bbox"][2] < page.rect.width - 12 * MILLIMETRE, f"{page}: {text}"
                assert line[0]["bbox"][0] > 12 * MILLIMETRE, f"{page}: {text}"


def chapters(opened: pymupdf.Document) -> list[range]:
    """The pages of each chapter, counted from 0, by the outline."""
    starts = [number - 1 for depth, _, number in opened.get_toc() if depth == 1]
    starts = sorted({start for start in starts if start >= 0})
    return [range(a, b) for a, b in zip(starts, [*starts[1:], len(opened)], strict=True)]


@pytest.mark.parametrize("edition", BOUND)
def test_no_heading_stands_at_the_foot_of_a_page(site, edition):
    (path,) = (site / "downloads").glob(f"*-{edition}-*.pdf")
    with pymupdf.open(path) as opened:
        headings = defaultdict(list)
        for _, title, number in opened.get_toc():
            headings[number].append(re.sub(r"\s", "", title))
        for page in opened:
            lines = ["".join(char["c"] for char in line) for _, line in lines_of(page)]
            assert not lines or lines[-1] not in headings[page.number + 1], page


@pytest.mark.parametrize("edition", BOUND)
def test_no_page_inside_a_chapter_is_nearly_empty(site, edition):
    (path,) = (site / "downloads").glob(f"*-{edition}-*.pdf")
    with pymupdf.open(path) as opened:
        assert len(chapters(opened)) > 15
        for pages in chapters(opened):
            for number in list(pages)[:-1]:
                page = opened[number]
                boxes = [block[:4] for block in page.get_text("blocks")]
                boxes = [box for box in boxes if box[3] < page.rect.height - 20 * MILLIMETRE]
                lowest = max(box[3] for box in boxes)
                assert lowest > page.rect.height / 3, f"page {number + 1}"


@pytest.mark.parametrize("edition", ["handbook", "exercises", "test-sheets"])
def test_each_question_stands_on_one_page(site, edition, course):
    """The number of a question, its last option or row and what lies between."""
    (path,) = (site / "downloads").glob(f"*-{edition}-*.pdf")
    with pymupdf.open(path) as opened:
        texts = ["".join(page.get_text().split()) for page in opened]
    asked = 0
    for page in (*course.lessons, *course.tests):
        for question in course.embedded_in(page):
            if question.type != "single":
                continue
            options = [plain(option.text) for option in question.options]
            holding = [text for text in texts if options[0] in text and options[-1] in text]
            begun = [text for text in texts if options[0] in text]
            assert len(holding) >= 1 or not begun, question.id
            asked += bool(begun)
    assert asked >= 5


def plain(text: str) -> str:
    return "".join(re.sub(r"\{([^|}]*)\|[^}]*\}|[*`]", r"\1", text).split())


@pytest.mark.parametrize("edition", ["handbook", "exercises", "test-sheets", "worksheets"])
def test_what_trainees_get_holds_no_answer(site, edition, course):
    (path,) = (site / "downloads").glob(f"*-{edition}-*.pdf")
    read = subprocess.run(["pdftotext", path, "-"], capture_output=True, text=True, check=True)
    text = "".join(read.stdout.split())
    secrets = [
        plain(re.sub(r"\[@[^\]]*\]|\[([^\]]*)\]\([^)]*\)", r"\1", secret))
        for entry in course.bank
        for place, secret in entry.question.texts()
        if place[-1] in ("feedback", "explanation")
    ]
    assert len(secrets) > 400
    assert [secret for secret in secrets if secret in text] == []


def test_what_instructors_get_holds_the_answers(site, course):
    (path,) = (site / "downloads").glob("*-instructor-*.pdf")
    read = subprocess.run(["pdftotext", path, "-"], capture_output=True, text=True, check=True)
    text = "".join(read.stdout.split())
    reasons = [
        plain(option.feedback)
        for lesson in course.lessons
        for question in course.embedded_in(lesson)
        if question.type == "single"
        for option in question.options
        if not re.search(r"[\[{（(]", option.feedback)
    ]
    found = [reason for reason in reasons if reason in text]
    # Some reasons are divided by the foot of a page.
    assert len(found) > 0.9 * len(reasons) > 100
    assert "時間割" in text
    assert "講師メモ" in text
