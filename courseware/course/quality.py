"""What makes questions weak though nothing in them is wrong: advice that authors may weigh.

Figures are taken over the whole bank of a language, since no question by itself shows a habit of
its author. The rest looks at one question. What depends on words knows Japanese and English, and
is silent about questions in other languages.
"""

from __future__ import annotations

import math
import re
import unicodedata
from collections.abc import Iterator
from typing import TYPE_CHECKING

from courseware.course.bank import BankFile
from courseware.course.folding import fold
from courseware.course.language import EMPHASIS, LANGUAGES, Language, plain, sentences
from courseware.course.mistakes import Mistake
from courseware.course.model import FillIn, MultipleChoice, Question, SingleChoice, WordList
from courseware.course.pages import cited_ids
from courseware.course.positions import Path
from courseware.course.prose import ON_WORDS, words_found

if TYPE_CHECKING:
    from courseware.course.checks import CourseFiles

FEWEST_OF_A_BANK = 10
"""Of fewer questions nothing is said: one more or less would turn the figures over."""

DEVIATIONS = 2
"""How many standard deviations from chance a count may be."""

FEWEST_OPTIONS = 3
NAMED = 3
"""How many questions a figure names as examples."""


def check_quality(files: CourseFiles) -> Iterator[Mistake]:
    """Advice on the banks of all languages and on every question.

    Of a bank with files that cannot be read the figures are not known yet: nothing is said of it.
    """
    unread = {lang for lang, _ in files.unread_banks}
    for lang in dict.fromkeys(file.lang for file in files.bank):
        bank = [entry for entry in files.questions() if entry[0].lang == lang]
        if lang not in unread:
            yield from _advice_on_bank(bank)
    for file, number, question in files.questions():
        yield from _weighed(file, number, question, files.words)


# The whole bank --------------------------------------------------------------------------------

_Entry = tuple[BankFile, int, Question]
_Single = tuple[BankFile, int, SingleChoice, int]
"""A question with one right option, and that option's index."""


def _advice_on_bank(bank: list[_Entry]) -> Iterator[Mistake]:
    singles = list(_singles(bank))
    yield from _told_by_length(singles, "Q131", longest=True)
    yield from _told_by_length(singles, "Q132", longest=False)
    yield from _told_by_place(singles)
    applied = sum(question.level == "apply" for _, _, question in bank)
    if len(bank) >= FEWEST_OF_A_BANK and applied * 3 < len(bank):
        file, number, _ = next(entry for entry in bank if entry[2].level != "apply")
        details: dict[str, object] = {"count": applied, "total": len(bank)}
        yield Mistake(file.file, *file.place(number, "level"), "Q139", details)


def _singles(bank: list[_Entry]) -> Iterator[_Single]:
    for file, number, question in bank:
        if isinstance(question, SingleChoice):
            right = [index for index, option in enumerate(question.options) if option.correct]
            if len(right) == 1:
                yield file, number, question, right[0]


def _told_by_length(singles: list[_Single], rule: str, *, longest: bool) -> Iterator[Mistake]:
    """Whether whoever always takes the longest (or shortest) option is right too often.

    Only questions with one such option count: in the others there is nothing to take. If length
    says nothing, that option is right with a chance of 1 in k, each question for itself.
    """
    chances: list[float] = []
    right_by_length: list[tuple[int, _Single]] = []
    for single in singles:
        _, _, question, right = single
        lengths = [len(plain(option.text)) * (1 if longest else -1) for option in question.options]
        first, second = sorted(lengths, reverse=True)[:2]
        if first > second:
            chances.append(1 / len(lengths))
            if lengths[right] == first:
                right_by_length.append((first - second, single))
    if len(chances) < FEWEST_OF_A_BANK or _deviation(len(right_by_length), chances) <= DEVIATIONS:
        return
    right_by_length.sort(key=lambda found: -found[0])
    file, number, _, right = right_by_length[0][1]
    details: dict[str, object] = {
        "count": len(right_by_length),
        "total": len(chances),
        "expected": round(sum(chances)),
        "ids": ", ".join(question.id for _, (_, _, question, _) in right_by_length[:NAMED]),
    }
    yield Mistake(file.file, *file.place(number, "options", right, "text"), rule, details)


def _told_by_place(singles: list[_Single]) -> Iterator[Mistake]:
    """Whether some place among as many options is right too often, or too seldom."""
    groups: dict[int, list[_Single]] = {}
    for single in singles:
        groups.setdefault(len(single[2].options), []).append(single)
    worst: tuple[float, int] = (DEVIATIONS, 0)
    for options, group in sorted(groups.items()):
        chances = [1 / options] * len(group)
        off = max(abs(_deviation(count, chances)) for count in _counts(group, options))
        if len(group) >= FEWEST_OF_A_BANK and off > worst[0]:
            worst = (off, options)
    if not (options := worst[1]):
        return
    group = groups[options]
    counts = _counts(group, options)
    crowded = counts.index(max(counts))
    file, number, _, right = next(single for single in group if single[3] == crowded)
    details: dict[str, object] = {
        "options": options,
        "total": len(group),
        "counts": ", ".join(map(str, counts)),
        "expected": round(len(group) / options),
    }
    yield Mistake(file.file, *file.place(number, "options", right), "Q133", details)


def _counts(group: list[_Single], options: int) -> list[int]:
    """How many have their right option in the first place, in the second and so on."""
    return [sum(right == place for _, _, _, right in group) for place in range(options)]


def _deviation(count: int, chances: list[float]) -> float:
    """How many standard deviations `count` is above what independent chances make expect."""
    variance = sum(chance * (1 - chance) for chance in chances)
    return (count - sum(chances)) / math.sqrt(variance)


# One question ----------------------------------------------------------------------------------

_Found = tuple[Path, str, dict[str, object]]
"""The place within the question, the rule and its details."""


def _weighed(
    file: BankFile, number: int, question: Question, words: WordList | None
) -> Iterator[Mistake]:
    """Advice on a question, without that which its author has weighed and does not follow."""
    found = list(_advice_on_question(question, LANGUAGES.get(file.lang)))
    found += _unwanted_words(question, words or WordList(), file.lang)
    given = {rule for _, rule, _ in found} | (set() if words else ON_WORDS)
    found = [one for one in found if one[1] not in question.accepts]
    for index, code in enumerate(question.accepts):
        if code not in given or code in question.accepts[:index]:
            found.append((("accepts", index), "Q142", {"code": code}))
    for path, rule, details in found:
        yield Mistake(file.file, *file.place(number, *path), rule, details)


def _advice_on_question(question: Question, language: Language | None) -> Iterator[_Found]:
    if isinstance(question, FillIn):
        yield from _needless_answers(question)
    options = question.options if isinstance(question, SingleChoice | MultipleChoice) else ()
    if options and len(options) < FEWEST_OPTIONS:
        yield ("options",), "Q134", {"count": len(options)}
    if language:
        yield from _advice_on_words(question, language)


def _needless_answers(question: FillIn) -> Iterator[_Found]:
    for index, blank in enumerate(question.blanks):
        first: dict[str, str] = {}
        for place, text in enumerate(blank.accept):
            folded = fold(text)
            if folded and folded in first:
                details: dict[str, object] = {"text": text, "accepted": first[folded]}
                yield ("blanks", index, "accept", place), "Q141", details
            first.setdefault(folded, text)


def _advice_on_words(question: Question, language: Language) -> Iterator[_Found]:
    if isinstance(question, SingleChoice | MultipleChoice):
        for index, option in enumerate(question.options):
            if any(pattern.fullmatch(plain(option.text)) for pattern in language.sums_up):
                yield ("options", index, "text"), "Q135", {"text": option.text}
    stem = sentences(EMPHASIS.sub(r"\2", question.stem), language)
    # A cloze asks by its gaps.
    if not isinstance(question, FillIn) and not any(map(language.asks.search, stem[-1:])):
        yield ("stem",), "Q136", {"id": question.id}
    if negative := _plain_negative(question.stem, language):
        yield ("stem",), "Q137", {"text": negative}
    for path, text in question.texts():
        if path[-1] == "feedback" and _gives_no_reason(text, language):
            yield path, "Q138", {"text": text}
    explanation = unicodedata.normalize("NFKC", plain(question.explanation))
    claims = [claim.search(explanation) for claim in language.claims]
    first = next(filter(None, claims), None)
    if first and not cited_ids(question.explanation):
        yield ("explanation",), "Q140", {"text": first[0]}


def _unwanted_words(question: Question, words: WordList, lang: str) -> Iterator[_Found]:
    """Words to avoid, except in distractors, which give voice to misunderstandings."""
    options = question.options if isinstance(question, SingleChoice | MultipleChoice) else ()
    distractors = {("options", n, "text") for n, option in enumerate(options) if not option.correct}
    for path, text in question.texts():
        if path not in distractors:
            yield from ((path, rule, details) for rule, details in words_found(text, words, lang))


def _plain_negative(stem: str, language: Language) -> str | None:
    """The negative words of what is asked, if they are not emphasised."""
    all_sentences = sentences(EMPHASIS.sub("□", stem), language)
    asking = [one for one in all_sentences if language.asks.search(one)] or all_sentences[-1:]
    for sentence in asking:
        for negative in language.negatives:
            if found := negative.search(sentence):
                return found[1]
    return None


def _gives_no_reason(feedback: str, language: Language) -> bool:
    """Whether too little is left without the words that only judge or praise."""
    left = language.verdicts.sub("", plain(feedback))
    return len(re.findall(r"\w", left)) < language.reason
