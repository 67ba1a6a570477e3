"""The command line: check, build, serve, and the schema for editors."""

from __future__ import annotations

import json
import logging
import os
import shutil
import subprocess
import sys
from pathlib import Path

import click
from mkdocs.commands.build import build as build_site
from mkdocs.commands.serve import serve as serve_site
from mkdocs.config import load_config
from mkdocs.exceptions import MkDocsException

from courseware.course import Course, Mistakes, read_course
from courseware.course.ledger import write_baseline
from courseware.course.mistakes import message_language
from courseware.course.model import QuestionFile
from courseware.course.readings import differences, sudachi

SCHEMA = "quizzes/question-bank.schema.json"


@click.group()
def main() -> None:
    """Checks, builds and serves a course. Run it in the course's folder."""


@main.command()
@click.option("--strict", is_flag=True, help="Fail for advice, too.")
def check(strict: bool) -> None:
    """List every mistake in docs/, quizzes/ and references/, and advice."""
    course = _checked_course(has_advice=True, is_strict=strict)
    _write_schema(Path())
    lessons, questions = len(course.lessons), len(course.bank)
    found = {
        "ja": f"間違いはありません（{lessons} 講、{questions} 問）。",
        "en": f"No mistakes ({lessons} lessons, {questions} questions).",
    }
    click.echo(found[message_language()])


@main.command()
def build() -> None:
    """Build everything into site/, or leave site/ as it was."""
    _checked_course()
    os.environ.setdefault("SOURCE_DATE_EPOCH", _time_of_last_commit())
    site, fresh = Path("site"), Path("build/site")
    shutil.rmtree(fresh, ignore_errors=True)
    _build_site(fresh)
    shutil.rmtree(site, ignore_errors=True)
    fresh.rename(site)
    click.echo(f"site/ ({sum(1 for _ in site.rglob('*.html'))} pages), build/course.json")


@main.command()
@click.option("--same", multiple=True, metavar="ID", help="A question that means the same; or all.")
def baseline(same: tuple[str, ...]) -> None:
    """Note the ids, texts and keys of the course as published, in references/baseline.yml."""
    course = _checked_course(same=same)
    click.echo(write_baseline(course, Path()))


@main.command()
def readings() -> None:
    """List readings written by hand that a morphological analyser does not share."""
    course = _checked_course()
    try:
        analyse = sudachi()
    except ImportError:
        raise SystemExit("SudachiPy is missing: run `make readings`.") from None
    try:
        found = sorted(differences(course, Path(), analyse))
    except Mistakes as mistakes:
        raise SystemExit(mistakes.report(message_language())) from None
    for difference in found:
        click.echo(difference)
    told = {"ja": f"違いは {len(found)} 件です。", "en": f"{len(found)} differences."}
    click.echo(told[message_language()])


@main.command()
@click.option("--port", default=8000, show_default=True)
def serve(port: int) -> None:
    """Serve the site on 127.0.0.1 and build it anew on every edit."""
    _checked_course()
    logging.basicConfig(level=logging.INFO, format="%(message)s")
    address = f"127.0.0.1:{port}"
    try:
        serve_site("mkdocs.yml", dev_addr=address, site_url=f"http://{address}/")
    except MkDocsException as error:
        raise SystemExit(str(error)) from None
    except OSError as error:
        other = f"make serve PORT={port + 1}"
        raise SystemExit(f"{address}: {error.strerror}. Try another port: {other}") from None


@main.command()
def schema() -> None:
    """Write the JSON Schema of the question bank, by which editors complete and check."""
    click.echo(_write_schema(Path()))


def question_schema() -> str:
    """The JSON Schema of a file of the bank, as text."""
    content = {"$schema": "https://json-schema.org/draft/2020-12/schema"}
    content |= QuestionFile.model_json_schema()
    return json.dumps(content, ensure_ascii=False, indent=2) + "\n"


def _write_schema(root: Path) -> Path:
    path = root / SCHEMA
    text = question_schema()
    if not path.is_file() or path.read_text(encoding="utf-8") != text:
        path.write_text(text, encoding="utf-8")
    return path


def _checked_course(
    *, has_advice: bool = False, is_strict: bool = False, same: tuple[str, ...] = ()
) -> Course:
    """The course; what is found is told, and stops with status 1 where it must not go on."""
    course, found = read_course(Path().resolve(), same)
    found = tuple(one for one in found if has_advice or not one.is_advice)
    lang = message_language()
    if found:
        report = Mistakes(found)
        if os.environ.get("GITHUB_ACTIONS"):
            click.echo("\n".join(one.annotation(lang) for one in report.all))
        if summary := os.environ.get("GITHUB_STEP_SUMMARY"):
            with Path(summary).open("a", encoding="utf-8") as file:
                file.write(report.summary(lang) + "\n")
        click.echo(report.report(lang), err=True)
    if course is None or (found and is_strict):
        sys.exit(1)
    return course


def _build_site(site_dir: Path) -> None:
    # What our plugin has to tell; of MkDocs itself only warnings are shown.
    teller, terminal = logging.getLogger("mkdocs.plugins.courseware"), logging.StreamHandler()
    teller.setLevel(logging.INFO)
    teller.addHandler(terminal)
    try:
        config = load_config("mkdocs.yml", site_dir=str(site_dir), strict=True)
        config.plugins.on_startup(command="build", dirty=False)
        try:
            build_site(config)
        finally:
            config.plugins.on_shutdown()
    except MkDocsException as error:
        raise SystemExit(str(error)) from None
    finally:
        teller.removeHandler(terminal)


def _time_of_last_commit() -> str:
    """Seconds since 1970, so that two builds of one commit give the same bytes."""
    command = ["git", "log", "-1", "--format=%ct"]
    try:
        done = subprocess.run(command, capture_output=True, text=True, check=True)
    except (OSError, subprocess.CalledProcessError):
        return "0"
    return done.stdout.strip() or "0"
