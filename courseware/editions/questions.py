"""Questions as they are printed: lettered, with room to answer, and with their key.

Texts are read from the markup that the site build has set (`courseware/site/templates/
question.html`), so that furigana, emphasis and citations are kept; what is right comes from the
model.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass

from lxml.html import HtmlElement, tostring
from markupsafe import Markup

from courseware.course.model import (
    Choice,
    FillIn,
    Item,
    Matching,
    MultipleChoice,
    Ordering,
    Question,
    SingleChoice,
)
from courseware.site.questions import items_as_offered

LETTERS = {"ja": "アイウエオカキクケコサシスセソ", "en": "ABCDEFGHIJKLMNO"}
NOTHING = Markup()


@dataclass(frozen=True)
class Lettered:
    """An option, choice or item behind its letter. `feedback` belongs to options only."""

    letter: str
    text: Markup
    is_right: bool = False
    feedback: Markup = NOTHING


@dataclass(frozen=True)
class Row:
    """A side to match, a place in an order or a gap: what is right there, and why.

    `right` is a letter, or for a gap all that is accepted, of which `model` is the first;
    `right_text` is what the letter means.
    """

    label: Markup
    right: str
    right_text: Markup = NOTHING
    feedback: Markup = NOTHING
    wrong: tuple[tuple[str, Markup], ...] = ()
    model: str = ""


@dataclass(frozen=True)
class PrintedQuestion:
    """A question with the HTML of its texts. `number` counts from 1 on its page."""

    id: str
    type: str
    level: str
    number: int
    stem: Markup
    lettered: tuple[Lettered, ...]
    rows: tuple[Row, ...]
    feedback: Markup
    explanation: Markup

    @property
    def answer(self) -> str:
        """The key in short: letters, or what belongs into the gaps."""
        if self.type == "blank":
            return "　".join(f"（{n}）{row.model}" for n, row in enumerate(self.rows, start=1))
        if self.type == "order":
            return " → ".join(row.right for row in self.rows)
        right = [row.right for row in self.rows]  # of a question to match
        return "・".join(right or [one.letter for one in self.lettered if one.is_right])


def read_question(
    section: HtmlElement, question: Question, number: int, lang: str
) -> PrintedQuestion:
    """The printed form of a question from its element on the page."""
    letters = LETTERS[lang]
    feedback_of = {
        item.get("data-for"): _inner(item.find("div"))
        for item in section.xpath(".//li[@data-for][div]")
    }
    lettered: tuple[Lettered, ...] = ()
    rows: tuple[Row, ...] = ()
    whole = Markup()
    if isinstance(question, SingleChoice | MultipleChoice):
        texts = {
            option.get("data-option"): _inner(_one(option, ".//span[@class='option__text']"))
            for option in section.xpath(".//div[@data-option]")
        }
        lettered = tuple(
            Lettered(letter, texts[option.id], option.correct, feedback_of[option.id])
            for letter, option in zip(letters, question.options, strict=False)
        )
    elif isinstance(question, Matching):
        choices = _mixed(question.choices, [pair.right for pair in question.pairs], question.id)
        lettered = tuple(
            Lettered(letter, _choice_text(section, choice))
            for letter, choice in zip(letters, choices, strict=False)
        )
        at = {choice.id: one for choice, one in zip(choices, lettered, strict=True)}
        labels = {row.get("data-row"): _label(section, row) for row in section.xpath(".//select")}
        rows = tuple(
            Row(
                labels[pair.id],
                at[pair.right].letter,
                at[pair.right].text,
                feedback_of[pair.id],
            )
            for pair in question.pairs
        )
    elif isinstance(question, Ordering):
        offered = items_as_offered(question)
        lettered = tuple(
            Lettered(letter, _item_text(section, item))
            for letter, item in zip(letters, offered, strict=False)
        )
        at = {item.id: one for item, one in zip(offered, lettered, strict=True)}
        rows = tuple(
            Row(Markup(place), at[item.id].letter, at[item.id].text)
            for place, item in enumerate(question.items, start=1)
        )
        whole = _inner(_one(section, ".//div[@data-whole]"))
    elif isinstance(question, FillIn):
        rows = tuple(
            Row(
                Markup(place),
                "・".join(blank.accept),
                Markup(),
                feedback_of[str(place)],
                tuple(
                    (wrong.get("data-wrong"), _inner(wrong, without="q"))
                    for wrong in section.xpath(f".//li[@data-for='{place}']/div[@data-wrong]")
                ),
                blank.accept[0],
            )
            for place, blank in enumerate(question.blanks, start=1)
        )
    explanation = _one(section, ".//div[@class='question__explanation']")
    return PrintedQuestion(
        id=question.id,
        type=question.type,
        level=question.level,
        number=number,
        stem=_stem(section),
        lettered=lettered,
        rows=rows,
        feedback=whole,
        explanation=_inner(explanation, without="p[@class='question__explanation-title']"),
    )


def _mixed(choices: Sequence[Choice], right: Sequence[str], seed: str) -> Sequence[Choice]:
    """The choices in an order that does not repeat that of the pairs, the same in every build."""
    if [choice.id for choice in choices][: len(right)] != list(dict.fromkeys(right)):
        return choices

    def shuffled(choice: Choice) -> str:
        return hashlib.sha256(f"{seed}/{choice.id}".encode()).hexdigest()

    mixed = sorted(choices, key=shuffled)
    return mixed if mixed != list(choices) else [*mixed[1:], mixed[0]]


def _stem(section: HtmlElement) -> Markup:
    """The stem; each gap becomes a numbered line to write on."""
    stem = _one(section, ".//div[@class='question__stem']")
    for number, field in enumerate(stem.xpath(".//input"), start=1):
        gap = field.makeelement("span", {"class": "gap"})
        gap.text = f"（{number}）"
        gap.tail = field.tail
        field.getparent().replace(field, gap)
    return _inner(stem)


def _label(section: HtmlElement, select: HtmlElement) -> Markup:
    return _inner(_one(section, f".//label[@for='{select.get('id')}']"))


def _choice_text(section: HtmlElement, choice: Choice) -> Markup:
    """As set in the key; a choice that belongs to no pair stands only in the lists, as text."""
    path = f".//li[@data-right='{choice.id}']/span[@class='question__right']"
    found = section.xpath(path)
    if found:
        return _inner(found[0])
    return Markup.escape(section.xpath(f".//option[@value='{choice.id}']")[0].text)


def _item_text(section: HtmlElement, item: Item) -> Markup:
    return _inner(_one(section, f".//li[@data-right='{item.id}']/span[@class='question__right']"))


def _one(element: HtmlElement, path: str) -> HtmlElement:
    (found,) = element.xpath(path)
    return found


def _inner(element: HtmlElement, without: str = "") -> Markup:
    """The content of an element as HTML, perhaps without some of its children."""
    for child in element.xpath(without) if without else ():
        child.drop_tree()
    parts = [str(Markup.escape(element.text or ""))]
    parts += [tostring(child, encoding="unicode") for child in element]
    return Markup("".join(parts).strip())
