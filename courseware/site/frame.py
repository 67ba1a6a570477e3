"""The frame of pages, where `overrides/` of the course stands in for that of the theme.

Of the theme's own files only the style sheets are used, joined with ours into one; its scripts and
their maps are not published.
"""

from __future__ import annotations

import hashlib
from pathlib import Path

from mkdocs.structure.files import File, Files

from courseware.site.styles import purged, vocabulary_of

OWN_STYLES = ("assets/frame.css", "assets/site.css")
"""In `overrides/`; where they are missing, the theme is left as it is."""

_THEME_STYLES = "assets/stylesheets/"
_NOT_PUBLISHED = (_THEME_STYLES, "assets/javascripts/", "assets/logo.svg")
_STYLE = "assets/style.css"
"""What templates name; the name that is published tells the content, which needs all pages."""


class Frame:
    """Takes the style sheets out of the files of a build, and writes one at its end.

    Args:
        engine: the rules for what the engine puts into pages, such as questions.
    """

    def __init__(self, engine: str) -> None:
        self.engine = engine
        self.theme = ""
        self.own = ""

    def take_over(self, files: Files) -> dict[str, str]:
        """Keep `files` of the frame from being published; return the names for templates."""
        sheets = [files.get_file_from_path(name) for name in OWN_STYLES]
        if not all(sheets):
            return {}
        self.own = "".join(sheet.content_string for sheet in sheets if sheet) + self.engine
        theme = [file for file in files if _is_style_of_theme(file)]
        self.theme = "".join(file.content_string for file in theme)
        for file in list(files):
            if file.src_uri in OWN_STYLES or file.src_uri.startswith(_NOT_PUBLISHED):
                files.remove(file)
        return {"style.css": _STYLE}

    def write_style(self, site: Path, more: str) -> None:
        """Write the style sheet of the site that was built to `site`, with the rules `more`."""
        if not self.own:
            return
        css = purged(self.theme, self.own + more, vocabulary_of(site))
        name = f"assets/style.{hashlib.sha256(css.encode()).hexdigest()[:8]}.css"
        (site / name).write_text(css, encoding="utf-8")
        for page in site.rglob("*.html"):
            text = page.read_text(encoding="utf-8")
            page.write_text(text.replace(f'{_STYLE}"', f'{name}"'), encoding="utf-8")


def _is_style_of_theme(file: File) -> bool:
    return file.src_uri.startswith(_THEME_STYLES) and file.src_uri.endswith(".css")
