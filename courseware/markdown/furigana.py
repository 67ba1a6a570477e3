"""Furigana: `{漢字|かんじ}` becomes `<ruby>`; contents and titles see the plain text.

Readings are for reading, not for finding: the search index leaves them out.
"""

from __future__ import annotations

import re
import xml.etree.ElementTree as etree
from typing import Any

from markdown import Markdown
from markdown.extensions import Extension
from markdown.inlinepatterns import InlineProcessor
from markdown.postprocessors import Postprocessor
from markdown.preprocessors import Preprocessor
from markdown.treeprocessors import Treeprocessor

_BAR = "\ue000"  # stands for the bar while blocks are parsed: in a table it would end the cell
_FURIGANA = re.compile(r"\{([^{}|\n]+)\|([^{}|\n]+)\}")


_KANJI = "\u3400-\u9fff々〆"
_RUNS = re.compile(rf"[{_KANJI}]+|[ぁ-ゖァ-ヶー]+|[^{_KANJI}ぁ-ゖァ-ヶー]+")


def ruby(text: str, reading: str) -> etree.Element:
    """`<ruby>` with the reading in brackets for browsers that cannot set it above."""
    element = etree.Element("ruby")
    element.text = text
    for tag, part in (("rp", "（"), ("rt", reading), ("rp", "）")):
        etree.SubElement(element, tag, {"data-search-exclude": ""}).text = part
    return element


def divided(word: str, reading: str) -> list[tuple[str, str | None]]:
    """The parts of a word, those in kanji with their share of the reading (in hiragana).

    `("ピア活動", "ぴあかつどう")` gives `[("ピア", None), ("活動", "かつどう")]`. Where the reading
    can be divided in no way or in several, the whole word has it.
    """
    if not re.search(f"[{_KANJI}]", word):
        return [(word, None)]
    runs = _RUNS.findall(word)
    shortest, longest = (
        re.fullmatch("".join(_reading_of(run, share) for run in runs), reading)
        for share in ("(.+?)", "(.+)")
    )
    if shortest is None or longest is None or shortest.groups() != longest.groups():
        return [(word, reading)]
    shares = iter(shortest.groups())
    return [(run, next(shares) if re.match(f"[{_KANJI}]", run) else None) for run in runs]


def _reading_of(run: str, share: str) -> str:
    """What matches the reading of a run; `share` is for one in kanji."""
    if re.match(f"[{_KANJI}]", run):
        return share
    if re.match("[ぁ-ゖァ-ヶー]", run):
        return re.escape(hiragana(run))
    if re.search(r"\w", run):
        return r"(?!)"  # Latin letters and digits are read in many ways
    return f"(?:{re.escape(run)})?"  # marks are not read


def hiragana(text: str) -> str:
    """Katakana as hiragana; everything else stays."""
    return re.sub("[ァ-ヶ]", lambda kana: chr(ord(kana[0]) - 0x60), text)


class _HideBars(Preprocessor):
    def run(self, lines: list[str]) -> list[str]:
        return [_FURIGANA.sub(rf"{{\1{_BAR}\2}}", line) for line in lines]


class _ShowBars(Postprocessor):
    """Gives the bar back where it was not furigana, such as in code."""

    def run(self, text: str) -> str:
        return text.replace(_BAR, "|")


class _Ruby(InlineProcessor):
    def handleMatch(  # type: ignore[override]
        self, m: re.Match[str], data: str
    ) -> tuple[etree.Element, int, int]:
        return ruby(m[1], m[2]), m.start(0), m.end(0)


class _PlainHeadings(Treeprocessor):
    """Hands `toc` the heading without readings, by the attribute it has for this."""

    def run(self, root: etree.Element) -> None:
        for heading in root.iter():
            is_heading = re.fullmatch("h[1-6]", str(heading.tag))
            if is_heading and heading.find(".//ruby") is not None:
                heading.set("data-toc-label", "".join(_without_readings(heading)))


def _without_readings(element: etree.Element) -> list[str]:
    texts = [] if element.tag in ("rt", "rp") else [element.text or ""]
    for child in element:
        texts += [*_without_readings(child), child.tail or ""]
    return texts


class FuriganaExtension(Extension):
    """Adds the syntax to Python-Markdown."""

    def extendMarkdown(self, md: Markdown) -> None:  # noqa: D102
        md.preprocessors.register(_HideBars(md), "furigana-hide", 24)  # after fences are stashed
        md.inlinePatterns.register(_Ruby(rf"\{{([^{{}}\n]+){_BAR}([^{{}}\n]+)\}}", md), "ruby", 175)
        md.treeprocessors.register(_PlainHeadings(md), "furigana", 6)  # before toc, which is 5
        md.postprocessors.register(_ShowBars(md), "furigana-show", 5)


def makeExtension(**kwargs: Any) -> FuriganaExtension:  # noqa: ANN401, D103
    return FuriganaExtension(**kwargs)
