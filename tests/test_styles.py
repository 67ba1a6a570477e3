"""Of the theme's style sheet only what some page can need is published."""

from __future__ import annotations

import pytest

from courseware.site.styles import Vocabulary, purged

PAGE = """<!doctype html><html lang="ja"><body dir="ltr" data-scheme="slate">
<p class="lead note" id="first">一</p><input type="checkbox"></body></html>"""
SCRIPT = 'part.classList.add("is-new"); part.dataset.someState = "open"; make("dialog");'


@pytest.fixture
def known() -> Vocabulary:
    known = Vocabulary()
    known.add_page(PAGE)
    known.add_script(SCRIPT)
    return known


@pytest.mark.parametrize(
    "selector",
    [
        "p",
        "*",
        ".lead.note",
        "#first",
        "body>.lead",
        "p:hover",
        "p::before",
        ":root",
        ".lead:not(.never)",
        "[dir=ltr] p",
        '[data-scheme="slate"]',
        "[type=checkbox]:checked",
        "[lang|=ja]",
        ".is-new",
        "dialog",
        "[data-some-state=open]",
    ],
)
def test_a_rule_that_a_page_or_a_script_can_need_stays(known, selector):
    assert purged(f"{selector}{{color:red}}", "", known)


@pytest.mark.parametrize(
    "selector",
    [
        "table",
        ".other",
        ".lead.other",
        "#second",
        "body>.other p",
        "[dir=rtl] p",
        '[data-scheme="default"]',
        "[data-other]",
        "table:hover",
    ],
)
def test_a_rule_that_nothing_can_need_goes(known, selector):
    assert purged(f"{selector}{{color:red}}", "", known) == ""


def test_of_a_list_of_selectors_the_needed_ones_stay(known):
    assert purged("p,.other,#first{color:red}", "", known) == "p,#first{color:red}"


def test_rules_within_media_queries_go_and_empty_queries_with_them(known):
    css = "@media print{p{color:red}.other{color:red}}@media screen{.other{color:red}}"
    assert purged(css, "", known) == "@media print{p{color:red}}"


def test_variables_that_nothing_refers_to_go_also_when_only_they_refer_to_each_other(known):
    css = ":root{--a:1px;--b:var(--a);--c:2px;--d:3px}p{margin:var(--c)}@media print{p{--e:4px}}"
    left = purged(css, "p{padding:var(--d)}", known)
    assert left == ":root{--c:2px;--d:3px}p{margin:var(--c)}p{padding:var(--d)}"


def test_own_rules_stay_whatever_they_are_for(known):
    assert purged("", ".made-later{color:red}", known) == ".made-later{color:red}"


def test_a_script_is_remembered_by_its_words_not_by_their_pairs(known):
    before = sum(map(len, known.values.values()))
    known.add_script(" ".join(f"word{number}" for number in range(1000)))
    assert sum(map(len, known.values.values())) == before
    assert known.may_have("word1", "word999")
