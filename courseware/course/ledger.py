"""Ids are for ever: what was published is noted, and what is given up is said.

`references/baseline.yml` notes the ids of pages, headings and questions, and of each question its
revision with a fingerprint of what it asks; `make baseline` writes it. `references/retired-ids.yml`
is the authors' list of ids that are no longer used and never will be. Learners' records and
addresses hang on these ids.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Annotated, Any

import yaml
from pydantic import Field, StringConstraints

from courseware.course.folding import fold
from courseware.course.mistakes import Mistake
from courseware.course.model import (
    Course,
    FillIn,
    Id,
    Matching,
    MultipleChoice,
    Ordering,
    Page,
    Question,
    Retired,
    SingleChoice,
    Value,
)
from courseware.course.pages import FURIGANA
from courseware.course.positions import Located

BASELINE = "references/baseline.yml"
RETIRED = "references/retired-ids.yml"

_HEAD = """\
# 公開した ID の控え。make baseline が書きます。講や問題を消すときは retired-ids.yml に書きます。
# What was published, written by `make baseline`. What is given up is noted in retired-ids.yml.
"""
_CITATION = re.compile(r"\[@[^\]]*\]")
_KINDS = {
    "page": {"ja": "ページ", "en": "page"},
    "heading": {"ja": "見出し", "en": "heading"},
    "question": {"ja": "問題", "en": "question"},
}
MOST_NAMED = 5

Mark = Annotated[str, StringConstraints(pattern=r"^[0-9]+-[0-9a-f]{12}$")]
"""Revision and fingerprint of a question, e.g. `2-0f3a9c51d2b7`."""


class Published(Value):
    """What one language of the course had when the baseline was written."""

    pages: dict[str, tuple[str, ...]] = Field(default_factory=dict)
    questions: dict[Id, Mark] = Field(default_factory=dict)

    def ids(self) -> Iterator[tuple[str, str]]:
        """Every id with its kind."""
        for page, headings in self.pages.items():
            yield "page", page
            yield from (("heading", f"{page}#{heading}") for heading in headings)
        yield from (("question", id) for id in self.questions)


Baseline = dict[str, Published]
"""By language."""


@dataclass(frozen=True)
class Ledger:
    """Both files as read. `…_places` is None where there is no such file yet."""

    baseline: Baseline = field(default_factory=dict)
    baseline_places: Located | None = None
    retired: tuple[Retired, ...] = ()
    retired_places: Located | None = None


def fingerprint(question: Question) -> str:
    """Changes when a question asks something else or another answer is right.

    The order of options, typography (width, spaces, punctuation, emphasis, furigana), citations,
    feedback and explanation make no difference: twelve hexadecimal digits of SHA-256.
    """
    content = json.dumps(_asked(question), ensure_ascii=False, sort_keys=True)
    return hashlib.sha256(content.encode()).hexdigest()[:12]


def _asked(question: Question) -> dict[str, Any]:
    asked: dict[str, Any] = {"type": question.type, "stem": _plain(question.stem)}
    match question:
        case SingleChoice() | MultipleChoice():
            asked["options"] = {o.id: [_plain(o.text), o.correct] for o in question.options}
        case FillIn():
            asked["blanks"] = [sorted({fold(a) for a in b.accept}) for b in question.blanks]
        case Matching():
            asked["pairs"] = {pair.id: [_plain(pair.left), pair.right] for pair in question.pairs}
            asked["choices"] = {choice.id: _plain(choice.text) for choice in question.choices}
        case Ordering():
            asked["items"] = [[item.id, _plain(item.text)] for item in question.items]
    return asked


def _plain(text: str) -> str:
    return fold(FURIGANA.sub(lambda ruby: ruby[1], _CITATION.sub("", text)))


def mark_of(question: Question) -> str:
    """Revision and fingerprint, as the baseline has them."""
    return f"{question.rev}-{fingerprint(question)}"


def published(pages: Iterator[Page], questions: Iterator[Question]) -> Published:
    """What the baseline says of these pages and questions of one language."""
    return Published(
        pages={
            page_id(page): tuple(heading.id for heading in page.headings if heading.id)
            for page in pages
        },
        questions={question.id: mark_of(question) for question in questions},
    )


def page_id(page: Page) -> str:
    """The path of a page without its ending: its address, in any language."""
    return page.path.removesuffix(".md")


def check_ledger(
    ledger: Ledger,
    now: Baseline,
    places: Mapping[tuple[str, str], tuple[str, int, int]],
    unread: frozenset[tuple[str, str]],
) -> Iterator[Mistake]:
    """Ids that disappeared, came back, or ask something else than before.

    Args:
        ledger: what was published and what is given up.
        now: what there is, by language.
        places: file, line and column of each question's `rev`, by (language, id).
        unread: (language, kind) of which some could not be read, so that nothing is missing yet.
    """
    retired = {(entry.kind, entry.id) for entry in ledger.retired}
    there = {entry for language in now.values() for entry in language.ids()}
    for number, entry in enumerate(ledger.retired):
        place = ledger.retired_places.place((number, "id")) if ledger.retired_places else (1, 1)
        details: dict[str, object] = {"id": entry.id, "kind": _KINDS[entry.kind]}
        if (entry.kind, entry.id) in there:
            yield Mistake(RETIRED, *place, "R312", details)
        if entry.moved_to and ("page", entry.moved_to) not in there and not unread:
            yield Mistake(RETIRED, *place, "R314", {"page": entry.moved_to})
    for lang, before in ledger.baseline.items():
        language = now.get(lang, Published())
        ids = set(language.ids())
        for kind, id in before.ids():
            is_unread = (lang, "question" if kind == "question" else "page") in unread
            if (kind, id) in ids or (kind, id) in retired or is_unread:
                continue
            if kind == "heading" and ("page", id.partition("#")[0]) not in ids:
                continue  # said of the page
            today = {"id": id, "kind": _KINDS[kind], "name": kind}
            yield Mistake(BASELINE, *_place(ledger, lang, kind, id), "R311", today)
        for id, mark in language.questions.items():
            yield from _check_mark(lang, id, mark, before.questions.get(id), places)
    yield from _not_noted(ledger, now)


def _check_mark(
    lang: str,
    id: str,
    mark: str,
    noted: str | None,
    places: Mapping[tuple[str, str], tuple[str, int, int]],
) -> Iterator[Mistake]:
    if noted is None or noted == mark or (lang, id) not in places:
        return
    rev, rev_before = int(mark.partition("-")[0]), int(noted.partition("-")[0])
    if rev < rev_before:
        details: dict[str, object] = {"id": id, "rev": rev, "before": rev_before}
        yield Mistake(*places[lang, id], "R315", details)
    elif rev == rev_before:
        details = {"id": id, "next": rev + 1, "mark": mark, "lang": lang}
        yield Mistake(*places[lang, id], "R313", details)


def _not_noted(ledger: Ledger, now: Baseline) -> Iterator[Mistake]:
    """Advice on what a later change could not be compared with."""
    missing = []
    for lang, language in now.items():
        before = ledger.baseline.get(lang, Published())
        ids = set(before.ids())
        missing += [id for kind, id in language.ids() if (kind, id) not in ids]
        for id, mark in language.questions.items():
            noted = before.questions.get(id, mark)
            if int(mark.partition("-")[0]) > int(noted.partition("-")[0]):
                missing.append(id)
    if missing:
        named = "・".join(missing[:MOST_NAMED]) + ("…" if len(missing) > MOST_NAMED else "")
        yield Mistake(BASELINE, 1, 1, "R316", {"count": len(missing), "ids": named})


def _place(ledger: Ledger, lang: str, kind: str, id: str) -> tuple[int, int]:
    if ledger.baseline_places is None:
        return 1, 1
    part = "questions" if kind == "question" else "pages"
    return ledger.baseline_places.place((lang, part, id.partition("#")[0]))


def write_baseline(course: Course, root: Path) -> Path:
    """Note what the course has now as published."""
    now = {
        lang: published(
            (page for page in course.pages if page.lang == lang),
            (entry.question for entry in course.bank if entry.lang == lang),
        ).model_dump(mode="json")
        for lang in course.info.languages
    }
    for language in now.values():
        language["questions"] = dict(sorted(language["questions"].items()))
    path = root / BASELINE
    text = yaml.safe_dump(now, allow_unicode=True, sort_keys=False, width=1000)
    path.write_text(_HEAD + text, encoding="utf-8")
    return path
