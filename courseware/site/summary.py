"""The course for programs: `build/course.json`, and what the site's own scripts know of it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from courseware.course.model import BankEntry, Course, Lesson


def write_summary(course: Course, site: Path, out: Path) -> Path:
    """Write the summary of `course` and of the editions in `site/downloads/` to `out`."""
    summary = {
        "course": course.info.id,
        "lessons": [_lesson(course, lesson) for lesson in course.lessons],
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
    """JSON of the lessons of one language: `{id, lessons: [{id, url, questions: {id: rev}}]}`.

    Questions stand in the order in which the page shows them.
    """
    lessons = [
        {
            "id": lesson.id,
            "url": lesson.url,
            "questions": {q.id: q.rev for q in course.embedded_in(lesson)},
        }
        for lesson in course.lessons
        if lesson.lang == lang
    ]
    known = {"id": course.info.id, "lessons": lessons}
    return json.dumps(known, ensure_ascii=False, separators=(",", ":"))


def _lesson(course: Course, lesson: Lesson) -> dict[str, Any]:
    return {
        "id": lesson.id,
        "lang": lesson.lang,
        "title": lesson.title,
        "url": lesson.url,
        "minutes": course.minutes(lesson),
        "objectives": lesson.objectives,
        "points": lesson.points,
    }


def _question(entry: BankEntry) -> dict[str, Any]:
    """The keys of the bank, with the language and the page."""
    question = entry.question.model_dump(mode="json", exclude={"accepts"})
    return {"lang": entry.lang, "lesson": entry.lesson, **question}
