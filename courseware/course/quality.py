"""What makes questions weak though nothing in them is wrong: advice that authors may weigh.

Figures are taken over the whole bank of a language, since no question by itself shows a habit of
its author. The rest looks at one question. What depends on words knows Japanese and English, and
is silent about questions in other languages.
"""

from __future__ import annotations

import math
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from courseware.course.bank import BankFile
from courseware.course.folding import fold
from courseware.course.mistakes import Mistake
from courseware.course.model import FillIn, MultipleChoice, Question, SingleChoice
from courseware.course.pages import CITATION_GROUP, FURIGANA, cited_ids, mask_code
from courseware.course.positions import Path

if TYPE_CHECKING:
    from courseware.course.checks import CourseFiles

FEWEST_OF_A_BANK = 10
"""Of fewer questions nothing is said: one more or less would turn the figures over."""

DEVIATIONS = 2
"""How many standard deviations from chance a count may be."""

FEWEST_OPTIONS = 3
NAMED = 3
"""How many questions a figure names as examples."""


@dataclass(frozen=True)
class _Language:
    """How a language asks, denies, judges and claims.

    `joint` joins the lines of a paragraph. `sums_up` is the whole of an option that has no content
    of its own. Each of `negatives` has the negative words in its first group. A feedback with
    fewer letters than `reason`, not counting its `verdicts`, gives no reason.
    """

    joint: str
    sentence: re.Pattern[str]
    asks: re.Pattern[str]
    sums_up: tuple[re.Pattern[str], ...]
    negatives: tuple[re.Pattern[str], ...]
    verdicts: re.Pattern[str]
    reason: int
    claims: tuple[re.Pattern[str], ...]


def _any(*patterns: str, flags: int = 0) -> tuple[re.Pattern[str], ...]:
    return tuple(re.compile(pattern, flags) for pattern in patterns)


_ASKED_JA = "(?:もの|説明|記述|文|選択肢|組み合わせ|対応|関わり|進め方|例)"
_WHICH_JA = "は、?(?:次|どれ|どの|だれ|誰|何|いくつ)"
_RIGHT_JA = "(?:正し|適切|正解|(?:あて|当て)?はま|該当)"
_IDIOMS_JA = "(?<!欠かせ)(?<!かけがえの)(?<!欠くことのでき)(?<!少なく)"
"""Before ない: what one cannot do without is not denied."""

_JAPANESE = _Language(
    joint="",
    sentence=re.compile(r"(?:[^。．？！?!]|．(?=\d))+[。．？！?!]*|[。．？！?!]+"),
    asks=re.compile(
        r"(?:か|ください|下さい|なさい|ましょう|選べ|並べよ|答えよ|述べよ)[。．！!]*$|[？?]"
    ),
    sums_up=_any(
        r"(?:上記|以上|上|これら|選択肢)の?(?:すべて|全て|全部|いずれ|どれ).{0,8}",
        rf".{{0,8}}(?:すべて|全て|全部|どれも|いずれも)が?、?(?:{_RIGHT_JA}|誤り|間違い).{{0,8}}",
        r".{0,8}(?:どれ|いずれ)でも(?:ない|ありません)。?",
        rf".{{0,8}}{_RIGHT_JA}\w{{0,2}}(?:もの|選択肢)[はが](?:一つも)?(?:ない|ありません)。?",
    ),
    negatives=_any(
        rf"({_IDIOMS_JA}ない{_ASKED_JA})(?:は|を|が|として|すべて|だけ|、)",
        rf"((?:ないの|誤り|間違い|以外の?(?:もの)?)){_WHICH_JA}",
        rf"((?:誤って|間違って)いる(?:の|{_ASKED_JA})|(?:誤った|間違った){_ASKED_JA})",
        rf"((?:不適切|不適当|不正確)な(?:の|{_ASKED_JA}))",
    ),
    verdicts=re.compile(
        r"不?正解|正し(?:い|くない|くありません)|誤り|間違\w{,4}ます|間違い|(?:違|ちが)います"
        r"|そう(?=です)|その(?:とおり|通り)|惜しい|残念(?:ながら)?|よくできました|すばらしい|素晴らしい"
        r"|お?見事|さすが|もう一度|もう少し|(?:この|あなたの)(?:選択肢|答え)|(?:考え|読み?)\w{,6}(?:ましょう|ください)"
        r"|(?:がんば|頑張)り\w{,3}ましょう"
    ),
    reason=8,
    claims=_any(
        r"(?:1[5-9]|20)\d\d年|(?:明治|大正|昭和|平成|令和)(?:\d+|元)年|\d+世紀",
        r"\d(?:%|パーセント|割|倍|人|名|件|社|団体|[かカヵヶ箇]所|円|歳|単位|ポイント)",
        r"第[\d〇一二三四五六七八九十百]+条",
        r"(?:福祉|支援|基本|促進|解消|防止|保護|保健|推進|医療|保険|雇用|基準|憲|民|刑)法(?![人則])",
        r"(?:研究|調査|統計|試験|報告書?|レビュー|論文)[^。]{,60}?"
        r"(?:とされ|示[さしす]|報告[さし]|[分わ]か[りっ]|明らか|確かめられ|証明|によ[るれ])",
    ),
)

_LATER_EN = r"\b(?:when|if|because|since|while|after|before|although|though|where)\b"
_REQUEST_EN = (
    r"(?:choose|select|tick|pick|mark|match|pair|join|connect|assign|put|arrange|order|sort|rank"
    r"|place|fill|complete|write|type|enter|name|give|find|identify|decide|drag|say|state|list"
    r"|answer)\b"
)
_RIGHT_EN = "(?:right|correct|true|wrong|incorrect|false)"
_NOT_EN = r"(\bnot\b|\bcannot\b|\w+n['’]t\b)"

_ENGLISH = _Language(
    joint=" ",
    sentence=re.compile(r"(?:[^.?!]|[.?!](?!\s|$)|(?<=\be\.g)\.|(?<=\bi\.e)\.)+[.?!]*|[.?!]+"),
    asks=re.compile(
        rf"\?[.?!]*$|(?:^|, )(?:please |now |then,? |and )*{_REQUEST_EN}", re.IGNORECASE
    ),
    sums_up=_any(
        r".{0,20}\bof the above\b.{0,20}|all the above\W*",
        r"(?:all|none|both|neither) of (?:these|those|them|the (?:options|answers|statements))"
        r"(?: (?:is|are) \w+)?\W*",
        rf"(?:all|none|both|neither) (?:is|are) {_RIGHT_EN}\W*",
        r"(?:both |neither )?\(?[a-f]\)? (?:and|n?or) \(?[a-f]\)?\W*",
        flags=re.IGNORECASE,
    ),
    negatives=_any(
        r"\b(except|incorrect|inappropriate|untrue|(?<!true or )false)\b",
        rf"\b(?:which|what|who)\b(?:(?!{_LATER_EN}|\bthat\b|\bwho\b)[^,;]){{,80}}?{_NOT_EN}",
        rf"^(?:please |now )*{_REQUEST_EN}(?:(?!{_LATER_EN})[^,;]){{,80}}?{_NOT_EN}",
        flags=re.IGNORECASE,
    ),
    verdicts=re.compile(
        rf"\b(?:{_RIGHT_EN}|yes|no|sorry|unfortunately|good|great|excellent|perfect|exactly|quite"
        r"|very|close|nice|well|done|bravo|try|think|read|again|you|your|answer|option|choice)\b",
        re.IGNORECASE,
    ),
    reason=15,
    claims=_any(
        r"\b(?:1[5-9]|20)\d\d\b|\b\d+(?:st|nd|rd|th) century\b",
        r"\d(?:%| ?(?:percent|per cent|people|persons|participants|patients|members|groups|studies"
        r"|trials|cases|times|yen|points)\b)",
        r"\b(?:Article|Section) \d+|\b[A-Z]\w+ Act\b",
        r"\b(?:[Rr]esearch|[Ss]tud(?:y|ies)|[Ss]urveys?|[Rr]eviews?|[Rr]eports?|[Tt]rials?)\b"
        r"[^.?!]{,80}?\b(?:show|find|found|suggest|indicate|report|conclude|prove)\w*",
    ),
)

_LANGUAGES = {"ja": _JAPANESE, "en": _ENGLISH}

_EMPHASIS = re.compile(r"(\*\*|__)(?=\S)(.+?)(?<=\S)\1", re.DOTALL)
_LINK_TEXT = re.compile(r"(?<!!)\[([^\[\]]*)\]\([^)]*\)")
_LISTED = re.compile(r"^[ \t]*(?:[-+*][ \t]|\d+[.)][ \t]|[>|]).*$", re.MULTILINE)
_ASIDE = re.compile(r"「[^「」]*」|『[^『』]*』|（[^（）]*）|\([^()]*\)|“[^“”]*”|\"[^\"\n]*\"")
_NESTED = 3
"""How deep quotations and notes stand in one another, at most."""


def check_quality(files: CourseFiles) -> Iterator[Mistake]:
    """Advice on the banks of all languages and on every question.

    Of a bank with files that cannot be read the figures are not known yet: nothing is said of it.
    """
    unread = {lang for lang, _ in files.unread_banks}
    for lang in dict.fromkeys(file.lang for file in files.bank):
        bank = [entry for entry in files.questions() if entry[0].lang == lang]
        if lang not in unread:
            yield from _advice_on_bank(bank)
    for file, number, question in files.questions():
        yield from _weighed(file, number, question)


# The whole bank --------------------------------------------------------------------------------

_Entry = tuple[BankFile, int, Question]
_Single = tuple[BankFile, int, SingleChoice, int]
"""A question with one right option, and that option's index."""


def _advice_on_bank(bank: list[_Entry]) -> Iterator[Mistake]:
    singles = list(_singles(bank))
    yield from _told_by_length(singles, "Q131", longest=True)
    yield from _told_by_length(singles, "Q132", longest=False)
    yield from _told_by_place(singles)
    applied = sum(question.level == "apply" for _, _, question in bank)
    if len(bank) >= FEWEST_OF_A_BANK and applied * 3 < len(bank):
        file, number, _ = next(entry for entry in bank if entry[2].level != "apply")
        details: dict[str, object] = {"count": applied, "total": len(bank)}
        yield Mistake(file.file, *file.place(number, "level"), "Q139", details)


def _singles(bank: list[_Entry]) -> Iterator[_Single]:
    for file, number, question in bank:
        if isinstance(question, SingleChoice):
            right = [index for index, option in enumerate(question.options) if option.correct]
            if len(right) == 1:
                yield file, number, question, right[0]


def _told_by_length(singles: list[_Single], rule: str, *, longest: bool) -> Iterator[Mistake]:
    """Whether whoever always takes the longest (or shortest) option is right too often.

    Only questions with one such option count: in the others there is nothing to take. If length
    says nothing, that option is right with a chance of 1 in k, each question for itself.
    """
    chances: list[float] = []
    right_by_length: list[tuple[int, _Single]] = []
    for single in singles:
        _, _, question, right = single
        lengths = [len(_plain(option.text)) * (1 if longest else -1) for option in question.options]
        first, second = sorted(lengths, reverse=True)[:2]
        if first > second:
            chances.append(1 / len(lengths))
            if lengths[right] == first:
                right_by_length.append((first - second, single))
    if len(chances) < FEWEST_OF_A_BANK or _deviation(len(right_by_length), chances) <= DEVIATIONS:
        return
    right_by_length.sort(key=lambda found: -found[0])
    file, number, _, right = right_by_length[0][1]
    details: dict[str, object] = {
        "count": len(right_by_length),
        "total": len(chances),
        "expected": round(sum(chances)),
        "ids": ", ".join(question.id for _, (_, _, question, _) in right_by_length[:NAMED]),
    }
    yield Mistake(file.file, *file.place(number, "options", right, "text"), rule, details)


def _told_by_place(singles: list[_Single]) -> Iterator[Mistake]:
    """Whether some place among as many options is right too often, or too seldom."""
    groups: dict[int, list[_Single]] = {}
    for single in singles:
        groups.setdefault(len(single[2].options), []).append(single)
    worst: tuple[float, int] = (DEVIATIONS, 0)
    for options, group in sorted(groups.items()):
        chances = [1 / options] * len(group)
        off = max(abs(_deviation(count, chances)) for count in _counts(group, options))
        if len(group) >= FEWEST_OF_A_BANK and off > worst[0]:
            worst = (off, options)
    if not (options := worst[1]):
        return
    group = groups[options]
    counts = _counts(group, options)
    crowded = counts.index(max(counts))
    file, number, _, right = next(single for single in group if single[3] == crowded)
    details: dict[str, object] = {
        "options": options,
        "total": len(group),
        "counts": ", ".join(map(str, counts)),
        "expected": round(len(group) / options),
    }
    yield Mistake(file.file, *file.place(number, "options", right), "Q133", details)


def _counts(group: list[_Single], options: int) -> list[int]:
    """How many have their right option in the first place, in the second and so on."""
    return [sum(right == place for _, _, _, right in group) for place in range(options)]


def _deviation(count: int, chances: list[float]) -> float:
    """How many standard deviations `count` is above what independent chances make expect."""
    variance = sum(chance * (1 - chance) for chance in chances)
    return (count - sum(chances)) / math.sqrt(variance)


# One question ----------------------------------------------------------------------------------

_Found = tuple[Path, str, dict[str, object]]
"""The place within the question, the rule and its details."""


def _weighed(file: BankFile, number: int, question: Question) -> Iterator[Mistake]:
    """Advice on a question, without that which its author has weighed and does not follow."""
    found = list(_advice_on_question(question, _LANGUAGES.get(file.lang)))
    given = {rule for _, rule, _ in found}
    found = [one for one in found if one[1] not in question.accepts]
    for index, code in enumerate(question.accepts):
        if code not in given or code in question.accepts[:index]:
            found.append((("accepts", index), "Q142", {"code": code}))
    for path, rule, details in found:
        yield Mistake(file.file, *file.place(number, *path), rule, details)


def _advice_on_question(question: Question, language: _Language | None) -> Iterator[_Found]:
    if isinstance(question, FillIn):
        yield from _needless_answers(question)
    options = question.options if isinstance(question, SingleChoice | MultipleChoice) else ()
    if options and len(options) < FEWEST_OPTIONS:
        yield ("options",), "Q134", {"count": len(options)}
    if language:
        yield from _advice_on_words(question, language)


def _needless_answers(question: FillIn) -> Iterator[_Found]:
    for index, blank in enumerate(question.blanks):
        first: dict[str, str] = {}
        for place, text in enumerate(blank.accept):
            folded = fold(text)
            if folded and folded in first:
                details: dict[str, object] = {"text": text, "accepted": first[folded]}
                yield ("blanks", index, "accept", place), "Q141", details
            first.setdefault(folded, text)


def _advice_on_words(question: Question, language: _Language) -> Iterator[_Found]:
    if isinstance(question, SingleChoice | MultipleChoice):
        for index, option in enumerate(question.options):
            if any(pattern.fullmatch(_plain(option.text)) for pattern in language.sums_up):
                yield ("options", index, "text"), "Q135", {"text": option.text}
    sentences = _sentences(_EMPHASIS.sub(r"\2", question.stem), language)
    # A cloze asks by its gaps.
    if not isinstance(question, FillIn) and not any(map(language.asks.search, sentences[-1:])):
        yield ("stem",), "Q136", {"id": question.id}
    if negative := _plain_negative(question.stem, language):
        yield ("stem",), "Q137", {"text": negative}
    for path, text in question.texts():
        if path[-1] == "feedback" and _gives_no_reason(text, language):
            yield path, "Q138", {"text": text}
    explanation = unicodedata.normalize("NFKC", _plain(question.explanation))
    claims = [claim.search(explanation) for claim in language.claims]
    first = next(filter(None, claims), None)
    if first and not cited_ids(question.explanation):
        yield ("explanation",), "Q140", {"text": first[0]}


def _plain_negative(stem: str, language: _Language) -> str | None:
    """The negative words of what is asked, if they are not emphasised."""
    sentences = _sentences(_EMPHASIS.sub("□", stem), language)
    asking = [one for one in sentences if language.asks.search(one)] or sentences[-1:]
    for sentence in asking:
        for negative in language.negatives:
            if found := negative.search(sentence):
                return found[1]
    return None


def _gives_no_reason(feedback: str, language: _Language) -> bool:
    """Whether too little is left without the words that only judge or praise."""
    left = language.verdicts.sub("", _plain(feedback))
    return len(re.findall(r"\w", left)) < language.reason


def _sentences(text: str, language: _Language) -> list[str]:
    """The sentences of running text, without code, lists, quotations and notes in brackets."""
    text = _LISTED.sub("", mask_code(text))
    text = CITATION_GROUP.sub("", FURIGANA.sub(r"\1", _LINK_TEXT.sub(r"\1", text)))
    for _ in range(_NESTED):
        text = _ASIDE.sub("", text)
    paragraphs = [language.joint.join(part.split("\n")) for part in re.split(r"\n\s*\n", text)]
    found = [one.strip() for part in paragraphs for one in language.sentence.findall(part)]
    return [one for one in found if re.search(r"\w", one)]


def _plain(text: str) -> str:
    """The text as a learner sees it, in one line: no marks, readings, citations."""
    text = CITATION_GROUP.sub("", FURIGANA.sub(r"\1", _LINK_TEXT.sub(r"\1", text)))
    return " ".join(re.sub(r"[*_`]+", "", text).split())
