"""Carries questions of the bank through mkdocs-quiz and gives them their final HTML.

`feed` writes a question in mkdocs-quiz's syntax between two comments that name it. After
mkdocs-quiz has made HTML of it, `take_back` finds it by those comments and by the id inside the
stem, never by position; compares kind, count, order and texts with the model; and renders our own
accessible markup with the texts that mkdocs-quiz has set. Any difference raises `Difference`.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from jinja2 import Environment
from lxml import etree
from lxml.html import HtmlElement, fragment_fromstring, tostring
from markupsafe import Markup

from courseware.course.bank import GAP
from courseware.course.model import (
    FillIn,
    Item,
    Matching,
    MultipleChoice,
    Ordering,
    Question,
    SingleChoice,
)
from courseware.site.labels import LABELS

_FED = re.compile(
    r"(?:<p>\s*)?<!-- question: (?P<id>[a-z0-9-]+) -->(?P<html>.*?)<!-- /question: (?P=id) -->"
    r"(?:\s*</p>)?",
    re.DOTALL,
)
_GAP_SHOWN = "□"


class Difference(Exception):
    """What mkdocs-quiz made of a question is not what the bank says."""


@dataclass(frozen=True)
class Pieces:
    """The texts of one question as mkdocs-quiz has set them, each an HTML fragment."""

    id: str
    kind: str
    stem: str
    options: tuple[tuple[str, str], ...]
    right: tuple[int, ...]
    extras: dict[str, str]
    explanation: str


def feed(question: Question, indent: str = "") -> str:
    """The question in mkdocs-quiz's syntax, each line behind `indent`.

    The id travels as an inline element in a paragraph of its own at the end of the stem, so that
    the stem may end in any way. Texts for which mkdocs-quiz has no place (feedback of blanks,
    sides of pairs, items) travel as a list in its content section.
    """
    mark = ["", f'<span data-id="{question.id}"></span>', ""]
    if isinstance(question, FillIn):
        # An inline element before each gap keeps mkdocs-quiz's block-level comment in its line;
        # the gap carries its number, not its answer.
        stem = GAP.sub(r'<span data-gap="\1"></span>[[\1]]', question.stem)
        lines = [stem, *mark, "---", "", question.explanation, "", *_extras(question)]
    elif isinstance(question, Matching | Ordering):
        # Each place where something is to be chosen travels as a blank, in a paragraph of its own.
        gaps = " ".join(f'<span data-gap="{n}"></span>[[{n}]]' for n in _places(question))
        lines = [question.stem, *mark, gaps, "", "---", "", question.explanation, ""]
        lines += _extras(question)
    else:
        lines = [question.stem, *mark]
        for option in question.options:
            lines += [f"- [{'x' if option.correct else ' '}] {option.text}", f"> {option.feedback}"]
        # The comment keeps an explanation that begins with "- " or ">" out of the last option.
        lines += ["", "<!-- explanation -->", "", question.explanation]
    body = "\n".join(["<quiz>", *lines, "</quiz>"])
    fed = f"\n<!-- question: {question.id} -->\n{body}\n<!-- /question: {question.id} -->\n"
    return "\n".join(indent + line if line else line for line in fed.split("\n"))


def take_back(
    html: str,
    expected: Sequence[Question],
    to_html: Callable[[str], str],
    templates: Environment,
    lang: str,
) -> str:
    """Replace what mkdocs-quiz made by the final markup of each question.

    Args:
        html: a page's content after mkdocs-quiz.
        expected: the page's questions in the order in which it shows them.
        to_html: Markdown to HTML with the page's own extensions.
        templates: holds `question.html`.
        lang: language of the page.

    Raises:
        Difference: when a question is missing, repeated, out of order or not as in the bank.
    """
    by_id = {question.id: question for question in expected}
    found: list[str] = []

    def replace(match: re.Match[str]) -> str:
        question = by_id.get(match["id"])
        if question is None:
            raise Difference(f"'{match['id']}' is not a question of this page")
        found.append(question.id)
        pieces = _pieces(match["html"], question)
        for difference in _differences(question, pieces, to_html):
            raise Difference(f"'{question.id}': {difference}")
        template = templates.get_template("question.html")
        return str(
            template.render(
                question=question,
                number=len(found),
                labels=LABELS[lang],
                stem=Markup(_stem(question, pieces.stem, LABELS[lang])),
                options=[(Markup(text), Markup(feedback)) for text, feedback in pieces.options],
                extras={key: Markup(value) for key, value in pieces.extras.items()},
                plain={key: plain_text(value or " ") for key, value in pieces.extras.items()},
                offered=items_as_offered(question) if isinstance(question, Ordering) else (),
                explanation=Markup(pieces.explanation),
            )
        )

    result = _FED.sub(replace, html)
    if found != [question.id for question in expected]:
        shown, wanted = ", ".join(found), ", ".join(by_id)
        raise Difference(f"the page shows [{shown}], the bank says [{wanted}]")
    if re.search(r'<div class="quiz[ "]', result):
        raise Difference("mkdocs-quiz made a quiz of what is no question of the bank")
    return result


def _places(question: Matching | Ordering) -> range:
    """The numbers of the places where something is to be chosen, from 1."""
    rows = question.pairs if isinstance(question, Matching) else question.items
    return range(1, len(rows) + 1)


def items_as_offered(question: Ordering) -> tuple[Item, ...]:
    """The items in an order that does not give the right one away, the same in every build."""

    def shuffled(item: Item) -> str:
        return hashlib.sha256(f"{question.id}/{item.id}".encode()).hexdigest()

    offered = tuple(sorted(question.items, key=shuffled))
    return offered if offered != question.items else offered[1:] + offered[:1]


def _extras(question: Question) -> Iterator[str]:
    yield from ("<!-- feedback -->", "")  # keeps a list at the end of the explanation apart
    for key, text in _extra_texts(question).items():
        yield f'- <span data-part="{key}"></span>{text}'


def _extra_texts(question: Question) -> dict[str, str]:
    """Texts that travel in the content section, by the part of the bank they come from."""
    texts = {}
    if isinstance(question, FillIn):
        for number, blank in enumerate(question.blanks, start=1):
            texts[f"{number}"] = blank.feedback
            for index, wrong in enumerate(blank.wrong):
                texts[f"{number}-{index}"] = wrong.feedback
    if isinstance(question, Matching):
        for pair in question.pairs:
            texts |= {f"left-{pair.id}": pair.left, f"feedback-{pair.id}": pair.feedback}
        texts |= {f"choice-{choice.id}": choice.text for choice in question.choices}
    if isinstance(question, Ordering):
        texts |= {f"item-{item.id}": item.text for item in question.items}
        texts["feedback"] = question.feedback
    return texts


def _pieces(html: str, question: Question) -> Pieces:
    """Read mkdocs-quiz's markup of one question."""
    root = fragment_fromstring(html, create_parent="div")
    quizzes = root.xpath("div[contains(concat(' ', @class, ' '), ' quiz ')]")
    if len(quizzes) != 1:
        raise Difference(f"'{question.id}': mkdocs-quiz made {len(quizzes)} quizzes of it")
    quiz = quizzes[0]
    drop_terms(quiz)
    stem = _only(quiz, ".//div[@class='quiz-question']", question)
    marks = [mark.get("data-id") for mark in stem.iter("span") if mark.get("data-id")]
    for mark in stem.xpath(".//p[span[@data-id]]"):
        mark.drop_tree()
    content = _only(quiz, ".//section[starts-with(@class, 'content')]", question)
    extras = {}
    for mark in content.xpath(".//li//span[@data-part]"):
        item = next(mark.iterancestors("li"))
        key = mark.get("data-part")
        mark.drop_tree()
        extras[key] = _unwrapped(item)
    if extras:
        content.xpath("ul[last()]")[0].drop_tree()
    etree.strip_tags(content, etree.Comment)
    answers = quiz.xpath(".//fieldset/div")
    inputs = [answer.find("input") for answer in answers]
    kinds = {"checkbox": "multiple", "radio": "single"}
    return Pieces(
        id=marks[0] if len(marks) == 1 else "",
        kind=kinds[inputs[0].get("type")] if inputs else "blank",
        stem=_inner(stem),
        options=tuple(
            (_inner(answer.find("label")), _inner(answer.find("div"))) for answer in answers
        ),
        right=tuple(n for n, field in enumerate(inputs) if field.get("data-correct")),
        extras=extras,
        explanation=_inner(content),
    )


def _differences(
    question: Question, pieces: Pieces, to_html: Callable[[str], str]
) -> Iterator[str]:
    """How the set question differs from the bank's, in words for the author."""

    def compare(name: str, html: str, text: str) -> Iterator[str]:
        shown, wanted = plain_text(html), plain_text(to_html(text))
        if shown != wanted:
            yield f"{name} became «{shown}», not «{wanted}»"

    if pieces.id != question.id:
        yield f"its stem carries the id '{pieces.id}'"
    options = question.options if isinstance(question, SingleChoice | MultipleChoice) else ()
    kind: str = question.type
    stem = GAP.sub(_GAP_SHOWN, question.stem)
    if isinstance(question, Matching | Ordering):
        kind = "blank"
        stem += "\n\n" + " ".join(_GAP_SHOWN for _ in _places(question))
    if isinstance(question, MultipleChoice) and len([o for o in options if o.correct]) == 1:
        kind = "single"  # mkdocs-quiz knows no ticks with one right option; our markup does
    if pieces.kind != kind:
        yield f"its type became '{pieces.kind}'"
    if len(pieces.options) != len(options):
        yield f"it has {len(pieces.options)} options, not {len(options)}"
    if pieces.right != tuple(n for n, option in enumerate(options) if option.correct):
        yield "other options are right"
    yield from compare("stem", pieces.stem, stem)
    yield from compare("explanation", pieces.explanation, question.explanation)
    for option, (text, feedback) in zip(options, pieces.options, strict=False):
        yield from compare(f"option '{option.id}'", text, option.text)
        yield from compare(f"feedback of '{option.id}'", feedback, option.feedback)
    extras = _extra_texts(question)
    if pieces.extras.keys() != extras.keys():
        yield "a feedback is missing"
    for key, text in extras.items():
        yield from compare(f"feedback {key}", pieces.extras.get(key, ""), text)


def plain_text(html: str) -> str:
    """The text that HTML shows, white space folded; a gap shows as □, an image as its `alt`.

    Readings that terms have from the glossary are left out.
    """
    root = fragment_fromstring(html, create_parent="div")
    for link in root.xpath(".//a[@class='term']"):
        _drop_readings(link)
    for field in root.xpath(".//input"):
        field.tail = _GAP_SHOWN + (field.tail or "")
    for image in root.xpath(".//img[@alt]"):
        image.tail = image.get("alt") + (image.tail or "")
    return " ".join(root.text_content().split())


def drop_terms(root: HtmlElement) -> None:
    """Leave only the words of terms: definitions and readings belong to the lesson's text."""
    for link in root.xpath(".//a[@class='term']"):
        _drop_readings(link)
        link.drop_tag()


def _drop_readings(link: HtmlElement) -> None:
    for reading in link.xpath(".//rt | .//rp"):
        reading.drop_tree()
    for ruby in link.xpath(".//ruby"):
        ruby.drop_tag()


def _stem(question: Question, html: str, labels: dict[str, str]) -> str:
    """The stem with its gaps as our own, labelled text fields.

    Those of pairs and steps leave it: our markup lists them below.
    """
    if isinstance(question, SingleChoice | MultipleChoice):
        return html
    root = fragment_fromstring(html, create_parent="div")
    if isinstance(question, Matching | Ordering):
        _only(root, "p[.//input]", question).drop_tree()
        return _inner(root)
    for mark in root.xpath(".//span[@data-gap]"):
        mark.drop_tree()
    for field in root.xpath(".//input"):
        number = field.get("data-answer")
        attributes = {
            "type": "text",
            "class": "question__gap",
            "name": f"q-{question.id}",
            "id": f"q-{question.id}--{number}",
            "aria-label": f"{labels['gap']}{number}",
            "autocomplete": "off",
            "autocapitalize": "off",
            "spellcheck": "false",
        }
        for name in field.keys():  # noqa: SIM118 - an element, not a mapping
            del field.attrib[name]
        for name, value in attributes.items():
            field.set(name, value)
    return _inner(root)


def _only(quiz: HtmlElement, path: str, question: Question) -> HtmlElement:
    found = quiz.xpath(path)
    if len(found) != 1:
        raise Difference(f"'{question.id}': mkdocs-quiz gave {len(found)} of {path}")
    return found[0]


def _inner(element: HtmlElement | None) -> str:
    if element is None:
        return ""
    children = "".join(tostring(child, encoding="unicode") for child in element)
    return (str(Markup.escape(element.text or "")) + children).strip()


def _unwrapped(item: HtmlElement) -> str:
    inner = _inner(item)
    return re.sub(r"^<p>(.*)</p>$", r"\1", inner, flags=re.DOTALL).strip()
