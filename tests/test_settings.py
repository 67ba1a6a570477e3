"""The switch for furigana, and where readings stand without it."""

import json

import pytest
from playwright.sync_api import expect

LESSON = "lessons/03-theory.html"
KEY = "settings:tomoni-7-2"


def switch(page):
    return page.get_by_role("button", name="ふりがな")


def test_readings_are_off_in_lessons_and_always_on_in_plain_words(page, address):
    page.goto(address + LESSON)
    expect(page.locator("a.term rt").first).to_be_hidden()
    expect(page.locator("#plain ~ p rt").first).to_be_visible()


def test_the_switch_shows_readings_on_every_page_until_it_is_pressed_again(page, address):
    page.goto(address + LESSON)
    expect(switch(page)).to_have_attribute("aria-pressed", "false")
    switch(page).click()
    expect(page.locator("a.term rt").first).to_be_visible()
    page.goto(address + "lessons/09-before-collaborating.html")
    expect(switch(page)).to_have_attribute("aria-pressed", "true")
    expect(page.locator("rt").first).to_be_visible()
    switch(page).focus()
    page.keyboard.press("Space")
    expect(page.locator("a.term rt").first).to_be_hidden()
    page.reload()
    expect(page.locator("a.term rt").first).to_be_hidden()


def test_two_tabs_agree(new_context, http_address):
    context = new_context()
    first, second = context.new_page(), context.new_page()
    first.goto(http_address + LESSON)
    second.goto(http_address + LESSON)
    switch(first).click()
    expect(second.locator("a.term rt").first).to_be_visible()


def test_a_term_has_its_reading_where_it_is_first_used_on_a_page(page, http_address, course):
    page.goto(http_address + LESSON)
    shown = page.locator("a.term:has(rt)").evaluate_all(
        "all => all.map(term => [term.hash.slice(1), "
        "[...term.querySelectorAll('rt')].map(rt => rt.textContent).join('')])"
    )
    readings = {term.id: term.reading for term in course.terms}
    assert len(shown) >= 5
    assert len({id for id, _ in shown}) == len(shown)
    for id, reading in shown:
        assert reading in readings[id]


@pytest.mark.parametrize("kept", ["{", "3", "null", '{"furigana": 7}', "[]"])
def test_damaged_settings_are_as_none(page, http_address, kept):
    page.goto(http_address + LESSON)
    page.evaluate("([k, v]) => localStorage.setItem(k, v)", [KEY, kept])
    page.reload()
    expect(page.locator("a.term rt").first).to_be_hidden()
    switch(page).click()
    expect(page.locator("a.term rt").first).to_be_visible()
    assert json.loads(page.evaluate("k => localStorage.getItem(k)", KEY))["furigana"] == "on"


def test_where_nothing_can_be_stored_the_switch_works_for_the_page(new_context, http_address):
    context = new_context()
    context.add_init_script("Storage.prototype.setItem = () => { throw new DOMException('full'); }")
    page = context.new_page()
    page.goto(http_address + LESSON)
    switch(page).click()
    expect(page.locator("a.term rt").first).to_be_visible()
    switch(page).click()
    expect(page.locator("a.term rt").first).to_be_hidden()


def test_without_javascript_there_is_no_switch(new_context, http_address):
    page = new_context(java_script_enabled=False).new_page()
    page.goto(http_address + LESSON)
    expect(page.locator(".setting").filter(visible=True)).to_have_count(0)
    expect(page.locator("#plain ~ p rt").first).to_be_visible()
