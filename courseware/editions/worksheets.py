"""The worksheets in one file, each on one page of A4, to fill in by hand or on screen."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

from courseware.course.model import Worksheet
from courseware.editions.labels import LABELS
from courseware.editions.manuscript import Made, Manuscript
from courseware.editions.paper import UnfitForPaper, print_pdf


def build(manuscript: Manuscript, folder: Path) -> tuple[Made, ...]:
    """Write the worksheets as one PDF into `folder`; nothing where the language has none.

    Raises:
        UnfitForPaper: also where a sheet takes more than one page.
    """
    sheets = [page for page in manuscript.pages if isinstance(page, Worksheet)]
    if not sheets:
        return ()
    out = folder / manuscript.file_name("worksheets", "pdf")
    pages = _print(manuscript, sheets, out)
    if pages > 1 + len(sheets):
        raise UnfitForPaper(f"{out.name}: more than one page: {_too_long(manuscript, sheets)}")
    title, _ = LABELS[manuscript.lang]["editions"]["worksheets"]
    return (Made(out, title, pages),)


def _print(manuscript: Manuscript, sheets: Sequence[Worksheet], out: Path) -> int:
    title, lead = LABELS[manuscript.lang]["editions"]["worksheets"]
    html = manuscript.render("worksheets.html", title=title, lead=lead, sheets=sheets)
    return print_pdf(html, ("paper.css", "worksheets.css"), out, has_fields=True)


def _too_long(manuscript: Manuscript, sheets: Sequence[Worksheet]) -> str:
    with TemporaryDirectory() as folder:
        out = Path(folder) / "sheet.pdf"
        return ", ".join(one.path for one in sheets if _print(manuscript, [one], out) > 2)
