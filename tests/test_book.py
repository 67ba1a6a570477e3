"""Pages of the site put together into a book, and its questions in their printed form."""

import re
from dataclasses import replace

import pytest
from lxml.html import document_fromstring

from courseware.editions.book import chapter
from courseware.editions.bound import chapters_of_the_book, index, pages_of_the_book
from courseware.editions.manuscript import short_address
from tests.course_folder import FIGURE, LESSON
from tests.editions import manuscript
from tests.small_site import blank, match, multiple, order, single, small_course

SECOND = "docs/ja/lessons/02-two.md"
OTHER = "docs/ja/plain.md"
NOTES = '??? instructor "講師メモ"\n    ここだけの話。\n'
PLAIN = "---\ntitle: ほかのページ\n---\n\n## ここ {#here}\n\n文です。\n"
DRAWING = """\
<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9" role="img" aria-labelledby="round">
<title id="round">丸</title><clipPath id="cut"><circle r="4"/></clipPath>
<circle r="4" clip-path="url(#cut)"/></svg>
"""


def book_of(handed, *, for_instructors=False):
    pages = pages_of_the_book(handed, "instructor" if for_instructors else "handbook")
    chapters = chapters_of_the_book(handed, pages, for_instructors=for_instructors)
    return {one.page.id: one for one in chapters}


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """Two lessons that link to each other and to a page that is in no book."""
    folder = small_course(
        tmp_path_factory.mktemp("book"),
        single(),
        multiple(),
        blank(stem="海は「[[1]]」です。"),
        match(),
        order(),
    )
    second = folder.text(LESSON).replace("01-one", "02-two").replace("<!-- quiz: rest -->\n", "")
    second = re.sub(r' points="[^"]*"', "", second)
    folder.write(SECOND, second + "\n[前の講](01-one.md#first)と[ここ](../plain.md#here)。\n")
    folder.write(OTHER, PLAIN)
    folder.write(FIGURE, DRAWING)
    folder.edit(LESSON, "どう思いますか。", "[次の講](02-two.md)で考えます。\n\n" + NOTES)
    folder.edit("mkdocs.yml", "  - lessons/01-one.md\n", "  - lessons/01-one.md\n  - plain.md\n")
    folder.edit("mkdocs.yml", "  - plain.md\n", "  - plain.md\n  - lessons/02-two.md\n")
    return folder


@pytest.fixture(scope="module")
def handed(folder):
    return manuscript(folder)


@pytest.fixture(scope="module")
def book(handed):
    return book_of(handed)


@pytest.fixture(scope="module")
def instructors_book(handed):
    return book_of(handed, for_instructors=True)


@pytest.fixture(scope="module")
def questions(book):
    return {question.type: question for question in book["01-one"].questions}


def test_ids_that_pages_share_differ_in_a_book(book):
    ids = [id for one in book.values() for id in one.body.xpath(".//@id")]
    assert "01-one--first" in ids
    assert "02-two--first" in ids
    assert len(ids) == len(set(ids))


def test_a_drawing_that_pages_share_has_its_own_ids_on_each(book):
    drawings = [drawing for one in book.values() for drawing in one.drawings]
    assert len(drawings) == 2
    ids = re.findall(r'\bid="([^"]*)"', "".join(drawings))
    assert len(ids) == len(set(ids)) == 4
    for drawing in drawings:
        used = re.findall(r'url\(#([^)]*)\)|aria-labelledby="([^"]*)"', drawing)
        assert all(f'id="{id or other}"' in drawing for id, other in used)


def test_a_tall_drawing_is_set_smaller_wherever_it_stands(handed):
    (page, *_) = handed.pages
    tall = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 90"><circle r="4"/></svg>'
    body = f'<figure class="figure">{tall}</figure><p>{tall}</p>'
    changed = replace(handed, bodies={**handed.bodies, page.path: body})
    html = chapter(changed, page, [page], lambda _: "").html
    assert html.count("<svg") == 2
    assert html.count('class="figure figure--tall"') == 1


def test_a_link_to_a_page_of_the_book_leads_to_its_place_there(book):
    links = [link.get("href") for link in book["02-two"].body.xpath(".//a[@class='place']")]
    assert links == ["#01-one--first"]


def test_a_link_to_a_page_that_is_not_in_the_book_becomes_text_and_says_so(book):
    assert "ここ（サイト）。" in book["02-two"].body.text_content()
    assert not [href for href in book["02-two"].body.xpath(".//a/@href") if "plain" in href]


def test_such_a_link_leads_to_the_site_where_its_address_is_known(handed):
    published = replace(handed, address="https://example.org/peer/")
    body = book_of(published)["02-two"].body
    assert "https://example.org/peer/plain.html#here" in body.xpath(".//a/@href")


def test_terms_and_citations_lead_to_the_lists_of_the_book(book):
    links = book["01-one"].body.xpath(".//a/@href")
    assert "#term--companion" in links
    assert "#source--S1" in links


def test_the_index_knows_every_chapter_that_uses_a_term(handed, book):
    (entry,) = (e for e in index(handed, book.values()) if e.term.id == "companion")
    assert [use.page.id for use in entry.uses] == ["01-one", "02-two"]
    ids = [id for one in book.values() for id in one.body.xpath(".//@id")]
    assert {use.anchor for use in entry.uses} <= set(ids)


def test_what_only_works_on_a_screen_is_left_out(book):
    html = book["01-one"].html
    assert not re.search(r"<(form|input|select|button|script|details)\b", html)
    assert "data-progress" not in html


def test_a_book_does_not_list_sources_after_every_lesson(book):
    assert "出典" not in [heading.text_content() for heading in book["01-one"].body.xpath("./h2")]


def test_instructor_notes_stand_in_the_book_for_instructors_only(book, instructors_book):
    assert "ここだけの話" not in book["01-one"].html
    assert "ここだけの話" in instructors_book["01-one"].html


def test_a_trainees_book_has_the_questions_and_neither_keys_nor_reasons(book):
    text = document_fromstring(book["01-one"].html).text_content()
    assert "どれですか。" in text
    for reason in ("手もとにあるもの", "これだからです", "海は見わたすかぎり", "鳴くときの声"):
        assert reason not in text


def test_an_instructors_book_has_key_reasons_and_explanation(instructors_book):
    text = document_fromstring(instructors_book["01-one"].html).text_content()
    for reason in ("手もとにあるもの", "これだからです", "海は見わたすかぎり", "鳴くときの声"):
        assert reason in text


def test_options_are_lettered_in_the_order_of_the_bank(questions):
    shown = [(one.letter, one.text, one.is_right) for one in questions["single"].lettered]
    assert shown == [("ア", "これ", True), ("イ", "あれ", False), ("ウ", "それ", False)]
    assert (questions["single"].answer, questions["multiple"].answer) == ("ア", "ア・イ")


def test_choices_to_match_do_not_stand_in_the_order_of_the_pairs(questions):
    letters = [row.right for row in questions["match"].rows]
    assert letters != sorted(letters)


def test_steps_to_order_are_not_offered_in_the_right_order(questions):
    letters = [row.right for row in questions["order"].rows]
    assert sorted(letters) == ["ア", "イ", "ウ"]
    assert letters != sorted(letters)
    assert [row.right_text for row in questions["order"].rows] == ["朝", "昼", "夜"]


def test_a_gap_is_a_numbered_line_and_does_not_show_what_belongs_there(questions):
    assert questions["blank"].stem == '<p>海は「<span class="gap">（1）</span>」です。</p>'
    assert questions["blank"].answer == "（1）広い"


def test_letters_are_the_same_in_every_build(handed, questions):
    again = {question.type: question for question in book_of(handed)["01-one"].questions}
    assert again == questions


def test_a_section_of_a_chapter_ends_at_the_next_heading(book):
    one = book["01-one"]
    assert document_fromstring(one.html_of(one.section("key-points"))).text_content().strip() == (
        "仲間がいる。"
    )
    assert one.section("no-such-section") == ()


def test_short_addresses_name_lessons_by_their_number(handed):
    pages = {page.id: page for page in handed.pages}
    assert short_address(pages["02-two"]) == "go/2/"
    assert short_address(pages["plain"]) == ""


def test_a_page_says_where_in_the_handbooks_it_stands(folder, handed):
    before = "---\ntitle: はじめに\nhandbook: before\n---\n\n文です。\n"
    notes = "---\ntitle: 手引き\nhandbook: instructor-before\n---\n\n文です。\n"
    assert [page.id for page in pages_of_the_book(handed, "instructor")] == [
        "01-one",
        "02-two",
    ]
    folder.write("docs/ja/zz-before.md", before)
    folder.write("docs/ja/guide.md", notes)
    for page in ("zz-before", "guide"):
        folder.edit("mkdocs.yml", "  - plain.md\n", f"  - plain.md\n  - {page}.md\n")
    handed = manuscript(folder)
    trainee, instructor, ebook = (
        [page.id for page in pages_of_the_book(handed, edition)]
        for edition in ("handbook", "instructor", "ebook")
    )
    assert ebook == ["01-one", "02-two"]
    assert trainee == ["zz-before", "01-one", "02-two"]
    assert instructor == ["zz-before", "guide", "01-one", "02-two"]


def test_a_question_set_in_another_way_stands_in_the_same_place(handed):
    (page, *_) = handed.pages
    one = chapter(handed, page, [page], lambda question: f"<p>問{question.number}</p>")
    shown = re.findall(r"<p>問(\d)</p>", one.html)
    assert shown == ["1", "2", "3", "4", "5"]
