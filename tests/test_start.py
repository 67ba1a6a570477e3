"""Scripts begin when there is something to read, and all they do works from there."""

import pytest
from playwright.sync_api import Page, expect

from tests.learner import answer, question, stored, wait_until

LESSON = "lessons/04-recovery.html"
NEVER_TELLS = "PerformanceObserver.prototype.observe = function () {};"
IS_HIDDEN = "Object.defineProperty(Document.prototype, 'hidden', {get: () => true});"
"""What a page finds that is opened in a tab behind others."""
HOLDS_LAST = """
  const wait = window.setTimeout;
  window.setTimeout = (action, time) =>
    time === 1000 ? (window.atLast = action) : wait(action, time);
"""
"""Holds the one thing that a page does after a second."""
NOTES_SCRIPTS = """
  window.begun = [];
  document.addEventListener("load", event => {
    const name = /([\\w-]+)\\.\\w+\\.js$/.exec(event.target.src || "");
    if (name) begun.push([name[1], performance.now()]);
  }, true);
"""


@pytest.fixture
def page(new_context) -> Page:
    page = new_context(starts_at_once=False, viewport={"width": 360, "height": 740}).new_page()
    page.add_init_script(NOTES_SCRIPTS)
    return page


def progress(page: Page):
    return page.locator(".bar .progress")


def begun(page: Page) -> dict[str, float]:
    """When each script had run, in milliseconds, in the order in which they did."""
    return dict(page.evaluate("begun"))


def test_only_the_script_of_the_head_runs_before_the_page_is_painted(page, address):
    page.goto(address + LESSON)
    expect(progress(page)).to_have_text("未回答　全8問")
    painted = page.evaluate("performance.getEntriesByName('first-contentful-paint')[0].startTime")
    at = begun(page)
    assert list(at) == ["settings", "course", "questions"]
    assert at["settings"] < painted < at["course"]


def test_they_run_in_their_order_however_long_the_first_takes(page, http_address):
    held = []
    page.route("**/course.*.js", lambda route: held.append(route))
    with page.expect_response("**/again.*.js"):
        page.goto(http_address + "review/again.html", wait_until="commit")
    assert list(begun(page)) == ["settings"]
    held[0].continue_()
    expect(page.locator(".again__empty")).to_contain_text("まだ、答えた問題がありません")
    assert list(begun(page)) == ["settings", "course", "questions", "question-bank", "again"]


@pytest.mark.parametrize("tells", [True, False])
def test_a_page_in_a_tab_behind_others_does_not_wait_to_be_painted(page, http_address, tells):
    page.add_init_script(IS_HIDDEN + ("" if tells else NEVER_TELLS))
    page.goto(http_address + LESSON)
    expect(progress(page)).to_have_text("未回答　全8問")


def test_a_page_that_is_left_before_it_is_painted_begins_then(page, http_address):
    page.add_init_script(NEVER_TELLS + HOLDS_LAST)
    page.goto(http_address + LESSON)
    assert list(begun(page)) == ["settings"]
    page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
    expect(progress(page)).to_have_text("未回答　全8問")


def test_a_browser_that_keeps_to_itself_when_it_paints_is_not_waited_for_long(page, http_address):
    page.add_init_script(NEVER_TELLS + HOLDS_LAST)
    page.goto(http_address + LESSON)
    wait_until(page, "window.atLast")
    assert list(begun(page)) == ["settings"]
    page.evaluate("atLast()")
    expect(progress(page)).to_have_text("未回答　全8問")


def test_a_learner_answers_goes_on_and_searches(page, address):
    page.goto(address + LESSON)
    expect(progress(page)).to_have_text("未回答　全8問")
    first = page.locator(".question").first
    answer(first)
    assert stored(page)["answers"][first.get_attribute("data-question")]["correct"] == "right"
    page.goto(address + "index.html")
    page.locator("[data-continue] a").click()
    expect(question(page, first.get_attribute("data-question"))).to_have_attribute(
        "data-state", "right"
    )
    page.keyboard.press("/")
    page.locator("dialog input[type=search]").fill("リカバリー")
    expect(page.locator("a[data-result]").first).to_be_visible()
    page.goto(address + "review/record.html")
    expect(page.locator("[data-sum=right]")).to_have_text("1")
