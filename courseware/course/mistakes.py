"""Authors' mistakes: where, which rule, what is wrong and how to mend it, in two languages."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from courseware.course.rules import RULES


@dataclass(frozen=True, order=True)
class Mistake:
    """One mistake. `file` is relative to the course's root; `line` and `column` count from 1."""

    file: str
    line: int
    column: int
    rule: str
    details: Mapping[str, object] = field(default_factory=dict, compare=False)

    def what(self, lang: str) -> str:
        """What is wrong, in `ja` or `en`."""
        return self._filled(RULES[self.rule].what, lang)

    def mend(self, lang: str) -> str:
        """How to mend it, in `ja` or `en`."""
        return self._filled(RULES[self.rule].mend, lang)

    def _filled(self, text: dict[str, str], lang: str) -> str:
        """The text with its details; one that is a dict is itself in two languages."""
        details = {k: v[lang] if isinstance(v, dict) else v for k, v in self.details.items()}
        return text[lang].format(**details)

    def line_for_terminal(self, lang: str) -> str:
        """`file:line:column [rule] what → mend`."""
        place = f"{self.file}:{self.line}:{self.column}"
        message = f"{self.what(lang)} → {self.mend(lang)}"
        return f"{place} [{self.rule}] {_one_line(message)}"

    def annotation(self, lang: str) -> str:
        """The workflow command that GitHub shows beside the line in a pull request."""
        message = f"{self.what(lang)} → {self.mend(lang)}"
        file = _escaped(self.file).replace(":", "%3A").replace(",", "%2C")
        place = f"file={file},line={self.line},col={self.column}"
        return f"::error {place},title={self.rule}::{_escaped(message)}"


class Mistakes(Exception):
    """All mistakes of a course, sorted by place."""

    def __init__(self, mistakes: Iterable[Mistake]) -> None:
        self.all = tuple(sorted(mistakes))
        super().__init__(self.report("en"))

    def report(self, lang: str) -> str:
        """One line a mistake, and a last line that counts them."""
        count = len(self.all)
        total = {
            "ja": f"{count} 件の間違いがあります。直すまで公開されません。",
            "en": f"{count} mistake{'s' if count != 1 else ''}. Nothing is published until mended.",
        }
        return "\n".join([*(m.line_for_terminal(lang) for m in self.all), total[lang]])

    def summary(self, lang: str) -> str:
        """A Markdown table for the summary page of a GitHub Actions job."""
        head = {
            "ja": (
                "公開を止めました。いまのサイトはそのまま残っています。",
                "場所",
                "内容",
                "直し方",
            ),
            "en": ("Not published. The site stays as it was.", "Place", "What", "How to mend"),
        }[lang]
        rows = [
            f"| `{m.file}` : {m.line} | {_cell(m.what(lang))} ({m.rule}) | {_cell(m.mend(lang))} |"
            for m in self.all
        ]
        return "\n".join(
            [f"## {head[0]}", "", f"| {head[1]} | {head[2]} | {head[3]} |", "|---|---|---|", *rows]
        )


def _one_line(text: str) -> str:
    return re.sub(r"[\r\n]+", " ", text)


def _escaped(text: str) -> str:
    """As the value of a workflow command."""
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _cell(text: str) -> str:
    """As a cell of a Markdown table that shows marks such as `![…](…)` and `&lt;` as they are."""
    return re.sub(r"([\\|*_`\[\]<&$~])", r"\\\1", _one_line(text))


def message_language() -> str:
    """`ja` or `en`, from COURSE_LANG or the usual locale variables."""
    names = ("COURSE_LANG", "LC_ALL", "LC_MESSAGES", "LANG")
    value = next((os.environ[name] for name in names if os.environ.get(name)), "")
    return "ja" if value.startswith("ja") else "en"


def relative(path: Path, root: Path) -> str:
    """`path` as authors see it: relative to the course's root, with slashes."""
    return path.relative_to(root).as_posix()
