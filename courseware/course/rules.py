"""Every rule that authors' files must keep, with a code for ever and messages in two languages.

Y: YAML · Q: question bank · P: pages · R: references · C: the course as a whole.
A retired code is never given to another rule.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Rule:
    """What is wrong and how to mend it; `{names}` are filled in from the mistake's details."""

    what: dict[str, str]
    mend: dict[str, str]


def _rule(ja: str, ja_mend: str, en: str, en_mend: str) -> Rule:
    return Rule({"ja": ja, "en": en}, {"ja": ja_mend, "en": en_mend})


RULES: dict[str, Rule] = {
    # YAML --------------------------------------------------------------------------------------
    "Y001": _rule(
        "YAML として読めません（{problem}）",
        "この行の字下げ、「:」のあとの空白、引用符の閉じ忘れを確かめてください",
        "this is not valid YAML ({problem})",
        "check the indentation, the space after ':' and unclosed quotes on this line",
    ),
    "Y002": _rule(
        "項目「{key}」が二回あります",
        "一方を消すか、二つをまとめてください",
        "the key '{key}' appears twice",
        "delete one or merge the two",
    ),
    "Y003": _rule(
        "ファイルがありません",
        "このファイルを戻すか、新しく作ってください",
        "the file is missing",
        "restore or create it",
    ),
    "Y004": _rule(
        "必要な項目「{key}」がありません",
        "「{key}:」を書き足してください",
        "the key '{key}' is missing",
        "add '{key}:'",
    ),
    "Y005": _rule(
        "知らない項目「{key}」があります",
        "つづりを確かめるか、消してください",
        "the key '{key}' is not known",
        "check its spelling or delete it",
    ),
    "Y006": _rule(
        "「{key}」の値が合いません（{problem}）",
        "値を直してください。書き方は CONTRIBUTING.md にあります",
        "the value of '{key}' does not fit ({problem})",
        "correct the value; CONTRIBUTING.md shows the format",
    ),
    "Y007": _rule(
        "文字コードが UTF-8 ではありません",
        "エディターで UTF-8 を選んで保存し直してください",
        "this file is not in UTF-8",
        "save it again in UTF-8",
    ),
    # Question bank -----------------------------------------------------------------------------
    "Q101": _rule(
        "問題 ID「{id}」が二回使われています（先は {first}）",
        "あとから作った問題に別の ID を付けてください",
        "the question id '{id}' is used twice (first at {first})",
        "give the newer question another id",
    ),
    "Q102": _rule(
        "問題「{id}」に正しい選択肢がありません",
        "正しい選択肢に correct: true を付けてください",
        "question '{id}' has no right option",
        "add correct: true to the right option",
    ),
    "Q103": _rule(
        "type: single の問題「{id}」に正しい選択肢が {count} 個あります",
        "一つだけにするか、type: multiple に変えてください",
        "question '{id}' of type single has {count} right options",
        "keep one, or make it type: multiple",
    ),
    "Q104": _rule(
        "選択肢・空所「{part}」に feedback がありません",
        "なぜ正しいのか、なぜ違うのかを feedback: に書いてください",
        "the option or blank '{part}' has no feedback",
        "say in feedback: why it is right or wrong",
    ),
    "Q105": _rule(
        "問題「{id}」に同じ文の選択肢があります（「{text}」）",
        "どちらかの文を変えるか、消してください",
        "two options of question '{id}' are alike ('{text}')",
        "change or delete one of them",
    ),
    "Q106": _rule(
        "問題「{id}」の中で ID「{part}」が二回使われています",
        "一方に別の ID を付けてください",
        "the id '{part}' appears twice within question '{id}'",
        "give one of them another id",
    ),
    "Q107": _rule(
        "講「{lesson}」のページがありません",
        "lesson: をページのファイル名（拡張子なし）に合わせてください",
        "there is no page '{lesson}'",
        "make lesson: the page's file name without its ending",
    ),
    "Q108": _rule(
        "学習目標「{id}」は references/objectives.yml にありません",
        "一覧にある ID に直してください",
        "the objective '{id}' is not in references/objectives.yml",
        "use an id of that list",
    ),
    "Q109": _rule(
        "講義の要点「{id}」は references/lecture-points.yml にありません",
        "一覧にある ID に直してください",
        "the lecture point '{id}' is not in references/lecture-points.yml",
        "use an id of that list",
    ),
    "Q110": _rule(
        "要点「{id}」は、この問題の講では教えられていません",
        "その要点を見出しに付けるか、問題から外してください",
        "the lecture point '{id}' is not taught on this question's page",
        "put it on a heading of the page, or take it off the question",
    ),
    "Q111": _rule(
        "出典「{id}」は references/sources.yml にありません",
        "ID を確かめるか、出典を書き足してください",
        "the source '{id}' is not in references/sources.yml",
        "check the id or add the source",
    ),
    "Q112": _rule(
        "sources: と本文の引用が合いません（sources だけ: {only_listed}／本文だけ: {only_cited}）",
        "sources: に、問題文・feedback・explanation で引用した ID をすべて書いてください",
        "sources: and the citations differ (only listed: {only_listed}; only cited: {only_cited})",
        "list in sources: exactly what stem, feedback and explanation cite",
    ),
    "Q113": _rule(
        "文に、問題の書式として使えない「{text}」があります",
        "{advice}",
        "this text contains '{text}', which a question cannot carry",
        "{advice}",
    ),
    "Q114": _rule(
        "空所の数が合いません（問題文に {gaps}、blanks に {blanks} 個）",
        "問題文の空所を [[1]] から順に書き、blanks: を同じ数にしてください",
        "the gaps do not match (stem: {gaps}; blanks: {blanks})",
        "number the gaps of the stem from [[1]] on, with one entry of blanks: each",
    ),
    "Q115": _rule(
        "問題「{id}」は、どのページにも置かれていません",
        "docs/{lang}/ のページ「{lesson}」に <!-- quiz: {id} --> を書いてください",
        "question '{id}' is embedded in no page",
        "write <!-- quiz: {id} --> into the page '{lesson}' below docs/{lang}/",
    ),
    "Q116": _rule(
        "right:「{part}」は choices にありません",
        "choices の ID のどれかに直してください",
        "right: '{part}' is not among the choices",
        "use the id of one of the choices",
    ),
    # Pages -------------------------------------------------------------------------------------
    "P201": _rule(
        "見出し「{text}」に ID がありません",
        "行末に {{#english-id}} を付けてください（一度決めたら変えません）",
        "the heading '{text}' has no id",
        "add {{#english-id}} at its end (it stays for ever)",
    ),
    "P202": _rule(
        "見出しの ID「{id}」がこのページに二回あります",
        "あとの見出しに別の ID を付けてください",
        "the heading id '{id}' appears twice on this page",
        "give the later heading another id",
    ),
    "P203": _rule(
        "見出しの ID「{id}」に使えない文字があります",
        "小文字の英数字とハイフンだけにしてください",
        "the heading id '{id}' has characters it must not have",
        "use lower-case ASCII letters, digits and hyphens only",
    ),
    "P204": _rule(
        "全角の記号で書かれています（「{text}」）",
        "半角の「{half}」に直してください",
        "this mark is written in full width ('{text}')",
        "write it in half width: '{half}'",
    ),
    "P205": _rule(
        "ページに <quiz> が直接書かれています",
        "問題は quizzes/ に書き、<!-- quiz: id --> で置いてください",
        "there is a raw <quiz> in the page",
        "write the question into quizzes/ and embed it by <!-- quiz: id -->",
    ),
    "P206": _rule(
        "問題「{id}」は quizzes/ にありません",
        "ID のつづりを確かめてください",
        "there is no question '{id}' in quizzes/",
        "check the spelling of the id",
    ),
    "P207": _rule(
        "問題「{id}」が二か所に置かれています（先は {first}）",
        "一方を消してください",
        "question '{id}' is embedded twice (first at {first})",
        "delete one of the two",
    ),
    "P208": _rule(
        "問題「{id}」は講「{lesson}」の問題です",
        "「{lesson}」のページに置くか、問題のファイルを移してください",
        "question '{id}' belongs to the page '{lesson}'",
        "embed it there, or move it to this page's file in quizzes/",
    ),
    "P209": _rule(
        "問題の置き場所は、その行だけで書きます",
        "<!-- quiz: … --> の前後の文字を別の行に移してください",
        "a placeholder must stand alone on its line",
        "move what is before or after <!-- quiz: … --> to another line",
    ),
    "P210": _rule(
        "引用「{id}」は references/sources.yml にありません",
        "ID を確かめるか、出典を書き足してください",
        "the cited source '{id}' is not in references/sources.yml",
        "check the id or add the source",
    ),
    "P211": _rule(
        "講に必要な節「{section}」（{{#{id}}}）がありません",
        "見出し「## {section} {{#{id}}}」を書き足してください",
        "the lesson lacks the section {{#{id}}} ({section})",
        "add the heading '## {section} {{#{id}}}'",
    ),
    "P212": _rule(
        "見出しに要点が {count} 個あります（三つまで）",
        "節を分けるか、ほかの見出しに移してください",
        "the heading has {count} lecture points (three at most)",
        "split the section or move some to another heading",
    ),
    "P213": _rule(
        "見出しの属性「{name}」を読めません（{problem}）",
        '{{#id points="…" objectives="O1" priority="1"}} の形に直してください',
        "the heading's attribute '{name}' cannot be read ({problem})",
        'write it as {{#id points="…" objectives="O1" priority="1"}}',
    ),
    "P214": _rule(
        "「やさしい日本語で」の漢字「{text}」にふりがながありません",
        "{{{text}|よみ}} の形で書いてください",
        "the kanji '{text}' in the plain-Japanese section has no furigana",
        "write it as {{{text}|reading}}",
    ),
    "P215": _rule(
        "講の本文に # の見出しがあります",
        "題は先頭の title: に書き、節は ## から始めてください",
        "a lesson has a heading with a single #",
        "write the title into title: and begin sections with ##",
    ),
    "P216": _rule(
        "図「{file}」が docs/{lang}/figures/ にありません",
        "ファイル名を確かめるか、図を置いてください",
        "there is no figure '{file}' in docs/{lang}/figures/",
        "check the file name or add the figure",
    ),
    "P217": _rule(
        "図に説明の文がありません",
        "![図の説明](…) の [ ] の中に、図が伝えることを書いてください",
        "the figure has no description",
        "say in the brackets of ![…](…) what the figure tells",
    ),
    "P218": _rule(
        "講の本文の節が {count} 個です（3〜5 個）",
        "「考えてみよう」と「要点」の間の ## を 3〜5 個にしてください",
        "the lesson has {count} sections in its body (3 to 5)",
        "make it 3 to 5 headings with ## between the opening and the key points",
    ),
    "P219": _rule(
        "書きかけの印「{text}」を読めません",
        "{form} の形に直してください",
        "the mark '{text}' cannot be read",
        "write it as {form}",
    ),
    "P220": _rule(
        "このページは mkdocs.yml の nav にありません",
        "nav に「{path}」を書き足してください",
        "this page is not in the nav of mkdocs.yml",
        "add '{path}' to nav",
    ),
    "P221": _rule(
        "リンク先「{target}」がありません",
        "ファイル名と、# のあとの見出しの ID を確かめてください",
        "the link '{target}' leads nowhere",
        "check the file name, and the heading id after #",
    ),
    # References --------------------------------------------------------------------------------
    "R301": _rule(
        "ID「{id}」が二回あります",
        "一方を消すか、別の ID を付けてください",
        "the id '{id}' appears twice",
        "delete one or give it another id",
    ),
    "R302": _rule(
        "語「{term}」が二つの項目にあります",
        "一方の term または aliases から外してください",
        "the term '{term}' belongs to two entries",
        "take it out of the term or aliases of one of them",
    ),
    "R303": _rule(
        "よみ「{reading}」がひらがなではありません",
        "ひらがなで書いてください",
        "the reading '{reading}' is not in hiragana",
        "write it in hiragana",
    ),
    # The course as a whole ---------------------------------------------------------------------
    "C401": _rule(
        "講義の要点「{id}」を教える見出しがありません",
        'どれかの講の見出しに points="{id}" を付けてください',
        "no heading teaches the lecture point '{id}'",
        'put points="{id}" on a heading of a lesson',
    ),
    "C402": _rule(
        "講義の要点「{id}」を確かめる問題がありません",
        "その要点を points: に持つ問題を作ってください",
        "no question tests the lecture point '{id}'",
        "write a question with it in points:",
    ),
}

PROBLEMS_OF_VALUES: dict[str, str] = {
    "bool_parsing": "true か false を書きます",
    "bool_type": "true か false を書きます",
    "date_from_datetime_parsing": "2026-11-23 のような日付を書きます",
    "dict_type": "「項目: 値」の形を書きます",
    "greater_than_equal": "{ge} 以上の数を書きます",
    "int_parsing": "整数を書きます",
    "int_type": "整数を書きます",
    "literal_error": "{expected} のどれかを書きます",
    "model_type": "「項目: 値」の形を書きます",
    "string_pattern_mismatch": "使える文字や形が決まっています：{pattern}",
    "string_too_short": "空にできません",
    "string_type": "文を書きます（数や true は引用符で囲みます）",
    "too_long": "{max_length} 個までです",
    "too_short": "{min_length} 個以上必要です",
    "tuple_type": "[ ] か - で並べて書きます",
    "union_tag_invalid": "{expected_tags} のどれかを書きます",
}
"""What a value should be, by the kind of fault that pydantic reports; in English it says so."""

ADVICE_ON_MARKS: dict[str, dict[str, str]] = {
    "html": {
        "ja": "HTML は使えません。< は &lt; と書き、強調は **…** を使ってください",
        "en": "HTML cannot be used: write &lt; for <, and **…** for emphasis",
    },
    "gap": {
        "ja": "[[ ]] は空所の番号（type: blank の stem）だけに使えます",
        "en": "[[ ]] is for the numbered gaps in the stem of type: blank only",
    },
    "break": {
        "ja": "一つの段落にしてください（空行や改行は使えません）",
        "en": "make it one paragraph, without line breaks",
    },
    "list": {
        "ja": "行頭の - [ ] は選択肢の書式です。別の書き方にしてください",
        "en": "'- [ ]' at the start of a line is the format of options: word it otherwise",
    },
    "rule": {
        "ja": "行だけの --- は区切りの書式です。消してください",
        "en": "'---' alone on a line is a separator of the format: delete it",
    },
    "fence": {
        "ja": "問題の中ではコードの囲み（```）を使えません。`…` を使ってください",
        "en": "fenced code cannot be used within a question: use `…`",
    },
    "reference": {
        "ja": "行頭の [ ]: はリンク先の定義になり、消えます。リンクは [文](URL) と書いてください",
        "en": "'[ ]:' at the start of a line defines a link and is not shown: write [text](URL)",
    },
    "control": {
        "ja": "目に見えない制御文字（特殊な改行など）が入っています。その字を消してください",
        "en": "there is an invisible control character, such as an odd line break: delete it",
    },
    "block": {
        "ja": "行頭の記号が見出しや箇条書きになります。前に \\ を付けてください（1\\. や \\#）",
        "en": "this begins like a heading or list: put \\ before the mark (1\\. or \\#)",
    },
}
