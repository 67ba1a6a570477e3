"""How long a site takes to build, at the size of the course and at many times that."""

from __future__ import annotations

import os
import resource
import shutil
import subprocess
import time
from dataclasses import dataclass
from pathlib import Path

from benchmarks.contenders import Contender
from courseware.course import Course

LONGEST = 600
"""Seconds after which a build is given up."""

MEMORY = 8 * 1024**3
"""Bytes that a build may take: one that runs wild must not take the machine along."""


@dataclass(frozen=True)
class Built:
    """A built site: its folder, its pages, and the seconds that passed and that were computed.

    What was computed by a program for which its tool did not wait, such as Starlight's search, is
    not in the latter.
    """

    folder: Path
    pages: int
    seconds: float
    processor: float


def build(contender: Contender, course: Course, times: int, scratch: Path) -> Built | None:
    """Build the course with each lesson so many times; None if that takes too long.

    What a tool keeps from one build to the next stays in `scratch`.
    """
    folder = scratch / f"{contender.name}-{times}"
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    contender.prepare(course, folder, times)
    if contender.keeps:
        kept = scratch / f"{contender.name}-kept"
        kept.mkdir(exist_ok=True)
        (folder / contender.keeps).symlink_to(kept)
    start, before = time.perf_counter(), _processor_of_children()
    try:
        done = subprocess.run(
            contender.command,
            cwd=folder,
            env={**os.environ, **contender.environment},
            capture_output=True,
            text=True,
            timeout=LONGEST,
            preexec_fn=_limit_memory,
        )
    except subprocess.TimeoutExpired:
        return None
    seconds, processor = time.perf_counter() - start, _processor_of_children() - before
    if done.returncode:
        told = f"{done.stdout}{done.stderr}"
        raise SystemExit(f"{contender.name} does not build ({done.returncode}):\n{told}")
    site = folder / contender.output
    return Built(site, sum(1 for _ in site.rglob("*.html")), seconds, processor)


def _limit_memory() -> None:
    resource.setrlimit(resource.RLIMIT_DATA, (MEMORY, MEMORY))


def _processor_of_children() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime
