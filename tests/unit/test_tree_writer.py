from __future__ import annotations

from xml.etree import ElementTree as ET

import pytest

from briefwright.pdf.tree_writer import link_description

PAGE = ET.fromstring(
    '<html><h2 id="why">Why it  matters</h2><p id="empty"/><p id="long">' + "word " * 60 + "</p></html>"
)


def description(link: str) -> str:
    element = ET.fromstring(link)
    return link_description(PAGE)(element)


@pytest.mark.parametrize(
    ("link", "words"),
    [
        ('<a href="#why">2</a>', "2: Why it matters"),
        ('<a href="#why">Why it matters</a>', "Why it matters"),
        ('<a href="#why" title="One more reason">2</a>', "2: One more reason"),
        ('<a href="#empty">2</a>', "2"),
        ('<a href="https://a.example/b#p:~:text=c">¶1</a>', "¶1: https://a.example/b#p"),
        ('<a href="#why"/>', "Why it matters"),
        ("<a>2</a>", "2"),
    ],
)
def test_describes_link_by_text_and_target(link: str, words: str) -> None:
    assert description(link) == words


def test_describes_shown_address_by_its_paragraph() -> None:
    page = ET.fromstring('<html><div><p>A work. <a href="https://a.example/">https://a.example/</a></p></div></html>')
    (link,) = page.iter("a")
    assert link_description(page)(link) == "https://a.example/: A work."


def test_shortens_long_description() -> None:
    words = description('<a href="#long">¶1</a>')
    assert words.startswith("¶1: word word")
    assert words.endswith(" …")
    assert len(words) <= 124 + 2
