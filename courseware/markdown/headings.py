"""Takes the author's attributes off headings: `points`, `objectives`, `priority` are no HTML."""

from __future__ import annotations

import re
import xml.etree.ElementTree as etree
from typing import Any

from markdown import Markdown
from markdown.extensions import Extension
from markdown.treeprocessors import Treeprocessor

AUTHORS_ATTRIBUTES = ("points", "objectives", "priority")


class _Headings(Treeprocessor):
    def run(self, root: etree.Element) -> None:
        for element in root.iter():
            if re.fullmatch("h[1-6]", str(element.tag)):
                for name in AUTHORS_ATTRIBUTES:
                    element.attrib.pop(name, None)


class HeadingsExtension(Extension):
    """Needs `attr_list`, which puts the attributes there."""

    def extendMarkdown(self, md: Markdown) -> None:  # noqa: D102
        md.treeprocessors.register(_Headings(md), "authors-attributes", 7.5)


def makeExtension(**kwargs: Any) -> HeadingsExtension:  # noqa: ANN401, D103
    return HeadingsExtension(**kwargs)
