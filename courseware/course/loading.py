"""Reads `docs/`, `quizzes/` and `references/` once and checks them as a whole."""

from __future__ import annotations

import re
from collections.abc import Collection
from datetime import date
from pathlib import Path
from typing import Annotated, Any, Literal, TypeVar

import yaml
from pydantic import BaseModel, ConfigDict, Field

from courseware.course.bank import BankFile, read_bank_file
from courseware.course.checks import CourseFiles, ReferenceFile, check_course
from courseware.course.ledger import BASELINE, RETIRED, Baseline, Ledger
from courseware.course.mistakes import Mistake, Mistakes, relative
from courseware.course.model import (
    BankEntry,
    Case,
    Course,
    CourseInfo,
    DatedRule,
    Handbook,
    LecturePoint,
    Lesson,
    Objective,
    ObjectiveId,
    Page,
    Retired,
    SectionRef,
    SheetPart,
    Source,
    Term,
    Test,
    Text,
    WordList,
    Worksheet,
)
from courseware.course.pages import PageSource, read_page, running_text
from courseware.course.positions import read_yaml
from courseware.course.validation import validate

T = TypeVar("T")

DATES = "references/dates.yml"
WORDS = "references/words.yml"

REFERENCES: dict[str, Any] = {
    "sources": tuple[Source, ...],
    "glossary": tuple[Term, ...],
    "objectives": tuple[Objective, ...],
    "lecture-points": tuple[LecturePoint, ...],
}


class PageFrontMatter(BaseModel):
    """What stands between the `---` lines of any page. Keys of the theme are allowed too."""

    model_config = ConfigDict(frozen=True, extra="allow")
    title: Text
    handbook: Handbook | None = None


class StudyFrontMatter(PageFrontMatter):
    """The same of a page to study."""

    description: Text
    checked: date


class LessonFrontMatter(StudyFrontMatter):
    """The same of a lesson."""

    objectives: Annotated[tuple[ObjectiveId, ...], Field(min_length=1)]
    keywords: tuple[Text, ...]


class CaseFrontMatter(LessonFrontMatter):
    """The same of a case, which names the sections of lessons that it draws on."""

    draws_on: Annotated[tuple[SectionRef, ...], Field(min_length=1)]


class TestFrontMatter(StudyFrontMatter):
    """The same of a test."""

    test: Literal["pre", "post"]


class WorksheetFrontMatter(StudyFrontMatter):
    """The same of a worksheet, with its fields."""

    objectives: Annotated[tuple[ObjectiveId, ...], Field(min_length=1)]
    draws_on: Annotated[tuple[SectionRef, ...], Field(min_length=1)]
    sheet: Annotated[tuple[SheetPart, ...], Field(min_length=1)]


KINDS_OF_PAGES: dict[str, tuple[type[PageFrontMatter], type[Page]]] = {
    "lessons": (LessonFrontMatter, Lesson),
    "cases": (CaseFrontMatter, Case),
    "worksheets": (WorksheetFrontMatter, Worksheet),
}
"""What pages are by their folder. A page with `test:` is a test wherever it is."""


def load_course(root: Path) -> Course:
    """The course below `root`.

    Raises:
        Mistakes: with everything that is wrong anywhere, sorted by file and line.
    """
    course, found = read_course(root)
    mistakes = [mistake for mistake in found if not mistake.is_advice]
    if mistakes or course is None:
        raise Mistakes(mistakes)
    return course


def read_course(
    root: Path, same: Collection[str] = ()
) -> tuple[Course | None, tuple[Mistake, ...]]:
    """The course below `root`, and all mistakes and advice. With a mistake there is no course.

    Args:
        root: folder of the course.
        same: ids of questions that differ from what was published and mean the same, or `all`.
    """
    reader = _Reader(root)
    info = reader.info()
    references = {name: reader.reference(name, type_) for name, type_ in REFERENCES.items()}
    languages = info.languages if info else ("ja",)
    pages = [page for lang in languages for page in reader.pages(lang)]
    bank = [file for lang in languages for file in reader.bank(lang)]
    files = CourseFiles(
        pages=tuple(pages),
        bank=tuple(bank),
        sources=references["sources"],
        terms=references["glossary"],
        objectives=references["objectives"],
        points=references["lecture-points"],
        figures={lang: reader.figures(lang) for lang in languages},
        documents={lang: reader.documents(lang) for lang in languages},
        nav=reader.nav(),
        dates=reader.dates(),
        words=reader.words(),
        ledger=reader.ledger(),
        unread_banks=frozenset(reader.unread_banks),
        unread_pages=frozenset(reader.unread_pages),
    )
    all_found = [*reader.mistakes, *(m for m in check_course(files) if not _is_same(m, same))]
    found = tuple(sorted({(one, one.what("en")): one for one in all_found}.values()))
    if info is None or any(not one.is_advice for one in found):
        return None, found
    course = Course(
        info=info,
        pages=tuple(page for page, _ in pages),
        bank=tuple(
            BankEntry(lang=file.lang, lesson=file.content.lesson, question=question)
            for file in bank
            for question in file.content.questions
        ),
        terms=references["glossary"].values,
        sources=references["sources"].values,
        objectives=references["objectives"].values,
        points=references["lecture-points"].values,
        dates=files.dates.values,
        retired=files.ledger.retired,
    )
    return course, found


def _is_same(mistake: Mistake, same: Collection[str]) -> bool:
    return mistake.rule == "R313" and ("all" in same or mistake.details["id"] in same)


class _Reader:
    """Reads files below `root`, gathering mistakes instead of stopping at the first."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.mistakes: list[Mistake] = []
        self.unread_banks: set[tuple[str, str]] = set()
        self.unread_pages: set[tuple[str, str]] = set()

    def info(self) -> CourseInfo | None:
        return self._yaml(self.root / "references" / "course.yml", CourseInfo)[0]

    def reference(self, name: str, type_: type[T]) -> ReferenceFile:
        path = self.root / "references" / f"{name}.yml"
        values, source = self._yaml(path, type_)
        source = None if values is None else source
        return ReferenceFile(relative(path, self.root), values or (), source)  # type: ignore[arg-type]

    def ledger(self) -> Ledger:
        """What was published and what is given up; a course that is new has neither file."""
        baseline, places = self._optional(BASELINE, Baseline)
        retired, retired_places = self._optional(RETIRED, tuple[Retired, ...])
        return Ledger(
            baseline=baseline or {},
            baseline_places=places,
            retired=retired or (),
            retired_places=retired_places,
        )

    def dates(self) -> ReferenceFile:
        """Rules that hold at a date; a course need not have any."""
        values, source = self._optional(DATES, tuple[DatedRule, ...])
        return ReferenceFile(DATES, values or (), None if values is None else source)

    def words(self) -> WordList | None:
        """What to look for in prose; a course need not have such a list. None if it has faults."""
        values, source = self._optional(WORDS, WordList)
        return values if source else WordList()

    def pages(self, lang: str) -> list[tuple[Page, PageSource]]:
        folder = self.root / "docs" / lang
        pages = []
        for path in sorted(folder.rglob("*.md")):
            if page := self._page(path, folder, lang):
                pages.append(page)
            else:
                self.unread_pages.add((lang, path.stem))
        return pages

    def bank(self, lang: str) -> list[BankFile]:
        files = []
        for path in sorted((self.root / "quizzes" / lang).glob("*.yml")):
            text = self._text(path)
            file, found = read_bank_file(text, relative(path, self.root), lang)
            self.mistakes += found
            if file:
                files.append(file)
            if file is None or not file.is_whole:
                self.unread_banks.add((lang, path.stem))
        return files

    def documents(self, lang: str) -> frozenset[str]:
        """Every file that a page can link to, relative to the language's folder."""
        folder = self.root / "docs" / lang
        return frozenset(path.relative_to(folder).as_posix() for path in folder.rglob("*.*"))

    def figures(self, lang: str) -> frozenset[str]:
        folder = self.root / "docs" / lang / "figures"
        return frozenset(path.name for path in folder.glob("*.svg"))

    def nav(self) -> frozenset[str] | None:
        """The paths that stand in the nav of mkdocs.yml; None where it has none."""
        path = self.root / "mkdocs.yml"
        if not path.is_file():
            return None
        text, file = self._text(path), relative(path, self.root)
        try:
            node = yaml.compose(text, Loader=yaml.CSafeLoader)
        except yaml.YAMLError:
            self.mistakes += read_yaml(text, file)[1]
            return None
        for key, value in node.value if isinstance(node, yaml.MappingNode) else ():
            if key.value == "nav":
                return frozenset(re.findall(r"[\w/-]+\.md", _scalars(value)))
        return None

    def _page(self, path: Path, folder: Path, lang: str) -> tuple[Page, PageSource] | None:
        text = self._text(path)
        source, found = read_page(text, relative(path, self.root))
        self.mistakes += found
        if source is None:
            return None
        front_matter, kind = _kind_of(path.relative_to(folder), source)
        front, found = validate(front_matter, source.meta, source.file)
        self.mistakes += found
        if front is None:
            return None
        page = kind(
            **{key: getattr(front, key) for key in front_matter.model_fields},
            lang=lang,
            path=path.relative_to(folder).as_posix(),
            headings=source.headings,
            embeds=source.embeds,
            citations=tuple(dict.fromkeys(id for id, _, _ in source.citations)),
            characters=len(running_text(source.body)),
        )
        return page, source

    def _optional(self, file: str, type_: type[T]) -> tuple[T | None, Any]:
        path = self.root / file
        if not path.is_file() or not _has_content(self._text(path)):
            return None, None
        return self._yaml(path, type_)

    def _yaml(self, path: Path, type_: type[T]) -> tuple[T | None, Any]:
        file = relative(path, self.root)
        if not path.is_file():
            self.mistakes.append(Mistake(file, 1, 1, "Y003"))
            return None, None
        source, found = read_yaml(self._text(path), file)
        self.mistakes += found
        if source is None:
            return None, None
        value, found = validate(type_, source, file)
        self.mistakes += found
        return value, source

    def _text(self, path: Path) -> str:
        """The file's text; bytes that are not UTF-8 are a mistake, not a crash."""
        data = path.read_bytes()
        try:
            return data.decode("utf-8").removeprefix("\ufeff").replace("\r\n", "\n")
        except UnicodeDecodeError as error:
            line = data[: error.start].count(b"\n") + 1
            self.mistakes.append(Mistake(relative(path, self.root), line, 1, "Y007"))
            return data.decode("utf-8", "replace")


def _has_content(text: str) -> bool:
    """Whether a YAML file has more than comments."""
    return any(line.strip() and not line.lstrip().startswith("#") for line in text.split("\n"))


def _kind_of(path: Path, source: PageSource) -> tuple[type[PageFrontMatter], type[Page]]:
    """What a page is, by its path below `docs/<lang>/` and its front matter."""
    if isinstance(source.meta.data, dict) and "test" in source.meta.data:
        return TestFrontMatter, Test
    return KINDS_OF_PAGES.get(path.parent.as_posix(), (PageFrontMatter, Page))


def _scalars(node: yaml.Node) -> str:
    if isinstance(node, yaml.ScalarNode):
        return str(node.value)
    if isinstance(node, yaml.MappingNode):
        return "\n".join(_scalars(value) for _, value in node.value)
    return "\n".join(_scalars(child) for child in node.value)
