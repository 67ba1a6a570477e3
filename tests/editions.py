"""What tests of the editions share: a manuscript of a small course, and reading what was made."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path
from unittest import mock

from courseware.editions.manuscript import Manuscript
from courseware.site.plugin import CoursePlugin
from tests.course_folder import CourseFolder
from tests.small_site import build_small_site


def manuscript(folder: CourseFolder, address: str = "") -> Manuscript:
    """What the build of a small site hands over to its editions."""
    handed: list[Manuscript] = []

    def keep(manuscript: Manuscript, _: Path) -> tuple[()]:
        handed.append(manuscript)
        return ()

    with mock.patch.object(CoursePlugin, "_produce", side_effect=keep):
        build_small_site(folder, site_url=address or None)
    return handed[0]


def text_of_pdf(path: Path) -> str:
    """All text of a PDF as Poppler reads it, without any white space."""
    read = subprocess.run(["pdftotext", path, "-"], capture_output=True, text=True, check=True)
    return re.sub(r"\s+", "", read.stdout)
