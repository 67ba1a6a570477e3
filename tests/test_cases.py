"""Cases open step by step, and to everyone."""

import pytest
from playwright.sync_api import Page, expect

from tests.learner import answer, questions

CASE = "cases/case-5-peer-drift.html"


def headings(page: Page) -> list[str]:
    """The headings of the story that can be seen."""
    found = page.locator(".md-content__inner > h2").all()
    return [heading.get_attribute("id") for heading in found if heading.is_visible()]


@pytest.fixture
def story(course) -> list[str]:
    case = next(case for case in course.cases if case.url == CASE)
    return [heading.id for heading in case.headings if heading.depth == 2]


def test_what_follows_a_question_opens_when_it_is_answered(page, address, story):
    page.goto(address + CASE)
    assert headings(page) == story[:2]
    for number, asked in enumerate(questions(page), start=1):
        answer(asked, right=number % 2 == 0)
        expect(page.locator(f"#{story[number + 1]}")).to_be_visible()
        assert headings(page) == story[: number + 2]
    expect(page.locator(".draws-on")).to_be_visible()
    expect(page.locator(".steps")).to_be_hidden()


def test_the_learner_hears_that_the_story_goes_on(page, http_address):
    page.goto(http_address + CASE)
    said = page.locator(".steps__said")
    expect(said).to_be_empty()
    answer(questions(page)[0])
    expect(said).to_have_text("続きが開きました。")


def test_a_case_is_as_far_open_as_it_was_when_the_page_is_loaded_anew(page, http_address, story):
    page.goto(http_address + CASE)
    answer(questions(page)[0], right=False)
    page.reload()
    expect(page.locator(f"#{story[2]}")).to_be_visible()
    assert headings(page) == story[:3]


def test_trying_again_closes_nothing(page, http_address, story):
    page.goto(http_address + CASE)
    first = questions(page)[0]
    answer(first)
    first.locator(".question__again").click()
    expect(first).to_have_attribute("data-state", "unanswered")
    assert headings(page) == story[:3]


def test_all_can_be_opened_at_once_and_the_keyboard_goes_on_where_the_text_does(
    page, http_address, story
):
    page.goto(http_address + CASE)
    page.get_by_role("button", name="すべて開く").focus()
    page.keyboard.press("Enter")
    assert headings(page) == story
    goes_on = "xpath=following-sibling::*[not(contains(@class, 'steps'))][1]"
    expect(page.locator(".question").first.locator(goes_on)).to_be_focused()


def test_an_address_within_a_closed_step_opens_it(page, http_address, story):
    page.goto(http_address + CASE + f"#{story[3]}")
    expect(page.locator(f"#{story[3]}")).to_be_in_viewport()
    assert headings(page)[-1] == story[3]


def test_the_contents_name_only_what_is_open(new_context, http_address, story):
    page = new_context(viewport={"width": 1280, "height": 800}).new_page()
    page.goto(http_address + CASE)
    links = page.locator(".contents a")

    def named() -> list[str]:
        return [link.get_attribute("href")[1:] for link in links.all() if link.is_visible()]

    assert named() == story[:2]
    answer(questions(page)[0])
    third = page.locator(f".contents a[href='#{story[2]}']")
    expect(third.filter(visible=True)).to_have_count(1)
    assert named() == story[:3]


def test_without_javascript_all_is_open(new_context, address, story):
    page = new_context(java_script_enabled=False).new_page()
    page.goto(address + CASE)
    assert headings(page) == story
    expect(page.locator(".steps")).to_be_hidden()


def test_on_paper_all_is_open(page, http_address, story):
    page.goto(http_address + CASE)
    page.emulate_media(media="print")
    assert headings(page) == story
    expect(page.locator(".steps")).to_be_hidden()


def test_every_case_says_that_it_is_fictional_and_names_what_it_draws_on(
    page, http_address, course
):
    for case in course.cases:
        page.goto(http_address + case.url)
        expect(page.locator(".study-head__notice")).to_contain_text("架空")
        links = page.locator(".draws-on a")
        assert links.count() == len(case.draws_on)
