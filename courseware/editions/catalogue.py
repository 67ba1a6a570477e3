"""All editions: which there are, for whom, and how they are made side by side."""

from __future__ import annotations

import gc
import hashlib
import importlib
import json
import multiprocessing
import shutil
from collections.abc import Collection
from concurrent.futures import Future, ProcessPoolExecutor
from dataclasses import dataclass
from html import unescape
from importlib.metadata import version
from pathlib import Path

from courseware.course.mistakes import Mistake, Mistakes, relative
from courseware.editions.manuscript import Made, Manuscript
from courseware.editions.paper import FONT_NAME, UnfitForPaper, unprintable
from courseware.site.fonts import FACES, find_font

PROCESSES = 2
"""As many as a small machine has cores. Each edition has a process of its own, so that the memory
of one is given back before the next begins."""


@dataclass(frozen=True)
class Edition:
    """`name` is the module's. `needs_paper` says whether it is made by the PDF engine."""

    name: str
    audience: str
    needs_paper: bool = True


EDITIONS = (
    Edition("handbook", "trainee"),
    Edition("ebook", "trainee", needs_paper=False),
    Edition("exercises", "trainee"),
    Edition("test_sheets", "trainee"),
    Edition("worksheets", "trainee"),
    Edition("instructor", "instructor"),
    Edition("answers", "instructor"),
    Edition("slides", "instructor"),
    Edition("presentation", "instructor"),
)
"""In the order in which the downloads page lists them."""

LONGEST_FIRST = ("instructor", "handbook", "presentation", "slides", "answers")
"""Begun first, so that no long one is left for the end."""


@dataclass(frozen=True)
class Produced:
    """The files of one edition."""

    edition: Edition
    made: tuple[Made, ...]


LIBRARIES = (
    "fonttools",
    "lxml",
    "pillow",
    "pydyf",
    "python-pptx",
    "resvg-py",
    "segno",
    "tinyhtml5",
    "weasyprint",
)
"""Those whose versions can change what an edition looks like."""

SHARED = ("fonts", "labels", "questions")
"""Modules of the site that editions call."""

NOTE = "made.json"
"""What the cache knows of its files: edition, name, title and pages."""


class Failed(Exception):
    """Editions that could not be made, each with the reason."""


def produce(
    manuscript: Manuscript,
    folder: Path,
    cache: Path,
    editions: Collection[Edition],
    *,
    may_be_older: bool = False,
) -> tuple[Produced, ...]:
    """Write the editions into `folder`, from the cache where nothing they depend on has changed.

    Args:
        manuscript: what they are made from.
        folder: where they are put.
        cache: where they are kept for the next time; holds one set of them.
        editions: those to make.
        may_be_older: whether those of an older manuscript will do, if there are any.

    Raises:
        Failed: with the reason for every edition that could not be made.
    """
    kept = cache / _fingerprint(manuscript, editions)
    older = sorted(cache.glob("*/" + NOTE)) if may_be_older else []
    if older and _names(older[0]) == {one.name for one in editions}:
        kept = older[0].parent
    if not (kept / NOTE).is_file():
        shutil.rmtree(cache, ignore_errors=True)
        fresh = cache / "fresh"
        _note(_make(manuscript, fresh, editions), fresh)
        fresh.rename(kept)
    produced = _noted(kept, folder, editions)
    folder.mkdir(parents=True, exist_ok=True)
    for one in produced:
        for made in one.made:
            shutil.copyfile(kept / made.file.name, made.file)
    return produced


def check_characters(manuscript: Manuscript, root: Path) -> None:
    """Refuse characters that the font cannot print, each with every place where it stands.

    Raises:
        Mistakes: with the places in `docs/`, `quizzes/` and `references/`.
    """
    bodies = {path: unescape(body) for path, body in manuscript.bodies.items()}
    missing = unprintable("".join(bodies.values()))
    if not missing:
        return
    mistakes: list[Mistake] = []

    def note(file: str, line: int, text: str) -> None:
        if found := [c for c in missing if c in text]:
            named = "、".join(f"{c} U+{ord(c):04X}" for c in found)
            details = {"characters": named, "font": FONT_NAME}
            column = min(map(text.index, found)) + 1
            mistakes.append(Mistake(file, line, column, "C406", details))

    folders = (root / "docs" / manuscript.lang, root / "quizzes" / manuscript.lang)
    files = [path for folder in (*folders, root / "references") for path in folder.rglob("*.*")]
    for file in sorted(path for path in files if path.suffix in (".md", ".yml", ".svg")):
        for number, line in enumerate(file.read_text(encoding="utf-8").split("\n"), start=1):
            note(relative(file, root), number, line)
    if not mistakes:  # written in another way, such as &#9745;
        for path, body in bodies.items():
            note(f"docs/{manuscript.lang}/{path}", 1, body)
    raise Mistakes(mistakes)


def _make(
    manuscript: Manuscript, folder: Path, editions: Collection[Edition]
) -> tuple[Produced, ...]:
    context = multiprocessing.get_context("spawn")
    first = sorted(
        editions,
        key=lambda one: LONGEST_FIRST.index(one.name) if one.name in LONGEST_FIRST else 99,
    )
    with ProcessPoolExecutor(PROCESSES, context, max_tasks_per_child=1) as pool:
        running: dict[str, Future[tuple[Made, ...]]] = {
            one.name: pool.submit(make_one, one.name, manuscript, folder) for one in first
        }
    failures = []
    for name, future in running.items():
        if error := future.exception():
            if not isinstance(error, UnfitForPaper):
                raise error
            failures.append(f"{name}: {error}")
    if failures:
        raise Failed("\n".join(failures))
    return tuple(Produced(one, running[one.name].result()) for one in editions)


def make_one(name: str, manuscript: Manuscript, folder: Path) -> tuple[Made, ...]:
    """Build one edition by its name; for a process of its own."""
    gc.disable()  # which lives only for this: a quarter of the time for a few megabytes more
    module = importlib.import_module(f"courseware.editions.{name}")
    made: tuple[Made, ...] = module.build(manuscript, folder)
    return made


def _fingerprint(manuscript: Manuscript, editions: Collection[Edition]) -> str:
    """Changes whenever an edition could come out differently."""
    digest = hashlib.sha256()
    code = sorted(path for path in Path(__file__).parent.rglob("*.*") if path.suffix != ".pyc")
    shared = [Path(__file__).parent.parent / "site" / f"{name}.py" for name in SHARED]
    fonts = [font for name in FACES.values() if (font := find_font(name))]
    for path in (*code, *shared, *fonts):
        digest.update(path.read_bytes())
    for library in LIBRARIES:
        digest.update(f"{library} {version(library)}\n".encode())
    parts = [manuscript.course.model_dump_json(), manuscript.lang, manuscript.address]
    parts += [f"{path}\n{body}" for path, body in sorted(manuscript.bodies.items())]
    parts += [edition.name for edition in editions]
    for part in parts:
        digest.update(part.encode())
    return digest.hexdigest()[:16]


def _note(produced: Collection[Produced], folder: Path) -> None:
    noted = {
        one.edition.name: [[made.file.name, made.title, made.pages] for made in one.made]
        for one in produced
    }
    text = json.dumps(noted, ensure_ascii=False)
    folder.mkdir(parents=True, exist_ok=True)
    (folder / NOTE).write_text(text, encoding="utf-8")


def _names(note: Path) -> set[str]:
    return set(json.loads(note.read_text(encoding="utf-8")))


def _noted(kept: Path, folder: Path, editions: Collection[Edition]) -> tuple[Produced, ...]:
    noted = json.loads((kept / NOTE).read_text(encoding="utf-8"))
    return tuple(
        Produced(
            edition,
            tuple(Made(folder / name, title, pages) for name, title, pages in noted[edition.name]),
        )
        for edition in editions
    )
