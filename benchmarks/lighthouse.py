"""What Lighthouse says of a page on its model of a telephone, where Lighthouse is installed."""

from __future__ import annotations

import json
import os
import shutil
import statistics
import subprocess
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from benchmarks.contenders import PEER
from courseware.bootstrap import BROWSER_OPTIONS, installed_browser

RUNS = 3
PASSED = 0.9
"""From this mark on Lighthouse shows an audit in green."""

CATEGORIES = ("performance", "accessibility", "best-practices", "seo")
METRICS = {
    "lcp": "largest-contentful-paint",
    "cls": "cumulative-layout-shift",
    "tbt": "total-blocking-time",
}


@dataclass(frozen=True)
class Report:
    """Medians of several runs: scores of 100 by category; LCP and TBT in milliseconds, CLS.

    `faults` are the ids of audits that were not passed in some run, sorted.
    """

    page: str
    scores: dict[str, int]
    metrics: dict[str, float]
    faults: tuple[str, ...]

    def write(self, folder: Path, name: str) -> None:
        """Write it as `<name>.json`."""
        folder.mkdir(parents=True, exist_ok=True)
        text = json.dumps(asdict(self), ensure_ascii=False, indent=1)
        (folder / f"{name}.json").write_text(text + "\n", encoding="utf-8")


def installed_lighthouse() -> list[str] | None:
    """The command, from among the peer's packages or the machine's; None without one."""
    packages = PEER / "node_modules"
    script = packages / "lighthouse" / "cli" / "index.js"
    if script.is_file():
        return [str(packages / ".bin" / "node"), str(script)]
    found = shutil.which("lighthouse")
    return [found] if found else None


def examine(command: list[str], address: str) -> Report:
    """Run Lighthouse on the page at `address` so often that one slow run does not count."""
    return summed_up([_run(command, address) for _ in range(RUNS)])


def summed_up(results: list[dict[str, Any]]) -> Report:
    """The medians of Lighthouse's own results on one page."""
    scores = {
        category: round(100 * statistics.median(_score(one, category) for one in results))
        for category in CATEGORIES
    }
    metrics = {
        name: statistics.median(one["audits"][audit]["numericValue"] for one in results)
        for name, audit in METRICS.items()
    }
    faults = {fault for one in results for fault in _faults(one)}
    return Report(results[0]["finalDisplayedUrl"], scores, metrics, tuple(sorted(faults)))


def _score(result: dict[str, Any], category: str) -> float:
    return result["categories"][category]["score"] or 0.0


def _faults(result: dict[str, Any]) -> list[str]:
    """Audits that count for one of the categories and that Lighthouse does not show in green."""
    return [
        audit["id"]
        for category in CATEGORIES
        for audit in result["categories"][category]["auditRefs"]
        if audit["weight"] and (result["audits"][audit["id"]]["score"] or 0) < PASSED
        if result["audits"][audit["id"]]["scoreDisplayMode"] not in ("notApplicable", "manual")
    ]


def _run(command: list[str], address: str) -> dict[str, Any]:
    flags = " ".join(f'"{option}"' if " " in option else option for option in BROWSER_OPTIONS)
    options = [
        "--quiet",
        "--output=json",
        f"--only-categories={','.join(CATEGORIES)}",
        f"--chrome-flags=--headless {flags}",
    ]
    environment = {**os.environ, "CHROME_PATH": installed_browser() or ""}
    done = subprocess.run(
        [*command, address, *options], env=environment, capture_output=True, text=True
    )
    if done.returncode:
        raise SystemExit(f"Lighthouse failed for {address}:\n{done.stderr}")
    result: dict[str, Any] = json.loads(done.stdout)
    if "runtimeError" in result:
        raise SystemExit(f"Lighthouse failed for {address}: {result['runtimeError']['message']}")
    return result
