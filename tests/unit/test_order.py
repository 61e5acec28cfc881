from __future__ import annotations

import pytest

from briefwright.verify.order import differences
from briefwright.verify.tagged import Element

PAGE = '<html><body><main id="main">{}</main></body></html>'


def read(page: str, *kids: tuple[str, str]) -> list[str]:
    spoken = tuple(Element(kind, (words,)) for kind, words in kids)
    return differences(PAGE.format(page), Element("Document", spoken))


def test_the_same_blocks_in_the_same_order() -> None:
    page = "<h2>One</h2><p>Two, and <b>three</b>.</p>"
    assert read(page, ("H2", "One"), ("P", "Two, and\nth-ree.")) == []
    assert read(page, ("P", "Two, and three."), ("H2", "One")) != []
    assert read(page, ("H2", "One")) == ["the web page has P “Twoandthree”, the PDF has nothing there"]


@pytest.mark.parametrize("signs", ["[" * 25, "— · —", "…"])
def test_a_block_of_signs_alone_is_read_by_its_signs(signs: str) -> None:
    assert read(f"<p>{signs}</p>", ("P", signs)) == []
    assert read(f"<p>{signs}</p>", ("P", f"{signs}!")) != []
    assert read(f"<p>{signs}</p>") != []


def test_where_nothing_is_written_nothing_is_read() -> None:
    assert read("<p> </p>") == []
