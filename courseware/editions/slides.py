"""Slides to project: one PDF of 16:9 for each lesson."""

from __future__ import annotations

import tempfile
from dataclasses import replace
from pathlib import Path

from courseware.editions.deck import Deck, FigureSlide, TextSlide, TitleSlide, decks
from courseware.editions.manuscript import Made, Manuscript
from courseware.editions.paper import UnfitForPaper, print_pdf

STYLE_SHEETS = ("paper.css", "slides.css")


def build(manuscript: Manuscript, folder: Path) -> tuple[Made, ...]:
    """Write a PDF for each lesson into `folder`.

    Raises:
        UnfitForPaper: where a slide holds more than it can show; names the slide.
    """
    return tuple(_printed(manuscript, deck, folder) for deck in decks(manuscript))


def _printed(manuscript: Manuscript, deck: Deck, folder: Path) -> Made:
    out = folder / manuscript.file_name(f"slides-{deck.number:02d}", "pdf")
    pages = print_pdf(_html(manuscript, deck), STYLE_SHEETS, out)
    if pages != len(deck.slides):
        raise UnfitForPaper(f"{out.name}: more than fits: {_too_full(manuscript, deck)}")
    return Made(out, f"{deck.name}　{deck.lesson.title}", pages)


def _html(manuscript: Manuscript, deck: Deck) -> str:
    kinds = {TitleSlide: "title", TextSlide: "text", FigureSlide: "figure"}
    slides = [(kinds[type(slide)], slide) for slide in deck.slides]
    return manuscript.render("slides.html", deck=deck, slides=slides)


def _too_full(manuscript: Manuscript, deck: Deck) -> str:
    """The headings of the slides that take more than a page, found by printing each alone."""
    with tempfile.TemporaryDirectory() as folder:
        alone = Path(folder) / "slide.pdf"
        return ", ".join(
            slide.heading
            for slide in deck.slides
            if print_pdf(_html(manuscript, replace(deck, slides=(slide,))), STYLE_SHEETS, alone) > 1
        )
