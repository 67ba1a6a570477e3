"""A fallback font for machines without any Japanese font: a subset of BIZ UDPGothic.

The families of the reader's system stand first in `font-family`, so that only a machine that has
none of them loads these files (`local()` does not achieve this: it matches full names only).
"""

from __future__ import annotations

import hashlib
import logging
import re
import shutil
from html import unescape
from pathlib import Path

from fontTools import subset

from courseware.course.mistakes import message_language

log = logging.getLogger("mkdocs.plugins.courseware")

FAMILY = "Course Fallback"
FACES = {400: "BIZUDPGothic-Regular.ttf", 700: "BIZUDPGothic-Bold.ttf"}
FOLDERS = (
    "/usr/share/fonts",
    "/usr/local/share/fonts",
    "~/.fonts",
    "~/.local/share/fonts",
    "~/Library/Fonts",
    "/Library/Fonts",
)
PACKAGE = "fonts-morisawa-bizud-gothic"
NO_FONT = {
    "ja": "日本語フォントのない端末のためのフォントは入れませんでした。入れるには、次を入れて、"
    "もう一度 make build を実行してください: {package}",
    "en": "No font for machines without Japanese ones is in the site. To have one, install this "
    "and run make build again: {package}",
}
ALWAYS = "".join(map(chr, [*range(0x20, 0x7F), *range(0x3041, 0x30FF)]))
"""ASCII and kana, for what readers type."""


def fallback_font(site: Path, cache: Path) -> str:
    """Write `assets/fonts/*.woff2`; return the rules for them, for a style sheet in `assets/`.

    Without the font on this machine the site is built without it, and one sentence says so.
    """
    found = {weight: find_font(name) for weight, name in FACES.items()}
    if not all(found.values()):
        log.info(NO_FONT[message_language()].format(package=PACKAGE))
        return ""
    characters = _characters(site)
    rules = []
    for weight, font in found.items():
        assert font is not None
        file = _subset(font, characters, cache)
        target = site / "assets" / "fonts" / f"{font.stem}.{file.stem[:8]}.woff2"
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(file, target)
        rules.append(
            f'@font-face{{font-family:"{FAMILY}";font-weight:{weight};font-display:swap;'
            f'src:url("fonts/{target.name}") format("woff2")}}'
        )
    return "".join(rules)


def _characters(site: Path) -> str:
    """Every character that a page or a script shows, sorted."""
    characters = set(ALWAYS)
    for script in (site / "assets").glob("*.js"):
        characters.update(script.read_text(encoding="utf-8"))
    for page in site.rglob("*.html"):
        html = re.sub(r"<(script|style)\b.*?</\1>", "", page.read_text("utf-8"), flags=re.DOTALL)
        characters.update(unescape(html))
    return "".join(sorted(c for c in characters if c.isprintable()))


def _subset(font: Path, characters: str, cache: Path) -> Path:
    """The subset as a file of the cache, named after everything that it depends on."""
    key = hashlib.sha256(font.read_bytes() + characters.encode()).hexdigest()[:16]
    file = cache / f"{key}-{font.stem}.woff2"
    if not file.is_file():
        options = subset.Options(flavor="woff2", recalc_timestamp=False, hinting=False)
        options.drop_tables += ["meta", "vhea", "vmtx"]
        subsetter = subset.Subsetter(options)
        subsetter.populate(text=characters)
        cache.mkdir(parents=True, exist_ok=True)
        with subset.load_font(str(font), options) as loaded:
            subsetter.subset(loaded)
            subset.save_font(loaded, str(file), options)
    return file


def find_font(name: str) -> Path | None:
    """The font file of this name on this machine, or None."""
    folders = (Path(folder).expanduser() for folder in FOLDERS)
    found = (path for folder in folders if folder.is_dir() for path in folder.rglob(name))
    return next(found, None)
