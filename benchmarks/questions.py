"""Measures pages of 8 and of 100 questions, ours beside mkdocs-quiz alone: `make bench`.

Both sites are built from the same questions of the bank, repeated if they are too few, and shown
in the same Chromium with its processor slowed down to a quarter. Ours are set by the course's
plugin in the project's templates; the others by Material and mkdocs-quiz with its defaults, except
that there, too, a button is pressed (no `auto_submit`) and no confetti fly. Left out is what
mkdocs-quiz cannot do: pairs, steps, several boxes with one right answer. Citations are taken out,
because only ours would turn them into links.

Milliseconds hold for the machine that prints them; the ratio is what to compare.
"""

from __future__ import annotations

import contextlib
import gzip
import json
import os
import re
import statistics
import tempfile
from collections.abc import Iterator
from pathlib import Path

import rcssmin
import rjsmin
from playwright.sync_api import Browser, Page, sync_playwright

from benchmarks.serving import served
from benchmarks.sites import (
    PAGE,
    PLAIN,
    Askable,
    Site,
    our_site,
    questions_to_ask,
    stock_site,
)
from courseware.bootstrap import BROWSER_OPTIONS, ROOT, installed_browser
from courseware.course import Course, load_course
from courseware.site.plugin import ASSETS
from courseware.site.summary import course_for_scripts

FEW, MANY = 8, 100
"""Questions of a page: as a lesson has them, and far more."""

LOADS = 7
PRESSES = 10
"""Of each type of question."""

ROUNDS = 3
"""Each button is pressed so often, each time on a new page; its median counts."""

SLOWDOWN = 4
LIMITS = {"bytes": 12 * 1024, "ready": 200, "press": 50}
"""What ours must keep, in bytes and in milliseconds."""

# What is measured ------------------------------------------------------------------------------


def our_bytes(course: Course) -> int:
    """Bytes of what questions need on a page, gzip -9, file by file.

    Those are the record and progress, which stand in the script that every page has; grading and
    the questions themselves; and their style, which stands in the one sheet of the site.
    """

    def script(*names: str) -> str:
        return str(
            rjsmin.jsmin("".join((ASSETS / f"{name}.js").read_text("utf-8") for name in names))
        )

    texts = [
        script("record") + course_for_scripts(course, course.lessons[0].lang) + script("progress"),
        script("grading", "questions"),
        rcssmin.cssmin((ASSETS / "questions.css").read_text("utf-8")),
    ]
    return sum(len(gzip.compress(text.encode(), 9)) for text in texts)


def stock_bytes(site: Site) -> int:
    """Bytes of the style and the scripts that mkdocs-quiz puts into each page, gzip -9."""
    html = (site.folder / PAGE).read_text(encoding="utf-8")
    parts = re.findall(r'<(style|script)( type="text/[^>]*>.*?)</\1>', html, flags=re.DOTALL)
    return len(gzip.compress("".join(map("".join, parts)).encode(), 9))


def script_time(browser: Browser, address: str, site: Site, path: str = PAGE) -> float:
    """Milliseconds that the quiz's scripts take on a first visit until the page is ready.

    From a trace: evaluating, compiling and calling of functions, with everything that they cause,
    such as forced layout. What runs within another of these counts once. What is parsed on another
    thread counts with the processor's time, since much of its duration is waiting for the network.
    """
    with _slow_page(browser, address) as page:
        browser.start_tracing(page=page, categories=["devtools.timeline"])
        page.goto(address + path)
        if path != PLAIN:
            page.locator(f"{site.question} button[type=submit]").last.wait_for()
        page.evaluate("new Promise(done => requestAnimationFrame(() => setTimeout(done, 200)))")
        events = json.loads(browser.stop_tracing())["traceEvents"]
    on_main = ("EvaluateScript", "FunctionCall", "v8.compile")
    spent, free_at = 0.0, 0.0
    for event in sorted(events, key=lambda event: float(event.get("ts", 0))):
        data = event["args"].get("data", {})
        if not isinstance(data, dict) or not re.search(site.scripts, data.get("url") or ""):
            continue
        if event["name"] == "v8.parseOnBackground":
            spent += event["tdur"]
        elif event["name"] in on_main and event["ts"] >= free_at:
            spent += event["dur"]
            free_at = event["ts"] + event["dur"]
    return spent / 1000


# Chooses an answer, right or wrong, and returns the middle of the button when all is still.
CHOOSE = """([selector, number, feedback]) => {
    const question = document.querySelectorAll(selector)[number];
    const fields = [...question.querySelectorAll("input")];
    const chosen = fields.slice(0, fields[0].type === "checkbox" ? 2 : 1);
    for (const field of fields.filter(field => field.type === "text")) field.value = "仲間";
    for (const field of chosen) field.checked = true;
    const button = question.querySelector("button[type=submit]");
    button.scrollIntoView({block: "center"});
    const painted = (event, done, fail) => requestAnimationFrame(() => {
        const channel = new MessageChannel();
        channel.port1.onmessage = () => {
            const time = performance.now() - event.timeStamp;
            question.querySelector(feedback) ? done(time) : fail(`no feedback at ${number}`);
        };
        channel.port2.postMessage(null);
    });
    window.feedbackPainted = new Promise((done, fail) => document.addEventListener(
        "click", event => painted(event, done, fail), {capture: true, once: true}));
    return new Promise(done => setTimeout(() => {
        const {x, y, width, height} = button.getBoundingClientRect();
        done([x + width / 2, y + height / 2]);
    }, 300));
}"""


def press_times(browser: Browser, address: str, site: Site, numbers: list[int]) -> list[float]:
    """Milliseconds from the press of the button until the feedback is painted, by question.

    From the `timeStamp` of a real click to a message that the next frame's callback sends: it
    arrives when style, layout and painting of that frame are done. Waiting for the frame, up to
    16.7 ms, is part of it. Event Timing gives the same to within its 8 ms, but nothing below 16.
    """
    times = []
    with _slow_page(browser, address) as page:
        page.goto(address + PAGE)
        page.wait_for_timeout(1000)
        for number in numbers:
            # No handles of elements: for them Playwright listens to every click, too.
            x, y = page.evaluate(CHOOSE, [site.question, number, site.feedback])
            page.mouse.move(x, y)
            page.mouse.down()
            page.wait_for_timeout(100)  # the button looks pressed before it is let go
            page.mouse.up()
            times.append(page.evaluate("feedbackPainted"))
    return times


@contextlib.contextmanager
def _slow_page(browser: Browser, address: str) -> Iterator[Page]:
    """A slowed-down page of a new visitor."""
    with contextlib.closing(browser.new_context()) as context:
        page = context.new_page()
        # There may be nothing, but what comes after then is in the same process.
        page.goto(address + PLAIN)
        session = context.new_cdp_session(page)
        session.send("Emulation.setCPUThrottlingRate", {"rate": SLOWDOWN})
        yield page


# The command -----------------------------------------------------------------------------------


def row(name: str, ours: float, stock: float, limit: int | None = None) -> str:
    """One line of the table; the ratio is ours to stock."""
    verdict = "" if limit is None else f"{limit:8,}  {'kept' if ours <= limit else 'not kept'}"
    return f"{name:34}{ours:8,.0f}{stock:8,.0f}{ours / stock:8.2f}{verdict}"


def measure_start(browser: Browser, ours: Site, stock: Site) -> Iterator[str]:
    """The lines on what a page loads. The two sites take turns, so that both meet one machine."""
    sizes = our_bytes(load_course(ROOT)), stock_bytes(stock)
    yield row("script and style, gzip -9, bytes", *sizes, LIMITS["bytes"])
    with served(ours.folder) as our_server, served(stock.folder) as stock_server:
        loads: list[tuple[float, float]] = []
        for _ in range(LOADS):
            # Scripts of the theme stand in the page, too: what they take is known without a quiz.
            theme = script_time(browser, stock_server.address, stock, PLAIN)
            time = script_time(browser, our_server.address, ours)
            loads.append((time, script_time(browser, stock_server.address, stock) - theme))
        our_median, stock_median = map(statistics.median, zip(*loads, strict=True))
        yield row("script time until ready, ms", our_median, stock_median, LIMITS["ready"])


def measure_presses(browser: Browser, ours: Site, stock: Site, presses: list[int]) -> Iterator[str]:
    """The lines on pressing the buttons of the questions with these numbers, taking turns, too."""
    our_rounds, stock_rounds = [], []
    with served(ours.folder) as our_server, served(stock.folder) as stock_server:
        for _ in range(ROUNDS):
            our_rounds.append(press_times(browser, our_server.address, ours, presses))
            stock_rounds.append(press_times(browser, stock_server.address, stock, presses))
    our_presses = [statistics.median(times) for times in zip(*our_rounds, strict=True)]
    stock_presses = [statistics.median(times) for times in zip(*stock_rounds, strict=True)]
    middle = statistics.median(our_presses), statistics.median(stock_presses)
    yield row("press to feedback, median, ms", *middle, LIMITS["press"])
    yield row("press to feedback, worst, ms", max(our_presses), max(stock_presses), LIMITS["press"])


def table(browser: Browser, ours: Site, stock: Site, questions: list[Askable]) -> Iterator[str]:
    """All lines on two sites with the same questions."""
    places: dict[str, list[int]] = {}
    for number, question in enumerate(questions):
        places.setdefault(question.type, []).append(number)
    presses = sorted(number for of_type in places.values() for number in of_type[:PRESSES])
    types = ", ".join(f"{len(numbers)} {type_}" for type_, numbers in places.items())
    yield f"\n{len(questions)} questions ({types}), {len(presses)} of them pressed"
    yield f"{'':34}{'ours':>8}{'stock':>8}{'ratio':>8}{'limit':>8}"
    if len(questions) == MANY:
        yield from measure_start(browser, ours, stock)
    yield from measure_presses(browser, ours, stock, presses)


def main() -> None:
    """Build both sites, measure them and print what came out."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=installed_browser(), args=BROWSER_OPTIONS
        )
        print(f"Chromium {browser.version}, slowed down {SLOWDOWN} times")
        print(f"Medians of {LOADS} loads, and of {ROUNDS} presses of each button", flush=True)
        if (load := os.getloadavg()[0]) > 1:
            print(f"The machine is busy (load {load:.1f}): milliseconds will be too high.")
        for count in (MANY, FEW):
            questions = questions_to_ask(ROOT, count)
            with tempfile.TemporaryDirectory() as folder:
                ours = our_site(Path(folder) / "ours", questions)
                stock = stock_site(Path(folder) / "stock", questions)
                for line in table(browser, ours, stock, questions):
                    print(line, flush=True)
        print("Milliseconds are of this machine; compare the ratios.")
        browser.close()


if __name__ == "__main__":
    main()
