"""The course on the device: what is kept, how it works without a server, and how it is renewed."""

from __future__ import annotations

import gzip
import json
import re
import shutil
import threading
from collections.abc import Iterator
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from io import BytesIO
from pathlib import Path

import pytest
from lxml.html import document_fromstring
from PIL import Image
from playwright.sync_api import BrowserContext, Locator, Page, expect

from courseware.site import webapp
from courseware.site.reach import reachable
from tests.conftest import PROJECT_PATH
from tests.learner import RECORD, answer, questions, stored
from tests.test_accessibility import violations

LESSON = "lessons/04-recovery.html"
DOWNLOADS = "resources/downloads.html"
WORKSHEET = "worksheets/looking-back.html"
MOST = 2_000_000
"""Octets that may come to a device without being asked for."""

NEWER_TITLE = "新しい版の題"
REGISTER = """async () => {
  const link = document.querySelector("link[data-worker]");
  await navigator.serviceWorker.register(link.dataset.worker);
  await navigator.serviceWorker.ready;
}"""


# What is built ---------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def known(site) -> dict:
    """What the service worker knows of the site."""
    text = (site / webapp.WORKER).read_text(encoding="utf-8")
    (app,) = re.findall(r"^var app = (.+);$", text, re.MULTILINE)
    return json.loads(app)


def test_all_pages_and_what_they_use_are_kept_as_they_are(site, known):
    content = (site / known["pack"]).read_bytes()
    pages = {path.relative_to(site).as_posix() for path in site.rglob("*.html")}
    assert pages <= known["files"].keys()
    assert {"search", "search-index", "question-bank", "panel", "style"} <= {
        Path(path).name.split(".")[0] for path in known["files"] if path.startswith("assets/")
    }
    for path, (begin, end) in known["files"].items():
        assert gzip.decompress(content[begin:end]) == (site / path).read_bytes(), path


def test_what_comes_unasked_is_small_and_is_said(site, known):
    size = (site / known["pack"]).stat().st_size
    assert size <= MOST
    assert not [path for path in known["files"] if path.startswith(webapp.LEFT_OUT)]
    page = document_fromstring((site / DOWNLOADS).read_bytes())
    (said,) = page.xpath("//p[@class='app__state']")
    assert f"およそ{round(size / 100_000) * 100} KB" in said.text_content()


def test_the_same_site_is_packed_into_the_same_bytes(site, known):
    packed = webapp.pack(site)
    assert packed.name == known["pack"]
    assert webapp.integrity(packed.content) == known["integrity"]


def test_every_page_leads_to_the_manifest_and_the_worker(site):
    for path in site.rglob("*.html"):
        page = document_fromstring(path.read_bytes())
        for link in page.xpath("//link[@rel='manifest']"):
            for name in ("href", "data-worker", "data-script", "data-style"):
                address = link.get(name)
                target = address.lstrip("/") if path.name == "404.html" else address
                folder = site if path.name == "404.html" else path.parent
                assert (folder / target).is_file(), f"{path}: {address}"
    assert len(reachable(site, ["index.html"])) > 50


def test_the_icons_of_the_manifest_are_as_large_as_it_says(site):
    manifest = json.loads((site / "manifest.webmanifest").read_text(encoding="utf-8"))
    assert (manifest["start_url"], manifest["scope"]) == ("index.html", "./")
    assert {icon.get("purpose") for icon in manifest["icons"]} == {None, "maskable"}
    for icon in manifest["icons"]:
        content = (site / icon["src"]).read_bytes()
        if icon["type"] == "image/png":
            assert "x".join(map(str, Image.open(BytesIO(content)).size)) == icon["sizes"]


def test_an_icon_that_may_be_cut_has_its_ground_to_the_edges():
    favicon = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9">'
    favicon += '<rect width="9" height="9" rx="4" fill="#1f6b57"/></svg>'
    drawn = webapp.icons(favicon)
    corners = {name: Image.open(BytesIO(png)).getpixel((0, 0)) for name, png in drawn.items()}
    assert corners.pop("icon-maskable-512.png") == (0x1F, 0x6B, 0x57, 255)
    assert set(corners.values()) == {(0, 0, 0, 0)}


# In a browser ----------------------------------------------------------------------------------


class Server:
    """Shows `folder` below the project's path, as long as `is_up`."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.is_up = True
        self.asked: list[str] = []
        server = self

        class Handler(SimpleHTTPRequestHandler):
            def do_GET(self) -> None:
                server.asked.append(self.path)
                if server.is_up:
                    super().do_GET()
                else:
                    self.close_connection = True  # without a word

            def translate_path(self, path: str) -> str:
                self.directory = str(server.folder)
                return super().translate_path("/" + path.removeprefix(PROJECT_PATH))

            def log_message(self, *_: object) -> None:
                """Quiet."""

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._thread = threading.Thread(target=self._server.serve_forever, daemon=True)
        self._thread.start()
        self.address = f"http://127.0.0.1:{self._server.server_port}{PROJECT_PATH}"

    def close(self) -> None:
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()


@pytest.fixture
def server(site) -> Iterator[Server]:
    server = Server(site)
    yield server
    server.close()


@pytest.fixture
def context(new_context) -> Iterator[BrowserContext]:
    context = new_context(service_workers="allow", viewport={"width": 360, "height": 740})
    yield context
    # That a server is down, or a file is broken, is no fault of a page here.
    context.faults = [one for one in context.faults if "Failed to load resource" not in one]


@pytest.fixture
def installed(context, server) -> Page:
    """A page of the course that is on the device."""
    page = context.new_page()
    page.goto(server.address + LESSON)
    page.evaluate(REGISTER)
    page.reload()
    assert page.evaluate("Boolean(navigator.serviceWorker.controller)")
    return page


@pytest.fixture(scope="module")
def newer(site, root, tmp_path_factory) -> Path:
    """The site after an edit: another title, another script, another handbook."""
    folder = tmp_path_factory.mktemp("newer") / "site"
    shutil.copytree(site, folder)
    (script,) = (folder / "assets").glob("course.*.js")
    (handbook,) = (folder / "downloads").glob("*-handbook-*")
    before = handbook.read_bytes()
    handbook.write_bytes(before + b"\n")
    old, new = webapp.integrity(before), webapp.integrity(before + b"\n")
    for path in folder.rglob("*.html"):
        html = path.read_text(encoding="utf-8").replace(script.name, "course.newer.js")
        html = html.replace(old, new)
        path.write_text(
            re.sub("<title>.*?</title>", f"<title>{NEWER_TITLE}</title>", html), "utf-8"
        )
    script.rename(script.with_name("course.newer.js"))
    repack(folder)
    return folder


def repack(folder: Path) -> None:
    """Write pack and worker anew, as a build would."""
    for old in (folder / "assets").glob("*.pack"):
        old.unlink()
    text = (folder / webapp.WORKER).read_text(encoding="utf-8")
    webapp.write_worker(folder, "tomoni-7-2", text.partition("\n")[2])


def caches_of(page: Page) -> list[str]:
    return page.evaluate("caches.keys()")


def test_a_first_visit_loads_the_course_only_after_a_while(context, server):
    page = context.new_page()
    page.clock.install()
    page.goto(server.address + LESSON)
    assert not any(webapp.WORKER in path for path in server.asked)
    page.clock.fast_forward(5000)
    page.evaluate("navigator.serviceWorker.ready.then(() => true)")
    assert sum(path.endswith(".pack") for path in server.asked) == 1


def test_without_a_server_pages_questions_and_search_go_on(installed, server):
    server.is_up = False
    installed.goto(server.address)
    expect(installed.locator("h1")).to_contain_text("ともに")
    installed.goto(server.address + "lessons/05-roles.html?from=mail#sources")
    answer(questions(installed)[0])
    assert len(stored(installed, RECORD)["answers"]) == 1
    installed.keyboard.press("/")
    installed.locator("dialog input[type=search]").fill("ピアサポーター")
    expect(installed.locator("a[data-result]").first).to_be_visible()


@pytest.mark.parametrize("path", ["lessons/99-nothing.html", "downloads/nothing.pdf"])
def test_without_a_server_what_is_not_there_is_said_kindly(installed, server, path):
    server.is_up = False
    installed.goto(server.address + path)
    expect(installed.locator("h1")).to_have_text("いまは開けません")
    installed.get_by_role("main").get_by_role("link").click()
    expect(installed).to_have_url(server.address + "index.html")


def test_a_newer_version_comes_when_it_is_asked_for_and_whole(installed, context, server, newer):
    other_course = "another-course http://127.0.0.1/ assets/course.pack"
    installed.evaluate("name => caches.open(name)", other_course)
    before = caches_of(installed)
    server.folder = newer
    installed.reload()
    expect(installed.locator(".newer")).to_contain_text("新しい版があります")
    assert violations(installed) == []
    assert NEWER_TITLE not in installed.title()
    assert installed.locator("script[src*='course.newer']").count() == 0
    idle, writing = context.new_page(), context.new_page()
    idle.goto(server.address)
    writing.goto(server.address + WORKSHEET)
    writing.locator("article textarea").first.fill("書きかけ")
    expect(writing.locator(".newer")).to_be_visible()
    installed.get_by_role("button", name="新しい版にする").click()
    for page in (installed, idle):
        expect(page).to_have_title(NEWER_TITLE)
        expect(page.locator("script[src*='course.newer']")).to_have_count(1)
    # What is being written stays, until its writer says so.
    expect(writing.locator(".newer")).to_contain_text("書きかけたものは消えます")
    expect(writing.locator("article textarea").first).to_have_value("書きかけ")
    after = caches_of(installed)
    assert other_course in after
    assert len(after) == len(before)
    assert {name for name in before if name != other_course}.isdisjoint(after)


def test_a_version_that_was_put_up_by_half_is_not_taken(installed, server, newer, tmp_path):
    broken = tmp_path / "broken"
    shutil.copytree(newer, broken, ignore=shutil.ignore_patterns("downloads"))
    (pack,) = (broken / "assets").glob("*.pack")
    pack.write_bytes(pack.read_bytes()[:-1] + b"!")
    before = caches_of(installed)
    server.folder = broken
    state = installed.evaluate(
        """async () => {
          const registration = await navigator.serviceWorker.getRegistration();
          await registration.update();
          const coming = registration.installing;
          await new Promise((end) => {
            coming.addEventListener("statechange", end);
            if (coming.state !== "installing") end();
          });
          return coming.state;
        }"""
    )
    assert state == "redundant"
    assert caches_of(installed) == before
    installed.reload()
    assert NEWER_TITLE not in installed.title()


def test_a_file_is_kept_when_asked_and_an_older_one_is_never_taken_for_it(installed, server, newer):
    def entry() -> Locator:
        return installed.locator("li.download", has_text="受講者ハンドブック").first

    installed.goto(server.address + DOWNLOADS)
    expect(installed.locator(".app__state")).to_contain_text("この端末に入っています")
    entry().get_by_role("button", name="端末に入れる").click()
    expect(entry().get_by_role("status")).to_have_text("端末に入っています。")
    assert violations(installed) == []
    handbook = entry().locator("a").evaluate("link => link.href")
    load = """address => fetch(address, { cache: "no-store" }).then(
      (response) => response.ok, () => false)"""
    server.is_up = False
    assert installed.evaluate(load, handbook)
    server.is_up, server.folder = True, newer
    installed.reload()
    installed.get_by_role("button", name="新しい版にする", exact=True).click()
    expect(installed).to_have_title(NEWER_TITLE)
    expect(entry().get_by_role("status")).to_contain_text("前の版")
    server.is_up = False
    assert not installed.evaluate(load, handbook)
    server.is_up = True
    entry().get_by_role("button", name="新しい版にする").click()
    expect(entry().get_by_role("status")).to_have_text("端末に入っています。")
    entry().get_by_role("button", name="端末から外す").click()
    expect(entry().get_by_role("status")).to_have_text("端末から外しました。")
    expect(entry().get_by_role("button", name="端末に入れる")).to_be_focused()
