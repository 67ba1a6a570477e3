"""Line ends that a careful printer avoids, forbidden in the tree before it is laid out."""

from __future__ import annotations

import re
import xml.etree.ElementTree as etree

BEFORE_A_CITATION = 2
"""Characters that stay on the line of the citation after them."""

LAST = 4
"""So many characters at least stand in the last line of a paragraph."""

SHORT = 6
"""A cell of at most so many characters is not broken."""

_CLOSING = re.compile(r"[。、」』）]*")


def keep_together(root: etree.Element) -> None:
    """Wrap what belongs on one line in `<span class="keep">`; mark short cells `is-short`."""
    for block in list(root.iter()):
        if block.tag in ("td", "th") and len("".join(block.itertext()).strip()) <= SHORT:
            block.set("class", f"{block.get('class', '')} is-short".strip())
        for child in list(block):
            if child.get("class") == "citation":
                _keep_citation(block, child)
    for block in list(root.iter()):
        if block.tag in ("p", "li", "dd") and not block.get("class"):
            _keep_end(block)


def _keep_citation(block: etree.Element, citation: etree.Element) -> None:
    """A citation stays with the characters before it and the punctuation after it."""
    index = list(block).index(citation)
    text, _ = _text_before(block, index)
    if not text.strip():
        return
    keep = _cut_off(block, index, BEFORE_A_CITATION)
    tail = citation.tail or ""
    mark = _CLOSING.match(tail)
    closing = mark[0] if mark else ""
    citation.tail, keep.tail = closing, tail[len(closing) :]
    block.remove(citation)
    keep.append(citation)
    block.insert(index, keep)


def _keep_end(block: etree.Element) -> None:
    text, _ = _text_before(block, len(block))
    if text == text.rstrip() and text.endswith("。") and len(text) >= 3 * LAST:
        block.append(_cut_off(block, len(block), LAST))


def _text_before(block: etree.Element, index: int) -> tuple[str, etree.Element | None]:
    """The text before the child at `index`, and the child that it follows, if any."""
    before = block[index - 1] if index else None
    return ((block.text if before is None else before.tail) or ""), before


def _cut_off(block: etree.Element, index: int, count: int) -> etree.Element:
    """Take the last characters before `index` out of the block, into an element to keep."""
    text, before = _text_before(block, index)
    keep = etree.Element("span", {"class": "keep"})
    keep.text = text[-count:]
    if before is None:
        block.text = text[:-count]
    else:
        before.tail = text[:-count]
    return keep
