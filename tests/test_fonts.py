"""The fallback font: a subset with all that pages show, or a site without it."""

from __future__ import annotations

import logging
import re
from pathlib import Path

import pytest
from fontTools.fontBuilder import FontBuilder
from fontTools.pens.ttGlyphPen import TTGlyphPen
from fontTools.ttLib import TTFont

from courseware.course.mistakes import message_language
from courseware.site import fonts
from courseware.site.fonts import ALWAYS, FACES, NO_FONT, PACKAGE, fallback_font
from tests.small_site import built_lesson, small_course

IN_THE_FONT = ALWAYS + "漢字仲間辻𠮷無用" + "ヷ"


def write_font(path: Path, characters: str) -> None:
    """A font that has a square for each character."""
    pen = TTGlyphPen(None)
    pen.moveTo((0, 0))
    for point in ((0, 500), (500, 500), (500, 0)):
        pen.lineTo(point)
    pen.closePath()
    names = {ord(character): f"u{ord(character):X}" for character in characters}
    glyphs = {name: pen.glyph() for name in [".notdef", *names.values()]}
    builder = FontBuilder(1000, isTTF=True)
    builder.setupGlyphOrder(list(glyphs))
    builder.setupCharacterMap(names)
    builder.setupGlyf(glyphs)
    builder.setupHorizontalMetrics(dict.fromkeys(glyphs, (600, 0)))
    builder.setupHorizontalHeader(ascent=800, descent=-200)
    builder.setupNameTable({"familyName": "Squares", "styleName": "Regular"})
    builder.setupOS2()
    builder.setupPost()
    path.parent.mkdir(parents=True, exist_ok=True)
    builder.save(path)


@pytest.fixture(scope="module")
def machine(tmp_path_factory) -> Path:
    folder = tmp_path_factory.mktemp("fonts")
    for name in FACES.values():
        write_font(folder / "truetype" / "some" / name, IN_THE_FONT)
    return folder


@pytest.fixture
def with_font(machine, monkeypatch):
    monkeypatch.setattr(fonts, "FOLDERS", ("/no/such/folder", str(machine)))


@pytest.fixture
def site(tmp_path) -> Path:
    folder = tmp_path / "site"
    (folder / "assets").mkdir(parents=True)
    (folder / "assets" / "some.js").write_text("'仲'", encoding="utf-8")
    (folder / "sub").mkdir()
    (folder / "index.html").write_text("<p title='辻'>漢</p><style>無</style>", encoding="utf-8")
    (folder / "sub" / "page.html").write_text(
        "<script>\n用\n</script><p>&#23383;&amp;𠮷</p>", encoding="utf-8"
    )
    return folder


def characters_of(font: Path) -> set[str]:
    with TTFont(font) as loaded:
        return {chr(code) for code in loaded.getBestCmap()}


def test_the_subset_has_every_character_that_a_page_or_script_shows_and_no_more(
    with_font, site, tmp_path
):
    fallback_font(site, tmp_path / "cache")
    files = sorted((site / "assets" / "fonts").iterdir())
    assert len(files) == len(FACES)
    for file in files:
        assert characters_of(file) == {*filter(str.isprintable, ALWAYS), *"辻漢字𠮷仲"}


def test_the_rules_name_files_that_exist(with_font, site, tmp_path):
    style = fallback_font(site, tmp_path / "cache")
    rules = re.findall(r"@font-face\{.*?\}", style)
    assert "".join(rules) == style
    assert re.findall(r"font-weight:(\d+)", style) == ["400", "700"]
    for rule in rules:
        assert rule.startswith('@font-face{font-family:"Course Fallback"')
        assert "local(" not in rule
        (url,) = re.findall(r'url\("(.+?)"\)', rule)
        assert (site / "assets" / url).read_bytes()[:4] == b"wOF2"


def test_a_second_build_takes_the_same_bytes_from_the_cache(with_font, site, tmp_path, monkeypatch):
    fallback_font(site, tmp_path / "cache")
    first = {file.name: file.read_bytes() for file in (site / "assets/fonts").iterdir()}
    monkeypatch.setattr(fonts.subset, "load_font", None)
    fallback_font(site, tmp_path / "cache")
    assert {file.name: file.read_bytes() for file in (site / "assets/fonts").iterdir()} == first


def test_another_machine_makes_the_same_bytes(with_font, site, tmp_path):
    fallback_font(site, tmp_path / "cache")
    first = {file.name: file.read_bytes() for file in (site / "assets/fonts").iterdir()}
    fallback_font(site, tmp_path / "other-cache")
    assert {file.name: file.read_bytes() for file in (site / "assets/fonts").iterdir()} == first


def test_a_page_with_a_new_character_gets_a_file_of_another_name(with_font, site, tmp_path):
    fallback_font(site, tmp_path / "cache")
    first = {file.name for file in (site / "assets/fonts").iterdir()}
    (site / "new.html").write_text("間", encoding="utf-8")
    fallback_font(site, tmp_path / "cache")
    new = {file for file in (site / "assets/fonts").iterdir() if file.name not in first}
    assert len(new) == len(FACES)
    assert all("間" in characters_of(file) for file in new)


@pytest.mark.parametrize("found", [(), tuple(FACES.values())[:1]])
def test_without_all_faces_nothing_changes_and_one_sentence_says_so(
    site, tmp_path, monkeypatch, caplog, found
):
    for name in found:
        write_font(tmp_path / "fonts" / name, "漢")
    monkeypatch.setattr(fonts, "FOLDERS", (str(tmp_path / "fonts"),))
    with caplog.at_level(logging.INFO, logger="mkdocs.plugins.courseware"):
        assert fallback_font(site, tmp_path / "cache") == ""
    assert [record.getMessage() for record in caplog.records] == [
        NO_FONT[message_language()].format(package=PACKAGE)
    ]
    assert not (site / "assets" / "fonts").exists()


def test_a_strict_build_without_the_font_succeeds(tmp_path):
    page = built_lesson(small_course(tmp_path))  # which hides the fonts of this machine
    assert page.xpath("//*[@data-question]")
    assert not (tmp_path / "site" / "assets" / "fonts").exists()


def test_the_package_is_one_that_the_set_up_installs(root):
    assert PACKAGE in (root / "packages.txt").read_text(encoding="utf-8").split()
