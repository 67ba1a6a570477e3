"""What the benchmarks compare and print; how fast anything is, no test says."""

from pathlib import Path
from urllib.error import HTTPError
from urllib.request import Request, urlopen

import pytest
import yaml

from benchmarks.building import Built
from benchmarks.copies import multiply
from benchmarks.lighthouse import CATEGORIES, METRICS, summed_up
from benchmarks.serving import FRESH_FOR, served
from benchmarks.tables import Line, builds_table
from benchmarks.translation import STARLIGHT, STOCK, in_details, in_stock_syntax, translated
from courseware.course import load_course
from tests.course_folder import BANK, LESSON, NAV, CourseFolder
from tests.small_site import blank, match, order, read_questions, single, small_course


def question(made):
    (read,) = read_questions(made)
    return read


# Courses of any size ---------------------------------------------------------------------------


@pytest.fixture
def folder(tmp_path) -> CourseFolder:
    folder = small_course(tmp_path / "course", single(), blank(points=["p-two"]))
    folder.write("overrides/main.html", "")
    folder.edit(LESSON, "## つぎの節", "<!-- quiz: one-single -->\n\n## つぎの節")
    return folder


def test_a_course_with_more_lessons_is_a_valid_course(folder, tmp_path):
    multiply(folder.root, tmp_path / "larger", 3)
    course = load_course(tmp_path / "larger")
    assert {one.id: [q.id for q in course.embedded_in(one)] for one in course.lessons} == {
        "01-one": ["one-single", "one-blank"],
        "01-one-x2": ["one-single-x2", "one-blank-x2"],
        "01-one-x3": ["one-single-x3", "one-blank-x3"],
    }


def test_the_lessons_themselves_stay_as_they_are(folder, tmp_path):
    multiply(folder.root, tmp_path / "larger", 2)
    for file in (LESSON, BANK):
        assert (tmp_path / "larger" / file).read_text("utf-8") == folder.text(file)


def test_copies_are_in_the_navigation_and_no_editions_are_made(folder, tmp_path):
    folder.edit(NAV, "editions: []", "editions: [trainee]")
    multiply(folder.root, tmp_path / "larger", 2)
    settings = yaml.safe_load((tmp_path / "larger" / NAV).read_text("utf-8"))
    assert settings["nav"] == ["lessons/01-one.md", {"講 2": ["lessons/01-one-x2.md"]}]
    assert settings["plugins"][0] == {"course": {"editions": []}}


# The same pages for other tools ----------------------------------------------------------------


def test_a_choice_is_written_as_mkdocs_quiz_has_it():
    lines = in_stock_syntax(question(single())).split("\n")
    assert "- [x] これ" in lines
    assert "- [ ] あれ" in lines


def test_steps_become_blanks_for_letters_that_do_not_give_their_places_away():
    steps = [{"id": id, "text": text} for id, text in (("c", "朝"), ("a", "昼"), ("b", "夜"))]
    written = in_stock_syntax(question(order(items=steps)))
    assert "- A: 昼\n- B: 夜\n- C: 朝" in written
    assert "[[C]] → [[A]] → [[B]]" in written


def test_pairs_become_blanks_for_letters():
    written = in_stock_syntax(question(match()))
    assert "- A: ワン\n- B: ニャー" in written
    assert "- 犬: [[A]]\n- 猫: [[B]]" in written


@pytest.mark.parametrize(
    ("make", "answer"), [(single, "- これ"), (blank, "- 広い"), (match, "- 犬: A"), (order, "A →")]
)
def test_without_a_quiz_plugin_the_answer_is_folded_away(make, answer):
    asked, _, folded = in_details(question(make())).partition("<details>")
    assert f"\n{answer}" in folded
    assert "[[" not in asked + folded


@pytest.mark.parametrize(
    ("tool", "expected"),
    [
        (
            STOCK,
            '## 節 {#first}\n\n!!! scene "場面"\n    春（はる）です(S1)。\n\n[次](../a.md#b)\n',
        ),
        (STARLIGHT, "## 節\n\n:::note[場面]\n春（はる）です(S1)。\n:::\n\n[次](/a/)\n"),
    ],
)
def test_a_page_keeps_its_words_and_changes_its_marks(folder, tool, expected):
    course = folder.load()
    text = (
        "---\ntitle: 題\nkeywords: []\n---\n"
        '## 節 {#first points="p-one"}\n\n'
        '!!! scene "場面"\n    {春|はる}です[@S1]。\n\n[次](../a.md#b)\n'
    )
    translation = translated(text, course, course.lessons[0], tool)
    assert translation == f"---\ntitle: 題\n---\n{expected}"


def test_questions_stand_where_the_page_shows_them(folder):
    course = folder.load()
    body = translated(folder.text(LESSON), course, course.lessons[0], STOCK)
    first, second = body.split("<quiz>")[1:]
    assert "## つぎの節" in first.partition("</quiz>")[2]
    assert "[[広い]]" in second


# Serving ---------------------------------------------------------------------------------------


def test_texts_are_sent_compressed_and_every_answer_is_noted(tmp_path):
    (tmp_path / "page.html").write_text("あ" * 1000, encoding="utf-8")
    with served(tmp_path) as server, urlopen(server.address + "page.html") as answer:
        assert answer.headers["Content-Encoding"] == "gzip"
        assert answer.headers["Cache-Control"] == f"max-age={FRESH_FOR}"
        octets = len(answer.read())
    (noted,) = server.answers
    assert (noted.path, noted.status, noted.octets) == ("/page.html", 200, octets)
    assert octets < 100


@pytest.mark.parametrize(("path", "status"), [("nowhere.html", 404), ("../secret.txt", 404)])
def test_nothing_is_sent_from_outside_the_site(tmp_path, path, status):
    (tmp_path / "secret.txt").write_text("秘密", encoding="utf-8")
    (tmp_path / "site").mkdir()
    with served(tmp_path / "site") as server, pytest.raises(HTTPError) as error:
        urlopen(server.address + path)
    with error.value:
        assert error.value.code == status


def test_what_a_browser_has_is_not_sent_again(tmp_path):
    (tmp_path / "style.css").write_text("p{}", encoding="utf-8")
    with served(tmp_path) as server:
        with urlopen(server.address + "style.css") as answer:
            known = {"If-None-Match": answer.headers["ETag"]}
        with pytest.raises(HTTPError) as error:
            urlopen(Request(server.address + "style.css", headers=known))
        with error.value:
            assert error.value.code == 304


# Tables ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("values", "most", "shown"),
    [
        ([50, 100], None, ["50", "100", "0.50"]),
        ([50, 100], 60, ["50", "100", "0.50", "60", "kept"]),
        ([70, 100], 60, ["70", "100", "0.70", "60", "not", "kept"]),
        ([70, None], None, ["70", "-", "-"]),
        ([0, 0], 0, ["0", "0", "-", "0", "kept"]),
    ],
)
def test_a_line_shows_values_ratios_and_whether_ours_keeps_the_limit(values, most, shown):
    assert str(Line("name", values, most=most)).split() == ["name", *shown]


def test_what_a_further_page_takes_is_said_of_each_growth():
    def built(pages: int, processor: float) -> Built:
        return Built(Path(), pages, 0.0, processor)

    builds = [(1, [built(10, 2.0), built(10, 1.0)]), (10, [built(60, 12.0), None])]
    lines = list(builds_table(["ours", "stock"], builds))
    (further,) = (line for line in lines if "each further page" in line)
    assert further.split()[-3:] == ["200", "-", "-"]
    assert "given up" in lines[-1]


def lighthouse_result(score: float, lcp: float, contrast: int) -> dict:
    refs = [{"id": "color-contrast", "weight": 7}, {"id": "no-weight", "weight": 0}]
    audits = {audit: {"numericValue": lcp} for audit in METRICS.values()}
    for id, passed in (("color-contrast", contrast), ("no-weight", 0)):
        audits[id] = {"id": id, "score": passed, "scoreDisplayMode": "binary"}
    return {
        "finalDisplayedUrl": "http://127.0.0.1/",
        "categories": {key: {"score": score, "auditRefs": refs} for key in CATEGORIES},
        "audits": audits,
    }


def test_one_slow_run_does_not_count_and_a_fault_of_one_run_is_told():
    runs = [(1.0, 900, 1), (0.5, 5000, 0), (0.99, 1000, 1)]
    report = summed_up([lighthouse_result(*run) for run in runs])
    assert set(report.scores.values()) == {99}
    assert report.metrics["lcp"] == 1000
    assert report.faults == ("color-contrast",)
