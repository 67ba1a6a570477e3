"""Timetables for teaching in a given time, computed from the sections' minutes and priorities."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from courseware.course.model import CHARACTERS_PER_MINUTE, REST, Course, Heading, Lesson
from courseware.course.pages import end_of_section

OPENING = 5
CLOSING = 5
"""Minutes for what a course begins and ends with, whatever its length."""

DISCUSSION = 1 / 6
"""The share of the whole time that belongs to talking with one another."""


@dataclass(frozen=True, eq=False)
class Section:
    """A section of a lesson that has a priority. `minutes` count reading and its questions."""

    lesson: Lesson
    heading: Heading
    minutes: int
    questions: int

    @property
    def objectives(self) -> tuple[str, ...]:
        """Those that the heading names, or else those of the lesson."""
        return self.heading.objectives or self.lesson.objectives


@dataclass(frozen=True)
class Slot:
    """A part of the time, in minutes from the beginning; `section` only where one is taught."""

    kind: str
    start: int
    minutes: int
    section: Section | None = None

    @property
    def end(self) -> int:
        """When the next slot begins."""
        return self.start + self.minutes


@dataclass(frozen=True)
class Timetable:
    """What is taught in `minutes`, in order, and what is left for reading alone."""

    minutes: int
    slots: tuple[Slot, ...]
    left: tuple[Section, ...]


def sections(course: Course, lang: str) -> tuple[Section, ...]:
    """The sections with a priority, in the order of the course."""
    return tuple(
        Section(lesson, heading, *_measured(course, lesson, heading))
        for lesson in course.lessons
        if lesson.lang == lang
        for heading in lesson.headings
        if heading.priority
    )


def timetable(course: Course, lang: str, minutes: int) -> Timetable:
    """Choose sections for `minutes` of teaching.

    Opening, closing and discussion have their time first. Then each objective gets its most
    important section, the shortest where several are equal. What time is left goes to further
    sections by priority; where it is equal, to the lesson of which least is taught so far. A
    section that does not fit is passed over for another that does.
    """
    discussion = round(minutes * DISCUSSION)
    time = minutes - OPENING - CLOSING - discussion
    every = sections(course, lang)
    chosen: list[Section] = []
    for section in _one_for_each_objective(every):
        if section not in chosen and section.minutes + _sum(chosen) <= time:
            chosen.append(section)
    while further := [
        section
        for section in every
        if section not in chosen and section.minutes + _sum(chosen) <= time
    ]:
        taught_of = Counter(section.lesson.id for section in chosen)
        chosen.append(min(further, key=lambda s: (_priority(s), taught_of[s.lesson.id])))
    taught = [section for section in every if section in chosen]
    discussion += time - _sum(taught)
    parts: list[tuple[str, int, Section | None]] = [("opening", OPENING, None)]
    parts += [("section", section.minutes, section) for section in taught]
    parts += [("discussion", discussion, None), ("closing", CLOSING, None)]
    slots: list[Slot] = []
    for kind, length, section_taught in parts:
        start = slots[-1].end if slots else 0
        slots.append(Slot(kind, start, length, section_taught))
    left = tuple(section for section in every if section not in chosen)
    return Timetable(minutes, tuple(slots), left)


def _measured(course: Course, lesson: Lesson, heading: Heading) -> tuple[int, int]:
    """Minutes and number of questions of a section."""
    end = end_of_section(heading, lesson.headings)
    embeds = [e for e in lesson.embeds if e.line > heading.line and (not end or e.line < end)]
    named = {embed.question for embed in lesson.embeds}
    questions = 0
    for embed in embeds:
        own = course.questions_of(lesson)
        questions += len([q for q in own if q.id not in named]) if embed.question == REST else 1
    return math.ceil(heading.characters / CHARACTERS_PER_MINUTE + questions), questions


def _one_for_each_objective(every: Iterable[Section]) -> list[Section]:
    best: dict[str, Section] = {}
    for section in sorted(every, key=lambda section: (_priority(section), section.minutes)):
        for objective in section.objectives:
            best.setdefault(objective, section)
    return [best[objective] for objective in sorted(best)]


def _priority(section: Section) -> int:
    return section.heading.priority or 0


def _sum(chosen: Iterable[Section]) -> int:
    return sum(section.minutes for section in chosen)
