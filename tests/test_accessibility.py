"""No violation of WCAG 2.2 A and AA that axe can find, in light and dark, narrow and wide."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from tests.learner import answer, fill, press, questions, store
from tests.test_record_page import record

RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}
THEME_FAULTS: dict[str, str] = {}
"""Rule → reason, for faults of the theme alone. One that axe no longer finds fails the test."""

PAGES = [
    "index.html",
    "start/how-to-use.html",
    "lessons/05-roles.html",
    "lessons/08-ways-to-collaborate.html",
    "cases/case-4-planning.html",
    "review/again.html",
    "review/record.html",
    "worksheets/planning-participation.html",
    "instructor/dates.html",
    "instructor/guide.html",
    "resources/downloads.html",
    "resources/glossary.html",
    "resources/references.html",
    "instructor/hosting.html",
    "about.html",
]


# Colours do not depend on the width, nor the layout on colours: two views have all four.
VIEWS = {"phone, light": (360, "light"), "desk, dark": (1280, "dark")}


@pytest.fixture(params=VIEWS.values(), ids=VIEWS)
def open_page(request, new_context):
    width, scheme = request.param
    context = new_context(
        viewport={"width": width, "height": 800}, color_scheme=scheme, reduced_motion="reduce"
    )
    return context.new_page()


def violations(page) -> list[str]:
    return named(Axe().run(page, options=RULES).response["violations"])


def in_content(page) -> list[str]:
    found = Axe().run(page, context=".md-content", options=RULES).response
    return named(found["violations"])


def named(found: list[dict]) -> list[str]:
    return [
        f"{rule['id']}: {node['target']} {node.get('failureSummary', '')}"
        for rule in found
        for node in rule["nodes"]
    ]


def assert_only_theme_faults(found: list[str]) -> None:
    ours = [fault for fault in found if fault.split(":")[0] not in THEME_FAULTS]
    assert ours == []
    seen = {fault.split(":")[0] for fault in found}
    assert THEME_FAULTS.keys() <= seen, "a fault of the theme is gone: take it off the list"


@pytest.mark.parametrize("url", PAGES)
def test_a_page_has_no_violation(open_page, http_address, url):
    open_page.goto(http_address + url)
    assert_only_theme_faults(violations(open_page))


# The other questions and the text have their own test above, and take axe a long time.
ONE_OF_EACH_TYPE = """
const whenRead = new MutationObserver(() => {
  if (!document.querySelector("script[src*='assets/course']")) return;
  whenRead.disconnect();
  const article = document.querySelector("article");
  const types = new Set();
  const first = Array.from(article.querySelectorAll(".question")).filter(
    one => !types.has(one.dataset.type) && types.add(one.dataset.type));
  const bar = article.querySelector(".bar");
  article.replaceChildren(article.querySelector("h1"), ...first, bar);
});
whenRead.observe(document, {childList: true, subtree: true});
"""


def nothing(page) -> None:
    """Press the buttons without an answer."""
    for asked in questions(page):
        press(asked)
        expect(asked.get_by_role("status")).to_contain_text("まだ答えていません")


def right(page) -> None:
    for asked in questions(page):
        answer(asked)


def wrong(page) -> None:
    for asked in questions(page):
        answer(asked, right=False)


def right_and_wrong_after_reload(page) -> None:
    for number, asked in enumerate(questions(page)):
        answer(asked, right=number % 2 == 0)
    page.reload()


def partly(page) -> None:
    for asked in page.locator('[data-type="multiple"]').all():
        asked.locator(".option[data-correct] input").first.check()
        press(asked)
        expect(asked).to_have_attribute("data-state", "partly")


def again(page) -> None:
    for asked in questions(page):
        answer(asked, right=False)
        asked.get_by_role("button", name="もう一度").click()


def changed(page) -> None:
    ids = [asked.get_attribute("data-question") for asked in questions(page)]
    old = {"rev": 0, "given": ["a"], "correct": "right"}
    answers = dict.fromkeys(ids, old)
    store(page, {"schema": 3, "course": "tomoni-7-2", "seed": 0, "answers": answers})
    page.reload()
    expect(page.locator('[data-state="changed"]')).to_have_count(len(ids))


def not_kept(page) -> None:
    page.evaluate("void (Storage.prototype.setItem = () => { throw new DOMException('full') })")
    answer(questions(page)[0])
    expect(page.locator(".not-kept")).to_be_visible()


STATES = [nothing, right, wrong, right_and_wrong_after_reload, partly, again, changed, not_kept]


@pytest.mark.parametrize("lesson", ["05-roles", "07-nurturing-groups"])
@pytest.mark.parametrize("state", STATES, ids=lambda state: state.__name__)
def test_questions_have_no_violation_in_any_state(open_page, http_address, lesson, state):
    open_page.add_init_script(ONE_OF_EACH_TYPE)
    open_page.goto(f"{http_address}lessons/{lesson}.html")
    state(open_page)
    assert_only_theme_faults(in_content(open_page))


def warned(page) -> None:
    page.get_by_role("button", name="採点する").click()
    expect(page.locator(".test__left")).not_to_be_empty()


def marked(page) -> None:
    for number, asked in enumerate(questions(page)):
        fill(asked, right=number % 2 == 0)
    page.get_by_role("button", name="採点する").click()
    expect(page.locator(".test__shown")).to_be_visible()


@pytest.mark.parametrize("state", [warned, marked], ids=lambda state: state.__name__)
def test_a_test_has_no_violation_before_and_after_marking(open_page, http_address, state):
    open_page.goto(http_address + "review/posttest.html")
    state(open_page)
    assert_only_theme_faults(violations(open_page))


def test_asking_again_has_no_violation_from_the_choice_to_the_result(open_page, http_address):
    open_page.goto(http_address + "lessons/05-roles.html")
    answer(questions(open_page)[0], right=False)
    open_page.goto(http_address + "review/again.html")
    found = in_content(open_page)
    open_page.get_by_role("button", name="はじめる").click()
    found += in_content(open_page)
    answer(questions(open_page)[0])
    found += in_content(open_page)
    open_page.get_by_role("button", name="結果を見る").click()
    assert_only_theme_faults(found + in_content(open_page))


def test_a_full_record_has_no_violation_before_and_while_erasing_is_asked(
    open_page, http_address, course
):
    open_page.goto(http_address + "review/record.html")
    studied = len(course.lessons) + len(course.cases)
    store(open_page, record(course, begun=studied, read=studied, tests={"pre": 6, "post": 9}))
    open_page.reload()
    axe = Axe()
    found = axe.run(open_page, context="[data-record]", options=RULES).response["violations"]
    open_page.get_by_role("button", name="別の人が始める").click()
    found += axe.run(open_page, context="dialog[open]", options=RULES).response["violations"]
    assert_only_theme_faults(named(found))


def test_an_open_case_has_no_violation(open_page, http_address):
    open_page.goto(http_address + "cases/case-5-peer-drift.html")
    open_page.get_by_role("button", name="すべて開く").click()
    assert_only_theme_faults(violations(open_page))


def test_a_page_with_furigana_has_no_violation(open_page, http_address):
    open_page.goto(http_address + "resources/worksheets.html")
    open_page.get_by_role("button", name="ふりがな").click()
    assert_only_theme_faults(violations(open_page))


def test_an_open_definition_has_no_violation(open_page, http_address):
    open_page.goto(http_address + "lessons/02-what-is-peer-support.html")
    open_page.locator("a.term").first.click()
    assert_only_theme_faults(violations(open_page))


def test_the_panel_of_settings_has_no_violation(open_page, http_address):
    open_page.goto(http_address + "lessons/10-summary.html")
    open_page.get_by_role("button", name="表示と読み上げの設定").click()
    expect(open_page.get_by_role("dialog")).to_be_visible()
    assert_only_theme_faults(violations(open_page))


def test_the_open_menu_of_a_phone_has_no_violation(new_context, http_address):
    page = new_context(viewport={"width": 360, "height": 740}, reduced_motion="reduce").new_page()
    page.goto(http_address + "review/posttest.html")
    page.get_by_role("button", name="メニュー").click()
    expect(page.locator(".menu")).to_be_visible()
    assert_only_theme_faults(violations(page))


def test_the_search_has_no_violation_whether_it_finds_something_or_not(open_page, http_address):
    open_page.goto(http_address + "lessons/05-roles.html")
    open_page.get_by_role("button", name="検索").click()
    status = open_page.locator("dialog [role=status]")
    for query, said in (
        ("", ""),
        ("ボランティア", "見つかりました"),
        ("ペンギン", "見つかりませんでした"),
    ):
        open_page.locator("dialog input").fill(query)
        expect(status).to_contain_text(said)
        found = Axe().run(open_page, context="dialog", options=RULES).response["violations"]
        assert_only_theme_faults(named(found))
