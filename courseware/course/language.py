"""What checks of wording know of a language: its sentences, its claims, how it asks and denies."""

from __future__ import annotations

import re
from dataclasses import dataclass

from courseware.course.pages import CITATION_GROUP, FURIGANA, mask_code


@dataclass(frozen=True)
class Language:
    """How a language asks, denies, judges and claims.

    `joint` joins the lines of a paragraph. `sums_up` is the whole of an option that has no content
    of its own. Each of `negatives` has the negative words in its first group. A feedback with
    fewer letters than `reason`, not counting its `verdicts`, gives no reason. A sentence of more
    characters than `longest` is long. `lesson` is how many characters of text a lesson may have.
    """

    joint: str
    sentence: re.Pattern[str]
    asks: re.Pattern[str]
    sums_up: tuple[re.Pattern[str], ...]
    negatives: tuple[re.Pattern[str], ...]
    verdicts: re.Pattern[str]
    reason: int
    claims: tuple[re.Pattern[str], ...]
    longest: int
    lesson: range


def _any(*patterns: str, flags: int = 0) -> tuple[re.Pattern[str], ...]:
    return tuple(re.compile(pattern, flags) for pattern in patterns)


_ASKED_JA = "(?:もの|説明|記述|文|選択肢|組み合わせ|対応|関わり|進め方|例)"
_WHICH_JA = "は、?(?:次|どれ|どの|だれ|誰|何|いくつ)"
_RIGHT_JA = "(?:正し|適切|正解|(?:あて|当て)?はま|該当)"
_IDIOMS_JA = "(?<!欠かせ)(?<!かけがえの)(?<!欠くことのでき)(?<!少なく)"
"""Before ない: what one cannot do without is not denied."""

_JAPANESE = Language(
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
        r"(?:再入院|再発|症状|偏見|効果)[^。、]{,12}?(?:減[りらるっ]|改善[しさ]|高ま[りるっ]|[がは](?:ある|あります|ない|ありません))",
    ),
    longest=90,
    lesson=range(2500, 4501),
)

_LATER_EN = r"\b(?:when|if|because|since|while|after|before|although|though|where)\b"
_REQUEST_EN = (
    r"(?:choose|select|tick|pick|mark|match|pair|join|connect|assign|put|arrange|order|sort|rank"
    r"|place|fill|complete|write|type|enter|name|give|find|identify|decide|drag|say|state|list"
    r"|answer)\b"
)
_RIGHT_EN = "(?:right|correct|true|wrong|incorrect|false)"
_NOT_EN = r"(\bnot\b|\bcannot\b|\w+n['’]t\b)"

_ENGLISH = Language(
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
    longest=240,
    lesson=range(5000, 12001),
)

LANGUAGES = {"ja": _JAPANESE, "en": _ENGLISH}

EMPHASIS = re.compile(r"(\*\*|__)(?=\S)(.+?)(?<=\S)\1", re.DOTALL)
_LINK_TEXT = re.compile(r"(?<!!)\[([^\[\]]*)\]\([^)]*\)")
_LISTED = re.compile(r"^[ \t]*(?:[-+*][ \t]|\d+[.)][ \t]|[>|]).*$", re.MULTILINE)
_ASIDE = re.compile(r"「[^「」]*」|『[^『』]*』|（[^（）]*）|\([^()]*\)|“[^“”]*”|\"[^\"\n]*\"")
_NESTED = 3
"""How deep quotations and notes stand in one another, at most."""


def sentences(text: str, language: Language) -> list[str]:
    """The sentences of running text, without code, lists, quotations and notes in brackets."""
    text = _LISTED.sub("", mask_code(text))
    text = CITATION_GROUP.sub("", FURIGANA.sub(r"\1", _LINK_TEXT.sub(r"\1", text)))
    for _ in range(_NESTED):
        text = _ASIDE.sub("", text)
    paragraphs = [language.joint.join(part.split("\n")) for part in re.split(r"\n\s*\n", text)]
    found = [one.strip() for part in paragraphs for one in language.sentence.findall(part)]
    return [one for one in found if re.search(r"\w", one)]


def plain(text: str) -> str:
    """The text as a learner sees it, in one line: no marks, readings, citations."""
    text = CITATION_GROUP.sub("", FURIGANA.sub(r"\1", _LINK_TEXT.sub(r"\1", text)))
    return " ".join(re.sub(r"[*_`]+", "", text).split())
