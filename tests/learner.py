"""What a learner does on a page, by the ids of the course and not by position."""

from __future__ import annotations

import json

from playwright.sync_api import Locator, Page, expect

RECORD = "course:tomoni-7-2"
QUARANTINE = "quarantine:tomoni-7-2"


def question(page: Page, id: str) -> Locator:
    return page.locator(f'[data-question="{id}"]')


def questions(page: Page) -> list[Locator]:
    return page.locator(".question").all()


def fill(asked: Locator, *, right: bool) -> None:
    """Choose or type an answer of any kind; a wrong one is wrong in every part."""
    match asked.get_attribute("data-type"):
        case "single" | "multiple":
            chosen = ".option[data-correct]" if right else ".option:not([data-correct])"
            for field in asked.locator(".option input:checked").all():
                field.evaluate("field => { field.checked = false }")
            for option in asked.locator(chosen).all():
                option.locator("input").check()
        case "blank":
            for number, gap in enumerate(asked.locator(".question__gap").all(), start=1):
                entry = asked.locator(f'li[data-for="{number}"]').get_attribute("data-accept")
                gap.fill(json.loads(entry)[0] if right else "思いつかない言葉")
        case _:
            for row in asked.locator("select").all():
                entry = asked.locator(f'li[data-for="{row.get_attribute("data-row")}"]')
                answer = entry.get_attribute("data-right")
                offered = row.locator("option").evaluate_all("all => all.map(one => one.value)")
                wrong = next(value for value in offered if value and value != answer)
                row.select_option(answer if right else wrong)


def press(asked: Locator) -> None:
    asked.locator("button[type=submit]").click()


def answer(asked: Locator, *, right: bool = True) -> None:
    """Fill, press the button, and see that it was taken."""
    fill(asked, right=right)
    press(asked)
    expect(asked).to_have_attribute("data-state", "right" if right else "wrong")


def wait_until(page: Page, condition: str) -> None:
    """Wait for a condition in JavaScript, at most five seconds.

    Playwright's own `wait_for_function` evaluates text within the page when the condition does not
    hold at once, which the page's policy forbids.
    """
    page.evaluate(
        f"""() => new Promise((hold, fail) => {{
          const end = Date.now() + 5000;
          (function look() {{
            if ({condition}) hold();
            else if (Date.now() > end) fail(new Error("it never held"));
            else requestAnimationFrame(look);
          }})();
        }})"""
    )


def stored(page: Page, key: str = RECORD) -> dict:
    """What the browser keeps."""
    return json.loads(page.evaluate("key => localStorage.getItem(key)", key))


def store(page: Page, record: object, key: str = RECORD) -> None:
    text = record if isinstance(record, str) else json.dumps(record)
    page.evaluate("([key, text]) => localStorage.setItem(key, text)", [key, text])
