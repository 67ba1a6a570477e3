"""The words of the editions that are not in the course: names, headings, instructions."""

from __future__ import annotations

from typing import Any

LABELS: dict[str, dict[str, Any]] = {
    "ja": {
        "editions": {
            "handbook": (
                "受講者ハンドブック",
                "読んで書きこむための本です。答えは入っていません。",
            ),
            "ebook": (
                "受講者ハンドブック（電子書籍）",
                "スマートフォンや電子書籍リーダーで読む EPUB です。文字の大きさを変えられます。"
                "答えは入っていません。",
            ),
            "exercises": (
                "確認問題",
                "講ごとに配れる問題用紙です。名前と日付の欄があります。",
            ),
            "test_sheets": (
                "はじめのテスト・おわりのテスト",
                "研修の前と後に配るテストの用紙です。",
            ),
            "worksheets": (
                "ワークシート集",
                "協働の準備とふりかえりの用紙です。画面で書きこむことも、印刷することもできます。",
            ),
            "offline": (
                "オフライン版（ZIP）",
                "インターネットのない所で、このサイトと同じように使えます。"
                "この一覧のほかのファイルも入っています。",
            ),
            "instructor": (
                "講師用ハンドブック",
                "受講者ハンドブックに、答えと理由、講師メモ、時間割、対応表を加えた本です。",
            ),
            "answers": ("確認問題とテストの解答", "答えと、選択肢ごとの理由をまとめました。"),
            "slides": ("スライド", "映すためのスライドです（縦横比 16:9）。"),
            "presentation": (
                "スライド（PowerPoint）",
                "文字を直せるスライドです。ノートに講師メモが入っています。",
            ),
        },
        "contents": "目次",
        "glossary": "用語集と索引",
        "glossary_about": "ことばの説明のあとの数字は、そのことばを説明している、"
        "または使っているページです。太い数字は、くわしく学ぶ講のページです。",
        "references": "出典一覧",
        "references_about": "本文の［ ］の中の番号は、この一覧の番号です。"
        "番号は、サイトでもどの冊子でも同じです。",
        "as_of": "内容の確認日",
        "question": "問",
        "online": "この講のページ",
        "online_case": "この事例のページ",
        "qr": "{title}のページを開く二次元コード：{url}",
        "memo": "理由・メモ",
        "single": "一つ選ぶ",
        "multiple": "あてはまるものをすべて選ぶ",
        "blank": "ことばを入れる",
        "match": "記号を選ぶ",
        "order": "順に並べる",
        "answer": "正解",
        "right": "正解",
        "wrong": "不正解",
        "explanation": "解説",
        "expected_wrong": "「{text}」",
        "minutes": "学習の目安",
        "minutes_unit": "分",
        "questions": "確認問題",
        "questions_unit": "問",
        "name": "名前",
        "date": "日付",
        "fictional": "この事例は架空です。人も場所も、実在のものではありません。",
        "for_instructors": "講師用（答えが入っています）",
        "based_on": "もとになった講義",
        "no_year": "年の記載なし",
        "on_the_site": "（サイト）",
        "key": "正解の一覧",
        "answers_about": "記号は、ハンドブックと問題用紙の選択肢の記号です。"
        "画面では選択肢の順が人によって変わるので、記号ではなく言葉で確かめてください。",
        "written_by": "書いた人",
        # ebook
        "ebook_glossary_about": "ことばの説明の下に、そのことばを使っている講や事例を並べました。"
        "選ぶと、そこへ移ります。太い字は、くわしく学ぶ講です。",
        "ebook_no_answers": "確認問題の答えは入っていません。",
        "ebook_answers": "確認問題の答えは入っていません。"
        "講と事例のはじめにあるリンクからサイトのページを開くと、答えて理由を確かめられます。",
        "ebook_landmarks": "主な場所",
        "ebook_bodymatter": "本文",
        "ebook_accessibility": "見出しと目次から読みたい場所へ移れます。"
        "文字の大きさ・書体・行間・色は、読むアプリや端末で変えられます。音声や動きはありません。",
        "ebook_accessibility_of": {
            "ruby": "ふりがなはルビで付けています。",
            "svg": "図には、内容を説明する文を付けています。",
        },
        # worksheets
        "worksheets_list": "用紙の一覧",
        "worksheets_use": "使い方",
        "worksheets_ways": (
            (
                "選ぶ",
                "使いたい用紙だけを使います。どれもA4一枚です。"
                "すべての欄を埋める必要はありません。",
            ),
            (
                "印刷して手で書く",
                "使う用紙のページだけを、拡大も縮小もせずに（100%で）印刷します。白黒でも使えます。",
            ),
            (
                "画面で書いてから印刷する",
                "このファイルを手もとに保存し、PDFを読むアプリかブラウザーで開いて、枠の中に書きます。"
                "枠は紙と同じ大きさです。長くなるときは、短く言いかえます。",
            ),
            (
                "書いたあと",
                "書いたことは、保存したファイルと印刷した紙にだけ残ります。"
                "置き場所と、だれに見せるかを決めておきます。",
            ),
        ),
        "worksheets_free": "空けたままの欄があってもかまいません。"
        "「書いた人」は役割や記号でもよく、病気のことを書く必要はありません。",
        "worksheets_choice": "{question}：{choice}",
        "worksheets_cell": "{table}：{row}行目　{column}",
        # answers
        "answers_rows": "記号を選ぶ問題の正解は、上の行から順に並べました。",
        "answers_gaps": "ことばを入れる問題の正解には、代表の答えを一つ載せました。"
        "ほかに正解とする答えは、問題ごとの理由のところにあります。",
        "answers_accepted": "正解とする答え",
        "answers_kind": "答え方",
        "answers_reasons": "問題ごとの理由",
        # slides, presentation
        "slides_outline": "この講の流れ",
        "slides_part": "{title}：拡大 {number}/{count}",
        "slides_answer": "答えと理由",
        "slides_others": "ほかの選択肢について",
        "slides_sources": "このスライドの出典",
        "slides_layouts": {
            "title": "表紙",
            "obj": "見出しと本文",
            "twoObj": "見出しと本文二つ",
            "picTx": "見出しと図",
        },
    },
    "en": {
        "editions": {
            "handbook": ("Handbook", "A book to read and to write in, without answers."),
            "ebook": (
                "Handbook (e-book)",
                "An EPUB for phones and e-readers, in letters of any size, without answers.",
            ),
            "exercises": (
                "Questions",
                "Question sheets to hand out by lesson, with lines for name and date.",
            ),
            "test_sheets": (
                "Tests before and after",
                "Sheets to hand out before and after the course.",
            ),
            "worksheets": (
                "Worksheets",
                "To prepare collaboration and look back on it, filled in on screen or by hand.",
            ),
            "offline": (
                "Offline edition (zip)",
                "Works like this site where there is no internet; all other files of this list "
                "are in it.",
            ),
            "instructor": (
                "Instructor's handbook",
                "The handbook with answers and reasons, notes, timetables and a coverage table.",
            ),
            "answers": ("Answer key", "What is right, and why each option is right or wrong."),
            "slides": ("Slides", "To project, in 16:9."),
            "presentation": (
                "Slides (PowerPoint)",
                "Slides with text to edit, and with the instructor's notes.",
            ),
        },
        "contents": "Contents",
        "glossary": "Glossary and index",
        "glossary_about": "The numbers after a definition are the pages that explain or use the "
        "term; a bold one is the lesson that teaches it.",
        "references": "References",
        "references_about": "Numbers in brackets in the text are those of this list. They are the "
        "same on the site and in every edition.",
        "as_of": "Content checked on",
        "question": "Question",
        "online": "This lesson online",
        "online_case": "This case online",
        "qr": "QR code that opens {title}: {url}",
        "memo": "Reasons, notes",
        "single": "choose one",
        "multiple": "choose all that apply",
        "blank": "fill in",
        "match": "choose a letter",
        "order": "put in order",
        "answer": "Answer",
        "right": "right",
        "wrong": "wrong",
        "explanation": "Why",
        "expected_wrong": "“{text}”",
        "minutes": "Study time",
        "minutes_unit": "min",
        "questions": "Questions",
        "questions_unit": "",
        "name": "Name",
        "date": "Date",
        "fictional": "This case is fictional. Neither the people nor the places are real.",
        "for_instructors": "For instructors (with answers)",
        "based_on": "Based on",
        "no_year": "no year given",
        "on_the_site": " (on the site)",
        "key": "Key",
        "answers_about": "Letters are those of the handbook and the question sheets. On screen "
        "options stand in another order for each learner: compare words, not letters.",
        "written_by": "Written by",
        # ebook
        "ebook_glossary_about": "Below each definition: the lessons and cases that use the term. "
        "Bold is the lesson that teaches it.",
        "ebook_no_answers": "The answers to the questions are not in this book.",
        "ebook_answers": "The answers to the questions are not in this book. The link at the "
        "beginning of a lesson or case opens its page, where you can answer and see why.",
        "ebook_landmarks": "Landmarks",
        "ebook_bodymatter": "Text",
        "ebook_accessibility": "Headings and contents lead to every part. Size, typeface, spacing "
        "and colours of the text follow the reader's settings. There is no sound and no motion. ",
        "ebook_accessibility_of": {
            "ruby": "Readings are given as ruby. ",
            "svg": "Figures have a text that describes them. ",
        },
        # worksheets
        "worksheets_list": "The sheets",
        "worksheets_use": "How to use them",
        "worksheets_ways": (
            (
                "Choose",
                "Use only the sheets you want, each one page of A4. Nothing has to be filled.",
            ),
            ("By hand", "Print the page of the sheet at its real size (100%). Grey is enough."),
            (
                "On screen",
                "Save this file, open it in a PDF reader or a browser and write in the boxes. "
                "They are as large as on paper: find shorter words for what does not fit.",
            ),
            (
                "Afterwards",
                "What you wrote is in the file that you saved and on the paper that you printed, "
                "nowhere else. Settle where they are kept and who may see them.",
            ),
        ),
        "worksheets_free": "Any box may stay empty. A role or a sign will do for “Written by”, "
        "and nothing about illness needs to be written.",
        "worksheets_choice": "{question}: {choice}",
        "worksheets_cell": "{table}: row {row}, {column}",
        # answers
        "answers_rows": "Where letters are matched, they are listed from the first row on.",
        "answers_gaps": "For each gap one right answer is listed; all that are accepted are given "
        "with the reasons.",
        "answers_accepted": "Accepted",
        "answers_kind": "How to answer",
        "answers_reasons": "Reasons",
        # slides, presentation
        "slides_outline": "What this lesson covers",
        "slides_part": "{title}: close-up {number}/{count}",
        "slides_answer": "Answer and reason",
        "slides_others": "The other options",
        "slides_sources": "Sources of these slides",
        "slides_layouts": {
            "title": "Title",
            "obj": "Heading and text",
            "twoObj": "Heading and two texts",
            "picTx": "Heading and figure",
        },
    },
}
