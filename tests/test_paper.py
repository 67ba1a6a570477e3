"""From HTML to tagged PDF, and what is not fit for paper."""

import re
from unittest import mock

import page as page_validation
import pikepdf
import pymupdf
import pytest

from courseware.editions.paper import UnfitForPaper, missing_packages, print_pdf, unprintable

STYLES = ("paper.css",)
SVG = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9" width="9">'
    "<title>三つの円</title><desc>少しずつ重なります。</desc><circle r='4'/></svg>"
)


def document(body: str) -> str:
    head = '<html lang="ja"><head><title>題</title></head>'
    return f"<!doctype html>{head}<body><h1 id='top'>題</h1>{body}</body></html>"


@pytest.fixture
def printed(tmp_path):
    def print_it(body: str) -> pikepdf.Pdf:
        out = tmp_path / "out.pdf"
        assert print_pdf(document(body), STYLES, out) == 1
        verdict = page_validation.validate_pdf(
            out, profile=page_validation.ValidationProfile.PDF_UA_1
        )
        assert [failure.message for failure in verdict.failures] == []
        return pikepdf.open(out)

    return print_it


def elements(pdf: pikepdf.Pdf, kind: str) -> list[pikepdf.Object]:
    return [o for o in pdf.objects if isinstance(o, pikepdf.Dictionary) and o.get("/S") == kind]


def test_a_drawing_is_read_by_its_title_and_description(printed):
    pdf = printed(f"<figure>{SVG}</figure>")
    (figure,) = elements(pdf, "/Figure")
    assert str(figure.Alt) == "三つの円。少しずつ重なります"


def test_a_link_around_furigana_stays_a_link_that_screen_readers_hear(printed):
    reading = "<ruby>仲間<rp>（</rp><rt>なかま</rt><rp>）</rp></ruby>"
    pdf = printed(f'<p><a class="term" href="#top">{reading}の会</a>です。</p>')
    assert len(elements(pdf, "/Link")) == 2
    assert len(pdf.pages[0].Annots) == 2


def test_links_are_flagged_for_paper_as_for_the_screen(printed):
    pdf = printed('<p><a href="https://example.org/">外</a></p>')
    assert [annotation.F for annotation in pdf.pages[0].Annots] == [4]


def test_an_item_of_several_paragraphs_keeps_them_as_lines(printed):
    text = pymupdf.open(printed("<ul><li><p>一</p><p>二</p></li></ul>").filename)[0].get_text()
    assert re.search(r"一\s*\n\s*二", text)


def test_a_character_without_glyph_stops_the_printing(tmp_path):
    with pytest.raises(UnfitForPaper, match=r"out\.pdf: .*notdef.*1F600"):
        print_pdf(document("<p>😀</p>"), STYLES, tmp_path / "out.pdf")


def test_a_link_that_leads_nowhere_stops_the_printing(tmp_path):
    with pytest.raises(UnfitForPaper, match="#nowhere"):
        print_pdf(document('<p><a href="#nowhere">先</a></p>'), STYLES, tmp_path / "out.pdf")


@pytest.mark.parametrize("address", ["https://example.org/a.png", "file:///etc/hostname"])
def test_nothing_is_fetched_while_printing(tmp_path, address):
    with pytest.raises(UnfitForPaper, match=re.escape(address)):
        print_pdf(document(f'<img alt="絵" src="{address}">'), STYLES, tmp_path / "out.pdf")


def test_what_is_not_fit_for_paper_leaves_no_file(tmp_path):
    with pytest.raises(UnfitForPaper):
        print_pdf(document("<p>😀</p>"), STYLES, tmp_path / "out.pdf")
    assert list(tmp_path.iterdir()) == []


def test_characters_without_glyph_are_known_before_printing():
    assert unprintable("仲間と☐ともに😀\n") == "☐😀"


def test_this_machine_can_print():
    assert missing_packages() == ()


def test_a_missing_font_is_named_by_its_package():
    with mock.patch("courseware.editions.paper.find_font", return_value=None):
        assert missing_packages() == ("fonts-morisawa-bizud-gothic",)


def test_missing_libraries_are_named_by_their_packages():
    with mock.patch("ctypes.util.find_library", return_value=None):
        assert missing_packages() == (
            "libpango-1.0-0",
            "libpangoft2-1.0-0",
            "libharfbuzz-subset0",
        )


def test_the_same_document_gives_the_same_bytes(tmp_path):
    body = f"<p>仲間<a href='#top'>上</a></p>{SVG}"
    for name in ("one.pdf", "two.pdf"):
        print_pdf(document(body), STYLES, tmp_path / name)
    assert (tmp_path / "one.pdf").read_bytes() == (tmp_path / "two.pdf").read_bytes()
