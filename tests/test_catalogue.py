"""All editions together: made side by side, kept, listed, and what happens where one fails."""

import importlib
import shutil
from dataclasses import replace
from unittest import mock

import pytest
from lxml.html import document_fromstring
from mkdocs.exceptions import Abort

from courseware.course import Mistakes
from courseware.editions import catalogue
from courseware.editions.catalogue import EDITIONS, Failed, check_characters, produce
from courseware.editions.labels import LABELS
from courseware.editions.manuscript import Made
from courseware.site import offline
from tests.course_folder import BANK, LESSON
from tests.editions import manuscript
from tests.small_site import build_small_site, multiple, single, small_course

DOWNLOADS = "docs/ja/downloads.md"
NO_EDITIONS = "course: {editions: []}"


@pytest.fixture(scope="module")
def handed(tmp_path_factory):
    return manuscript(small_course(tmp_path_factory.mktemp("course")))


@pytest.fixture
def making():
    """Stands for the making itself, which other tests look at: notes what was asked for."""
    asked = []

    def make(_, folder, editions):
        asked.append([edition.name for edition in editions])
        folder.mkdir(parents=True)
        made = []
        for edition in editions:
            file = folder / f"small-{edition.name}-ja.pdf"
            file.write_bytes(b"%PDF" + bytes(1_500_000))
            made.append(catalogue.Produced(edition, (Made(file, edition.name, 7),)))
        return tuple(made)

    with mock.patch.object(catalogue, "_make", side_effect=make):
        yield asked


@pytest.fixture
def can_print():
    """A machine with all that printing needs, where the site is built without fonts."""
    with (
        mock.patch("courseware.site.plugin.missing_packages", return_value=()),
        mock.patch("courseware.site.plugin.check_characters"),
    ):
        yield


def with_downloads(root):
    folder = small_course(root)
    folder.write(DOWNLOADS, "---\ntitle: ダウンロード\n---\n\n<!-- downloads -->\n")
    folder.edit(
        "mkdocs.yml", "  - lessons/01-one.md\n", "  - lessons/01-one.md\n  - downloads.md\n"
    )
    return folder


def links(site):
    page = document_fromstring((site / "downloads.html").read_bytes())
    return page.xpath("//a[@download]/@href")


def test_the_same_manuscript_gives_the_same_bytes_in_every_edition(handed, tmp_path):
    for name in ("one", "two"):
        for edition in EDITIONS:
            module = importlib.import_module(f"courseware.editions.{edition.name}")
            module.build(handed, tmp_path / name)
    names = sorted(path.name for path in (tmp_path / "one").iterdir())
    empty = {"test_sheets", "worksheets"}  # of which a small course has none
    assert len(names) == len(EDITIONS) - len(empty)
    for name in names:
        one, two = ((tmp_path / folder / name).read_bytes() for folder in ("one", "two"))
        assert one == two, name


def test_what_has_not_changed_comes_from_the_cache(handed, making, tmp_path):
    first = produce(handed, tmp_path / "out", tmp_path / "cache", EDITIONS)
    shutil.rmtree(tmp_path / "out")
    assert produce(handed, tmp_path / "out", tmp_path / "cache", EDITIONS) == first
    assert len(making) == 1
    assert all(made.file.is_file() for one in first for made in one.made)


def test_a_change_of_a_page_makes_them_anew_and_keeps_nothing_old(handed, making, tmp_path):
    produce(handed, tmp_path / "out", tmp_path / "cache", EDITIONS)
    bodies = {path: body + "<p>新</p>" for path, body in handed.bodies.items()}
    produce(replace(handed, bodies=bodies), tmp_path / "out", tmp_path / "cache", EDITIONS)
    assert len(making) == 2
    assert len(list((tmp_path / "cache").iterdir())) == 1


def test_while_an_author_writes_older_ones_will_do(handed, making, tmp_path):
    first = produce(handed, tmp_path / "out", tmp_path / "cache", EDITIONS)
    bodies = {path: body + "<p>新</p>" for path, body in handed.bodies.items()}
    edited = replace(handed, bodies=bodies)
    cache = tmp_path / "cache"
    assert produce(edited, tmp_path / "out", cache, EDITIONS, may_be_older=True) == first
    assert len(making) == 1


def test_older_ones_will_not_do_where_others_are_wanted(handed, making, tmp_path):
    produce(handed, tmp_path / "out", tmp_path / "cache", EDITIONS[:2])
    produce(handed, tmp_path / "out", tmp_path / "cache", EDITIONS, may_be_older=True)
    assert [len(names) for names in making] == [2, len(EDITIONS)]


def test_every_edition_that_fails_is_named_with_its_reason(handed, tmp_path):
    bodies = {path: body + "<p>😀</p>" for path, body in handed.bodies.items()}
    broken = replace(handed, bodies=bodies)
    with pytest.raises(Failed) as failed:
        produce(broken, tmp_path / "out", tmp_path / "cache", EDITIONS[:1] + EDITIONS[5:6])
    named = {line.partition(":")[0] for line in str(failed.value).split("\n")}
    assert named == {"handbook", "instructor"}
    assert "U+1F600" in str(failed.value)
    assert not (tmp_path / "out").exists()


def test_a_character_without_glyph_is_a_mistake_at_its_place(tmp_path):
    folder = small_course(tmp_path, single(explanation="これ☐です。"), multiple())
    folder.edit(LESSON, "どう思いますか。", "どう思いますか😀。")
    with pytest.raises(Mistakes) as found:
        check_characters(manuscript(folder), folder.root)
    places = [(one.rule, one.file, one.line) for one in found.value.all]
    assert places == [
        ("C406", LESSON, folder.line_of(LESSON, "😀")),
        ("C406", BANK, folder.line_of(BANK, "☐")),
    ]
    assert "U+2610" in found.value.report("ja")


def test_a_character_written_as_a_number_is_found_on_its_page(tmp_path):
    folder = small_course(tmp_path)
    folder.edit(LESSON, "どう思いますか。", "どう思いますか&#9745;。")
    with pytest.raises(Mistakes) as found:
        check_characters(manuscript(folder), folder.root)
    assert [(one.rule, one.file) for one in found.value.all] == [("C406", LESSON)]


def test_the_page_of_downloads_lists_every_file_with_its_size_and_pages(
    making, can_print, tmp_path
):
    folder = with_downloads(tmp_path)
    folder.edit("mkdocs.yml", NO_EDITIONS, "course")
    site = build_small_site(folder)
    made = sorted(path.name for path in (site / "downloads").iterdir())
    assert sorted(links(site)) == [f"downloads/{name}" for name in made]
    assert len(made) == len(EDITIONS) + 1  # the offline edition is made from the site
    zipped = (site / "downloads" / "small-offline-ja.zip").stat().st_size
    facts = document_fromstring((site / "downloads.html").read_bytes()).xpath(
        "//p[@class='download__facts']"
    )
    assert {fact.text_content() for fact in facts} == {
        "PDF・1.5 MB・7 ページ",
        f"ZIP・{round(zipped / 1000)} KB",
    }


def test_one_setting_leaves_out_what_is_for_instructors(making, can_print, tmp_path):
    folder = with_downloads(tmp_path)
    folder.edit("mkdocs.yml", NO_EDITIONS, "course: {editions: [trainee]}")
    site = build_small_site(folder)
    for_trainees = [edition.name for edition in EDITIONS if edition.audience == "trainee"]
    assert making == [for_trainees]
    assert len(links(site)) == len(for_trainees) + 1
    assert "講師の方へ" not in (site / "downloads.html").read_text(encoding="utf-8")


def test_without_any_edition_the_page_of_downloads_says_so(tmp_path):
    site = build_small_site(with_downloads(tmp_path))
    assert links(site) == []
    assert "ダウンロードできるファイルがありません" in (site / "downloads.html").read_text("utf-8")
    assert not (site / "downloads").exists()


def test_without_the_packages_for_pdf_the_site_is_built_and_says_what_to_install(
    making, tmp_path, caplog
):
    folder = with_downloads(tmp_path)
    folder.edit("mkdocs.yml", NO_EDITIONS, "course")
    missing = ("libpango-1.0-0", "fonts-morisawa-bizud-gothic")
    with (
        mock.patch("courseware.site.plugin.missing_packages", return_value=missing),
        caplog.at_level("INFO"),
    ):
        site = build_small_site(folder)
    assert making == [["ebook"]]
    (said,) = (one for one in caplog.messages if "libpango" in one)
    assert "libpango-1.0-0 fonts-morisawa-bizud-gothic" in said
    assert links(site) == ["downloads/small-ebook-ja.pdf", "downloads/small-offline-ja.zip"]


def test_a_failed_edition_stops_the_build(can_print, tmp_path):
    folder = with_downloads(tmp_path)
    folder.edit("mkdocs.yml", NO_EDITIONS, "course")
    with (
        mock.patch("courseware.site.plugin.produce", side_effect=Failed("handbook: 😀")),
        pytest.raises(Abort, match="handbook: 😀"),
    ):
        build_small_site(folder)


def test_short_addresses_lead_to_lessons_where_the_site_has_an_address(tmp_path):
    site = build_small_site(small_course(tmp_path), site_url="https://example.org/peer/")
    page = (site / "go/1/index.html").read_text(encoding="utf-8")
    assert 'url=../../lessons/01-one.html"' in page


def test_there_are_no_short_addresses_without_one(tmp_path):
    assert not (build_small_site(small_course(tmp_path)) / "go").exists()


def shape(words):
    """The keys of labels, at every depth."""
    return {key: shape(word) for key, word in words.items()} if isinstance(words, dict) else None


def test_the_words_of_the_editions_exist_in_both_languages():
    assert shape(LABELS["ja"]) == shape(LABELS["en"])
    names = {edition.name for edition in (*EDITIONS, offline.EDITION)}
    assert names == LABELS["ja"]["editions"].keys()
