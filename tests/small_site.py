"""A small course that pages can show completely, and what MkDocs and mkdocs-quiz make of it."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any
from unittest import mock

import markdown
import yaml
from lxml.html import HtmlElement, document_fromstring
from mkdocs.commands.build import build
from mkdocs.config import load_config
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files
from mkdocs.structure.pages import Page
from mkdocs_quiz.plugin import MkDocsQuizPlugin

from courseware.course.bank import read_bank_file
from courseware.course.model import Question
from courseware.site.plugin import END_OF_CONTENT, _converter, _templates
from courseware.site.questions import feed, take_back
from tests.course_folder import BANK, LESSON, NAV, CourseFolder

SITE_CONFIG = """\
site_name: 小さな教材
docs_dir: docs/ja
use_directory_urls: false
theme: {name: material, language: ja, font: false}
nav:
  - lessons/01-one.md
plugins:
  - course: {editions: []}
  - mkdocs_quiz:
      {language: ja, auto_submit: false, confetti: false, embed_source: false, show_progress: false}
markdown_extensions:
  - admonition
  - attr_list
  - tables
  - toc: {toc_depth: 2}
  - pymdownx.details
  - pymdownx.superfences
"""

STYLE = "body { margin: 0 }\n"


def single(id: str = "one-single", **changed: Any) -> dict[str, Any]:
    return {
        "id": id,
        "type": "single",
        "level": "recall",
        "objectives": ["O1"],
        "points": ["p-one"],
        "stem": "どれですか。",
        "options": [
            {
                "id": "a",
                "text": "これ",
                "correct": True,
                "feedback": "手もとにあるものを指します。",
            },
            {"id": "b", "text": "あれ", "feedback": "遠くにあるものを指します。"},
            {"id": "c", "text": "それ", "feedback": "相手の近くのものを指します。"},
        ],
        "explanation": "これだからです。",
        "rev": 1,
        **changed,
    }


def multiple(id: str = "one-multiple", right: str = "ab", **changed: Any) -> dict[str, Any]:
    question = {**single(id), "type": "multiple", "points": ["p-two"], **changed}
    question["options"] = [
        {**option, "correct": option["id"] in right} for option in question["options"]
    ]
    return question


def blank(id: str = "one-blank", stem: str = "海は[[1]]です。", **changed: Any) -> dict[str, Any]:
    question = {**single(id), "type": "blank", "stem": stem, **changed}
    del question["options"]
    question.setdefault("blanks", [{"accept": ["広い"], "feedback": "海は見わたすかぎりです。"}])
    return question


def match(id: str = "one-match", **changed: Any) -> dict[str, Any]:
    question = {**single(id), "type": "match", **changed}
    del question["options"]
    sides = {"a": ("犬", "ワン"), "b": ("猫", "ニャー")}
    question.setdefault("choices", [{"id": i, "text": text} for i, (_, text) in sides.items()])
    question.setdefault(
        "pairs",
        [
            {"id": i, "left": left, "right": i, "feedback": f"{left}が鳴くときの声を表します。"}
            for i, (left, _) in sides.items()
        ],
    )
    return question


def order(id: str = "one-order", **changed: Any) -> dict[str, Any]:
    question = {
        **single(id),
        "type": "order",
        "feedback": "一日は朝から始まります。",
        **changed,
    }
    del question["options"]
    steps = {"x": "朝", "y": "昼", "z": "夜"}
    question.setdefault("items", [{"id": i, "text": text} for i, text in steps.items()])
    return question


def bank_text(*questions: dict[str, Any]) -> str:
    content = {"lesson": "01-one", "questions": list(questions)}
    return yaml.safe_dump(content, allow_unicode=True, sort_keys=False)


def read_questions(*questions: dict[str, Any]) -> tuple[Question, ...] | None:
    """The questions as `make check` reads them; None where it refuses one."""
    file, mistakes = read_bank_file(bank_text(*questions), BANK, "ja")
    return None if mistakes or file is None else file.content.questions


def small_course(root: Path, *questions: dict[str, Any]) -> CourseFolder:
    """A valid course with the questions given; the lesson shows them all at `rest`."""
    folder = CourseFolder(root)
    folder.write(NAV, SITE_CONFIG)
    folder.write(BANK, bank_text(*(questions or (single(), multiple(), blank()))))
    folder.edit(LESSON, "<!-- quiz: one-single -->\n", "")
    # The repository has it in overrides/assets/; the fallback font is added to it.
    folder.write("docs/ja/assets/site.css", STYLE)
    return folder


def built_lesson(folder: CourseFolder) -> HtmlElement:
    """The lesson's page, from a strict build without the fallback font, which takes its time."""
    site = build_small_site(folder)
    return document_fromstring((site / "lessons/01-one.html").read_bytes())


def build_small_site(folder: CourseFolder, site_url: str | None = None) -> Path:
    """Build the course's site strictly and without the fallback font; return its folder."""
    return Path(build_small_config(folder, site_url).site_dir)


def build_small_config(folder: CourseFolder, site_url: str | None = None) -> MkDocsConfig:
    """Do the same; return the configuration, whose plugins know what they have built."""
    site = folder.root / "site"
    config = load_config(str(folder.root / NAV), site_dir=str(site), strict=True, site_url=site_url)
    config.plugins.on_startup(command="build", dirty=False)
    with mock.patch("courseware.site.fonts.FOLDERS", ()):
        build(config)
    config.plugins.on_shutdown()
    return config


def question_of(page: HtmlElement, id: str) -> HtmlElement:
    (element,) = page.xpath(f"//*[@data-question='{id}']")
    return element


def text_of(element: HtmlElement) -> str:
    return " ".join(element.text_content().split())


class Layer:
    """Takes questions through mkdocs-quiz as a build does, without building a site."""

    def __init__(self, config: MkDocsConfig) -> None:
        self.config = config
        self.quizzes = config.plugins["mkdocs_quiz"]
        assert isinstance(self.quizzes, MkDocsQuizPlugin)
        self.files = Files([])
        file = File("lessons/01-one.md", config.docs_dir, config.site_dir, use_directory_urls=False)
        self.page = Page("題", file, config)
        self.page.meta = {}
        self.converter = _converter(config)
        self.templates = _templates()

    def html(self, *questions: Question, indent: str = "", around: str = "{}") -> str:
        """What mkdocs-quiz makes of a page with these questions."""
        text = around.format("".join(feed(question, indent) for question in questions))
        text = self.quizzes.on_page_markdown(text, page=self.page, config=self.config)
        html = markdown.markdown(
            text,
            extensions=self.config.markdown_extensions,
            extension_configs=self.config.mdx_configs,
        )
        html = self.quizzes.on_page_content(
            html + END_OF_CONTENT, page=self.page, config=self.config, files=self.files
        )
        return html.partition(END_OF_CONTENT)[0]

    def taken_back(self, html: str, *questions: Question) -> str:
        return take_back(html, questions, self.converter, self.templates, "ja")

    def published(self, *questions: Question) -> HtmlElement:
        return document_fromstring(self.taken_back(self.html(*questions), *questions))


def layer(root: Path) -> Layer:
    folder = small_course(root)
    config = load_config(str(folder.root / NAV), site_dir=str(root / "site"))
    config.plugins["course"].on_config(config)
    return Layer(config)


def without_comments(html: str) -> str:
    return re.sub(r"<!--.*?-->", "", html, flags=re.DOTALL)
