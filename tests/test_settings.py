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


# The panel -------------------------------------------------------------------------------------


def open_panel(page):
    page.get_by_role("button", name="表示と読み上げの設定").click()
    expect(page.get_by_role("dialog")).to_be_visible()
    return page.get_by_role("dialog")


def choose(page, group: str, choice: str) -> None:
    page.get_by_role("group", name=group).get_by_text(choice, exact=True).click()


def test_choices_of_the_panel_hold_at_once_on_every_page_and_after_a_reload(page, address):
    page.goto(address + LESSON)
    size = page.evaluate("parseFloat(getComputedStyle(document.documentElement).fontSize)")
    open_panel(page)
    choose(page, "文字の大きさ", "いちばん大きい")
    choose(page, "明るさ", "暗い")
    choose(page, "講師向けのメモ", "出さない")
    expect(page.locator("details.instructor").first).to_be_hidden()
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_be_hidden()
    expect(page.get_by_role("button", name="表示と読み上げの設定")).to_be_focused()
    page.goto(address + "lessons/09-before-collaborating.html")
    expect(page.locator("html")).to_have_attribute("data-text-size", "largest")
    expect(page.locator("body")).to_have_attribute("data-md-color-scheme", "slate")
    expect(page.locator("details.instructor").first).to_be_hidden()
    larger = page.evaluate("parseFloat(getComputedStyle(document.documentElement).fontSize)")
    assert larger > 1.5 * size
    open_panel(page)
    expect(page.get_by_label("いちばん大きい")).to_be_checked()
    page.get_by_role("button", name="はじめの設定に戻す").click()
    expect(page.get_by_label("標準")).to_be_checked()
    expect(page.locator("body")).to_have_attribute("data-md-color-scheme", "default")
    expect(page.locator("details.instructor").first).to_be_visible()


def test_the_panel_is_loaded_when_it_is_first_opened_and_worked_by_keyboard(page, http_address):
    asked = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(http_address + LESSON)
    assert not [url for url in asked if "panel" in url]
    page.get_by_role("button", name="表示と読み上げの設定").focus()
    page.keyboard.press("Enter")
    panel = page.get_by_role("dialog", name="表示と読み上げの設定")
    expect(panel).to_be_visible()
    assert len([url for url in asked if "panel" in url]) == 2
    page.get_by_label("標準").focus()
    page.keyboard.press("ArrowDown")
    expect(page.locator("html")).to_have_attribute("data-text-size", "large")
    panel.get_by_role("button", name="閉じる").press("Enter")
    expect(panel).to_be_hidden()
    page.get_by_role("button", name="表示と読み上げの設定").press("Enter")
    expect(page.get_by_role("dialog")).to_have_count(1)


def test_a_panel_that_cannot_be_loaded_says_so_and_can_be_tried_again(page, http_address):
    page.goto(http_address + LESSON)
    said = []
    page.on("dialog", lambda dialog: (said.append(dialog.message), dialog.accept()))
    page.route("**/assets/panel.*.js", lambda route: route.abort())
    with page.expect_event("dialog"):
        page.get_by_role("button", name="表示と読み上げの設定").click()
    assert "読み込めませんでした" in said[0]
    page.unroute("**/assets/panel.*.js")
    open_panel(page)
    page.context.faults.clear()


def test_colours_follow_the_device_until_chosen(page, http_address):
    page.emulate_media(color_scheme="dark")
    page.goto(http_address + LESSON)
    body = page.locator("body")
    expect(body).to_have_attribute("data-md-color-scheme", "slate")
    page.emulate_media(color_scheme="light")
    expect(body).to_have_attribute("data-md-color-scheme", "default")
    open_panel(page)
    choose(page, "明るさ", "暗い")
    page.emulate_media(color_scheme="light")
    expect(body).to_have_attribute("data-md-color-scheme", "slate")


def test_notes_for_instructors_can_stay_open(page, http_address):
    page.goto(http_address + LESSON)
    notes = page.locator("details.instructor").first
    open_panel(page)
    choose(page, "講師向けのメモ", "ひらいておく")
    expect(notes).to_have_attribute("open", "")
    page.reload()
    expect(notes).to_have_attribute("open", "")


def test_the_largest_text_fits_on_a_phone(page, http_address):
    page.goto(http_address + "index.html")
    page.evaluate("courseware.choose('textSize', 'largest')")
    pages = (LESSON, "index.html", "lessons/05-roles.html", "review/record.html")
    for url in (*pages, "resources/downloads.html", "cases/case-4-planning.html"):
        page.goto(http_address + url)
        wide = page.evaluate("document.documentElement.scrollWidth")
        assert wide <= 360, url


# Reading aloud ---------------------------------------------------------------------------------

# A voice that speaks when the test says so: headless browsers have none.
VOICE = """
window.spoken = [];
class Utterance extends EventTarget {
  constructor(text) { super(); this.text = text; }
}
window.SpeechSynthesisUtterance = Utterance;
const synthesis = new EventTarget();
Object.assign(synthesis, {
  getVoices: () => window.voices,
  speak: utterance => { window.spoken.push(utterance); },
  cancel: () => { window.cancelled = (window.cancelled || 0) + 1; },
});
window.voices = [{lang: "ja-JP", localService: true}, {lang: "en-US", localService: true}];
Object.defineProperty(window, "speechSynthesis", {value: synthesis});
"""


@pytest.fixture
def listener(new_context):
    context = new_context(viewport={"width": 360, "height": 740})
    context.add_init_script(VOICE)
    return context.new_page()


def said(page) -> list[str]:
    return page.evaluate("window.spoken.map(one => one.text)")


def end_of_sentence(page) -> None:
    page.evaluate("window.spoken.at(-1).dispatchEvent(new Event('end'))")


def marked(page) -> str:
    return page.evaluate("[...(CSS.highlights.get('spoken') || [])].map(String).join()")


def test_a_page_is_read_sentence_by_sentence_marked_and_can_be_stopped(listener, http_address):
    page = listener
    page.goto(http_address + LESSON)
    open_panel(page)
    page.get_by_role("button", name="このページを読み上げる").click()
    bar = page.get_by_role("group", name="読み上げ")
    expect(bar.get_by_role("button", name="一時停止")).to_be_focused()
    first = said(page)
    assert len(first) == 1
    assert marked(page)
    for _ in range(12):
        end_of_sentence(page)
    heard = said(page)
    assert len(heard) == 13
    assert any(text.endswith("。") for text in heard)
    assert not any("[" in text for text in heard)
    title = page.locator("h1").inner_text()
    assert title in heard
    expect(bar).to_be_visible()
    bar.get_by_role("button", name="一時停止").click()
    end_of_sentence(page)  # of the sentence broken off
    assert len(said(page)) == 13
    bar.get_by_role("button", name="続ける").click()
    assert said(page)[-1] == heard[-1]
    bar.get_by_role("button", name="前の文").click()
    assert said(page)[-1] == heard[-2]
    page.keyboard.press("Escape")
    expect(bar).to_be_hidden()
    assert marked(page) == ""
    assert page.evaluate("window.cancelled") > 3


def test_readings_and_numbers_of_sources_are_not_spoken(listener, http_address):
    page = listener
    page.goto(http_address + LESSON)
    page.evaluate("courseware.choose('furigana', 'on')")
    page.locator("a.term:has(rt)").first.evaluate("term => term.closest('p, li').scrollIntoView()")
    open_panel(page)
    page.get_by_role("button", name="このページを読み上げる").click()
    for _ in range(200):
        if page.evaluate("document.querySelector('.speech').hidden"):
            break
        end_of_sentence(page)
    whole = "".join(said(page))
    for silent in page.locator("article rt").all_inner_texts()[:20]:
        assert f"{silent}）" not in whole
    assert page.locator(".citation").first.inner_text() not in whole


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ("window.voices = []", "日本語の音声がありません"),
        ("window.voices = [{lang: 'en-US', localService: true}]", "日本語の音声がありません"),
        ("window.voices = [{lang: 'ja-JP', localService: false}]", "日本語の音声がありません"),
        ("Object.defineProperty(window, 'speechSynthesis', {value: undefined})", "使えません"),
    ],
)
def test_where_nothing_can_be_read_aloud_the_panel_says_why(
    new_context, http_address, change, reason
):
    context = new_context()
    script = VOICE.replace('"speechSynthesis", {', '"speechSynthesis", {configurable: true, ')
    context.add_init_script(script + change)
    page = context.new_page()
    page.goto(http_address + LESSON)
    panel = open_panel(page)
    expect(panel).to_contain_text(reason)
    expect(panel.get_by_role("button", name="このページを読み上げる")).to_be_hidden()
