"""Advice on the quality of questions: what it is given for, and what it leaves alone."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from courseware.course import Mistake, read_course
from courseware.course.bank import read_bank_file
from courseware.course.checks import CourseFiles, ReferenceFile
from courseware.course.quality import FEWEST_OF_A_BANK, check_quality
from courseware.course.rules import RULES
from tests.course_folder import BANK, CourseFolder
from tests.small_site import bank_text, blank, match, multiple, order, single

ROOT = Path(__file__).resolve().parents[1]

REASONS = {"ja": "石は季節の名前ではありません。", "en": "A stone is not one of the seasons."}
STEMS = {"ja": "季節の名前はどれですか。", "en": "Which of these is a season?"}


def course_files(text: str, lang: str = "ja", unread: tuple[str, ...] = ()) -> CourseFiles:
    """A course of nothing but one file of the bank. `unread` names files that have mistakes."""
    file, _ = read_bank_file(text, BANK, lang)
    nothing = ReferenceFile("", (), None)
    return CourseFiles(
        pages=(),
        bank=(file,) if file else (),
        sources=nothing,
        terms=nothing,
        objectives=nothing,
        points=nothing,
        figures={},
        documents={},
        nav=None,
        unread_banks=frozenset((lang, name) for name in unread),
    )


def advice(*questions: dict[str, Any], lang: str = "ja") -> list[Mistake]:
    return list(check_quality(course_files(bank_text(*questions), lang)))


def codes(*questions: dict[str, Any], lang: str = "ja") -> list[str]:
    return [one.rule for one in advice(*questions, lang=lang)]


def place_of(found: Mistake, *questions: dict[str, Any]) -> str:
    """The line that the advice points to."""
    return bank_text(*questions).split("\n")[found.line - 1].replace(": '", ": ").strip()


def choice(lang: str = "ja", *texts: str, right: int = 0, **changed: Any) -> dict[str, Any]:
    """A question without advice, in either language; its options have the texts given."""
    texts = texts or {"ja": ("春", "石", "紙"), "en": ("spring", "a stone", "paper")}[lang]
    options = [
        {"id": f"o{n}", "text": text, "correct": n == right, "feedback": REASONS[lang]}
        for n, text in enumerate(texts)
    ]
    return single(**{"stem": STEMS[lang], "options": options, **changed})


# The rules, by example -------------------------------------------------------------------------


@dataclass(frozen=True)
class Example:
    """A question that is given the advice, and one that resembles it and is given none.

    `at` is what the line contains that is meant.
    """

    rule: str
    broken: dict[str, Any]
    at: str
    fine: dict[str, Any]
    lang: str = "ja"


def gap(*accept: str, feedback: str = REASONS["ja"], **changed: Any) -> dict[str, Any]:
    return blank(blanks=[{"accept": list(accept), "feedback": feedback}], **changed)


def pairs(feedback: str) -> dict[str, Any]:
    question = match(stem="合うものを組み合わせてください。")
    question["pairs"][1]["feedback"] = feedback
    return question


def wrong(feedback: str) -> dict[str, Any]:
    answer = {"accept": ["広い"], "feedback": REASONS["ja"]}
    return blank(blanks=[{**answer, "wrong": [{"text": "狭い", "feedback": feedback}]}])


def stems(rule: str, lang: str, *cases: tuple[str, str]) -> Iterator[Example]:
    for bad, good in cases:
        yield Example(
            rule, choice(lang, stem=bad), f"stem: {bad[:7]}", choice(lang, stem=good), lang
        )


def options(lang: str, *cases: tuple[str, str]) -> Iterator[Example]:
    for bad, good in cases:
        one, other = {"ja": ("春", "石"), "en": ("spring", "a stone")}[lang]
        broken, fine = choice(lang, one, other, bad), choice(lang, one, other, good)
        yield Example("Q135", broken, f"text: {bad[:7]}", fine, lang)


def reasons(lang: str, *cases: tuple[str, str]) -> Iterator[Example]:
    for bad, good in cases:
        broken, fine = choice(lang), choice(lang)
        broken["options"][1]["feedback"], fine["options"][1]["feedback"] = bad, good
        yield Example("Q138", broken, f"feedback: {bad[:7]}", fine, lang)


def claims(lang: str, *cases: tuple[str, str]) -> Iterator[Example]:
    for bad, good in cases:
        cited = {"sources": ["S1"]} if "[@S1]" in good else {}
        broken = choice(lang, explanation=bad)
        yield Example("Q140", broken, "explanation:", choice(lang, explanation=good, **cited), lang)


EXAMPLES = [
    Example("Q134", choice("ja", "春", "石"), "options:", choice("ja", "春", "石", "紙")),
    Example(
        "Q134",
        multiple(stem="すべて選んでください。", options=choice("ja", "春", "石")["options"]),
        "options:",
        multiple(stem="すべて選んでください。", options=choice()["options"]),
    ),
    *options(
        "ja",
        ("すべて正しい", "講義の説明はすべて正しいと考え、確かめずに使う。"),
        ("上記すべて", "上の欄に記した数をすべて足す。"),
        ("以上のすべてです。", "以上の手順を、すべて職員だけで進める。"),
        ("どれも正しくない。", "どれも正しく見えるときは、出典を読む。"),
        ("**どれも正しくありません。**", "どれを選んでもよいと、はじめに伝える。"),
        ("いずれでもない", "いずれは自分でもできるようになる。"),
        ("この中のどれでもない。", "どれほど忙しくても、先に話を聴く。"),
        ("あてはまるものはない", "本人にあてはまるものを一緒に探す。"),
        ("いずれも誤りである。", "誤りに気づいたら、すぐに知らせる。"),
    ),
    *options(
        "en",
        ("All of the above", "All of the members decide together"),
        ("None of the above.", "None of them had been asked before"),
        ("None of these", "These are things that nobody owns"),
        ("Both of these are right", "Both of these people are tired after work"),
        ("All are correct.", "All are welcome"),
        ("Both A and B", "Both spring and summer"),
    ),
    *stems(
        "Q136",
        "ja",
        ("季節の名前について。", "季節の名前はどれですか。"),
        ("季節の名前はどれですか。次のとおりです。", "季節には名前があります。どれですか？"),
        ("「季節はどれですか」とたずねました。", "「季節です」と言いました。どう答えますか。"),
        (
            "季節の名前を選ぶ（2026年11月時点）。",
            "季節の名前はどれですか（2026年11月時点）。",
        ),
        ("季節の名前を次に挙げます。", "季節の名前を選んでください。"),
        ("季節の名前です。\n\n- 春\n- 石", "季節の名前はどれですか。\n\n- 春\n- 石"),
        ("季節の名前。", "**季節の名前を選びましょう。**"),
    ),
    *stems(
        "Q136",
        "en",
        ("Seasons have names.", "Seasons have names. Which of these is one?"),
        ("She asks, “Which is it?”", "She says, “It is spring.” What do you answer?"),
        ("These are names of seasons.", "Choose the names of seasons."),
        (
            "The seasons and their signs.",
            "Here are four. Match the seasons, e.g. spring, to signs.",
        ),
        ("You choose a season.", "From the list, please choose a season (as of 2026)."),
    ),
    Example("Q136", {**pairs(REASONS["ja"]), "stem": "動物です。"}, "stem:", pairs(REASONS["ja"])),
    Example(
        "Q136",
        order(stem="一日の流れです。"),
        "stem:",
        gap("広い", stem="海は[[1]]です（2026年11月時点）。"),
    ),
    *stems(
        "Q137",
        "ja",
        ("季節でないものはどれですか。", "季節で**ない**ものはどれですか。"),
        ("正しくない説明を選んでください。", "**正しくない**説明を選んでください。"),
        ("正しくないのはどれですか。", "答えが返ってこないのはなぜですか。"),
        ("誤っているものはどれですか。", "誤っていると気づいたら、どうしますか。"),
        ("間違っているものを選んでください。", "**間違っているもの**を選んでください。"),
        ("不適切なものはどれですか。", "不適切な案内をどう直しますか。"),
        (
            "ふさわしくないものはどれですか。あてはまるものをすべて選んでください。",
            "ふさわしいものはどれですか。あてはまるものをすべて選んでください。",
        ),
        ("足してはならないものはどれですか。", "暮らしに欠かせないものはどれですか。"),
        (
            "次のうち、季節以外のものはどれですか。",
            "Aさんは「季節でないものは苦手です」と言います。何が好きですか。",
        ),
        ("季節でないものは何ですか。", "季節を知らない人がいます。季節はどれですか。"),
    ),
    *stems(
        "Q137",
        "en",
        ("Which of these is not a season?", "Which of these is **not** a season?"),
        ("Which is NOT a season?", "Which is **NOT** a season?"),
        ("Which one isn't a season?", "What do you do if she does not answer?"),
        ("All are seasons except which?", "Which is the exception?"),
        ("Choose what is incorrect.", "Choose **what is incorrect**."),
        ("Which statement is false?", "Is this true or false?"),
        ("Select all that are not seasons.", "It is not spring. Which season is it?"),
    ),
    *reasons(
        "ja",
        ("正解です。", "正解です。春は、一年を四つに分けた一つです。"),
        ("不正解です。", "石は季節ではありません。"),
        ("そのとおりです。よくできました！", "そのとおりです。三月から五月の季節です。"),
        ("違います。もう一度考えてみましょう。", "違います。石は一年中あります。"),
        ("残念ながら、この選択肢は正しくありません。", "正しくありません。一年中あるものです。"),
        ("石だから。", "石には、暑い時も寒い時もあるからです。"),
        ("[@S1]", "石は一年中あります[@S1]。"),
    ),
    *reasons(
        "en",
        ("Correct.", "Correct: it lies between winter and summer."),
        ("That's wrong.", "That's wrong: stones last all the year."),
        ("Well done! You have chosen the right answer.", "Stones last all the year."),
        ("Sorry, that is not quite right. Try again!", "It is there in every season."),
        ("Too hard.", "It is too hard to melt in summer."),
    ),
    Example("Q138", gap("広い", feedback="海です。"), "feedback: 海です", gap("広い")),
    Example(
        "Q138", wrong("違います。"), "feedback: 違います", wrong("浜から見ると果てがありません。")
    ),
    Example("Q138", pairs("猫です。"), "feedback: 猫です", pairs("猫は、このように鳴きます。")),
    Example(
        "Q138",
        order(stem="並べてください。", feedback="正しい順です。"),
        "feedback: 正しい順",
        order(stem="並べてください。", feedback="一日は朝から始まります。"),
    ),
    *claims(
        "ja",
        ("1965年の論文が始まりです。", "1965年の論文が始まりです[@S1]。"),
        ("平成27年に始まりました。", "三年前のことだと思われがちです。"),
        ("参加した人の３０％が続けました。", "参加した人の多くが続けるとよいですね。"),
        ("会員は550人です。", "会員の数は、年によって違います。"),
        ("障害者基本法に定めがあります。", "基本となる方法です。"),
        ("第47条に定めがあります。", "第4講で学びます。"),
        ("調査では、多くの人が望むとされています。", "調査の目的を、先に伝えます。"),
        ("報告書によれば、望ましい形です。", "報告書を読んでから、話し合います。"),
    ),
    *claims(
        "en",
        ("It began in 1965.", "It began in 1965 [@S1]."),
        ("In all, 30% went on.", "In all, many went on."),
        ("It had 550 members.", "It had members of all ages."),
        ("The Welfare Act says so.", "To act is better than to wait."),
        ("See Article 47 for that.", "See the next lesson for that."),
        ("Studies show that it helps.", "Study it together."),
    ),
    Example("Q141", gap("広い", "ひろい", "ヒロイ"), "- ヒロイ", gap("広い", "ひろい", "大きい")),
    Example("Q141", gap("職員（専門職）", "職員・専門職"), "- 職員・専門職", gap("1.5", "15")),
    Example(
        "Q142",
        choice(accepts=["Q134"]),
        "- Q134",
        choice("ja", "春", "石", accepts=["Q134"]),
    ),
    Example(
        "Q142",
        choice("ja", "春", "石", accepts=["Q134", "Q112"]),
        "- Q112",
        choice("ja", "春", "すべて正しい", accepts=["Q134", "Q135"]),
    ),
    Example(
        "Q142",
        choice("ja", "春", "石", accepts=["Q134", "Q131"]),
        "- Q131",
        choice("ja", "春", "石", accepts=["Q134"]),
    ),
    Example(
        "Q142",
        choice("ja", "春", "石", "紙", accepts=["Q142"]),
        "- Q142",
        choice("ja", "春", "石", "紙", accepts=[]),
    ),
]
OF_A_BANK = {"Q131", "Q132", "Q133", "Q139"}
"""Advice on figures of the whole bank, which one question cannot show."""


def _named(example: Example) -> str:
    return f"{example.rule} {example.at}"


def test_every_piece_of_advice_on_a_question_has_an_example():
    of_questions = {code for code, rule in RULES.items() if rule.is_advice and code[0] == "Q"}
    assert {example.rule for example in EXAMPLES} == of_questions - OF_A_BANK


@pytest.mark.parametrize("example", EXAMPLES, ids=_named)
def test_advice_is_given_where_it_is_due(example):
    (found,) = advice(example.broken, lang=example.lang)
    assert found.rule == example.rule
    assert found.is_advice
    assert example.at in place_of(found, example.broken)


@pytest.mark.parametrize("example", EXAMPLES, ids=_named)
def test_what_only_resembles_a_weakness_is_given_no_advice(example):
    assert advice(example.fine, lang=example.lang) == []


@pytest.mark.parametrize("lang", ["ja", "en"])
@pytest.mark.parametrize("example", EXAMPLES, ids=_named)
def test_advice_names_all_its_details(example, lang):
    (found,) = advice(example.broken, lang=example.lang)
    message = found.what(lang) + found.mend(lang)
    assert all(str(value) in message for value in found.details.values())


@pytest.mark.parametrize("example", [e for e in EXAMPLES if e.rule != "Q142"], ids=_named)
def test_advice_that_its_author_has_weighed_is_not_given(example):
    weighed = {**example.broken, "accepts": [example.rule]}
    assert codes(weighed, lang=example.lang) == []


def test_each_code_that_is_not_needed_is_told_once_for_each_time_it_stands():
    question = choice("ja", "春", "石", accepts=["Q134", "Q999", "Q134"])
    found = advice(question)
    assert [one.details for one in found] == [{"code": "Q999"}, {"code": "Q134"}]
    assert len({one.line for one in found}) == 2


def test_advice_on_words_is_given_in_the_languages_that_it_knows_only():
    weak = choice("en", "spring", "All of the above", stem="Seasons.")
    assert codes(weak, lang="en") == ["Q134", "Q135", "Q136"]
    assert codes(weak, lang="fr") == ["Q134"]


# The whole bank --------------------------------------------------------------------------------

LONG, MIDDLE, SHORT = "春は暖かくて花の多い季節", "石は冷たくて重い", "紙は軽い"


def sized(count: int, right: str, *others: str, first: int = 0) -> list[dict[str, Any]]:
    """Questions that differ by their ids; their right option goes from place to place."""
    questions = []
    for number in range(first, first + count):
        place = number % (len(others) + 1)
        texts = [*others[:place], right, *others[place:]]
        questions.append(choice("ja", *texts, right=place, id=f"q{number}", level="apply"))
    return questions


@pytest.mark.parametrize(
    ("rule", "right", "others"), [("Q131", LONG, (MIDDLE, SHORT)), ("Q132", SHORT, (MIDDLE, LONG))]
)
def test_right_options_that_are_known_by_their_length_are_told_once(rule, right, others):
    questions = sized(12, right, *others)
    (found,) = advice(*questions)
    assert found.rule == rule
    assert found.details == {"count": 12, "total": 12, "expected": 4, "ids": "q0, q1, q2"}
    assert place_of(found, *questions) == f"text: {right}"


def test_the_place_and_the_names_are_those_of_the_greatest_difference():
    questions = sized(12, LONG, MIDDLE, SHORT)
    questions[7]["options"][1]["text"] += "です、とても"
    questions[4]["options"][1]["text"] += "です"
    (found,) = advice(*questions)
    assert found.details["ids"] == "q7, q4, q0"
    assert place_of(found, *questions) == f"text: {LONG}です、とても"


@pytest.mark.parametrize(("by_length", "told"), [(4, []), (7, []), (8, ["Q131"])])
def test_length_may_be_right_as_often_as_chance_allows(by_length, told):
    # Of 12 with three options 4 are expected; two standard deviations more are 7.27.
    questions = sized(by_length, LONG, MIDDLE, SHORT)
    questions += sized(12 - by_length, MIDDLE, LONG, SHORT, first=by_length)
    assert codes(*questions) == told


def test_questions_without_one_longest_option_say_nothing_of_length():
    long = sized(8, LONG, MIDDLE, SHORT)
    level = sized(40, MIDDLE, MIDDLE[::-1], MIDDLE[1:] + "石", first=8)
    assert codes(*long, *level) == []
    other = sized(4, MIDDLE, LONG, SHORT, first=48)
    assert codes(*long, *level, *other) == ["Q131"]


def test_length_is_that_of_what_a_learner_sees():
    marked = "**石**は{冷|つめ}たくて`重い`[@S1]"
    assert codes(*sized(12, marked, MIDDLE[::-1], SHORT)) == []


@pytest.mark.parametrize("count", range(FEWEST_OF_A_BANK))
def test_of_a_few_questions_no_figures_are_told(count):
    questions = sized(count, LONG, MIDDLE, SHORT)
    for question in questions:
        question["level"] = "recall"
        question["options"].sort(key=lambda option: not option["correct"])
    assert codes(*questions) == []


def placed(*places: int, options: int = 4) -> list[dict[str, Any]]:
    """Questions with the right option at the places given, and options of one length."""
    texts = "春夏秋冬石紙"[:options]
    return [
        choice("ja", *texts, right=place, id=f"q{number}", level="apply")
        for number, place in enumerate(places)
    ]


def test_a_place_that_is_right_too_often_is_told_at_its_first_question():
    questions = placed(0, 1, 2, 3, *[2] * 8)
    (found,) = advice(*questions)
    assert found.rule == "Q133"
    assert found.details == {"options": 4, "total": 12, "counts": "1, 1, 9, 1", "expected": 3}
    line = bank_text(*questions[:2]).count("\n")
    assert line < found.line <= bank_text(*questions[:3]).count("\n")


def test_a_place_that_is_never_right_is_told():
    (found,) = advice(*placed(*[0, 1, 2] * 5))
    assert found.details["counts"] == "5, 5, 5, 0"


def test_places_that_are_spread_are_not_told():
    assert codes(*placed(*[0, 1, 2, 3] * 5)) == []
    assert codes(*placed(*[0, 1, 2, 3, 1] * 4)) == []


def test_places_are_compared_among_questions_with_as_many_options():
    three = placed(*[0, 1, 2] * 5, options=3)
    four = placed(*[3] * 9, *[0, 1, 2] * 3)
    for number, question in enumerate(four):
        question["id"] = f"r{number}"
    (found,) = advice(*three, *four)
    assert (found.details["options"], found.details["counts"]) == (4, "3, 3, 3, 9")
    assert codes(*three, *four[9:]) == []


@pytest.mark.parametrize(("applied", "told"), [(3, ["Q139"]), (4, []), (12, [])])
def test_a_third_of_the_questions_asks_for_decisions_in_a_situation(applied, told):
    questions = [gap("広い", id=f"q{number}") for number in range(12)]
    for question in questions[-applied:]:
        question["level"] = "apply"
    found = advice(*questions)
    assert [one.rule for one in found] == told
    if found:
        assert found[0].details == {"count": 3, "total": 12}
        assert place_of(found[0], *questions) == "level: recall"


def test_advice_on_the_bank_cannot_be_set_aside_by_a_question():
    questions = [gap("広い", id=f"q{n}", accepts=["Q139"]) for n in range(12)]
    assert codes(*questions) == ["Q139"] + ["Q142"] * 12


def test_each_language_has_figures_of_its_own():
    ja = course_files(bank_text(*sized(6, LONG, MIDDLE, SHORT)))
    en = course_files(bank_text(*sized(6, LONG, MIDDLE, SHORT)), lang="fr")
    both = replace(ja, bank=ja.bank + en.bank)
    assert list(check_quality(both)) == []


def test_a_bank_that_cannot_be_read_as_a_whole_has_no_figures_yet():
    text = bank_text(*sized(12, LONG, MIDDLE, SHORT))
    assert [one.rule for one in check_quality(course_files(text))] == ["Q131"]
    assert list(check_quality(course_files(text, unread=("02-two",)))) == []


def test_a_question_without_one_right_option_is_not_counted():
    questions = sized(12, LONG, MIDDLE, SHORT)
    for question in questions[:3]:
        for option in question["options"]:
            option["correct"] = False
    assert codes(*questions) == []


# Any text --------------------------------------------------------------------------------------

WORDS = ["すべて", "正しくない", "もの", "はどれですか。", "正解です。", "1965年", "研究", "とされ"]
WORDS += ["which ", "not ", "all of ", "the above", "choose ", "except", "study ", "shows ", "?"]
ODD = st.one_of(
    st.text(max_size=60),
    st.text(
        "「『（(“\"'）)』」*_`{|}[@S1];。？?.! \n□-#>1年%人法第条ないものは正しnot ", max_size=80
    ),
    st.lists(st.sampled_from(WORDS), max_size=30).map("".join),
)


@given(st.sampled_from(["ja", "en", "fr"]), ODD, ODD, ODD, ODD)
@settings(max_examples=200, deadline=None)
def test_no_text_stops_the_check(lang, stem, text, feedback, explanation):
    weak = single(stem=stem or "?", explanation=explanation or "?")
    weak["options"][1].update(text=text or "?", feedback=feedback or "?")
    cloze = blank(stem=f"{stem}[[1]]", explanation=explanation or "?")
    cloze["blanks"] = [{"accept": [text or "?", feedback or "?"], "feedback": feedback or "?"}]
    for found in check_quality(course_files(bank_text(weak, cloze), lang)):
        assert found.is_advice
        assert found.line_for_terminal("ja") != found.line_for_terminal("en")


@pytest.mark.parametrize(
    "part", ["which ", "「", "研究", "not ", "（「", "1", "**", "上の", "e.g. "]
)
@pytest.mark.parametrize("lang", ["ja", "en"])
def test_a_long_text_is_read_in_time(lang, part):
    text = part * 2000
    assert codes(choice(lang, stem=text, explanation=text), lang=lang) is not None


# The course ------------------------------------------------------------------------------------


def test_advice_stops_nothing(tmp_path):
    folder = CourseFolder(tmp_path)
    course, found = read_course(folder.root)
    assert course is not None
    assert {"Q134", "Q138"} <= {one.rule for one in found}
    assert all(one.is_advice for one in found)


def test_the_course_follows_all_advice():
    assert read_course(ROOT)[1] == ()
