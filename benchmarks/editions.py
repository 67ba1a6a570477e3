"""Seconds and memory of each edition, made alone in a process of its own, and of all together.

Run by `make bench`. The share tells what an edition costs beside the trainee's handbook in the same
run, so that figures of different machines can be compared.
"""

from __future__ import annotations

import multiprocessing
import resource
import sys
import tempfile
import time
from multiprocessing.connection import Connection
from pathlib import Path
from unittest import mock

from mkdocs.commands.build import build
from mkdocs.config import load_config

from courseware.bootstrap import ROOT
from courseware.editions.catalogue import EDITIONS, make_one, produce
from courseware.editions.manuscript import Manuscript

MEBIBYTE = 1024 if sys.platform != "darwin" else 1024 * 1024
"""What `ru_maxrss` counts to a mebibyte: kibibytes on Linux, bytes on macOS."""


def main() -> None:
    """Print one line for each edition, and one for all of them on two processes."""
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch)
        manuscript = _manuscript(folder / "site")
        measured = {edition.name: _alone(edition.name, manuscript, folder) for edition in EDITIONS}
        whole = measured["handbook"][0]
        print(f"{'edition':14}{'seconds':>8}{'share':>7}{'MiB':>6}{'pages':>7}{'KB':>7}")
        for name, (seconds, memory, pages, size) in measured.items():
            share = seconds / whole
            print(f"{name:14}{seconds:8.1f}{share:7.2f}{memory:6.0f}{pages:7}{size / 1000:7.0f}")
        start = time.perf_counter()
        produce(manuscript, folder / "all", folder / "cache", EDITIONS)
        print(f"{'all':14}{time.perf_counter() - start:8.1f}")


def _manuscript(site: Path) -> Manuscript:
    config = load_config(str(ROOT / "mkdocs.yml"), site_dir=str(site))
    config.plugins.on_startup(command="build", dirty=False)
    plugin = config.plugins["course"]
    with (
        mock.patch("courseware.site.plugin.produce", return_value=()),
        mock.patch("courseware.site.plugin.write_summary"),
    ):
        build(config)
    handed: Manuscript = plugin.manuscript  # type: ignore[attr-defined]
    return handed


def _alone(name: str, manuscript: Manuscript, folder: Path) -> tuple[float, float, int, int]:
    """Seconds, peak memory in MiB, pages and bytes of one edition."""
    context = multiprocessing.get_context("spawn")
    here, there = context.Pipe()
    process = context.Process(target=_measure, args=(there, name, manuscript, folder / name))
    process.start()
    measured: tuple[float, float, int, int] = here.recv()
    process.join()
    return measured


def _measure(answer: Connection, name: str, manuscript: Manuscript, folder: Path) -> None:
    start = time.perf_counter()
    made = make_one(name, manuscript, folder)
    seconds = time.perf_counter() - start
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / MEBIBYTE
    pages = sum(one.pages or 0 for one in made)
    answer.send((seconds, memory, pages, sum(one.file.stat().st_size for one in made)))


if __name__ == "__main__":
    main()
