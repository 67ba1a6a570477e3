"""What a course consists of: typed, immutable values.

Texts are Markdown unless a docstring says otherwise. Ids are ASCII, written by the author, for
ever. Languages are two-letter codes (`ja`, `en`).
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from datetime import date
from functools import cached_property
from typing import Annotated, Any, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

Id = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9]*(-[a-z0-9]+)*$")]
"""Lower-case ASCII words joined by hyphens."""

PartId = Annotated[str, StringConstraints(pattern=r"^[a-z0-9][a-z0-9-]*$")]
"""Id of an option, item, pair or choice: unique within its question."""

SourceId = Annotated[str, StringConstraints(pattern=r"^S[0-9]+[a-z]?$")]
ObjectiveId = Annotated[str, StringConstraints(pattern=r"^O[0-9]+$")]
REST = "rest"
"""What a placeholder names instead of an id to show all remaining questions of its page."""

Handbook = Literal["before", "ebook-before", "after", "instructor-before", "instructor-after"]
"""Where a page that is neither lesson nor case stands in the printed handbooks."""

Text = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1)]
Language = str

CHARACTERS_PER_MINUTE = 500
"""Reading speed from which minutes are computed (curriculum: characters / 500 + 1 a question)."""


class Value(BaseModel):
    """Immutable, and refuses fields it does not know."""

    model_config = ConfigDict(frozen=True, extra="forbid")


# Questions -------------------------------------------------------------------------------------


class Option(Value):
    """One choice of a `single` or `multiple` question; a wrong one is a distractor."""

    id: PartId
    text: Text
    correct: bool = False
    feedback: Text = Field(description="Why this option is right or wrong.")


class WrongAnswer(Value):
    """An expected wrong answer to a blank, and why it is wrong."""

    text: Text
    feedback: Text


class Blank(Value):
    """One gap of a `blank` question; `accept` lists every right answer."""

    accept: Annotated[tuple[Text, ...], Field(min_length=1)]
    wrong: tuple[WrongAnswer, ...] = ()
    feedback: Text


class Pair(Value):
    """One line of a `match` question: `right` is the id of the choice that belongs to `left`."""

    id: PartId
    left: Text
    right: PartId
    feedback: Text


class Choice(Value):
    """What a pair of a `match` question can be matched with."""

    id: PartId
    text: Text


class Item(Value):
    """One step of an `order` question."""

    id: PartId
    text: Text


class QuestionBase(Value):
    """What every question has, whatever its type."""

    id: Id
    level: Literal["recall", "understand", "apply"]
    objectives: Annotated[tuple[ObjectiveId, ...], Field(min_length=1)]
    points: Annotated[tuple[Id, ...], Field(max_length=2)] = ()
    stem: Text
    explanation: Text = Field(description="Why, with citations.")
    sources: tuple[SourceId, ...] = ()
    rev: Annotated[int, Field(ge=1, description="Raise it when the question asks something new.")]
    shuffle: bool = True
    accepts: Annotated[
        tuple[Annotated[str, StringConstraints(pattern=r"^[QT][0-9]{3}$")], ...],
        Field(description="Codes of advice that the author has weighed and does not follow."),
    ] = ()

    def texts(self) -> Iterator[tuple[tuple[str | int, ...], str]]:
        """Every Markdown text with its path in the bank, e.g. `(("options", 0, "text"), "…")`."""
        yield ("stem",), self.stem
        yield ("explanation",), self.explanation


class SingleChoice(QuestionBase):
    """Exactly one option is right."""

    type: Literal["single"]
    options: Annotated[tuple[Option, ...], Field(min_length=2)]

    def texts(self) -> Iterator[tuple[tuple[str | int, ...], str]]:  # noqa: D102 - inherited
        yield from super().texts()
        yield from _option_texts(self.options)


class MultipleChoice(QuestionBase):
    """One or more options are right; all of them, and no other, are to be ticked."""

    type: Literal["multiple"]
    options: Annotated[tuple[Option, ...], Field(min_length=2)]

    def texts(self) -> Iterator[tuple[tuple[str | int, ...], str]]:  # noqa: D102 - inherited
        yield from super().texts()
        yield from _option_texts(self.options)


class FillIn(QuestionBase):
    """The stem has gaps `[[1]]`, `[[2]]` …, one for each entry of `blanks`."""

    type: Literal["blank"]
    blanks: Annotated[tuple[Blank, ...], Field(min_length=1)]

    def texts(self) -> Iterator[tuple[tuple[str | int, ...], str]]:  # noqa: D102 - inherited
        yield from super().texts()
        for number, blank in enumerate(self.blanks):
            yield ("blanks", number, "feedback"), blank.feedback
            for place, wrong in enumerate(blank.wrong):
                yield ("blanks", number, "wrong", place, "feedback"), wrong.feedback


class Matching(QuestionBase):
    """Each left side is matched with one of the choices."""

    type: Literal["match"]
    pairs: Annotated[tuple[Pair, ...], Field(min_length=2)]
    choices: Annotated[tuple[Choice, ...], Field(min_length=2)]

    def texts(self) -> Iterator[tuple[tuple[str | int, ...], str]]:  # noqa: D102 - inherited
        yield from super().texts()
        for number, pair in enumerate(self.pairs):
            yield ("pairs", number, "left"), pair.left
            yield ("pairs", number, "feedback"), pair.feedback
        for number, choice in enumerate(self.choices):
            yield ("choices", number, "text"), choice.text


class Ordering(QuestionBase):
    """The items are listed in the right order."""

    type: Literal["order"]
    items: Annotated[tuple[Item, ...], Field(min_length=3)]
    feedback: Text

    def texts(self) -> Iterator[tuple[tuple[str | int, ...], str]]:  # noqa: D102 - inherited
        yield from super().texts()
        yield ("feedback",), self.feedback
        for number, item in enumerate(self.items):
            yield ("items", number, "text"), item.text


def _option_texts(options: tuple[Option, ...]) -> Iterator[tuple[tuple[str | int, ...], str]]:
    for number, option in enumerate(options):
        yield ("options", number, "text"), option.text
        yield ("options", number, "feedback"), option.feedback


Question = Annotated[
    SingleChoice | MultipleChoice | FillIn | Matching | Ordering, Field(discriminator="type")
]


class QuestionFile(Value):
    """One file of the bank, `quizzes/<lang>/<lesson>.yml`."""

    lesson: Id | Annotated[str, StringConstraints(pattern=r"^[0-9]{2}-[a-z0-9-]+$")]
    questions: tuple[Question, ...]


class BankEntry(Value):
    """A question with its language and the page that embeds it."""

    lang: Language
    lesson: str
    question: Question


# References ------------------------------------------------------------------------------------


class Source(Value):
    """A source that a claim may cite. `read` says how much of it the authors have read."""

    id: SourceId
    kind: Literal[
        "lecture",
        "law",
        "government",
        "municipal",
        "journal",
        "book",
        "guideline",
        "web",
        "news",
        "slides",
    ]
    level: Literal["primary", "secondary"]
    author: Text
    year: int | None = None
    title: Text
    container: Text | None = Field(default=None, description="Publisher, or journal with pages.")
    url: Text | None = None
    read: Literal["full", "part", "unread"]
    note: dict[Language, Text] = {}

    @property
    def number(self) -> str:
        """What a citation shows: `26` for S26, `8b` for S8b; the same in every edition."""
        return self.id.removeprefix("S")


class Term(Value):
    """A term of the glossary. `reading` is in hiragana."""

    id: Id
    term: dict[Language, Text]
    reading: Text
    aliases: dict[Language, tuple[Text, ...]] = {}
    definition: dict[Language, Text]
    lesson: str
    sources: tuple[SourceId, ...] = ()


class Objective(Value):
    """What a learner can do afterwards."""

    id: ObjectiveId
    name: Id
    ja: Text
    en: Text


class LecturePoint(Value):
    """A point that the lecture makes, on the slide named."""

    id: Id
    slide: Annotated[int, Field(ge=1)]
    ja: Text
    en: Text


class Retired(Value):
    """An id that is no longer used and never will be, in any language.

    A page is named by its path without the ending, a heading by that of its page, `#` and its id.
    `moved_to` is the page that an old address leads to.
    """

    id: Text
    kind: Literal["page", "heading", "question"]
    retired: date
    reason: Text
    moved_to: Text | None = None


class DatedRule(Value):
    """Something the course states that holds at a date: what to look at again, and where.

    `as_of` is the month that the pages state, e.g. `2026-11`.
    """

    id: Id
    kind: Literal["law", "fees", "programme", "plan", "contact", "figure"]
    rule: dict[Language, Text]
    as_of: Annotated[str, StringConstraints(pattern=r"^[0-9]{4}-(0[1-9]|1[0-2])$")]
    sources: Annotated[tuple[SourceId, ...], Field(min_length=1)]
    check: dict[Language, Text]
    url: Text | None = None


class AvoidedWord(Value):
    """A stigmatising or outdated word that the course does not use in its own voice."""

    word: Text
    instead: Text
    why: dict[Language, Text]


class OneName(Value):
    """The name that the course uses for a thing, and those it does not."""

    use: Text
    not_: Annotated[tuple[Text, ...], Field(min_length=1, alias="not")]


class WordList(Value):
    """What `make check` looks for in prose; `abbreviations` need no explanation."""

    words: tuple[AvoidedWord, ...] = ()
    names: tuple[OneName, ...] = ()
    abbreviations: tuple[Text, ...] = ()


class CourseInfo(Value):
    """Name and identity of the course; `id` names the learner's record for ever.

    `lead`, `notice` and `licence` stand on the covers of editions: for whom the course is, what
    its readers must know about it, and how they may use it.
    """

    id: Id
    name: dict[Language, Text]
    title: dict[Language, Text]
    languages: Annotated[tuple[Language, ...], Field(min_length=1)]
    lecture: dict[Language, Text]
    lead: dict[Language, Text]
    notice: dict[Language, Text]
    licence: dict[Language, Text]


# Pages -----------------------------------------------------------------------------------------


class Heading(Value):
    """A heading of a page with what hangs on it. `priority` 1 is taught first when time is short.

    `text` is plain text; `line` counts from 1; `characters` counts the running text below it, up to
    the next heading of its depth or above.
    """

    depth: Annotated[int, Field(ge=1, le=6)]
    text: str
    id: str | None
    line: int
    points: tuple[str, ...] = ()
    objectives: tuple[str, ...] = ()
    priority: Literal[1, 2, 3] | None = None
    characters: int = 0


class Embed(Value):
    """A placeholder `<!-- quiz: id -->`; `question` is an id or `rest`."""

    question: str
    line: int
    column: int


class Page(Value):
    """A Markdown page. `path` is relative to `docs/<lang>/`; `characters` counts running text.

    `handbook` is for pages that are neither lesson nor case: without it they are in no handbook.
    """

    lang: Language
    path: str
    title: str
    headings: tuple[Heading, ...]
    embeds: tuple[Embed, ...]
    citations: tuple[str, ...]
    characters: int
    handbook: Handbook | None = None

    @property
    def id(self) -> str:
        """The file's stem, e.g. `04-recovery`."""
        return self.path.rsplit("/", 1)[-1].removesuffix(".md")

    @property
    def url(self) -> str:
        """Address relative to the site's root; the same over http and `file://`."""
        return self.path.removesuffix(".md") + ".html"


class StudyPage(Page):
    """A page to study, with the date on which its content was last checked."""

    description: str
    checked: date


class Lesson(StudyPage):
    """A page below `lessons/`."""

    objectives: tuple[ObjectiveId, ...]
    keywords: tuple[str, ...]

    @property
    def points(self) -> tuple[str, ...]:
        """The lecture points taught here, in the order of the headings."""
        return tuple(dict.fromkeys(p for heading in self.headings for p in heading.points))


SectionRef = Annotated[str, StringConstraints(pattern=r"^[a-z0-9-]+#[a-z0-9-]+$")]
"""A section of a lesson: `<page id>#<heading id>`."""


class Case(StudyPage):
    """A page below `cases/`: a fictional story, step by step, each step with a decision.

    What follows a question stays closed until it is answered.
    """

    objectives: tuple[ObjectiveId, ...]
    keywords: tuple[str, ...]
    draws_on: tuple[SectionRef, ...]

    @property
    def lessons(self) -> tuple[str, ...]:
        """Ids of the lessons it draws on."""
        return tuple(dict.fromkeys(section.partition("#")[0] for section in self.draws_on))


class Test(StudyPage):
    """A page with `test:` in its front matter: answers and reasons only when all is answered."""

    test: Literal["pre", "post"]


class SheetField(Value):
    """One thing to write or tick on a worksheet; `why` is printed small beside it.

    `rows` counts the lines of a `text` and the empty rows of a `table`.
    """

    id: PartId
    label: Text
    kind: Literal["line", "text", "choices", "table"]
    why: Text
    rows: Annotated[int, Field(ge=1, le=12)] = 1
    choices: tuple[Text, ...] = ()
    columns: tuple[Text, ...] = ()


class SheetPart(Value):
    """A part of a worksheet below a title of its own."""

    part: Text
    fields: Annotated[tuple[SheetField, ...], Field(min_length=1)]


class Worksheet(StudyPage):
    """A page below `worksheets/`: one A4 sheet."""

    objectives: tuple[ObjectiveId, ...]
    draws_on: tuple[SectionRef, ...]
    sheet: tuple[SheetPart, ...]


# The whole -------------------------------------------------------------------------------------


class Course(Value):
    """Everything the editions are made of."""

    info: CourseInfo
    pages: tuple[Page, ...] = Field(description="All pages, sorted by path.")
    bank: tuple[BankEntry, ...]
    terms: tuple[Term, ...]
    sources: tuple[Source, ...]
    objectives: tuple[Objective, ...]
    points: tuple[LecturePoint, ...]
    dates: tuple[DatedRule, ...] = ()
    retired: tuple[Retired, ...] = ()

    @property
    def lessons(self) -> tuple[Lesson, ...]:
        """The lessons of all languages."""
        return tuple(page for page in self.pages if isinstance(page, Lesson))

    @property
    def cases(self) -> tuple[Case, ...]:
        """The cases of all languages."""
        return tuple(page for page in self.pages if isinstance(page, Case))

    @property
    def tests(self) -> tuple[Test, ...]:
        """The tests of all languages: those to begin with before those to end with."""
        tests = (page for page in self.pages if isinstance(page, Test))
        return tuple(sorted(tests, key=lambda test: test.test == "post"))

    @property
    def worksheets(self) -> tuple[Worksheet, ...]:
        """The worksheets of all languages."""
        return tuple(page for page in self.pages if isinstance(page, Worksheet))

    def page(self, lang: Language, path: str) -> Page | None:
        """The page at `docs/<lang>/<path>`, or None."""
        return self._pages.get((lang, path))

    def questions_of(self, page: Page) -> tuple[Question, ...]:
        """The questions of a page in bank order."""
        return self._questions.get((page.lang, page.id), ())

    def embedded_in(self, page: Page) -> tuple[Question, ...]:
        """The questions of a page in the order in which it shows them; `rest` is resolved."""
        own = {question.id: question for question in self.questions_of(page)}
        named = [embed.question for embed in page.embeds if embed.question != REST]
        shown: list[str] = []
        for embed in page.embeds:
            if embed.question == REST:
                shown += [id for id in own if id not in named]
            elif embed.question in own:
                shown.append(embed.question)
        return tuple(own[id] for id in shown)

    def minutes(self, page: Page) -> int:
        """Study time in minutes: reading, and one minute for each question."""
        reading = page.characters / CHARACTERS_PER_MINUTE
        return math.ceil(reading + len(self.questions_of(page)))

    def cited_in(self, page: Page) -> tuple[Source, ...]:
        """The sources that a page or one of its questions cites, in the order of the list."""
        cited = set(page.citations)
        for question in self.questions_of(page):
            cited.update(question.sources)
        return tuple(source for source in self.sources if source.id in cited)

    def model_copy(self, *, update: Mapping[str, Any] | None = None, deep: bool = False) -> Self:
        """A copy, changed by `update`, that knows nothing of what the original has looked up."""
        copied = super().model_copy(update=update, deep=deep)
        for looked_up in ("_pages", "_questions"):
            copied.__dict__.pop(looked_up, None)
        return copied

    # Both are asked for on every page, for every other page: without an index, ten times as many
    # pages would take a thousand times as long.

    @cached_property
    def _pages(self) -> dict[tuple[Language, str], Page]:
        return {(page.lang, page.path): page for page in self.pages}

    @cached_property
    def _questions(self) -> dict[tuple[Language, str], tuple[Question, ...]]:
        found: dict[tuple[Language, str], tuple[Question, ...]] = {}
        for entry in self.bank:
            key = (entry.lang, entry.lesson)
            found[key] = (*found.get(key, ()), entry.question)
        return found
