"""The search as people use it: by key or by tap, on a phone, over http and from a folder."""

import re

from playwright.sync_api import Page, expect

from tests.learner import wait_until

LESSON = "lessons/04-recovery.html"
CASE = "cases/case-2-family-group.html"
SHEET = "worksheets/looking-back.html"


def button(page: Page):
    return page.get_by_role("button", name="検索")


def field(page: Page):
    return page.locator('dialog input[type="search"]')


def results(page: Page):
    return page.locator("a[data-result]")


def open_search(page: Page, query: str) -> None:
    button(page).click()
    field(page).fill(query)


def test_the_key_loads_and_opens_the_search_and_the_keyboard_leads_to_a_result(page, address):
    asked_for = []
    page.on("request", lambda request: asked_for.append(request.url))
    page.goto(address + LESSON)
    assert [url for url in asked_for if "/assets/search" in url] == []
    page.keyboard.press("/")
    expect(field(page)).to_be_focused()
    expect(field(page)).to_have_value("")
    expect(page.locator(".search__hint")).to_be_visible()
    loaded = [re.search(r"/assets/(search[^/]*)\.\w{8}(\.\w+)$", url) for url in asked_for]
    assert sorted(one[1] + one[2] for one in loaded if one) == [
        "search-index.js",
        "search.css",
        "search.js",
    ]
    page.keyboard.type("ﾍﾙﾊﾟｰｾﾗﾋﾟｰ")
    expect(results(page).first).to_be_visible()
    expect(page.locator("dialog [role=status]")).to_contain_text("ページで見つかりました")
    page.keyboard.press("ArrowDown")
    expect(results(page).first).to_be_focused()
    page.keyboard.press("ArrowDown")
    expect(page.locator(".search__place").first).to_be_focused()
    page.keyboard.press("ArrowUp")
    page.keyboard.press("ArrowUp")
    expect(field(page)).to_be_focused()
    page.keyboard.press("Enter")
    expect(results(page).first).to_be_focused()
    url = results(page).first.evaluate("link => link.href")
    assert url.startswith(address)
    page.keyboard.press("Enter")
    expect(page).to_have_url(url)


def test_a_tap_opens_it_and_escape_leads_back_and_leaves_nothing(page, address):
    page.goto(address + LESSON)
    open_search(page, "リカバリー")
    expect(results(page).first).to_be_visible()
    page.keyboard.press("Escape")
    expect(field(page)).to_be_hidden()
    expect(button(page)).to_be_focused()
    page.keyboard.press("/")
    expect(field(page)).to_have_value("")
    expect(results(page)).to_have_count(0)
    page.get_by_role("button", name="閉じる").click()
    expect(field(page)).to_be_hidden()


def test_places_within_a_page_are_shown_with_the_words_marked_and_more_on_request(
    page, http_address
):
    page.goto(http_address + LESSON)
    open_search(page, "りかばりー　実感")
    first = page.locator(".search__pages > li").first
    expect(first.locator("a[data-result]")).to_have_attribute(
        "href", re.compile("04-recovery.html$")
    )
    expect(first.locator("mark").first).to_have_text("リカバリー")
    places = first.locator(".search__place")
    expect(places).to_have_count(3)
    more = first.get_by_role("button", name=re.compile(r"^ほかに\d+件$"))
    hidden = int(re.search(r"\d+", more.inner_text())[0])
    more.click()
    expect(places).to_have_count(3 + hidden)
    expect(places.nth(3)).to_be_focused()
    places.first.click()
    expect(field(page)).to_be_hidden()
    expect(page).to_have_url(re.compile(r"04-recovery\.html#three-aspects$"))
    expect(page.locator("#three-aspects")).to_be_in_viewport()


def test_a_place_in_a_closed_step_of_a_case_opens_it(page, http_address):
    page.goto(http_address + CASE)
    expect(page.locator("#handing-back")).to_be_hidden()
    open_search(page, "手を離していく")
    page.locator(".search__place").first.click()
    expect(page.locator("#handing-back")).to_be_in_viewport()


def test_words_that_are_only_alike_or_nowhere_are_said_to_be_so(page, http_address):
    page.goto(http_address + LESSON)
    open_search(page, "エンパワーメント")
    expect(page.locator("dialog [role=status]")).to_contain_text("近い言葉で探すと")
    expect(page.locator("mark").first).to_have_text("エンパワメント")
    field(page).fill("<b>ペンギン</b>")
    expect(page.locator("dialog [role=status]")).to_have_text(
        "「<b>ペンギン</b>」は見つかりませんでした。"
    )
    page.get_by_role("link", name="目次を見る").click()
    expect(page).to_have_url(http_address + "index.html")


IS_TAKEN = """given => !document.body.dispatchEvent(new KeyboardEvent(
  "keydown", {key: "/", bubbles: true, cancelable: true, ...given}))"""


def test_the_key_is_a_letter_in_a_field_and_nothing_with_others_or_when_switched_off(
    page, http_address
):
    page.goto(http_address + SHEET)
    note = page.locator("textarea").first
    note.press("/")
    expect(note).to_have_value("/")
    assert not page.evaluate(IS_TAKEN, {"ctrlKey": True})
    page.evaluate("courseware.choose('keys', 'off')")
    assert not page.evaluate(IS_TAKEN, {})
    page.evaluate("courseware.choose('keys', 'on')")
    assert page.evaluate(IS_TAKEN, {})
    expect(field(page)).to_be_focused()


def test_nothing_is_searched_for_while_an_input_method_is_open(page, http_address):
    held = []
    page.route("**/search-index.*.js", lambda route: held.append(route))
    page.goto(http_address + LESSON)
    open_search(page, "")
    keyboard = page.context.new_cdp_session(page)
    typed = {"text": "りかばりー", "selectionStart": 5, "selectionEnd": 5}
    keyboard.send("Input.imeSetComposition", typed)
    expect(field(page)).to_have_value("りかばりー")
    held[0].continue_()  # the index may come just then
    wait_until(page, "courseware.searchIndex")
    expect(results(page)).to_have_count(0)
    keyboard.send("Input.insertText", {"text": "リカバリー"})
    expect(results(page).first).to_be_visible()


def test_an_index_that_could_not_be_loaded_can_be_loaded_again(page, http_address):
    page.goto(http_address + LESSON)
    page.route("**/search-index.*.js", lambda route: route.abort())
    open_search(page, "リカバリー")
    expect(page.locator("dialog [role=status]")).to_contain_text("読み込めませんでした")
    page.unroute("**/search-index.*.js")
    page.get_by_role("button", name="もう一度読み込む").click()
    expect(results(page).first).to_be_visible()
    assert all("Failed to load resource" in fault for fault in page.context.faults)
    page.context.faults.clear()


def test_without_javascript_there_is_no_button(new_context, http_address):
    page = new_context(java_script_enabled=False).new_page()
    page.goto(http_address + LESSON)
    expect(page.locator("[data-search]")).to_be_hidden()


def test_notes_for_instructors_that_are_found_are_unfolded(page, address):
    page.goto(address + CASE)
    open_search(page, "講師メモ")
    page.get_by_role("link", name="講師メモ").first.click()
    expect(page.locator("details.instructor")).to_have_attribute("open", "")
    expect(page.locator("details.instructor summary")).to_be_in_viewport()
