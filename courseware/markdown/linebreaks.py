"""Lines of Japanese text are joined without a space, as they are typed without one.

HTML takes the end of a line for a space. Firefox leaves it out between Japanese letters, as CSS
Text level 3 asks (segment break transformation); Chromium shows a gap.
"""

from __future__ import annotations

import re
import xml.etree.ElementTree as etree

from markdown import Markdown
from markdown.extensions import Extension
from markdown.treeprocessors import Treeprocessor
from markdown.util import AtomicString

_JAPANESE = "\u3000-\u30ff\u3400-\u9fff\uf900-\ufaff\uff01-\uff5e"
_MARKS = r"*_\[\]{}"
_BREAK = re.compile(
    rf"(?<=[{_JAPANESE}\]*_}}])\n[ \t]*(?=[{_MARKS}]*[{_JAPANESE}])"
    # After Japanese punctuation no space belongs, whatever follows it.
    rf"|(?<=[、。」』）！？])\n[ \t]*(?=[{_MARKS}]*[A-Za-z0-9])"
)


class _Join(Treeprocessor):
    def run(self, root: etree.Element) -> None:
        # Before marks within lines are read: each paragraph is still one text.
        for element in root.iter():
            if element.text and not isinstance(element.text, AtomicString):
                element.text = _BREAK.sub("", element.text)


class LineBreaksExtension(Extension):
    """Joins lines; a break made by two spaces or a backslash stays."""

    def extendMarkdown(self, md: Markdown) -> None:  # noqa: D102
        md.treeprocessors.register(_Join(md), "japanese-lines", 30)  # before inline, which is 20


def makeExtension(**kwargs: object) -> LineBreaksExtension:  # noqa: D103
    return LineBreaksExtension(**kwargs)
