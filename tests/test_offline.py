"""The offline edition: unpacked into any folder, in Chromium and in Firefox."""

from __future__ import annotations

import io
import posixpath
from collections.abc import Iterator
from urllib.parse import unquote, urlsplit
from zipfile import ZipFile

import pytest
from lxml.html import HtmlElement, document_fromstring
from playwright.sync_api import expect

from courseware.bootstrap import installed_firefox
from courseware.site import offline
from courseware.site.plugin import _templates
from tests.browser_core import Core
from tests.editions import manuscript
from tests.firefox import Firefox
from tests.learner import RECORD, answer, question
from tests.small_site import small_course

NAME = "tomoni-7-2-offline-ja"
QUESTION = "recovery-research-meaning"
LESSON = "lessons/04-recovery.html"
NEXT = "lessons/05-roles.html"
RECORD_PAGE = "review/record.html"
ROW = "[data-record=progress] [data-unit='04-recovery']"
"""What the page of the record says of the lesson, which has eight questions."""


@pytest.fixture(scope="module")
def archive(site) -> Iterator[ZipFile]:
    with ZipFile(site / "downloads" / f"{NAME}.zip") as archive:
        yield archive


@pytest.fixture(scope="module")
def pages(archive) -> dict[str, HtmlElement]:
    """The pages by their paths within the folder."""
    return {
        name.removeprefix(f"{NAME}/"): document_fromstring(archive.read(name))
        for name in archive.namelist()
        if name.endswith(".html")
    }


@pytest.fixture(scope="module")
def folder(archive, tmp_path_factory) -> str:
    """The address of the unpacked folder, which lies where people put such things."""
    place = tmp_path_factory.mktemp("USB") / "研修 の資料（2026）"
    archive.extractall(place)
    return (place / NAME).as_uri() + "/"


# The zip ---------------------------------------------------------------------------------------


def test_it_unpacks_into_one_folder_with_names_that_every_machine_can_write(archive):
    names = archive.namelist()
    assert archive.testzip() is None
    assert {name.partition("/")[0] for name in names} == {NAME}
    assert all(name.isascii() and len(name) < 100 for name in names)
    assert {f"{NAME}/index.html", f"{NAME}/README.txt"} <= set(names)


def test_every_page_of_the_course_and_every_other_download_is_in_it(archive, site, summary):
    names = {name.removeprefix(f"{NAME}/") for name in archive.namelist()}
    studied = {one["url"] for kind in ("lessons", "cases", "tests") for one in summary[kind]}
    downloads = {f"downloads/{path.name}" for path in (site / "downloads").iterdir()}
    assert studied <= names
    assert downloads - names == {f"downloads/{NAME}.zip"}


def test_nothing_is_in_it_that_only_a_server_has_use_for(archive):
    unwanted = ("sitemap", "sw.js", ".webmanifest", "404.html", ".map", "search_index.json")
    assert not [name for name in archive.namelist() if any(part in name for part in unwanted)]


def test_no_link_within_it_is_dead(archive, pages):
    names = {name.removeprefix(f"{NAME}/") for name in archive.namelist()}
    dead = []
    for path, page in pages.items():
        ids = set(page.xpath("//@id"))
        for address in page.xpath("//@href | //@src | //@data-src"):
            parts = urlsplit(address)
            if parts.scheme or parts.netloc:
                continue
            target = posixpath.normpath(
                posixpath.join(posixpath.dirname(path), unquote(parts.path))
            )
            if parts.path and target not in names:
                dead.append(f"{path}: {address}")
            if not parts.path and parts.fragment and unquote(parts.fragment) not in ids:
                dead.append(f"{path}: {address}")
    assert dead == []


def test_its_page_of_downloads_says_that_it_is_the_copy_being_read(pages, site):
    def line(page):
        (found,) = page.xpath("//li[@class='download'][contains(., 'オフライン版')]")
        return found

    own = line(pages["resources/downloads.html"])
    assert "いま開いているのが、この版です。" in own.text_content()
    assert not own.xpath(".//a")
    published = line(document_fromstring((site / "resources/downloads.html").read_bytes()))
    size = (site / "downloads" / f"{NAME}.zip").stat().st_size
    assert f"ZIP・{size / 1_000_000:.1f} MB" in published.text_content()
    assert published.xpath(".//a/@href") == [f"../downloads/{NAME}.zip"]


def test_its_readme_opens_in_every_notepad_and_says_how_to_begin(archive):
    text = archive.read(f"{NAME}/README.txt")
    assert text.startswith("\ufeffともに".encode())
    assert text.count(b"\n") == text.count(b"\r\n")
    assert "index.html" in text.decode()


def test_the_same_site_gives_the_same_bytes(tmp_path):
    handed = manuscript(small_course(tmp_path))
    scripts = dict.fromkeys(offline.SCRIPTS, "")

    def built() -> bytes:
        out = tmp_path / "site" / "small.zip"
        return offline.build(tmp_path / "site", out, handed, _templates(), scripts).read_bytes()

    first = built()
    assert built() == first
    assert ZipFile(io.BytesIO(first)).namelist()[0] == "small/README.txt"


def test_a_name_that_is_not_ascii_is_told(tmp_path):
    handed = manuscript(small_course(tmp_path))
    site = tmp_path / "site"
    (site / "図.svg").write_text("<svg/>", encoding="utf-8")
    (site / "lessons/01-one.html").write_text('<a href="../%E5%9B%B3.svg">図</a>', encoding="utf-8")
    with pytest.raises(offline.NotAscii, match=r"図\.svg"):
        offline.build(site, site / "small.zip", handed, _templates(), {})


# A storage that another page holds -------------------------------------------------------------


@pytest.fixture(scope="module")
def core() -> Iterator[Core]:
    core = Core()
    yield core
    core.close()


@pytest.mark.parametrize(
    "message",
    [None, 1, "text", [], {}, {"key": "a"}, {"key": 1, "text": "b"}, {"key": "a", "text": 2}],
)
def test_other_messages_change_nothing(core, message):
    assert core.distant_storage({"entries": {"a": "1"}}, message)["entries"] == {"a": "1"}


def test_before_the_storage_is_there_nothing_is_read_or_written(core):
    state = core.distant_storage(write=["a", "2"])
    assert state == {"entries": None, "sent": [], "refused": "the storage is not there yet"}


def test_what_is_written_is_sent_and_read_again(core):
    state = core.distant_storage({"entries": {"a": "1"}}, write=["a", "2"])
    assert state == {"entries": {"a": "2"}, "sent": [{"key": "a", "text": "2"}], "refused": None}


def test_what_another_tab_writes_or_removes_is_read(core):
    told = (
        {"entries": {"a": "1", "b": "1"}},
        {"key": "a", "text": "2"},
        {"key": "b", "text": None},
    )
    assert core.distant_storage(*told)["entries"] == {"a": "2"}


def test_once_something_could_not_be_kept_writing_fails(core):
    state = core.distant_storage({"entries": {}}, {"isRefused": True}, write=["a", "2"])
    assert state == {"entries": {}, "sent": [], "refused": "the storage keeps nothing"}


# In Chromium -----------------------------------------------------------------------------------


def test_in_chromium_an_answer_on_one_page_is_in_the_record_on_another(page, folder):
    page.goto(folder + LESSON)
    answer(question(page, QUESTION))
    assert page.locator("iframe").count() == 0
    page.goto(folder + RECORD_PAGE)
    expect(page.locator(ROW)).to_contain_text("1/8")


# In Firefox ------------------------------------------------------------------------------------

IS_READY = "window.courseware && courseware.record && document.readyState === 'complete'"


@pytest.fixture(scope="module")
def firefox(tmp_path_factory) -> Iterator[Firefox]:
    program = installed_firefox()
    assert program, "There is no Firefox, or only a snap: install firefox-esr or Mozilla's package."
    firefox = Firefox(program, tmp_path_factory.mktemp("profile"))
    yield firefox
    firefox.close()


def visit(firefox: Firefox, address: str) -> None:
    firefox.open(address)
    firefox.wait_until(IS_READY)


def answer_rightly(firefox: Firefox) -> None:
    firefox.run(
        """
        var asked = document.querySelector('[data-question="' + arguments[0] + '"]');
        asked.querySelector(".option[data-correct] input").click();
        asked.querySelector("button[type=submit]").click();
        """,
        QUESTION,
    )


def test_in_firefox_all_pages_share_a_record_and_settings(firefox, folder):
    visit(firefox, folder + LESSON)
    answer_rightly(firefox)
    firefox.run("document.querySelector('[data-setting=furigana]').click()")
    visit(firefox, folder + RECORD_PAGE)
    assert "1/8" in firefox.run("return document.querySelector(arguments[0]).textContent", ROW)
    assert firefox.run("return document.documentElement.dataset.furigana") == "on"
    assert firefox.run("return document.documentElement.style.visibility") == ""
    # The files themselves keep nothing: the record is erased in one place.
    assert firefox.run("return localStorage.getItem(arguments[0])", RECORD) is None


def test_in_firefox_what_is_noted_as_a_page_is_left_is_kept(firefox, folder):
    visit(firefox, folder + RECORD_PAGE)
    firefox.run("courseware.record.erase()")
    visit(firefox, folder + LESSON)
    visit(firefox, folder + RECORD_PAGE)
    firefox.wait_until("document.querySelector('.record__was').textContent.includes('第4講')")


def test_in_firefox_back_and_reload_show_what_was_answered(firefox, folder):
    visit(firefox, folder + LESSON)
    answer_rightly(firefox)
    visit(firefox, folder + NEXT)
    firefox.back()
    firefox.wait_until(f"{IS_READY} && location.href.endsWith('{LESSON}')")
    state = f"document.querySelector('[data-question={QUESTION}]').dataset.state"
    assert firefox.run(f"return {state}") == "right"


def test_in_firefox_a_second_tab_hears_of_answers_at_once(firefox, folder):
    visit(firefox, folder + RECORD_PAGE)
    firefox.run("courseware.record.erase()")
    left = firefox.new_tab()
    visit(firefox, folder + LESSON)
    answer_rightly(firefox)
    firefox.go_to_tab(left)
    firefox.wait_until(f'document.querySelector("{ROW}").textContent.includes("1/8")')


def test_in_firefox_a_learner_is_told_where_nothing_can_be_kept(firefox, folder):
    firefox.prefer("dom.storage.enabled", False)
    try:
        visit(firefox, folder + LESSON)
        assert "保存できません" in firefox.run(
            "return document.querySelector('.not-kept').textContent"
        )
        answer_rightly(firefox)
        assert firefox.run(f"return '{QUESTION}' in courseware.record.data.answers")
    finally:
        firefox.prefer("dom.storage.enabled", True)
