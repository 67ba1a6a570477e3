"""Every rule: a course that breaks it, with the place it names, and one beside it that does not."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field

import pytest

from courseware.course.ledger import BASELINE, RETIRED, write_baseline
from courseware.course.loading import DATES
from courseware.course.rules import RULES
from tests.course_folder import (
    BANK,
    FIGURE,
    GLOSSARY,
    INFO,
    LESSON,
    NAV,
    OBJECTIVES,
    POINTS,
    SOURCES,
    CourseFolder,
)

Change = Callable[[CourseFolder], None]


@dataclass(frozen=True)
class Example:
    """A change that breaks `rule`, and only it, and one that is as good as the course was.

    `at` is the file and either a line or what the last line that is meant contains. `also` names
    the rules that the same change breaks elsewhere.
    """

    rule: str
    broken: Change
    at: tuple[str, str | int]
    fine: Change
    also: frozenset[str] = field(default_factory=frozenset)
    name: str = ""


def edit(file: str, old: str, new: str) -> Change:
    return lambda folder: folder.edit(file, old, new)


def add(file: str, text: str) -> Change:
    return lambda folder: folder.write(file, folder.text(file) + text)


def write(file: str, text: str | bytes) -> Change:
    return lambda folder: folder.write(file, text)


def delete(file: str) -> Change:
    return lambda folder: folder.delete(file)


def save_as(file: str, encoding: str) -> Change:
    return lambda folder: folder.write(file, folder.text(file).encode(encoding))


def published(folder: CourseFolder) -> None:
    """Note the course as published."""
    write_baseline(folder.load(), folder.root)


def both(*changes: Change) -> Change:
    def change(folder: CourseFolder) -> None:
        for one in changes:
            one(folder)

    return change


def in_lesson(text: str) -> Change:
    """Write `text` into a section of the lesson."""
    return edit(LESSON, "どう思いますか。", text)


RETIRED_ID = "- {{id: {id}, kind: question, retired: 2026-12-01, reason: 整理{more}}}\n"


def in_nav(file: str) -> Change:
    return edit(NAV, "nav:\n", f"nav:\n  - {file.removeprefix('docs/ja/')}\n")


PAGE = "docs/ja/about.md"
IN_NAV = in_nav(PAGE)
NEW_BANK = "quizzes/ja/about.yml"
NEW_QUESTION = """\
lesson: about
questions:
  - id: about-one
    type: single
    level: recall
    objectives: [O1]
    points: [p-one]
    stem: どれですか。
    options:
      - {id: a, text: これ, correct: true, feedback: そうです。}
      - {id: b, text: あれ, feedback: ちがいます。}
    explanation: これです。
    rev: 1
"""


def page(body: str = "") -> Change:
    """Add a page that is not a lesson."""
    return both(write(PAGE, f"---\ntitle: この教材\n---\n\n{body}\n"), IN_NAV)


SECOND_LESSON = "docs/ja/lessons/02-two.md"
CASE = "docs/ja/cases/case-1.md"
CASE_BANK = "quizzes/ja/case-1.yml"
PRETEST = "docs/ja/start/pretest.md"
POSTTEST = "docs/ja/review/posttest.md"
SHEET = "docs/ja/worksheets/sheet.md"
THIRD_POINT = add(POINTS, "- {id: p-three, slide: 3, ja: 三, en: Three}\n")
DATED_RULE = (
    "- {{id: fee, kind: fees, rule: {{ja: 料金}}, as_of: 2026-11, sources: [{sources}],"
    " check: {{ja: 表を見る}}}}\n"
)


def study_page(file: str, front_matter: str, body: str) -> Change:
    """Add a page to study, with what its kind has in its front matter besides."""
    head = "title: 題\ndescription: 試しのページです。\nchecked: 2026-11-23\n"
    return both(write(file, f"---\n{head}{front_matter}---\n\n{body}\n"), in_nav(file))


def second_lesson(folder: CourseFolder) -> None:
    """Add a lesson that teaches the point `p-three`, and nothing else."""
    text = re.sub("<!-- quiz: .* -->", "", folder.text(LESSON)).replace(' points="p-two"', "")
    folder.write(SECOND_LESSON, text.replace("p-one", "p-three"))
    in_nav(SECOND_LESSON)(folder)
    THIRD_POINT(folder)


def asking(page: str, *objectives: str, points: str = "p-one") -> Change:
    """Add a file of the bank: `page-0`, `page-1` … each ask for the objective in its place."""
    _, question = NEW_QUESTION.split("questions:\n")
    questions = [
        question.replace("about-one", f"{page}-{number}")
        .replace("[O1]", f"[{objective}]")
        .replace("[p-one]", f"[{points}]")
        for number, objective in enumerate(objectives)
    ]
    return write(f"quizzes/ja/{page}.yml", f"lesson: {page}\nquestions:\n{''.join(questions)}")


def case(
    decisions: int = 4,
    *,
    draws_on: str = "01-one#first",
    end: str = "## ふりかえり {#reflection}",
    points: str = "p-one",
    shown: str = "",
) -> Change:
    """Add a case with its questions, each of which it shows by itself unless `shown` says how."""
    each = "\n\n".join(f"<!-- quiz: case-1-{number} -->" for number in range(decisions))
    return both(
        study_page(
            CASE,
            f"objectives: [O1]\nkeywords: []\ndraws_on: [{draws_on}]\n",
            f"## 状況 {{#situation}}\n\n{shown or each}\n\n{end}",
        ),
        asking("case-1", *["O1"] * decisions, points=points),
    )


def exams(pre: str, post: str, points: str = "p-one") -> Change:
    """Add both tests, which ask for these objectives."""
    return both(
        study_page(PRETEST, "test: pre\n", "<!-- quiz: rest -->"),
        asking("pretest", *pre.split(), points=points),
        study_page(POSTTEST, "test: post\n", "<!-- quiz: rest -->"),
        asking("posttest", *post.split(), points=points),
    )


def sheet(*fields: str, draws_on: str = "01-one#first") -> Change:
    """Add a worksheet with a part for each field, which is written without its label and reason."""
    parts = "".join(
        f"  - part: 部分\n    fields:\n      - {{{field}, label: 欄, why: 理由}}\n"
        for field in fields
    )
    front_matter = f"objectives: [O1]\ndraws_on: [{draws_on}]\nsheet:\n{parts}"
    return study_page(SHEET, front_matter, "<!-- worksheet -->")


def example(
    rule: str,
    broken: Change,
    at: tuple[str, str | int],
    fine: Change,
    *also: str,
    name: str = "",
) -> Example:
    return Example(rule, broken, at, fine, frozenset(also), name)


EXAMPLES = [
    # YAML --------------------------------------------------------------------------------------
    example(
        "Y001",
        edit(BANK, "    stem: どれですか。", '    stem: "どれですか。'),
        (BANK, 'stem: "どれ'),
        edit(BANK, "    stem: どれですか。", '    stem: "どれですか。"'),
        name="quotation mark left open",
    ),
    example(
        "Y001",
        edit(LESSON, "2026-11-23", "2026-11-31"),
        (LESSON, "checked:"),
        edit(LESSON, "2026-11-23", "2026-11-30"),
        name="a date that does not exist",
    ),
    example(
        "Y001",
        edit(NAV, "nav:\n", "nav: [\n"),
        (NAV, "- 講:"),
        edit(NAV, "plugins: [search]", "plugins: [search, 'course']"),
        name="the configuration of the site",
    ),
    example(
        "Y002",
        edit(BANK, "    rev: 2\n", "    rev: 2\n    rev: 3\n"),
        (BANK, "rev: 3"),
        edit(BANK, "    rev: 2\n", "    rev: 3\n"),
    ),
    example("Y003", delete(INFO), (INFO, 1), edit(INFO, "en: Small}", "en: Tiny}")),
    example(
        "Y004",
        edit(BANK, "    explanation: 季節です。\n", ""),
        (BANK, "id: one-multiple"),
        edit(BANK, "    explanation: 季節です。\n", "    explanation: 四季です。\n"),
        name="a key of a question",
    ),
    example(
        "Y004",
        edit(BANK, "    type: match\n", ""),
        (BANK, "id: one-match"),
        edit(BANK, "    type: match\n    level: apply", "    level: apply\n    type: match"),
        name="the type of a question",
    ),
    example(
        "Y004",
        edit(LESSON, "keywords: [仲間]\n", ""),
        (LESSON, "title:"),
        edit(LESSON, "keywords: [仲間]\n", "keywords: []\n"),
        name="front matter",
    ),
    example(
        "Y005",
        edit(BANK, "    shuffle: false", "    shufle: false"),
        (BANK, "shufle"),
        edit(BANK, "    shuffle: false", "    shuffle: true"),
    ),
    example(
        "Y006",
        edit(BANK, "level: understand", "level: memorise"),
        (BANK, "level: memorise"),
        edit(BANK, "level: understand", "level: apply"),
        name="a level of its own making",
    ),
    example(
        "Y006",
        edit(LESSON, "title: ひとつめの講\n", "title: ''\n"),
        (LESSON, "title:"),
        edit(LESSON, "title: ひとつめの講\n", "title: 講\n"),
        name="an empty title",
    ),
    example(
        "Y006",
        both(write(PAGE, "---\nただの文\n---\n"), IN_NAV),
        (PAGE, 2),
        page(),
        name="front matter without keys",
    ),
    example(
        "Y007",
        save_as(OBJECTIVES, "cp932"),
        (OBJECTIVES, 1),
        save_as(OBJECTIVES, "utf-8-sig"),
        name="Shift JIS",
    ),
    # Question bank -----------------------------------------------------------------------------
    example(
        "Q101",
        edit(BANK, "id: one-match", "id: one-blank"),
        (BANK, "id: one-blank"),
        edit(BANK, "id: one-match", "id: one-blank-again"),
    ),
    example(
        "Q102",
        edit(BANK, "text: これ, correct: true", "text: これ"),
        (BANK, 9),
        edit(BANK, "text: これ, correct: true", "correct: true, text: これ"),
    ),
    example(
        "Q103",
        edit(BANK, "text: あれ,", "text: あれ, correct: true,"),
        (BANK, 9),
        edit(BANK, "text: あれ,", "text: あれ, correct: false,"),
    ),
    example(
        "Q104",
        edit(BANK, ", feedback: 石です。", ""),
        (BANK, "text: 石"),
        edit(BANK, ", feedback: 石です。", ", feedback: 石は季節ではありません。"),
        name="option",
    ),
    example(
        "Q104",
        edit(BANK, "{accept: [広い], feedback: 海のことです。}", "{accept: [広い]}"),
        (BANK, "accept: [広い]"),
        edit(BANK, "{accept: [広い], feedback", "{accept: [広い, ひろい], feedback"),
        name="blank",
    ),
    example(
        "Q105",
        edit(BANK, "text: 夏,", "text: ' 春 ',"),
        (BANK, "text: ' 春 '"),
        edit(BANK, "text: 夏,", "text: 春一番,"),
    ),
    example(
        "Q106",
        edit(BANK, "{id: z, text: 夜}", "{id: x, text: 夜}"),
        (BANK, "text: 夜"),
        edit(BANK, "{id: z, text: 夜}", "{id: w, text: 夜}"),
        name="items",
    ),
    example(
        "Q106",
        edit(BANK, "{id: nya, text: ニャー}", "{id: wan, text: ニャー}"),
        (BANK, "text: ニャー"),
        edit(BANK, "{id: p, left: 犬", "{id: wan, left: 犬"),  # a pair may share a choice's id
        "Q116",
        name="choices",
    ),
    example(
        "Q107",
        write(NEW_BANK, NEW_QUESTION),
        (NEW_BANK, 1),
        both(write(NEW_BANK, NEW_QUESTION), page("<!-- quiz: about-one -->")),
        name="a file of the bank",
    ),
    example(
        "Q107",
        add(GLOSSARY, "- {id: sea, term: {ja: 海}, reading: うみ, definition: {}, lesson: sea}\n"),
        (GLOSSARY, "id: sea"),
        add(
            GLOSSARY, "- {id: sea, term: {ja: 海}, reading: うみ, definition: {}, lesson: 01-one}\n"
        ),
        name="a term of the glossary",
    ),
    example(
        "Q108",
        edit(
            BANK, "objectives: [O1]\n    points: [p-two]", "objectives: [O9]\n    points: [p-two]"
        ),
        (BANK, "objectives: [O9]"),
        edit(
            BANK, "objectives: [O1]\n    points: [p-two]", "objectives: [O2]\n    points: [p-two]"
        ),
        name="question",
    ),
    example(
        "Q108",
        edit(LESSON, 'objectives="O1"', 'objectives="O1 O9"'),
        (LESSON, "{#first"),
        edit(LESSON, 'objectives="O1"', 'objectives="O1 O2"'),
        name="heading",
    ),
    example(
        "Q108",
        edit(LESSON, "objectives: [O1]", "objectives: [O1, O9]"),
        (LESSON, "objectives: [O1, O9]"),
        edit(LESSON, "objectives: [O1]", "objectives: [O1, O2]"),
        name="lesson",
    ),
    example(
        "Q109",
        edit(BANK, "points: [p-two]", "points: [p-two, p-three]"),
        (BANK, "p-three"),
        edit(BANK, "points: [p-two]", "points: [p-two, p-one]"),
        name="question",
    ),
    example(
        "Q109",
        edit(LESSON, 'points="p-two"', 'points="p-two p-three"'),
        (LESSON, "{#second"),
        edit(LESSON, 'points="p-two"', 'points="p-two p-one"'),
        name="heading",
    ),
    example(
        "Q110",
        edit(LESSON, ' points="p-two"', ""),
        (BANK, "points: [p-two]"),
        edit(LESSON, 'points="p-two"', 'points="p-two" priority="3"'),
        "C401",
        name="lesson",
    ),
    example(
        "Q110",
        both(second_lesson, case(points="p-three")),
        (CASE_BANK, "points: [p-three]"),
        both(second_lesson, case(points="p-three", draws_on="01-one#first, 02-two#second")),
        name="case",
    ),
    example(
        "Q110",
        both(THIRD_POINT, exams("O1 O2", "O1 O2", points="p-three")),
        ("quizzes/ja/posttest.yml", "points: [p-three]"),
        both(second_lesson, exams("O1 O2", "O1 O2", points="p-one, p-three")),
        "C401",
        name="test",
    ),
    example(
        "Q111",
        edit(BANK, "これです[@S1]。\n    sources: [S1]", "これです[@S9]。\n    sources: [S9]"),
        (BANK, "sources: [S9]"),
        edit(BANK, "これです[@S1]。\n    sources: [S1]", "これです[@S2]。\n    sources: [S2]"),
        name="question",
    ),
    example(
        "Q111",
        edit(GLOSSARY, "sources: [S1]", "sources: [S1, S9]"),
        (GLOSSARY, "S9"),
        edit(GLOSSARY, "sources: [S1]", "sources: [S1, S2]"),
        name="term",
    ),
    example(
        "Q111",
        write(DATES, DATED_RULE.format(sources="S1, S9")),
        (DATES, "S9"),
        write(DATES, DATED_RULE.format(sources="S1, S2")),
        name="a rule that holds at a date",
    ),
    example(
        "Q112",
        edit(BANK, "    sources: [S1]", "    sources: [S1, S2]"),
        (BANK, "sources: [S1, S2]"),
        both(
            edit(BANK, "    sources: [S1]", "    sources: [S1, S2]"),
            edit(BANK, "feedback: ちがいます。", "feedback: '別です[@S2]。'"),
        ),
        name="listed, not cited",
    ),
    example(
        "Q112",
        edit(BANK, "feedback: 猫です。", "feedback: '猫です[@S1]。'"),
        (BANK, "id: one-match"),
        edit(BANK, "feedback: 猫です。", "feedback: '`[@S1]` は引用の書き方です。'"),
        name="cited, not listed",
    ),
    example(
        "Q113",
        edit(BANK, "explanation: 季節です。", "explanation: 季節<br>です。"),
        (BANK, "<br>"),
        edit(BANK, "explanation: 季節です。", "explanation: 3 < 4 です。"),
    ),
    example(
        "Q114",
        edit(BANK, "空は[[2]]", "空は[[3]]"),
        (BANK, "[[3]]"),
        both(
            edit(BANK, "空は[[2]]", "空は[[2]]、山は[[3]]"),
            edit(
                BANK,
                "{accept: [広い],",
                "{accept: [高い], feedback: 山です。}\n      - {accept: [広い],",
            ),
        ),
    ),
    example(
        "Q115",
        edit(
            LESSON,
            "<!-- quiz: rest -->",
            "\n\n".join(f"<!-- quiz: one-{type_} -->" for type_ in ("multiple", "blank", "order")),
        ),
        (BANK, "id: one-match"),
        edit(
            LESSON,
            "<!-- quiz: rest -->",
            "\n\n".join(
                f"<!-- quiz: one-{type_} -->" for type_ in ("multiple", "blank", "order", "match")
            ),
        ),
    ),
    example(
        "Q116",
        edit(BANK, "right: nya", "right: meow"),
        (BANK, "right: meow"),
        edit(BANK, "right: nya", "right: wan"),  # two pairs may share a choice
    ),
    example(
        "Q117",
        edit(BANK, "accept: [広い]", "accept: [広い, ・]"),
        (BANK, "accept: [広い, ・]"),
        edit(BANK, "accept: [広い]", "accept: [広い, ○]"),
    ),
    example(
        "Q118",
        edit(BANK, "text: 赤い", "text: アオイ"),
        (BANK, "text: アオイ"),
        edit(BANK, "text: 赤い", "text: 青くない"),
    ),
    example(
        "Q119",
        edit(BANK, "id: one-blank", "id: rest"),
        (BANK, "id: rest"),
        edit(BANK, "id: one-blank", "id: one-rest"),
    ),
    # Pages -------------------------------------------------------------------------------------
    example(
        "P201",
        edit(LESSON, "## おわりの節 {#third}", "## おわりの節"),
        (LESSON, "## おわりの節"),
        edit(LESSON, "## おわりの節 {#third}", "## おわりの節 { #third }"),
    ),
    example(
        "P202",
        edit(LESSON, "{#third}", "{#opening}"),
        (LESSON, "## おわりの節"),
        edit(LESSON, "{#third}", "{#opening-2}"),
    ),
    example(
        "P203",
        edit(LESSON, "{#third}", "{#Third_Section}"),
        (LESSON, "Third"),
        edit(LESSON, "{#third}", "{#third-section}"),
    ),
    example(
        "P204", in_lesson("［@S1］"), (LESSON, "［"), in_lesson("そうですか！？"), name="citation"
    ),
    example(
        "P204",
        edit(LESSON, "{仲間|なかま}が", "{仲間|なかま}と｛友｜とも｝が"),
        (LESSON, "｛友"),
        edit(LESSON, "{仲間|なかま}が", "{仲間|なかま}と{友|とも}が"),
        "P214",
        name="furigana",
    ),
    example(
        "P205",
        in_lesson("<quiz>"),
        (LESSON, "<quiz>"),
        in_lesson("`<quiz>` と書くと、問題になります。"),
    ),
    example(
        "P206",
        in_lesson("<!-- quiz: one-singel -->"),
        (LESSON, "one-singel"),
        in_lesson("```\n<!-- quiz: one-singel -->\n```"),
    ),
    example(
        "P207",
        in_lesson("<!-- quiz: one-single -->"),
        (LESSON, "<!-- quiz: one-single -->"),
        in_lesson("<!-- quiz: one-order -->"),
        name="question",
    ),
    example(
        "P207",
        in_lesson("<!-- quiz: rest -->"),
        (LESSON, "<!-- quiz: rest -->"),
        both(write(NEW_BANK, NEW_QUESTION), page("<!-- quiz: rest -->")),
        name="all that remain",
    ),
    example(
        "P208",
        both(
            page("<!-- quiz: rest -->\n\n<!-- quiz: one-order -->"),
            write(NEW_BANK, NEW_QUESTION),
        ),
        (PAGE, "one-order"),
        both(page("<!-- quiz: about-one -->"), write(NEW_BANK, NEW_QUESTION)),
    ),
    example(
        "P209",
        edit(LESSON, "<!-- quiz: one-single -->", "問題: <!-- quiz: one-single -->"),
        (LESSON, "問題: "),
        edit(LESSON, "<!-- quiz: one-single -->", "!!! note\n    <!-- quiz: one-single -->"),
    ),
    example("P210", in_lesson("そうです[@S1; @S9]。"), (LESSON, "@S9"), in_lesson("[@S1; @S2]")),
    example(
        "P211",
        edit(LESSON, "## 要点 {#key-points}", "## 要点 {#points}"),
        (LESSON, 1),
        edit(LESSON, "## 要点 {#key-points}", "## この講の要点 {#key-points}"),
    ),
    example(
        "P212",
        both(
            add(POINTS, "- {id: p-three, slide: 3, ja: 三, en: Three}\n"),
            add(POINTS, "- {id: p-four, slide: 3, ja: 四, en: Four}\n"),
            edit(LESSON, 'points="p-two"', 'points="p-one p-two p-three p-four"'),
            edit(BANK, "[O1]\n    stem: 海", "[O1]\n    points: [p-three, p-four]\n    stem: 海"),
        ),
        (LESSON, "{#second"),
        both(
            add(POINTS, "- {id: p-three, slide: 3, ja: 三, en: Three}\n"),
            edit(LESSON, 'points="p-two"', 'points="p-one p-two p-three"'),
            edit(BANK, "[O1]\n    stem: 海", "[O1]\n    points: [p-three]\n    stem: 海"),
        ),
    ),
    example(
        "P213",
        edit(LESSON, 'priority="1"', 'priority="high"'),
        (LESSON, "{#first"),
        edit(LESSON, 'priority="1"', 'priority="3"'),
        name="value",
    ),
    example(
        "P213",
        edit(LESSON, 'points="p-two"', 'points="p-two" point="p-one"'),
        (LESSON, "{#second"),
        edit(LESSON, 'points="p-two"', 'points="p-two" .wide'),
        name="name",
    ),
    example(
        "P214",
        edit(LESSON, "{仲間|なかま}が", "{仲間|なかま}と友が"),
        (LESSON, "友が"),
        edit(LESSON, "{仲間|なかま}が", "{仲間|なかま}と{友|とも}が"),
    ),
    example(
        "P215",
        in_lesson("# ひとつめの講 {#title}"),
        (LESSON, "{#title}"),
        page("# この教材 {#title}"),
    ),
    example(
        "P216",
        edit(LESSON, "circle.svg", "cirle.svg"),
        (LESSON, "cirle.svg"),
        both(
            edit(LESSON, "circle.svg", "square.svg"),
            write(FIGURE.replace("circle", "square"), "<svg/>"),
        ),
    ),
    example(
        "P217",
        edit(LESSON, "![丸い図]", "![ ]"),
        (LESSON, "circle.svg"),
        edit(LESSON, "![丸い図]", "![丸]"),
    ),
    example(
        "P218",
        edit(LESSON, "## おわりの節 {#third}", "### おわりの節 {#third}"),
        (LESSON, "{#opening}"),
        in_lesson("## 四 {#fourth}\n\n## 五 {#fifth}\n"),
        name="two sections",
    ),
    example(
        "P218",
        in_lesson("## 四 {#fourth}\n\n## 五 {#fifth}\n\n## 六 {#sixth}\n"),
        (LESSON, "{#opening}"),
        in_lesson("## 四 {#fourth}\n\n## 五 {#fifth}\n\n### 六 {#sixth}\n"),
        name="six sections",
    ),
    example(
        "P219",
        in_lesson("<!-- quiz one-order -->"),
        (LESSON, "quiz one-order"),
        in_lesson("<!--quiz:one-order-->"),
        name="placeholder",
    ),
    example(
        "P219",
        in_lesson("そうです[@S1, @S2]。"),
        (LESSON, "@S2"),
        in_lesson("そうです[@S1 ; @S2]。"),
        name="citation",
    ),
    example(
        "P220",
        edit(NAV, "lessons/01-one.md", "lessons/02-two.md"),
        (LESSON, 1),
        edit(NAV, "- 第一講: lessons/01-one.md", "- lessons/01-one.md"),
    ),
    example(
        "P221",
        in_lesson("[つぎ](02-two.md)"),
        (LESSON, "02-two.md"),
        in_lesson("[この節](01-one.md#third)、[外](https://example.org/02-two.md)、`[例](a.md)`"),
        name="a page",
    ),
    example(
        "P221",
        in_lesson("[節](#fourth)"),
        (LESSON, "#fourth"),
        in_lesson("[節](#third)と[目標](#goals)と[図](../figures/circle.svg)"),
        name="a heading",
    ),
    example(
        "P221",
        in_lesson("![写真](photo.png)"),
        (LESSON, "photo.png"),
        both(in_lesson("![写真](photo.png)"), write("docs/ja/lessons/photo.png", "")),
        name="a picture",
    ),
    example(
        "P222",
        case(draws_on="01-one#first, 01-one#fourth"),
        (CASE, "draws_on:"),
        case(draws_on="01-one#first, 01-one#third"),
        name="a heading that a case draws on",
    ),
    example(
        "P222",
        sheet("id: name, kind: line", draws_on="01-one#first, 02-two#second"),
        (SHEET, "draws_on:"),
        sheet("id: name, kind: line", draws_on="01-one#first, 01-one#second"),
        name="a lesson that a worksheet draws on",
    ),
    example(
        "P222",
        both(page("## 節 {#first}"), case(draws_on="about#first", points="")),
        (CASE, "draws_on:"),
        both(page("## 節 {#first}"), case(draws_on="01-one#first")),
        name="a page that is no lesson",
    ),
    example(
        "P223",
        case(end="## ふりかえり {#looking-back}"),
        (CASE, 1),
        case(end="## あとから思うこと {#reflection}"),
    ),
    example("P224", case(3), (CASE, 1), case(4), name="three decisions"),
    example("P224", case(7), (CASE, 1), case(6), name="seven decisions"),
    example(
        "P224",
        case(shown="<!-- quiz: rest -->"),
        (CASE, 1),
        case(shown="\n".join(f"<!-- quiz: case-1-{number} -->\n" for number in (2, 0, 3, 1))),
        name="all that remain",
    ),
    example(
        "P224",
        both(case(5), edit(CASE, "<!-- quiz: case-1-4 -->", "<!-- quiz: rest -->")),
        (CASE, 1),
        case(5),
        name="four decisions and all that remain",
    ),
    example(
        "P225",
        sheet("id: name, kind: line", "id: day, kind: choices"),
        (SHEET, "kind: choices"),
        sheet("id: name, kind: text", "id: day, kind: choices, choices: [月, 火]"),
        name="choices",
    ),
    example(
        "P225",
        sheet("id: plan, kind: table, choices: [月, 火]"),
        (SHEET, "kind: table"),
        sheet("id: plan, kind: table, columns: [月, 火]"),
        name="columns",
    ),
    # References --------------------------------------------------------------------------------
    example(
        "R301",
        edit(SOURCES, "id: S2", "id: S1"),
        (SOURCES, "id: S1"),
        edit(SOURCES, "id: S2", "id: S1b"),
        name="source",
    ),
    example(
        "R301",
        sheet("id: name, kind: line", "id: name, kind: text"),
        (SHEET, "kind: text"),
        sheet("id: name, kind: line", "id: name-2, kind: line"),
        name="field of a worksheet",
    ),
    example(
        "R302",
        edit(GLOSSARY, "term: {ja: 春, en: spring}", "term: {ja: なかまたち, en: spring}"),
        (GLOSSARY, "spring}"),
        edit(GLOSSARY, "term: {ja: 春, en: spring}", "term: {ja: なかまの輪, en: spring}"),
    ),
    example(
        "R303",
        edit(GLOSSARY, "reading: はる", "reading: ハル"),
        (GLOSSARY, "ハル"),
        edit(GLOSSARY, "reading: はる", "reading: はーる"),
    ),
    # The ledger of ids -------------------------------------------------------------------------
    example(
        "R311",
        both(published, edit(LESSON, "{#third}", "{#renamed}")),
        (BASELINE, "lessons/01-one"),
        both(published, edit(LESSON, "## おわりの節", "## さいごの節")),
    ),
    example(
        "R312",
        write(RETIRED, RETIRED_ID.format(id="one-single", more="")),
        (RETIRED, "one-single"),
        write(RETIRED, RETIRED_ID.format(id="one-old", more="")),
    ),
    example(
        "R313",
        both(published, edit(BANK, "text: 夜}", "text: 夕}")),
        (BANK, "rev: 2"),
        both(published, edit(BANK, "text: 夜}", "text: '夜 '}")),
    ),
    example(
        "R314",
        write(RETIRED, RETIRED_ID.format(id="one-old", more=", moved_to: lessons/one")),
        (RETIRED, "one-old"),
        write(RETIRED, RETIRED_ID.format(id="one-old", more=", moved_to: lessons/01-one")),
    ),
    example(
        "R315",
        both(published, edit(BANK, "rev: 2", "rev: 1")),
        (BANK, "rev: 1"),
        both(published, edit(BANK, "rev: 2", "rev: 3")),
    ),
    # The course as a whole ---------------------------------------------------------------------
    example(
        "C401",
        both(
            add(POINTS, "- {id: p-three, slide: 3, ja: 三, en: Three}\n"),
            page("<!-- quiz: rest -->"),
            write(NEW_BANK, NEW_QUESTION.replace("p-one", "p-three")),
        ),
        (POINTS, "p-three"),
        both(
            add(POINTS, "- {id: p-three, slide: 3, ja: 三, en: Three}\n"),
            page("<!-- quiz: rest -->"),
            write(NEW_BANK, NEW_QUESTION.replace("p-one", "p-three")),
            edit(LESSON, "{#third}", '{#third points="p-three"}'),
        ),
    ),
    example(
        "C402",
        edit(BANK, "    points: [p-two]\n", ""),
        (POINTS, "p-two"),
        edit(BANK, "points: [p-two]", "points: [p-one, p-two]"),
    ),
    example("C403", exams("O1 O1", "O1 O1"), (PRETEST, 1), exams("O1 O2", "O1 O2")),
    example("C404", exams("O1 O2 O2", "O1 O2"), (PRETEST, 1), exams("O1 O2 O2", "O2 O1 O2")),
]


def _named(example: Example) -> str:
    return f"{example.rule} {example.name}".strip()


@pytest.fixture
def folder(tmp_path):
    return CourseFolder(tmp_path)


def test_the_course_that_the_examples_change_has_no_mistakes(folder):
    assert folder.mistakes() == ()


def test_every_rule_whose_breach_is_a_mistake_has_an_example():
    mistakes = {code for code, rule in RULES.items() if not rule.is_advice}
    # Advice has tests of its own, and what only printing finds those of the editions.
    assert {example.rule for example in EXAMPLES} == mistakes - {"C406"}


@pytest.mark.parametrize("example", EXAMPLES, ids=_named)
def test_what_breaks_a_rule_is_found_where_it_stands(folder, example):
    example.broken(folder)
    found = folder.mistakes()
    file, line = example.at
    if isinstance(line, str):
        line = folder.line_of(file, line)
    assert (file, line) in [(m.file, m.line) for m in found if m.rule == example.rule], found
    assert {m.rule for m in found} == {example.rule} | example.also


@pytest.mark.parametrize("example", EXAMPLES, ids=_named)
def test_what_only_resembles_a_mistake_is_accepted(folder, example):
    example.fine(folder)
    assert folder.mistakes() == ()


def test_all_mistakes_of_all_files_are_told_at_once_in_the_order_of_their_places(folder):
    folder.edit(GLOSSARY, "reading: はる", "reading: ハル")
    folder.edit(BANK, "right: nya", "right: meow")
    folder.edit(LESSON, "![丸い図]", "![]")
    folder.edit(LESSON, "{#third}", "{#Third}")
    found = [(m.file, m.rule) for m in folder.mistakes()]
    assert found == [(LESSON, "P217"), (LESSON, "P203"), (BANK, "Q116"), (GLOSSARY, "R303")]


def test_two_mistakes_of_one_kind_on_one_line_are_both_told(folder):
    folder.edit(GLOSSARY, "sources: [S1]", "sources: [S8, S9]")
    assert [m.details for m in folder.mistakes()] == [{"id": "S8"}, {"id": "S9"}]


@pytest.mark.parametrize(
    ("file", "old", "new"),
    [
        (SOURCES, "level: primary", "level: tertiary"),
        (POINTS, "slide: 1", "slide: 0"),
        (OBJECTIVES, "name: talk", "nam: talk"),
        (LESSON, "title: ひとつめの講\n", ""),
        (LESSON, "keywords: [仲間]", "keywords: [仲間"),
    ],
)
def test_a_file_that_cannot_be_read_does_not_make_others_wrong(folder, file, old, new):
    folder.edit(file, old, new)
    assert {m.file for m in folder.mistakes()} == {file}


def test_a_question_file_that_cannot_be_read_does_not_make_its_page_wrong(folder):
    folder.edit(BANK, "level: understand", "level: memorise")
    assert [(m.file, m.rule) for m in folder.mistakes()] == [(BANK, "Y006")]


def test_a_test_is_not_wrong_while_its_questions_cannot_be_read(folder):
    exams("O1 O2", "O1 O2")(folder)
    bank = "quizzes/ja/pretest.yml"
    folder.write(bank, folder.text(bank).replace("[O2]\n    points: [p-one]", "[]\n    points: []"))
    assert [(m.file, m.rule) for m in folder.mistakes()] == [(bank, "Y006")]


@pytest.mark.parametrize("pages", [case(), exams("O1 O2", "O1 O2")], ids=["case", "tests"])
def test_a_page_is_not_wrong_while_the_lesson_that_it_builds_on_cannot_be_read(folder, pages):
    pages(folder)
    folder.edit(LESSON, "keywords: [仲間]\n", "")
    assert {m.file for m in folder.mistakes()} == {LESSON}


def test_the_order_in_which_mistakes_are_told_is_the_same_every_time(folder):
    folder.edit(LESSON, 'points="p-two"', 'points="p-two p-9 p-8 p-7"')
    told = [[m.details for m in folder.mistakes()] for _ in range(3)]
    assert told[0] == told[1] == told[2]
    assert {"id": "p-9"} in told[0]


def test_a_course_without_configuration_of_the_site_is_not_asked_for_a_nav(folder):
    folder.delete(NAV)
    assert folder.mistakes() == ()


def test_windows_line_ends_and_a_byte_order_mark_are_accepted(folder):
    for file in (LESSON, BANK, GLOSSARY):
        text = folder.text(file).replace("\n", "\r\n")
        folder.write(file, text.encode("utf-8-sig"))
    assert folder.mistakes() == ()
