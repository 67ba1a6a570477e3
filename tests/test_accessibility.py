"""No violation of WCAG 2.2 A and AA that axe can find, in light and dark, narrow and wide."""

import pytest
from axe_playwright_python.sync_playwright import Axe

RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}
THEME_FAULTS: dict[str, str] = {}
"""Rule → reason, for faults of the theme alone. One that axe no longer finds fails the test."""

PAGES = [
    "index.html",
    "start/how-to-use.html",
    "lessons/02-what-is-peer-support.html",
    "lessons/05-roles.html",
    "lessons/08-ways-to-collaborate.html",
    "resources/glossary.html",
    "resources/references.html",
    "instructor/hosting.html",
    "about.html",
]


@pytest.fixture(params=["light", "dark"])
def scheme(request):
    return request.param


@pytest.fixture(params=[360, 1280])
def open_page(request, scheme, new_context):
    context = new_context(
        viewport={"width": request.param, "height": 800},
        color_scheme=scheme,
        reduced_motion="reduce",
    )
    return context.new_page()


def violations(page) -> list[str]:
    found = Axe().run(page, options=RULES).response["violations"]
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


@pytest.mark.parametrize("lesson", ["02-what-is-peer-support", "05-roles", "07-nurturing-groups"])
def test_questions_have_no_violation_after_answering_right_and_wrong(
    open_page, http_address, lesson
):
    open_page.goto(f"{http_address}lessons/{lesson}.html")
    for number, asked in enumerate(open_page.locator(".question").all()):
        if asked.get_attribute("data-type") == "blank":
            for gap in asked.locator(".question__gap").all():
                gap.fill("仲間")
        elif asked.get_attribute("data-type") in ("match", "order"):
            for row in asked.locator("select").all():
                row.select_option(index=1)
        else:
            chosen = ".option[data-correct]" if number % 2 else ".option:not([data-correct])"
            asked.locator(f"{chosen} input").first.check()
        asked.locator("button[type=submit]").click()
    assert_only_theme_faults(violations(open_page))


def test_an_open_definition_has_no_violation(open_page, http_address):
    open_page.goto(http_address + "lessons/02-what-is-peer-support.html")
    open_page.locator("a.term").first.click()
    assert_only_theme_faults(violations(open_page))
