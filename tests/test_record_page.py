"""The page of the record: where to go on, the course in numbers, erasing, the sheet to print."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path
from urllib.parse import urlsplit

import pikepdf
import pytest
from playwright.sync_api import BrowserContext, Locator, Page, expect

from courseware.course import Course
from tests.learner import QUARANTINE, RECORD, store

PAGE = "review/record.html"
SETTINGS = "settings:tomoni-7-2"
DRAFT = "draft:tomoni-7-2:posttest"
OTHER = "course:another"
NOW = "2026-11-23T09:00:00+09:00"
PHONE = {"width": 360, "height": 740}


def day(number: int) -> str:
    return f"2026-11-{number:02}T03:00:00.000Z"


def record(course: Course, *, begun: int, read: int, tests: dict[str, int]) -> dict:
    """A record in which so many lessons and cases were begun, and so many of them read.

    Half of their questions are right at the first try, and all now; of the tests named as many as
    given are right.
    """
    answers, visits = {}, {}

    def note(id: str, rev: int, first: str, correct: str, at: str) -> None:
        given = {"rev": rev, "given": ["a"], "firstCorrect": first, "correct": correct}
        answers[id] = given | {"firstAt": at, "at": at, "tries": 1, "streak": 1}

    for number, unit in enumerate([*course.lessons, *course.cases][:begun]):
        at = day(min(number + 1, 20))
        visits[unit.id] = {"at": at, "place": unit.headings[2].id}
        if number < read:
            visits[unit.id]["readAt"] = at
        for place, question in enumerate(course.embedded_in(unit)):
            first = "wrong" if place % 2 else "right"
            note(question.id, question.rev, first, "right", at)
    for test in course.tests:
        for place, question in enumerate(course.embedded_in(test) if test.test in tests else []):
            correct = "right" if place < tests[test.test] else "wrong"
            note(question.id, question.rev, correct, correct, day(1))
    return {
        "schema": 3,
        "course": course.info.id,
        "seed": 7,
        "answers": answers,
        "tests": {},
        "visits": visits,
    }


@pytest.fixture
def whole(course) -> dict:
    studied = len(course.lessons) + len(course.cases)
    return record(course, begun=studied, read=studied, tests={"pre": 6, "post": 9})


@pytest.fixture
def open_with(new_context, http_address):
    """Opens the page of the record in a browser that has these entries in its storage."""

    def open_page(entries: dict[str, object], width: int = 360, script: str = "") -> Page:
        parts = urlsplit(http_address)
        local = [{"name": key, "value": json.dumps(value)} for key, value in entries.items()]
        origin = {"origin": f"{parts.scheme}://{parts.netloc}", "localStorage": local}
        context: BrowserContext = new_context(
            viewport={"width": width, "height": 740},
            storage_state={"cookies": [], "origins": [origin]},
            timezone_id="Asia/Tokyo",
        )
        context.add_init_script(script)
        page = context.new_page()
        page.clock.set_fixed_time(NOW)
        page.goto(http_address + PAGE)
        return page

    return open_page


def sections(page: Page) -> list[str]:
    """Ids of the headings that are shown."""
    return [h.get_attribute("id") for h in page.locator("article h2:visible").all()]


def keys(page: Page) -> set[str]:
    """Of what a course keeps in the browser and in this tab, that which is there."""
    found = page.evaluate("[...Object.keys(localStorage), ...Object.keys(sessionStorage)]")
    return {RECORD, QUARANTINE, SETTINGS, DRAFT, OTHER} & set(found)


def fits(page: Page) -> bool:
    return page.evaluate("document.documentElement.scrollWidth <= innerWidth")


# What is shown ---------------------------------------------------------------------------------


def test_an_empty_record_shows_where_to_begin_and_how_it_works(page, http_address):
    page.goto(http_address + PAGE)
    assert sections(page) == ["continue", "tests", "move", "how-it-works"]
    for entry in page.locator("nav a[href='#erase']").all():
        expect(entry).to_be_hidden()
    expect(page.get_by_role("link", name="第1講から始める")).to_have_attribute(
        "href", f"{http_address}lessons/01-why-collaborate.html"
    )
    expect(page.get_by_role("button", name="書き出す")).to_be_hidden()
    expect(page.get_by_label("読み込む")).to_be_visible()
    expect(page.locator("[data-test-result]")).to_have_text(["まだ受けていません。"] * 2)
    page.goto(http_address + "index.html")
    expect(page.locator("[data-continue]")).to_be_hidden()


def test_a_learner_is_led_back_from_here_and_from_the_home_page(page, address, course):
    half = record(course, begun=4, read=3, tests={"pre": 6})
    lesson = course.lessons[3]
    heading = lesson.headings[2]
    half["visits"][lesson.id]["at"] = day(20)
    page.clock.set_fixed_time(NOW)
    page.goto(address + PAGE)
    store(page, half)
    page.reload()
    expect(page.locator(".record__was")).to_have_text(
        f"前回は3日前（11月20日）、第4講「{lesson.title}」の「{heading.text}」を読んでいました。"
    )
    target = f"{address}{lesson.url}#{heading.id}"
    expect(page.get_by_role("link", name="続きを読む")).to_have_attribute("href", target)
    expect(page.locator("[data-sum=read]")).to_have_text("3/15")
    asked = [len(course.embedded_in(one)) for one in course.lessons[:4]]
    expect(page.locator("[data-sum=answered]")).to_have_text(f"{sum(asked)}/109")
    row = page.locator(f"[data-record=progress] [data-unit='{lesson.id}'] td")
    first = (asked[3] + 1) // 2
    assert row.all_inner_texts() == [
        "読みかけ",
        f"{asked[3]}/{asked[3]}",
        str(first),
        str(asked[3]),
    ]
    expect(page.locator("[data-test-result]").last).to_have_text("まだ受けていません。")
    expect(page.locator(".record__compared")).to_be_hidden()
    page.goto(address + "index.html")
    link = page.locator("[data-continue] a")
    expect(link).to_have_text(f"続きから: 第4講　{lesson.title}")
    expect(link).to_have_attribute("href", target)


def test_both_tests_stand_side_by_side_in_a_chart_in_words_and_by_objective(
    open_with, course, whole
):
    page = open_with({RECORD: whole, SETTINGS: {"textSize": "largest"}}, width=360)
    assert fits(page)
    chart = page.get_by_role("img", name="二つのテストの正解の割合")
    expect(chart).to_have_accessible_description("はじめのテストは60％、おわりのテストは90％。")
    expect(page.locator(".record__change")).to_contain_text("正解が3問多くなりました")
    expect(page.locator("[data-test-result]").first).to_contain_text("6問が正解です（60％）")
    table = page.get_by_role("table", name="学習目標ごとのテストの結果")
    expect(table.get_by_role("row")).to_have_count(len(course.objectives))
    assert table.locator("[data-verdict=right]").count() == 15


def test_a_file_that_is_taken_in_shows_at_once_and_moves_no_focus(open_with, course, whole):
    page = open_with({RECORD: whole})
    last = course.embedded_in(course.tests[1])[-1]
    verdict = page.locator(f"[data-verdict-on='{last.id}']")
    expect(verdict).to_contain_text("不正解")
    verdict.locator("a").focus()
    whole["answers"][last.id] |= {"correct": "right", "at": day(22)}
    whole["visits"]["01-why-collaborate"]["at"] = day(22)
    file = {"name": "record.json", "mimeType": "", "buffer": json.dumps(whole).encode()}
    page.get_by_label("読み込む").set_input_files(file)
    said = page.locator("[data-record=move] [role=status]")
    expect(said).to_have_text(
        "1問の答えを読み込みました。1ページの、読んだところを読み込みました。"
    )
    expect(verdict).not_to_contain_text("不正解")
    expect(page.locator(".record__change")).to_contain_text("4問多く")
    expect(verdict.locator("a")).to_be_focused()


def test_a_record_of_a_wrong_clock_and_an_unknown_place_is_shown_without_them(open_with, course):
    ahead = record(course, begun=1, read=0, tests={})
    ahead["visits"]["01-why-collaborate"] = {
        "at": "2027-01-05T03:00:00.000Z",
        "place": "constructor",
    }
    page = open_with({RECORD: ahead})
    title = course.lessons[0].title
    expect(page.locator(".record__was")).to_have_text(
        f"前回は2027年1月5日、第1講「{title}」を開いていました。"
    )


# Erasing ---------------------------------------------------------------------------------------


def press(page: Page, button: Locator, key: str = "Enter") -> None:
    button.focus()
    page.keyboard.press(key)


def test_a_record_is_erased_by_keyboard_after_a_question(open_with, whole):
    page = open_with({RECORD: whole, QUARANTINE: ["x"], SETTINGS: {"furigana": "on"}})
    opener = page.get_by_role("button", name="記録を消す")
    press(page, opener)
    dialog = page.get_by_role("dialog", name="記録を消しますか")
    expect(dialog).to_contain_text("元に戻せません")
    expect(dialog.get_by_role("button", name="やめる")).to_be_focused()
    page.keyboard.press("Escape")
    expect(dialog).to_be_hidden()
    expect(opener).to_be_focused()
    assert RECORD in keys(page)
    page.keyboard.press("Enter")
    with page.expect_download():
        press(page, dialog.get_by_role("button", name="先にファイルに書き出す"))
    expect(dialog.get_by_role("status")).to_contain_text("書き出しました")
    press(page, dialog.get_by_role("button", name="記録を消す"))
    expect(page.get_by_text("記録を消しました。")).to_be_focused()
    expect(page.locator(".record__was")).to_contain_text("まだ記録はありません")
    assert keys(page) == {SETTINGS}
    assert sections(page) == ["continue", "tests", "move", "how-it-works"]


def test_before_somebody_else_begins_the_record_is_saved_then_all_is_erased(open_with, whole):
    page = open_with({RECORD: whole, QUARANTINE: ["x"], SETTINGS: {"furigana": "on"}, OTHER: {}})
    page.evaluate("key => sessionStorage.setItem(key, '{}')", DRAFT)
    expect(page.locator("html")).to_have_attribute("data-furigana", "on")
    name = page.get_by_label("名前")
    name.fill("山田 太郎")
    with page.expect_download() as download:
        page.get_by_role("button", name="別の人が始める").click()
    dialog = page.get_by_role("dialog", name="ファイルはありますか")
    expect(dialog.get_by_role("button", name="やめる")).to_be_focused()
    assert download.value.suggested_filename == "tomoni-7-2-2026-11-23.json"
    saved = download.value.path().read_text(encoding="utf-8")
    assert json.loads(saved)["answers"] == whole["answers"]
    assert "山田" not in saved
    assert RECORD in keys(page)
    assert "山田" not in page.evaluate("JSON.stringify([{...localStorage}, {...sessionStorage}])")
    dialog.get_by_role("button", name="ファイルがあるので、消す").click()
    done = page.locator(".record__done")
    expect(done).to_be_focused()
    expect(done).to_contain_text("tomoni-7-2-2026-11-23.json")
    assert keys(page) == {OTHER}
    expect(page.locator("html")).not_to_have_attribute("data-furigana", "on")
    assert name.input_value() == ""


def test_where_the_browser_does_not_let_go_of_a_record_that_is_said(open_with, whole):
    script = "Storage.prototype.removeItem = () => { throw new DOMException('blocked') };"
    page = open_with({RECORD: whole}, script=script)
    page.get_by_role("button", name="記録を消す").click()
    page.get_by_role("dialog").get_by_role("button", name="記録を消す").click()
    expect(page.locator(".record__done")).to_contain_text("消せませんでした")


# The sheet -------------------------------------------------------------------------------------


def text_of(pdf: Path) -> str:
    read = subprocess.run(["pdftotext", pdf, "-"], capture_output=True, text=True, check=True)
    return read.stdout


def test_the_sheet_is_one_page_of_a4_and_the_page_is_printed_as_a_whole(open_with, whole, tmp_path):
    entries = {RECORD: whole, SETTINGS: {"textSize": "largest"}}
    page = open_with(entries, script="window.print = () => {};")
    page.get_by_label("名前").fill("山田 太郎")
    expect(page.locator(".certificate__tests")).to_be_hidden()
    page.get_by_label("テストの結果ものせる").check()
    page.get_by_role("button", name="この用紙だけを印刷する").click()
    sheet, all_of_it = tmp_path / "sheet.pdf", tmp_path / "page.pdf"
    page.pdf(path=sheet, prefer_css_page_size=True)
    with pikepdf.open(sheet) as pdf:
        assert [[round(edge) for edge in one.mediabox] for one in pdf.pages] == [[0, 0, 595, 842]]
    printed = text_of(sheet)
    for shown in ("山田 太郎", "2026年11月23日", "15/15", "109/109", "（90％）", "公式の修了証"):
        assert shown in printed
    assert "記録のしくみ" not in printed
    page.pdf(path=all_of_it, prefer_css_page_size=True)
    assert "記録のしくみ" in text_of(all_of_it)


def test_a_dark_page_is_printed_in_dark_ink(open_with, whole):
    page = open_with({RECORD: whole})
    page.emulate_media(color_scheme="dark")
    expect(page.locator("body")).to_have_attribute("data-md-color-scheme", "slate")
    page.emulate_media(media="print")
    for place in ("article", ".tally tbody th", ".fig-text"):
        ink = page.locator(place).first.evaluate(
            "it => { const style = getComputedStyle(it);"
            " return it instanceof SVGElement ? style.fill : style.color }"
        )
        assert ink == "rgb(42, 47, 45)"


def test_the_name_goes_with_the_page_and_tests_are_shown_only_if_wanted(open_with, whole):
    page = open_with({RECORD: whole})
    page.get_by_label("名前").fill("山田 太郎")
    page.get_by_label("テストの結果ものせる").check()
    assert "（90％）" in page.locator(".certificate").inner_text()
    page.evaluate("window.dispatchEvent(new Event('pagehide'))")
    assert page.get_by_label("名前").input_value() == ""
    assert "（90％）" not in page.locator(".certificate").inner_text()
    page.reload()
    assert page.get_by_label("名前").input_value() == ""
