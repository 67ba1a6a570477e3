"""What an author's edit does to a learner who has answered: two builds, one browser."""

from __future__ import annotations

import functools
import threading
from collections.abc import Iterator
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from unittest import mock

import pytest
import yaml
from mkdocs.commands.build import build
from mkdocs.config import load_config
from playwright.sync_api import Page, expect

from courseware.course.ledger import RETIRED
from tests.course_folder import BANK, LESSON, NAV, CourseFolder
from tests.learner import answer, press, question, stored
from tests.small_site import bank_text, blank, match, multiple, order, single, small_course

RECORD = "course:small"
PAGE = "lessons/01-one.html"
WHOLE = {
    "one-single": single(),
    "one-multiple": multiple(),
    "one-blank": blank(),
    "one-match": match(),
    "one-order": order(),
}


class Publisher:
    """Builds a small course into a folder that is served, as often as it is edited."""

    def __init__(self, folder: CourseFolder, served: Path, address: str) -> None:
        self.folder = folder
        self.served = served
        self.address = address

    def publish(self, *questions: dict, path: str = "course") -> str:
        """Publish the course below `path` and return its address."""
        if questions:
            self.folder.write(BANK, bank_text(*questions))
        config = load_config(
            str(self.folder.root / NAV), site_dir=str(self.served / path), strict=True
        )
        config.plugins.on_startup(command="build", dirty=False)
        with mock.patch("courseware.site.fonts.FOLDERS", ()):
            build(config)
        config.plugins.on_shutdown()
        return f"{self.address}{path}/"


class _Quiet(SimpleHTTPRequestHandler):
    def end_headers(self) -> None:
        """Have each page sent anew: two editions may be of the same second, as servers compare."""
        self.send_header("Cache-Control", "no-store")
        super().end_headers()

    def log_message(self, *_: object) -> None:
        """Quiet."""


@pytest.fixture
def publisher(tmp_path, root) -> Iterator[Publisher]:
    folder = small_course(tmp_path / "course", *WHOLE.values())
    own = f"theme: {{name: material, language: ja, font: false, custom_dir: '{root}/overrides'}}"
    folder.edit(NAV, "theme: {name: material, language: ja, font: false}", own)
    served = tmp_path / "served"
    served.mkdir()
    handler = functools.partial(_Quiet, directory=str(served))
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield Publisher(folder, served, f"http://127.0.0.1:{server.server_port}/")
    server.shutdown()
    server.server_close()
    thread.join()


@pytest.fixture
def learner(publisher, page) -> Page:
    """A learner who has answered everything: the order wrongly, the rest right."""
    page.goto(publisher.publish() + PAGE)
    for id in WHOLE:
        answer(question(page, id), right=id != "one-order")
    return page


def states(page: Page) -> dict[str, str]:
    return {
        asked.get_attribute("data-question"): asked.get_attribute("data-state")
        for asked in page.locator(".question").all()
    }


AS_ANSWERED = {id: "wrong" if id == "one-order" else "right" for id in WHOLE}


def test_a_question_put_in_between_is_new_and_takes_no_answer_from_another(publisher, learner):
    first, *rest = WHOLE.values()
    publisher.publish(single("new-first"), first, multiple("new-second"), *rest)
    learner.reload()
    assert states(learner) == {
        **AS_ANSWERED,
        "new-first": "unanswered",
        "new-second": "unanswered",
    }
    assert question(learner, "new-first").locator("input:checked").count() == 0


def test_questions_in_another_order_keep_their_answers(publisher, learner):
    publisher.publish(*reversed(WHOLE.values()))
    learner.reload()
    assert list(states(learner)) == list(reversed(WHOLE))
    assert states(learner) == AS_ANSWERED


def test_a_deleted_question_takes_nothing_with_it_and_comes_back_answered(publisher, learner):
    publisher.publish(*(asked for id, asked in WHOLE.items() if id != "one-blank"))
    learner.reload()
    rest = {id: state for id, state in AS_ANSWERED.items() if id != "one-blank"}
    assert states(learner) == rest
    again = question(learner, "one-order")
    again.get_by_role("button", name="もう一度").click()
    answer(again)
    publisher.publish(*WHOLE.values())
    learner.reload()
    assert states(learner) == {**AS_ANSWERED, "one-order": "right"}
    expect(question(learner, "one-blank").locator(".question__gap")).to_have_value("広い")


def test_a_mended_typing_error_costs_nobody_an_answer(publisher, learner):
    publisher.publish(*({**asked, "stem": asked["stem"] + "　"} for asked in WHOLE.values()))
    learner.reload()
    assert states(learner) == AS_ANSWERED


def test_options_pairs_and_choices_in_another_order_keep_the_answers_with_their_parts(
    publisher, learner
):
    before = stored(learner, RECORD)["answers"]
    turned = []
    for asked in WHOLE.values():
        parts = ("options", "pairs", "choices")
        turned.append({**asked, **{part: asked[part][::-1] for part in parts if part in asked}})
    publisher.publish(*turned)
    learner.reload()
    assert states(learner) == AS_ANSWERED
    assert stored(learner, RECORD)["answers"] == before
    for row in question(learner, "one-match").locator("select").all():
        assert row.input_value() == row.get_attribute("data-row")


def test_a_question_whose_rev_was_raised_says_so_and_asks_again(publisher, learner):
    changed = {**WHOLE["one-single"], "stem": "どれではないですか。", "rev": 2}
    publisher.publish(*({**WHOLE, "one-single": changed}).values())
    learner.reload()
    assert states(learner) == {**AS_ANSWERED, "one-single": "changed"}
    asked = question(learner, "one-single")
    expect(asked.get_by_role("status")).to_contain_text("問題が更新されました")
    assert asked.locator("input:checked").count() == 0
    answer(asked)
    learner.reload()
    assert states(learner) == AS_ANSWERED
    kept = stored(learner, RECORD)["answers"]["one-single"]
    assert (kept["rev"], kept["tries"]) == (2, 1)


def test_after_a_corrected_key_the_verdict_is_that_of_the_new_key(publisher, learner):
    options = [{**o, "correct": o["id"] == "b"} for o in WHOLE["one-single"]["options"]]
    publisher.publish(*({**WHOLE, "one-single": {**single(), "options": options}}).values())
    learner.reload()
    assert states(learner) == {**AS_ANSWERED, "one-single": "wrong"}
    kept = stored(learner, RECORD)["answers"]["one-single"]
    assert (kept["given"], kept["correct"], kept["firstCorrect"]) == (["a"], "wrong", "right")


def test_an_answer_that_is_accepted_since_is_right(publisher, learner):
    asked = question(learner, "one-blank")
    asked.get_by_role("button", name="もう一度").click()
    asked.locator(".question__gap").fill("深い")
    press(asked)
    expect(asked).to_have_attribute("data-state", "wrong")
    more = blank(blanks=[{"accept": ["広い", "深い"], "feedback": "海のことです。"}])
    publisher.publish(*({**WHOLE, "one-blank": more}).values())
    learner.reload()
    assert states(learner) == AS_ANSWERED


def test_an_answer_whose_option_is_gone_is_asked_again(publisher, learner):
    options = [{**o, "id": "z" if o["id"] == "a" else o["id"]} for o in single()["options"]]
    publisher.publish(*({**WHOLE, "one-single": single(options=options)}).values())
    learner.reload()
    assert states(learner) == {**AS_ANSWERED, "one-single": "changed"}


def test_a_renamed_lesson_keeps_its_answers_and_its_old_address_leads_on(publisher, learner):
    old, folder = learner.url, publisher.folder
    for path, new in ((LESSON, "docs/ja/lessons/01-two.md"), (BANK, "quizzes/ja/01-two.yml")):
        folder.write(new, folder.text(path).replace("lesson: 01-one", "lesson: 01-two"))
        folder.delete(path)
    folder.edit(NAV, "01-one.md", "01-two.md")
    glossary = "references/glossary.yml"
    folder.write(glossary, folder.text(glossary).replace("01-one", "01-two"))
    entry = {"id": "lessons/01-one", "kind": "page", "moved_to": "lessons/01-two"}
    entry |= {"retired": "2026-12-01", "reason": "改名"}
    folder.write(RETIRED, yaml.safe_dump([entry], allow_unicode=True))
    publisher.publish()
    learner.goto(old)
    learner.wait_for_url("**/lessons/01-two.html")
    assert states(learner) == AS_ANSWERED


def test_a_site_that_moves_to_another_path_keeps_its_answers(publisher, learner):
    learner.goto(publisher.publish(path="moved/elsewhere") + PAGE)
    assert states(learner) == AS_ANSWERED
