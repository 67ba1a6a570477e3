"""Checks that need more than one file: ids that must exist, coverage, the shape of lessons."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any
from urllib.parse import unquote, urlsplit

from courseware.course.bank import BankFile
from courseware.course.ledger import Ledger, Published, check_ledger, published
from courseware.course.mistakes import Mistake
from courseware.course.model import (
    REST,
    Case,
    Lesson,
    Page,
    Question,
    Test,
    WordList,
    Worksheet,
)
from courseware.course.pages import FURIGANA, HEADING_ID, IMAGE, KANJI, LINK, PageSource, cited_ids
from courseware.course.positions import Located
from courseware.course.prose import blocks, check_prose
from courseware.course.quality import FEWEST_OF_A_BANK, check_quality

REQUIRED_SECTIONS = {
    "opening": "考えてみよう",
    "key-points": "要点",
    "plain": "やさしい日本語で",
    "sources": "出典",
}
"""Sections that every lesson has, by heading id; the body stands between the first two."""

BODY_SECTIONS = range(3, 6)
SECTIONS_OF_A_CASE = {"situation": "状況", "reflection": "ふりかえり"}
DECISIONS_OF_A_CASE = range(4, 7)
QUESTIONS_AN_OBJECTIVE = 6
POINTS_A_HEADING = 3
HIRAGANA = re.compile(r"[ぁ-ゖー・ ]+")


@dataclass(frozen=True)
class ReferenceFile:
    """One list of `references/`; `source` is None when the file has mistakes of its own."""

    file: str
    values: tuple[Any, ...]
    source: Located | None

    @property
    def ids(self) -> frozenset[str]:
        """The ids of the list."""
        return frozenset(value.id for value in self.values)

    def lacks(self, id: str) -> bool:
        """True if the list could be read and has no such id."""
        return self.source is not None and id not in self.ids

    def mistake(self, index: int, key: str, rule: str, **details: object) -> Mistake:
        """A mistake at a key of an entry."""
        place = self.source.place((index, key)) if self.source else (1, 1)
        return Mistake(self.file, *place, rule, details)


@dataclass(frozen=True)
class CourseFiles:
    """All files as read, with their places. `unread_…` are (lang, stem) that have mistakes.

    `words` is None when the list has mistakes of its own.
    """

    pages: tuple[tuple[Page, PageSource], ...]
    bank: tuple[BankFile, ...]
    sources: ReferenceFile
    terms: ReferenceFile
    objectives: ReferenceFile
    points: ReferenceFile
    figures: dict[str, frozenset[str]]
    documents: dict[str, frozenset[str]]
    nav: frozenset[str] | None
    dates: ReferenceFile = field(default_factory=lambda: ReferenceFile("", (), None))
    words: WordList | None = field(default_factory=WordList)
    ledger: Ledger = field(default_factory=Ledger)
    unread_banks: frozenset[tuple[str, str]] = frozenset()
    unread_pages: frozenset[tuple[str, str]] = frozenset()

    def questions(self) -> Iterator[tuple[BankFile, int, Question]]:
        """Every question with its file and its index there."""
        for file in self.bank:
            for number, question in enumerate(file.content.questions):
                yield file, number, question

    # Indexes, since every link and every question asks for pages.

    @cached_property
    def pages_by_id(self) -> dict[tuple[str, str], Page]:
        """By language and id; the first of those that share an id."""
        return {(page.lang, page.id): page for page, _ in reversed(self.pages)}

    @cached_property
    def pages_by_path(self) -> dict[tuple[str, str], Page]:
        """By language and path."""
        return {(page.lang, page.path): page for page, _ in self.pages}

    @cached_property
    def computed_anchors(self) -> frozenset[str]:
        """Ids that are computed into pages: of goals, terms, sources and questions."""
        questions = {f"q-{question.id}" for _, _, question in self.questions()}
        return frozenset({"goals"} | self.terms.ids | self.sources.ids | questions)


def check_course(files: CourseFiles) -> Iterator[Mistake]:
    """Everything that is wrong between files."""
    yield from _check_references(files)
    yield from _check_question_ids(files)
    for file, number, question in files.questions():
        yield from _check_question(files, file, number, question)
    for page, source in files.pages:
        yield from _check_page(files, page, source)
        if isinstance(page, Lesson):
            yield from _check_lesson(files, page, source)
        if isinstance(page, Case):
            yield from _check_case(page, source)
        if isinstance(page, Case | Worksheet):
            yield from _check_sections_named(files, page, source)
        if isinstance(page, Worksheet):
            yield from _check_worksheet(page, source)
    yield from _check_embeds(files)
    yield from _check_coverage(files)
    yield from _check_tests(files)
    yield from _check_dates(files)
    yield from check_quality(files)
    yield from check_prose(files)
    yield from _check_ids_are_for_ever(files)


def _check_references(files: CourseFiles) -> Iterator[Mistake]:
    for list_ in (files.sources, files.terms, files.objectives, files.points):
        seen: set[str] = set()
        for index, value in enumerate(list_.values):
            if value.id in seen:
                yield list_.mistake(index, "id", "R301", id=value.id)
            seen.add(value.id)
    lessons = {page.id for page, _ in files.pages if isinstance(page, Lesson)}
    lessons |= {id for _, id in files.unread_pages}
    names: set[tuple[str, str]] = set()
    for index, term in enumerate(files.terms.values):
        if term.lesson not in lessons:
            yield files.terms.mistake(index, "lesson", "Q107", lesson=term.lesson)
        for source in term.sources:
            if files.sources.lacks(source):
                yield files.terms.mistake(index, "sources", "Q111", id=source)
        if not HIRAGANA.fullmatch(term.reading):
            yield files.terms.mistake(index, "reading", "R303", reading=term.reading)
        for lang, name in term.term.items():
            for written in (name, *term.aliases.get(lang, ())):
                if (lang, written) in names:
                    yield files.terms.mistake(index, "term", "R302", term=written)
                names.add((lang, written))


def _check_question_ids(files: CourseFiles) -> Iterator[Mistake]:
    first: dict[tuple[str, str], str] = {}
    for file, number, question in files.questions():
        line, column = file.place(number, "id")
        earlier = first.setdefault((file.lang, question.id), f"{file.file}:{line}")
        if earlier != f"{file.file}:{line}":
            details: dict[str, object] = {"id": question.id, "first": earlier}
            yield Mistake(file.file, line, column, "Q101", details)


def _check_question(
    files: CourseFiles, file: BankFile, number: int, question: Question
) -> Iterator[Mistake]:
    def mistake(rule: str, *path: str | int, **details: object) -> Mistake:
        return Mistake(file.file, *file.place(number, *path), rule, details)

    for index, id in enumerate(question.objectives):
        if files.objectives.lacks(id):
            yield mistake("Q108", "objectives", index, id=id)
    for index, id in enumerate(question.sources):
        if files.sources.lacks(id):
            yield mistake("Q111", "sources", index, id=id)
    page = _page(files, file.lang, file.content.lesson)
    taught = _taught_for(files, page)
    for index, id in enumerate(question.points):
        if files.points.lacks(id):
            yield mistake("Q109", "points", index, id=id)
        elif taught is not None and id not in taught:
            yield mistake("Q110", "points", index, id=id)


def _taught_for(files: CourseFiles, page: Page | None) -> set[str] | None:
    """The lecture points that a question of `page` may test: those taught there or, for a case, in
    the lessons it draws on, and for a test in any lesson. None where that is not known.
    """
    if isinstance(page, Lesson):
        return set(page.points)
    if not isinstance(page, Case | Test):
        return None
    lessons = {p.id: p for p, _ in files.pages if isinstance(p, Lesson) and p.lang == page.lang}
    unread = {id for lang, id in files.unread_pages if lang == page.lang}
    named = set(page.lessons) if isinstance(page, Case) else lessons.keys() | unread
    if named & unread:
        return None
    return _all(lessons[id].points for id in named if id in lessons)


def _check_page(files: CourseFiles, page: Page, source: PageSource) -> Iterator[Mistake]:
    def mistake(line: int, rule: str, **details: object) -> Mistake:
        return Mistake(source.file, line, 1, rule, details)

    seen: set[str] = set()
    for heading in page.headings:
        if heading.id is None:
            yield mistake(heading.line, "P201", text=heading.text)
        elif not HEADING_ID.fullmatch(heading.id):
            yield mistake(heading.line, "P203", id=heading.id)
        elif heading.id in seen:
            yield mistake(heading.line, "P202", id=heading.id)
        seen.add(heading.id or "")
        if len(heading.points) > POINTS_A_HEADING:
            yield mistake(heading.line, "P212", count=len(heading.points))
        for id in heading.points:
            if files.points.lacks(id):
                yield mistake(heading.line, "Q109", id=id)
        for id in heading.objectives:
            if files.objectives.lacks(id):
                yield mistake(heading.line, "Q108", id=id)
    for index, id in enumerate(getattr(page, "objectives", ())):
        if files.objectives.lacks(id):
            yield Mistake(
                source.file, *source.meta.place(("objectives", index)), "Q108", {"id": id}
            )
    for id, line, column in source.citations:
        if files.sources.lacks(id):
            yield Mistake(source.file, line, column, "P210", {"id": id})
    for number, text in enumerate(source.body.split("\n"), start=source.body_line):
        for image in IMAGE.finditer(text):
            name = image[2].rsplit("/", 1)[-1]
            if "figures/" in image[2] and name not in files.figures[page.lang]:
                yield mistake(number, "P216", file=name, lang=page.lang)
            elif not _leads_somewhere(files, page, image[2]):
                yield mistake(number, "P221", target=image[2])
            if not image[1].strip():
                yield mistake(number, "P217")
        for link in LINK.finditer(text):
            if not _leads_somewhere(files, page, link[1]):
                place = (source.file, number, link.start() + 1)
                yield Mistake(*place, "P221", {"target": link[1]})
    if files.nav is not None and page.path not in files.nav:
        yield mistake(1, "P220", path=page.path)


def _leads_somewhere(files: CourseFiles, page: Page, target: str) -> bool:
    """Whether a link's file exists, and in it the heading or entry that it names."""
    parts = urlsplit(target)
    if parts.scheme or parts.netloc:
        return True  # what is elsewhere, nobody here can know
    folder = posixpath.dirname(page.path)
    path = posixpath.normpath(posixpath.join(folder, unquote(parts.path)))
    if not parts.path:
        path = page.path
    if path not in files.documents[page.lang]:
        return False
    linked = files.pages_by_path.get((page.lang, path))
    if not parts.fragment or linked is None or parts.fragment in files.computed_anchors:
        return True
    return any(heading.id == parts.fragment for heading in linked.headings)


def _check_lesson(files: CourseFiles, lesson: Lesson, source: PageSource) -> Iterator[Mistake]:
    def mistake(line: int, rule: str, **details: object) -> Mistake:
        return Mistake(source.file, line, 1, rule, details)

    ids = [heading.id for heading in lesson.headings]
    for id, name in REQUIRED_SECTIONS.items():
        if id not in ids:
            yield mistake(1, "P211", section=name, id=id)
    if "opening" in ids and "key-points" in ids:
        body = lesson.headings[ids.index("opening") + 1 : ids.index("key-points")]
        count = sum(heading.depth == 2 for heading in body)
        if count not in BODY_SECTIONS:
            yield mistake(lesson.headings[ids.index("opening")].line, "P218", count=count)
    for heading in lesson.headings:
        if heading.depth == 1:
            yield mistake(heading.line, "P215")
    for number, line in source.section("plain"):
        bare = KANJI.search(FURIGANA.sub(lambda ruby: "・" * len(ruby[0]), line))
        if bare and lesson.lang == "ja":
            details: dict[str, object] = {"text": bare[0]}
            yield Mistake(source.file, number, bare.start() + 1, "P214", details)


def _check_case(case: Case, source: PageSource) -> Iterator[Mistake]:
    ids = [heading.id for heading in case.headings]
    for id, name in SECTIONS_OF_A_CASE.items():
        if id not in ids:
            yield Mistake(source.file, 1, 1, "P223", {"section": name, "id": id})
    if len(case.embeds) not in DECISIONS_OF_A_CASE or any(e.question == REST for e in case.embeds):
        yield Mistake(source.file, 1, 1, "P224", {"count": len(case.embeds)})


def _check_sections_named(
    files: CourseFiles, page: Case | Worksheet, source: PageSource
) -> Iterator[Mistake]:
    there = {
        f"{lesson.id}#{heading.id}"
        for lesson, _ in files.pages
        if isinstance(lesson, Lesson) and lesson.lang == page.lang
        for heading in lesson.headings
    }
    unread = {id for lang, id in files.unread_pages if lang == page.lang}
    for index, section in enumerate(page.draws_on):
        if section not in there and section.partition("#")[0] not in unread:
            place = source.meta.place(("draws_on", index))
            yield Mistake(source.file, *place, "P222", {"section": section})


def _check_worksheet(page: Worksheet, source: PageSource) -> Iterator[Mistake]:
    needed = {"choices": "choices", "table": "columns"}
    seen: set[str] = set()
    for number, part in enumerate(page.sheet):
        for index, entry in enumerate(part.fields):
            path = ("sheet", number, "fields", index)
            key = needed.get(entry.kind)
            if key and not getattr(entry, key):
                place = source.meta.place((*path, "kind"))
                details: dict[str, object] = {"kind": entry.kind, "key": key, "id": entry.id}
                yield Mistake(source.file, *place, "P225", details)
            if entry.id in seen:
                place = source.meta.place((*path, "id"))
                yield Mistake(source.file, *place, "R301", {"id": entry.id})
            seen.add(entry.id)


def _check_embeds(files: CourseFiles) -> Iterator[Mistake]:
    owner = {(f.lang, question.id): f for f, _, question in files.questions()}
    first: dict[tuple[str, str], str] = {}
    shows_rest: dict[tuple[str, str], str] = {}
    for page, source in files.pages:
        for embed in page.embeds:
            place = (source.file, embed.line, embed.column)
            if embed.question == REST:
                here = f"{source.file}:{embed.line}"
                if (earlier := shows_rest.setdefault((page.lang, page.id), here)) != here:
                    yield Mistake(*place, "P207", {"id": REST, "first": earlier})
                continue
            key = (page.lang, embed.question)
            if key not in owner:
                if (page.lang, page.id) not in files.unread_banks:
                    yield Mistake(*place, "P206", {"id": embed.question})
                continue
            lesson = owner[key].content.lesson
            if lesson != page.id:
                yield Mistake(*place, "P208", {"id": embed.question, "lesson": lesson})
            here = f"{source.file}:{embed.line}"
            if first.setdefault(key, here) != here:
                yield Mistake(*place, "P207", {"id": embed.question, "first": first[key]})
    for file, number, question in files.questions():
        lesson = file.content.lesson
        if _page(files, file.lang, lesson) is None:
            continue
        if (file.lang, question.id) not in first and (file.lang, lesson) not in shows_rest:
            details = {"id": question.id, "lang": file.lang, "lesson": lesson}
            yield Mistake(file.file, *file.place(number, "id"), "Q115", details)
    for file in files.bank:
        unread = (file.lang, file.content.lesson) in files.unread_pages
        if not unread and _page(files, file.lang, file.content.lesson) is None:
            details = {"lesson": file.content.lesson}
            yield Mistake(file.file, *file.source.place(("lesson",)), "Q107", details)


def _check_coverage(files: CourseFiles) -> Iterator[Mistake]:
    """Every lecture point is taught by a heading and tested by a question.

    What files with mistakes teach or test is not known yet: nothing is said of it.
    """
    taught = _all(page.points for page, _ in files.pages if isinstance(page, Lesson))
    tested = _all(question.points for _, _, question in files.questions())
    for index, point in enumerate(files.points.values):
        if point.id not in taught and not files.unread_pages:
            yield files.points.mistake(index, "id", "C401", id=point.id)
        if point.id not in tested and not files.unread_banks:
            yield files.points.mistake(index, "id", "C402", id=point.id)

    unread = {lang for lang, _ in files.unread_banks}
    for lang in dict.fromkeys(file.lang for file in files.bank):
        questions = [question for file, _, question in files.questions() if file.lang == lang]
        if len(questions) < FEWEST_OF_A_BANK or lang in unread:
            continue
        asked = [id for question in questions for id in question.objectives]
        for index, objective in enumerate(files.objectives.values):
            count = asked.count(objective.id)
            if count < QUESTIONS_AN_OBJECTIVE:
                details = {"id": objective.id, "count": count, "least": QUESTIONS_AN_OBJECTIVE}
                yield files.objectives.mistake(index, "id", "C405", **details)


def _check_tests(files: CourseFiles) -> Iterator[Mistake]:
    """A test asks for every objective, and tests of one course for the same ones as often."""
    first: dict[str, tuple[Page, list[str]]] = {}
    for page, source in files.pages:
        if not isinstance(page, Test) or (page.lang, page.id) in files.unread_banks:
            continue
        asked = sorted(
            id
            for file, _, question in files.questions()
            if (file.lang, file.content.lesson) == (page.lang, page.id)
            for id in question.objectives
        )
        missing = [one.id for one in files.objectives.values if one.id not in asked]
        if missing:
            yield Mistake(source.file, 1, 1, "C403", {"ids": ", ".join(missing)})
        other, asked_there = first.setdefault(page.lang, (page, asked))
        if asked != asked_there:
            yield Mistake(source.file, 1, 1, "C404", {"other": other.path})


def _check_dates(files: CourseFiles) -> Iterator[Mistake]:
    """What a page says to hold at a date is on the list of what to look at again."""
    for index, rule in enumerate(files.dates.values):
        for source_id in rule.sources:
            if files.sources.lacks(source_id):
                yield files.dates.mistake(index, "sources", "Q111", id=source_id)
    if files.dates.source is None:
        return
    listed = {id for rule in files.dates.values for id in rule.sources}
    for _, source in files.pages:
        for block in blocks(source):
            missing = [id for id in cited_ids(block.text) if id not in listed]
            if block.box == "date" and missing:
                details: dict[str, object] = {"ids": ", ".join(missing), "list": files.dates.file}
                yield Mistake(source.file, block.line, 1, "R321", details)


def _check_ids_are_for_ever(files: CourseFiles) -> Iterator[Mistake]:
    now: dict[str, Published] = {}
    for lang in files.documents:
        pages = (page for page, _ in files.pages if page.lang == lang)
        questions = (q for file, _, q in files.questions() if file.lang == lang)
        now[lang] = published(pages, questions)
    places = {
        (file.lang, question.id): (file.file, *file.place(number, "rev"))
        for file, number, question in files.questions()
    }
    unread = {(lang, "page") for lang, _ in files.unread_pages}
    unread |= {(lang, "question") for lang, _ in files.unread_banks}
    yield from check_ledger(files.ledger, now, places, frozenset(unread))


def _page(files: CourseFiles, lang: str, id: str) -> Page | None:
    return files.pages_by_id.get((lang, id))


def _all(groups: Iterable[Iterable[str]]) -> set[str]:
    return {id for group in groups for id in group}
