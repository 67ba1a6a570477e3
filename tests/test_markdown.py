"""The course's syntax in Markdown, each extension by itself and all of them together."""

from __future__ import annotations

import re
import string
from pathlib import Path

import markdown
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from courseware.markdown.furigana import divided, hiragana

OURS = tuple(
    f"courseware.markdown.{name}"
    for name in ("citations", "figures", "furigana", "headings", "notes", "terms")
)
OTHERS = ("admonition", "attr_list", "tables", "toc", "pymdownx.details", "pymdownx.superfences")
SOURCES = {
    "S1": {"number": "1", "title": 'だれか：「題」"1" & <2>'},
    "S8b": {"number": "8b", "title": "別の人"},
}
TERMS = {
    "ピア": {"id": "peer", "definition": '"仲間" & <友>'},
    "ピアサポート": {"id": "peer-support", "definition": "支え合い"},
    "リカバリー": {"id": "recovery", "definition": "回復のこと"},
    "回復": {"id": "recovery", "definition": "回復のこと"},
    "AA": {"id": "aa", "definition": "集まり"},
    "当事者会": {"id": "group", "definition": "会"},
    "当事者": {"id": "person", "definition": "本人"},
}
COMPANION = {"id": "companion", "definition": "仲のよい人"}
READ_TERMS = {
    "仲間": {**COMPANION, "reading": "なかま"},
    "友人": COMPANION,
    "ピア活動": {"id": "activity", "definition": "活動", "reading": "ぴあかつどう"},
    "話し合い": {"id": "talk", "definition": "会", "reading": "はなしあい"},
    "気づき・学び": {"id": "notice", "definition": "知ること", "reading": "きづきまなび"},
    "明日は": {"id": "tomorrow", "definition": "次の日", "reading": "あすわ"},
    "リカバリー": {"id": "recovery", "definition": "回復", "reading": "りかばりー"},
}


def ruby(text: str, reading: str) -> str:
    """Furigana as a page has it. Of it only the text can be searched for."""
    off = 'data-search-exclude=""'
    return f"<ruby>{text}<rp {off}>（</rp><rt {off}>{reading}</rt><rp {off}>）</rp></ruby>"


RUBY = ruby("漢字", "かんじ")


@pytest.fixture
def convert(tmp_path):
    return make_converter(tmp_path)


def make_converter(figures: Path, *, others: tuple[str, ...] = OTHERS, terms=TERMS):
    converter = markdown.Markdown(
        extensions=[*OURS, *others],
        extension_configs={
            "courseware.markdown.citations": {"sources": SOURCES, "page": "refs.md"},
            "courseware.markdown.figures": {"folder": str(figures)},
            "courseware.markdown.terms": {"terms": terms, "page": "terms.md"},
        },
    )
    return lambda text: converter.reset().convert(text)


def linked(html: str) -> list[str]:
    """The words that became links to the glossary, in order."""
    return re.findall(r'<a class="term"[^>]*>([^<]*)</a>', html)


# Furigana --------------------------------------------------------------------------------------


def test_furigana_becomes_ruby_with_brackets_and_its_reading_is_left_out_of_the_search(convert):
    assert convert("この{漢字|かんじ}です。") == f"<p>この{RUBY}です。</p>"


@pytest.mark.parametrize(
    ("around", "html"),
    [
        ("*{}*", "<em>{}</em>"),
        ("**{}**", "<strong>{}</strong>"),
        ("[{}](u)", '<a href="u">{}</a>'),
        ("- {}", "<li>{}</li>"),
        ("> {}", "<p>{}</p>"),
        ("!!! note\n    {}", "<p>{}</p>"),
        ("一行目\n{}", "一行目\n{}"),
    ],
)
def test_furigana_works_within_other_marks(convert, around, html):
    assert html.format(RUBY) in convert(around.format("{漢字|かんじ}"))


def test_furigana_in_a_table_does_not_end_its_cell(convert):
    html = convert("| 語 | 意味 |\n|---|---|\n| {漢字|かんじ} | 字 |")
    assert re.findall(r"<t[dh]>(.*?)</t[dh]>", html) == ["語", "意味", RUBY, "字"]


def test_a_word_has_one_reading_for_each_pair_of_braces(convert):
    assert convert("{漢|かん}{字|じ}") == f"<p>{ruby('漢', 'かん')}{ruby('字', 'じ')}</p>"


@pytest.mark.parametrize(
    "code", ["`{漢字|かんじ}`", "```\n{漢字|かんじ}\n```", "    {漢字|かんじ}", "``{漢字|かんじ}``"]
)
def test_furigana_in_code_is_left_alone_with_its_bar(convert, code):
    html = convert(code)
    assert "{漢字|かんじ}" in html
    assert "<ruby>" not in html


@pytest.mark.parametrize(
    "text",
    ["{漢字}", "{|かんじ}", "{漢字|}", "{a|b|c}", "{漢字｜かんじ}", "a|b", "{a\nb|c}", "{{}}"],
)
def test_what_only_resembles_furigana_is_shown_as_typed(convert, text):
    assert convert(text) == f"<p>{text}</p>"


def test_a_backslash_shows_furigana_as_typed(convert):
    assert convert(r"\{漢字|かんじ}") == "<p>{漢字|かんじ}</p>"


def test_a_heading_shows_readings_and_its_name_in_the_contents_does_not(tmp_path):
    converter = markdown.Markdown(extensions=["courseware.markdown.furigana", "attr_list", "toc"])
    html = converter.convert("## **{漢字|かんじ}**の話 {#kanji}\n\n### {漢|かん}と字\n\n## ふつう")
    assert f'<h2 id="kanji"><strong>{RUBY}</strong>の話</h2>' in html
    outer, plain = converter.toc_tokens  # type: ignore[attr-defined]
    assert (outer["id"], outer["name"]) == ("kanji", "漢字の話")
    assert outer["children"][0]["name"] == "漢と字"
    assert plain["name"] == "ふつう"
    assert "data-toc-label" not in html


# Dividing a reading ----------------------------------------------------------------------------

KANJI = st.text("漢字仲間人々話", min_size=1, max_size=3)
HIRAGANA = st.text("あかしたなはまやらわん", min_size=1, max_size=4)
KANA = st.text("あかしたピアサポート", min_size=1, max_size=3)
PARTS = st.lists(
    st.one_of(st.tuples(KANJI, HIRAGANA), KANA.map(lambda kana: (kana, hiragana(kana)))),
    min_size=1,
    max_size=6,
)
"""Parts of a word, each with its reading."""


@pytest.mark.parametrize(
    ("word", "reading", "parts"),
    [
        ("活動", "かつどう", [("活動", "かつどう")]),
        ("人々", "ひとびと", [("人々", "ひとびと")]),
        ("ピア活動", "ぴあかつどう", [("ピア", None), ("活動", "かつどう")]),
        ("頼む", "たのむ", [("頼", "たの"), ("む", None)]),
        ("話し合い", "はなしあい", [("話", "はな"), ("し", None), ("合", "あ"), ("い", None)]),
        (
            "心・サポーター",
            "こころさぽーたー",
            [("心", "こころ"), ("・", None), ("サポーター", None)],
        ),
        (
            "障害者ピア研修",
            "しょうがいしゃぴあけんしゅう",
            [("障害者", "しょうがいしゃ"), ("ピア", None), ("研修", "けんしゅう")],
        ),
    ],
)
def test_the_kanji_of_a_word_have_their_share_of_its_reading(word, reading, parts):
    assert divided(word, reading) == parts


@pytest.mark.parametrize(
    ("word", "reading"),
    [
        ("今日は", "こんにちわ"),
        ("話し合い", "ミーティング"),
        ("ピア活動", "かつどう"),
        ("AA会", "えーえーかい"),  # letters are read in many ways
        ("会AA", "かいえーえー"),
        ("物の見方", "もののみかた"),  # も・の or もの・の
    ],
)
def test_a_word_whose_reading_cannot_be_divided_has_it_as_a_whole(word, reading):
    assert divided(word, reading) == [(word, reading)]


@pytest.mark.parametrize(
    ("word", "reading"),
    [
        ("ピア", "ぴあ"),
        ("ピア・サポート", "ぴあさぽーと"),
        ("ピア", "べつのよみ"),
        ("AA", "えーえー"),
    ],
)
def test_a_word_without_kanji_needs_no_reading(word, reading):
    parts = divided(word, reading)
    assert "".join(part for part, _ in parts) == word
    assert {share for _, share in parts} == {None}


@settings(deadline=None)
@given(parts=PARTS)
def test_what_a_word_is_divided_into_is_the_word_and_its_reading(parts):
    word, reading = ("".join(column) for column in zip(*parts, strict=True))
    found = divided(word, reading)
    assert "".join(part for part, _ in found) == word
    assert "".join(share or hiragana(part) for part, share in found) == reading
    assert all(re.search("[漢字仲間人々話]", part) for part, share in found if share)


@settings(deadline=None)
@given(word=st.text("漢字かなピア・AA1（）", min_size=1, max_size=12), reading=HIRAGANA)
def test_any_word_keeps_its_letters_whatever_its_reading_is_said_to_be(word, reading):
    assert "".join(part for part, _ in divided(word, reading)) == word


# Citations -------------------------------------------------------------------------------------


def test_a_citation_is_a_numbered_link_into_the_list_of_references(convert):
    assert convert("そうです[@S8b]。") == (
        '<p>そうです<span class="citation">'
        '<a href="refs.md#S8b" title="別の人">[8b]</a></span>。</p>'
    )


def test_several_sources_in_one_citation_are_links_in_the_order_written(convert):
    html = convert("[@S8b; @S1][@S1 ;@S8b]")
    assert re.findall(r"#(\w+)", html) == ["S8b", "S1", "S1", "S8b"]
    assert html.count('class="citation"') == 2


def test_a_title_is_escaped(convert):
    assert 'title="だれか：「題」&quot;1&quot; &amp; &lt;2&gt;"' in convert("[@S1]")


@pytest.mark.parametrize("text", ["[@S9]", "[@S1; @S9]", "[@S1, @S8b]", "[@]", "[S1]", "@S1"])
def test_a_citation_of_an_unknown_source_or_form_stays_as_typed(convert, text):
    assert convert(text) == f"<p>{text}</p>"


@pytest.mark.parametrize("text", ["`[@S1]`", "```\n[@S1]\n```", "    [@S1]", r"\[@S1]"])
def test_a_citation_in_code_or_behind_a_backslash_is_left_alone(convert, text):
    html = convert(text)
    assert "[@S1]" in html
    assert "citation" not in html


def test_a_citation_is_not_taken_for_the_text_of_a_link(convert):
    assert convert("[@S1](u)").endswith("</span>(u)</p>")


def test_a_citation_works_within_other_marks(convert):
    html = convert("| **[@S1]** |\n|---|\n| *a[@S8b]* |")
    assert '<strong><span class="citation">' in html
    assert '<em>a<span class="citation">' in html


# Terms -----------------------------------------------------------------------------------------


def test_a_term_links_to_its_entry_and_carries_its_definition(convert):
    assert convert("これはピアです。") == (
        '<p>これは<a class="term" data-definition="&quot;仲間&quot; &amp; &lt;友&gt;" '
        'href="terms.md#peer">ピア</a>です。</p>'
    )


def test_only_the_first_use_on_a_page_links_whatever_form_it_has(convert):
    assert linked(convert("リカバリーとピア。\n\n- ピア\n- 回復\n\n> リカバリー")) == [
        "リカバリー",
        "ピア",
    ]


def test_every_page_begins_anew(convert):
    assert linked(convert("ピア")) == linked(convert("ピア")) == ["ピア"]


def test_the_first_use_is_the_first_in_reading_order(convert):
    html = convert("**あ**い*回復*うリカバリー**ピア**ピア当事者")
    assert "<em><a" in html
    assert "<strong><a" in html
    assert linked(html) == ["回復", "ピア", "当事者"]


def test_the_longest_term_wins(convert):
    assert linked(convert("ピアサポートとピア、当事者会と当事者")) == [
        "ピアサポート",
        "ピア",
        "当事者会",
        "当事者",
    ]


@pytest.mark.parametrize(
    "text", ["ピアノ", "オリンピア", "ピアーズ", "スーピア・ノ", "AAA", "BAA", "AA1", "Aa", "aa"]
)
def test_katakana_and_latin_terms_are_found_as_whole_words_only(convert, text):
    assert linked(convert(text)) == []


@pytest.mark.parametrize("text", ["のピアが", "「ピア」", "AAは", "（AA）", "ピアAA", "AA-B"])
def test_katakana_and_latin_terms_are_found_beside_other_letters(convert, text):
    assert linked(convert(text))


def test_a_kanji_term_is_found_within_longer_words(convert):
    assert linked(convert("精神障害当事者団体")) == ["当事者"]


@pytest.mark.parametrize(
    "text",
    [
        "[ピアの話](u)",
        "[**ピア**](u)",
        "`ピア`",
        "```\nピア\n```",
        "    ピア",
        "{ピア|ぴあ}",
        *(f"{'#' * depth} ピア" for depth in range(1, 7)),
        '![ピア](a.png "ピア")',
        "<!-- ピア -->",
    ],
)
def test_no_term_is_linked_in_links_headings_code_readings_and_attributes(convert, text):
    html = convert(f"{text}\n\nここでピアが出ます。")
    assert html.count('class="term"') == 1
    assert 'ここで<a class="term"' in html


@pytest.fixture(scope="module")
def convert_read(tmp_path_factory):
    """Converts with a glossary that has readings."""
    return make_converter(tmp_path_factory.mktemp("none"), terms=READ_TERMS)


def test_the_first_use_of_a_term_has_its_reading(convert_read):
    link = '<a class="term" data-definition="仲のよい人" href="terms.md#companion">'
    assert convert_read("## 仲間\n\nその**仲間**と仲間です。") == (
        f'<h2 id="_1">仲間</h2>\n<p>その<strong>{link}{ruby("仲間", "なかま")}</a></strong>'
        "と仲間です。</p>"
    )


@pytest.mark.parametrize(
    ("text", "link"),
    [
        ("話し合いです", f"{ruby('話', 'はな')}し{ruby('合', 'あ')}い"),
        ("このピア活動", f"ピア{ruby('活動', 'かつどう')}"),
        ("明日は会", ruby("明日は", "あすわ")),
        ("気づき・学びの", f"{ruby('気', 'き')}づき・{ruby('学', 'まな')}び"),
        ("リカバリーへ", "リカバリー"),
        ("友人と仲間", "友人"),
    ],
)
def test_only_kanji_carry_readings_and_only_in_the_form_that_is_read_so(convert_read, text, link):
    html = convert_read(text)
    assert re.findall('<a class="term"[^>]*>(.*?)</a>', html) == [link]
    assert html.count("<ruby>") == link.count("<ruby>")


@settings(deadline=None)
@given(words=st.lists(st.sampled_from([*READ_TERMS, "ピア", "会", "と", "、", "**"]), min_size=1))
def test_links_and_readings_add_nothing_else_to_the_text(convert_read, words):
    text = "".join(words)
    html = convert_read(text)
    bare = re.sub('<(r[pt]) data-search-exclude="">.*?</\\1>|<a class="term"[^>]*>|</a>', "", html)
    assert re.sub("</?ruby>", "", bare) == markdown.markdown(text)


def test_without_terms_nothing_changes(tmp_path):
    converted = markdown.markdown("ピアと回復", extensions=["courseware.markdown.terms"])
    assert converted == "<p>ピアと回復</p>"


# Figures ---------------------------------------------------------------------------------------

SVG = (
    '<?xml version="1.0"?>\n<!-- made by hand -->\n'
    '<svg xmlns="http://www.w3.org/2000/svg" role="img"><title>円</title><circle r="1"/></svg>\n'
)


@pytest.fixture
def figures(tmp_path):
    (tmp_path / "circle.svg").write_text(SVG, encoding="utf-8")
    (tmp_path / "photo.png").write_bytes(b"png")
    return tmp_path


def test_a_drawing_alone_in_its_paragraph_is_set_into_the_page(figures):
    html = make_converter(figures)('![丸 "と" & <円>](../figures/circle.svg "図の*題*")')
    assert html == (
        '<figure class="figure">'
        '<svg aria-label="丸 &quot;と&quot; &amp; &lt;円&gt;" xmlns="http://www.w3.org/2000/svg" '
        'role="img"><title>円</title><circle r="1"/></svg>'
        "<figcaption>図の*題*</figcaption></figure>"
    )


def test_a_figure_without_a_caption_has_no_empty_one(figures):
    assert "figcaption" not in make_converter(figures)("![丸](circle.svg)")


def test_figures_work_in_lists_and_admonitions(figures):
    html = make_converter(figures)(
        "- a\n\n    ![丸](circle.svg)\n\n!!! note\n    ![丸](circle.svg)"
    )
    assert html.count("<figure ") == html.count("<svg ") == 2


@pytest.mark.parametrize(
    "text",
    [
        "文の中の ![丸](circle.svg)",
        "![丸](circle.svg) 図のあとの文",
        "![丸](circle.svg)![丸](circle.svg)",
        "![丸](other.svg)",
        "![丸](photo.png)",
        "`![丸](circle.svg)`",
        "[![丸](circle.svg)](u)",
    ],
)
def test_other_images_stay_as_they_are(figures, text):
    html = make_converter(figures)(text)
    assert "<svg" not in html
    assert "<figure" not in html


# Headings --------------------------------------------------------------------------------------


@pytest.mark.parametrize("depth", range(1, 7))
def test_the_author_s_attributes_leave_no_trace_in_a_heading(convert, depth):
    mark = "#" * depth
    html = convert(f'{mark} 題 {{#id points="a b" objectives="O1" priority="1" .kept}}')
    assert html == f'<h{depth} class="kept" id="id">題</h{depth}>'


def test_notes_for_instructors_have_an_address_and_other_folded_parts_have_none(convert):
    html = convert(
        '??? instructor "講師メモ"\n    一\n\n???+ instructor\n    二\n\n??? note\n    三\n'
    )
    assert re.findall("<details[^>]*>", html) == [
        '<details class="instructor" id="instructor-notes">',
        '<details class="instructor" id="instructor-notes-2" open="open">',
        '<details class="note">',
    ]


def test_the_author_s_attributes_are_taken_off_headings_only(convert):
    assert 'points="a"' in convert('文\n{: points="a" }')


# All together ----------------------------------------------------------------------------------

PIECES = st.sampled_from(
    [
        *"漢かピ字|{}[]()@;:`*_#\\<>&!~-+=.\"'　 \n\t",
        *("S1", "[@S1]", "[@S1; @S9", "{漢|かん}", "ピア", "当事者会", "AA", "\n\n", "    ", "```"),
        *("## ", "- ", "1. ", "> ", "| a | b |\n|---|---|\n", "!!! note\n", "![丸](circle.svg)"),
        *("{#id points=", '"a"}', "<b>", "</b>", "<!--", "-->", "<div>", "&lt;", "](u)", "\ufffd"),
    ]
)


@pytest.fixture(scope="module")
def convert_anything(tmp_path_factory):
    folder = tmp_path_factory.mktemp("figures")
    (folder / "circle.svg").write_text(SVG, encoding="utf-8")
    return make_converter(folder)


@settings(max_examples=300, deadline=None)
@given(text=st.lists(PIECES, max_size=25).map("".join))
def test_no_text_makes_converting_fail_or_leaves_the_mark_that_stands_for_the_bar(
    convert_anything, text
):
    assert "\ue000" not in convert_anything(text)


@settings(max_examples=200, deadline=None)
@given(
    text=st.text(alphabet="漢字かなーピノ、。「」（）？！・" + string.ascii_lowercase, min_size=1)
)
def test_text_without_syntax_is_unchanged(convert_anything, text):
    html = convert_anything(text)
    assert re.sub(r'<a class="term"[^>]*>|</a>', "", html) == f"<p>{text}</p>"


@settings(max_examples=100, deadline=None)
@given(text=st.text(alphabet="漢字かな|{}a \n", min_size=1))
def test_text_without_furigana_is_what_it_is_without_the_extension(text):
    if re.search(r"\{[^{}|\n]+\|[^{}|\n]+\}", text):
        text = text.replace("{", "(")
    ours = markdown.markdown(text, extensions=["courseware.markdown.furigana", "tables"])
    assert ours == markdown.markdown(text, extensions=["tables"])
