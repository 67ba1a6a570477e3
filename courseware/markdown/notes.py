"""Gives notes for instructors an address, to which the search and links can lead."""

from __future__ import annotations

import xml.etree.ElementTree as etree
from typing import Any

from markdown import Markdown
from markdown.extensions import Extension
from markdown.treeprocessors import Treeprocessor

ID = "instructor-notes"
"""The id of the first notes of a page; further ones end in -2, -3 and so on."""


class _Notes(Treeprocessor):
    def run(self, root: etree.Element) -> None:
        notes = [one for one in root.iter("details") if one.get("class") == "instructor"]
        for number, one in enumerate(notes, 1):
            one.set("id", ID if number == 1 else f"{ID}-{number}")


class NotesExtension(Extension):
    """Needs `pymdownx.details`, which makes the notes."""

    def extendMarkdown(self, md: Markdown) -> None:  # noqa: D102
        md.treeprocessors.register(_Notes(md), "instructor-notes", 7.4)


def makeExtension(**kwargs: Any) -> NotesExtension:  # noqa: ANN401, D103
    return NotesExtension(**kwargs)
