"""Line ends that are forbidden before a page is laid out."""

import xml.etree.ElementTree as etree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from courseware.editions.typesetting import keep_together

CITATION = '<span class="citation"><a href="#s">[26]</a></span>'


def kept(html: str) -> list[str]:
    root = etree.fromstring(f"<body>{html}</body>")
    keep_together(root)
    return ["".join(span.itertext()) for span in root.iter("span") if span.get("class") == "keep"]


@pytest.mark.parametrize("before", ["", "<b>太字</b>"])
def test_a_citation_stays_with_the_end_of_its_sentence(before):
    assert kept(f"<p>{before}そう述べました{CITATION}。つぎの文</p>") == ["した[26]。"]


def test_the_end_of_a_paragraph_is_no_single_character():
    assert kept("<p>長い段落の終わりには、何文字かを残します。</p>") == ["します。"]


def test_a_short_paragraph_stays_as_it_is():
    assert kept("<p>短い文です。</p>") == []


def test_a_cell_of_few_characters_is_not_broken():
    root = etree.fromstring("<tr><td>努力義務</td><td>都道府県が行うこと</td></tr>")
    keep_together(root)
    assert [cell.get("class") for cell in root] == ["is-short", None]


@given(
    texts=st.lists(st.text("あい。、（）A \n", max_size=20), min_size=4, max_size=4),
    tag=st.sampled_from(["p", "li", "dd", "td", "div"]),
)
def test_no_character_is_lost_or_moved(texts, tag):
    first, second, third, fourth = texts
    html = f"<{tag}>{first}{CITATION}{second}<b>{third}</b>{CITATION}{fourth}</{tag}>"
    root = etree.fromstring(f"<body>{html}</body>")
    text = "".join(root.itertext())
    keep_together(root)
    assert "".join(root.itertext()) == text
