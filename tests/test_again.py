"""The page on which questions of the whole course are asked again."""

from __future__ import annotations

import json
import posixpath
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from lxml.html import HtmlElement, fragments_fromstring, parse
from playwright.sync_api import Page, expect

from courseware.site.labels import page_number
from courseware.site.review import INTERVALS
from tests.learner import answer, fill, press, store, stored
from tests.small_site import question_of, text_of

PAGE = "review/again.html"
LESSON, CASE = "04-recovery", "case-1-discharge-visits"


@pytest.fixture(scope="module")
def bank(site) -> list[dict[str, Any]]:
    (script,) = (site / "assets").glob("question-bank.*.js")
    text = script.read_text(encoding="utf-8")
    return json.loads(text.removeprefix("courseware.bank = ").removesuffix(";\n"))


@pytest.fixture(scope="module")
def document(site) -> HtmlElement:
    return parse(str(site / PAGE)).getroot()


# The bank --------------------------------------------------------------------------------------


def of_unit(bank: list[dict], unit: str) -> list[dict]:
    return [entry for entry in bank if entry["unit"] == unit]


def elements(html: str) -> Iterable[HtmlElement]:
    return (each for part in fragments_fromstring(html) for each in part.iter())


def test_the_bank_has_the_questions_of_lessons_and_cases_in_their_order_and_none_of_tests(
    bank, course
):
    units = (*course.lessons, *course.cases)
    wanted = [(unit.id, q.id, q.rev) for unit in units for q in course.embedded_in(unit)]
    assert [(entry["unit"], entry["id"], entry["rev"]) for entry in bank] == wanted
    assert [entry["objectives"] for entry in bank] == [
        list(q.objectives) for unit in units for q in course.embedded_in(unit)
    ]


def test_a_question_of_the_bank_is_that_of_its_page_with_the_number_of_the_page(bank, course, site):
    for unit in (*course.lessons, *course.cases):
        page = parse(str(site / unit.url)).getroot()
        for entry in of_unit(bank, unit.id):
            (asked,) = fragments_fromstring(entry["html"])
            shown = question_of(page, entry["id"])
            assert text_of(asked) == f"{page_number(unit)} {text_of(shown)}"
            assert asked.attrib == shown.attrib


def test_every_link_of_the_bank_leads_somewhere_and_every_id_is_unique(bank, document, site):
    pages: dict[str, set[str]] = {}
    seen = [element.get("id") for element in document.iter() if element.get("id")]
    for entry in bank:
        parts = list(elements(entry["story"] + entry["html"]))
        seen += [part.get("id") for part in parts if part.get("id")]
        links = [link for part in parts for link in (part.get("href"), part.get("src")) if link]
        for link in (entry["link"], *links):
            path, _, anchor = link.partition("#")
            target = posixpath.normpath(posixpath.join(posixpath.dirname(PAGE), path))
            if target not in pages:
                page = parse(str(Path(site) / target)).getroot()
                pages[target] = {element.get("id") for element in page.iter()}
            assert not anchor or anchor in pages[target], link
    assert len(seen) == len(set(seen))


def test_a_question_of_a_case_has_how_the_case_begins_and_its_own_scene(bank, course):
    for entry in bank:
        titles = [
            part.text for part in elements(entry["story"]) if "admonition-title" in part.classes
        ]
        if entry["unit"] in {lesson.id for lesson in course.lessons}:
            assert titles == []
        else:
            beginning, scene = titles
            assert beginning == "架空の場面：状況"
            assert scene.startswith("架空の場面：場面")


def test_the_page_tells_the_intervals_of_the_program(document):
    (table,) = document.xpath("//table[@class='intervals']")
    told = [text_of(cell) for cell in table.xpath(".//td")]
    assert told == ["すぐ", *(f"{days}日" for days in INTERVALS[1:])]


# On the page -----------------------------------------------------------------------------------


def ago(days: float) -> str:
    time = datetime.now(UTC) - timedelta(days=days)
    return time.isoformat(timespec="milliseconds").replace("+00:00", "Z")


def kept(entry: dict[str, Any], days: float, streak: int = 1) -> dict[str, Any]:
    """An answer given so many days ago; one that was not right for a streak of 0."""
    verdict = "right" if streak else "wrong"
    return {
        "rev": entry["rev"],
        "given": ["a"],
        "correct": verdict,
        "at": ago(days),
        "streak": streak,
    }


def open_with(page: Page, address: str, answers: dict, visits: dict | None = None) -> None:
    """Open the page for a learner with a record."""
    record = {"schema": 3, "course": "tomoni-7-2", "seed": 7, "answers": answers}
    page.goto(address + PAGE)
    store(page, record | {"visits": visits or {}})
    page.reload()


def asked(page: Page):
    return page.locator(".again .question")


def button(page: Page, name: str):
    return page.locator(".again").get_by_role("button", name=name, exact=True)


def test_an_empty_record_leads_to_the_first_lesson(page, http_address, course):
    page.goto(http_address + PAGE)
    expect(page.locator(".again__empty")).to_contain_text("まだ、答えた問題がありません")
    expect(page.locator(".again__choose")).to_be_hidden()
    page.get_by_role("link", name="第1講から始める").click()
    assert page.url.endswith(course.lessons[0].url)


def test_a_missed_question_is_asked_first_without_its_old_answer_and_by_keyboard_alone(
    page, address, bank
):
    single = [entry for entry in bank if 'data-type="single"' in entry["html"]]
    missed, due = single[3], single[0]
    answers = {missed["id"]: kept(missed, 1, streak=0), due["id"]: kept(due, 2)}
    open_with(page, address, answers)
    status = page.locator(".again__due")
    expect(status).to_have_text(
        "いま答えるとよい問題が2問あります。そのうち1問は、前に正解でなかった問題です。"
    )
    button(page, "はじめる").focus()
    page.keyboard.press("Enter")
    expect(page.locator(".again__place")).to_be_focused()
    expect(page.locator(".again__place")).to_have_text("2問のうち1問目")
    expect(asked(page)).to_have_attribute("data-question", missed["id"])
    expect(asked(page)).to_have_attribute("data-state", "unanswered")
    expect(asked(page).locator("input:checked")).to_have_count(0)

    page.keyboard.press("Tab")
    page.keyboard.press("Space")
    while not asked(page).locator("[data-correct] input").is_checked():
        page.keyboard.press("ArrowDown")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(asked(page)).to_have_attribute("data-state", "right")
    expect(asked(page).get_by_role("button", name="もう一度")).to_have_count(0)
    assert stored(page)["answers"][missed["id"]]["streak"] == 1

    button(page, "次の問題へ").focus()
    page.keyboard.press("Enter")
    expect(page.locator(".again__place")).to_be_focused()
    expect(asked(page)).to_have_attribute("data-question", due["id"])
    answer(asked(page), right=False)
    button(page, "結果を見る").click()
    expect(page.locator(".again__end-title")).to_be_focused()
    expect(page.locator(".again__sum")).to_contain_text("2問に答え、1問が正解でした。")
    button(page, "続ける").click()
    expect(status).to_contain_text("いま答えるとよい問題が1問")


def test_so_many_questions_of_one_lesson_are_asked_and_stopping_loses_none(
    page, http_address, bank
):
    recovery, other = of_unit(bank, LESSON), of_unit(bank, CASE)
    open_with(page, http_address, {each["id"]: kept(each, 9) for each in recovery + other})
    page.get_by_label("どこから出すか").select_option(LESSON)
    expect(page.locator(".again__due")).to_contain_text(f"{len(recovery)}問あります")
    button(page, "はじめる").click()
    expect(page.locator(".again__place")).to_have_text("5問のうち1問目")
    for entry in recovery[:2]:
        expect(asked(page)).to_have_attribute("data-question", entry["id"])
        expect(page.locator(".again__unit-link")).to_have_attribute("href", entry["link"])
        answer(asked(page))
        button(page, "次の問題へ").click()
    button(page, "やめる").click()
    expect(page.locator(".again__sum")).to_have_text("2問に答え、2問が正解でした。")
    left = len(recovery + other) - 2
    expect(page.locator(".again__outlook")).to_contain_text(f"まだ{left}問あります")
    streaks = [stored(page)["answers"][each["id"]]["streak"] for each in recovery]
    assert streaks == [2, 2, *(1 for _ in recovery[2:])]


def test_when_all_is_done_the_page_tells_the_next_day_and_can_ask_early(page, http_address, bank):
    one, two = bank[:2]
    open_with(page, http_address, {one["id"]: kept(one, 0.5, 2), two["id"]: kept(two, 9, 4)})
    next_day = datetime.now() + timedelta(days=2.5)
    told = f"次は{next_day.month}月{next_day.day}日に1問です。"
    expect(page.locator(".again__due")).to_have_text("いま答えるとよい問題はありません。" + told)
    expect(button(page, "はじめる")).to_be_hidden()
    page.locator(".again__how-many input").first.press("Enter")
    expect(page.locator(".again__round")).to_be_hidden()
    button(page, "早めに答える").click()
    expect(asked(page)).to_have_attribute("data-question", one["id"])
    answer(asked(page))
    button(page, "やめる").click()
    expect(page.locator(".again__outlook")).to_contain_text("全部終わりました")
    assert stored(page)["answers"][one["id"]]["streak"] == 2


def test_unanswered_questions_of_a_page_that_was_read_are_asked_when_wanted(
    page, http_address, bank
):
    case = of_unit(bank, CASE)
    visits = {CASE: {"at": ago(1), "place": "", "readAt": ago(1)}}
    open_with(page, http_address, {case[0]["id"]: kept(case[0], 0)}, visits)
    expect(button(page, "はじめる")).to_be_hidden()
    page.get_by_label(f"まだ答えていない問題も出す（{len(case) - 1}問）").check()
    button(page, "はじめる").click()
    expect(asked(page)).to_have_attribute("data-question", case[1]["id"])
    expect(page.locator(".again__story .admonition")).to_have_count(2)
    button(page, "やめる").click()
    expect(page.get_by_label("どこから出すか")).to_be_focused()


def test_another_tab_and_a_full_storage_do_not_disturb_who_is_answering(
    new_context, http_address, bank
):
    context = new_context()
    here, there = context.new_page(), context.new_page()
    entry = next(entry for entry in bank if 'data-type="single"' in entry["html"])
    open_with(here, http_address, {entry["id"]: kept(entry, 1, streak=0)})
    button(here, "はじめる").click()
    there.goto(http_address + PAGE)
    button(there, "はじめる").click()
    answer(asked(there))
    expect(asked(here)).to_have_attribute("data-state", "unanswered")
    here.evaluate("void (Storage.prototype.setItem = () => { throw new DOMException('full') })")
    fill(asked(here), right=False)
    press(asked(here))
    expect(asked(here)).to_have_attribute("data-state", "wrong")
    expect(here.locator(".not-kept")).to_have_count(1)
    button(here, "結果を見る").click()
    expect(here.locator(".again__sum")).to_contain_text("1問に答えました。")


def test_options_stand_in_the_learner_s_own_order(page, http_address, bank):
    entry = next(e for e in bank if e["unit"] == LESSON and 'data-type="single"' in e["html"])
    open_with(page, http_address, {entry["id"]: kept(entry, 9)})
    button(page, "はじめる").click()
    order = "all => all.map(one => one.dataset.option)"
    here = asked(page).locator(".option").evaluate_all(order)
    page.goto(f"{http_address}lessons/{LESSON}.html")
    there = page.locator(f'[data-question="{entry["id"]}"] .option')
    assert there.evaluate_all(order) == here


def test_without_javascript_the_page_says_what_is_missing(document):
    (place,) = document.xpath("//*[@data-again]")
    shown = [part for part in place if part.get("hidden") is None]
    assert [part.get("class") for part in shown] == ["again__no-script"]
    assert "JavaScript" in shown[0].text
