"""What tests of the editions share: a manuscript of a small course, and reading what was made."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

from courseware.editions.manuscript import Manuscript
from tests.course_folder import CourseFolder
from tests.small_site import build_small_config


def manuscript(folder: CourseFolder, address: str = "") -> Manuscript:
    """What the build of a small site hands over to its editions."""
    return build_small_config(folder, address or None).plugins["course"].manuscript


def text_of_pdf(path: Path) -> str:
    """All text of a PDF as Poppler reads it, without any white space."""
    read = subprocess.run(["pdftotext", path, "-"], capture_output=True, text=True, check=True)
    return re.sub(r"\s+", "", read.stdout)
