"""Zip files whose bytes depend on nothing but their content."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile, ZipInfo

EARLIEST = date(1980, 1, 1)
"""The first day that a zip file can name."""


def write_zip(
    out: Path, files: Mapping[str, bytes], day: date, plain: tuple[str, ...] = ()
) -> None:
    """Zip the files in their order, all of the same day; those named in `plain` uncompressed."""
    day = max(day, EARLIEST)
    out.parent.mkdir(parents=True, exist_ok=True)
    with ZipFile(out, "w") as archive:
        for name, content in files.items():
            entry = ZipInfo(name, (day.year, day.month, day.day, 0, 0, 0))
            entry.create_system = 3  # whatever the machine, as on Unix
            entry.external_attr = 0o644 << 16
            entry.compress_type = ZIP_STORED if name in plain else ZIP_DEFLATED
            archive.writestr(entry, content)
