"""The offline edition: a zip of the site that works when `index.html` is opened from a folder.

Its pages are those of the site but for two things: a script of their head opens the storage of the
learner's record, which can take a moment (see `assets/offline.js`), and nothing leads to the zip
itself.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Mapping
from pathlib import Path

from jinja2 import Environment

from courseware.editions.archive import write_zip
from courseware.editions.catalogue import Edition, Produced
from courseware.editions.labels import LABELS as EDITION_LABELS
from courseware.editions.manuscript import Made, Manuscript
from courseware.site.labels import LABELS
from courseware.site.lists import facts_mark
from courseware.site.reach import reachable

EDITION = Edition("offline", "trainee", needs_paper=False)
START = "index.html"
SCRIPTS = {
    "assets/offline.js": ("distant-storage.js", "offline.js"),
    "assets/vault.js": ("vault.js",),
}
"""The scripts that only this edition has, and what they are joined from."""

STYLE = ".unpack-first{display:none}\n"
"""Hides a sentence from all but those who see the first page without its styles."""

_MANIFEST = re.compile(r'<link rel="manifest"[^>]*>')
_BODY = re.compile(r"<body\b[^>]*>")


class NotAscii(Exception):
    """Files whose names come out wrong on some machines when they are unpacked."""


def announced(manuscript: Manuscript, folder: Path) -> Produced:
    """The edition as it will be in `folder`, to be listed before it is made."""
    title, _ = EDITION_LABELS[manuscript.lang]["editions"][EDITION.name]
    return Produced(EDITION, (Made(folder / manuscript.file_name(EDITION.name, "zip"), title),))


def build(
    site: Path,
    out: Path,
    manuscript: Manuscript,
    templates: Environment,
    scripts: Mapping[str, str],
) -> Path:
    """Zip a finished site into `out`, in one folder and with a README.

    Args:
        site: the folder of the built site.
        out: the zip to write, within `site`.
        manuscript: what the site was made from.
        templates: those of the site.
        scripts: the content of each of `SCRIPTS`.

    Raises:
        NotAscii: with the names that are not in ASCII.
    """
    lang = manuscript.lang
    values = {"course": manuscript.course, "lang": lang, "as_of": manuscript.as_of}

    def rendered(template: str) -> bytes:
        return templates.get_template(template).render(values, labels=LABELS[lang]).encode()

    pages = [page.url for page in manuscript.pages]
    used = reachable(site, pages)
    paths = [path for path in used if site / path != out and not path.endswith(".webmanifest")]
    if wrong := [path for path in paths if not path.isascii()]:
        raise NotAscii(", ".join(wrong))
    files = {path: (site / path).read_bytes() for path in paths}
    for path in paths:
        if path.endswith(".html"):
            files[path] = _for_folders(files[path].decode(), path, out.name, lang).encode()
    files |= {path: content.encode() for path, content in scripts.items()}
    files["assets/vault.html"] = rendered("vault.html")
    files["assets/offline.css"] = STYLE.encode()
    files["README.txt"] = _for_notepad(rendered(f"offline-{lang}.txt"))
    folder = out.stem
    write_zip(out, {f"{folder}/{name}": files[name] for name in sorted(files)}, manuscript.as_of)
    return out


def _for_folders(html: str, path: str, own_name: str, lang: str) -> str:
    """A page as it stands in the zip called `own_name`."""
    assets = posixpath.relpath("assets", posixpath.dirname(path) or ".")
    # A folder is no app.
    head, end_of_head, body = _MANIFEST.sub("", html).partition("</head>")
    # The scripts of the head that set up the page look for the storage that this one opens.
    first = head.find("<script")
    if first >= 0:
        head = f'{head[:first]}<script src="{assets}/offline.js"></script>{head[first:]}'
    labels = LABELS[lang]
    if path == START:
        head += f'<link rel="stylesheet" href="{assets}/offline.css">'
        sentence = f'<p class="unpack-first">{labels["unpack_first"]}</p>'
        body = _BODY.sub(lambda match: match[0] + sentence, body, count=1)
    to_itself = re.compile(rf'<a href="[^"]*\b{re.escape(own_name)}"[^>]*>(.*?)</a>')
    return to_itself.sub(r"\1", head + end_of_head + body).replace(
        facts_mark(own_name), labels["this_copy"]
    )


def _for_notepad(text: bytes) -> bytes:
    """A text with the marks by which every Notepad of Windows knows its encoding and its lines."""
    return b"\xef\xbb\xbf" + text.replace(b"\n", b"\r\n")
