"""Figures: an SVG image alone in a paragraph is set into the page, so that it follows the theme.

`![description](../figures/name.svg "caption")` becomes `<figure>` with the drawing itself. The
description must be given; it names the drawing for those who cannot see it.
"""

from __future__ import annotations

import re
import xml.etree.ElementTree as etree
from html import escape
from pathlib import Path
from typing import Any

from markdown import Markdown
from markdown.extensions import Extension
from markdown.treeprocessors import Treeprocessor


class _Figures(Treeprocessor):
    def __init__(self, md: Markdown, folder: str) -> None:
        super().__init__(md)
        self.folder = Path(folder)

    def run(self, root: etree.Element) -> None:
        for paragraph in root.iter("p"):
            images = list(paragraph)
            if [image.tag for image in images] != ["img"]:
                continue
            if not f"{paragraph.text or ''}{images[0].tail or ''}".strip():
                drawing = self.folder / Path(images[0].get("src", "")).name
                if drawing.suffix == ".svg" and drawing.is_file():
                    self._set(paragraph, images[0], drawing)

    def _set(self, paragraph: etree.Element, image: etree.Element, drawing: Path) -> None:
        svg = drawing.read_text(encoding="utf-8")
        svg = re.sub(r"<\?xml.*?\?>|<!--.*?-->", "", svg, flags=re.DOTALL).strip()
        label = escape(image.get("alt", ""))
        svg = re.sub(r"<svg\b", f'<svg aria-label="{label}"', svg, count=1)
        caption = image.get("title")
        paragraph.clear()
        paragraph.tag = "figure"
        paragraph.set("class", "figure")
        paragraph.text = self.md.htmlStash.store(svg)
        if caption:
            etree.SubElement(paragraph, "figcaption").text = caption


class FiguresExtension(Extension):
    """`folder` holds the drawings."""

    def __init__(self, **kwargs: Any) -> None:  # noqa: ANN401
        self.config = {"folder": ["figures", "folder of the SVG files"]}
        super().__init__(**kwargs)

    def extendMarkdown(self, md: Markdown) -> None:  # noqa: D102
        # Before MkDocs looks for the image's file, which is priority 0.
        md.treeprocessors.register(_Figures(md, self.getConfig("folder")), "figures", 6.5)


def makeExtension(**kwargs: Any) -> FiguresExtension:  # noqa: ANN401, D103
    return FiguresExtension(**kwargs)
