"""The worksheets as PDF: one page each, with fields that can be filled in and read aloud."""

import subprocess
from io import BytesIO
from pathlib import Path

import page as validation
import pikepdf
import pymupdf
import pytest
from fontTools.ttLib import TTFont

from courseware.course.model import Worksheet
from courseware.editions.fields import _for_printing
from courseware.editions.manuscript import Manuscript
from courseware.editions.paper import UnfitForPaper
from courseware.editions.worksheets import build
from tests.course_folder import NAV, CourseFolder
from tests.editions import text_of_pdf

MULTILINE = 1 << 12
SHEET = """\
---
title: {title}
description: 試しの用紙です。
objectives: [O1]
checked: 2026-11-23
draws_on: [01-one#first]
sheet:
  - part: はじめに
    fields:
      - {{id: place, label: 場所, kind: line, why: 先に決めます。}}
      - {{id: wish, label: したいこと, kind: text, rows: {rows}, why: 自由に書きます。}}
      - {{id: who, label: だれと, kind: choices, choices: [家族, 友人], why: 選べます。}}
  - part: これから
    fields:
      - {{id: plan, label: 予定, kind: table, columns: [いつ, なに], rows: 2, why: 後で見ます。}}
---

## 使いどころ {{#when-to-use}}

用紙です。

<!-- worksheet -->
"""
TYPED = "髙橋、鬱①〜剝㈱Ωé"
"""Characters that the sheet itself does not show."""


def manuscript_of(root: Path, **rows: int) -> Manuscript:
    """A small course with a worksheet for each name, whose text field has so many rows."""
    folder = CourseFolder(root)
    for id, number in rows.items():
        folder.write(f"docs/ja/worksheets/{id}.md", SHEET.format(title=f"用紙{id}", rows=number))
        folder.edit(NAV, "nav:\n", f"nav:\n  - 用紙{id}: worksheets/{id}.md\n")
    course = folder.load()
    return Manuscript(course, "ja", dict.fromkeys((page.path for page in course.pages), ""))


@pytest.fixture(scope="module")
def small(tmp_path_factory) -> Path:
    """The PDF of one small worksheet."""
    root = tmp_path_factory.mktemp("small")
    (made,) = build(manuscript_of(root / "course", plan=2), root / "out")
    return made.file


@pytest.fixture(scope="module")
def real(site, course) -> Path:
    return site / "downloads" / f"{course.info.id}-worksheets-ja.pdf"


@pytest.fixture(scope="module")
def sheets(course) -> list[Worksheet]:
    return [sheet for sheet in course.worksheets if sheet.lang == "ja"]


def fields_of(pdf: pikepdf.Pdf) -> list[tuple[str, str, bool, bool]]:
    """Each field's name, what a screen reader says, whether it is a box, whether it has lines."""
    return [
        (
            str(field.T),
            str(field.TU),
            field.FT == "/Btn",
            bool(int(field.get("/Ff", 0)) & MULTILINE),
        )
        for field in pdf.Root.AcroForm.Fields
    ]


def expected_fields(sheet: Worksheet) -> list[tuple[str, str, bool, bool]]:
    expected = [("date", "日付", False, False), ("written-by", "書いた人", False, False)]
    for field in (field for part in sheet.sheet for field in part.fields):
        if field.kind == "choices":
            expected += [
                (f"{field.id}/{number}", f"{field.label}：{choice}", True, False)
                for number, choice in enumerate(field.choices, start=1)
            ]
        elif field.kind == "table":
            expected += [
                (f"{field.id}/{row}/{number}", f"{field.label}：{row}行目　{column}", False, True)
                for row in range(1, field.rows + 1)
                for number, column in enumerate(field.columns, start=1)
            ]
        else:
            expected.append((field.id, field.label, False, field.kind == "text"))
    return [(f"{sheet.id}/{name}", *rest) for name, *rest in expected]


def test_each_worksheet_is_one_page_of_a4_after_the_list_of_them(real, sheets):
    with pymupdf.open(real) as pdf:
        pages = [page.get_text().replace("\n", "") for page in pdf]
        sizes = {(round(page.rect.width), round(page.rect.height)) for page in pdf}
    first, *others = pages
    assert len(others) == len(sheets)
    assert sizes == {(595, 842)}
    for sheet, text in zip(sheets, others, strict=True):
        assert text.startswith(sheet.title)
        assert sheet.title in first
        assert sheet.description in first


def test_everything_to_fill_in_has_a_field_with_a_name_to_read_aloud(real, sheets):
    with pikepdf.open(real) as pdf:
        fields = fields_of(pdf)
    assert fields == [field for sheet in sheets for field in expected_fields(sheet)]
    assert len({name for name, *_ in fields}) == len(fields)


def test_every_reason_is_printed(real, sheets):
    with pymupdf.open(real) as pdf:
        text = "".join("".join(page.get_text().split()) for page in pdf)
    for field in (field for sheet in sheets for part in sheet.sheet for field in part.fields):
        assert "".join(field.why.split()) in text


@pytest.mark.parametrize("which", ["small", "real"])
def test_it_is_accessible(which, request):
    file = request.getfixturevalue(which)
    report = validation.validate_pdf(file, profile=validation.ValidationProfile.PDF_UA_1)
    assert report.failures == []


def test_what_is_typed_is_kept_and_shown(small, tmp_path):
    filled = tmp_path / "filled.pdf"
    with pikepdf.open(small) as pdf:
        for field in pdf.Root.AcroForm.Fields:
            if field.FT == "/Tx":
                field.V = pikepdf.String(TYPED)
        pdf.save(filled)
    assert TYPED not in text_of_pdf(small)
    with pikepdf.open(filled) as pdf:
        boxes = [field.Rect for field in pdf.Root.AcroForm.Fields if field.FT == "/Tx"]
    # Poppler says on its error stream which character it has no glyph for.
    shown = subprocess.run(
        ["pdftoppm", "-gray", "-r", "72", "-f", "2", filled, tmp_path / "page"],
        capture_output=True,
        text=True,
        check=True,
    )
    assert "couldn't find a font" not in shown.stderr
    (image,) = tmp_path.glob("page*.pgm")
    page = pymupdf.Pixmap(image)
    for box in boxes:
        left, right = sorted((float(box[0]), float(box[2])))
        low, high = sorted((float(box[1]), float(box[3])))
        dark = [
            (x, y)
            for x in range(round(left) + 2, round(right) - 2)
            for y in range(round(842 - high) + 2, round(842 - low) - 2)
            if page.pixel(x, y)[0] < 128
        ]
        assert len(dark) > 50
    assert text_of_pdf(filled).count(TYPED) == len(boxes)


def test_the_font_of_the_fields_can_write_all_that_a_japanese_keyboard_types(small):
    with pikepdf.open(small) as pdf:
        form = pdf.Root.AcroForm
        names = {str(f.DA).split("/")[1].split()[0] for f in form.Fields if f.FT == "/Tx"}
        (name,) = names
        # Else PDFium prefers the machine's fonts, a Chinese one for kanji.
        assert name in ("Wingdings", "Wingdings2", "Wingdings3", "Webdings")
        font = form.DR.Font[f"/{name}"]
        descendant = font.DescendantFonts[0]
        data = descendant.FontDescriptor.FontFile2.read_bytes()
        to_unicode = font.ToUnicode.read_bytes().lower()
    with TTFont(BytesIO(data)) as whole:
        glyphs = {chr(code): whole.getGlyphID(glyph) for code, glyph in whole.getBestCmap().items()}
    # What Windows takes for Japanese; its private characters look different on every machine.
    for code in (*range(0xA1, 0xD800), *range(0xF900, 0x10000)):
        character = chr(code)
        assert not character.encode("cp932", "ignore") or character in glyphs
    for character in TYPED:
        assert b"<%04x> <%04x>" % (glyphs[character], ord(character)) in to_unicode
    assert "+" not in str(font.BaseFont), "named like a subset, in which nobody may type"


def test_a_reader_neither_redraws_the_fields_nor_takes_more_than_they_hold(small):
    with pikepdf.open(small) as pdf:
        form = pdf.Root.AcroForm
        assert "/NeedAppearances" not in form
        assert all(int(f.Ff) & 1 << 23 for f in form.Fields if f.FT == "/Tx")


def test_two_builds_give_the_same_bytes(small, tmp_path):
    _for_printing.cache_clear()
    (made,) = build(manuscript_of(tmp_path / "course", plan=2), tmp_path / "out")
    assert made.file.read_bytes() == small.read_bytes()


def test_a_worksheet_of_more_than_a_page_is_refused_by_name(tmp_path):
    manuscript = manuscript_of(tmp_path / "course", long=12)
    (sheet,) = (page for page in manuscript.pages if isinstance(page, Worksheet))
    longer = sheet.model_copy(update={"sheet": sheet.sheet * 3})
    course = manuscript.course.model_copy(update={"pages": (longer,)})
    with pytest.raises(UnfitForPaper, match=r"worksheets/long\.md"):
        build(Manuscript(course, "ja", {longer.path: ""}), tmp_path / "out")


def test_without_worksheets_there_is_no_such_file(tmp_path):
    assert build(manuscript_of(tmp_path / "course"), tmp_path / "out") == ()
    assert not (tmp_path / "out").exists()
