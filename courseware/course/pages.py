"""Reads Markdown pages: front matter, headings and what hangs on them, placeholders, citations."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from markdown.extensions.attr_list import get_attrs

from courseware.course.mistakes import Mistake
from courseware.course.model import Embed, Heading
from courseware.course.positions import Located, read_yaml

FRONT_MATTER = re.compile(r"\A---\n(.*?\n|)---\n", re.DOTALL)
HEADING = re.compile(r"^(#{1,6})[ \t]+(.*?)[ \t]*$")
HEADING_ATTRIBUTES = re.compile(r"[ \t]+\{:?[ \t]*([^{}|]+?)[ \t]*\}$")
HEADING_ID = re.compile(r"[a-z][a-z0-9]*(?:-[a-z0-9]+)*")
PLACEHOLDER = re.compile(r"<!--\s*quiz\b:?\s*(.*?)\s*-->")
CITATION_GROUP = re.compile(r"\[(@[^\[\]]*)\]")
CITATION = re.compile(r"@(\w+)")
FURIGANA = re.compile(r"\{([^{}|\n]+)\|([^{}|\n]+)\}")
IMAGE = re.compile(r"!\[([^\]]*)\]\(([^)\s]+)(?:\s[^)]*)?\)")
LINK = re.compile(r"(?<!!)\[[^\[\]]*\]\(([^)\s]+)(?:\s[^)]*)?\)")
RAW_QUIZ = re.compile(r"<[/?]?\s*quiz\b[^>]*>", re.IGNORECASE)
KANJI = re.compile(r"[\u3400-\u9fff々〆]+")
ACCEPTS = re.compile(r"<!--\s*accepts:\s*([QT]\d{3}(?:\s+[QT]\d{3})*)\s*-->")
"""Codes of advice that the author of a page has weighed and does not follow."""

COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)
FENCE = re.compile(r"^(?P<indent>[ \t>]*)(?P<mark>`{3,}(?!.*`)|~{3,})")
CODE_SPAN = re.compile(r"(?<![`\\])(`+)(?!`)((?:(?!\n[ \t]*\n).)+?)(?<!`)\1(?!`)", re.DOTALL)
INSTRUCTOR_NOTES = re.compile(r"^\?\?\?\+? instructor\b.*\n(?:(?: {4}.*)?\n?)*", re.MULTILINE)

FULL_WIDTH_MARKS = {
    re.compile(r"^＃+"): "#",
    re.compile(r"｛＃|｛#|\{＃"): "{#",
    re.compile(r"［[@＠]|\[＠"): "[@",
    re.compile(r"[<＜][!！][-−ー―－]{2}\s*quiz"): "<!-- quiz",
    re.compile(r"<!--\s*quiz\s*："): "<!-- quiz:",
    re.compile(r"！！！(?=\s)"): "!!!",
    re.compile(r"？？？(?=\s)"): "???",
    re.compile(r"｛[^｝\n]+[|｜][^｝\n]+｝|\{[^{}\n]+｜[^{}\n]+\}"): "{漢字|かんじ}",
}
"""Marks of the syntax as they look when typed with a Japanese input method, and the right form."""


@dataclass(frozen=True)
class PageSource:
    """A page as read: `body` has code masked by spaces; its lines keep their numbers."""

    file: str
    meta: Located
    body: str
    body_line: int
    headings: tuple[Heading, ...]
    embeds: tuple[Embed, ...]
    citations: tuple[tuple[str, int, int], ...]

    def section(self, id: str) -> list[tuple[int, str]]:
        """The numbered lines below the heading `id`, up to the next of its depth or above."""
        start = next((h for h in self.headings if h.id == id), None)
        if start is None:
            return []
        end = end_of_section(start, self.headings)
        lines = enumerate(self.body.split("\n"), start=self.body_line)
        return [(n, t) for n, t in lines if n > start.line and (end is None or n < end)]


def end_of_section(heading: Heading, headings: Iterable[Heading]) -> int | None:
    """The line of the next heading of the same depth or above; None where the page ends."""
    after = (h.line for h in headings if h.line > heading.line and h.depth <= heading.depth)
    return next(after, None)


def mask_code(text: str) -> str:
    """`text` with fenced code and code spans replaced by spaces, line for line.

    Nothing in code is syntax: neither a placeholder nor a citation nor a full-width mark.
    """
    lines = text.split("\n")
    closing: str | None = None
    for number, line in enumerate(lines):
        fence = FENCE.match(line)
        if closing is None:
            if fence:
                closing = fence["mark"]
                lines[number] = " " * len(line)
        else:
            if fence and fence["mark"].startswith(closing) and not line[fence.end() :].strip():
                closing = None
            lines[number] = " " * len(line)
    blank = re.compile(r"[^\n]")
    return CODE_SPAN.sub(lambda span: blank.sub(" ", span[0]), "\n".join(lines))


def read_page(text: str, file: str) -> tuple[PageSource | None, list[Mistake]]:
    """Read one page. A page whose front matter cannot be read is None, with its mistakes."""
    front = FRONT_MATTER.match(text)
    meta = Located({}, {})
    mistakes: list[Mistake] = []
    if front:
        read, mistakes = read_yaml(front[1], file, first_line=2)
        if read is None:
            return None, mistakes
        if isinstance(read.data, dict):
            meta = read
        elif read.data is not None:
            return None, [Mistake(file, 2, 1, "Y006", {"key": "---", "problem": "key: value"})]
    body_line = text[: front.end()].count("\n") + 1 if front else 1
    body = mask_code(text[front.end() :] if front else text)
    visible = _mask_comments(body)
    headings, found = _headings(visible, file, body_line)
    headings = _with_characters(headings, body, body_line)
    mistakes += found
    embeds, found = _embeds(body, file, body_line)
    mistakes += found
    mistakes += _full_width_marks(body, file, body_line)
    for match in RAW_QUIZ.finditer(body):
        mistakes.append(Mistake(file, *_place(body, match.start(), body_line), "P205"))
    citations, found = _citations(visible, file, body_line)
    mistakes += found
    source = PageSource(file, meta, body, body_line, headings, embeds, citations)
    return source, mistakes


def running_text(body: str) -> str:
    """What a learner reads: no marks, links, readings, comments, citations, instructor notes."""
    text = INSTRUCTOR_NOTES.sub("", body)
    text = COMMENT.sub("", text)
    text = IMAGE.sub(r"\1", text)
    text = re.sub(r"\[([^\]@]*)\]\([^)]*\)", r"\1", text)
    text = CITATION_GROUP.sub("", text)
    text = FURIGANA.sub(r"\1", text)
    text = re.sub(r"^[ \t]*(?:!!!|\?\?\?\+?)[ \t]+\w+|\{[#:][^}\n]*\}", "", text, flags=re.M)
    text = re.sub(r"^[ \t]*[-+][ \t]", "", text, flags=re.M)
    return re.sub(r"[\s#*_>`|]+", "", text)


def cited_ids(text: str) -> tuple[str, ...]:
    """The source ids that `[@S1; @S2]` in a Markdown text name, in order, each once."""
    groups = CITATION_GROUP.findall(mask_code(text))
    return tuple(dict.fromkeys(id for group in groups for id in CITATION.findall(group)))


def _place(body: str, offset: int, first_line: int) -> tuple[int, int]:
    line_start = body.rfind("\n", 0, offset) + 1
    return first_line + body.count("\n", 0, offset), offset - line_start + 1


def _mask_comments(body: str) -> str:
    return COMMENT.sub(lambda comment: re.sub(r"[^\n]", " ", comment[0]), body)


def _headings(body: str, file: str, first_line: int) -> tuple[tuple[Heading, ...], list[Mistake]]:
    headings, mistakes = [], []
    for number, line in enumerate(body.split("\n"), start=first_line):
        match = HEADING.match(line)
        if not match:
            continue
        text, attributes = match[2], {}
        if found := HEADING_ATTRIBUTES.search(text):
            text, attributes = text[: found.start()], dict(get_attrs(found[1]))
        column = len(match[1]) + 2
        priority: Any = attributes.get("priority")
        if priority is not None and priority not in ("1", "2", "3"):
            details: dict[str, object] = {"name": "priority", "problem": priority}
            mistakes.append(Mistake(file, number, column, "P213", details))
            priority = None
        unknown = attributes.keys() - {"id", "points", "objectives", "priority", ".", "class"}
        for name in sorted(unknown):
            mistakes.append(
                Mistake(file, number, column, "P213", {"name": name, "problem": "?"}),
            )
        headings.append(
            Heading(
                depth=len(match[1]),
                text=FURIGANA.sub(r"\1", text),
                id=attributes.get("id"),
                line=number,
                points=tuple(attributes.get("points", "").split()),
                objectives=tuple(attributes.get("objectives", "").split()),
                priority=int(priority) if priority else None,  # type: ignore[arg-type]
            )
        )
    return tuple(headings), mistakes


def _with_characters(
    headings: tuple[Heading, ...], body: str, first_line: int
) -> tuple[Heading, ...]:
    lines = body.split("\n")
    counted = []
    for heading in headings:
        end = end_of_section(heading, headings)
        below = lines[heading.line - first_line + 1 : end and end - first_line]
        characters = len(running_text("\n".join(below)))
        counted.append(heading.model_copy(update={"characters": characters}))
    return tuple(counted)


def _embeds(body: str, file: str, first_line: int) -> tuple[tuple[Embed, ...], list[Mistake]]:
    embeds, mistakes = [], []
    for match in PLACEHOLDER.finditer(body):
        line, column = _place(body, match.start(), first_line)
        whole_line = body.split("\n")[line - first_line]
        form = "<!-- quiz: id -->"
        if not HEADING_ID.fullmatch(match[1]) or ":" not in match[0]:
            if not _full_width_marks(match[0], file, line):
                details = {"text": match[0], "form": form}
                mistakes.append(Mistake(file, line, column, "P219", details))
            continue
        if whole_line.strip() != match[0]:
            mistakes.append(Mistake(file, line, column, "P209"))
        embeds.append(Embed(question=match[1], line=line, column=column))
    return tuple(embeds), mistakes


def _citations(
    body: str, file: str, first_line: int
) -> tuple[tuple[tuple[str, int, int], ...], list[Mistake]]:
    cited, mistakes = [], []
    for group in CITATION_GROUP.finditer(body):
        place = _place(body, group.start(), first_line)
        if not re.fullmatch(r"@\w+(?:\s*;\s*@\w+)*", group[1]):
            details = {"text": group[0], "form": "[@S1] / [@S1; @S2]"}
            mistakes.append(Mistake(file, *place, "P219", details))
        cited += [(id, *place) for id in CITATION.findall(group[1])]
    return tuple(cited), mistakes


def _full_width_marks(body: str, file: str, first_line: int) -> list[Mistake]:
    mistakes = []
    for number, line in enumerate(body.split("\n"), start=first_line):
        for mark, half in FULL_WIDTH_MARKS.items():
            for match in mark.finditer(line):
                if match[0].isascii():
                    continue
                details = {"text": match[0], "half": half}
                mistakes.append(Mistake(file, number, match.start() + 1, "P204", details))
    return mistakes
