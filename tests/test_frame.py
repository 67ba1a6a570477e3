"""The frame of pages: menu, header, contents, keys, and what a first visit costs."""

from __future__ import annotations

import gzip
import re
from urllib.parse import unquote, urlsplit

import pytest
from playwright.sync_api import expect

from tests.learner import wait_until

LESSON = "lessons/04-recovery.html"
FIRST_VISIT = 60 * 1024
MOST_REQUESTS = 8


@pytest.fixture
def desk(new_context):
    return new_context(viewport={"width": 1280, "height": 800}).new_page()


# The menu --------------------------------------------------------------------------------------


def test_the_menu_of_a_phone_is_opened_used_and_closed_by_keyboard(page, address):
    page.goto(address + LESSON)
    button, menu = page.get_by_role("button", name="メニュー"), page.locator(".menu")
    expect(menu).to_be_hidden()
    button.focus()
    page.keyboard.press("Enter")
    expect(menu).to_be_visible()
    expect(button).to_have_attribute("aria-expanded", "true")
    expect(page.locator(".menu [aria-current=page]")).to_be_focused()
    for _ in range(40):
        page.keyboard.press("Tab")
        assert page.evaluate("Boolean(document.activeElement.closest('.menu, body'))")
        assert not page.evaluate("Boolean(document.activeElement.closest('main, header'))")
    page.keyboard.press("Escape")
    expect(menu).to_be_hidden()
    expect(button).to_be_focused()
    expect(button).to_have_attribute("aria-expanded", "false")


def test_a_press_beside_the_menu_closes_it_and_a_link_in_it_leads_on(page, http_address):
    page.goto(http_address + LESSON)
    page.get_by_role("button", name="メニュー").click()
    page.mouse.click(350, 400)
    expect(page.locator(".menu")).to_be_hidden()
    page.get_by_role("button", name="メニュー").click()
    page.locator(".menu").get_by_text("はじめに", exact=True).click()
    page.locator(".menu").get_by_text("使い方", exact=True).click()
    expect(page).to_have_url(re.compile(r"how-to-use\.html$"))
    page.get_by_role("button", name="メニュー").click()
    page.locator(".menu__contents a").last.click()
    expect(page.locator(".menu")).to_be_hidden()


def test_without_javascript_the_menu_opens_by_key_and_by_tap(new_context, address):
    context = new_context(java_script_enabled=False, viewport={"width": 360, "height": 740})
    page = context.new_page()
    page.goto(address + LESSON)
    expect(page.locator(".menu")).to_be_hidden()
    page.keyboard.press("Tab")
    page.keyboard.press("Space")
    expect(page.locator(".menu")).to_be_visible()
    page.keyboard.press("Space")
    expect(page.locator(".menu")).to_be_hidden()
    page.locator("#menu-button").click()
    expect(page.locator(".menu")).to_be_visible()


def test_the_menu_is_open_at_the_section_of_the_page_and_folded_elsewhere(desk, http_address):
    desk.goto(http_address + LESSON)
    open_ones = desk.locator(".menu details[open] > summary")
    assert open_ones.all_inner_texts() == ["講"]
    here = desk.locator(".menu [aria-current=page]")
    expect(here).to_contain_text("第4講")
    expect(desk.get_by_role("button", name="メニュー")).to_be_hidden()


# Reading ---------------------------------------------------------------------------------------


def test_the_link_past_the_menu_leads_into_the_content(desk, address):
    desk.goto(address + LESSON)
    desk.keyboard.press("Tab")
    expect(desk.get_by_role("link", name="コンテンツにスキップ")).to_be_focused()
    desk.keyboard.press("Enter")
    expect(desk.locator("main")).to_be_focused()


def test_contents_mark_where_one_reads_and_the_record_keeps_the_place(desk, http_address):
    desk.goto(http_address + LESSON)
    headings = desk.locator("article h2[id]")
    third = headings.nth(2).get_attribute("id")
    headings.nth(2).evaluate("heading => heading.scrollIntoView()")
    expect(desk.locator(".contents [aria-current]")).to_have_attribute("href", f"#{third}")
    desk.goto(http_address + "review/record.html")
    kept = desk.evaluate("courseware.record.data.visits['04-recovery']")
    assert kept["place"] == third
    assert "readAt" not in kept
    desk.goto(http_address + LESSON)
    headings.last.evaluate("heading => heading.scrollIntoView()")
    expect(desk.locator(".contents [aria-current]")).to_have_count(1)
    wait_until(desk, "document.querySelector('.contents li:last-child [aria-current]')")
    desk.goto(http_address + "review/record.html")
    kept = desk.evaluate("courseware.record.data.visits['04-recovery']")
    assert kept["readAt"] == kept["at"]


def test_the_header_names_the_page_once_its_title_is_out_of_sight(page, http_address):
    page.goto(http_address + LESSON)
    title = page.locator(".md-header__title")
    expect(title).not_to_have_class(re.compile("active"))
    page.mouse.wheel(0, 2000)
    expect(title).to_have_class(re.compile("active"))


def test_a_way_back_to_the_top_is_offered_when_one_turns_back(page, http_address):
    page.goto(http_address + LESSON)
    up = page.get_by_role("button", name="ページトップへ戻る")
    page.mouse.wheel(0, 3000)
    wait_until(page, "scrollY > 2000")
    expect(up).to_be_hidden()
    page.mouse.wheel(0, -500)
    expect(up).to_be_visible()
    up.click()
    wait_until(page, "scrollY === 0")
    expect(page.locator("main")).to_be_focused()


def test_an_address_within_a_folded_part_opens_it_and_paper_shows_all(page, http_address):
    page.goto(http_address + LESSON)
    notes = page.locator("details.instructor").first
    assert notes.get_attribute("open") is None
    notes.evaluate("notes => { notes.lastElementChild.id = 'inside' }")
    page.evaluate("location.hash = 'inside'")
    expect(notes).to_have_attribute("open", "")
    notes.evaluate("notes => { notes.open = false }")
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    expect(notes).to_have_attribute("open", "")
    page.evaluate("dispatchEvent(new Event('afterprint'))")
    assert notes.get_attribute("open") is None


# Keys ------------------------------------------------------------------------------------------


def test_n_and_p_lead_to_the_next_page_and_back_but_not_while_typing(page, http_address):
    page.goto(http_address + "lessons/02-what-is-peer-support.html")
    gap = page.locator(".question__gap").first
    gap.focus()
    page.keyboard.press("n")
    expect(gap).to_have_value("n")
    gap.evaluate("gap => gap.blur()")
    page.keyboard.press("Control+n")
    page.keyboard.press("n")
    expect(page).to_have_url(re.compile("03-theory"))
    page.keyboard.press("p")
    expect(page).to_have_url(re.compile("02-what"))
    page.evaluate("courseware.choose('keys', 'off')")
    page.keyboard.press("n")
    page.evaluate("courseware.choose('keys', 'on')")
    page.keyboard.press("p")
    expect(page).to_have_url(re.compile("01-why"))


# What a visit costs ----------------------------------------------------------------------------


def test_a_first_visit_of_a_lesson_is_light(desk, http_address, site):
    asked: list[str] = []
    desk.on("request", lambda request: asked.append(request.url))
    desk.goto(http_address + LESSON, wait_until="networkidle")
    path = urlsplit(http_address).path
    files = {unquote(urlsplit(url).path).removeprefix(path) for url in asked}
    # What a browser without a window does not ask for.
    html = (site / LESSON).read_text(encoding="utf-8")
    linked = re.findall(r'<link rel="(?:icon|manifest)" href="\.\./([^"]+)"', html)
    files |= set(linked)
    sizes = {file: len(gzip.compress((site / file).read_bytes(), 9)) for file in files}
    assert len(files) <= MOST_REQUESTS, sizes
    assert sum(sizes.values()) <= FIRST_VISIT, sizes


def test_nothing_moves_while_a_page_is_loaded(desk, http_address):
    desk.add_init_script(
        """window.shift = 0;
        new PerformanceObserver(list => list.getEntries().forEach(one => {
          window.shift += one.value;
        })).observe({type: "layout-shift", buffered: true});"""
    )
    for url in (LESSON, "index.html", "cases/case-1-discharge-visits.html", "review/record.html"):
        desk.goto(http_address + url, wait_until="networkidle")
        assert desk.evaluate("window.shift") == 0, url


def test_no_file_of_the_theme_but_its_style_is_published(site):
    names = {path.relative_to(site / "assets").as_posix() for path in (site / "assets").rglob("*")}
    assert not [name for name in names if re.search(r"bundle|workers|lunr|\.map$|main\.", name)]
    assert len([name for name in names if name.startswith("style.")]) == 1


def test_an_unknown_address_gets_a_page_of_the_course_that_leads_home(site):
    html = (site / "404.html").read_text(encoding="utf-8")
    assert "ページが見つかりません" in html
    assert re.search(r'<a href="[^"]*index\.html">ホームへ', html)
    assert re.search(r'href="[^"]*assets/style\.\w{8}\.css"', html)
