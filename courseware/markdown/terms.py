"""Glossary terms: the first use on a page links to its entry and carries definition and reading.

The longest term wins. A term in katakana or Latin letters is found only as a whole word, so that
ピア is not found within ピアノ.
"""

from __future__ import annotations

import re
import xml.etree.ElementTree as etree
from typing import Any

from markdown import Markdown
from markdown.extensions import Extension
from markdown.treeprocessors import Treeprocessor

from courseware.markdown.furigana import divided, ruby

_NOT_WITHIN = {
    "a",
    "abbr",
    "code",
    "pre",
    "ruby",
    "script",
    "style",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
}
_KATAKANA = "ァ-ヶー・"
_LATIN = "A-Za-z0-9"


class _Terms(Treeprocessor):
    def __init__(self, md: Markdown, terms: dict[str, dict[str, str]], page: str) -> None:
        super().__init__(md)
        self.terms = terms
        self.page = page
        longest_first = sorted(terms, key=lambda term: (-len(term), term))
        self.pattern = re.compile("|".join(map(_whole_word, longest_first)) or r"(?!)")

    def run(self, root: etree.Element) -> None:
        seen: set[str] = set()
        self._link_below(root, seen)

    def _link_below(self, element: etree.Element, seen: set[str]) -> None:
        if element.tag not in _NOT_WITHIN:
            # Children first in document order: text, then each child and its tail.
            position = self._link_text(element, None, 0, seen)
            children = list(element)[position:]
            for child in children:
                self._link_below(child, seen)
                self._link_text(element, child, list(element).index(child) + 1, seen)

    def _link_text(
        self, parent: etree.Element, child: etree.Element | None, position: int, seen: set[str]
    ) -> int:
        """Link terms in the text before the child at `position`; return the next position."""
        text = (parent.text if child is None else child.tail) or ""
        for match in self.pattern.finditer(text):
            term = self.terms[match[0]]
            if term["id"] in seen:
                continue
            seen.add(term["id"])
            before, after = text[: match.start()], text[match.end() :]
            link = etree.Element(
                "a",
                {
                    "class": "term",
                    "href": f"{self.page}#{term['id']}",
                    "data-definition": term["definition"],
                },
            )
            _set_word(link, match[0], term.get("reading"))
            link.tail = after
            parent.insert(position, link)
            if child is None:
                parent.text = before
            else:
                child.tail = before
            return self._link_text(parent, link, position + 1, seen)
        return position


def _set_word(link: etree.Element, word: str, reading: str | None) -> None:
    """The word as the link's text, its kanji with furigana where the reading is known."""
    link.text = ""
    last: etree.Element | None = None
    for part, share in divided(word, reading) if reading else [(word, None)]:
        if share:
            last = ruby(part, share)
            link.append(last)
        elif last is None:
            link.text += part
        else:
            last.tail = (last.tail or "") + part


def _whole_word(term: str) -> str:
    pattern = re.escape(term)
    for letters in (_KATAKANA, _LATIN):
        if re.match(f"[{letters}]", term):
            pattern = f"(?<![{letters}]){pattern}"
        if re.search(f"[{letters}]$", term):
            pattern = f"{pattern}(?![{letters}])"
    return pattern


class TermsExtension(Extension):
    """`terms` maps each written form to `id`, `definition` and perhaps `reading`; `page` is the
    glossary.
    """

    def __init__(self, **kwargs: Any) -> None:  # noqa: ANN401
        self.config = {
            "terms": [{}, "written form → {id, definition, reading}"],
            "page": ["glossary.md", "where the glossary is"],
        }
        super().__init__(**kwargs)

    def extendMarkdown(self, md: Markdown) -> None:  # noqa: D102
        processor = _Terms(md, self.getConfig("terms"), self.getConfig("page"))
        md.treeprocessors.register(processor, "terms", 7)  # after inline patterns and attr_list


def makeExtension(**kwargs: Any) -> TermsExtension:  # noqa: ANN401, D103
    return TermsExtension(**kwargs)
