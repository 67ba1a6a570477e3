"""Measures the whole site beside other tools with the same pages: `make bench`.

Three sites are built of one course: ours; MkDocs with Material and mkdocs-quiz as they come; and,
where its packages are installed (`make bench-peer`), Starlight. `benchmarks/contenders.py` says how
each is set up. All have the same texts, but ours has more on each page: sources, links to terms,
readings above words, what a page teaches, how far its reader is. None makes files to download.

Printed are, for the longest lesson, the requests and bytes of a first visit; what Lighthouse says;
and the seconds of a build with the lessons once, ten times and a hundred times. Every ratio is ours
to the other one, of one run on one machine: compare the ratios.
"""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

import click
from playwright.sync_api import sync_playwright

from benchmarks.building import LONGEST, Built, build
from benchmarks.contenders import LANG, Contender, contenders
from benchmarks.lighthouse import RUNS, Report, examine, installed_lighthouse
from benchmarks.serving import served
from benchmarks.tables import builds_table, reports_table, visits_table
from benchmarks.visits import Visit, first_visit
from courseware.bootstrap import BROWSER_OPTIONS, ROOT, installed_browser
from courseware.course import Course, load_course
from courseware.course.model import Lesson

TIMES = (1, 10, 100)
QUICK = (1, 10)
RECORD = "review/record.md"
SUMMARIES = ROOT / "build" / "lighthouse"
SCRATCH = ROOT / ".cache" / "benchmarks"
"""Astro does not build a folder that has none but `/` in common with that of its packages."""

Site = tuple[Contender, Path]
"""A tool, and the folder of the site that it has built."""


@click.command()
@click.option("--quick", is_flag=True, help="Leave out the builds at a hundred times the size.")
@click.option("--json", "is_kept", is_flag=True, help="Also write summaries to build/lighthouse/.")
def main(quick: bool, is_kept: bool) -> None:
    """Build the sites, measure them and print what came out."""
    course = load_course(ROOT)
    lesson = max(
        (one for one in course.lessons if one.lang == LANG), key=lambda one: one.characters
    )
    found = contenders()
    names = [contender.name for contender in found]
    command = installed_lighthouse()
    for note in _notes(names, bool(command)):
        click.echo(note)
    SCRATCH.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=SCRATCH) as folder:
        scratch = Path(folder)
        sites = [(one, _built_once(one, course, scratch)) for one in found]
        asked = len(course.embedded_in(lesson))
        title = f"First visit of {lesson.path}, {lesson.characters:,} characters, {asked} questions"
        _print(title, visits_table(names, measure_visits(sites, lesson.path)))
        if command:
            reports = measure_pages(command, sites, pages_to_examine(course, lesson))
            _print(f"Lighthouse, mobile, medians of {RUNS} runs", reports_table(reports))
            for name, report in reports if is_kept else ():
                report.write(SUMMARIES, name.replace(": ", "-"))
        builds = measure_builds(found, course, QUICK if quick else TIMES, scratch)
        _print("Builds without editions", builds_table(names, builds))


def _notes(names: Sequence[str], has_lighthouse: bool) -> Iterator[str]:
    """What whoever reads the figures must know."""
    if "Starlight" in names:
        yield "Starlight has the questions as text only: npm did not have its quiz plugin."
    else:
        yield "Without Starlight, which `make bench-peer` installs."
    if not has_lighthouse:
        yield "Without Lighthouse, which `make bench-peer` installs."
    if (load := os.getloadavg()[0]) > 1:
        yield f"The machine is busy (load {load:.1f}): seconds will be too high."


def pages_to_examine(course: Course, lesson: Lesson) -> dict[str, str]:
    """Paths of the pages of ours that differ most from each other, by name."""
    case = next(case for case in course.cases if case.lang == LANG)
    return {"home": "index.md", "lesson": lesson.path, "case": case.path, "record": RECORD}


def measure_visits(sites: Sequence[Site], path: str) -> list[Visit]:
    """First visits of the page at `path` in every site, in the order of the sites."""
    visits = []
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=installed_browser(), args=BROWSER_OPTIONS
        )
        for contender, folder in sites:
            with served(folder) as server:
                visits.append(first_visit(browser, server, contender.address(path)))
        browser.close()
    return visits


def measure_pages(
    command: list[str], sites: Sequence[Site], pages: dict[str, str]
) -> list[tuple[str, Report]]:
    """What Lighthouse says of the pages of ours, and of the lesson in the other sites."""
    reports = []
    for contender, folder in sites:
        examined = pages if contender is sites[0][0] else {"lesson": pages["lesson"]}
        with served(folder) as server:
            for name, path in examined.items():
                report = examine(command, server.address + contender.address(path))
                reports.append((f"{contender.name}: {name}", report))
    return reports


def measure_builds(
    found: Sequence[Contender], course: Course, sizes: Sequence[int], scratch: Path
) -> Iterator[tuple[int, list[Built | None]]]:
    """Builds of every site, size by size; whoever took too long is not asked for more."""
    slow: set[str] = set()
    for times in sizes:
        built = []
        for contender in found:
            is_slow = contender.name in slow
            built.append(None if is_slow else build(contender, course, times, scratch))
            if built[-1] is None:
                slow.add(contender.name)
        yield times, built


def _built_once(contender: Contender, course: Course, scratch: Path) -> Path:
    """The site as it is visited. From then on, what the tool keeps is there."""
    built = build(contender, course, 1, scratch)
    if built is None:
        raise SystemExit(f"{contender.name} takes more than {LONGEST} s to build.")
    return built.folder


def _print(title: str, lines: Iterable[str]) -> None:
    click.echo(f"\n{title}")
    for line in lines:
        click.echo(line)


if __name__ == "__main__":
    main()
