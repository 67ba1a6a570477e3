"""The instructor's handbook: the trainee's with answers, notes, timetables and coverage."""

from __future__ import annotations

from pathlib import Path

from courseware.editions.bound import bind
from courseware.editions.manuscript import Made, Manuscript


def build(manuscript: Manuscript, folder: Path) -> tuple[Made, ...]:
    """Write the handbook as PDF into `folder`."""
    return (bind(manuscript, folder, "instructor", for_instructors=True),)
