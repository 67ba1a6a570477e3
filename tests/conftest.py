"""What tests share: the built site, a server that shows it below a path, and a browser."""

import functools
import json
import threading
from collections.abc import Iterator
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Request, sync_playwright

from courseware.bootstrap import BROWSER_OPTIONS, installed_browser
from courseware.course import Course, load_course

ROOT = Path(__file__).resolve().parent.parent
PROJECT_PATH = "/peer-module/"
"""Every http test runs below such a path, as a project's site on GitHub Pages does."""


@pytest.fixture(scope="session")
def root() -> Path:
    return ROOT


@pytest.fixture(scope="session")
def course(root) -> Course:
    return load_course(root)


@pytest.fixture(scope="session")
def site(root) -> Path:
    """The site as built; a stale one must not pass."""
    built = root / "build" / "course.json"
    assert built.is_file(), "There is no site yet: run `make build` (`make test` does)."
    folders = ("docs", "quizzes", "references", "overrides", "courseware")
    sources = [path for folder in folders for path in (root / folder).rglob("*.*")]
    newest = max(
        (p for p in sources if "__pycache__" not in p.parts), key=lambda p: p.stat().st_mtime
    )
    assert newest.stat().st_mtime <= built.stat().st_mtime, (
        f"{newest} is newer than site/: run `make build` (`make test` does)."
    )
    return root / "site"


@pytest.fixture(scope="session")
def summary(root, site) -> dict:
    return json.loads((root / "build" / "course.json").read_text(encoding="utf-8"))


class _BelowPath(SimpleHTTPRequestHandler):
    def translate_path(self, path: str) -> str:
        if not path.startswith(PROJECT_PATH):
            return str(Path(self.directory) / "nothing-outside-the-project-path")
        return super().translate_path(path.removeprefix(PROJECT_PATH[:-1]))

    def log_message(self, *_: object) -> None:
        """Quiet."""


@pytest.fixture(scope="session")
def http_address(site) -> Iterator[str]:
    handler = functools.partial(_BelowPath, directory=str(site))
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}{PROJECT_PATH}"
    server.shutdown()
    server.server_close()
    thread.join()


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=installed_browser(), args=BROWSER_OPTIONS
        )
        yield browser
        browser.close()


@pytest.fixture(params=["http", "file"])
def address(request, site) -> str:
    """The site's address, over http below a path and as files."""
    if request.param == "file":
        return site.as_uri() + "/"
    return request.getfixturevalue("http_address")


TELLS_OF_NO_PAINT = "Object.defineProperty(PerformanceObserver, 'supportedEntryTypes', {value: []})"


@pytest.fixture
def new_context(browser):
    """Makes browser contexts that note every fault of a page and every request elsewhere.

    Scripts begin when a page has been painted. A test would have to wait for them in every page, so
    in these contexts they begin at once, as where a browser does not tell of that, and have run
    when a page is loaded; unless `starts_at_once` is false, as in test_start.py.
    """
    made: list[BrowserContext] = []

    def make(*, starts_at_once: bool = True, **options) -> BrowserContext:
        # What a test sees is to come from the server, unless it is about the copy on the device.
        context = browser.new_context(**{"service_workers": "block"} | options)
        made.append(context)
        if starts_at_once:
            context.add_init_script(TELLS_OF_NO_PAINT)
        context.faults = []

        def note_elsewhere(request: Request) -> None:
            if not request.url.startswith(("http://127.0.0.1", "file:", "data:", "blob:")):
                context.faults.append(f"request to {request.url}")

        context.on("request", note_elsewhere)
        context.on("weberror", lambda error: context.faults.append(str(error.error)))
        context.on(
            "console",
            lambda message: (
                context.faults.append(message.text) if message.type == "error" else None
            ),
        )
        return context

    yield make
    faults = [fault for context in made for fault in context.faults]
    for context in made:
        context.close()
    assert faults == []


@pytest.fixture
def page(new_context) -> Page:
    return new_context(viewport={"width": 360, "height": 740}).new_page()
