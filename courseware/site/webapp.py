"""The course as an app: a service worker that keeps it on the device, and its icons.

All files of a version travel in one, each compressed: so it is small from any server, and either
the whole of a version comes or nothing of it (see `assets/worker.js`). Names and colours of the app
are in the template `manifest.webmanifest` of the course.
"""

from __future__ import annotations

import base64
import gzip
import hashlib
import json
import re
from dataclasses import dataclass
from pathlib import Path

import resvg_py

from courseware.site.reach import reachable

WORKER = "sw.js"
MISSING = "offline.html"
"""The page that says that something is not there without the internet."""

SIZE = "<!-- size of the app -->"
"""Stands for the size of what is kept on the device, until that is known."""

LEFT_OUT = ("downloads/", "assets/fonts/", "assets/icon-", "manifest.webmanifest", WORKER)
"""What is kept on request, on use, by the system that installs the app, or by the browser."""

ICONS = {"icon-180": 180, "icon-192": 192, "icon-512": 512}
"""Pixels of the icons, by their names."""
MASKABLE = "icon-maskable-512"
SAFE = 0.7
"""Size of the drawing in an icon of which the system may cut off the edges, whatever its shape."""


@dataclass(frozen=True)
class Pack:
    """Files in one, and where in it each begins and ends, by its path."""

    content: bytes
    places: dict[str, tuple[int, int]]

    @property
    def name(self) -> str:
        """Its path in the site, which tells its content."""
        return f"assets/course.{hashlib.sha256(self.content).hexdigest()[:16]}.pack"


def pack(site: Path) -> Pack:
    """All pages of a finished site, and what they use, apart from what is left out."""
    pages = [path.relative_to(site).as_posix() for path in site.rglob("*.html")]
    content = b""
    places = {}
    for path in reachable(site, pages):
        if not path.startswith(LEFT_OUT):
            packed = gzip.compress((site / path).read_bytes(), mtime=0)
            places[path] = (len(content), len(content) + len(packed))
            content += packed
    return Pack(content, places)


def size_on_device(site: Path) -> int:
    """About how many octets are kept on a device, in steps of 100,000.

    A page says it and is itself kept; in smaller steps it might not be true any more then.
    """
    return max(1, round(len(pack(site).content) / 100_000)) * 100_000


def write_worker(site: Path, course: str, script: str) -> Path:
    """Write the pack and the service worker of a site to which nothing will be added.

    Args:
        site: the folder of the built site, which has the page `MISSING`.
        course: its id.
        script: what the worker does.
    """
    packed = pack(site)
    (site / packed.name).write_bytes(packed.content)
    downloads = sorted((site / "downloads").glob("*"))
    known = {
        "course": course,
        "pack": packed.name,
        "integrity": integrity(packed.content),
        "missing": MISSING,
        "files": packed.places,
        "downloads": {f"downloads/{f.name}": integrity(f.read_bytes()) for f in downloads},
    }
    out = site / WORKER
    out.write_text(f"var app = {json.dumps(known, separators=(',', ':'))};\n{script}", "utf-8")
    return out


def integrity(content: bytes) -> str:
    """The hash of a file, as browsers compare it when they fetch one."""
    return "sha256-" + base64.b64encode(hashlib.sha256(content).digest()).decode()


def icons(favicon: str) -> dict[str, bytes]:
    """PNG files by their names in `assets/`, drawn from a square favicon in SVG."""
    drawn = {f"{name}.png": _png(favicon, pixels) for name, pixels in ICONS.items()}
    return drawn | {f"{MASKABLE}.png": _png(_with_margin(favicon), ICONS["icon-512"])}


def _png(svg: str, pixels: int) -> bytes:
    return bytes(resvg_py.svg_to_bytes(svg_string=svg, width=pixels, skip_system_fonts=True))


def _with_margin(favicon: str) -> str:
    """The favicon on a larger square of its own ground, the colour of its first shape."""
    colour = re.search(r'fill="(#\w+)"', favicon)
    ground = colour[1] if colour else "#ffffff"
    edge = 100 * (1 - SAFE) / 2
    inner = favicon.replace(
        "<svg", f'<svg x="{edge}" y="{edge}" width="{100 * SAFE}" height="{100 * SAFE}"', 1
    )
    return (
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 100 100">'
        f'<rect width="100" height="100" fill="{ground}"/>{inner}</svg>'
    )
