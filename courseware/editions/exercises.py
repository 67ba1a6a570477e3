"""Question sheets to hand out lesson by lesson, without any answer."""

from __future__ import annotations

from pathlib import Path

from courseware.editions.manuscript import Made, Manuscript
from courseware.editions.sheets import print_sheets


def build(manuscript: Manuscript, folder: Path) -> tuple[Made, ...]:
    """Write the lessons' questions as PDF into `folder`.

    Those of cases are left out: they ask about a story, and stand in the handbook with it.
    """
    return print_sheets(manuscript, folder, "exercises", manuscript.course.lessons)
