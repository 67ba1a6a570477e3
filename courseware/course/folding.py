"""Folding of typed answers: what differs only by input method is the same answer.

The browser grades by `fold` in `courseware/site/assets/grading.js`; this is the same function for
authors' checks. Tests compare the two.
"""

from __future__ import annotations

import re
import unicodedata

_KATAKANA = {code: code - 0x60 for code in [*range(ord("ァ"), ord("ヶ") + 1), 0x30FD, 0x30FE]}
# re.ASCII and the four after \s: the white space of JavaScript, as far as NFKC leaves it.
_MARKS = re.compile(
    "[\\s\u1680\u2028\u2029\ufeff"
    "\u30fc\u2010-\u2015\u2212~〜・･、。，．,.:;「」『』()\\[\\]!?'\"‘’“”*_-]",
    re.ASCII,
)
_BETWEEN_DIGITS = {
    **dict.fromkeys(".。・", "."),
    ":": ":",
    **dict.fromkeys("~〜", "~"),
    **dict.fromkeys("-\u30fc\u2010\u2011\u2012\u2013\u2014\u2015\u2212", "-"),
}
"""What a mark between two digits stands for there; others, as a comma or a space, only group."""


def fold(text: str) -> str:
    """`text` without differences of width, case, kana, long vowels, spaces and punctuation.

    A mark between two digits stays, since 1.5 is not 15; a comma there groups thousands and goes.
    """
    text = unicodedata.normalize("NFKC", text).lower().translate(_KATAKANA)

    def without(mark: re.Match[str]) -> str:
        around = text[max(mark.start() - 1, 0) : mark.start()] + text[mark.end() : mark.end() + 1]
        is_between_digits = len(around) == 2 and all(c in "0123456789" for c in around)
        return _BETWEEN_DIGITS.get(mark[0], "") if is_between_digits else ""

    return unicodedata.normalize("NFKC", _MARKS.sub(without, text))
