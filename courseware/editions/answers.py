"""The key to all questions on paper: what is right, and why each answer is right or wrong."""

from __future__ import annotations

from pathlib import Path

from courseware.editions.labels import LABELS
from courseware.editions.manuscript import Made, Manuscript
from courseware.editions.paper import print_pdf
from courseware.editions.questions import PrintedQuestion
from courseware.editions.sheets import make_sheets


def build(manuscript: Manuscript, folder: Path) -> tuple[Made, ...]:
    """Write the key to lessons, cases and tests as PDF into `folder`."""

    course = manuscript.course

    def set_question(question: PrintedQuestion) -> str:
        return manuscript.render("answers-question.html", question=question)

    pages = (*course.lessons, *course.cases, *course.tests)
    sheets = make_sheets(manuscript, pages, set_question, has_sources=True)
    if not sheets:
        return ()
    cited = frozenset[str]().union(*(sheet.cited for sheet in sheets))
    title, _ = LABELS[manuscript.lang]["editions"]["answers"]
    html = manuscript.render(
        "answers.html",
        title=title,
        sheets=sheets,
        cited=[source for source in course.sources if source.id in cited],
    )
    out = folder / manuscript.file_name("answers", "pdf")
    return (Made(out, title, print_pdf(html, ("paper.css", "sheets.css"), out)),)
