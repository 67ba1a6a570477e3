"""Compares readings written by hand with those of a morphological analyser, for a human eye.

Neither is always right: an analyser misreads names and words with several readings, a person
mistypes. What somebody has looked at and found right stands in `references/readings.yml`, and is
not listed again. SudachiPy and its dictionary are needed for the tests only, not to build.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from courseware.course.mistakes import Mistakes, relative
from courseware.course.model import Course
from courseware.course.pages import FURIGANA, KANJI, mask_code
from courseware.course.positions import read_yaml
from courseware.course.validation import validate
from courseware.markdown.furigana import hiragana

APPROVED = "references/readings.yml"

Analyser = Callable[[str], list[tuple[str, str]]]
"""Divides a text into words; gives each with its reading in katakana."""


@dataclass(frozen=True, order=True)
class Difference:
    """A reading that the analyser does not share."""

    file: str
    line: int
    written: str
    reading: str
    analysed: str

    def __str__(self) -> str:
        """`file:line  written  reading ≠ analysed`."""
        return f"{self.file}:{self.line}  {self.written}  {self.reading} ≠ {self.analysed}"


def differences(course: Course, root: Path, analyse: Analyser) -> Iterator[Difference]:
    """Readings in pages and in the glossary that differ and that nobody has approved yet.

    Raises:
        Mistakes: when the list of approved readings cannot be read.
    """
    approved = _approved(root)
    for found in (*_in_pages(course, root, analyse), *_in_glossary(course, root, analyse)):
        if found.reading not in approved.get(found.written, []):
            yield found


def _approved(root: Path) -> dict[str, list[str]]:
    path = root / APPROVED
    text = path.read_text(encoding="utf-8") if path.is_file() else ""
    source, mistakes = read_yaml(text, APPROVED)
    approved: dict[str, list[str]] | None = {}
    if source is not None and source.data is not None:
        approved, mistakes = validate(dict[str, list[str]], source, APPROVED)
    if mistakes or approved is None:
        raise Mistakes(mistakes)
    return approved


def _in_pages(course: Course, root: Path, analyse: Analyser) -> Iterator[Difference]:
    for page in course.pages:
        path = root / "docs" / page.lang / page.path
        text = mask_code(path.read_text(encoding="utf-8"))
        for number, line in enumerate(text.split("\n"), start=1):
            for written, reading, analysed in compared(line, analyse):
                file = relative(path, root)
                yield Difference(file, number, written, reading, analysed)


def _in_glossary(course: Course, root: Path, analyse: Analyser) -> Iterator[Difference]:
    file = "references/glossary.yml"
    lines = (root / file).read_text(encoding="utf-8").split("\n")
    for term in course.terms:
        name = term.term.get("ja", "")
        analysed = "".join(reading for _, reading in analyse(name))
        if KANJI.search(name) and _plain(analysed) != _plain(term.reading):
            id_line = re.compile(rf"\W*id:\s*{re.escape(term.id)}\b(?!-)")
            line = next((n for n, text in enumerate(lines, 1) if id_line.match(text)), 1)
            yield Difference(file, line, name, term.reading, hiragana(analysed))


def compared(line: str, analyse: Analyser) -> Iterator[tuple[str, str, str]]:
    """Of `{漢字|かんじ}` in a line those that the analyser reads otherwise, with its reading.

    The line is analysed as a whole, since words are read by what stands around them. A word that
    is partly written in furigana must fit what is known of it.
    """
    bare, marks = "", []
    end = 0
    for ruby in FURIGANA.finditer(line):
        bare += line[end : ruby.start()]
        marks.append((len(bare), len(bare) + len(ruby[1]), ruby[2]))
        bare += ruby[1]
        end = ruby.end()
    bare += line[end:]
    if not marks:
        return
    start = 0
    words = []
    for surface, reading in analyse(bare):
        words.append((start, start + len(surface), reading))
        start += len(surface)
    for first, last, reading in marks:
        # Readings reach to the ends of words: 「頼む」 is one, though only 「頼」 has furigana.
        covering = [word for word in words if word[0] < last and first < word[1]]
        begin, stop = covering[0][0], covering[-1][1]
        analysed = "".join(word[2] for word in covering)
        known = [mark for mark in marks if begin <= mark[0] and mark[1] <= stop]
        if not _pattern(bare, begin, stop, known).fullmatch(_plain(analysed)):
            yield bare[first:last], reading, hiragana(analysed)


def _pattern(
    bare: str, begin: int, stop: int, marks: list[tuple[int, int, str]]
) -> re.Pattern[str]:
    pattern = ""
    position = begin
    for first, last, reading in [*marks, (stop, stop, "")]:
        for character in bare[position:first]:
            is_open = KANJI.match(character) or not re.match("[ぁ-ゖァ-ヶー]", character)
            pattern += ".*" if is_open else re.escape(_plain(character))
        pattern += re.escape(_plain(reading))
        position = last
    return re.compile(pattern)


def _plain(reading: str) -> str:
    """A reading with what analysers and people write differently taken out."""
    return re.sub(r"[・･\s]", "", hiragana(reading))


def sudachi() -> Analyser:
    """SudachiPy with its small dictionary.

    Raises:
        ImportError: when it is not installed; `make test` installs it.
    """
    from sudachipy import Dictionary, SplitMode

    tokenizer = Dictionary(dict="small").tokenizer()

    def analyse(text: str) -> list[tuple[str, str]]:
        return [
            (word.surface(), word.reading_form()) for word in tokenizer.tokenize(text, SplitMode.C)
        ]

    return analyse
