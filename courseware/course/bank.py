"""Reads the question bank: one YAML file a page, checked against the model question by question."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, TypeVar

from pydantic import TypeAdapter, ValidationError

from courseware.course.folding import fold
from courseware.course.mistakes import Mistake
from courseware.course.model import (
    REST,
    FillIn,
    Matching,
    MultipleChoice,
    Ordering,
    Question,
    QuestionFile,
    SingleChoice,
)
from courseware.course.pages import RAW_QUIZ, cited_ids, mask_code
from courseware.course.positions import Located, Path, read_yaml
from courseware.course.rules import ADVICE_ON_MARKS
from courseware.course.validation import validate

T = TypeVar("T")

_FILE = TypeAdapter(QuestionFile)
_QUESTION: TypeAdapter[Question] = TypeAdapter(Question)

GAP = re.compile(r"\[\[([^\]]*)\]\]")
"""A gap in the stem of a `blank` question: `[[1]]`."""

_UNCARRIABLE = {
    "html": re.compile(r"<[/?!A-Za-z][^>\n]*>?|-->"),
    "list": re.compile(r"^[ \t]*[-*](?:[ \t]*\[[xX ]?\]| \[.\] ).*", re.MULTILINE),
    "rule": re.compile(r"^\s*---\s*$", re.MULTILINE),
    "fence": re.compile(r"^[ \t>]*(?:```|~~~).*", re.MULTILINE),
    "gap": re.compile(r"\[\[|\]\]"),
    "reference": re.compile(r"^[ \t>]*\[[^\]\n]+\]:.*", re.MULTILINE),
    "control": re.compile(
        "[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\ue000\ud800-\udfff\ufffe\uffff]"
    ),
}
"""What mkdocs-quiz's syntax would take for its own, by the advice given to the author."""

_BLOCK = re.compile(
    r"(?:#|>|[-+*][ \t]|\d+\.[ \t]|!!! ?\w|\?\?\?|(?:[-_*][ \t]*){3,}$|\[[xX ]?\][ \t]).*"
)
"""A line that Markdown would make a heading, quotation, list, box or rule of."""

_ONE_LINE = ("text", "left", "feedback")
"""Fields that travel as one line of mkdocs-quiz's syntax."""


@dataclass(frozen=True)
class BankFile:
    """One file of the bank. `source` gives the place of each part of `content`.

    `content` leaves out questions that do not fit the model; `numbers` says where in the file
    each question of `content` stands, counted from 0.
    """

    lang: str
    file: str
    content: QuestionFile
    source: Located
    numbers: tuple[int, ...]
    is_whole: bool

    def place(self, number: int, *path: str | int) -> tuple[int, int]:
        """The place of a part of the question with the given index in `content`."""
        return self.source.place(("questions", self.numbers[number], *path))


def read_bank_file(text: str, file: str, lang: str) -> tuple[BankFile | None, list[Mistake]]:
    """Read and validate one file. One of which nothing can be used is None.

    A question that does not fit the model is a mistake and left out, so that the others are
    checked in the same run.
    """
    source, mistakes = read_yaml(text, file)
    if source is None:
        return None, mistakes
    content, mistakes = validate(QuestionFile, source, file)
    is_whole = content is not None
    numbers = tuple(range(len(content.questions))) if content else _sound_questions(source)
    if content is None:
        content = _part_of_file(source, numbers)
    if content is None:
        return None, mistakes
    bank_file = BankFile(lang, file, content, source, numbers, is_whole)
    for number, question in enumerate(content.questions):
        mistakes += _faults(bank_file, number, question)
    return bank_file, mistakes


def _sound_questions(source: Located) -> tuple[int, ...]:
    """Where in the file the questions stand that fit the model."""
    questions = source.data.get("questions") if isinstance(source.data, dict) else None
    if not isinstance(questions, list):
        return ()
    return tuple(n for n, data in enumerate(questions) if _value(_QUESTION, data) is not None)


def _part_of_file(source: Located, numbers: tuple[int, ...]) -> QuestionFile | None:
    """The file with the questions at `numbers` only; None where the rest does not fit either."""
    if not isinstance(source.data, dict) or not isinstance(source.data.get("questions"), list):
        return None
    questions = [source.data["questions"][number] for number in numbers]
    return _value(_FILE, {**source.data, "questions": questions})


def _value(type_: TypeAdapter[T], data: object) -> T | None:
    try:
        return type_.validate_python(data)
    except ValidationError:
        return None


def _faults(bank: BankFile, number: int, question: Question) -> Iterator[Mistake]:
    """What is wrong with a question taken by itself."""

    def mistake(rule: str, *path: str | int, **details: object) -> Mistake:
        return Mistake(bank.file, *bank.place(number, *path), rule, details)

    if question.id == REST:
        yield mistake("Q119", "id", id=question.id)
    for ids, key in _part_ids(question):
        for id, count in Counter(ids).items():
            if count > 1:
                last = len(ids) - 1 - ids[::-1].index(id)
                yield mistake("Q106", key, last, "id", id=question.id, part=id)
    if isinstance(question, SingleChoice | MultipleChoice):
        yield from _option_faults(question, mistake)
    if isinstance(question, FillIn):
        gaps = GAP.findall(mask_code(question.stem))
        if gaps != [str(n) for n in range(1, len(question.blanks) + 1)]:
            shown = " ".join(f"[[{gap}]]" for gap in gaps) or "–"
            yield mistake("Q114", "stem", gaps=shown, blanks=len(question.blanks))
        yield from _answer_faults(question, mistake)
    if isinstance(question, Matching):
        choices = {choice.id for choice in question.choices}
        for index, pair in enumerate(question.pairs):
            if pair.right not in choices:
                yield mistake("Q116", "pairs", index, "right", part=pair.right)
    cited = {id for _, text in question.texts() for id in cited_ids(text)}
    if cited != set(question.sources):
        only_listed = "・".join(sorted(set(question.sources) - cited)) or "–"
        only_cited = "・".join(sorted(cited - set(question.sources))) or "–"
        yield mistake("Q112", "sources", only_listed=only_listed, only_cited=only_cited)
    for path, text in question.texts():
        for mark, kind in _uncarriable(text, path, question):
            yield mistake("Q113", *path, text=mark, advice=ADVICE_ON_MARKS[kind])


def _option_faults(question: SingleChoice | MultipleChoice, mistake: Any) -> Iterator[Mistake]:  # noqa: ANN401
    right = sum(option.correct for option in question.options)
    if right == 0:
        yield mistake("Q102", "options", id=question.id)
    if right > 1 and isinstance(question, SingleChoice):
        yield mistake("Q103", "options", id=question.id, count=right)
    seen: set[str] = set()
    for index, option in enumerate(question.options):
        text = " ".join(option.text.split())
        if text in seen:
            yield mistake("Q105", "options", index, "text", id=question.id, text=text)
        seen.add(text)


def _answer_faults(question: FillIn, mistake: Any) -> Iterator[Mistake]:  # noqa: ANN401
    """Answers that nobody can give, and those that would be right and wrong at once."""
    for index, blank in enumerate(question.blanks):
        accepted: dict[str, str] = {}
        for place, text in enumerate(blank.accept):
            if not fold(text):
                yield mistake("Q117", "blanks", index, "accept", place, text=text)
            accepted.setdefault(fold(text), text)
        for place, wrong in enumerate(blank.wrong):
            same = accepted.get(fold(wrong.text))
            if same is not None and fold(wrong.text):
                path = ("blanks", index, "wrong", place, "text")
                yield mistake("Q118", *path, text=wrong.text, accepted=same)


def _part_ids(question: Question) -> Iterator[tuple[list[str], str]]:
    match question:
        case SingleChoice() | MultipleChoice():
            yield [option.id for option in question.options], "options"
        case Matching():
            yield [pair.id for pair in question.pairs], "pairs"
            yield [choice.id for choice in question.choices], "choices"
        case Ordering():
            yield [item.id for item in question.items], "items"


def _uncarriable(text: str, path: Path, question: Question) -> Iterator[tuple[str, str]]:
    # Code spans hide marks from Markdown, but not from mkdocs-quiz, which reads the raw text.
    masked, raw = mask_code(text), text
    if isinstance(question, FillIn) and path == ("stem",):
        for gap in reversed(list(GAP.finditer(masked))):
            raw = raw[: gap.start()] + raw[gap.end() :]
    for kind, mark in _UNCARRIABLE.items():
        found = RAW_QUIZ.search(raw) or mark.search(masked) if kind == "html" else mark.search(raw)
        if found:
            yield found[0].strip(), kind
    if path[-1] in _ONE_LINE:
        if "\n" in text:
            yield text.split("\n")[0] + "⏎", "break"
        if block := _BLOCK.match(text):
            yield block[0], "block"
