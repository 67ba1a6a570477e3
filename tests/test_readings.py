"""Readings written by hand, beside those of an analyser that the tests play themselves."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from courseware.course import Mistakes, read_course
from courseware.course.readings import (
    APPROVED,
    Analyser,
    Difference,
    compared,
    differences,
    sudachi,
)
from tests.course_folder import GLOSSARY, LESSON, CourseFolder

ROOT = Path(__file__).resolve().parents[1]

Words = list[tuple[str, str]]


def saying(*words: tuple[str, str]) -> Analyser:
    """An analyser that divides one text, the one made of these words."""

    def analyse(text: str) -> Words:
        assert text == "".join(surface for surface, _ in words)
        return list(words)

    return analyse


def knowing(**readings: str) -> Analyser:
    """An analyser that knows these words, and reads each other letter as itself."""
    pattern = re.compile("|".join([*readings, "."]))
    return lambda text: [(word, readings.get(word, word)) for word in pattern.findall(text)]


# A line ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("{仲間|なかま}です", [("仲間", "ナカマ"), ("です", "デス")]),
        ("{頼|たの}む{人|ひと}", [("頼む", "タノム"), ("人", "ヒト")]),
        ("{話|はな}し{合|あ}い", [("話し合い", "ハナシアイ")]),
        ("{当|とう}{事|じ}{者|しゃ}", [("当事者", "トウジシャ")]),
        ("{当事|とうじ}者", [("当事者", "トウジシャ")]),
        ("当{事者|じしゃ}", [("当事者", "トウジシャ")]),
        ("{自助会|じじょかい}", [("自助", "ジジョ"), ("会", "カイ")]),
        ("{自助|じじょ}{会|かい}", [("自助会", "ジジョカイ")]),
        ("{自|じ}{助会|じょかい}", [("自助", "ジジョ"), ("会", "カイ")]),
        ("{ピア活動|ぴあかつどう}", [("ピア活動", "ピアカツドウ")]),
        ("ピア{活動|かつどう}", [("ピア活動", "ピアカツドウ")]),
        ("{活動|カツドウ}", [("活動", "カツドウ")]),
        ("{活動|かつ どう}", [("活動", "カツ・ドウ")]),
        ("三{日|か}、3{日|か}", [("三日", "ミッカ"), ("、", "、"), ("3日", "ミッカ")]),
    ],
)
def test_readings_that_the_analyser_shares_are_not_told(line, words):
    assert list(compared(line, saying(*words))) == []


@pytest.mark.parametrize(
    ("line", "words", "told"),
    [
        (
            "{仲間|ちゅうかん}です",
            [("仲間", "ナカマ"), ("です", "デス")],
            ("仲間", "ちゅうかん", "なかま"),
        ),
        ("{話|はなし}す", [("話す", "ハナス")], ("話", "はなし", "はなす")),
        ("{話|は}す", [("話す", "ハナス")], ("話", "は", "はなす")),
        ("お{話|はな}", [("お話", "オハナシ")], ("話", "はな", "おはなし")),
        ("当{事者|ことしゃ}", [("当事者", "トウジシャ")], ("事者", "ことしゃ", "とうじしゃ")),
        ("{当事|とうこと}者", [("当事者", "トウジシャ")], ("当事", "とうこと", "とうじしゃ")),
        (
            "{自助会|じじょえ}へ",
            [("自助", "ジジョ"), ("会", "カイ"), ("へ", "ヘ")],
            ("自助会", "じじょえ", "じじょかい"),
        ),
        ("ピア{活動|かつど}", [("ピア活動", "ピアカツドウ")], ("活動", "かつど", "ぴあかつどう")),
        ("3{日|にち}", [("3日", "ミッカ")], ("日", "にち", "みっか")),
        (
            "{人|ひと}と{人|じん}",
            [("人", "ヒト"), ("と", "ト"), ("人", "ヒト")],
            ("人", "じん", "ひと"),
        ),
    ],
)
def test_a_reading_that_differs_is_told_with_that_of_the_whole_word(line, words, told):
    assert list(compared(line, saying(*words))) == [told]


def test_of_a_word_with_several_furigana_the_wrong_one_is_told():
    found = list(compared("{当|とう}{事|こと}{者|しゃ}", saying(("当事者", "トウジシャ"))))
    assert ("事", "こと", "とうじしゃ") in found


def test_the_analyser_sees_the_whole_line_without_its_readings():
    seen = []

    def analyse(text: str) -> Words:
        seen.append(text)
        return [(text, "キョウハヒト")]

    assert list(compared("{今日|きょう}は{人|ひと}", analyse)) == []
    assert seen == ["今日は人"]


def test_a_line_without_furigana_is_not_analysed():
    assert list(compared("今日は`{人}`と|話|します。", saying())) == []


KANJI = st.text("漢字仲間人話", min_size=1, max_size=3)
KANA = st.text("あかしたなはまやらわんピアサトー", min_size=1, max_size=4)
PARTS = st.lists(
    st.one_of(st.tuples(KANJI, KANA, st.booleans()), KANA.map(lambda kana: (kana, kana, False))),
    min_size=1,
    max_size=4,
)
"""A word in parts: each as it is written, its reading, and whether it has furigana."""


def katakana(text: str) -> str:
    return re.sub("[ぁ-ゖ]", lambda kana: chr(ord(kana[0]) + 0x60), text)


def written(part: tuple[str, str, bool]) -> str:
    text, reading, has_furigana = part
    return f"{{{text}|{reading}}}" if has_furigana else text


@settings(max_examples=300, deadline=None)
@given(words=st.lists(PARTS, min_size=1, max_size=5))
def test_a_line_with_the_readings_of_the_analyser_has_no_difference(words):
    line = "、".join("".join(map(written, word)) for word in words)
    analysed: Words = []
    for word in words:
        surface, reading = ("".join(part[index] for part in word) for index in (0, 1))
        analysed += [(surface, katakana(reading)), ("、", "、")]
    assert list(compared(line, saying(*analysed[:-1]))) == []


@settings(max_examples=300, deadline=None)
@given(
    parts=st.lists(st.tuples(KANJI, KANA), min_size=1, max_size=4),
    wrong=KANA,
    data=st.data(),
)
def test_one_wrong_reading_among_those_of_a_word_is_told(parts, wrong, data):
    place = data.draw(st.integers(0, len(parts) - 1))
    kanji, right = parts[place]
    assume(katakana(wrong) != katakana(right))
    surface, reading = ("".join(part[index] for part in parts) for index in (0, 1))
    marks = [*parts[:place], (kanji, wrong), *parts[place + 1 :]]
    line = "".join(f"{{{text}|{kana}}}" for text, kana in marks)
    found = list(compared(line, saying((surface, katakana(reading)))))
    assert (kanji, wrong) in [(text, kana) for text, kana, _ in found]


# A course --------------------------------------------------------------------------------------

KNOWN = {"仲間": "ナカマ", "春": "ハル"}


@pytest.fixture
def folder(tmp_path):
    return CourseFolder(tmp_path)


def differing(folder: CourseFolder, **readings: str) -> list[Difference]:
    return list(differences(folder.load(), folder.root, knowing(**KNOWN, **readings)))


def test_a_course_whose_readings_the_analyser_shares_has_no_difference(folder):
    assert differing(folder) == []


def test_a_difference_on_a_page_is_told_with_its_place(folder):
    folder.edit(LESSON, "{仲間|なかま}", "{仲間|ちゅうかん}")
    line = folder.line_of(LESSON, "ちゅうかん")
    (found,) = differing(folder)
    assert found == Difference(LESSON, line, "仲間", "ちゅうかん", "なかま")
    assert str(found) == f"{LESSON}:{line}  仲間  ちゅうかん ≠ なかま"


def test_every_page_is_read_and_code_is_not(folder):
    text = "`{仲間|ちゅうかん}`\n\n```\n{仲間|ちゅうかん}\n```\n\n{春|しゅん}の{春|しゅん}\n"
    folder.write("docs/ja/about.md", text.join(["---\ntitle: 題\n---\n", ""]))
    folder.edit("mkdocs.yml", "nav:\n", "nav:\n  - about.md\n")
    assert differing(folder) == [Difference("docs/ja/about.md", 10, "春", "しゅん", "はる")] * 2


def test_a_difference_in_the_glossary_is_told(folder):
    folder.edit(GLOSSARY, "reading: はる", "reading: しゅん")
    (found,) = differing(folder)
    assert (found.file, found.written, found.reading, found.analysed) == (
        *(GLOSSARY, "春", "しゅん", "はる"),
    )


@pytest.mark.parametrize(
    ("name", "reading", "analysed"),
    [
        ("{ja: ピア}", "びあ", "オト"),
        ("{ja: AA}", "えーえー", "オト"),
        ("{en: spring}", "はる", "オト"),
        ("{ja: 春・仲間}", "はるなかま", "ナカマ"),
    ],
)
def test_names_that_need_no_reading_or_are_read_alike_are_not_told(folder, name, reading, analysed):
    folder.edit(GLOSSARY, "{ja: 春, en: spring}", name)
    folder.edit(GLOSSARY, "reading: はる", f"reading: {reading}")
    known = {"ピア": analysed, "AA": analysed, "・": ""}
    assert differing(folder, **known) == []


def test_what_somebody_has_found_right_is_not_told_again(folder):
    folder.edit(LESSON, "{仲間|なかま}が", "{仲間|ちゅうかん}と{仲間|とも}が")
    folder.edit(GLOSSARY, "reading: はる", "reading: しゅん")
    assert [one.reading for one in differing(folder)] == ["ちゅうかん", "とも", "しゅん"]
    folder.write(APPROVED, "仲間: [ちゅうかん]\n")
    assert [one.reading for one in differing(folder)] == ["とも", "しゅん"]
    folder.write(APPROVED, "# seen\n仲間: [とも, ちゅうかん]\n春: [しゅん]\n")
    assert differing(folder) == []
    folder.write(APPROVED, "春: [とも, ちゅうかん]\n仲間: [しゅん]\n")
    assert len(differing(folder)) == 3


# The real analyser -----------------------------------------------------------------------------


@pytest.fixture(scope="module")
def analyse() -> Analyser:
    return sudachi()


def test_the_readings_of_the_course_are_those_of_the_analyser_or_found_right(analyse):
    course, found = read_course(ROOT, same=["all"])  # the ledger says nothing of readings
    assert course is not None, found
    assert list(differences(course, ROOT, analyse)) == []


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("{自分|じぶん}の{話|はなし}を{聞|き}いてくれる{人|ひと}がいます。", []),
        ("{自分|じぶん}の{話|はな}を{聞|き}いてくれる{人|ひと}がいます。", [("話", "はな")]),
        (
            "{自分|じふん}の{話|はなし}を{聞|き}いてくれる{人|じん}がいます。",
            [("自分", "じふん"), ("人", "じん")],
        ),
        (
            "{同|おな}じ{病気|びょうき}の{仲間|ちゅうかん}と{話|はな}します。",
            [("仲間", "ちゅうかん")],
        ),
        ("いやなことは、{断|たち}ってもいいです。", [("断", "たち")]),
    ],
)
def test_a_wrong_reading_in_a_real_sentence_is_found(analyse, line, told):
    assert [(text, reading) for text, reading, _ in compared(line, analyse)] == told


@pytest.mark.parametrize(
    ("text", "rule"),
    [("仲間: なかま\n", "Y006"), ("仲間: [なかま\n", "Y001"), ("- 仲間\n", "Y006")],
)
def test_a_list_of_what_was_found_right_that_cannot_be_read_is_a_mistake(folder, text, rule):
    folder.write(APPROVED, text)
    with pytest.raises(Mistakes) as mistakes:
        differing(folder)
    assert {(one.file, one.rule) for one in mistakes.value.all} == {(APPROVED, rule)}


def test_a_list_of_nothing_but_comments_finds_nothing_right_yet(folder):
    folder.write(APPROVED, "# まだありません\n")
    assert differing(folder) == []


def test_a_difference_in_the_glossary_is_told_with_the_line_of_its_entry(folder):
    folder.edit(GLOSSARY, "reading: はる", "reading: なつ")
    (found,) = differing(folder)
    assert (found.written, found.line) == ("春", folder.line_of(GLOSSARY, "id: spring"))
