"""What makes prose hard to read, unkind or unfounded: advice on pages and on the glossary.

Fictional scenes, suggestions of the course and instructor notes state nothing as fact, and neither
does the section in plain language, which only repeats: no citation is asked for there. An author
who has weighed an advice writes `<!-- accepts: T505 -->` on the line above the paragraph; above
any paragraph, if it is on the length of the lesson.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from courseware.course.language import LANGUAGES, Language, plain, sentences
from courseware.course.mistakes import Mistake
from courseware.course.model import Lesson, WordList
from courseware.course.pages import ACCEPTS, COMMENT, HEADING, LINK, PageSource, cited_ids

if TYPE_CHECKING:
    from courseware.course.checks import CourseFiles

_BOX = re.compile(r'^(?:!!!|\?\?\?\+?)[ \t]+(?P<kind>[\w-]+)(?:[ \t]+"(?P<title>[^"]*)")?')
_ITEM = re.compile(r"^(?:[-+*]|\d+[.)])[ \t]+")
_INDENT = 4
_STATES_NO_FACTS = {"scene", "suggestion", "instructor"}
_ONLY_REPEATS = {"plain", "key-points", "sources"}
"""Sections, by heading id, whose statements stand with their citation elsewhere on the page."""

_ABBREVIATION = re.compile(r"(?<![A-Za-z0-9@/.#-])[A-Z]{2,}+[A-Z0-9]*+s?(?![a-z0-9/-])")
_TITLE = re.compile(r"『[^『』]*』")
ON_WORDS = {"T502", "T503", "T504"}
"""What depends on the word list."""

_SHOWN = 12
"""How many characters of a long sentence are shown."""


@dataclass(frozen=True)
class Block:
    """A paragraph, list item, heading or table of a page, with where it stands.

    `box` is the kind of box, such as `scene`; `section` the id of the `##` heading above; `accepts`
    the codes of advice that the author has weighed, each with its line.
    """

    line: int
    text: str
    kind: str
    box: str | None
    section: str | None
    accepts: tuple[tuple[str, int], ...]


def blocks(source: PageSource) -> Iterator[Block]:
    """The blocks of a page from top to bottom. Placeholders and other comments are none.

    `accepts` comments with nothing below come last, as a block without text.
    """
    ids = {heading.line: heading.id for heading in source.headings if heading.depth <= 2}
    box = section = None
    accepts: tuple[tuple[str, int], ...] = ()
    first, kind, lines = 0, "", []  # type: int, str, list[str]

    def ended() -> Iterator[Block]:
        nonlocal lines, accepts
        if lines:
            yield Block(first, "\n".join(lines), kind, box, section, accepts)
            lines, accepts = [], ()

    without_comments = COMMENT.sub(_blank, source.body).split("\n")
    for number, raw in enumerate(source.body.split("\n"), start=source.body_line):
        line = without_comments[number - source.body_line].expandtabs(_INDENT)
        stripped = line.strip()
        begins_box = _BOX.match(line)
        if not stripped or begins_box:
            yield from ended()
            if found := ACCEPTS.fullmatch(raw.strip()):
                accepts += tuple((code, number) for code in found[1].split())
            if begins_box:
                box = begins_box["kind"]
                if begins_box["title"]:
                    first, kind, lines = number, "heading", [begins_box["title"]]
                    yield from ended()
            continue
        if box and len(line) - len(line.lstrip(" ")) < _INDENT:
            yield from ended()
            box = None
        is_heading = bool(HEADING.match(line))
        here = "heading" if is_heading else "table" if stripped.startswith("|") else "text"
        if here == "heading" or here != kind or _ITEM.match(stripped):
            yield from ended()
        if not lines:
            first, kind = number, here
        lines.append(stripped)
        section = ids.get(number, section)
    yield from ended()
    if accepts:
        yield Block(accepts[0][1], "", "nothing", box, section, accepts)


def _blank(comment: re.Match[str]) -> str:
    return re.sub(r"[^\n]", " ", comment[0])


def check_prose(files: CourseFiles) -> Iterator[Mistake]:
    """Advice on every page, and on the definitions of the glossary."""
    words = files.words or WordList()
    explained = _explained_everywhere(files) if files.words else None
    for page, source in files.pages:
        language = LANGUAGES.get(page.lang)
        if language is None:
            continue
        known = None if explained is None else set(explained)
        too_long_or_short = isinstance(page, Lesson) and page.characters not in language.lesson
        for block in blocks(source):
            found = list(_advice_on_block(block, language, page.lang, words, known))
            weighed = {code for code, _ in block.accepts}
            given = {rule for rule, _ in found} | ({"T506"} if too_long_or_short else set())
            given |= set() if files.words else ON_WORDS
            too_long_or_short = too_long_or_short and "T506" not in weighed
            for rule, details in found:
                if rule not in weighed:
                    yield Mistake(source.file, block.line, 1, rule, details)
            for code, line in block.accepts:
                if code not in given:
                    yield Mistake(source.file, line, 1, "T507", {"code": code})
        if too_long_or_short:
            ends: dict[str, object] = {"least": language.lesson[0], "most": language.lesson[-1]}
            yield Mistake(source.file, 1, 1, "T506", {"count": page.characters, **ends})
    for index, term in enumerate(files.terms.values):
        for lang, text in term.definition.items():
            if language := LANGUAGES.get(lang):
                found = [*_long_sentences(text, language), *words_found(text, words, lang)]
                for rule, details in found:
                    yield files.terms.mistake(index, "definition", rule, **details)


def words_found(text: str, words: WordList, lang: str) -> Iterator[tuple[str, dict[str, object]]]:
    """Words of the list that stand in a text, by the rule; titles in 『』 are left alone."""
    joint = LANGUAGES[lang].joint if lang in LANGUAGES else " "
    seen = _TITLE.sub("", plain(joint.join(text.split("\n"))))
    for avoided in words.words:
        if avoided.word.casefold() in seen.casefold():
            why = avoided.why.get(lang) or next(iter(avoided.why.values()), "")
            details: dict[str, object] = {"word": avoided.word, "instead": avoided.instead}
            yield "T502", {**details, "why": why}
    for name in words.names:
        without = seen.replace(name.use, "")
        for other in name.not_:
            if other in without:
                yield "T503", {"word": other, "use": name.use}


def _advice_on_block(
    block: Block, language: Language, lang: str, words: WordList, known: set[str] | None
) -> Iterator[tuple[str, dict[str, object]]]:
    if block.kind == "text":
        yield from _long_sentences(block.text, language)
    yield from words_found(block.text, words, lang)
    if block.box != "instructor" and known is not None:
        yield from _unexplained(block, known)
    states_facts = block.box not in _STATES_NO_FACTS and block.section not in _ONLY_REPEATS
    if block.kind != "heading" and states_facts and not cited_ids(block.text):
        text = language.joint.join(block.text.split("\n"))
        text = unicodedata.normalize("NFKC", plain(_TITLE.sub("", LINK.sub("", text))))
        claims = (claim.search(text) for claim in language.claims)
        if claim := next(filter(None, claims), None):
            yield "T505", {"text": claim[0]}


def _long_sentences(text: str, language: Language) -> Iterator[tuple[str, dict[str, object]]]:
    # The mark of a list item is no part of its sentence.
    for sentence in sentences(_ITEM.sub("", text), language):
        if len(sentence) > language.longest:
            yield "T501", {"count": len(sentence), "text": sentence[:_SHOWN]}


def _unexplained(block: Block, known: set[str]) -> Iterator[tuple[str, dict[str, object]]]:
    """Abbreviations not met before on the page; one beside a bracket is explained there."""
    text = plain(LINK.sub("", block.text))
    for found in _ABBREVIATION.finditer(text):
        word = found[0]
        if word in known or word.removesuffix("s") in known:
            continue
        known.add(word)
        before, after = text[: found.start()], text[found.end() :]
        is_explained = after.startswith(("（", " (", "(")) or before.endswith(("（", "("))
        if not is_explained:
            yield "T504", {"word": word}


def _explained_everywhere(files: CourseFiles) -> set[str]:
    """Abbreviations of the word list, and those that the glossary explains."""
    explained = set(files.words.abbreviations if files.words else ())
    for term in files.terms.values:
        names = [*term.term.values(), *(name for all in term.aliases.values() for name in all)]
        explained.update(word for name in names for word in _ABBREVIATION.findall(name))
    return explained
