"""One style sheet for all pages: of the theme's rules only those that some page can need.

A rule is left out when its selector names a class, id, element or attribute that neither a page nor
a script of the site contains; so are variables that no rule left refers to. What a page might look
like after a script has run does not matter for this, as the words of all scripts count as used.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import rcssmin
import tinycss2
from lxml import html
from tinycss2.ast import Node

_WORD = re.compile(r"[A-Za-z_][\w-]*")
_VARIABLE = re.compile(r"--[\w-]+")


@dataclass
class Vocabulary:
    """What selectors may refer to in a site: names, and values of attributes by their names.

    `scripts` has for each script the names of attributes that it may set, and the values for any.
    """

    elements: set[str] = field(default_factory=set)
    words: set[str] = field(default_factory=set)
    values: dict[str, set[str]] = field(default_factory=dict)
    scripts: list[tuple[set[str], set[str]]] = field(default_factory=list)

    def add_page(self, text: str) -> None:
        """Take in the elements and attributes of a page."""
        for element in html.document_fromstring(text).iter(html.etree.Element):
            self.elements.add(str(element.tag))
            for name, value in element.attrib.items():
                name, value = str(name), str(value)
                self.values.setdefault(name, set()).add(value)
                if name in ("class", "id"):
                    self.words.update(value.split())

    def add_script(self, text: str) -> None:
        """Take in every word of a script: it may be a class, an element or an attribute."""
        words = set(_WORD.findall(text))
        self.words |= words
        self.elements |= {word.lower() for word in words}
        # element.dataset.verdict is the attribute data-verdict.
        data = {
            "data-" + re.sub("[A-Z]", lambda letter: f"-{letter[0].lower()}", name)
            for name in re.findall(r"\bdataset\.(\w+)", text)
        }
        self.scripts.append((words | data, words))

    def may_have(self, name: str, value: str | None = None) -> bool:
        """Whether some element may have the attribute, with that value if one is said."""
        found = [self.values[name]] if name in self.values else []
        found += [values for names, values in self.scripts if name in names]
        return any(value is None or value in values for values in found)


def vocabulary_of(site: Path) -> Vocabulary:
    """The vocabulary of all pages and of the scripts in `assets/` of a built site."""
    known = Vocabulary()
    for page in sorted(site.rglob("*.html")):
        known.add_page(page.read_text(encoding="utf-8"))
    for script in sorted((site / "assets").glob("*.js")):
        known.add_script(script.read_text(encoding="utf-8"))
    return known


def purged(theme: str, own: str, known: Vocabulary) -> str:
    """The theme's rules that `known` can need, then all rules of `own`; minified."""
    rules = list(_kept(tinycss2.parse_stylesheet(theme, skip_comments=True), known))
    css = "".join(map(_text, rules))
    while True:
        used = set(re.findall(r"var\(\s*(--[\w-]+)", css + own))
        fewer = "".join(_text(rule) for rule in _without_variables(rules, used))
        if fewer == css:
            return str(rcssmin.cssmin(css + own))
        css = fewer
        rules = tinycss2.parse_stylesheet(css, skip_comments=True)


@dataclass(frozen=True)
class _Block:
    """A rule with what is left in it: declarations as text, or rules."""

    head: str
    content: str


def _text(rule: _Block | Node) -> str:
    if isinstance(rule, _Block):
        return f"{rule.head}{{{rule.content}}}"
    return str(rule.serialize())


def _kept(rules: Iterable[Node], known: Vocabulary) -> Iterator[_Block | Node]:
    for rule in rules:
        if rule.type == "qualified-rule":
            selectors = [s for s in _split(rule.prelude) if _may_match(s, known)]
            if selectors:
                head = ",".join(tinycss2.serialize(s).strip() for s in selectors)
                yield _Block(head, tinycss2.serialize(rule.content))
        elif rule.type == "at-rule" and rule.at_keyword in ("media", "supports"):
            inner = tinycss2.parse_rule_list(rule.content, skip_comments=True, skip_whitespace=True)
            content = "".join(_text(each) for each in _kept(inner, known))
            if content:
                yield _Block(f"@{rule.at_keyword}{tinycss2.serialize(rule.prelude)}", content)
        elif rule.type == "at-rule" and rule.at_keyword != "charset":
            yield rule


def _split(tokens: Iterable[Node]) -> list[list[Node]]:
    """The selectors of a list, each as its tokens."""
    parts: list[list[Node]] = [[]]
    for token in tokens:
        if token.type == "literal" and token.value == ",":
            parts.append([])
        else:
            parts[-1].append(token)
    return parts


def _may_match(selector: list[Node], known: Vocabulary) -> bool:
    """Whether all that a selector names, apart from its pseudo-classes, is somewhere."""
    before = ""
    for token in selector:
        mark, before = before, getattr(token, "value", "")
        if token.type == "hash" and token.value not in known.words:
            return False
        if token.type == "[] block" and not _may_have(token.content, known):
            return False
        if token.type == "ident" and mark == "." and token.value not in known.words:
            return False
        if token.type == "ident" and mark not in (".", ":") and token.value not in known.elements:
            return False
    return True


def _may_have(condition: list[Node], known: Vocabulary) -> bool:
    """Whether some element may have an attribute as in `[name]` or `[name=value]`."""
    parts = [token for token in condition if token.type != "whitespace"]
    is_exact = len(parts) == 3 and parts[1].value == "="
    return known.may_have(parts[0].value, parts[2].value if is_exact else None)


def _without_variables(rules: Iterable[Node], used: set[str]) -> Iterator[_Block | Node]:
    """The rules without declarations of variables that are not in `used`."""
    for rule in rules:
        if isinstance(rule, _Block):
            rule = tinycss2.parse_one_rule(_text(rule))
        if rule.type == "at-rule" and rule.content is not None and rule.at_keyword == "media":
            inner = tinycss2.parse_rule_list(rule.content, skip_comments=True, skip_whitespace=True)
            content = "".join(_text(each) for each in _without_variables(inner, used))
            if content:
                yield _Block(f"@media{tinycss2.serialize(rule.prelude)}", content)
        elif rule.type == "qualified-rule":
            declared = tinycss2.parse_blocks_contents(
                rule.content, skip_comments=True, skip_whitespace=True
            )
            left = [
                one
                for one in declared
                if not (one.type == "declaration" and _VARIABLE.fullmatch(one.name))
                or one.name in used
            ]
            if left:
                content = ";".join(one.serialize() for one in left)
                yield _Block(tinycss2.serialize(rule.prelude), content)
        else:
            yield rule
