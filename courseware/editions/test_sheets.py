"""The tests before and after a training as sheets to hand out, without any answer."""

from __future__ import annotations

from pathlib import Path

from courseware.editions.manuscript import Made, Manuscript
from courseware.editions.sheets import print_sheets


def build(manuscript: Manuscript, folder: Path) -> tuple[Made, ...]:
    """Write the tests as PDF into `folder`."""
    return print_sheets(manuscript, folder, "test_sheets", manuscript.course.tests)
