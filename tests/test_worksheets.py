"""Worksheets: one sheet of A4 each, filled on screen without leaving a trace."""

import re

import pytest
from playwright.sync_api import expect

SHEETS = [
    "wishes-and-skills",
    "training-plan",
    "joining-a-meeting",
    "planning-participation",
    "looking-back",
]


def test_these_are_all_the_worksheets(course):
    assert {sheet.id for sheet in course.worksheets} == set(SHEETS)


@pytest.mark.parametrize("sheet", SHEETS)
def test_a_worksheet_is_printed_on_one_sheet_of_a4(page, http_address, sheet):
    page.goto(f"{http_address}worksheets/{sheet}.html")
    pdf = page.pdf(prefer_css_page_size=True)
    assert len(re.findall(rb"/Type\s*/Page\b", pdf)) == 1
    width, height = map(float, re.search(rb"/MediaBox\s*\[0 0 ([\d.]+) ([\d.]+)\]", pdf).groups())
    assert (round(width), round(height)) == (595, 842)


def test_the_mark_of_the_field_that_is_being_filled_is_not_printed(page, http_address):
    page.goto(f"{http_address}worksheets/looking-back.html")
    field = page.locator("textarea").first
    field.fill("メモ")
    expect(field).not_to_have_css("outline-width", "0px")
    page.emulate_media(media="print")
    expect(field).to_have_css("outline-width", "0px")
    expect(field).to_have_css("box-shadow", "none")


@pytest.mark.parametrize("sheet", SHEETS)
def test_every_field_has_a_name_and_a_reason(page, http_address, course, sheet):
    page.goto(f"{http_address}worksheets/{sheet}.html")
    own = next(one for one in course.worksheets if one.id == sheet)
    fields = [field for part in own.sheet for field in part.fields]
    reasons = page.locator(".sheet__why").all_inner_texts()
    assert reasons == [field.why for field in fields]
    for entry in page.locator(".sheet :is(input, textarea)").all():
        name = entry.evaluate("field => field.labels[0]?.textContent || field.ariaLabel")
        assert name.strip()


def test_what_is_typed_is_stored_nowhere_and_gone_after_a_reload(page, http_address):
    page.goto(f"{http_address}worksheets/wishes-and-skills.html")
    text = page.locator(".sheet textarea").first
    text.fill("ひみつのメモ")
    page.locator(".sheet input[type=checkbox]").first.check()
    kept = "JSON.stringify([{...localStorage}, {...sessionStorage}, document.cookie])"
    assert "ひみつのメモ" not in page.evaluate(kept)
    page.reload()
    assert text.input_value() == ""
    expect(page.locator(".sheet input[type=checkbox]").first).not_to_be_checked()


def test_on_paper_only_the_sheet_is_left(page, http_address):
    page.goto(f"{http_address}worksheets/looking-back.html")
    expect(page.locator("#when-to-use")).to_be_visible()
    page.emulate_media(media="print")
    expect(page.locator("#when-to-use")).to_be_hidden()
    expect(page.locator(".sheet__title")).to_be_visible()
