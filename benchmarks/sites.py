"""Two sites with the same questions: the course's plugin, and mkdocs-quiz alone."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from itertools import cycle, islice
from pathlib import Path
from typing import Any
from unittest import mock

import yaml
from mkdocs.commands.build import build
from mkdocs.config import load_config
from mkdocs.exceptions import Abort

from benchmarks.copies import without_editions
from benchmarks.translation import in_stock_syntax
from courseware.bootstrap import ROOT
from courseware.course import load_course
from courseware.course.model import FillIn, MultipleChoice, SingleChoice

SETTINGS = yaml.safe_load((ROOT / "mkdocs.yml").read_text(encoding="utf-8"))
OBJECTIVES = "[{id: O1, name: measure, ja: 測る, en: Measure}]\n"
PAGE = "lessons/01-questions.html"
PLAIN = "plain.html"
LESSON = """\
---
title: 百の問い
description: 測るための講です。
objectives: [O1]
keywords: []
checked: 2026-01-01
---

## 考えてみよう {#opening}

## 一 {#one}

<!-- quiz: rest -->

## 二 {#two}

## 三 {#three}

## 要点 {#key-points}

## やさしい日本語で {#plain}

## 出典 {#sources}
"""

Askable = SingleChoice | MultipleChoice | FillIn


@dataclass(frozen=True)
class Site:
    """A built site, and how to find in it what is measured.

    `scripts` matches the addresses of the quiz's scripts. `question` and `feedback` are selectors,
    the second one below the first.
    """

    folder: Path
    scripts: str
    question: str
    feedback: str


def questions_to_ask(root: Path, count: int) -> list[Askable]:
    """Questions of the bank that mkdocs-quiz can do, repeated under new ids."""
    able = [
        _without_citations(entry.question)
        for entry in load_course(root).bank
        if isinstance(entry.question, SingleChoice | FillIn)
        or (isinstance(entry.question, MultipleChoice) and _has_several_right(entry.question))
    ]
    return [
        question.model_copy(update={"id": f"asked-{number}"})
        for number, question in enumerate(islice(cycle(able), count), start=1)
    ]


def _has_several_right(question: MultipleChoice) -> bool:
    return sum(option.correct for option in question.options) > 1


def _without_citations(question: Askable) -> Askable:
    text = re.sub(r"\[@[^\]]+\]", "", question.model_dump_json())
    bare = {**json.loads(text), "sources": [], "points": [], "objectives": ["O1"]}
    return type(question).model_validate(bare)


def our_site(folder: Path, questions: list[Askable]) -> Site:
    """Build a course of one lesson with the course's plugin."""
    _write(folder / "references/course.yml", (ROOT / "references/course.yml").read_text("utf-8"))
    for name in ("sources", "glossary", "lecture-points"):
        _write(folder / f"references/{name}.yml", "[]\n")
    _write(folder / "references/objectives.yml", OBJECTIVES)
    bank = {"lesson": "01-questions", "questions": [q.model_dump(mode="json") for q in questions]}
    _write(folder / "quizzes/ja/01-questions.yml", yaml.safe_dump(bank, allow_unicode=True))
    _write(folder / "docs/ja/lessons/01-questions.md", LESSON)
    _build(folder, without_editions(SETTINGS["plugins"]), {"custom_dir": str(ROOT / "overrides")})
    scripts = r"/assets/(course|questions)\.\w+\.js$"
    return Site(folder / "site", scripts, ".question", "[role=status]:not(:empty)")


def stock_site(folder: Path, questions: list[Askable]) -> Site:
    """Build the same questions, and a page without any, with Material and mkdocs-quiz alone."""
    lesson = LESSON.replace("<!-- quiz: rest -->", "\n".join(map(in_stock_syntax, questions)))
    _write(folder / "docs/ja/lessons/01-questions.md", lesson)
    _write(folder / "docs/ja/plain.md", "---\nquiz: {enabled: false}\n---\n# 問いなし\n")
    options = {"language": "ja", "auto_submit": False, "confetti": False}
    _build(folder, [{"mkdocs_quiz": options}], {})
    # Its scripts stand in the page, so they bear the page's address.
    scripts = f"/({PAGE}|{PLAIN})$"
    return Site(folder / "site", scripts, ".quiz", ".quiz-feedback:not(.hidden)")


def _build(folder: Path, plugins: list[Any], theme: dict[str, str]) -> None:
    written = {
        "site_name": "測定",
        "docs_dir": "docs/ja",
        "use_directory_urls": False,
        "theme": {"name": "material", "language": "ja", "font": False, **theme},
        "plugins": plugins,
        "markdown_extensions": SETTINGS["markdown_extensions"],
    }
    _write(folder / "mkdocs.yml", yaml.safe_dump(written, allow_unicode=True))
    config = load_config(str(folder / "mkdocs.yml"), site_dir=str(folder / "site"))
    config.plugins.on_startup(command="build", dirty=False)
    with mock.patch("courseware.site.fonts.FOLDERS", ()):  # both with the fonts of this machine
        try:
            build(config)
        except Abort as mistakes:
            raise SystemExit(f"{mistakes}") from None
    config.plugins.on_shutdown()


def _write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
