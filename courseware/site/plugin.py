"""The MkDocs plugin: puts the course into MkDocs and its questions through mkdocs-quiz.

Only what needs the quiz plugin or the whole course is here; syntax that Markdown can carry is in
`courseware.markdown`.
"""

from __future__ import annotations

import hashlib
import logging
import os
import posixpath
import re
import sys
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import markdown
import rcssmin
import rjsmin
from jinja2 import Environment, PackageLoader, StrictUndefined
from mkdocs.config.base import Config
from mkdocs.config.config_options import Choice, ListOfItems
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import Abort
from mkdocs.livereload import LiveReloadServer
from mkdocs.plugins import BasePlugin, CombinedEvent, event_priority
from mkdocs.structure.files import File, Files
from mkdocs.structure.pages import Page as MkDocsPage

from courseware.course import Mistakes, load_course
from courseware.course.mistakes import message_language
from courseware.course.model import REST, Case, Course, Lesson, Page, Question, StudyPage, Test
from courseware.course.pages import ACCEPTS, PLACEHOLDER, mask_code
from courseware.editions.catalogue import EDITIONS, Failed, Produced, check_characters, produce
from courseware.editions.manuscript import Manuscript, short_address
from courseware.editions.paper import missing_packages
from courseware.site import offline, webapp
from courseware.site.fonts import fallback_font
from courseware.site.frame import Frame
from courseware.site.labels import LABELS, page_number
from courseware.site.lists import (
    DOWNLOADS,
    Lists,
    by_kana_row,
    facts_mark,
    kind_and_size,
    put_in_place,
    size,
)
from courseware.site.questions import Difference, feed, take_back
from courseware.site.review import MARK, question_bank
from courseware.site.search import search_index
from courseware.site.security import with_policy
from courseware.site.summary import course_for_scripts, details_for_scripts, write_summary

log = logging.getLogger("mkdocs.plugins.courseware")

ASSETS = Path(__file__).parent / "assets"
SCRIPTS = {
    "course.js": (
        "record.js",
        "course.json",
        "progress.js",
        "frame.js",
        "search-opener.js",
        "reading.js",
        "terms.js",
        "webapp.js",
    ),
    "questions.js": ("grading.js", "questions.js"),
    "record-page.js": (
        "course-details.json",
        "resume.js",
        "report.js",
        "transfer.js",
        "record-page.js",
        "chart.js",
        "record-tests.js",
        "record-sheet.js",
        "record-move.js",
        "record-erase.js",
    ),
    "continue.js": ("resume.js", "continue.js"),
    "settings.js": ("storage.js", "course-id.json", "settings.js", "start.js"),
    "again.js": ("schedule.js", "again.js"),
    "steps.js": ("steps.js",),
    "test.js": ("test.js",),
    "panel.js": ("speech.js", "panel.js"),
    "search.js": ("search.js", "search-dialog.js"),
    "keeping.js": ("keeping.js",),
    "newer.js": ("newer.js",),
}
"""What each script of the site is joined from; those in JSON are the course as scripts see it."""

BANK, INDEX = "question-bank.js", "search-index.js"
"""The scripts that are made of the pages, when these have their content."""

STYLES = ("record.css", "panel.css", "again.css", "search.css", "newer.css")
MINIFIERS = {"js": rjsmin.jsmin, "css": rcssmin.cssmin}
"""They take out comments and white space, and rename nothing: what runs can still be read."""

_EXAMPLE = "\ue001"
"""Keeps mkdocs-quiz from reading a `<quiz>` that stands in code, where it is an example."""

NO_PAPER = {
    "ja": "PDF は作りませんでした。作るには、次を入れて、もう一度 make build を実行してください: "
    "{packages}",
    "en": "No PDFs were made. To make them, install these and run make build again: {packages}",
}

NOT_ASCII = {
    "ja": "[B503] {names}: オフライン版では、この名前のファイルを開けない端末があります → "
    "英数字だけの名前に変えてください",
    "en": "[B503] {names}: in the offline edition some machines cannot open files of these names "
    "→ use letters and digits of ASCII only",
}

END_OF_CONTENT = "<!-- end of content -->"
"""What mkdocs-quiz appends to a page (style, scripts, a side bar) comes after this mark."""


class CourseSettings(Config):  # type: ignore[no-untyped-call]
    """What mkdocs.yml may say below `plugins: - course:`."""

    editions = ListOfItems(Choice(("trainee", "instructor")), default=["trainee", "instructor"])
    """For whom files to download are made; none for an empty list."""


class CoursePlugin(BasePlugin[CourseSettings]):  # type: ignore[no-untyped-call]
    """Reads the course once a build, expands its lists and questions, checks what came out."""

    course: Course
    manuscript: Manuscript
    is_published = False

    def on_startup(self, *, command: str, dirty: bool) -> None:
        """Note whether the site is for publishing. Serving puts a changing script into pages."""
        self.is_published = command == "build"

    def on_config(self, config: MkDocsConfig) -> MkDocsConfig:
        """Read and check the course; tell MkDocs and the Markdown extensions about it."""
        self.root = Path(config.config_file_path or "mkdocs.yml").resolve().parent
        self.lang = config.theme["language"]
        try:
            self.course = load_course(self.root)
        except Mistakes as mistakes:
            raise Abort(mistakes.report(message_language())) from None
        self.templates = _templates()
        self.lists = Lists(self.course, self.templates)
        self.frame = Frame(self._asset("questions.css"))
        _name_the_place(config)
        self._set_up_markdown(config)
        return config

    def on_files(self, files: Files, *, config: MkDocsConfig) -> Files:
        """Add the scripts and styles of the engine, each named after its content."""
        self.assets = self.frame.take_over(files)
        for name, parts in {**SCRIPTS, **{style: (style,) for style in STYLES}}.items():
            self._publish(name, self._joined(name.split(".")[1], parts), config, files)
        favicon = files.get_file_from_path(config.theme["favicon"] or "")
        if favicon and favicon.src_uri.endswith(".svg"):
            for name, drawn in webapp.icons(favicon.content_string).items():
                files.append(File.generated(config, f"assets/{name}", content=drawn))
        return files

    def _joined(self, ending: str, parts: Iterable[str]) -> str:
        return str(MINIFIERS[ending]("".join(self._asset(part) for part in parts)))

    def _publish(self, name: str, content: str, config: MkDocsConfig, files: Files) -> None:
        """Add a script or style to the site, its address among the assets."""
        stem, ending = name.split(".")
        fingerprint = hashlib.sha256(content.encode()).hexdigest()[:8]
        self.assets[name] = f"assets/{stem}.{fingerprint}.{ending}"
        files.append(File.generated(config, self.assets[name], content=content))

    def _asset(self, name: str) -> str:
        if name == "course.json":
            return f"courseware.course = {course_for_scripts(self.course, self.lang)};\n"
        if name == "course-details.json":
            return f"courseware.details = {details_for_scripts(self.course, self.lang)};\n"
        if name == "course-id.json":
            return f'courseware.id = "{self.course.info.id}";\n'
        return (ASSETS / name).read_text(encoding="utf-8")

    @event_priority(100)  # before mkdocs-quiz
    def on_page_markdown(
        self, text: str, *, page: MkDocsPage, config: MkDocsConfig, files: Files
    ) -> str:
        """Expand lists and questions; a lesson begins with what is computed from the course."""
        own = self._own(page)
        if own is None:
            return text
        expanded = []
        # Code is masked in `seen`: what stands in it is an example, not a placeholder.
        for line, seen in zip(text.split("\n"), mask_code(text).split("\n"), strict=True):
            found = self._expand(seen, own)
            as_text = re.sub(r"<(?=[/?]?quiz\b)", f"<{_EXAMPLE}", line)
            expanded.append(as_text if found is None else found)
        if number := page_number(own):
            # Menus, the pager and the browser's tab show the number; the heading has it apart.
            page.meta["title"] = f"{number}　{own.title}"
        if isinstance(own, StudyPage):
            expanded.insert(0, self.lists.render("study-head.html", own) + "\n")
        return "\n".join(expanded)

    @event_priority(100)  # before mkdocs-quiz
    def _mark_the_end(self, html: str, **_: Any) -> str:
        return html + END_OF_CONTENT

    @event_priority(-100)  # after mkdocs-quiz
    def _tidy(self, html: str, *, page: MkDocsPage, config: MkDocsConfig, **_: Any) -> str:
        """Replace mkdocs-quiz's markup by ours, and compare every question with the bank."""
        html = html.partition(END_OF_CONTENT)[0].replace(_EXAMPLE, "")
        own = self._own(page)
        if own is None:
            return html
        shown = self.course.embedded_in(own)
        try:
            html = take_back(html, shown, _converter(config), self.templates, own.lang)
        except Difference as difference:
            raise Abort(f"docs/{own.lang}/{own.path} [B501] {difference}") from None
        if isinstance(own, Test):
            return html + self.lists.render("test.html", own)
        for kind, template in ((Lesson, "practised-in.html"), (Case, "steps.html")):
            html += self.lists.render(template, own) if isinstance(own, kind) else ""
        return html + (self.lists.render("bar.html", own) if shown else "")

    on_page_content = CombinedEvent(_mark_the_end, _tidy)

    def on_env(self, env: Environment, *, config: MkDocsConfig, files: Files) -> Environment:
        """Make what is made of pages: the search index, the editions and the question bank.

        Templates of all pages, that of an unknown address as well, are told what they share.
        """
        env.globals["course_info"] = self.course.info
        env.globals["course_assets"] = self.assets
        env.globals["page_labels"] = LABELS[self.lang]
        env.globals["is_published"] = self.is_published
        pages = [file.page for file in files.documentation_pages() if file.page]
        bodies = {page.file.src_uri: page.content or "" for page in pages}
        address = config.site_url if self.is_published else None
        self.manuscript = Manuscript(self.course, self.lang, bodies, address or "")
        shown = {page.file.src_uri: page.meta.get("description", "") for page in pages}
        index = search_index(self.manuscript, shown)
        self._publish(INDEX, index, config, files)
        downloads = Path(config.site_dir) / "downloads"
        produced = self._produce(self.manuscript, downloads)
        if self._has_offline_edition:
            produced += (offline.announced(self.manuscript, downloads),)
        for page in pages:
            content = page.content or ""
            if DOWNLOADS in content:
                listed = self.lists.downloads(produced, self.lang, page.file.url)
                page.content = content.replace(DOWNLOADS, listed)
            if MARK in content:
                bank = question_bank(self.course, self.lang, bodies, page.file.url)
                self._publish(BANK, f"courseware.bank = {bank};\n", config, files)
        return env

    @property
    def _has_offline_edition(self) -> bool:
        return offline.EDITION.audience in self.config.editions

    def _produce(self, manuscript: Manuscript, folder: Path) -> tuple[Produced, ...]:
        """Those of the editions wanted that this machine can make; one sentence says the rest."""
        wanted = [one for one in EDITIONS if one.audience in self.config.editions]
        if not wanted:
            return ()
        try:
            if missing := missing_packages():
                log.info(NO_PAPER[message_language()].format(packages=" ".join(missing)))
                wanted = [one for one in wanted if not one.needs_paper]
            else:
                check_characters(manuscript, self.root)
            cache = self.root / ".cache" / "editions" / manuscript.lang
            return produce(manuscript, folder, cache, wanted, may_be_older=not self.is_published)
        except Mistakes as mistakes:
            raise Abort(mistakes.report(message_language())) from None
        except Failed as failed:
            raise Abort(f"[B502] {failed}") from None

    def on_page_context(
        self,
        context: Any,
        *,
        page: MkDocsPage,
        config: MkDocsConfig,
        nav: Any,
    ) -> Any:
        """Tell the templates what they show beside the content."""
        own = self._own(page)
        context["own_page"] = own
        context["has_again"] = MARK in (page.content or "")
        context["has_questions"] = bool(own and own.embeds) or context["has_again"]
        context["has_downloads"] = 'class="downloads"' in (page.content or "")
        context["has_record"] = "data-record" in (page.content or "")
        context["has_steps"] = isinstance(own, Case)
        context["is_test"] = isinstance(own, Test)
        context["page_number"] = page_number(own) if own else ""
        return context

    def on_post_page(self, output: str, *, page: MkDocsPage, config: MkDocsConfig) -> str:
        """Give the finished page its policy."""
        return with_policy(output) if self.is_published else output

    def on_post_template(self, output: str, *, template_name: str, config: MkDocsConfig) -> str:
        """Give the page of an unknown address its policy, too."""
        is_page = self.is_published and template_name.endswith(".html")
        return with_policy(output) if is_page else output

    def on_post_build(self, *, config: MkDocsConfig) -> None:
        """Write what needs the whole site: styles, font, offline edition, worker, summary."""
        site = Path(config.site_dir)
        self.frame.write_style(site, fallback_font(site, self.root / ".cache" / "fonts"))
        self._lead_to_pages(site, has_address=bool(config.site_url))
        put_in_place(site, webapp.SIZE, size(webapp.size_on_device(site)))
        if self._has_offline_edition:
            self._write_offline_edition(site)
        if self.is_published and (site / webapp.MISSING).is_file():
            script = self._joined("js", ("worker.js",))
            webapp.write_worker(site, self.course.info.id, script)
        write_summary(self.course, site, self.root / "build" / "course.json")

    def _lead_to_pages(self, site: Path, *, has_address: bool) -> None:
        """Leave pages at old addresses, and at the short ones that are printed."""
        for page in self.course.retired:
            if page.moved_to:
                self._lead_on(site, f"{page.id}.html", page.moved_to)
        for own in self.course.pages if has_address else ():
            if own.lang == self.lang and (short := short_address(own)):
                self._lead_on(site, f"{short}index.html", own.path.removesuffix(".md"))

    def _write_offline_edition(self, site: Path) -> None:
        (made,) = offline.announced(self.manuscript, site / "downloads").made
        scripts = {path: self._joined("js", parts) for path, parts in offline.SCRIPTS.items()}
        try:
            offline.build(site, made.file, self.manuscript, self.templates, scripts)
        except offline.NotAscii as names:
            raise Abort(NOT_ASCII[message_language()].format(names=names)) from None
        put_in_place(site, facts_mark(made.file.name), kind_and_size(made.file))

    def on_serve(
        self, server: LiveReloadServer, *, config: MkDocsConfig, builder: Callable[[], None]
    ) -> LiveReloadServer:
        """After a mistake, say it and go on showing the last good site."""

        def build_or_say_why_not() -> None:
            try:
                builder()
            except Abort as mistakes:
                print(mistakes, file=sys.stderr)

        server.builder = build_or_say_why_not
        return server

    def _expand(self, line: str, page: Page) -> str | None:
        """What a placeholder asks for; None where the line is none."""
        mark = line.strip()
        if ACCEPTS.fullmatch(mark):
            return ""  # for `make check`, not for readers
        if match := PLACEHOLDER.fullmatch(mark):
            indent = line[: line.index(mark)]
            questions = self._questions_at(match[1], page)
            return "\n".join(feed(question, indent) for question in questions)
        return self.lists.find(mark, page)

    def _questions_at(self, placeholder: str, page: Page) -> list[Question]:
        shown = self.course.embedded_in(page)
        if placeholder != REST:
            return [question for question in shown if question.id == placeholder]
        named = {embed.question for embed in page.embeds}
        return [question for question in shown if question.id not in named]

    def _lead_on(self, site: Path, old: str, new: str) -> None:
        """Leave a page at an old or short address that leads to the page, without any script."""
        path = site / old
        target = posixpath.relpath(f"{new}.html", posixpath.dirname(old) or ".")
        moved = self.course.page(self.lang, f"{new}.md")
        html = self.templates.get_template("moved.html").render(
            lang=self.lang, labels=LABELS[self.lang], target=target, title=moved and moved.title
        )
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(with_policy(html), encoding="utf-8")

    def _own(self, page: MkDocsPage) -> Page | None:
        return self.course.page(self.lang, page.file.src_uri)

    def _set_up_markdown(self, config: MkDocsConfig) -> None:
        written: dict[str, dict[str, str]] = {}
        for term in self.course.terms:
            entry = {"id": term.id, "definition": term.definition[self.lang]}
            written |= dict.fromkeys(term.aliases.get(self.lang, ()), entry)
            # The reading is that of the Japanese name, not of its other forms.
            reading = {"reading": term.reading} if self.lang == "ja" else {}
            written[term.term[self.lang]] = entry | reading
        numbered = {
            source.id: {"number": source.number, "title": f"{source.author}：{source.title}"}
            for source in self.course.sources
        }
        settings: dict[str, dict[str, Any]] = {
            "linebreaks": {},
            "furigana": {},
            "headings": {},
            "notes": {},
            "citations": {"sources": numbered, "page": "/resources/references.md"},
            "terms": {"terms": written, "page": "/resources/glossary.md"},
            "figures": {"folder": str(Path(config.docs_dir) / "figures")},
        }
        for name, setting in settings.items():
            extension = f"courseware.markdown.{name}"
            if extension not in config.markdown_extensions:
                config.markdown_extensions.append(extension)
            config.mdx_configs[extension] = setting


def _templates() -> Environment:
    templates = Environment(
        loader=PackageLoader("courseware.site"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        comment_start_string="{##",  # {# begins a heading's id in Markdown
        comment_end_string="##}",
    )
    templates.filters["host"] = lambda url: urlsplit(url).netloc.removeprefix("www.")
    templates.filters["by_kana_row"] = by_kana_row
    return templates


def _converter(config: MkDocsConfig) -> Callable[[str], str]:
    """Markdown to HTML with the extensions of the pages, to compare with."""
    converter = markdown.Markdown(
        extensions=config.markdown_extensions, extension_configs=config.mdx_configs
    )
    return lambda text: converter.reset().convert(text)


def _name_the_place(config: MkDocsConfig) -> None:
    """Compute addresses from the repository, so that a fork publishes without an edit.

    GitHub Actions gives GITHUB_REPOSITORY (`owner/name`); SITE_URL overrules the address.
    """
    repository = os.environ.get("GITHUB_REPOSITORY", "")
    owner, _, name = repository.partition("/")
    if owner and name:
        config.repo_url = f"https://github.com/{repository}"
        config.repo_name = repository
        config.edit_uri = f"edit/main/docs/{config.theme['language']}/"
        is_user_site = name.lower() == f"{owner}.github.io".lower()
        folder = "" if is_user_site else f"{name}/"
        config.site_url = f"https://{owner.lower()}.github.io/{folder}"
    if os.environ.get("SITE_URL"):
        config.site_url = os.environ["SITE_URL"].rstrip("/") + "/"
