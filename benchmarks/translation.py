"""The course's pages as an author of another tool would write them: the same words, its syntax.

Readings stand in brackets after the word, citations as numbers. Lists that only our tool computes,
such as the glossary, are left out.
"""

from __future__ import annotations

import posixpath
import re
import string
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from urllib.parse import urlsplit

import yaml

from courseware.course import Course
from courseware.course.bank import GAP
from courseware.course.model import (
    REST,
    Choice,
    FillIn,
    Item,
    Matching,
    Ordering,
    Page,
    Question,
)
from courseware.course.pages import (
    CITATION,
    CITATION_GROUP,
    COMMENT,
    FRONT_MATTER,
    FURIGANA,
    LINK,
    PLACEHOLDER,
)

_HEADING = re.compile(r"^(#{2,6} .*?)[ \t]+\{([^{}|\n]*)\}$", re.MULTILINE)
_BOX = re.compile(r'^(?:!!!|\?\?\?\+?) \w+(?: "(.*)")?\n((?: {4}.*\n|\n)*)', re.MULTILINE)

Writer = Callable[[Question], str]
"""Writes a question in the syntax of a tool."""


# Questions -------------------------------------------------------------------------------------


def in_stock_syntax(question: Question) -> str:
    """The question as an author of mkdocs-quiz writes it.

    Pairs and steps become blanks for the letters of a list, which is the nearest that it can do;
    several boxes of which one is right become a single choice.
    """
    match question:
        case FillIn():
            accepted = [blank.accept[0] for blank in question.blanks]
            stem = GAP.sub(lambda gap: f"[[{accepted[int(gap[1]) - 1]}]]", question.stem)
            lines = [stem, "", "---", "", *_reasons(question)]
        case Matching() | Ordering():
            asked = [question.stem, "", *_choices(question), "", *_answers(question, "[[{}]]")]
            lines = [*asked, "", "---", "", *_reasons(question)]
        case _:
            lines = [question.stem, ""]
            for option in question.options:
                mark = "x" if option.correct else " "
                lines += [f"- [{mark}] {option.text}", f"> {option.feedback}"]
            lines += ["", question.explanation]
    return "\n".join(["<quiz>", *lines, "</quiz>", ""])


def in_details(question: Question) -> str:
    """The question as text, with the answer and the reasons folded away below it."""
    match question:
        case FillIn():
            answers = [f"- {blank.accept[0]}" for blank in question.blanks]
            asked = GAP.sub("＿＿＿＿", question.stem)
        case Matching() | Ordering():
            answers = _answers(question, "{}")
            empty = _answers(question, "＿")
            asked = "\n".join([question.stem, "", *_choices(question), "", *empty])
        case _:
            answers = [f"- {option.text}" for option in question.options if option.correct]
            listed = [f"- {option.text}" for option in question.options]
            asked = "\n".join([question.stem, "", *listed])
    folded = ["<details>", "<summary>答えを見る</summary>", "", *answers, "", *_reasons(question)]
    return "\n".join([asked, "", *folded, "", "</details>", ""])


def _choices(question: Matching | Ordering) -> list[str]:
    """Lines with what there is to choose from, each with its letter."""
    letters = _letters(question)
    return sorted(f"- {letters[part.id]}: {part.text}" for part in _parts(question))


def _answers(question: Matching | Ordering, mark: str) -> list[str]:
    """Lines with the right letters in their places, each set in `mark`, as in `[[{}]]`."""
    letters = _letters(question)
    if isinstance(question, Matching):
        return [f"- {pair.left}: {mark.format(letters[pair.right])}" for pair in question.pairs]
    return [" → ".join(mark.format(letters[item.id]) for item in question.items)]


def _letters(question: Matching | Ordering) -> dict[str, str]:
    """By the ids in their order: in that of the bank, steps would give their places away."""
    ids = sorted(part.id for part in _parts(question))
    return dict(zip(ids, string.ascii_uppercase, strict=False))


def _parts(question: Matching | Ordering) -> Sequence[Choice | Item]:
    return question.choices if isinstance(question, Matching) else question.items


def _reasons(question: Question) -> list[str]:
    """Lines with all feedback and the explanation."""
    match question:
        case FillIn():
            feedback = [blank.feedback for blank in question.blanks]
            feedback += [wrong.feedback for blank in question.blanks for wrong in blank.wrong]
        case Matching():
            feedback = [pair.feedback for pair in question.pairs]
        case Ordering():
            feedback = [question.feedback]
        case _:
            feedback = [option.feedback for option in question.options]
    return [*(f"- {line}" for line in feedback), "", question.explanation]


# Pages -----------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Tool:
    """What differs between the tools: the questions, and the marks of boxes, headings and links."""

    write: Writer
    finish: Callable[[str, str], str]
    """Takes the page's text and its path."""


def translated(text: str, course: Course, page: Page, tool: Tool) -> str:
    """A page of the course, `text`, for another tool, with its questions where ours shows them."""
    front = FRONT_MATTER.match(text)
    meta = yaml.safe_load(front[1]) if front else {}
    kept = {key: meta[key] for key in ("title", "description") if key in meta}
    body = text[front.end() :] if front else text
    shown = {question.id: question for question in course.embedded_in(page)}
    named = {embed.question for embed in page.embeds}

    def questions(placeholder: re.Match[str]) -> str:
        is_rest = placeholder[1] == REST
        ids = [id for id in shown if id not in named] if is_rest else [placeholder[1]]
        # In code, as an example, it may name what the page does not show.
        return "\n".join(tool.write(shown[id]) for id in ids if id in shown)

    body = COMMENT.sub("", PLACEHOLDER.sub(questions, body))
    body = FURIGANA.sub(r"\1（\2）", body)
    body = CITATION_GROUP.sub(lambda group: f"({', '.join(CITATION.findall(group[1]))})", body)
    head = yaml.safe_dump(kept, allow_unicode=True, sort_keys=False)
    return f"---\n{head}---\n{tool.finish(body, page.path)}"


def _for_material(body: str, _: str) -> str:
    """Headings keep their ids; boxes are written as in our pages."""

    def with_id(heading: re.Match[str]) -> str:
        id = re.search(r"#[\w-]+", heading[2])
        return f"{heading[1]} {{{id[0]}}}" if id else heading[1]

    return _HEADING.sub(with_id, body)


def _for_starlight(body: str, path: str) -> str:
    """Headings lose their ids, links lead to addresses of the site, boxes become asides."""

    def with_address(link: re.Match[str]) -> str:
        return link[0].replace(f"({link[1]}", f"({_address(link[1], path)}")

    bare = _HEADING.sub(r"\1", body)
    return _BOX.sub(_aside, LINK.sub(with_address, bare))


def _address(target: str, path: str) -> str:
    """`../lessons/04-recovery.md#chime` as `/lessons/04-recovery/`, the folder of that page."""
    linked = urlsplit(target).path
    if urlsplit(target).scheme or not linked.endswith(".md"):
        return target
    page = posixpath.normpath(posixpath.join(posixpath.dirname(path), linked))
    return f"/{page.removesuffix('.md').removesuffix('index')}/".replace("//", "/")


def _aside(box: re.Match[str]) -> str:
    inside = re.sub(r"^ {4}", "", box[2], flags=re.MULTILINE).strip()
    label = f"[{box[1]}]" if box[1] else ""
    return f":::note{label}\n{inside}\n:::\n\n"


STOCK = Tool(in_stock_syntax, _for_material)
STARLIGHT = Tool(in_details, _for_starlight)
