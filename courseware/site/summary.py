"""`build/course.json`: lessons, questions and editions for programs that read the course."""

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
    return {"lang": entry.lang, "lesson": entry.lesson, **entry.question.model_dump(mode="json")}
