"""Ends of lines within Japanese text."""

import markdown
import pytest


def converted(text: str) -> str:
    extensions = ["attr_list", "courseware.markdown.linebreaks", "courseware.markdown.furigana"]
    return markdown.markdown(text, extensions=extensions)


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("一行目。\n二行目。", "<p>一行目。二行目。</p>"),
        ("**強い**\n言葉", "<p><strong>強い</strong>言葉</p>"),
        ("言葉\n**強い**", "<p>言葉<strong>強い</strong></p>"),
        ("一行目です。\nCさんは、", "<p>一行目です。Cさんは、</p>"),
        ("（一つめ）\n**27**の", "<p>（一つめ）<strong>27</strong>の</p>"),
        ("カナ\n「かな」", "<p>カナ「かな」</p>"),
        ("- 一つ\n  二つ", "<ul>\n<li>一つ二つ</li>\n</ul>"),
        ("> 一つ\n> 二つ", "<blockquote>\n<p>一つ二つ</p>\n</blockquote>"),
    ],
)
def test_lines_of_japanese_are_joined_without_a_space(text, html):
    assert converted(text) == html


def test_a_line_that_ends_or_begins_with_a_reading_is_joined():
    assert "</ruby><ruby>" in converted("{漢字|かんじ}\n{仮名|かな}")


@pytest.mark.parametrize(
    "text",
    [
        "two\nwords",
        "言葉\nword",
        "word\n言葉",
        "段落\n\n段落",
        "改行  \n改行",
        "    コード\n    行",
    ],
)
def test_other_ends_of_lines_stay(text):
    plain = markdown.markdown(text, extensions=["attr_list"])
    assert converted(text) == plain
