"""The tests at the beginning and at the end: marked as a whole, compared by objective."""

import json

import pytest
from playwright.sync_api import Page, expect

from tests.learner import RECORD, answer, fill, questions, stored

PRE, POST = "start/pretest.html", "review/posttest.html"
LESSON = "lessons/09-before-collaborating.html"


def take(page: Page, *, wrong: tuple[int, ...] = ()) -> None:
    """Answer all, those with the numbers given wrongly, and have them marked."""
    for number, asked in enumerate(questions(page), start=1):
        fill(asked, right=number not in wrong)
    page.get_by_role("button", name="採点する").click()
    expect(page.locator(".test__shown")).to_be_visible()


def states(page: Page) -> list[str]:
    return [asked.get_attribute("data-state") for asked in questions(page)]


def test_nothing_is_told_before_all_is_marked(page, address):
    page.goto(address + PRE)
    first = questions(page)[0]
    fill(first, right=True)
    expect(first.locator("button[type=submit]")).to_be_hidden()
    expect(page.locator(".test__shown")).to_be_hidden()
    for answers in page.locator(".question__answer, .reason, .question__reasons").all():
        expect(answers).to_be_hidden()
    assert set(states(page)) == {"unanswered"}


def test_enter_in_a_gap_marks_nothing(page, http_address):
    page.goto(http_address + PRE)
    gap = page.locator(".question__gap").first
    gap.fill("答え")
    gap.press("Enter")
    assert set(states(page)) == {"unanswered"}
    assert gap.input_value() == "答え"


def test_the_result_names_each_objective_and_gives_one_percentage(page, address, course):
    page.goto(address + PRE)
    take(page, wrong=(1, 10))
    expect(page.locator(".test__sum")).to_have_text("10問のうち、8問が正解です（80％）。")
    rows = page.locator(".test__table tbody tr")
    assert rows.count() == len(course.objectives)
    assert "％" not in page.locator(".test__table").inner_text()
    verdicts = page.locator(".test__verdict")
    assert verdicts.count() == 10
    by_number = {line.split()[0]: line.split()[1] for line in verdicts.all_inner_texts()}
    assert by_number["問1"] == by_number["問10"] == "不正解"
    assert list(by_number.values()).count("正解") == 8
    assert states(page)[1] == "right"
    expect(questions(page)[0].locator(".reason").first).to_be_visible()


def test_the_result_takes_the_focus_and_is_said_once(page, http_address):
    page.goto(http_address + PRE)
    take(page)
    expect(page.locator(".test__shown")).to_be_focused()
    live = page.locator(".question [role=status]:not([aria-live=off])")
    expect(live).to_have_count(0)


def test_what_is_left_out_is_said_first_and_then_counts_as_not_right(page, http_address):
    page.goto(http_address + PRE)
    mark = page.get_by_role("button", name="採点する")
    for asked in questions(page)[:9]:
        fill(asked, right=True)
    mark.click()
    expect(page.locator(".test__left")).to_contain_text("答えていない問題が1問")
    last = questions(page)[9]
    link = page.get_by_role("link", name="答えていない問題へ")
    expect(link).to_have_attribute("href", f"#{last.get_attribute('id')}")
    expect(page.locator(".test__shown")).to_be_hidden()
    mark.click()
    expect(page.locator(".test__sum")).to_contain_text("9問が正解")
    page.reload()
    expect(page.locator(".test__sum")).to_contain_text("9問が正解")
    assert states(page)[9] == "wrong"


def test_answering_after_the_warning_takes_it_back(page, http_address):
    page.goto(http_address + PRE)
    page.get_by_role("button", name="採点する").click()
    expect(page.locator(".test__left")).not_to_be_empty()
    fill(questions(page)[0], right=True)
    expect(page.locator(".test__left")).to_be_empty()


def test_chosen_answers_of_every_kind_survive_a_reload_before_they_are_marked(page, address):
    page.goto(address + PRE)
    for asked in questions(page):
        fill(asked, right=True)
    page.reload()
    assert set(states(page)) == {"unanswered"}
    page.get_by_role("button", name="採点する").click()
    expect(page.locator(".test__sum")).to_contain_text("10問が正解です（100％）")
    assert page.evaluate("sessionStorage.length") == 0


def test_the_end_shows_what_was_right_at_the_beginning(page, address, course):
    page.goto(address + PRE)
    take(page, wrong=(1, 2, 3))
    page.goto(address + POST)
    take(page, wrong=(3,))
    table = page.locator(".test__table")
    assert table.locator("thead th").all_inner_texts() == [
        "学習目標",
        "はじめのテスト",
        "おわりのテスト",
    ]
    first_row = table.locator("tbody tr").first
    assert [cell.inner_text().split()[-1] for cell in first_row.locator("td").all()] == [
        "不正解",
        "正解",
    ]
    page.get_by_role("link", name="二つのテストを比べる").click()
    expect(page.get_by_role("img", name="二つのテスト")).to_be_visible()
    page.get_by_role("link", name="おわりのテスト").last.click()
    expect(page.locator(".test__sum")).to_contain_text("9問が正解")


def test_who_has_not_taken_the_first_test_is_told_so(page, http_address):
    page.goto(http_address + POST)
    take(page)
    cells = page.locator(".test__table td:nth-of-type(1)").all_inner_texts()
    assert set(" ".join(cells).split()) == {"まだ受けていません"}


def test_a_test_can_be_taken_again_and_the_first_result_is_kept(page, http_address):
    page.goto(http_address + PRE)
    take(page, wrong=(2,))
    page.get_by_role("button", name="もう一度受ける").click()
    assert set(states(page)) == {"unanswered"}
    expect(page.locator(".test__shown")).to_be_hidden()
    take(page)
    expect(page.locator(".test__sum")).to_contain_text("100％")
    second = questions(page)[1].get_attribute("data-question")
    kept = stored(page)["answers"][second]
    assert (kept["firstCorrect"], kept["correct"], kept["tries"]) == ("wrong", "right", 2)


def test_questions_of_lessons_change_nothing_in_a_test(page, http_address):
    page.goto(http_address + LESSON)
    for asked in questions(page):
        answer(asked)
    page.goto(http_address + PRE)
    assert set(states(page)) == {"unanswered"}
    page.goto(http_address + "review/record.html")
    before = page.locator(".record__sums").inner_text()
    page.goto(http_address + PRE)
    take(page)
    page.goto(http_address + "review/record.html")
    assert page.locator(".record__sums").inner_text() == before


def test_without_javascript_questions_and_answers_can_be_read(new_context, address):
    page = new_context(java_script_enabled=False).new_page()
    page.goto(address + PRE)
    expect(page.locator(".test__no-script")).to_be_visible()
    expect(page.get_by_role("button", name="採点する")).to_be_hidden()
    answers = page.locator(".question__answer")
    assert answers.count() == 10
    answers.first.locator("summary").click()
    expect(answers.first.locator(".question__key")).to_be_visible()


@pytest.mark.parametrize("draft", ["{", "[]", "3", '{"pre-x": 5}', "null"])
def test_a_damaged_draft_is_no_obstacle(page, http_address, draft):
    page.goto(http_address + PRE)
    fill(questions(page)[0], right=True)
    key = page.evaluate("sessionStorage.key(0)")
    assert key.startswith("draft:")
    first = questions(page)[0].get_attribute("data-question")
    page.evaluate("([k, v]) => sessionStorage.setItem(k, v)", [key, draft.replace("pre-x", first)])
    page.reload()
    take(page)
    expect(page.locator(".test__sum")).to_contain_text("100％")


def test_answers_to_a_test_whose_question_has_changed_are_asked_again(page, http_address):
    page.goto(http_address + PRE)
    take(page)
    record = stored(page)
    first = questions(page)[0].get_attribute("data-question")
    record["answers"][first]["rev"] = 0
    text = json.dumps(record)
    page.evaluate("([k, v]) => localStorage.setItem(k, v)", [RECORD, text])
    page.reload()
    expect(page.locator(".test__shown")).to_be_hidden()
    assert states(page)[0] == "changed"
