"""What a first visit of a page costs: requests, and bytes as they are sent."""

from __future__ import annotations

import contextlib
from dataclasses import dataclass
from urllib.parse import urljoin, urlsplit
from urllib.request import Request, urlopen

from playwright.sync_api import Browser, Page

from benchmarks.serving import Answer, Served

# A browser without a window leaves out the icon and the manifest, which one with a window loads.
LINKED = """() => ["icon", "manifest"].flatMap(kind =>
    [...document.querySelectorAll(`link[rel~="${kind}"]`)].slice(0, 1).map(link => link.href))"""

PATIENCE = 6000
"""Milliseconds for which the page is looked at: a service worker may let it go first."""


@dataclass(frozen=True)
class Visit:
    """Requests of a first visit, bytes of all bodies as sent, and requests to other hosts.

    `later` is what a service worker then fetches on its own account: requests and bytes.
    """

    requests: int
    octets: int
    elsewhere: int
    later: tuple[int, int]


def first_visit(browser: Browser, server: Served, path: str) -> Visit:
    """Visit a page of the site served, as someone who was never there."""
    answers, elsewhere = _visit(browser, server, path, has_worker=False)
    with_worker, _ = _visit(browser, server, path, has_worker=True)
    octets = _octets(answers)
    later = len(with_worker) - len(answers), _octets(with_worker) - octets
    return Visit(len(answers), octets, elsewhere, later)


def _visit(
    browser: Browser, server: Served, path: str, *, has_worker: bool
) -> tuple[list[Answer], int]:
    """All answers to a visit, and the number of requests to other hosts."""
    before = len(server.answers)
    elsewhere: list[str] = []

    def note(url: str) -> None:
        if urlsplit(url).scheme in ("http", "https") and not url.startswith(server.address):
            elsewhere.append(url)

    workers = "allow" if has_worker else "block"
    with contextlib.closing(browser.new_context(service_workers=workers)) as context:  # type: ignore[arg-type]
        context.on("request", lambda request: note(request.url))
        page = context.new_page()
        page.goto(server.address + path, wait_until="networkidle")
        if has_worker:
            page.wait_for_timeout(PATIENCE)
        server.wait_until_quiet()
        _load_what_windows_load(page, server, before)
    return server.answers[before:], len(elsewhere)


def _load_what_windows_load(page: Page, server: Served, before: int) -> None:
    """Ask for the icon and the manifest, unless the browser has; for `/favicon.ico` without one."""
    linked = page.evaluate(LINKED)
    asked = {answer.path for answer in server.answers[before:]}
    for url in linked or [urljoin(server.address, "/favicon.ico")]:
        if url.startswith(server.address) and urlsplit(url).path not in asked:
            request = Request(url, headers={"Accept-Encoding": "gzip"})
            with contextlib.suppress(OSError), urlopen(request) as answer:
                answer.read()


def _octets(answers: list[Answer]) -> int:
    return sum(answer.octets for answer in answers)
