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

    @property
    def is_advice(self) -> bool:
        """Whether it is only told and stops nothing."""
        return RULES[self.rule].is_advice

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
        kind = {"ja": "助言：", "en": "advice: "}[lang] if self.is_advice else ""
        message = f"{kind}{self.what(lang)} → {self.mend(lang)}"
        return f"{place} [{self.rule}] {_one_line(message)}"

    def annotation(self, lang: str) -> str:
        """The workflow command that GitHub shows beside the line in a pull request."""
        message = f"{self.what(lang)} → {self.mend(lang)}"
        file = _escaped(self.file).replace(":", "%3A").replace(",", "%2C")
        place = f"file={file},line={self.line},col={self.column}"
        level = "warning" if self.is_advice else "error"
        return f"::{level} {place},title={self.rule}::{_escaped(message)}"


class Mistakes(Exception):
    """All mistakes of a course, sorted by place."""

    def __init__(self, mistakes: Iterable[Mistake]) -> None:
        self.all = tuple(sorted(mistakes))
        super().__init__(self.report("en"))

    def report(self, lang: str) -> str:
        """One line a mistake or advice, and a last line that counts them."""
        advice = sum(mistake.is_advice for mistake in self.all)
        count = len(self.all) - advice
        of_mistakes = {
            "ja": f"{count} 件の間違いがあります。直すまで公開されません。",
            "en": f"{count} mistake{_s(count)}. Nothing is published until mended.",
        }
        of_advice = {
            "ja": f"{advice} 件の助言があります。",
            "en": f"{advice} piece{_s(advice)} of advice.",
        }
        told = ([of_mistakes] if count else []) + ([of_advice] if advice else [])
        lines = [mistake.line_for_terminal(lang) for mistake in self.all]
        return "\n".join([*lines, *(total[lang] for total in told)])

    def summary(self, lang: str) -> str:
        """A Markdown table for the summary page of a GitHub Actions job."""
        is_advice_only = all(mistake.is_advice for mistake in self.all)
        stopped = {
            "ja": "公開を止めました。いまのサイトはそのまま残っています。",
            "en": "Not published. The site stays as it was.",
        }
        head = {
            "ja": ("助言" if is_advice_only else stopped["ja"], "場所", "内容", "直し方"),
            "en": ("Advice" if is_advice_only else stopped["en"], "Place", "What", "How to mend"),
        }[lang]
        rows = [
            f"| `{m.file}` : {m.line} | {_cell(m.what(lang))} ({m.rule}) | {_cell(m.mend(lang))} |"
            for m in self.all
        ]
        return "\n".join(
            [f"## {head[0]}", "", f"| {head[1]} | {head[2]} | {head[3]} |", "|---|---|---|", *rows]
        )


def _s(count: int) -> str:
    return "s" if count != 1 else ""


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
