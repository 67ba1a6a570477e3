"""The trainee's handbook: lessons and cases to read and write in, without any answer."""

from __future__ import annotations

from pathlib import Path

from courseware.editions.bound import bind
from courseware.editions.manuscript import Made, Manuscript


def build(manuscript: Manuscript, folder: Path) -> tuple[Made, ...]:
    """Write the handbook as PDF into `folder`."""
    return (bind(manuscript, folder, "handbook"),)
