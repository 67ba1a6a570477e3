"""The lines in which measurements of several sites are printed, ours first."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from benchmarks.building import LONGEST, Built
from benchmarks.lighthouse import CATEGORIES, Report
from benchmarks.visits import Visit

REQUESTS, OCTETS = 8, 60_000
"""What a first visit of a lesson of ours may cost at most."""

SCORE, LCP, CLS = 100, 1300, 0
"""What Lighthouse must say of ours at least, and at most in milliseconds and in shifts."""


@dataclass(frozen=True)
class Line:
    """A line of a table: one value for each site, ours first; None where none was measured."""

    name: str
    values: Sequence[float | None]
    digits: int = 0
    most: float | None = None
    """The limit of ours."""

    def __str__(self) -> str:
        ours, *others = self.values
        shown = "".join(_number(value, self.digits) for value in self.values)
        ratios = "".join(_ratio(ours, other) for other in others)
        return f"{self.name:26}{shown}{ratios}{self._verdict(ours)}"

    def _verdict(self, ours: float | None) -> str:
        if self.most is None or ours is None:
            return ""
        return f"{self.most:10,}  {'kept' if ours <= self.most else 'not kept'}"


def heading(names: Sequence[str]) -> str:
    """The first line of a table of the sites named, ours first."""
    columns = [*names, *(f"to {other}" for other in names[1:]), "limit"]
    return " " * 26 + "".join(f"{column:>13}" for column in columns[:-1]) + f"{columns[-1]:>10}"


def _number(value: float | None, digits: int) -> str:
    return f"{'-':>13}" if value is None else f"{value:13,.{digits}f}"


def _ratio(ours: float | None, other: float | None) -> str:
    return f"{'-':>13}" if ours is None or not other else f"{ours / other:13.2f}"


def visits_table(names: Sequence[str], visits: Sequence[Visit]) -> Iterator[str]:
    """The lines on a first visit of the same lesson in every site."""
    yield heading(names)
    yield str(Line("requests", [visit.requests for visit in visits], most=REQUESTS))
    yield str(Line("bytes, gzip -9", [visit.octets for visit in visits], most=OCTETS))
    yield str(Line("requests to other hosts", [visit.elsewhere for visit in visits], most=0))
    if any(visit.later[0] for visit in visits):
        yield str(Line("service worker: requests", [visit.later[0] for visit in visits]))
        yield str(Line("service worker: bytes", [visit.later[1] for visit in visits]))


def reports_table(reports: Sequence[tuple[str, Report]]) -> Iterator[str]:
    """The lines on pages that Lighthouse examined, each with its name."""
    columns = [*CATEGORIES, "LCP ms", "CLS", "TBT ms"]
    yield " " * 26 + "".join(f"{column:>15}" for column in columns)
    for name, report in reports:
        scores = "".join(f"{report.scores[category]:15}" for category in CATEGORIES)
        lcp, cls, tbt = (report.metrics[metric] for metric in ("lcp", "cls", "tbt"))
        yield f"{name:26}{scores}{lcp:15,.0f}{cls:15.3f}{tbt:15,.0f}"
        if report.faults:
            yield f"  not passed: {', '.join(report.faults)}"
    scores = f"{SCORE:15}" * len(CATEGORIES)
    yield f"{'limits for ours':26}{scores}{LCP:15,}{CLS:15}"


def builds_table(
    names: Sequence[str], builds: Iterable[tuple[int, Sequence[Built | None]]]
) -> Iterator[str]:
    """The lines on building each site with the lessons as many times as said, as they come."""
    yield heading(names)
    smaller: Sequence[Built | None] = ()
    for times, built in builds:
        yield str(Line(f"{times}x: pages", _each(built, "pages")))
        yield str(Line("  seconds", _each(built, "seconds"), digits=1))
        yield str(Line("  of the processor", _each(built, "processor"), digits=1))
        if smaller:
            each = [_further_page(*pair) for pair in zip(smaller, built, strict=True)]
            yield str(Line("  ms each further page", each))
        if None in built:
            yield f"  - is a build that took more than {LONGEST} s and was given up."
        smaller = built


def _each(built: Sequence[Built | None], measure: str) -> list[float | None]:
    return [None if one is None else getattr(one, measure) for one in built]


def _further_page(small: Built | None, large: Built | None) -> float | None:
    """Milliseconds of the processor for each page that the larger site has more."""
    if small is None or large is None:
        return None
    return 1000 * (large.processor - small.processor) / (large.pages - small.pages)
