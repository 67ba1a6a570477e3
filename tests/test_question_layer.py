"""The way of a question from the bank through mkdocs-quiz into a page: whole, or not at all."""

from __future__ import annotations

import json
import re
from collections.abc import Callable

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from lxml import html as lxml_html
from lxml.html import HtmlElement
from mkdocs.exceptions import Abort

from courseware.course.model import FillIn
from courseware.site.questions import Difference, items_as_offered, plain_text
from tests.course_folder import LESSON
from tests.small_site import (
    Layer,
    blank,
    built_lesson,
    layer,
    match,
    multiple,
    order,
    question_of,
    read_questions,
    single,
    small_course,
    text_of,
    without_comments,
)


@pytest.fixture(scope="module")
def quiz_layer(tmp_path_factory) -> Layer:
    return layer(tmp_path_factory.mktemp("course"))


def shown_ids(page: HtmlElement) -> list[str]:
    return [element.get("data-question") for element in page.xpath("//*[@data-question]")]


def assert_complete(element: HtmlElement, question: dict) -> None:
    """The element shows the question with everything that belongs to it (plain texts)."""
    stem = element.xpath(".//div[@class='question__stem']")
    assert len(stem) == 1
    assert text_of(stem[0]) == " ".join(re.sub(r"\[\[\d\]\]", "", question["stem"]).split())
    (explanation,) = element.xpath(".//div[@class='question__explanation']")
    assert text_of(explanation).endswith(question["explanation"])
    for option in question.get("options", ()):
        (box,) = element.xpath(f".//div[@data-option='{option['id']}']")
        assert text_of(box) == option["text"]
        assert ("data-correct" in box.attrib) == bool(option.get("correct"))
        (reason,) = element.xpath(f".//li[@data-for='{option['id']}']/div[@class='feedback']")
        assert text_of(reason) == option["feedback"]
    for number, gap in enumerate(question.get("blanks", ()), start=1):
        (line,) = element.xpath(f".//li[@data-for='{number}']")
        assert json.loads(line.get("data-accept")) == gap["accept"]
        reasons = [text_of(reason) for reason in line.xpath("./div[@class='feedback']")]
        assert reasons == [gap["feedback"]]


# A whole build ---------------------------------------------------------------------------------

IN_A_LIST = single("in-list", stem="一行目です。\n\n二段落目です。")
BLANK_IN_A_LIST = blank("blank-in-list", "[[1]]は行の頭です。")
IN_A_BOX = multiple("in-box")
TEN = [
    IN_A_LIST,
    BLANK_IN_A_LIST,
    IN_A_BOX,
    blank("in-details"),
    *(single(f"rest-{n}", stem=f"残り{n}です。") for n in range(3)),
]
PAGE_OF_PLACES = """\
````
```
<!-- quiz: rest-0 -->
```
<quiz>
これは例です。
````

行の中の `<!-- quiz: rest-0 -->` も例です。

~~~ md
<!-- quiz: rest -->
~~~

1. ひとつめ

    <!-- quiz: in-list -->

    - 入れ子

        <!-- quiz: blank-in-list -->

2. ふたつめ

!!! note "囲み"

    <!-- quiz: in-box -->

??? note "開く囲み"
    文です。

    <!-- quiz: in-details -->

    あとの文です。

<!-- quiz: rest -->
"""


@pytest.fixture(scope="module")
def page_of_places(tmp_path_factory) -> HtmlElement:
    folder = small_course(tmp_path_factory.mktemp("places"), *TEN)
    folder.edit(LESSON, "<!-- quiz: rest -->\n", PAGE_OF_PLACES)
    return built_lesson(folder)


def test_questions_keep_their_ids_when_examples_stand_in_code_before_them(page_of_places):
    assert shown_ids(page_of_places) == [question["id"] for question in TEN]
    for question in TEN:
        assert_complete(question_of(page_of_places, question["id"]), question)


def test_placeholders_in_code_are_shown_as_typed(page_of_places):
    code = [element.text_content() for element in page_of_places.xpath("//article//code")]
    assert sum("<!-- quiz: rest-0 -->" in text for text in code) == 2
    assert sum("<!-- quiz: rest -->" in text for text in code) == 1


def test_questions_in_a_list_stay_within_their_item(page_of_places):
    item = question_of(page_of_places, "in-list").getparent()
    assert item.tag == "li"
    assert text_of(item).startswith("ひとつめ")
    inner = question_of(page_of_places, "blank-in-list").getparent()
    assert inner.tag == "li"
    assert text_of(inner).startswith("入れ子")
    assert next(inner.iterancestors("li")) is item
    assert [text_of(li) for li in item.getparent().findall("li")][1] == "ふたつめ"


def test_questions_in_boxes_stay_within_them(page_of_places):
    assert question_of(page_of_places, "in-box").getparent().get("class") == "admonition note"
    details = question_of(page_of_places, "in-details").getparent()
    assert details.tag == "details"
    assert text_of(details).endswith("あとの文です。")


def test_a_question_is_no_child_of_a_paragraph(page_of_places):
    for id in shown_ids(page_of_places):
        parents = {parent.tag for parent in question_of(page_of_places, id).iterancestors()}
        assert "p" not in parents


def test_rest_shows_what_no_other_placeholder_names_in_bank_order(tmp_path):
    folder = small_course(tmp_path, *(single(f"q{n}", points=["p-one", "p-two"]) for n in range(5)))
    folder.edit(LESSON, "<!-- quiz: rest -->", "<!-- quiz: rest -->\n\n<!-- quiz: q1 -->")
    folder.edit(LESSON, "どう思いますか。", "<!-- quiz: q3 -->")
    page = built_lesson(folder)
    assert shown_ids(page) == ["q3", "q0", "q2", "q4", "q1"]
    numbers = [text_of(element) for element in page.xpath("//*[@class='question__number']")]
    assert [re.match(r"問 (\d)", number)[1] for number in numbers] == list("12345")


@pytest.mark.parametrize("example", ["`<quiz>`", "`</quiz>` と `<?quiz?>`", "```\n<quiz>\n```"])
def test_mkdocs_quiz_s_own_marks_in_code_are_examples(tmp_path, example):
    folder = small_course(tmp_path)
    folder.edit(LESSON, "どう思いますか。", f"例です。\n\n{example}")
    page = built_lesson(folder)
    assert shown_ids(page) == ["one-single", "one-multiple", "one-blank"]
    code = [element.text_content().strip() for element in page.xpath("//article//code")]
    assert code == re.findall(r"<.*?>", example)


# Texts -----------------------------------------------------------------------------------------

SURVIVING = {
    "He said \"no\" and 'yes'": "He said \"no\" and 'yes'",
    "AT&T &amp; R&D": "AT&T & R&D",
    "a &lt; b &gt; c": "a < b > c",
    "&lt;b&gt;太字&lt;/b&gt;": "<b>太字</b>",
    "&lt;script&gt;alert(1)&lt;/script&gt;": "<script>alert(1)</script>",
    "1 < 2 > 0": "1 < 2 > 0",
    "`a|b` と `[x]` と `*`": "a|b と [x] と *",
    "`<b>` は `&lt;` です": "<b> は &lt; です",
    "2 * 3 * 4": "2 * 3 * 4",
    r"\*強調なし\*": "*強調なし*",
    "**強調**と*斜体*": "強調と斜体",
    "snake_case_name と _a": "snake_case_name と _a",
    "前 [x] 後 [ ] [X]": "前 [x] 後 [ ] [X]",
    "a|b||c": "a|b||c",
    r"C:\temp\new と \\": "C:\\temp\\new と \\",
    "｛＃＊＿［ｘ］｜＜＞＆＂＇＼｝": "｛＃＊＿［ｘ］｜＜＞＆＂＇＼｝",
    "４１　と ㍿ と が": "４１ と ㍿ と が",
    r"1\. はじめ": "1. はじめ",
    r"\# 番": "# 番",
    r"\- [ ] 行頭": "- [ ] 行頭",
    "$x^2$ ~~消~~ ==印== ::: !!!": "$x^2$ ~~消~~ ==印== ::: !!!",
    "{漢字|かんじ}": "漢字（かんじ）",
    "{ a } {{ b }} {% c %} {# d #}": "{ a } {{ b }} {% c %} {# d #}",
    "そうです[@S1]。": "そうです[1]。",
    "[@S99x]": "[@S99x]",
    "q-x] onclick=alert(1)": "q-x] onclick=alert(1)",
    "%s {0} \\1 \\g<0": "%s {0} \\1 \\g<0",
    "🙂👩‍👩‍👧𠮷": "🙂👩‍👩‍👧𠮷",
    "仲間と春": "仲間と春",
}
"""Markdown, and what a reader sees."""


def question_with(text: str, make: Callable[..., dict], id: str) -> dict:
    sources = ["S1"] if "[@S1]" in text else []
    sources += ["S99x"] if "[@S99x]" in text else []
    question = make(id, stem=f"{text}", explanation=text, sources=sources)
    if make is blank:
        question["stem"] = f"{text}[[1]]{text}"
        wrong = [{"text": text, "feedback": text}]
        question["blanks"] = [{"accept": [f"{text}正", "b"], "feedback": text, "wrong": wrong}]
    else:
        for option in question["options"]:
            option["feedback"] = text
        question["options"][1]["text"] = text
    return question


@pytest.mark.parametrize("make", [single, multiple, blank])
@pytest.mark.parametrize("text", SURVIVING)
def test_every_text_survives_in_every_place(quiz_layer, text, make):
    questions = read_questions(question_with(text, make, "q"))
    assert questions, "make check refuses it"
    element = question_of(quiz_layer.published(*questions), "q")
    seen = " ".join(SURVIVING[text].split())
    (stem,) = element.xpath(".//div[@class='question__stem']")
    (explanation,) = element.xpath(".//div[@class='question__explanation']")
    assert text_of(explanation) == f"解説 {seen}"
    reasons = element.xpath(".//div[starts-with(@class, 'feedback')]")
    if make is blank:
        assert text_of(stem) == f"{seen}{seen}"
        assert text_of(reasons[0]) == seen
        # What a learner types is compared with this: it is plain text, not Markdown.
        assert json.loads(element.xpath(".//li/@data-accept")[0]) == [f"{text}正", "b"]
        assert reasons[1].get("data-wrong") == text
        assert text_of(reasons[1]) == " ".join(f"{text} {seen}".split())
    else:
        assert text_of(stem) == seen
        assert [text_of(reason) for reason in reasons] == [seen] * 3
        labels = element.xpath(".//span[@class='option__text']")
        assert [text_of(label) for label in labels] == ["これ", seen, "それ"]
        key = element.xpath(".//ul[@class='question__key']/li[2]")
        assert f" {seen} " in text_of(key[0])


def test_accepted_answers_are_not_in_the_form_s_markup(quiz_layer):
    (question,) = read_questions(blank(stem="[[1]]と海"))
    element = question_of(quiz_layer.published(question), "one-blank")
    (field,) = element.xpath(".//input")
    assert "広い" not in lxml_html.tostring(field, encoding="unicode", with_tail=False)
    assert {"id", "name", "aria-label", "type"} <= set(field.attrib)


@pytest.mark.parametrize(
    "stem", ["[[1]]は海です。", "海は\n[[1]]です。", "海は[[1]]", "[[1]]", "**[[1]]**は海です。"]
)
def test_a_blank_stays_in_its_sentence(quiz_layer, stem):
    (question,) = read_questions(blank(stem=stem))
    element = question_of(quiz_layer.published(question), "one-blank")
    (box,) = element.xpath(".//div[@class='question__stem']")
    (paragraph,) = box.xpath("./*")
    assert paragraph.tag == "p"
    assert len(paragraph.xpath(".//input")) == 1
    assert plain_text(lxml_html.tostring(paragraph, encoding="unicode")) == " ".join(
        stem.replace("[[1]]", "□").replace("**", "").split()
    )


def test_several_blanks_stand_and_are_numbered_as_in_the_bank(quiz_layer):
    gaps = [{"accept": [f"答{n}"], "feedback": f"理由{n}"} for n in range(1, 13)]
    stem = "、".join(f"[[{n}]]" for n in range(1, 13))
    (question,) = read_questions(blank(stem=stem, blanks=gaps))
    element = question_of(quiz_layer.published(question), "one-blank")
    names = [field.get("aria-label") for field in element.xpath(".//input")]
    assert names == [f"空所{n}" for n in range(1, 13)]
    assert_complete(element, blank(stem=stem, blanks=gaps) | {"stem": "、" * 11})


EXPLANATIONS = {
    "- ひとつ\n- ふたつ": ["ul", "li", "li"],
    "1. ひとつ\n2. ふたつ": ["ol", "li", "li"],
    "> 引用です。": ["blockquote", "p"],
    "前の文。\n\n- ひとつ": ["p", "ul", "li"],
    "一段落目。\n\n二段落目。": ["p", "p"],
    "| a | b |\n|---|---|\n| c | d |": [
        *("table", "thead", "tr", "th", "th", "tbody", "tr", "td", "td"),
    ],
    "!!! note\n    囲みです。": ["div", "p", "p"],
}


@pytest.mark.parametrize("make", [single, blank])
@pytest.mark.parametrize("explanation", EXPLANATIONS)
def test_an_explanation_may_have_blocks_wherever_it_begins_and_ends(quiz_layer, explanation, make):
    (question,) = read_questions(make("q", explanation=explanation))
    element = question_of(quiz_layer.published(question), "q")
    (box,) = element.xpath(".//div[@class='question__explanation']")
    assert [child.tag for child in box.iterdescendants()][1:] == EXPLANATIONS[explanation]
    original = {"single": single, "blank": blank}[question.type]("q")
    assert_complete(element, {**original, "explanation": text_of(box)})


@pytest.mark.parametrize("make", [single, multiple, blank])
@pytest.mark.parametrize(
    "end", ["- ひとつ\n- ふたつ", "> 引用", "| a |\n|---|\n| b |", "    code", "!!! note\n    文"]
)
def test_a_stem_may_end_in_any_block(quiz_layer, end, make):
    start = "[[1]]です。" if make is blank else "文です。"
    (question,) = read_questions(make("q", stem=f"{start}\n\n{end}"))
    element = question_of(quiz_layer.published(question), "q")
    (stem,) = element.xpath(".//div[@class='question__stem']")
    assert stem.xpath(".//span[@data-id]") == []
    assert [p for p in stem.iter("p") if not text_of(p)] == []
    assert text_of(stem).startswith(start.replace("[[1]]", ""))


@pytest.mark.parametrize("right", ["a", "b", "c"])
def test_several_ticks_with_one_right_option_stay_ticks(quiz_layer, right):
    original = multiple("q", right)
    (question,) = read_questions(original)
    element = question_of(quiz_layer.published(question), "q")
    assert element.get("data-type") == "multiple"
    assert {field.get("type") for field in element.xpath(".//input")} == {"checkbox"}
    assert_complete(element, original)


def test_a_term_in_a_question_is_not_linked_to_the_glossary(quiz_layer):
    (question,) = read_questions(question_with("仲間と春", single, "q"))
    assert quiz_layer.published(question).xpath("//a[@class='term']") == []


def test_an_image_in_a_question_is_compared_by_its_description():
    assert plain_text('a<img alt="丸い図" src="x.png">b') == "a丸い図b"


# Any text --------------------------------------------------------------------------------------

MARKS = st.sampled_from(
    [
        *"漢aピx1[]|{}*_`~<>&;:\"'#-+=.!?()@\\/^$％　 \n",
        *("&lt;", "&amp;", "[x]", "- ", "- [ ] ", "> ", "1. ", "**", "\n\n", "\n    ", "!!! a"),
        *("--", "---", "```", "[[", "]]", "[@S1]", "](u)", "[a]: b", "\u2028", "\x0c", "\u200b"),
        *("<b>", "</", "<!", "<?", "-->", "{漢|かん}", "🙂", "\t", "<quiz>", "</quiz>", "[[1]]"),
    ]
)
TEXTS = st.lists(MARKS, min_size=1, max_size=7).map("".join).filter(str.strip)


def assert_published_exactly(quiz_layer: Layer, question: dict) -> None:
    """What is published is what the texts are by themselves, unless it was refused."""
    questions = read_questions(question)
    if questions is None:
        return
    (model,) = questions
    try:
        html = quiz_layer.taken_back(quiz_layer.html(model), model)
    except Difference:
        return

    def alone(text: str) -> str:
        return plain_text(quiz_layer.converter(text))

    element = lxml_html.document_fromstring(html)
    assert shown_ids(element) == [model.id]

    def shown(path: str) -> list[str]:
        found = element.xpath(path)
        return [
            plain_text(lxml_html.tostring(e, encoding="unicode", with_tail=False)) for e in found
        ]

    assert shown("//div[@class='question__stem']") == [
        alone(re.sub(r"\[\[1\]\]", "□", model.stem) if model.type == "blank" else model.stem)
    ]
    assert shown("//div[@class='question__explanation']") == [
        f"解説 {alone(model.explanation)}".strip()
    ]
    reasons = shown("//div[starts-with(@class, 'feedback')]")
    if isinstance(model, FillIn):
        (gap,) = model.blanks
        (wrong,) = gap.wrong
        assert reasons[0] == alone(gap.feedback)
        assert reasons[1].endswith(alone(wrong.feedback))
        assert [json.loads(a) for a in element.xpath("//@data-accept")] == [list(gap.accept)]
        assert element.xpath("//@data-wrong") == [wrong.text]
    else:
        assert element.xpath("//input/@value") == [option.id for option in model.options]
        assert shown("//span[@class='option__text']") == [alone(o.text) for o in model.options]
        assert reasons == [alone(option.feedback) for option in model.options]
        right = [option.id for option in model.options if option.correct]
        assert element.xpath("//*[@data-correct]/@data-option") == right


fast_property = settings(
    max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow]
)


@fast_property
@given(
    make=st.sampled_from([single, multiple]),
    texts=st.lists(TEXTS, min_size=3, max_size=3, unique_by=lambda text: " ".join(text.split())),
    feedback=TEXTS,
)
def test_options_and_feedback_are_published_exactly_or_refused(quiz_layer, make, texts, feedback):
    options = [
        {"id": id, "text": text, "feedback": feedback if id == "b" else "理由"}
        for id, text in zip("abc", texts, strict=True)
    ]
    options[0]["correct"] = True
    assert_published_exactly(quiz_layer, make("q", options=options))


@fast_property
@given(stem=TEXTS, explanation=TEXTS)
def test_stems_and_explanations_are_published_exactly_or_refused(quiz_layer, stem, explanation):
    assert_published_exactly(quiz_layer, single("q", stem=stem, explanation=explanation))


@fast_property
@given(before=TEXTS, after=TEXTS, feedback=TEXTS, answer=TEXTS)
def test_blanks_are_published_exactly_or_refused(quiz_layer, before, after, feedback, answer):
    wrong = [{"text": answer + "別", "feedback": feedback}]
    gap = {"accept": [answer], "feedback": feedback, "wrong": wrong}
    question = blank("q", f"{before}[[1]]{after}", explanation=after, blanks=[gap])
    assert_published_exactly(quiz_layer, question)


# What make check refuses -----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("見えない\u2028改行", "\u2028"),
        ("改ページ\x0cです", "\x0c"),
        ("印\x02です", "\x02"),
        ("閉じる </ 印", "</ 印"),
        ("宣言 <![ です", "<![ です"),
        ("[ここ]: https://example.org", "[ここ]: https://example.org"),
    ],
)
def test_marks_that_a_question_cannot_carry_are_refused_everywhere(text, named):
    for make in (single, multiple, blank):
        for key in ("stem", "explanation", "feedback"):
            question = make("q")
            if key == "feedback":
                question["options" if "options" in question else "blanks"][0][key] = text
            else:
                question[key] = text + ("\n\n[[1]]" if make is blank and key == "stem" else "")
            assert read_questions(question) is None, (make.__name__, key)


@pytest.mark.parametrize(
    "text", ["# 題", "#1", "> 引用", "- 点", "* 点", "+ 点", "1. 番", "2026. 年", "!!! a", "***"]
)
def test_an_option_that_markdown_would_make_a_block_of_is_refused(text):
    question = single("q")
    question["options"][1]["text"] = text
    assert read_questions(question) is None
    question["options"][1]["text"] = "\\" + text if not text[0].isdigit() else "約" + text
    assert read_questions(question)


# Tampering -------------------------------------------------------------------------------------


def tampered(change: Callable[[HtmlElement], object]) -> Callable[[str], str]:
    def apply(html: str) -> str:
        root = lxml_html.fragment_fromstring(html, create_parent="div")
        change(root)
        return "".join(lxml_html.tostring(child, encoding="unicode") for child in root)

    return apply


def swap_options(root: HtmlElement) -> None:
    first, second, *_ = root.xpath("//fieldset")[0]
    second.addnext(first)


def drop(path: str) -> Callable[[str], str]:
    return tampered(lambda root: root.xpath(path)[0].drop_tree())


def set_attribute(path: str, name: str, value: str) -> Callable[[str], str]:
    return tampered(lambda root: root.xpath(path)[0].set(name, value))


def add_text(path: str) -> Callable[[str], str]:
    def change(root: HtmlElement) -> None:
        element = root.xpath(path)[0]
        element.text = (element.text or "") + "余分"

    return tampered(change)


def whole(id: str, html: str) -> str:
    return re.search(rf"<!-- question: {id} -->.*?<!-- /question: {id} -->", html, re.DOTALL)[0]


TAMPERED = {
    "an option removed": drop("//fieldset/div[2]"),
    "the order of options swapped": tampered(swap_options),
    "the key moved": tampered(
        lambda root: [
            root.xpath("//fieldset/div[1]/input")[0].attrib.pop("data-correct"),
            root.xpath("//fieldset/div[2]/input")[0].set("data-correct", "true"),
        ]
    ),
    "another option right as well": set_attribute(
        "//fieldset/div[3]/input", "data-correct", "true"
    ),
    "ticks instead of a choice": tampered(
        lambda root: [field.set("type", "checkbox") for field in root.xpath("//fieldset[1]//input")]
    ),
    "the id in the stem changed": set_attribute("//span[@data-id]", "data-id", "one-multiple"),
    "the id in the stem removed": drop("//span[@data-id]"),
    "the id in the stem twice": tampered(
        lambda root: root.xpath("//span[@data-id]")[0].addnext(
            lxml_html.fragment_fromstring('<span data-id="one-single"></span>')
        )
    ),
    "the stem changed": add_text("//div[@class='quiz-question']/p"),
    "an option's text changed": add_text("//fieldset/div[2]/label"),
    "a feedback changed": add_text("//fieldset/div[2]/div"),
    "a feedback removed": drop("//fieldset/div[3]/div"),
    "the explanation changed": add_text("//section/p"),
    "the explanation removed": drop("//section/p"),
    "a second stem": tampered(
        lambda root: root.xpath("//fieldset")[0].append(
            lxml_html.fragment_fromstring('<div class="quiz-question">x</div>')
        )
    ),
    "the whole quiz removed": drop("//div[contains(@class, 'quiz')]"),
    "a question missing": lambda html: html.replace(whole("one-multiple", html), ""),
    "a question twice": lambda html: html + whole("one-single", html),
    "questions out of order": lambda html: (
        whole("one-multiple", html) + whole("one-single", html) + whole("one-blank", html)
    ),
    "a question of another page": lambda html: html.replace("question: one-blank", "question: two"),
    "the comments around it removed": without_comments,
    "the feedback of a blank changed": add_text("//li[span[@data-part='1']]"),
    "the feedback of a blank removed": drop("//li[span[@data-part='1']]"),
    "a gap removed": drop("//input[@data-answer]"),
    "text in a gap's sentence": add_text("//div[@class='quiz-question']/p[.//input]/span"),
    "a quiz more": lambda html: html + '<div class="quiz" id="quiz-9">余分</div>',
}


@pytest.fixture(scope="module")
def three():
    return read_questions(single(), multiple(), blank())


@pytest.fixture(scope="module")
def made(quiz_layer, three) -> str:
    return quiz_layer.html(*three)


@pytest.mark.parametrize("change", TAMPERED)
def test_any_difference_stops_the_build(quiz_layer, three, made, change):
    changed = TAMPERED[change](made)
    assert changed != made
    with pytest.raises(Difference):
        quiz_layer.taken_back(changed, *three)


def test_html_that_was_only_read_and_written_again_is_no_difference(quiz_layer, three, made):
    again = tampered(lambda root: None)(made)
    assert quiz_layer.taken_back(again, *three) == quiz_layer.taken_back(made, *three)


def test_a_difference_names_the_question_and_both_texts(quiz_layer, three, made):
    with pytest.raises(Difference, match=r"'one-single': .*'b'.*«余分あれ»|«あれ余分», not «あれ»"):
        quiz_layer.taken_back(TAMPERED["an option's text changed"](made), *three)


def test_a_difference_stops_a_whole_build_and_names_the_page(tmp_path, monkeypatch):
    folder = small_course(tmp_path)
    monkeypatch.setattr("courseware.site.plugin.feed", lambda question, indent="": "\n何もない\n")
    with pytest.raises(Abort, match=re.escape("docs/ja/lessons/01-one.md [B501]")):
        built_lesson(folder)


# Lists -----------------------------------------------------------------------------------------


@pytest.mark.parametrize("text", ["「“'&quot;’」", r"A\_B \* C", "1 &lt; 2", "`x|y`"])
def test_texts_of_pairs_and_items_survive_the_way_through_mkdocs_quiz(tmp_path, text):
    pairs = [
        {"id": "a", "left": text, "right": "a", "feedback": text},
        {"id": "b", "left": "猫", "right": "b", "feedback": "猫です。"},
    ]
    steps = [{"id": "x", "text": text}, {"id": "y", "text": "昼"}, {"id": "z", "text": "夜"}]
    questions = read_questions(match(pairs=pairs), order(items=steps, feedback=text))
    page = layer(tmp_path).published(*questions)
    shown = plain_text(layer(tmp_path / "again").converter(text))
    assert text_of(question_of(page, "one-match").xpath(".//label")[0]) == shown
    options = question_of(page, "one-order").xpath(".//select")[0].xpath("./option[@value='x']")
    assert text_of(options[0]) == shown


def test_a_list_question_that_lost_a_place_is_noticed(tmp_path):
    questions = read_questions(match(), order())
    made = layer(tmp_path)
    html = made.html(*questions)
    for answer in ("1", "3"):
        tampered = re.sub(rf'<input[^>]*data-answer="{answer}"[^>]*>', "", html)
        with pytest.raises(Difference):
            made.taken_back(tampered, *questions)


def test_items_are_never_offered_in_the_right_order():
    for number in range(50):
        (question,) = read_questions(order(f"q{number}"))
        offered = items_as_offered(question)
        assert sorted(offered, key=lambda item: item.id) == list(question.items)
        assert offered != question.items
