"""Questions asked again, spaced over days, on one page for the whole course.

The page's script is given a bank of all questions of lessons and cases as their pages show them.
Questions of tests are not in it: a test compares what was known before with what is known after.
"""

from __future__ import annotations

import json
import posixpath
from collections.abc import Iterator, Mapping
from typing import Any
from urllib.parse import urlsplit

from lxml.html import HtmlElement, fragment_fromstring, tostring

from courseware.course.model import Case, Course, Page
from courseware.site.labels import page_number
from courseware.site.questions import drop_terms

INTERVALS = (0, 1, 3, 7, 14, 30)
"""Days until a question is asked again, by how often in a row it was right when it was due; the
last one holds for all longer rows."""

MARK = "data-again"
"""The attribute of the element in which questions are asked again."""


def question_bank(course: Course, lang: str, bodies: Mapping[str, str], url: str) -> str:
    """JSON of every question of the lessons and cases in one language, in their order.

    `[{id, rev, unit, objectives, name, link, story, html}]`: `unit` is the id of the question's
    page, `name` its number and title; `link` leads to the section that the question stands in;
    `story` is the HTML of those scenes of a case without which it cannot be understood, "" in
    lessons; `html` is the question's own.

    Args:
        course: whose questions are asked.
        lang: the language of the pages.
        bodies: HTML by the path of its page, with links that are relative to that page.
        url: where the questions are asked; the links of the bank are relative to it.
    """
    units = (u for u in (*course.lessons, *course.cases) if u.lang == lang and u.path in bodies)
    entries = [entry for unit in units for entry in _entries(course, unit, bodies[unit.path], url)]
    return json.dumps(entries, ensure_ascii=False, separators=(",", ":"))


def _entries(course: Course, unit: Page, body: str, url: str) -> Iterator[dict[str, Any]]:
    page = fragment_fromstring(body, create_parent="div")
    _make_links_right(page, unit.url, url)
    if isinstance(unit, Case):
        _prepare_scenes(page)
    for question in course.embedded_in(unit):
        (element,) = page.xpath(".//*[@data-question=$id]", id=question.id)
        story = _story(element) if isinstance(unit, Case) else ()
        yield {
            "id": question.id,
            "rev": question.rev,
            "unit": unit.id,
            "objectives": question.objectives,
            "name": f"{page_number(unit)}　{unit.title}",
            "link": _link_to_section(element, unit, url),
            "story": "".join(_html(scene) for scene in story),
            "html": _html(_numbered_in_course(element, page_number(unit))),
        }


def _make_links_right(page: HtmlElement, old: str, new: str) -> None:
    """Let the links of the page at `old` lead to the same places from the page at `new`."""
    for element, attribute, link, _ in page.iterlinks():
        parts = urlsplit(link)
        if not (parts.scheme or parts.netloc):
            path = posixpath.join(posixpath.dirname(old), parts.path) if parts.path else old
            element.set(attribute, parts._replace(path=_relative(path, new)).geturl())


def _relative(path: str, url: str) -> str:
    """`path`, which is relative to the site's root, relative to the page at `url`."""
    return posixpath.relpath(path, posixpath.dirname(url) or ".")


def _link_to_section(question: HtmlElement, unit: Page, url: str) -> str:
    headings = question.xpath("preceding::h2[@id][1]")
    anchor = f"#{headings[0].get('id')}" if headings else ""
    return _relative(unit.url, url) + anchor


def _prepare_scenes(page: HtmlElement) -> None:
    """Let each scene of a case be understood where it stands alone."""
    for scene in page.find_class("scene"):
        drop_terms(scene)
        headings = scene.xpath("preceding-sibling::h2")
        for title in scene.find_class("admonition-title") if headings else ():
            title.text = f"{title.text}：{headings[-1].text_content()}"


def _story(question: HtmlElement) -> Iterator[HtmlElement]:
    """The scenes with which a case begins, and those above the question in its own section."""
    section = len(question.xpath("preceding-sibling::h2"))
    for scene in question.xpath("preceding-sibling::*"):
        is_near = len(scene.xpath("preceding-sibling::h2")) in (1, section)
        if is_near and "scene" in scene.classes:
            yield scene


def _numbered_in_course(question: HtmlElement, number: str) -> HtmlElement:
    """The question with the number of its page before its own."""
    (heading,) = question.find_class("question__number")
    heading.text = f"{number}　{heading.text}"
    return question


def _html(element: HtmlElement) -> str:
    return str(tostring(element, encoding="unicode", with_tail=False))
