"""The learner's record in the browser: two tabs, a file to take along, whatever may be stored."""

from __future__ import annotations

import json
import random
import re

import pytest
from playwright.sync_api import Page, expect

from tests.learner import (
    QUARANTINE,
    RECORD,
    answer,
    fill,
    press,
    question,
    questions,
    store,
    stored,
)

LESSON = "lessons/05-roles.html"
PAGE = "review/record.html"
WORK = "lessons/04-recovery.html"


def open_bare(page: Page, address: str, url: str) -> None:
    """Open a lesson's content with the course's own scripts only, which loads many times faster.

    It takes the lesson's place until the test ends.
    """
    page.goto(address + url)
    content = page.content()
    article = re.search(r"<article.*</article>", content, re.DOTALL)[0]
    scripts = re.findall(
        r'<script (?:data-)?src="[^"]*/assets/(?:settings|course|questions)[^>]*></script>', content
    )
    style = re.search(r'<link rel="stylesheet" href="[^"]*/assets/style[^>]*>', content)[0]
    bare = (
        f'<!doctype html><html lang="ja"><meta charset="utf-8">{style}{article}{"".join(scripts)}'
    )
    headers = {"content-type": "text/html"}
    page.route(address + url, lambda route: route.fulfill(body=bare, headers=headers))
    page.reload()


def ids(page: Page) -> list[str]:
    return [asked.get_attribute("data-question") for asked in questions(page)]


# Two tabs --------------------------------------------------------------------------------------


@pytest.fixture
def tabs(new_context, http_address):
    context = new_context(viewport={"width": 1280, "height": 800})
    pages = [context.new_page(), context.new_page()]
    for page in pages:
        page.goto(http_address + LESSON)
    return pages


def test_an_answer_in_one_tab_shows_in_the_other_with_its_reasons(tabs):
    here, there = tabs
    id = ids(here)[0]
    answer(question(here, id))
    asked = question(there, id)
    expect(asked).to_have_attribute("data-state", "right")
    expect(asked.locator(".option[data-correct] input")).to_be_checked()
    expect(asked.locator(".question__reasons")).to_be_visible()
    expect(there.locator(".bar .progress")).to_contain_text("回答 1/")


def test_answers_of_both_tabs_are_kept(tabs):
    here, there = tabs
    one, two, three = ids(here)[:3]
    answer(question(here, one))
    answer(question(there, two), right=False)
    answer(question(here, three))
    assert stored(there)["answers"].keys() == {one, two, three}


def test_what_is_being_answered_in_one_tab_is_not_disturbed_by_the_other(tabs):
    here, there = tabs
    id = ids(here)[0]
    fill(question(there, id), right=False)
    answer(question(here, id))
    expect(there.locator(".bar .progress")).to_contain_text("回答 1/")
    asked = question(there, id)
    expect(asked).to_have_attribute("data-state", "unanswered")
    expect(asked.locator(".option:not([data-correct]) input:checked")).to_have_count(1)
    press(asked)
    assert stored(here)["answers"][id]["tries"] == 2


def test_a_question_being_tried_again_is_not_closed_by_other_answers(tabs):
    here, there = tabs
    one, two = ids(here)[:2]
    answer(question(here, one))
    question(here, one).get_by_role("button", name="もう一度").click()
    answer(question(here, two))
    answer(question(there, ids(here)[2]))
    expect(here.locator(".bar .progress")).to_contain_text("回答 3/")
    expect(question(here, one)).to_have_attribute("data-state", "unanswered")


def test_a_record_erased_in_one_tab_is_gone_in_the_other(tabs):
    here, there = tabs
    id = ids(here)[0]
    answer(question(here, id))
    expect(question(there, id)).to_have_attribute("data-state", "right")
    there.evaluate("localStorage.clear()")
    expect(here.locator(".bar .progress")).to_contain_text("未回答")
    expect(question(here, id)).to_have_attribute("data-state", "right")  # the focus is in it
    here.evaluate("document.activeElement.blur()")
    expect(question(here, id)).to_have_attribute("data-state", "unanswered")
    assert question(here, id).locator("input:checked").count() == 0


def test_a_page_that_is_come_back_to_shows_what_was_answered_meanwhile(page, http_address):
    page.goto(http_address + LESSON)
    page.goto(http_address + WORK)
    id = ids(page)[0]
    answer(question(page, id))
    page.go_back()
    expect(page.locator(f'.menu a[href$="{WORK.split("/")[1]}"] .progress')).to_contain_text(
        "回答 1/"
    )


# One learner's order of options ----------------------------------------------------------------


def offered(page: Page) -> list[list[str]]:
    return [
        asked.locator("[data-option], select:first-of-type option").evaluate_all(
            "all => all.map(one => one.dataset.option || one.value)"
        )
        for asked in questions(page)
    ]


def test_options_stay_in_the_order_that_a_learner_saw_first(page, http_address):
    page.goto(http_address + LESSON)
    first = offered(page)
    for _ in range(2):
        page.reload()
        assert offered(page) == first


def test_learners_see_options_in_different_orders(new_context, http_address):
    seen = []
    for _ in range(3):
        page = new_context().new_page()
        page.goto(http_address + LESSON)
        seen.append(json.dumps(offered(page)))
    assert len(set(seen)) > 1


def test_a_question_whose_order_matters_is_not_shuffled(new_context, http_address, course):
    fixed = next(entry for entry in course.bank if not entry.question.shuffle)
    for _ in range(3):
        page = new_context().new_page()
        page.goto(f"{http_address}lessons/{fixed.lesson}.html")
        asked = question(page, fixed.question.id)
        shown = asked.locator("[data-option]").evaluate_all("all => all.map(o => o.dataset.option)")
        assert shown == [option.id for option in getattr(fixed.question, "options", ())]


def test_steps_are_not_offered_in_the_right_order_to_anybody(page, http_address):
    page.goto(http_address + "lessons/07-nurturing-groups.html")
    asked = page.locator('[data-type="order"]').first
    right = asked.locator("[data-right]").evaluate_all("all => all.map(one => one.dataset.right)")
    unlucky = page.evaluate(
        """([right, question]) => {
          const drawn = seed => courseware.shuffled([...right].sort(), seed, question);
          let seed = 1;
          while (drawn(seed).join() !== right.join()) seed += 1;
          return seed;
        }""",
        [right, asked.get_attribute("data-question")],
    )
    store(page, {"schema": 3, "course": "tomoni-7-2", "seed": unlucky, "answers": {}})
    page.reload()
    offered = (
        asked.locator("select")
        .first.locator("option")
        .evaluate_all("all => all.map(one => one.value).filter(Boolean)")
    )
    assert sorted(offered) == sorted(right)
    assert offered != right


# A file to take along --------------------------------------------------------------------------


def exported(page: Page) -> str:
    with page.expect_download() as download:
        page.get_by_role("button", name="書き出す").click()
    return download.value.path().read_text(encoding="utf-8")


def take_in(page: Page, text: str | bytes, name: str = "record.json") -> None:
    data = text.encode() if isinstance(text, str) else text
    file = {"name": name, "mimeType": "application/json", "buffer": data}
    page.get_by_label("読み込む").set_input_files(file)


@pytest.fixture
def file_of_another(new_context, http_address) -> str:
    """The exported record of a learner with two answers, from another browser."""
    page = new_context().new_page()
    page.goto(http_address + LESSON)
    for id in ids(page)[:2]:
        answer(question(page, id))
    page.goto(http_address + PAGE)
    return exported(page)


def test_a_record_is_exported_and_read_again_in_another_browser(
    page, http_address, file_of_another
):
    page.goto(http_address + LESSON)
    first, *_, last = ids(page)
    answer(question(page, last), right=False)
    page.goto(http_address + PAGE)
    take_in(page, file_of_another)
    expect(page.get_by_role("status").last).to_contain_text("2問の答えを読み込みました")
    expect(page.locator("[data-sum=answered]")).to_contain_text("3/")
    expect(page.locator("[data-sum=right]")).to_have_text("2")
    page.goto(http_address + LESSON)
    expect(question(page, first)).to_have_attribute("data-state", "right")
    expect(question(page, last)).to_have_attribute("data-state", "wrong")


def test_a_newer_answer_of_this_browser_is_not_overwritten(page, http_address, file_of_another):
    page.goto(http_address + LESSON)
    first = ids(page)[0]
    answer(question(page, first), right=False)
    page.goto(http_address + PAGE)
    take_in(page, file_of_another)
    expect(page.get_by_role("status").last).to_contain_text("読み込みました")
    kept = stored(page)["answers"][first]
    assert (kept["correct"], kept["firstCorrect"]) == ("wrong", "right")


ENTRY = {"rev": 1, "given": ["a"], "correct": "right", "at": "2026-11-23T00:00:00.000Z"}
NO_USE = {
    "damaged": ('{"schema": 3, "course"', "こわれている"),
    "no record": ("[1, 2]", "この教材の記録ではありません"),
    "another course": (
        json.dumps({"schema": 2, "course": "other"}),
        "この教材の記録ではありません",
    ),
    "newer": (json.dumps({"schema": 99, "course": "tomoni-7-2"}), "新しい版"),
    "too large": (" " * 1_000_001, "大きすぎます"),
    "far too large": (" " * 5_000_000, "大きすぎます"),
    "no text": (bytes(range(256)), "こわれている"),
}


@pytest.mark.parametrize(("text", "reason"), NO_USE.values(), ids=NO_USE)
def test_a_file_of_no_use_is_refused_with_its_reason_and_changes_nothing(
    page, http_address, text, reason
):
    page.goto(http_address + LESSON)
    answer(questions(page)[0])
    page.goto(http_address + PAGE)
    before = stored(page)
    take_in(page, text)
    expect(page.get_by_role("status").last).to_contain_text(reason)
    expect(page.get_by_role("status").last).to_contain_text("いまの記録は、そのままです")
    assert stored(page) == before


def test_of_a_file_with_damaged_entries_the_sound_ones_are_taken(page, http_address):
    page.goto(http_address + PAGE)
    answers = {"good-one": ENTRY, "bad": {"rev": "1"}, "<img src=x onerror=alert(1)>": ENTRY}
    take_in(page, json.dumps({"schema": 1, "course": "tomoni-7-2", "answers": answers}))
    said = page.get_by_role("status").last
    expect(said).to_contain_text("1問の答えを読み込みました")
    expect(said).to_contain_text("2件")
    assert stored(page)["answers"].keys() == {"good-one"}
    assert page.locator("img[src=x]").count() == 0


def test_without_javascript_the_page_says_what_the_record_needs(new_context, address):
    page = new_context(java_script_enabled=False).new_page()
    page.goto(address + PAGE)
    expect(page.get_by_text("学習の記録には JavaScript が必要です")).to_be_visible()
    expect(page.get_by_role("button", name="書き出す")).to_be_hidden()


# Storage ---------------------------------------------------------------------------------------

FULL = """
const take = Storage.prototype.setItem;
Storage.prototype.setItem = function (key, text) {
  if (window.isFull) throw new DOMException("full", "QuotaExceededError");
  take.call(this, key, text);
};
"""


def test_when_a_full_storage_has_room_again_all_answers_are_kept(new_context, http_address):
    context = new_context()
    context.add_init_script(FULL)
    page = context.new_page()
    page.goto(http_address + LESSON)
    one, two, three = ids(page)[:3]
    answer(question(page, one))
    page.evaluate("window.isFull = true")
    answer(question(page, two))
    expect(page.locator(".not-kept")).to_contain_text("保存できません")
    page.evaluate("window.isFull = false")
    answer(question(page, three))
    expect(page.locator(".not-kept")).to_have_count(0)
    assert stored(page)["answers"].keys() == {one, two, three}


def test_a_damaged_entry_is_set_aside_alone(page, http_address):
    page.goto(http_address + LESSON)
    one, two = ids(page)[:2]
    answer(question(page, one))
    record = stored(page)
    record["answers"][two] = {"rev": 1, "given": "a"}
    store(page, record)
    page.reload()
    expect(question(page, one)).to_have_attribute("data-state", "right")
    expect(question(page, two)).to_have_attribute("data-state", "unanswered")
    assert stored(page)["answers"].keys() == {one}
    assert stored(page, QUARANTINE) == [{"key": two, "value": {"rev": 1, "given": "a"}}]


# Whatever may be stored ------------------------------------------------------------------------

CHUNK = 50
"""Records a test; four tests make 200."""

ODD = [
    None, True, -1, 1.5, 1e308, "", "right", "\x00", "𠮷" * 50, "<script>alert(1)</script>", [], {},
    [None], {"rev": 1}, [[[[[]]]]], {"__proto__": {"rev": 1}}, "2026-13-99T99:99:99.999Z",
]  # fmt: skip


def damaged(record: dict, chance: random.Random) -> str:
    """The text of a record with one thing in it changed into something odd."""
    text = json.dumps(record)
    kind = chance.randrange(4)
    if kind == 0:
        return text[: chance.randrange(len(text))]
    if kind == 1:
        at = chance.randrange(len(text))
        return text[:at] + chance.choice('{}[]",:0a\\é') + text[at + 1 :]
    copy = json.loads(text)
    inside = chance.choice([copy, copy["answers"], *copy["answers"].values()])
    key = chance.choice([*inside, "__proto__", "constructor", "new-key"])
    inside[key] = chance.choice(ODD)
    if kind == 3:
        copy["answers"][f"odd-{chance.randrange(9)}"] = chance.choice(ODD)
    return json.dumps(copy)


def readable_ids(text: str) -> set[str]:
    """The ids under which a record has answers, sound or not."""
    try:
        record = json.loads(text)
    except ValueError:
        return {"nothing can be read"}
    answers = record.get("answers") if isinstance(record, dict) else None
    return set(answers) if isinstance(answers, dict) else set()


TRY_ALL = """async ([texts, key, quarantine]) => {
  const article = document.querySelector("article");
  const scripts = Array.from(document.scripts, script => script.src);
  const found = [];
  for (const text of texts) {
    localStorage.clear();
    localStorage.setItem(key, text);
    article.innerHTML = window.asBuilt;
    for (const src of scripts) {
      await new Promise((done, failed) => {
        const script = document.createElement("script");
        Object.assign(script, {src, onload: done, onerror: failed});
        document.head.append(script);
      });
    }
    found.push({
      states: Array.from(document.querySelectorAll(".question"), one => one.dataset.state),
      reasons: document.querySelectorAll(".question__reasons").length,
      record: localStorage.getItem(key),
      aside: localStorage.getItem(quarantine),
      bar: document.querySelector(".bar .progress").textContent,
    });
  }
  return found;
}"""


@pytest.mark.parametrize("seed", range(4))
def test_no_record_whatever_is_in_it_breaks_a_page(page, http_address, seed):
    chance = random.Random(seed)
    page.add_init_script(
        "document.addEventListener('readystatechange', () => { window.asBuilt ??= "
        "document.querySelector('article')?.innerHTML }, {once: true})"
    )
    open_bare(page, http_address, LESSON)
    for number, asked in enumerate(questions(page)):
        answer(asked, right=number % 2 == 0)
    sound = stored(page)
    texts = [damaged(sound, chance) for _ in range(CHUNK)]
    for text, found in zip(texts, page.evaluate(TRY_ALL, [texts, RECORD, QUARANTINE]), strict=True):
        assert len(found["states"]) == len(sound["answers"]), text
        assert set(found["states"]) <= {"unanswered", "right", "partly", "wrong", "changed"}, text
        answered = [state for state in found["states"] if state in ("right", "partly", "wrong")]
        assert found["reasons"] == len(answered), text
        assert json.loads(found["record"])["course"] == "tomoni-7-2", text
        assert found["bar"], text
        kept = json.loads(found["record"])["answers"]
        assert readable_ids(text) <= kept.keys() or found["aside"], text
    assert page.context.faults == []
