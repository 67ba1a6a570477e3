"""A small course without mistakes, for tests to break in one place."""

from __future__ import annotations

from pathlib import Path

from courseware.course import Course, Mistake, Mistakes, load_course

NAV = "mkdocs.yml"
LESSON = "docs/ja/lessons/01-one.md"
BANK = "quizzes/ja/01-one.yml"
INFO = "references/course.yml"
GLOSSARY = "references/glossary.yml"
OBJECTIVES = "references/objectives.yml"
POINTS = "references/lecture-points.yml"
SOURCES = "references/sources.yml"
FIGURE = "docs/ja/figures/circle.svg"

FILES = {
    NAV: """\
site_name: 小さな教材
plugins: [search]
markdown_extensions:
  - emoji: {generator: !!python/name:anything.at.all ''}
nav:
  - 講:
      - 第一講: lessons/01-one.md
""",
    LESSON: """\
---
title: ひとつめの講
description: 試しの講です。
objectives: [O1]
keywords: [仲間]
checked: 2026-11-23
---

## 考えてみよう {#opening}

<!-- accepts: T506 -->
どう思いますか。

## はじめの節 {#first points="p-one" objectives="O1" priority="1"}

仲間の支えです[@S1]。

<!-- quiz: one-single -->

## つぎの節 {#second points="p-two"}

![丸い図](../figures/circle.svg)

## おわりの節 {#third}

<!-- quiz: rest -->

## 要点 {#key-points}

- 仲間がいる。

## やさしい日本語で {#plain}

{仲間|なかま}がいます。

## 出典 {#sources}

<!-- sources -->
""",
    BANK: """\
lesson: 01-one
questions:
  - id: one-single
    type: single
    level: recall
    objectives: [O1]
    points: [p-one]
    stem: どれですか。
    options:
      - {id: a, text: これ, correct: true, feedback: そうです。}
      - {id: b, text: あれ, feedback: ちがいます。}
    explanation: これです[@S1]。
    sources: [S1]
    rev: 1
  - id: one-multiple
    type: multiple
    level: understand
    objectives: [O1]
    points: [p-two]
    stem: すべて選んでください。
    options:
      - {id: a, text: 春, correct: true, feedback: 春です。}
      - {id: b, text: 夏, correct: true, feedback: 夏です。}
      - {id: c, text: 石, feedback: 石です。}
    explanation: 季節です。
    rev: 1
  - id: one-blank
    type: blank
    level: recall
    objectives: [O1]
    stem: 海は[[1]]、空は[[2]]です。
    blanks:
      - {accept: [広い], feedback: 海のことです。}
      - accept: [青い, あおい]
        wrong: [{text: 赤い, feedback: 夕方だけです。}]
        feedback: 空のことです。
    explanation: 見たままです。
    rev: 1
  - id: one-match
    type: match
    level: apply
    objectives: [O1]
    stem: 組にしてください。
    pairs:
      - {id: p, left: 犬, right: wan, feedback: 犬です。}
      - {id: q, left: 猫, right: nya, feedback: 猫です。}
    choices:
      - {id: wan, text: ワン}
      - {id: nya, text: ニャー}
    explanation: 鳴き声です。
    rev: 1
  - id: one-order
    type: order
    level: apply
    objectives: [O1]
    stem: 並べてください。
    items:
      - {id: x, text: 朝}
      - {id: y, text: 昼}
      - {id: z, text: 夜}
    feedback: 一日の流れです。
    explanation: 朝から始まります。
    rev: 2
    shuffle: false
""",
    INFO: """\
id: small
name: {ja: 小さな教材, en: Small}
title: {ja: 小さな教材, en: A small course}
languages: [ja]
lecture: {ja: 講義, en: Lecture}
lead: {ja: 試す人のために, en: For those who try}
notice: {ja: 試しの教材です。, en: A course to try.}
licence: {ja: 自由に使えます。, en: Free to use.}
""",
    GLOSSARY: """\
- id: companion
  term: {ja: 仲間, en: companion}
  reading: なかま
  aliases: {ja: [なかまたち]}
  definition: {ja: 一緒にいる人です。}
  lesson: 01-one
  sources: [S1]
- id: spring
  term: {ja: 春, en: spring}
  reading: はる
  definition: {ja: 季節のひとつです。}
  lesson: 01-one
""",
    OBJECTIVES: """\
- {id: O1, name: talk, ja: 話せる, en: Can talk}
- {id: O2, name: listen, ja: 聴ける, en: Can listen}
""",
    POINTS: """\
- {id: p-one, slide: 1, ja: ひとつめ, en: The first}
- {id: p-two, slide: 2, ja: ふたつめ, en: The second}
""",
    SOURCES: """\
- id: S1
  kind: lecture
  level: primary
  author: だれか
  title: 講義
  read: full
- id: S2
  kind: web
  level: secondary
  author: べつの人
  year: 2020
  title: 解説
  url: https://example.org/
  read: part
""",
    FIGURE: '<svg xmlns="http://www.w3.org/2000/svg"/>\n',
}


class CourseFolder:
    """The files of a valid course below `root`. Each change is one that an author could make."""

    def __init__(self, root: Path) -> None:
        self.root = root
        for file, text in FILES.items():
            self.write(file, text)

    def text(self, file: str) -> str:
        return (self.root / file).read_text(encoding="utf-8")

    def write(self, file: str, text: str | bytes) -> None:
        path = self.root / file
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text.encode() if isinstance(text, str) else text)

    def edit(self, file: str, old: str, new: str) -> None:
        """Replace text that stands in the file exactly once."""
        text = self.text(file)
        assert text.count(old) == 1, f"{old!r} stands {text.count(old)} times in {file}"
        self.write(file, text.replace(old, new))

    def delete(self, file: str) -> None:
        (self.root / file).unlink()

    def line_of(self, file: str, part: str) -> int:
        """The number of the last line that contains `part`."""
        lines = (self.root / file).read_bytes().decode("utf-8", "replace").split("\n")
        return max(number for number, line in enumerate(lines, start=1) if part in line)

    def load(self) -> Course:
        return load_course(self.root)

    def mistakes(self) -> tuple[Mistake, ...]:
        """Everything that is wrong with the course as it is now."""
        try:
            self.load()
        except Mistakes as mistakes:
            return mistakes.all
        return ()
