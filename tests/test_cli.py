"""The command line, run in the folder of a small course."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from lxml.html import HtmlElement, document_fromstring
from mkdocs.config import load_config
from mkdocs.config.defaults import MkDocsConfig

from courseware.cli import SCHEMA, main, question_schema
from courseware.course.ledger import write_baseline
from courseware.course.model import Blank, QuestionFile
from courseware.site import fonts
from courseware.site.fonts import NO_FONT, PACKAGE
from tests.course_folder import BANK, GLOSSARY, LESSON, NAV, CourseFolder
from tests.small_site import blank, match, multiple, order, single, small_course

OF_GITHUB = ("GITHUB_ACTIONS", "GITHUB_STEP_SUMMARY", "GITHUB_REPOSITORY", "SITE_URL")


@pytest.fixture
def folder(tmp_path, monkeypatch) -> CourseFolder:
    """A valid course as the current folder, on a machine without fonts and apart from GitHub."""
    for name in OF_GITHUB:
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("COURSE_LANG", "en")
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "0")
    monkeypatch.setattr(fonts, "FOLDERS", ())
    course = small_course(tmp_path / "course")
    monkeypatch.chdir(course.root)
    return course


@pytest.fixture
def noted(folder) -> CourseFolder:
    """The same with its ids noted as published: there is nothing to say of it."""
    write_baseline(folder.load(), folder.root)
    return folder


def run(*command: str) -> Result:
    result = CliRunner().invoke(main, command)
    if result.exception and not isinstance(result.exception, SystemExit):
        raise result.exception
    return result


# check -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("lang", "said"),
    [("en", "No mistakes (1 lessons, 3 questions)."), ("ja", "間違いはありません（1 講、3 問）。")],
)
@pytest.mark.parametrize("options", [(), ("--strict",)])
def test_check_says_that_nothing_is_wrong(noted, monkeypatch, lang, said, options):
    monkeypatch.setenv("COURSE_LANG", lang)
    result = run("check", *options)
    assert (result.exit_code, result.stdout, result.stderr) == (0, said + "\n", "")


BROKEN = {
    LESSON: ("仲間の支えです[@S1]。", "仲間の支えです[@S7]。"),
    BANK: ("feedback: 海は見わたすかぎりです。", "feedback: 海は<br>見わたすかぎりです。"),
    GLOSSARY: ("reading: なかま", "reading: 仲間"),
}


@pytest.fixture
def broken(noted) -> CourseFolder:
    for file, (old, new) in BROKEN.items():
        noted.edit(file, old, new)
    return noted


def places(folder: CourseFolder) -> list[tuple[str, int]]:
    return [(file, folder.line_of(file, new)) for file, (_, new) in sorted(BROKEN.items())]


def test_check_lists_every_mistake_with_its_place_and_fails(broken):
    result = run("check")
    assert result.exit_code == 1
    assert result.stdout == ""
    *lines, total = result.stderr.splitlines()
    found = [re.fullmatch(r"(.+?):(\d+):\d+ \[[A-Z]\d{3}\] .+ → .+", line) for line in lines]
    assert [(match[1], int(match[2])) for match in found] == places(broken)
    assert total == "3 mistakes. Nothing is published until mended."


def test_check_speaks_japanese_to_those_who_read_it(broken, monkeypatch):
    monkeypatch.setenv("COURSE_LANG", "ja")
    result = run("check")
    assert result.stderr.splitlines()[-1] == "3 件の間違いがあります。直すまで公開されません。"


@pytest.mark.parametrize("command", ["check", "build"])
def test_on_github_every_mistake_is_an_annotation_and_a_row_of_the_summary(
    broken, tmp_path, monkeypatch, command
):
    summary = tmp_path / "summary.md"
    summary.write_text("before\n", encoding="utf-8")
    monkeypatch.setenv("GITHUB_ACTIONS", "true")
    monkeypatch.setenv("GITHUB_STEP_SUMMARY", str(summary))
    monkeypatch.setenv("COURSE_LANG", "ja")
    result = run(command)
    assert result.exit_code == 1
    found = re.findall(r"^::error file=(.+?),line=(\d+),col=\d+,title=\w+::", result.stdout, re.M)
    assert [(file, int(line)) for file, line in found] == places(broken)
    assert len(result.stderr.splitlines()) == 4
    first, *table = summary.read_text(encoding="utf-8").splitlines()
    assert first == "before"
    rows = re.findall(r"^\| `(.+?)` : (\d+) \|", "\n".join(table), re.M)
    assert [(file, int(line)) for file, line in rows] == places(broken)
    assert "公開を止めました。" in table[0]


def test_without_github_there_are_no_annotations(broken):
    assert "::" not in run("check").output


# Advice ----------------------------------------------------------------------------------------

WEAK = ("feedback: 海は見わたすかぎりです。", "feedback: そうです。")
NEEDLESS = ("- id: one-blank\n", "- id: one-blank\n  accepts: [Q135]\n")


@pytest.fixture
def advised(noted) -> CourseFolder:
    """A course without mistakes, of which there is one piece of advice."""
    noted.edit(BANK, *WEAK)
    return noted


def test_check_tells_advice_and_passes(advised):
    result = run("check")
    assert (result.exit_code, result.stdout) == (0, "No mistakes (1 lessons, 3 questions).\n")
    advice, total = result.stderr.splitlines()
    assert advice.startswith(f"{BANK}:{advised.line_of(BANK, WEAK[1])}:")
    assert "[Q138] advice: " in advice
    assert total == "1 piece of advice."


def test_a_strict_check_fails_for_advice_and_tells_the_same(advised):
    strict = run("check", "--strict")
    assert (strict.exit_code, strict.stdout) == (1, "")
    assert strict.stderr == run("check").stderr


def test_advice_that_its_author_has_weighed_does_not_fail_a_strict_check(advised):
    advised.edit(BANK, "- id: one-blank\n", "- id: one-blank\n  accepts: [Q138]\n")
    result = run("check", "--strict")
    assert (result.exit_code, result.stderr) == (0, "")


def test_check_tells_mistakes_and_advice_together(broken):
    broken.edit(BANK, *NEEDLESS)
    for options in ((), ("--strict",)):
        result = run("check", *options)
        assert result.exit_code == 1
        assert result.stderr.splitlines()[4:] == [
            "3 mistakes. Nothing is published until mended.",
            "1 piece of advice.",
        ]


def test_build_tells_no_advice_and_publishes(advised):
    result = run("build")
    assert result.exit_code == 0
    assert "advice" not in result.output
    assert (advised.root / "site/lessons/01-one.html").is_file()


def test_build_tells_mistakes_without_advice(broken):
    broken.edit(BANK, *NEEDLESS)
    result = run("build")
    assert result.exit_code == 1
    assert "advice" not in result.output


def test_on_github_advice_is_a_warning_and_a_row_of_the_summary(advised, tmp_path, monkeypatch):
    summary = tmp_path / "summary.md"
    monkeypatch.setenv("GITHUB_ACTIONS", "true")
    monkeypatch.setenv("GITHUB_STEP_SUMMARY", str(summary))
    assert run("build").stdout.count("::warning") == 0
    assert not summary.exists()
    result = run("check")
    assert result.exit_code == 0
    line = advised.line_of(BANK, WEAK[1])
    assert re.findall(r"^::(\w+) file=(.+?),line=(\d+),", result.stdout, re.M) == [
        ("warning", BANK, str(line))
    ]
    title, *table = summary.read_text(encoding="utf-8").splitlines()
    assert title == "## Advice"
    assert table[-1].startswith(f"| `{BANK}` : {line} | ")


# The schema ------------------------------------------------------------------------------------


def test_the_schema_beside_the_bank_is_that_of_the_model(root):
    written = (root / SCHEMA).read_text(encoding="utf-8")
    assert written == question_schema(), "run `courseware schema`"


@pytest.mark.parametrize("command", ["check", "schema"])
def test_the_schema_is_written_when_it_is_missing_or_old(folder, command):
    for before in (None, "{}"):
        if before:
            folder.write(SCHEMA, before)
        assert run(command).exit_code == 0
        assert folder.text(SCHEMA) == question_schema()


def test_the_schema_is_json_that_knows_every_type_and_key():
    schema: dict[str, Any] = json.loads(question_schema())
    assert schema["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    assert schema["properties"].keys() == QuestionFile.model_fields.keys()
    kinds = schema["properties"]["questions"]["items"]["discriminator"]["mapping"]
    assert kinds.keys() == {"single", "multiple", "blank", "match", "order"}
    assert schema["$defs"]["Blank"]["properties"].keys() == Blank.model_fields.keys()
    assert schema["$defs"]["Blank"]["additionalProperties"] is False


# build -----------------------------------------------------------------------------------------


def lesson_of(folder: CourseFolder) -> HtmlElement:
    return document_fromstring((folder.root / "site/lessons/01-one.html").read_bytes())


def everything_in(path: Path) -> dict[str, bytes]:
    files = (file for file in path.rglob("*") if file.is_file())
    return {file.relative_to(path).as_posix(): file.read_bytes() for file in sorted(files)}


def test_build_makes_the_site_and_its_summary(folder):
    result = run("build")
    assert result.exit_code == 0
    assert result.stdout == "site/ (2 pages), build/course.json\n"
    assert len(lesson_of(folder).xpath("//*[@data-question]")) == 3
    summary = json.loads(folder.text("build/course.json"))
    assert [lesson["url"] for lesson in summary["lessons"]] == ["lessons/01-one.html"]
    assert [question["id"] for question in summary["questions"]] == [
        *("one-single", "one-multiple", "one-blank"),
    ]


def test_build_says_which_package_the_fallback_font_comes_from(folder):
    result = run("build")
    assert result.exit_code == 0
    assert result.stderr == NO_FONT["en"].format(package=PACKAGE) + "\n"


def test_two_builds_give_the_same_bytes(folder):
    run("build")
    first = everything_in(folder.root / "site")
    run("build")
    assert everything_in(folder.root / "site") == first
    assert "lessons/01-one.html" in first


def test_a_page_that_is_gone_leaves_the_site(folder):
    run("build")
    (folder.root / "site" / "old.html").write_text("old", encoding="utf-8")
    run("build")
    assert not (folder.root / "site" / "old.html").exists()


def test_a_mistake_leaves_the_site_as_it_was(folder):
    run("build")
    before = everything_in(folder.root)
    folder.edit(BANK, "stem: 海は[[1]]です。", "stem: 海は[[2]]です。")
    assert run("build").exit_code == 1
    after = everything_in(folder.root)
    assert [file for file in before if after.get(file) != before[file]] == [BANK]


def test_a_difference_found_at_the_very_end_leaves_the_site_as_it_was(folder, monkeypatch):
    run("build")
    before = everything_in(folder.root / "site")
    monkeypatch.setattr("courseware.site.plugin.feed", lambda question, indent="": "")
    result = run("build")
    assert result.exit_code == 1
    assert "[B501]" in str(result.exception)
    assert everything_in(folder.root / "site") == before


def test_what_only_mkdocs_warns_of_leaves_the_site_as_it_was(folder):
    run("build")
    before = everything_in(folder.root / "site")
    folder.edit(NAV, "nav:\n", "nav:\n  - gone.md\n")
    result = run("build")
    assert result.exit_code == 1
    assert "strict mode" in str(result.exception)
    assert everything_in(folder.root / "site") == before


def test_serve_checks_before_it_serves(folder):
    folder.delete(BANK)
    result = run("serve", "--port", "0")
    assert result.exit_code == 1
    assert "[C402]" in result.stderr


def test_every_type_that_pages_can_show_is_built(folder):
    questions = [
        *(single("a"), multiple("b", "a", points=["p-two"]), blank("c"), match("d"), order("e")),
    ]
    folder.write(BANK, json.dumps({"lesson": "01-one", "questions": questions}))
    assert run("build").exit_code == 0
    kinds = lesson_of(folder).xpath("//*[@data-question]/@data-type")
    assert kinds == ["single", "multiple", "blank", "match", "order"]


# Addresses -------------------------------------------------------------------------------------


def configured(folder: CourseFolder) -> MkDocsConfig:
    config = load_config(str(folder.root / NAV))
    return config.plugins["course"].on_config(config)


@pytest.mark.parametrize(
    ("repository", "address"),
    [
        ("someone/peer-module", "https://someone.github.io/peer-module/"),
        ("SomeOne/Peer-Module", "https://someone.github.io/Peer-Module/"),
        ("someone/someone.github.io", "https://someone.github.io/"),
        ("SomeOne/someone.github.io", "https://someone.github.io/"),
    ],
)
def test_on_github_the_addresses_are_those_of_the_repository(
    folder, monkeypatch, repository, address
):
    monkeypatch.setenv("GITHUB_REPOSITORY", repository)
    config = configured(folder)
    assert config.site_url == address
    assert config.repo_url == f"https://github.com/{repository}"
    assert config.edit_uri == "edit/main/docs/ja/"


def test_an_address_that_is_given_overrules_that_of_the_repository(folder, monkeypatch):
    monkeypatch.setenv("GITHUB_REPOSITORY", "someone/peer-module")
    monkeypatch.setenv("SITE_URL", "https://learn.example.jp/peer")
    config = configured(folder)
    assert config.site_url == "https://learn.example.jp/peer/"
    assert config.repo_url == "https://github.com/someone/peer-module"


@pytest.mark.parametrize("repository", [None, "", "no-slash", "owner/", "/name"])
def test_without_a_repository_there_are_no_addresses(folder, monkeypatch, repository):
    if repository is not None:
        monkeypatch.setenv("GITHUB_REPOSITORY", repository)
    config = configured(folder)
    assert config.site_url in (None, "")
    assert not config.repo_url


def test_the_pencil_of_a_page_leads_to_its_file_and_the_canonical_link_to_its_address(
    folder, monkeypatch
):
    monkeypatch.setenv("GITHUB_REPOSITORY", "someone/peer-module")
    theme = "theme: {name: material, language: ja, font: false"
    folder.edit(NAV, theme, theme + ", features: [content.action.edit]")
    assert run("build").exit_code == 0
    page = lesson_of(folder)
    edit = f"https://github.com/someone/peer-module/edit/main/{LESSON}"
    assert page.xpath("//a[@rel='edit']/@href") == [edit]
    canonical = "https://someone.github.io/peer-module/lessons/01-one.html"
    assert page.xpath("//link[@rel='canonical']/@href") == [canonical]
