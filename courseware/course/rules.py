"""Every rule that authors' files keep, with a code for ever and messages in two languages.

Y: YAML · Q: question bank · P: pages · R: references · T: prose ·
C: the course as a whole.
A retired code is never given to another rule. A broken rule is a mistake and stops publishing; one
that is advice is only told, unless the author asks to be strict.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Rule:
    """What is wrong and how to mend it; `{names}` are filled in from the mistake's details."""

    what: dict[str, str]
    mend: dict[str, str]
    is_advice: bool = False


def _rule(ja: str, ja_mend: str, en: str, en_mend: str) -> Rule:
    return Rule({"ja": ja, "en": en}, {"ja": ja_mend, "en": en_mend})


def _advice(ja: str, ja_mend: str, en: str, en_mend: str) -> Rule:
    return Rule({"ja": ja, "en": en}, {"ja": ja_mend, "en": en_mend}, is_advice=True)


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
    "Q117": _rule(
        "空所の正解「{text}」は記号や空白だけなので、だれが書いても正解になりません",
        "文字か数字をふくむ答えに直してください",
        "nobody can give the accepted answer '{text}': it is only marks or spaces",
        "give an answer with letters or digits",
    ),
    "Q118": _rule(
        "wrong の「{text}」は、正解「{accepted}」と同じ答えとして扱われます",
        "wrong か accept のどちらかから消してください（表記の違いは区別されません）",
        "the wrong answer '{text}' counts as the accepted answer '{accepted}'",
        "take it out of wrong: or accept: (differences of spelling only do not count)",
    ),
    "Q119": _rule(
        "問題 ID「{id}」は、残りの問題を置く印に使う言葉です",
        "別の ID を付けてください",
        "the question id '{id}' is the word that shows all remaining questions",
        "give the question another id",
    ),
    # Item quality (advice) ---------------------------------------------------------------------
    "Q131": _advice(
        "一つ選ぶ問題で、長さから正解が分かります（いちばん長い選択肢が一つに決まる {total} 問の"
        "うち {count} 問で、それが正解。偶然なら約 {expected} 問。差が大きい問題: {ids}）",
        "正解の文を短くするか、ほかの選択肢も同じくらいくわしく書いてください",
        "length gives the answer away (of {total} single-choice questions with one longest"
        " option, it is right in {count}; by chance about {expected}; most of all: {ids})",
        "shorten right options, or write the others in as much detail",
    ),
    "Q132": _advice(
        "一つ選ぶ問題で、長さから正解が分かります（いちばん短い選択肢が一つに決まる {total} 問の"
        "うち {count} 問で、それが正解。偶然なら約 {expected} 問。差が大きい問題: {ids}）",
        "正解の文をくわしくするか、ほかの選択肢も同じくらい短く書いてください",
        "length gives the answer away (of {total} single-choice questions with one shortest"
        " option, it is right in {count}; by chance about {expected}; most of all: {ids})",
        "write right options in more detail, or make the others as short",
    ),
    "Q133": _advice(
        "一つ選ぶ問題で、正解の位置がかたよっています（選択肢が {options} 個の {total} 問で、"
        "上から順に {counts} 問。偶然なら約 {expected} 問ずつ）",
        "正解の多い位置の問題で、選択肢の順を入れ替えてください（ID は変えません）",
        "the places of the right option are not spread (in {total} single-choice questions with"
        " {options} options, from the first on: {counts}; by chance about {expected} each)",
        "change the order of options where the crowded place is right (ids stay)",
    ),
    "Q134": _advice(
        "選択肢が {count} 個だけなので、考えずに選んでも当たりやすくなります",
        "ありがちな誤解から、三つ目の選択肢を作ってください",
        "with only {count} options a guess is often right",
        "add a third option, made of a common misunderstanding",
    ),
    "Q135": _advice(
        "選択肢「{text}」は、ほかの選択肢をまとめて指しています",
        "一つの内容をもつ文に直してください。いくつも正しいときは type: multiple が使えます",
        "the option '{text}' only sums up the other options",
        "let it say one thing of its own; if several are right, use type: multiple",
    ),
    "Q136": _advice(
        "問題「{id}」の問題文が、問いで終わっていません",
        "「…はどれですか。」や「…を選んでください。」で終えてください",
        "the stem of question '{id}' does not end by asking anything",
        "end it with a question, or with a request such as 'Choose …'",
    ),
    "Q137": _advice(
        "「{text}」が読み落とされるかもしれません",
        "正しいものをたずねる形に変えるか、否定の言葉を ** ** で強調してください",
        "'{text}' in the question is easily overlooked",
        "ask for what is right instead, or put the negative word in ** **",
    ),
    "Q138": _advice(
        "feedback「{text}」だけでは、理由が分かりません",
        "なぜ正しいのか、なぜ違うのかを一文で書いてください",
        "the feedback '{text}' gives no reason",
        "say in a sentence why the answer is right or wrong",
    ),
    "Q139": _advice(
        "場面で使う問題（level: apply）が {total} 問のうち {count} 問だけです",
        "三分の一より少なくならないように、場面のなかで判断する問題を足してください",
        "only {count} of {total} questions have level: apply",
        "write more that ask for a decision in a situation: at least a third",
    ),
    "Q140": _advice(
        "explanation の「{text}」は事実の説明ですが、引用がありません",
        "出典を [@S1] の形で付けてください。出典がなければ、言い方を変えてください",
        "the explanation states a fact ('{text}') and cites nothing",
        "cite its source as [@S1]; if there is none, word it otherwise",
    ),
    "Q141": _advice(
        "正解「{text}」は、前にある「{accepted}」と同じ答えとして扱われるので、いりません",
        "accept: から「{text}」を消してください",
        "the accepted answer '{text}' is not needed: it counts as '{accepted}' before it",
        "delete '{text}' from accept:",
    ),
    "Q142": _advice(
        "accepts: の「{code}」はいりません（この問題に、その助言は出ていません）",
        "accepts: から「{code}」を消してください",
        "'{code}' in accepts: is not needed: the question is not given that advice",
        "delete '{code}' from accepts:",
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
    "P222": _rule(
        "draws_on: の「{section}」という節は、どの講にもありません",
        "「講のファイル名#見出しの ID」の形で、ある節を書いてください",
        "no lesson has the section '{section}' that draws_on: names",
        "write '<lesson>#<heading id>' of a section that exists",
    ),
    "P223": _rule(
        "事例に必要な節「{section}」（{{#{id}}}）がありません",
        "見出し「## {section} {{#{id}}}」を書き足してください",
        "the case lacks the section {{#{id}}} ({section})",
        "add the heading '## {section} {{#{id}}}'",
    ),
    "P224": _rule(
        "事例の選択の場面が {count} 個です（4〜6 個。rest は使えません）",
        "場面ごとに <!-- quiz: id --> を一つずつ、4〜6 個置いてください",
        "the case has {count} decisions (4 to 6; 'rest' cannot be used)",
        "embed one question a scene, 4 to 6 in all",
    ),
    "P225": _rule(
        "欄「{id}」は kind: {kind} ですが、{key}: がありません",
        "{key}: [ … ] を書き足すか、kind: を直してください",
        "the field '{id}' of kind {kind} has no {key}:",
        "add {key}: [ … ] or change kind:",
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
    "R321": _advice(
        "時点のある決まり（{ids}）が、点検の一覧 {list} にありません",
        "一覧に項目を足すか、同じ決まりの項目の sources: に ID を足してください",
        "what holds at a date ({ids}) is not in the list to re-check, {list}",
        "add an entry, or the id to sources: of the entry on the same rule",
    ),
    # The ledger of ids -------------------------------------------------------------------------
    "R311": _rule(
        "公開した{kind}の ID「{id}」がなくなっています",
        "元に戻すか、references/retired-ids.yml に"
        "「- {{id: {id}, kind: {name}, retired: 日付, reason: 理由}}」を書き足してください"
        "（ページを移したときは moved_to: も）",
        "the published id '{id}' ({kind}) has disappeared",
        "restore it, or add '- {{id: {id}, kind: {name}, retired: DATE, reason: WHY}}' to "
        "references/retired-ids.yml (with moved_to: if the page has moved)",
    ),
    "R312": _rule(
        "使い終えた ID「{id}」が、また{kind}に使われています",
        "新しいものには別の ID を付けてください。同じものを戻したのなら、この行を消してください",
        "the retired id '{id}' is used again for a {kind}",
        "give the new one another id; if the same one is back, delete this line",
    ),
    "R313": _rule(
        "問題「{id}」の文か正解が、公開したものと違います",
        "問う内容が変わったなら rev: を {next} にしてください（学ぶ人はもう一度答えます）。"
        "意味が同じなら make baseline SAME={id} を実行するか、references/baseline.yml の {lang} の"
        "「{id}」を「{mark}」にしてください（答えの記録はそのまま残ります）",
        "text or key of question '{id}' differs from what was published",
        "if it asks something new, make it rev: {next} (learners answer it again); if it means the "
        "same, run `make baseline SAME={id}`, or set '{id}' below {lang} in "
        "references/baseline.yml to '{mark}' (learners keep their answers)",
    ),
    "R314": _rule(
        "移した先「{page}」のページがありません",
        "moved_to: には、docs/<言語>/ からのパスを、拡張子なしで書いてください",
        "there is no page '{page}' to lead to",
        "write into moved_to: the path below docs/<language>/ without its ending",
    ),
    "R315": _rule(
        "問題「{id}」の rev が {rev} に戻っています（公開したのは {before}）",
        "rev: を {before} 以上にしてください",
        "the rev of question '{id}' went back to {rev} (published: {before})",
        "make it at least {before}",
    ),
    "R316": _advice(
        "控えにまだない ID や新しい rev が {count} 個あります（{ids}）",
        "公開する前に make baseline を実行し、references/baseline.yml も一緒に残してください",
        "ids or revisions not noted yet: {count} ({ids})",
        "before you publish, run `make baseline` and commit references/baseline.yml, too",
    ),
    # Prose (advice) ----------------------------------------------------------------------------
    "T501": _advice(
        "一つの文が {count} 字あります（「{text}…」）",
        "二つの文に分けてください（60 字くらいまでがめやすです）",
        "a sentence of {count} characters ('{text}…')",
        "make two of it",
    ),
    "T502": _advice(
        "「{word}」は使わない言葉です（{why}）",
        "「{instead}」などに言いかえてください",
        "the word '{word}' is not used here ({why})",
        "word it otherwise, e.g. '{instead}'",
    ),
    "T503": _advice(
        "「{word}」と書かれています（この教材では「{use}」）",
        "「{use}」に直してください",
        "'{word}' is called '{use}' in this course",
        "write '{use}'",
    ),
    "T504": _advice(
        "略語「{word}」の説明がありません",
        "はじめに出る所で「日本語の名前（{word}）」と書くか、用語集に加えてください",
        "the abbreviation '{word}' is not explained",
        "spell it out where it is first used, or add it to the glossary",
    ),
    "T505": _advice(
        "事実の説明（「{text}」）に、引用がありません",
        "出典を [@S1] の形で付けてください。出典がなければ、言い方を変えてください",
        "a fact is stated ('{text}') and nothing cited",
        "cite its source as [@S1]; if there is none, word it otherwise",
    ),
    "T506": _advice(
        "講の本文が {count} 字です（めやすは {least}〜{most} 字）",
        "説明を足すか、けずるか、二つの講に分けてください",
        "the lesson has {count} characters (better {least} to {most})",
        "add to it, shorten it, or make two lessons of it",
    ),
    "T507": _advice(
        "<!-- accepts: {code} --> はいりません（すぐ下の段落に、その助言は出ていません）",
        "この行を消してください",
        "<!-- accepts: {code} --> is not needed: the paragraph below is not given that advice",
        "delete this line",
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
    "C403": _rule(
        "このテストには、学習目標 {ids} を確かめる問題がありません",
        "どの学習目標にも、少なくとも一問を作ってください",
        "this test asks nothing about the objectives {ids}",
        "write at least one question for each objective",
    ),
    "C404": _rule(
        "このテストと {other} とで、学習目標ごとの問題の数が違います",
        "前と後の結果を比べられるように、同じ数にしてください",
        "this test and {other} differ in how many questions an objective has",
        "make the numbers equal, so that the results can be compared",
    ),
    "C406": _rule(
        "印刷用の書体（{font}）にない文字があります（{characters}）",
        "ほかの文字に替えるか、図（SVG）の形で描いてください",
        "the font of the printed editions ({font}) has no glyph for {characters}",
        "use other characters, or draw the shape in a figure (SVG)",
    ),
    "C405": _advice(
        "学習目標「{id}」を確かめる問題が {count} 問だけです",
        "{least} 問より少なくならないように、問題を足してください",
        "only {count} questions test the objective '{id}'",
        "write more: at least {least}",
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
