"""Which files of a built site its pages use."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from urllib.parse import unquote, urlsplit

from lxml.html import document_fromstring

_IN_STYLES = re.compile(r"""url\(["']?([^"')]+)""")


def reachable(site: Path, starts: Iterable[str]) -> list[str]:
    """The paths within `site`, sorted, of all files to which those at `starts` lead.

    A page leads to every file that any attribute of its elements names (scripts load some later,
    whose addresses stand in `data-` attributes), a style sheet to those in `url(…)`.
    """
    files = {path.relative_to(site).as_posix() for path in site.rglob("*") if path.is_file()}
    found: set[str] = set()
    to_read = set(starts)
    while to_read:
        path = to_read.pop()
        found.add(path)
        folder = posixpath.dirname(path)
        named = {_target(address, folder) for address in _addresses(site / path)}
        to_read |= (named & files) - found
    return sorted(found)


def _addresses(file: Path) -> Iterator[str]:
    """Whatever in the file may be an address."""
    if file.suffix == ".html":
        for element in document_fromstring(file.read_bytes()).iter():
            yield from map(str, element.attrib.values())
    elif file.suffix == ".css":
        yield from _IN_STYLES.findall(file.read_text(encoding="utf-8"))


def _target(address: str, folder: str) -> str:
    """The path within the site that an address means in `folder`; "" where it means none."""
    try:
        parts = urlsplit(address)
    except ValueError:
        return ""
    if parts.scheme or parts.netloc or not parts.path:
        return ""
    return posixpath.normpath(posixpath.join(folder, unquote(parts.path)))
