"""Progress where the learner is, and what the pages tell other scripts."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from tests.learner import answer, question, questions, store, wait_until

LESSON = "lessons/05-roles.html"
ALL_TYPES = ("lessons/05-roles.html", "lessons/07-nurturing-groups.html")


def nav_line(page: Page, url: str = LESSON):
    file = url.split("/")[-1]
    return page.locator(f'.menu a[href$="{file}"] .progress')


def test_answers_count_at_the_head_in_the_bar_and_in_the_navigation(page, address):
    page.goto(address + LESSON)
    total = len(questions(page))
    head, bar = page.locator(".study-head__progress"), page.locator(".bar")
    expect(head).to_have_text(f"未回答　全{total}問")
    expect(nav_line(page)).to_have_count(0)
    answer(questions(page)[0])
    answer(questions(page)[1], right=False)
    for place in (head, bar.locator(".progress"), nav_line(page).first):
        expect(place).to_have_text(f"回答 2/{total}・正解 1")
    page.reload()
    expect(head).to_have_text(f"回答 2/{total}・正解 1")


def test_the_drawer_of_a_phone_shows_progress_of_the_lesson_that_is_open(page, address):
    page.goto(address + LESSON)
    total = len(questions(page))
    answer(questions(page)[0])
    page.get_by_role("button", name="メニュー").click()
    shown = page.locator(".menu .progress").filter(visible=True)
    expect(shown).to_have_text(f"回答 1/{total}・正解 1")


def test_lists_of_lessons_show_what_is_answered(page, address):
    page.goto(address + LESSON)
    total = len(questions(page))
    answer(questions(page)[0])
    page.goto(address + "index.html")
    expect(page.locator(f'.lesson-list a[href$="{LESSON}"] .progress')).to_have_text(
        f"回答 1/{total}・正解 1"
    )
    expect(page.locator(".lesson-list .progress")).to_have_count(1)


def test_the_bar_leads_to_the_next_question_then_to_a_wrong_one_then_says_that_all_are_right(
    page, http_address
):
    page.goto(http_address + LESSON)
    bar, link = page.locator(".bar"), page.locator(".bar__link")
    all_questions = questions(page)
    first, second = (asked.get_attribute("id") for asked in all_questions[:2])
    expect(link).to_have_attribute("href", f"#{first}")
    answer(all_questions[0], right=False)
    expect(link).to_have_attribute("href", f"#{second}")
    expect(link).to_have_text("次の問題へ")
    link.click()
    expect(all_questions[1]).to_be_in_viewport()
    for asked in all_questions[1:]:
        answer(asked)
    expect(link).to_have_text("まちがえた問題へ")
    expect(link).to_have_attribute("href", f"#{first}")
    all_questions[0].get_by_role("button", name="もう一度").click()
    answer(all_questions[0])
    expect(link).to_be_hidden()
    expect(bar).to_contain_text("すべて正解です")


def test_an_answer_to_an_earlier_revision_does_not_count(page, http_address):
    page.goto(http_address + LESSON)
    id = questions(page)[0].get_attribute("data-question")
    old = {"rev": 0, "given": ["a"], "correct": "right"}
    store(page, {"schema": 3, "course": "tomoni-7-2", "seed": 0, "answers": {id: old}})
    page.reload()
    expect(page.locator(".study-head__progress")).to_contain_text("未回答")


@pytest.mark.parametrize(("width", "height"), [(360, 740), (1280, 800)])
def test_the_bar_stays_in_sight_and_covers_nothing_that_has_the_focus(
    new_context, http_address, width, height
):
    page = new_context(viewport={"width": width, "height": height}).new_page()
    page.goto(http_address + LESSON)
    bar = page.locator(".bar")
    focused = 0
    for _ in range(90):
        page.keyboard.press("Tab")
        expect(bar).to_be_in_viewport()
        covered = page.evaluate(
            """() => {
              const it = document.activeElement, bar = document.querySelector(".bar");
              if (!it.closest(".question")) return null;
              const box = it.getBoundingClientRect();
              return box.bottom > bar.getBoundingClientRect().top && box.top < innerHeight;
            }"""
        )
        focused += covered is not None
        assert not covered
    assert focused > 5


def test_pages_without_questions_have_no_bar_and_no_script_of_questions(page, http_address):
    page.goto(http_address + "about.html")
    assert page.locator(".bar").count() == 0
    assert page.locator('script[src*="questions"]').count() == 0
    assert page.locator('script[src*="course."]').count() == 1


def test_without_javascript_nothing_is_said_of_progress(new_context, address):
    page = new_context(java_script_enabled=False).new_page()
    page.goto(address + LESSON)
    for place in page.locator("[data-progress]").all():
        expect(place).to_be_hidden()


LISTEN = """
window.heard = [];
for (const name of ["course:answer", "course:again", "course:record"]) {
  document.addEventListener(name, event => window.heard.push([name, event.detail]));
}
"""


def test_other_scripts_are_told_of_answers_and_of_a_changed_record(page, address):
    page.goto(address + LESSON)
    page.evaluate(LISTEN)
    asked = page.locator('[data-type="single"]').first
    id = asked.get_attribute("data-question")
    right = asked.locator("[data-correct]").get_attribute("data-option")
    answer(asked)
    wait_until(page, "window.heard.length === 2")
    asked.get_by_role("button", name="もう一度").click()
    assert page.evaluate("window.heard") == [
        ["course:answer", {"question": id, "rev": 1, "given": [right], "correct": "right"}],
        ["course:record", None],
        ["course:again", {"question": id}],
    ]


# Kinds and states ------------------------------------------------------------------------------


def test_the_verdict_is_said_once_in_words_outside_of_the_reasons(page, http_address):
    for url in ALL_TYPES:
        page.goto(http_address + url)
        for asked in questions(page):
            status = asked.get_by_role("status")
            expect(status).to_be_empty()
            answer(asked, right=False)
            expect(status).to_have_text(re.compile(r"^不正解です。"))
            assert asked.locator("[role=status] .reason").count() == 0
            assert asked.locator("[aria-live], [role=alert]").count() == 0


def test_what_is_missing_is_counted_and_what_is_there_is_left_alone(page, http_address):
    page.goto(http_address + LESSON)
    asked = page.locator('[data-type="match"]').first
    rows = asked.locator("select").all()
    rows[0].select_option(index=1)
    asked.locator("button[type=submit]").click()
    expect(asked.get_by_role("status")).to_contain_text(
        f"まだ答えていないところが{len(rows) - 1}つあります"
    )
    expect(asked).to_have_attribute("data-state", "unanswered")
    assert rows[0].input_value() != ""


@pytest.mark.parametrize("kind", ["single", "multiple", "blank", "match"])
def test_reasons_made_ready_before_the_answer_are_not_seen_heard_or_in_the_way(
    page, http_address, kind
):
    page.goto(http_address + LESSON)
    asked = page.locator(f'[data-type="{kind}"]').first
    height, heard = asked.bounding_box()["height"], asked.aria_snapshot()
    asked.locator("input, select").first.focus()
    waiting = asked.locator(".is-waiting")
    expect(waiting.first).to_be_attached()
    for part in waiting.all():
        expect(part).to_be_hidden()
    assert asked.bounding_box()["height"] == height
    assert asked.aria_snapshot().replace(" [active]", "") == heard


def test_punctuation_alone_is_no_answer(page, http_address):
    page.goto(http_address + "lessons/02-what-is-peer-support.html")
    asked = page.locator('[data-type="blank"]').first
    for gap in asked.locator(".question__gap").all():
        gap.fill("　。")
    asked.locator("button[type=submit]").click()
    expect(asked.get_by_role("status")).to_contain_text("まだ答えていません")


def test_part_of_the_right_answer_says_how_many_parts_are_right(page, http_address):
    page.goto(http_address + LESSON)
    asked = page.locator('[data-type="multiple"]').first
    options = asked.locator(".option").count()
    asked.locator(".option[data-correct] input").first.check()
    missed = asked.locator(".option[data-correct]").count() - 1
    asked.locator("button[type=submit]").click()
    expect(asked).to_have_attribute("data-state", "partly")
    expect(asked.get_by_role("status")).to_contain_text(
        f"一部が正解です（{options}つのうち{options - missed}つ）"
    )


def test_any_wrong_tick_prevents_right(page, http_address):
    page.goto(http_address + LESSON)
    asked = page.locator('[data-type="multiple"]').first
    for field in asked.locator(".option input").all():
        field.check()
    asked.locator("button[type=submit]").click()
    expect(asked).to_have_attribute("data-state", "partly")


def test_nothing_moves_while_answering(new_context, http_address):
    page = new_context(viewport={"width": 360, "height": 740}).new_page()
    page.goto(http_address + LESSON)
    for asked in questions(page):
        answer(asked)
    assert page.evaluate("document.getAnimations().length") == 0
    assert page.locator("canvas").count() == 0


# Ways of seeing --------------------------------------------------------------------------------


def wide(page: Page) -> int:
    return page.evaluate("document.documentElement.scrollWidth")


@pytest.mark.parametrize("url", ALL_TYPES)
@pytest.mark.parametrize("width", [640, 320], ids=["200 %", "400 %"])
def test_questions_of_every_kind_reflow_at_zoom(new_context, http_address, url, width):
    page = new_context(viewport={"width": width, "height": 400}, device_scale_factor=2).new_page()
    page.goto(http_address + url)
    for number, asked in enumerate(questions(page)):
        answer(asked, right=number % 2 == 0)
        box = asked.bounding_box()
        assert box["x"] >= 0
        assert box["x"] + box["width"] <= width
    assert wide(page) <= width


@pytest.mark.parametrize("url", ALL_TYPES)
def test_questions_of_every_kind_hold_text_of_twice_the_size(page, http_address, url):
    page.goto(http_address + url)
    page.evaluate("document.documentElement.style.fontSize = '200%'")
    for number, asked in enumerate(questions(page)):
        answer(asked, right=number % 2 == 0)
        for text in asked.locator(".option__text, .reason, select, button, .question__stem").all():
            box = text.bounding_box()
            if box is None:
                continue
            assert box["x"] >= 0
            assert box["x"] + box["width"] <= 360
    assert wide(page) <= 360


def test_without_colours_verdicts_and_choices_can_still_be_told(new_context, http_address):
    page = new_context(
        viewport={"width": 360, "height": 740}, forced_colors="active", color_scheme="dark"
    ).new_page()
    page.goto(http_address + LESSON)
    for number, asked in enumerate(questions(page)):
        answer(asked, right=number % 2 == 0)
        mark = asked.get_by_role("status").evaluate(
            "status => getComputedStyle(status, '::before').content"
        )
        assert ("○" if number % 2 == 0 else "×") in mark
        boxes = asked.locator(".option input:checked")
        for field in boxes.all():
            assert field.evaluate("field => getComputedStyle(field).appearance") == "auto"
        words = asked.locator(".reason__mark").all_inner_texts()
        assert words
        assert all("正解" in word or "選ばなくてよい" in word for word in words)


def test_paper_has_no_buttons_and_no_bar_and_keeps_what_was_answered(page, http_address):
    page.goto(http_address + LESSON)
    asked = questions(page)[0]
    answer(asked)
    page.emulate_media(media="print")
    for button in (*page.locator(".question button").all(), page.locator(".bar")):
        expect(button).to_be_hidden()
    for option in asked.locator(".option__text, .reason").all():
        expect(option).to_be_visible()
    expect(asked.locator(".question__reasons")).to_be_visible()


def test_a_question_can_be_answered_by_touch(new_context, http_address):
    page = new_context(viewport={"width": 360, "height": 740}, has_touch=True).new_page()
    page.goto(http_address + LESSON)
    asked = question(page, questions(page)[0].get_attribute("data-question"))
    label = asked.locator(".option[data-correct] label")
    label.tap()
    for target in (label, asked.locator("button[type=submit]")):
        box = target.bounding_box()
        assert min(box["width"], box["height"]) >= 24
    asked.locator("button[type=submit]").tap()
    expect(asked).to_have_attribute("data-state", "right")
