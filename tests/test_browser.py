"""The built site as people use it, in Chromium, over http below a path and from a folder."""

import json
import re

import pytest
from playwright.sync_api import Page, expect

from tests.learner import wait_until

LESSON = "lessons/02-what-is-peer-support.html"
RECORD = "course:tomoni-7-2"


def question(page: Page, type: str, number: int = 0):
    return page.locator(f'.question[data-type="{type}"]').nth(number)


def right_inputs(asked):
    return asked.locator(".option[data-correct] input")


def tab_until(page: Page, target) -> None:
    """Press Tab until the focus is on `target`; fails when it cannot be reached."""
    for _ in range(400):
        page.keyboard.press("Tab")
        if target.evaluate("element => element === document.activeElement"):
            return
    raise AssertionError("Tab does not reach the element")


def start_before(asked) -> None:
    """Put the focus just before a question, as somebody who has read so far."""
    asked.evaluate(
        """element => {
          const start = document.createElement("span");
          start.tabIndex = -1;
          element.before(start);
          start.focus();
        }"""
    )


def accepted(asked, gap: int) -> str:
    entry = asked.locator(f'li[data-for="{gap}"]')
    return json.loads(entry.get_attribute("data-accept"))[0]


# Answering -------------------------------------------------------------------------------------


def test_a_single_question_is_answered_by_keyboard_and_kept_after_reload(page, address):
    page.goto(address + LESSON)
    asked = question(page, "single")
    start_before(asked)
    tab_until(page, asked.locator("input").first)
    for _ in range(asked.locator("input").count()):
        if right_inputs(asked).is_checked():
            break
        page.keyboard.press("ArrowDown")
    expect(asked).to_have_attribute("data-state", "unanswered")  # arrows only choose
    tab_until(page, asked.locator("button[type=submit]"))
    page.keyboard.press("Enter")
    expect(asked).to_have_attribute("data-state", "right")
    expect(asked.get_by_role("status")).to_contain_text("正解です")
    expect(asked.locator("button[type=submit]")).to_be_focused()
    page.reload()
    expect(question(page, "single")).to_have_attribute("data-state", "right")
    expect(right_inputs(question(page, "single"))).to_be_checked()


def test_a_multiple_question_shows_what_was_right_and_is_kept_after_reload(page, address):
    page.goto(address + LESSON)
    asked = question(page, "multiple")
    start_before(asked)
    tab_until(page, right_inputs(asked).first)
    page.keyboard.press("Space")
    tab_until(page, asked.locator("button[type=submit]"))
    page.keyboard.press("Space")
    expect(asked).to_have_attribute("data-state", "partly")
    expect(asked.get_by_role("status")).to_contain_text("一部が正解です")
    assert asked.locator(".option .reason").count() == asked.locator(".option").count()
    expect(asked.locator(".option[data-correct] .reason__mark").first).to_have_text(
        "正解（あなたの答え）"
    )
    page.reload()
    expect(question(page, "multiple")).to_have_attribute("data-state", "partly")


def test_a_blank_is_filled_by_keyboard_submitted_by_enter_and_kept(page, address):
    page.goto(address + LESSON)
    asked = question(page, "blank")
    gaps = asked.locator(".question__gap")
    start_before(asked)
    for number in range(gaps.count()):
        tab_until(page, gaps.nth(number))
        page.keyboard.insert_text(accepted(asked, number + 1) + "。")
    page.keyboard.press("Enter")
    expect(asked).to_have_attribute("data-state", "right")
    page.reload()
    expect(question(page, "blank")).to_have_attribute("data-state", "right")
    expect(question(page, "blank").locator(".question__gap").first).not_to_have_value("")


@pytest.mark.parametrize(
    ("url", "kind"),
    [("lessons/05-roles.html", "match"), ("lessons/07-nurturing-groups.html", "order")],
)
def test_lists_are_answered_by_keyboard_show_each_part_and_are_kept(page, address, url, kind):
    page.goto(address + url)
    asked = question(page, kind)
    rows = asked.locator("select")
    rights = [e.get_attribute("data-right") for e in asked.locator("li[data-right]").all()]
    start_before(asked)
    for row, right in zip(rows.all(), rights, strict=True):
        tab_until(page, row)
        while row.input_value() != right:
            page.keyboard.press("ArrowDown")
    tab_until(page, asked.locator("button[type=submit]"))
    page.keyboard.press("Enter")
    expect(asked).to_have_attribute("data-state", "right")
    page.reload()
    asked = question(page, kind)
    expect(asked).to_have_attribute("data-state", "right")
    assert [row.input_value() for row in rows.all()] == rights
    asked.get_by_role("button", name="もう一度").click()
    expect(rows.first).to_be_focused()
    for row, wrong in zip(rows.all(), [rights[0], *rights[:-1]], strict=True):
        row.select_option(wrong)
    asked.locator("button[type=submit]").click()
    expect(asked).to_have_attribute("data-state", "partly")
    expect(asked.locator(".row[data-verdict=right]")).to_have_count(1)
    expect(asked.locator(".row[data-verdict=wrong] .reason__mark").first).to_contain_text("不正解")


def test_a_wrong_answer_says_so_in_words_gives_reasons_and_can_be_tried_again(page, address):
    page.goto(address + LESSON)
    asked = question(page, "single")
    wrong = asked.locator(".option:not([data-correct]) input").first
    wrong.check()
    asked.locator("button[type=submit]").click()
    expect(asked).to_have_attribute("data-state", "wrong")
    expect(asked.get_by_role("status")).to_contain_text("不正解です")
    expect(asked.locator(".option:has(input:checked) .reason__mark")).to_have_text(
        "不正解（あなたの答え）"
    )
    expect(asked.locator(".question__reasons .question__explanation")).to_be_visible()
    expect(wrong).to_be_disabled()
    asked.get_by_role("button", name="もう一度").click()
    expect(asked).to_have_attribute("data-state", "unanswered")
    expect(asked.locator(".reason").filter(visible=True)).to_have_count(0)
    expect(asked.locator("input").first).to_be_focused()


def test_an_empty_answer_is_not_graded_but_explained(page, address):
    page.goto(address + LESSON)
    for kind in ("single", "multiple", "blank"):
        asked = question(page, kind)
        asked.locator("button[type=submit]").click()
        expect(asked.get_by_role("status")).to_contain_text("まだ答えていません")
        expect(asked).to_have_attribute("data-state", "unanswered")


def test_enter_that_ends_a_conversion_does_not_submit(page, address):
    page.goto(address + LESSON)
    asked = question(page, "blank")
    gap = asked.locator(".question__gap").first
    gap.focus()
    prevented = gap.evaluate(
        """element => !element.dispatchEvent(new KeyboardEvent(
             "keydown", {key: "Enter", isComposing: true, bubbles: true, cancelable: true}))"""
    )
    assert prevented
    expect(asked).to_have_attribute("data-state", "unanswered")


def test_what_is_typed_is_never_taken_for_html(page, address):
    page.goto(address + LESSON)
    asked = question(page, "blank")
    for gap in asked.locator(".question__gap").all():
        gap.fill("<img src=x onerror=alert(1)>")
    asked.locator("button[type=submit]").click()
    expect(asked).to_have_attribute("data-state", "wrong")
    page.reload()
    expect(question(page, "blank")).to_have_attribute("data-state", "wrong")
    assert page.locator(".question img").count() == 0


def test_the_record_is_one_entry_under_the_course_s_id(page, address):
    page.goto(address + LESSON)
    asked = question(page, "single")
    right_inputs(asked).check()
    asked.locator("button[type=submit]").click()
    record = json.loads(page.evaluate("key => localStorage.getItem(key)", RECORD))
    answer = record["answers"][asked.get_attribute("data-question")]
    assert record["schema"] == 3
    assert record["course"] == "tomoni-7-2"
    assert answer["given"] == [asked.locator(".option[data-correct]").get_attribute("data-option")]
    assert (answer["rev"], answer["correct"], answer["tries"]) == (1, "right", 1)
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z", answer["at"])


@pytest.mark.parametrize(
    "stored",
    [
        "not json",
        "null",
        "[]",
        '{"schema": 99, "course": "tomoni-7-2", "answers": {}}',
        '{"schema": 1, "course": "another", "answers": {"a": 1}}',
        '{"schema": 1, "course": "tomoni-7-2", "answers": {"__proto__": 1, "x": {"rev": "1"}}}',
        '{"schema": 1, "course": "tomoni-7-2", "answers": 7, "tests": 3}',
    ],
)
def test_a_damaged_record_is_set_aside_and_the_page_works(page, http_address, stored):
    page.goto(http_address + "index.html")
    page.evaluate("([key, text]) => localStorage.setItem(key, text)", [RECORD, stored])
    page.goto(http_address + LESSON)
    asked = question(page, "single")
    right_inputs(asked).check()
    asked.locator("button[type=submit]").click()
    expect(asked).to_have_attribute("data-state", "right")
    page.reload()
    expect(question(page, "single")).to_have_attribute("data-state", "right")
    if "answers" not in stored or '"x"' in stored or "99" in stored:
        assert page.evaluate("localStorage.getItem('quarantine:tomoni-7-2')")


def test_a_question_that_has_changed_is_asked_again_without_a_stale_tick(page, http_address):
    page.goto(http_address + LESSON)
    asked = question(page, "single")
    right_inputs(asked).check()
    asked.locator("button[type=submit]").click()
    page.evaluate(
        """key => {
          const record = JSON.parse(localStorage.getItem(key));
          for (const answer of Object.values(record.answers)) answer.rev = 0;
          localStorage.setItem(key, JSON.stringify(record));
        }""",
        RECORD,
    )
    page.reload()
    expect(question(page, "single")).to_have_attribute("data-state", "changed")
    expect(question(page, "single").get_by_role("status")).to_contain_text("更新されました")
    expect(question(page, "single").locator("input:checked")).to_have_count(0)


def test_blocked_storage_is_said_and_answering_goes_on(new_context, http_address):
    context = new_context()
    context.add_init_script(
        "Storage.prototype.setItem = () => { throw new DOMException('full', 'QuotaExceededError') }"
    )
    page = context.new_page()
    page.goto(http_address + LESSON)
    asked = question(page, "single")
    right_inputs(asked).check()
    asked.locator("button[type=submit]").click()
    expect(asked).to_have_attribute("data-state", "right")
    expect(page.locator(".not-kept")).to_contain_text("保存できません")


# Reading ---------------------------------------------------------------------------------------


def test_without_javascript_questions_answers_and_reasons_can_be_read(new_context, address):
    page = new_context(java_script_enabled=False).new_page()
    where = dict.fromkeys(("single", "multiple", "blank"), LESSON)
    where |= {"match": "lessons/05-roles.html", "order": "lessons/07-nurturing-groups.html"}
    for kind, url in where.items():
        page.goto(address + url)
        asked = question(page, kind)
        expect(asked.locator("button[type=submit]")).to_be_hidden()
        asked.locator("summary").click()
        expect(asked.locator(".question__key li").first).to_be_visible()
        expect(asked.locator(".question__explanation")).to_be_visible()
    expect(page.locator("#plain")).to_be_visible()


def test_a_term_shows_its_definition_on_tap_and_focus_and_hides_on_escape(page, address):
    page.goto(address + LESSON)
    term = page.locator("a.term").first
    term.click()
    definition = page.locator("#definition")
    expect(definition).to_be_visible()
    expect(definition).to_contain_text(term.get_attribute("data-definition"))
    box = definition.bounding_box()
    assert box["x"] >= 0
    assert box["x"] + box["width"] <= 360
    page.keyboard.press("Escape")
    expect(definition).to_be_hidden()
    page.locator("a.term").nth(1).focus()
    expect(definition).to_be_visible()
    page.keyboard.press("Tab")
    expect(definition.get_by_role("link")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(r"glossary\.html#"))


def test_a_pointer_that_leaves_a_term_does_not_hide_the_definition_of_another(page, http_address):
    page.goto(http_address + LESSON)
    terms, definition = page.locator("a.term"), page.locator("#definition")
    terms.first.hover()
    expect(definition).to_be_visible()
    page.clock.install()
    terms.nth(1).focus()
    page.mouse.move(0, 0)
    page.clock.run_for(2000)
    expect(definition).to_be_visible()
    expect(definition).to_contain_text(terms.nth(1).get_attribute("data-definition"))


def test_a_citation_leads_to_its_source(page, address):
    page.goto(address + LESSON)
    citation = page.locator(".citation a").first
    number = citation.inner_text().strip("[]")
    citation.click()
    expect(page).to_have_url(re.compile(rf"references\.html#S{number}$"))
    expect(page.locator(f"#S{number}")).to_be_in_viewport()


def test_no_page_scrolls_sideways(new_context, http_address, summary):
    # Without motion: the menu slides to where it belongs at the new width.
    page = new_context(reduced_motion="reduce").new_page()
    others = ["index", "review/record", "resources/glossary", "resources/references", "about"]
    others += ["instructor/dates", "worksheets/training-plan", "review/posttest"]
    studied = summary["lessons"] + summary["cases"]
    for url in [f"{other}.html" for other in others] + [one["url"] for one in studied]:
        page.goto(http_address + url)
        for width in (320, 360, 1280):
            page.set_viewport_size({"width": width, "height": 740})
            wide = page.evaluate("document.documentElement.scrollWidth")
            assert wide <= width, f"{url} at {width}"


def test_a_machine_with_a_japanese_font_loads_no_font(new_context, http_address):
    page = new_context().new_page()
    asked_for = []
    page.on("request", lambda request: asked_for.append(request.url))
    page.goto(http_address + LESSON, wait_until="networkidle")
    assert [url for url in asked_for if "woff" in url] == []


def test_a_script_that_gets_into_a_page_does_not_run(page, address):
    page.goto(address + LESSON)
    page.evaluate(
        """() => {
          const script = document.createElement("script");
          script.textContent = "window.intruder = true";
          document.head.append(script);
          document.body.insertAdjacentHTML(
            "beforeend", "<img src='data:,' onerror='window.intruder = true'>");
        }"""
    )
    wait_until(page, "document.images[document.images.length - 1].complete")
    assert page.evaluate("window.intruder") is None
    refused = [fault for fault in page.context.faults if "Content Security Policy" in fault]
    assert len(refused) == len(page.context.faults) >= 1
    page.context.faults.clear()
