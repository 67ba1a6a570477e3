"""Citations: `[@S26]` or `[@S35; @S36]` become numbered links into the list of references.

A citation of an id that is not in `sources` stays as typed, so that a check or a reader sees it.
"""

from __future__ import annotations

import re
import xml.etree.ElementTree as etree
from typing import Any

from markdown import Markdown
from markdown.extensions import Extension
from markdown.inlinepatterns import InlineProcessor

PATTERN = r"\[(@\w+(?:\s*;\s*@\w+)*)\]"


class _Citation(InlineProcessor):
    def __init__(self, md: Markdown, sources: dict[str, dict[str, str]], page: str) -> None:
        super().__init__(PATTERN, md)
        self.sources = sources
        self.page = page

    def handleMatch(  # type: ignore[override]
        self, m: re.Match[str], data: str
    ) -> tuple[etree.Element | None, int | None, int | None]:
        ids = [part.strip().removeprefix("@") for part in m[1].split(";")]
        if not all(id in self.sources for id in ids):
            return None, None, None
        group = etree.Element("span", {"class": "citation"})
        for id in ids:
            source = self.sources[id]
            link = etree.SubElement(group, "a", href=f"{self.page}#{id}", title=source["title"])
            link.text = f"[{source['number']}]"
        return group, m.start(0), m.end(0)


class CitationsExtension(Extension):
    """`sources` maps an id to its `number` and `title`; `page` is the address of the list."""

    def __init__(self, **kwargs: Any) -> None:  # noqa: ANN401
        self.config = {
            "sources": [{}, "id → {number, title}"],
            "page": ["references.md", "where the list of references is"],
        }
        super().__init__(**kwargs)

    def extendMarkdown(self, md: Markdown) -> None:  # noqa: D102
        processor = _Citation(md, self.getConfig("sources"), self.getConfig("page"))
        md.inlinePatterns.register(processor, "citation", 172)  # before links, which begin alike


def makeExtension(**kwargs: Any) -> CitationsExtension:  # noqa: ANN401, D103
    return CitationsExtension(**kwargs)
