"""Question sheets and their key: complete, without answers where there must be none, agreeing."""

import re
import unicodedata
from dataclasses import replace
from functools import cached_property
from pathlib import Path

import page as page_validation
import pymupdf
import pytest

from courseware.course.model import FillIn, Lesson, Matching, Ordering, Page, Question
from courseware.editions import answers, exercises, test_sheets
from courseware.editions.labels import LABELS
from courseware.editions.questions import LETTERS
from tests.course_folder import NAV
from tests.editions import manuscript
from tests.small_site import bank_text, blank, match, multiple, order, single, small_course

WORDS = LABELS["ja"]
KINDS = "|".join(WORDS[kind] for kind in ("single", "multiple", "blank", "match", "order"))
LABEL = re.compile(rf"問(\d+)({KINDS})")
"""How a question begins, without white space."""

LETTER = f"[{LETTERS['ja']}]"
EDITIONS = {"exercises": exercises, "test_sheets": test_sheets, "answers": answers}
PRETEST = """\
---
title: はじめのテスト
description: 学ぶ前のテストです。
test: pre
checked: 2026-11-23
---

<!-- quiz: rest -->
"""


def as_printed(text: str) -> str:
    """A text of the bank, or of a PDF, without markup, citations and white space."""
    text = re.sub(r"\[@[^\]]*\]", "", text)
    text = re.sub(r"\{([^|}]*)\|[^}]*\}", r"\1", text)
    text = re.sub(r"(?<!\[)\[([^\]]*)\]\([^)]*\)", r"\1", text)
    text = re.sub(r"\[\[(\d)\]\]", r"(\1)", text)
    text = re.sub(r"\[\d+[a-z]?\]", "", unicodedata.normalize("NFKC", text))
    return re.sub(r"[*`\s]", "", text)


class Printed:
    """A PDF of sheets as a reader opens it; `sheets` are lists of its pages' texts by title."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.document = pymupdf.open(path)
        self.texts = [as_printed(page.get_text()) for page in self.document]
        self.text = "".join(self.texts)

    @cached_property
    def sheets(self) -> dict[str, list[str]]:
        outline = [(title, page - 1) for _, title, page in self.document.get_toc()]
        ends = [*(page for _, page in outline[1:]), len(self.texts)]
        return {
            as_printed(title): self.texts[start:end]
            for (title, start), end in zip(outline, ends, strict=True)
        }

    def sheet(self, page: Page) -> list[str]:
        (found,) = (
            texts for title, texts in self.sheets.items() if title.endswith(as_printed(page.title))
        )
        return found

    def questions(self, page: Page) -> list[tuple[str, str, str]]:
        """Number, kind and text of each question as far as it stands on one page."""
        found = []
        for text in self.sheet(page):
            labels = list(LABEL.finditer(text))
            ends = [*(label.start() for label in labels[1:]), len(text)]
            for label, end in zip(labels, ends, strict=True):
                found.append((label[1], label[2], text[label.end() : end]))
        return found

    def key(self, page: Page) -> list[str]:
        """What the table above the reasons gives for each question."""
        text = "".join(self.sheet(page))
        table = text.partition(as_printed(WORDS["key"]))[2]
        table = table.partition(as_printed(WORDS["answers_reasons"]))[0]
        rows = [(match.start(), match.end()) for match in LABEL.finditer(table)]
        ends = [*(start for start, _ in rows[1:]), len(table)]
        return [table[begin:end] for (_, begin), end in zip(rows, ends, strict=True)]

    def failures(self) -> list[str]:
        verdict = page_validation.validate_pdf(
            self.path, profile=page_validation.ValidationProfile.PDF_UA_1
        )
        return [failure.message for failure in verdict.failures]

    def linked(self) -> list[str]:
        """The places in the document, by their names, and the addresses that links lead to."""
        links = (link for page in self.document for link in page.get_links())
        return [link.get("nameddest") or link.get("uri") for link in links]


def lettered(question: Question) -> list[str]:
    """The texts that stand behind letters, in the order of the bank."""
    if isinstance(question, FillIn):
        return []
    if isinstance(question, Matching):
        return [choice.text for choice in question.choices]
    if isinstance(question, Ordering):
        return [item.text for item in question.items]
    return [option.text for option in question.options]


def right(question: Question) -> list[str]:
    """What the key's letters stand for, and for gaps what belongs there, in the key's order."""
    if isinstance(question, FillIn):
        return [blank.accept[0] for blank in question.blanks]
    if isinstance(question, Matching):
        texts = {choice.id: choice.text for choice in question.choices}
        return [texts[pair.right] for pair in question.pairs]
    if isinstance(question, Ordering):
        return [item.text for item in question.items]
    return [option.text for option in question.options if option.correct]


def reasons(question: Question) -> list[str]:
    """Feedback and explanation: all that only the key may show."""
    return [
        as_printed(text)
        for path, text in question.texts()
        if path[-1] in ("feedback", "explanation")
    ]


def accepted(question: Question) -> list[str]:
    blanks = question.blanks if isinstance(question, FillIn) else ()
    return [as_printed(text) for blank in blanks for text in blank.accept]


@pytest.fixture(scope="module")
def whole(site, course) -> dict[str, Printed]:
    """The editions of the whole course."""
    beginning = f"{site}/downloads/{course.info.id}-"
    return {name: Printed(Path(f"{beginning}{name.replace('_', '-')}-ja.pdf")) for name in EDITIONS}


@pytest.fixture(scope="module")
def handed_out(course, whole) -> list[tuple[Page, Printed]]:
    """Each page that has a sheet to hand out, with the PDF in which it stands."""
    lessons = [(page, whole["exercises"]) for page in course.lessons if page.lang == "ja"]
    return lessons + [(page, whole["test_sheets"]) for page in course.tests if page.lang == "ja"]


@pytest.fixture(scope="module")
def small(tmp_path_factory):
    """A lesson with every type of question, and a test; a stem cites a source and names a term."""
    folder = small_course(
        tmp_path_factory.mktemp("sheets"),
        single(
            stem="仲間はどれですか[@S1]。",
            explanation="これだからです[@S2]。",
            sources=["S1", "S2"],
        ),
        multiple(),
        blank(),
        match(),
        order(),
    )
    folder.write("docs/ja/start/pretest.md", PRETEST)
    asked = bank_text(single("test-single", objectives=["O1", "O2"]))
    folder.write("quizzes/ja/pretest.yml", asked.replace("lesson: 01-one", "lesson: pretest"))
    folder.edit(NAV, "  - lessons/01-one.md\n", "  - lessons/01-one.md\n  - start/pretest.md\n")
    return manuscript(folder, "https://example.org/peer/")


@pytest.fixture(scope="module")
def small_editions(small, tmp_path_factory) -> dict[str, Printed]:
    folder = tmp_path_factory.mktemp("printed")
    made = {name: module.build(small, folder) for name, module in EDITIONS.items()}
    return {name: Printed(one.file) for name, (one,) in made.items()}


def test_each_lesson_and_test_has_its_sheet_and_no_other_page_has(course, whole):
    for name, pages in (("exercises", course.lessons), ("test_sheets", course.tests)):
        titles = [as_printed(page.title) for page in pages if page.lang == "ja"]
        assert [
            title.partition("講")[2] if name == "exercises" else title
            for title in whole[name].sheets
        ] == titles


def test_each_question_stands_once_in_its_sheet_with_its_number(course, handed_out):
    for page, printed in handed_out:
        expected = [
            (str(number), WORDS[question.type])
            for number, question in enumerate(course.embedded_in(page), start=1)
        ]
        assert [(number, kind) for number, kind, _ in printed.questions(page)] == expected
        for question in course.embedded_in(page):
            assert "".join(printed.sheet(page)).count(as_printed(question.stem)) == 1, question.id


def test_a_question_stands_on_one_page_from_its_number_to_its_last_option(course, handed_out):
    for page, printed in handed_out:
        shown = printed.questions(page)
        for question, (_, _, text) in zip(course.embedded_in(page), shown, strict=True):
            assert text.startswith(as_printed(question.stem)), question.id
            for option in lettered(question):
                assert re.search(LETTER + re.escape(as_printed(option)), text), option
            for pair in question.pairs if isinstance(question, Matching) else ():
                assert f"{as_printed(pair.left)}()" in text, pair.left
            if isinstance(question, Ordering):
                assert "→".join(["()"] * len(question.items)) in text, question.id


def test_what_is_handed_out_gives_no_answer_away(course, whole, handed_out):
    for name in ("exercises", "test_sheets"):
        for entry in course.bank:
            for reason in reasons(entry.question):
                assert reason not in whole[name].text, entry.question.id
    for page, printed in handed_out:
        shown = printed.questions(page)
        for question, (_, _, text) in zip(course.embedded_in(page), shown, strict=True):
            rest = text.replace(as_printed(question.stem), "")
            assert not [answer for answer in accepted(question) if answer in rest]


def test_what_is_handed_out_has_room_for_name_and_date_on_each_first_page(handed_out):
    for page, printed in handed_out:
        first, *others = printed.sheet(page)
        assert "名前日付問1" in first
        assert not [text for text in others if "名前日付" in text]


def test_a_test_says_what_it_is_for(course, whole):
    for test in course.tests:
        if test.lang == "ja":
            assert as_printed(test.description) in whole["test_sheets"].sheet(test)[0]


def test_each_page_says_which_of_its_sheet_it_is(handed_out):
    for page, printed in handed_out:
        texts = printed.sheet(page)
        for number, text in enumerate(texts, start=1):
            assert f"[{number}/{len(texts)}]" in text


def test_the_key_gives_every_reason_where_its_question_is(course, whole):
    for page in (*course.lessons, *course.cases, *course.tests):
        if page.lang != "ja":
            continue
        text = "".join(_without_heads(course, whole["answers"].sheet(page)))
        for question in course.embedded_in(page):
            stem = as_printed(question.stem)
            assert stem in text, question.id
            for reason in reasons(question):
                assert reason in text, (question.id, reason)
            for answer in accepted(question):
                assert answer in text.replace(stem, ""), (question.id, answer)


def _without_heads(course, texts: list[str]) -> list[str]:
    """Pages without head and foot, which are set last, so that what runs on stays one text."""
    name = course.info.title["ja"].partition(" — ")[0] + WORDS["editions"]["answers"][0]
    return [text.rpartition(as_printed(name))[0] for text in texts]


def test_the_letters_of_the_key_are_those_of_the_sheets(course, handed_out, whole):
    compared = set()
    for page, printed in handed_out:
        rows = zip(
            course.embedded_in(page),
            whole["answers"].key(page),
            printed.questions(page),
            strict=True,
        )
        for question, key, (_, _, text) in rows:
            compared.add(question.type)
            if isinstance(question, FillIn):
                assert key == "".join(
                    f"({number}){as_printed(answer)}"
                    for number, answer in enumerate(right(question), start=1)
                )
                continue
            # Choices stand below the sides that they belong to, which may name one of them.
            texts = {
                text[text.rindex(as_printed(option)) - 1]: option for option in lettered(question)
            }
            assert len(texts) == len(lettered(question))
            assert [texts[letter] for letter in re.findall(LETTER, key)] == right(question)
    assert compared == {"single", "multiple", "blank", "match", "order"}


def test_the_key_lists_exactly_the_sources_that_it_cites(course, whole):
    shown = whole["answers"]
    listed = "".join(shown.sheets[as_printed(WORDS["references"])])
    raw = "".join(page.get_text() for page in shown.document)
    body, _, references = raw.rpartition(WORDS["references_about"][:6])
    assert listed
    assert references
    cited = set(re.findall(r"\[\s*(\d+[a-z]?)\s*\]", unicodedata.normalize("NFKC", body)))
    numbers = re.findall(r"\[\s*(\d+[a-z]?)\s*\]", unicodedata.normalize("NFKC", references))
    assert set(numbers) == cited
    assert len(numbers) == len(set(numbers))


def test_the_key_says_that_it_is_for_instructors_and_that_letters_hold_for_paper(whole):
    first = whole["answers"].texts[0]
    assert as_printed(WORDS["for_instructors"]) in first
    assert as_printed(WORDS["answers_about"]) in first


@pytest.mark.parametrize("name", EDITIONS)
def test_what_is_printed_can_be_read_by_everyone(whole, small_editions, name):
    assert whole[name].failures() == []
    assert small_editions[name].failures() == []


def test_cells_of_the_key_know_their_headers(small_editions):
    """Each cell names the header of its row and that of its column."""
    document = small_editions["answers"].document
    cells = []
    for xref in range(1, document.xref_length()):
        if document.xref_get_key(xref, "S") == ("name", "/TD"):
            _, headers = document.xref_get_key(xref, "A/Headers")
            cells.append(len(re.findall(r"\([^)]*\)|<[^>]*>", headers)))
    assert cells.count(2) == 2 * (5 + 1)


def test_a_citation_is_text_on_a_sheet_and_a_link_in_the_key(small_editions):
    assert small_editions["exercises"].linked() == []
    assert "仲間はどれですか。" in small_editions["exercises"].text
    linked = small_editions["answers"].linked()
    assert [place for place in linked if "source" in place] == ["source--S1", "source--S2"]


def test_a_course_without_tests_has_no_test_sheets_nor_one_without_questions_a_key(small, tmp_path):
    lessons = {page.path for page in small.pages if isinstance(page, Lesson)}
    untested = {path: body for path, body in small.bodies.items() if path in lessons}
    assert test_sheets.build(replace(small, bodies=untested), tmp_path) == ()
    assert answers.build(replace(small, bodies={}), tmp_path) == ()
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("name", EDITIONS)
def test_two_builds_give_the_same_bytes(small, small_editions, tmp_path, name):
    (made,) = EDITIONS[name].build(small, tmp_path)
    assert made.file.read_bytes() == small_editions[name].path.read_bytes()
    assert made.pages == len(small_editions[name].texts)
