"""The course for programs: `build/course.json`, and what the site's own scripts know of it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from courseware.course.model import BankEntry, Course, Lesson, StudyPage
from courseware.site.labels import page_number
from courseware.site.review import INTERVALS


def write_summary(course: Course, site: Path, out: Path) -> Path:
    """Write the summary of `course` and of the editions in `site/downloads/` to `out`."""
    summary = {
        "course": course.info.id,
        "lessons": [_lesson(course, lesson) for lesson in course.lessons],
        "cases": [_study_page(course, case) for case in course.cases],
        "tests": [_study_page(course, test) for test in course.tests],
        "questions": [_question(entry) for entry in course.bank],
        "editions": [
            {"file": path.relative_to(site).as_posix(), "bytes": path.stat().st_size}
            for path in sorted((site / "downloads").glob("*"))
        ],
    }
    out.parent.mkdir(parents=True, exist_ok=True)
    out.write_text(json.dumps(summary, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    return out


def course_for_scripts(course: Course, lang: str) -> str:
    """JSON of what is studied in one language: `{id, intervals, units}`.

    `intervals` are days. A unit is a lesson, case or test with `{id, kind, url, questions}`;
    `questions` gives revisions by id, in the order in which the page shows them.
    """
    units = [
        {
            "id": unit.id,
            "kind": type(unit).__name__.lower(),
            "url": unit.url,
            "questions": {q.id: q.rev for q in course.embedded_in(unit)},
        }
        for unit in (*course.lessons, *course.cases, *course.tests)
        if unit.lang == lang
    ]
    known = {"id": course.info.id, "intervals": INTERVALS, "units": units}
    return json.dumps(known, ensure_ascii=False, separators=(",", ":"))


def details_for_scripts(course: Course, lang: str) -> str:
    """JSON of what only pages about the whole course need: `{units, objectives}`.

    `units` gives `{number, title, places}` by id, and `places` the texts of its headings by theirs;
    `objectives` gives by id the questions that serve each.
    """
    studied = [u for u in (*course.lessons, *course.cases, *course.tests) if u.lang == lang]
    units = {
        unit.id: {
            "number": page_number(unit),
            "title": unit.title,
            "places": {heading.id: heading.text for heading in unit.headings if heading.id},
        }
        for unit in studied
    }
    asked = [question for unit in studied for question in course.embedded_in(unit)]
    objectives = {
        objective.id: [question.id for question in asked if objective.id in question.objectives]
        for objective in course.objectives
    }
    details = {"units": units, "objectives": objectives}
    return json.dumps(details, ensure_ascii=False, separators=(",", ":"))


def _study_page(course: Course, page: StudyPage) -> dict[str, Any]:
    return {
        "id": page.id,
        "lang": page.lang,
        "title": page.title,
        "url": page.url,
        "minutes": course.minutes(page),
    }


def _lesson(course: Course, lesson: Lesson) -> dict[str, Any]:
    known = {"objectives": lesson.objectives, "points": lesson.points}
    return _study_page(course, lesson) | known


def _question(entry: BankEntry) -> dict[str, Any]:
    """The keys of the bank, with the language and the page."""
    question = entry.question.model_dump(mode="json", exclude={"accepts"})
    return {"lang": entry.lang, "lesson": entry.lesson, **question}
