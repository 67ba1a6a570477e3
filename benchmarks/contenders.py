"""The course, and the same pages for other tools: folders that are ready to be built.

`stock` is MkDocs with Material and mkdocs-quiz as they come; said is only what every course has to
say (language, names, the order of pages) and that no font comes from another host, since measuring
needs no network. `Starlight` is Astro's with the settings that it comes with. Its questions are
text with the answers folded away, without any script: npm did not have `starlight-quiz`, by the
author of mkdocs-quiz, when this was written. With it, its pages would be larger.
"""

from __future__ import annotations

import json
import shutil
import sys
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from typing import Any

import yaml

from benchmarks.copies import LESSONS, copied, multiply, nav_of_copies
from benchmarks.translation import STARLIGHT, STOCK, Tool, translated
from courseware.bootstrap import ROOT
from courseware.course import Course

PEER = Path(__file__).parent / "starlight"
PEER_FILES = ("astro.config.mjs", "package.json", "src/content.config.ts")
LANG = "ja"


@dataclass(frozen=True)
class Contender:
    """A tool with the course's pages.

    `prepare` writes a folder with each lesson as many times as said. Run there, `command` builds
    the site into `output`. `address` is that of a page of the course, relative to the site. What
    the tool may keep from one build to the next lies in the folder `keeps`.
    """

    name: str
    prepare: Callable[[Course, Path, int], None]
    command: tuple[str, ...]
    output: str
    address: Callable[[str], str]
    environment: dict[str, str] = field(default_factory=dict)
    keeps: str | None = None


def contenders() -> list[Contender]:
    """Those that this machine can build: the peer only where its packages are."""
    python = (sys.executable, "-m")
    here = {"PYTHONPATH": str(ROOT)}  # whatever is installed, ours is the one of this folder
    ours, stock = (*python, "courseware", "build"), (*python, "mkdocs", "build", "--quiet")
    found = [
        Contender("ours", _our_folder, ours, "site", _our_page, here, keeps=".cache"),
        Contender("stock", _stock_folder, stock, "site", _folder),
    ]
    packages = PEER / "node_modules"
    if (packages / "astro").is_dir():
        node = str(packages / ".bin" / "node")
        peer = (node, "node_modules/astro/bin/astro.mjs", "build", "--silent")
        quiet = {"ASTRO_TELEMETRY_DISABLED": "1"}
        found.append(Contender("Starlight", _peer_folder, peer, "dist", _folder, quiet))
    return found


def _our_page(path: str) -> str:
    return path.removesuffix(".md") + ".html"


def _folder(path: str) -> str:
    """The address of a page where each has a folder of its own."""
    return f"{path.removesuffix('.md').removesuffix('index')}/".lstrip("/")


def _our_folder(course: Course, folder: Path, times: int) -> None:
    multiply(ROOT, folder, times, LANG)


def _stock_folder(course: Course, folder: Path, times: int) -> None:
    _write_pages(course, folder / "docs", times, STOCK)
    settings = {
        "site_name": course.info.name[LANG],
        "theme": {"name": "material", "language": LANG, "font": False},
        "plugins": ["search", {"mkdocs_quiz": {"language": LANG}}],
        "markdown_extensions": [
            "admonition",
            "attr_list",
            "tables",
            "pymdownx.details",
            "pymdownx.superfences",
        ],
        "nav": _nav(course, times),
    }
    text = yaml.safe_dump(settings, allow_unicode=True, sort_keys=False)
    (folder / "mkdocs.yml").write_text(text, encoding="utf-8")


def _peer_folder(course: Course, folder: Path, times: int) -> None:
    for name in PEER_FILES:
        target = folder / name
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(PEER / name, target)
    (folder / "node_modules").symlink_to((PEER / "node_modules").resolve())
    (folder / "public").mkdir()  # where its own starter has an icon, too
    shutil.copyfile(ROOT / "overrides" / "assets" / "favicon.svg", folder / "public/favicon.svg")
    _write_pages(course, folder / "src" / "content" / "docs", times, STARLIGHT)
    sidebar = [_sidebar_entry(entry) for entry in _nav(course, times)]
    (folder / "sidebar.json").write_text(json.dumps(sidebar), encoding="utf-8")


def _write_pages(course: Course, docs: Path, times: int, tool: Tool) -> None:
    """The pages of the course for another tool, each lesson as many times as said."""
    ours = ROOT / "docs" / LANG
    shutil.copytree(ours / "figures", docs / "figures")
    for page in course.pages:
        if page.lang != LANG:
            continue
        text = translated((ours / page.path).read_text(encoding="utf-8"), course, page, tool)
        is_lesson = PurePosixPath(page.path).parts[0] == LESSONS
        for number in range(1, (times if is_lesson else 1) + 1):
            path = docs / copied(page.path, number)
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")


def _nav(course: Course, times: int) -> list[Any]:
    """What `nav` of mkdocs.yml says, and the copies."""
    settings = yaml.safe_load((ROOT / "mkdocs.yml").read_text(encoding="utf-8"))
    lessons = [lesson.path for lesson in course.lessons if lesson.lang == LANG]
    return [*settings["nav"], *({title: pages} for title, pages in nav_of_copies(lessons, times))]


def _sidebar_entry(entry: Any) -> dict[str, Any]:  # noqa: ANN401 - whatever `nav` has
    """An entry of MkDocs' navigation as Starlight has it."""
    if isinstance(entry, str):
        return {"slug": entry.removesuffix(".md")}
    ((label, inside),) = entry.items()
    if isinstance(inside, str):
        return {"label": label, "link": f"/{_folder(inside)}"}
    return {"label": label, "items": [_sidebar_entry(one) for one in inside]}
